//! `cargo baton sign-in`.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::arguments::SignIn;
use crate::local::state;
use crate::project::Project;
use crate::{token, workspace};

/// Prints a link that signs a member of the team in.
pub fn run(arguments: &SignIn) -> Result<ExitCode> {
    let project = Project::find()?;
    let team = workspace::load_checked(&project.at("workspace"))?.team;
    let wanted = arguments.agent.as_deref();
    let Some(agent) = team.iter().find(|agent| wanted.is_none_or(|id| agent.id == id)) else {
        let ids: Vec<_> = team.iter().map(|agent| agent.id.as_str()).collect();
        bail!("nobody on the team is called {}; name one of {}", wanted.unwrap_or_default(), ids.join(", "));
    };
    let url = arguments.url.clone().unwrap_or_else(|| state::url(&project));
    println!("{}", token::sign_in_link(&url, &state::secrets(&project)?.session_key, &agent.id)?);
    Ok(ExitCode::SUCCESS)
}
