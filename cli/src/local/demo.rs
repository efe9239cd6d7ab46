//! The demo company's site and back end: a company's own server, on another origin than the edge.

use std::thread;
use std::time::Duration;

use anyhow::{Result, bail};

use super::secrets::Secrets;
use crate::process::Group;
use crate::project::Project;
use crate::setup::node;
use crate::{clock, say};

const SCRIPT: &str = "tests/demo/server.mjs";
const START_LIMIT: Duration = Duration::from_secs(10);

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
