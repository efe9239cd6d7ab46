//! The demo company's site and back end: a company's own server, on another origin than the edge.

use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::secrets::Secrets;
use crate::process::Group;
use crate::project::Project;
use crate::setup::node;
use crate::{clock, say};

const SCRIPT: &str = "tests/demo/server.mjs";
const START_LIMIT: Duration = Duration::from_secs(10);
/// What the home page shows as well.
const TOUR: &str = include_str!("../../../tests/demo/tour.json");
/// The path of a stop that is not on the site.
const CONSOLE: &str = "/console";

/// Something to try.
#[derive(Deserialize)]
struct Stop {
    path: String,
    /// The visitor to be.
    #[serde(rename = "as")]
    visitor: Option<String>,
    en: Words,
}

#[derive(Deserialize)]
struct Words {
    title: String,
    say: Vec<String>,
}

/// What to try on the site, in order, a line each with the address where that is done.
pub fn tour(site: &str, console: &str) -> Result<Vec<String>> {
    let stops: Vec<Stop> = serde_json::from_str(TOUR).context("tests/demo/tour.json is not as expected")?;
    let line = |(nth, Stop { path, visitor, en }): (usize, Stop)| {
        let say = en.say.first().map(|say| format!(": “{say}”")).unwrap_or_default();
        let visitor = visitor.map(|id| format!("?as={id}")).unwrap_or_default();
        let address = if path == CONSOLE { console.to_owned() } else { format!("{site}{path}{visitor}") };
        format!("{}. {}{say}  {address}", nth + 1, en.title)
    };
    Ok(stops.into_iter().enumerate().map(line).collect())
}

/// Starts the site and waits until it answers; nothing where the project has none.
pub fn start(project: &Project, port: u16, edge: &str, secrets: &Secrets, workspace: &str) -> Result<Option<Group>> {
    if !project.at(SCRIPT).is_file() {
        return Ok(None);
    }
    let mut command = node::script(project, SCRIPT);
    command.env("PORT", port.to_string()).env("BATON_EDGE", edge).env("BATON_WORKSPACE", workspace);
    command.env("BATON_IDENTITY_KID", &secrets.identity_kid).env("BATON_IDENTITY_SECRET", &secrets.identity_secret);
    let (mut group, lines) = Group::start("demo company's site", &mut command)?;
    let began = clock::now();
    while std::net::TcpStream::connect(("localhost", port)).is_err() {
        if group.poll().is_some() || began.elapsed() > START_LIMIT {
            lines.try_iter().for_each(say::line);
            bail!("the demo company's site did not start; what it said stands above");
        }
        thread::sleep(Duration::from_millis(50));
    }
    thread::spawn(move || lines.iter().for_each(|line| say::line(format!("demo site: {line}"))));
    Ok(Some(group))
}

#[cfg(test)]
mod tests {
    use super::tour;

    #[test]
    fn the_tour_has_five_stops_each_with_an_address() {
        let lines = tour("http://localhost:8788", "http://127.0.0.1:8787/console/sign-in?token=t").unwrap();
        assert_eq!(lines.len(), 5);
        assert_eq!(lines[0], "1. Ask something: “How do I reset my password?”  http://localhost:8788/");
        assert_eq!(lines[3], "4. Be the person  http://127.0.0.1:8787/console/sign-in?token=t");
        assert!(lines[4].ends_with("http://localhost:8788/account?as=liwei"));
    }
}
