//! `cargo baton push`.

use std::process::ExitCode;

use anyhow::{Result, bail};
use baton_shared::workspace::Workspace;

use crate::arguments::Push;
use crate::local::admin::{Admin, Published};
use crate::{difference, model, remembered, say, workspace};

/// Checks a workspace's files and publishes them, unless somebody else has published meanwhile.
pub fn run(arguments: &Push) -> Result<ExitCode> {
    let folder = &arguments.folder;
    let workspace = workspace::load_checked(folder)?;
    let admin = Admin::of(arguments.at.url.as_deref(), arguments.at.key.as_deref())?;
    let url = admin.url();
    let running = admin.workspace()?;
    let model = model::name(&model::of(&workspace)?);
    let is_same = |running: &&Published| running.workspace == workspace && running.model.as_ref() == Some(&model);
    if let Some(running) = running.as_ref().filter(is_same) {
        remembered::remember(folder, url, running)?;
        println!("{url} runs version {}, which says what {} says", running.version, folder.display());
        return Ok(ExitCode::SUCCESS);
    }
    let known = remembered::recall(folder, url).map(|known| known.version);
    let before = running.as_ref().map_or(0, |running| running.version);
    let is_new = |running: &&Published| running.workspace != workspace && known != Some(before);
    if let Some(running) = running.as_ref().filter(is_new).filter(|_| !arguments.force) {
        return refuse(arguments, url, known, running, &workspace);
    }
    let version = if arguments.force {
        admin.publish(&workspace)?
    } else {
        match admin.publish_over(before, &workspace)? {
            Some(version) => version,
            None => match admin.workspace()? {
                Some(running) => return refuse(arguments, url, known, &running, &workspace),
                None => bail!("{url} has no workspace any more; try again"),
            },
        }
    };
    remembered::remember(folder, url, &Published { version, workspace, model: None })?;
    println!("{url} now runs version {version} of {}", folder.display());
    Ok(ExitCode::SUCCESS)
}

/// Somebody has published what these files do not know of: shows what publishing them would do to that.
fn refuse(
    arguments: &Push,
    url: &str,
    known: Option<u64>,
    running: &Published,
    workspace: &Workspace,
) -> Result<ExitCode> {
    let folder = arguments.folder.display();
    say::line(difference::of_workspaces(("published", &running.workspace), ("your files", workspace)));
    let version = running.version;
    let since = match known {
        Some(known) => format!("{url} runs version {version}, and {folder} comes from version {known}"),
        None => format!("{url} runs version {version}, and {folder} never was pushed there or pulled from there"),
    };
    bail!(
        "{since}; nothing was published. `cargo baton pull {folder}` brings what is published into your files, \
         --force publishes them over it; the difference stands above"
    );
}
