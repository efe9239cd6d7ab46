//! `cargo baton push`.

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::Push;
use crate::local::admin::Admin;
use crate::local::state;
use crate::project::Project;
use crate::workspace;

/// Checks a workspace's files and publishes them.
pub fn run(arguments: &Push) -> Result<ExitCode> {
    let checked = workspace::load_checked(&arguments.folder)?;
    let (url, key) = match (&arguments.url, &arguments.key) {
        (Some(url), Some(key)) => (url.clone(), key.clone()),
        (url, key) => {
            let project = Project::find()?;
            let url = url.clone().unwrap_or_else(|| state::url(&project));
            (url, key.clone().map_or_else(|| state::secrets(&project).map(|secrets| secrets.admin_key), Ok)?)
        }
    };
    let version = Admin::new(&url, &key).publish(&checked)?;
    println!("{url} now runs version {version} of {}", arguments.folder.display());
    Ok(ExitCode::SUCCESS)
}
