//! `cargo baton schemas`: what is generated from the types, so that it cannot say anything else than they do.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use baton_shared::authoring::{openapi, schemas};
use serde_json::Value;
use walkdir::WalkDir;

use crate::arguments::Schemas;
use crate::project::Project;
use crate::say;

/// Writes the files, or compares them.
pub fn run(arguments: &Schemas) -> Result<ExitCode> {
    let project = Project::find()?;
    let public = project.at("public");
    let generated = generated()?;
    let folder = public.join("schemas");
    let present = WalkDir::new(&folder).into_iter().filter_map(Result::ok).filter(|file| file.file_type().is_file());
    let stale: Vec<PathBuf> = present
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.strip_prefix(&public).is_ok_and(|name| !generated.contains_key(&*name.to_string_lossy())))
        .collect();
    let mut different: Vec<String> = stale.iter().map(|path| path.display().to_string()).collect();
    for (name, text) in &generated {
        let path = public.join(name);
        if fs::read_to_string(&path).is_ok_and(|present| present == *text) {
            continue;
        }
        different.push(path.display().to_string());
        if !arguments.check {
            let failure = || format!("{} cannot be written", path.display());
            fs::create_dir_all(path.parent().unwrap_or(&public)).with_context(failure)?;
            fs::write(&path, text).with_context(failure)?;
        }
    }
    if arguments.check && !different.is_empty() {
        different.iter().for_each(say::line);
        bail!("{} files differ from the types; run `cargo baton schemas` and commit them", different.len());
    }
    if !arguments.check {
        for path in &stale {
            fs::remove_file(path).with_context(|| format!("{} cannot be removed", path.display()))?;
        }
    }
    say::line(format!("✓ {} files in public, {} of them changed", generated.len(), different.len()));
    Ok(ExitCode::SUCCESS)
}

/// Fails where a file differs from the types.
pub fn are_current() -> Result<()> {
    run(&Schemas { check: true }).map(drop)
}

/// Every file by its path in `public`.
fn generated() -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for (name, schema) in schemas() {
        files.insert(format!("schemas/{name}"), text(&schema)?);
    }
    files.insert("openapi.json".to_owned(), text(&openapi())?);
    Ok(files)
}

fn text(value: &Value) -> Result<String> {
    Ok(format!("{}\n", serde_json::to_string_pretty(value)?))
}
