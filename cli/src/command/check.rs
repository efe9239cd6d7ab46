//! `cargo baton check`.

use std::process::ExitCode;

use anyhow::Result;
use baton_shared::time::Timestamp;

use crate::arguments::Check;
use crate::{clock, workspace};

/// Checks a workspace's files.
pub fn run(arguments: &Check) -> Result<ExitCode> {
    let workspace = workspace::load_checked(&arguments.folder)?;
    println!(
        "{}: {} articles, {} notices, {} rules, {} queues and {} people, no problems",
        arguments.folder.display(),
        workspace.articles.len(),
        workspace.notices.len(),
        workspace.policy.rules.len(),
        workspace.queues.len(),
        workspace.team.len(),
    );
    // Time passing is no mistake of the files, so that this fails no build.
    let now = Timestamp(clock::unix_ms());
    for notice in workspace.notices.iter().filter(|notice| notice.until.is_some_and(|until| until <= now)) {
        let until = notice.until.map(Timestamp::rfc3339).unwrap_or_default();
        println!("the notice {} ended at {until}; delete its file, or give it a later end", notice.id);
    }
    Ok(ExitCode::SUCCESS)
}
