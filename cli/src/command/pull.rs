//! `cargo baton pull`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use baton_shared::workspace::{Changes, Files, Problem, changes, check};

use crate::arguments::Pull;
use crate::local::admin::Admin;
use crate::{difference, remembered, say, workspace};

/// Writes the published workspace as files. Files that say the same stay as they are; where somebody has changed one
/// that would be written, nothing is.
pub fn run(arguments: &Pull) -> Result<ExitCode> {
    let folder = &arguments.folder;
    let admin = Admin::of(arguments.at.url.as_deref(), arguments.at.key.as_deref())?;
    let url = admin.url();
    let Some(running) = admin.workspace()? else {
        bail!("{url} has no workspace yet; `cargo baton push` publishes one");
    };
    let mut files = if folder.is_dir() { workspace::read(folder)? } else { Files::new() };
    let mut wanted = changes(&running.workspace, &files).map_err(|problems| no_files(folder, &problems))?;
    let known = if folder.is_dir() { remembered::recall(folder, url) } else { None };
    let mine = known.as_ref().and_then(|known| changes(&known.workspace, &files).ok());
    if !arguments.force {
        if let Some(mine) = &mine {
            // What only you have changed is not touched.
            let theirs = changes(&running.workspace, &with(&files, mine)).unwrap_or_default();
            wanted.retain(|name, _| theirs.contains_key(name));
        }
        let in_the_way = in_the_way(&wanted, mine.as_ref(), &files);
        if !in_the_way.is_empty() {
            return refuse(&in_the_way, &wanted, &files);
        }
    }
    for (name, text) in &wanted {
        write(folder, name, text.as_deref())?;
        let sign = match (text, files.contains_key(name)) {
            (None, _) => '-',
            (Some(_), true) => '~',
            (Some(_), false) => '+',
        };
        say::line(format!("  {sign} {name}"));
    }
    files = with(&files, &wanted);
    remembered::remember(folder, url, &running)?;
    let (folder, version) = (folder.display(), running.version);
    match wanted.len() {
        0 => println!("{folder} says what version {version} of {url} says; nothing was written"),
        1 => println!("{folder} is at version {version} of {url}; 1 file was written"),
        count => println!("{folder} is at version {version} of {url}; {count} files were written"),
    }
    if check(&files).is_err() {
        say::warn(format!("together with your own changes something is wrong; see `cargo baton check {folder}`"));
    } else if changes(&running.workspace, &files).is_ok_and(|changes| !changes.is_empty()) {
        say::line("Your own changes are still there; `cargo baton push` publishes them.");
    }
    Ok(ExitCode::SUCCESS)
}

/// Files after changes.
fn with(files: &Files, wanted: &Changes) -> Files {
    let kept = files.iter().filter(|(name, _)| !wanted.contains_key(*name));
    let kept = kept.map(|(name, text)| (name.clone(), text.clone()));
    let written = wanted.iter().filter_map(|(name, text)| Some((name.clone(), text.clone()?)));
    kept.chain(written).collect()
}

/// Files that would be written and hold what is published nowhere: changed since they were last pushed or pulled, or,
/// where that never was, there at all.
fn in_the_way(wanted: &Changes, mine: Option<&Changes>, files: &Files) -> Vec<String> {
    let is_mine = |name: &&String| mine.map_or_else(|| files.contains_key(*name), |mine| mine.contains_key(*name));
    wanted.keys().filter(is_mine).cloned().collect()
}

fn refuse(in_the_way: &[String], wanted: &Changes, files: &Files) -> Result<ExitCode> {
    let both = in_the_way.iter().map(|name| {
        let there = wanted.get(name).cloned().flatten();
        (name.clone(), files.get(name).cloned().unwrap_or_default(), there.unwrap_or_default())
    });
    let (mut here, mut there) = (Files::new(), Files::new());
    for (name, mine, published) in both {
        here.insert(name.clone(), mine);
        there.insert(name, published);
    }
    say::line(difference::of_files(("your file", &here), ("published", &there)));
    let (count, noun) = (in_the_way.len(), if in_the_way.len() == 1 { "file holds" } else { "files hold" });
    bail!(
        "{count} {noun} changes of your own that would be lost; nothing was written. Bring the difference above into \
         your files and push them with --force, or write over them with `cargo baton pull --force`"
    );
}

fn write(folder: &Path, name: &str, text: Option<&str>) -> Result<()> {
    let file = folder.join(name);
    let failure = || format!("{} cannot be written", file.display());
    match text {
        Some(text) => {
            fs::create_dir_all(file.parent().unwrap_or(folder)).with_context(failure)?;
            fs::write(&file, text).with_context(failure)
        }
        None => fs::remove_file(&file).with_context(failure),
    }
}

fn no_files(folder: &Path, problems: &[Problem]) -> anyhow::Error {
    for problem in problems {
        say::line(workspace::describe(folder, problem));
    }
    anyhow::anyhow!("what is published cannot be written as files; mend what is named above where it was published")
}
