//! `cargo baton deploy`.

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::Deploy;
use crate::build::{self, Part, Profile};
use crate::deploy;
use crate::project::Project;
use crate::setup;

/// Puts Baton on Cloudflare, or checks what can be checked before that.
pub fn run(arguments: &Deploy) -> Result<ExitCode> {
    let project = Project::find()?;
    let section = deploy::Section::read(&project)?;
    if arguments.no_build {
        setup::node::ensure_packages(&project)?;
    } else {
        setup::for_building(&project)?;
        build::build(&project, Profile::Release, &Part::ALL)?;
    }
    if arguments.dry_run {
        deploy::dry_run(&project, &section)?;
    } else if arguments.local {
        deploy::run_here(&project, &arguments.workspace)?;
    } else {
        let first = if arguments.empty {
            deploy::First::Nothing
        } else {
            deploy::First::Workspace { folder: &arguments.workspace, owner: arguments.owner.as_deref() }
        };
        deploy::deploy(&project, section, first)?;
    }
    Ok(ExitCode::SUCCESS)
}
