//! The first owner of a deployment, who invites everybody else: they get a link that signs them in once.

use anyhow::{Context, Result, bail};
use baton_shared::protocol::{Invite, Invited, MemberAbout};
use baton_shared::workspace::{Role, Workspace};

use crate::local::admin::Admin;

/// Refuses what is no email address, before anything is done.
pub fn check(email: &str) -> Result<()> {
    let halves = email.split_once('@').filter(|(name, host)| !name.is_empty() && host.contains('.'));
    halves.map(drop).with_context(|| format!("`{email}` is no email address; name the owner's with --owner"))
}

/// Whoever stands in the first team with this address owns it.
pub fn promote(workspace: &mut Workspace, email: &str) {
    if let Some(known) = workspace.team.iter_mut().find(|agent| agent.email.as_deref() == Some(email)) {
        known.role = Role::Owner;
    }
}

/// Invites them; somebody who is of the team already gets a new link.
pub fn invite(admin: &Admin, email: &str) -> Result<Invited> {
    let running = admin.workspace()?.context("no workspace is published")?.workspace;
    if let Some(known) = running.team.iter().find(|agent| agent.email.as_deref() == Some(email)) {
        if known.role != Role::Owner {
            bail!("{email} is of the team and no owner; change that in team.toml, push it, and try again");
        }
        return admin.renew_invitation(&known.id);
    }
    let name = email.split('@').next().unwrap_or(email).to_owned();
    let about = MemberAbout {
        name,
        email: Some(email.to_owned()),
        role: Role::Owner,
        languages: running.languages,
        skills: Vec::new(),
        capacity: 0,
        picture: None,
    };
    admin.invite(&Invite { id: None, about })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn an_address_is_needed() {
        assert!(check("nora@tidewell.example").is_ok());
        for bad in ["nora", "@tidewell.example", "nora@"] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn who_is_of_the_first_team_owns_it() {
        let files = crate::workspace::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../workspace"))).unwrap();
        let mut workspace = baton_shared::workspace::check(&files).unwrap();
        let count = workspace.team.len();
        promote(&mut workspace, "ada@tidewell.example");
        promote(&mut workspace, "nora@tidewell.example");
        assert_eq!(workspace.team.len(), count);
        assert!(workspace.team.iter().any(|agent| agent.id == "ada" && agent.role == Role::Owner));
    }
}
