//! `cargo baton invite`.

use std::process::ExitCode;

use anyhow::{Context, Result};
use baton_shared::protocol::{Invite as Request, MemberAbout};
use baton_shared::text::Language;

use crate::arguments::Invite;
use crate::local::admin::Admin;
use crate::say;

/// Invites somebody into the team, and prints the link that signs them in. The link alone goes to standard output.
pub fn run(arguments: &Invite) -> Result<ExitCode> {
    let admin = Admin::of(arguments.url.as_deref(), arguments.key.as_deref())?;
    let before = arguments.email.split('@').next().unwrap_or_default();
    let languages = if arguments.languages.is_empty() { languages(&admin)? } else { arguments.languages.clone() };
    let invited = admin.invite(&Request {
        id: None,
        about: MemberAbout {
            name: arguments.name.clone().unwrap_or_else(|| before.to_owned()),
            email: Some(arguments.email.clone()),
            role: arguments.role,
            languages,
            skills: arguments.skills.clone(),
            capacity: arguments.capacity,
            picture: None,
        },
    })?;
    let sent = if invited.told.is_empty() { String::new() } else { format!("; told to {}", invited.told.join(", ")) };
    say::line(format!(
        "✓ {} is of the team{sent}. The link works once, until {}:",
        invited.id,
        invited.until.rfc3339()
    ));
    println!("{}", invited.link);
    Ok(ExitCode::SUCCESS)
}

/// Those of the published workspace.
fn languages(admin: &Admin) -> Result<Vec<Language>> {
    let published = admin.workspace()?.context("no workspace is published yet; `cargo baton push` publishes one")?;
    Ok(published.workspace.languages)
}
