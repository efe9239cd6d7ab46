//! `cargo baton check`.

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::Check;
use crate::workspace;

/// Checks a workspace's files.
pub fn run(arguments: &Check) -> Result<ExitCode> {
    let workspace = workspace::load_checked(&arguments.folder)?;
    println!(
        "{}: {} articles, {} rules, {} queues and {} people, no problems",
        arguments.folder.display(),
        workspace.articles.len(),
        workspace.policy.rules.len(),
        workspace.queues.len(),
        workspace.team.len(),
    );
    Ok(ExitCode::SUCCESS)
}
