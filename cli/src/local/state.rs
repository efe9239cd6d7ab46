//! What a running `dev` leaves for other commands: where it is.

use std::fs;

use anyhow::Result;

use crate::local::secrets::Secrets;
use crate::project::Project;

const DEFAULT_URL: &str = "http://127.0.0.1:8787";

/// Remembers where the edge is.
pub fn remember(project: &Project, url: &str) -> Result<()> {
    fs::create_dir_all(project.scratch())?;
    Ok(fs::write(project.scratch().join("url"), url)?)
}

/// Where `dev` runs, or last ran.
pub fn url(project: &Project) -> String {
    fs::read_to_string(project.scratch().join("url"))
        .map_or_else(|_| DEFAULT_URL.to_owned(), |url| url.trim().to_owned())
}

/// The secrets that `dev` uses.
pub fn secrets(project: &Project) -> Result<Secrets> {
    Secrets::ensure(&project.at(".dev.vars"))
}
