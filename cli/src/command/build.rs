//! `cargo baton build`.

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::Build;
use crate::build::{self, Part, Profile};
use crate::project::Project;
use crate::setup;

/// Builds.
pub fn run(arguments: &Build) -> Result<ExitCode> {
    let project = Project::find()?;
    setup::for_building(&project)?;
    let profile = if arguments.dev { Profile::Dev } else { Profile::Release };
    let parts = if arguments.only.is_empty() { Part::ALL.to_vec() } else { arguments.only.clone() };
    let built = build::build(&project, profile, &parts)?;
    build::report(&built);
    Ok(ExitCode::SUCCESS)
}
