//! `cargo baton push`.

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::Push;
use crate::local::admin::Admin;
use crate::workspace;

/// Checks a workspace's files and publishes them.
pub fn run(arguments: &Push) -> Result<ExitCode> {
    let checked = workspace::load_checked(&arguments.folder)?;
    let admin = Admin::of(arguments.url.as_deref(), arguments.key.as_deref())?;
    let version = admin.publish(&checked)?;
    println!("{} now runs version {version} of {}", admin.url(), arguments.folder.display());
    Ok(ExitCode::SUCCESS)
}
