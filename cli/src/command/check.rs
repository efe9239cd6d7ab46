//! `cargo baton check`.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use baton_shared::time::Timestamp;
use baton_shared::workspace::{Problem, Workspace, check, hints};
use serde_json::{Value, json};

use crate::arguments::Check;
use crate::csp::{self, Address};
use crate::local::{admin, state};
use crate::project::Project;
use crate::{clock, say, workspace};

/// Checks a workspace's files, or a page's policy.
pub fn run(arguments: &Check) -> Result<ExitCode> {
    if let Some(url) = &arguments.csp {
        return policy(url, arguments);
    }
    let folder = &arguments.folder;
    let files = workspace::read(folder)?;
    let checked = check(&files);
    let problems = checked.as_ref().err().map_or(&[][..], Vec::as_slice);
    let hinted =
        checked.as_ref().map(|workspace| hints(workspace, &files, Timestamp(clock::unix_ms()))).unwrap_or_default();
    let code = if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    if arguments.json {
        admin::print(&json!({ "problems": list(problems), "hints": list(&hinted) }));
        return Ok(code);
    }
    for problem in problems {
        println!("{}", workspace::describe(folder, problem));
    }
    for hint in &hinted {
        println!("{}  (a hint)", workspace::describe(folder, hint));
    }
    match &checked {
        Ok(workspace) => println!("{}: {}", folder.display(), summary(workspace, hinted.len())),
        Err(problems) => say::warn(format!("{}; mend what is named above", counted(problems.len(), "problem"))),
    }
    Ok(code)
}

fn list(problems: &[Problem]) -> Value {
    let each = |problem: &Problem| json!({ "file": problem.file, "path": problem.path, "message": problem.message });
    problems.iter().map(each).collect()
}

/// What is there; time passing is no mistake of the files, so that hints fail no build.
fn summary(workspace: &Workspace, hints: usize) -> String {
    format!(
        "{} articles, {} notices, {} rules, {} queues and {} people, no problems{}",
        workspace.articles.len(),
        workspace.notices.len(),
        workspace.policy.rules.len(),
        workspace.queues.len(),
        workspace.team.len(),
        if hints == 0 { String::new() } else { format!(", {}", counted(hints, "hint")) },
    )
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
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
