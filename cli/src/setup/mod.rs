//! Setting up what is missing on a machine that has only rustup, node and a package manager.

pub mod browser;
pub mod node;
pub mod rust;

use anyhow::Result;

use crate::project::Project;

/// What building needs.
pub fn for_building(project: &Project) -> Result<()> {
    rust::ensure_target()?;
    node::ensure_packages(project)
}
