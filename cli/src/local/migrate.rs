//! The database's migrations.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use walkdir::WalkDir;

use super::wrangler;
use crate::project::Project;
use crate::say::Step;
use crate::tool;

/// Applies what has not been applied to the state yet, to the database of development or of production.
pub fn apply(project: &Project, state: &Path, secrets: &Path, production: bool) -> Result<()> {
    let migrations = project.at("edge/migrations");
    if !migrations.is_dir() {
        return Ok(());
    }
    let files = WalkDir::new(&migrations).sort_by_file_name().into_iter().filter_map(Result::ok);
    let names: Vec<_> = files
        .filter(|file| file.file_type().is_file())
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect();
    let all = names.join("\n");
    let record = state.join("migrations.txt");
    if fs::read_to_string(&record).is_ok_and(|applied| applied == all) {
        return Ok(());
    }
    let step = Step::begin("Apply the database's migrations");
    let mut command = wrangler::command(project, state);
    command.args(["d1", "migrations", "apply", "DB", "--local", "--persist-to"]).arg(state);
    command.arg("--env-file").arg(secrets);
    if production {
        command.args(wrangler::PRODUCTION);
    }
    tool::must("wrangler", &mut command, Some(step), "a migration failed; its message stands above")?;
    fs::write(&record, all).with_context(|| format!("{} cannot be written", record.display()))
}
