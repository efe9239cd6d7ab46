//! `cargo baton check`.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use baton_shared::time::Timestamp;

use crate::arguments::Check;
use crate::csp::{self, Address};
use crate::local::{admin, state};
use crate::project::Project;
use crate::{clock, workspace};

/// Checks a workspace's files, or a page's policy.
pub fn run(arguments: &Check) -> Result<ExitCode> {
    if let Some(url) = &arguments.csp {
        return policy(url, arguments);
    }
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

fn policy(url: &str, arguments: &Check) -> Result<ExitCode> {
    let baton = match &arguments.baton {
        Some(baton) => Address::parse(baton)?,
        None => Address::parse(&default_baton()?)?,
    };
    let (page, policies) = csp::read(url)?;
    let assessment = csp::assess(&page, &baton, policies);
    if arguments.json {
        admin::print(&csp::json(&assessment));
    } else {
        print!("{}", csp::text(&assessment));
    }
    Ok(ExitCode::SUCCESS)
}

/// Where visitors reach Baton, as the production section says, else where `dev` runs.
fn default_baton() -> Result<String> {
    let project = Project::find().context("Baton's address is unknown; name it with --baton")?;
    let config = fs::read_to_string(project.at("wrangler.toml")).context("wrangler.toml cannot be read")?;
    Ok(origin(&config).unwrap_or_else(|| state::url(&project)))
}

fn origin(config: &str) -> Option<String> {
    let config: toml::Table = config.parse().ok()?;
    let vars = config.get("env")?.get("production")?.get("vars")?;
    Some(vars.get("BATON_ORIGIN")?.as_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_where_production_is() {
        let config = "name = \"baton\"\n[env.production.vars]\nBATON_ORIGIN = \"https://baton.example.com\"\n";
        assert_eq!(origin(config).as_deref(), Some("https://baton.example.com"));
        assert_eq!(origin("name = \"baton\""), None);
    }
}
