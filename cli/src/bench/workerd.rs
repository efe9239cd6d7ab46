//! A worker on raw workerd: its configuration and its process.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::local::port;
use crate::process::Group;
use crate::project::Project;
use crate::{clock, say, tool};

const START_LIMIT: Duration = Duration::from_secs(30);

/// A running worker.
pub struct Server {
    group: Group,
    /// Its address, without a scheme.
    pub authority: String,
    /// Milliseconds from starting the process to its first answer.
    pub start_ms: f64,
}

impl Server {
    /// Memory in use, in megabytes; 0 where this system does not tell.
    pub fn memory_mb(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.group.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kilobytes.map_or(0.0, |kilobytes| kilobytes / 1024.0)
    }
}

/// Writes a configuration into a folder that holds the worker's files. `objects` are its classes, `texts` its
/// variables; a value may be `embed "file"`.
pub fn config(folder: &Path, objects: &[&str], texts: &[(&str, String)]) -> Result<()> {
    let mut modules = String::new();
    let entries = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<(&str, String)> = entries
        .filter_map(|path| {
            let kind = match path.extension()?.to_str()? {
                "js" => "esModule",
                "wasm" => "wasm",
                _ => return None,
            };
            Some((kind, path.file_name()?.to_string_lossy().into_owned()))
        })
        .collect();
    // The first module is the entry; "esModule" sorts before "wasm".
    files.sort();
    for (kind, name) in &files {
        let _ = writeln!(modules, "    (name = \"{name}\", {kind} = embed \"{name}\"),");
    }
    let (mut bindings, mut classes) = (String::new(), String::new());
    for class in objects {
        let name = class.to_uppercase();
        let _ = writeln!(bindings, "    (name = \"{name}\", durableObjectNamespace = \"{class}\"),");
        let _ = writeln!(classes, "    (className = \"{class}\", uniqueKey = \"{name}\", enableSql = true),");
    }
    for (name, value) in texts {
        let value = if value.starts_with("embed ") { value.clone() } else { format!("{value:?}") };
        let _ = writeln!(bindings, "    (name = \"{name}\", text = {value}),");
    }
    fs::create_dir_all(folder.join("state"))?;
    let text = format!(
        "using Workerd = import \"/workerd/workerd.capnp\";

const config :Workerd.Config = (
  services = [
    (name = \"main\", worker = .main),
    (name = \"disk\", disk = (writable = true)),
  ],
  sockets = [(name = \"http\", http = (), service = \"main\")],
);

const main :Workerd.Worker = (
  compatibilityDate = \"2026-04-01\",
  modules = [
{modules}  ],
  durableObjectNamespaces = [
{classes}  ],
  durableObjectStorage = (localDisk = \"disk\"),
  bindings = [
{bindings}  ],
);
"
    );
    fs::write(folder.join("config.capnp"), text).context("the configuration cannot be written")
}

/// Starts the worker of a folder and waits for its first answer.
pub fn start(project: &Project, folder: &Path) -> Result<Server> {
    let mut command = Command::new(binary(project)?);
    let authority = format!("127.0.0.1:{}", port::free()?);
    command.current_dir(folder).args(["serve", "--experimental", "--directory-path=disk=state", "config.capnp"]);
    command.arg(format!("--socket-addr=http={authority}"));
    let began = clock::now();
    let (mut group, lines) = Group::start("workerd", &mut command)?;
    let address = format!("http://{authority}/health");
    while !ureq::get(&address).call().is_ok_and(|answer| answer.status().is_success()) {
        if group.poll().is_some() || began.elapsed() > START_LIMIT {
            thread::sleep(Duration::from_millis(100));
            lines.try_iter().for_each(say::line);
            bail!("workerd did not start; what it said stands above");
        }
        thread::sleep(Duration::from_millis(1));
    }
    let start_ms = began.elapsed().as_secs_f64() * 1000.0;
    thread::spawn(move || lines.iter().for_each(say::line));
    Ok(Server { group, authority, start_ms })
}

fn binary(project: &Project) -> Result<PathBuf> {
    let script =
        format!("console.log(require({:?}).default)", project.at("node_modules/workerd").display().to_string());
    let path = tool::answers("node", &["-e", &script]).context("node_modules lacks workerd; run `npm ci`")?;
    Ok(PathBuf::from(path))
}
