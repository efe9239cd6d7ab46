//! The edge's process: `wrangler dev`, which runs the built worker with all its bindings on this machine.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::clock;
use crate::process::Group;
use crate::project::Project;
use crate::say;
use crate::setup::node;
use crate::stop;

/// Longest wait until the edge answers.
const START_LIMIT: Duration = Duration::from_secs(90);
/// So many lines are kept for the case that it ends by itself.
const KEPT: usize = 60;
const READY: &str = "Ready on ";
/// Chooses the production section of the configuration.
pub const PRODUCTION: [&str; 2] = ["--env", "production"];

/// How to run the edge.
#[derive(Clone, Debug)]
pub struct Options {
    /// The configuration, `wrangler.toml`.
    pub config: PathBuf,
    /// Its port.
    pub port: u16,
    /// Where its state lies.
    pub state: PathBuf,
    /// Its secrets.
    pub secrets: PathBuf,
    /// Further variables, `NAME=value`.
    pub vars: Vec<String>,
    /// Whether to show what it logs.
    pub log: bool,
    /// Whether to run the production section of the configuration.
    pub production: bool,
}

/// A running edge.
pub struct Edge {
    /// Its process group.
    pub group: Group,
    /// Its address, without a slash at the end.
    pub url: String,
    said: Arc<Mutex<VecDeque<String>>>,
}

impl Edge {
    /// What it said last, where it has ended by itself.
    pub fn last_words(&mut self) -> Option<String> {
        let status = self.group.poll()?;
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        Some(format!("{}\nthe edge ended by itself: {status}", Vec::from(said.clone()).join("\n")))
    }
}

/// A wrangler command that asks nothing and sends nothing home.
pub fn command(project: &Project, state: &Path) -> Command {
    let mut command = node::script(project, "node_modules/wrangler/bin/wrangler.js");
    command.env("CI", "1").env("NO_COLOR", "1").env("WRANGLER_LOG_PATH", state.join("log"));
    command.env("WRANGLER_SEND_METRICS", "false").env("WRANGLER_HIDE_BANNER", "true");
    // Nothing of this machine's other workers, and no look-up of where this machine is.
    command.env("WRANGLER_REGISTRY_PATH", state.join("registry")).env("CLOUDFLARE_CF_FETCH_ENABLED", "false");
    command
}

/// Starts the edge and waits until it answers.
pub fn start(project: &Project, options: &Options) -> Result<Edge> {
    let mut command = command(project, &options.state);
    command.args(["dev", "--local", "--ip", "127.0.0.1", "--port", &options.port.to_string()]);
    command.args(["--inspector-port", "0", "--show-interactive-dev-session=false", "--test-scheduled"]);
    command
        .arg("--config")
        .arg(&options.config)
        .arg("--persist-to")
        .arg(&options.state)
        .arg("--env-file")
        .arg(&options.secrets);
    if options.production {
        command.args(PRODUCTION);
    }
    for var in &options.vars {
        let Some((name, value)) = var.split_once('=') else { bail!("`{var}` is no variable; write NAME=value") };
        command.arg("--var").arg(format!("{name}:{value}"));
    }
    let (mut group, lines) = Group::start("wrangler", &mut command)?;
    let began = clock::now();
    let mut said = Vec::new();
    loop {
        match lines.recv_timeout(Duration::from_millis(100)) {
            Ok(line) => {
                let url = line.split_once(READY).map(|(_, url)| url.trim().to_owned());
                said.push(line);
                if let Some(url) = url {
                    let said = Arc::default();
                    let (log, kept) = (options.log, Arc::clone(&said));
                    thread::spawn(move || lines.iter().for_each(|line| keep(&kept, line, log)));
                    return Ok(Edge { group, url, said });
                }
            }
            Err(RecvTimeoutError::Timeout) if stop::asked() => bail!("stopped while the edge was starting"),
            Err(RecvTimeoutError::Timeout) if began.elapsed() < START_LIMIT && group.poll().is_none() => {}
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                said.extend(lines.try_iter());
                say::line(said.join("\n"));
                bail!("the edge did not start; what it said stands above");
            }
        }
    }
}

fn keep(said: &Mutex<VecDeque<String>>, line: String, log: bool) {
    if log && is_worth_showing(&line) {
        say::line(&line);
    }
    let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
    if said.len() >= KEPT {
        said.pop_front();
    }
    said.push_back(line);
}

/// What wrangler says about each request and reload is noise to people; the worker's own words are not.
fn is_worth_showing(line: &str) -> bool {
    let noise = ["[wrangler:info]", "Reloading local server", "Local server updated", "⎔", "⛅", "───"];
    !line.trim().is_empty() && !noise.iter().any(|noise| line.contains(noise))
}
