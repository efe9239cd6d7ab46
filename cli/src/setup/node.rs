//! Node.js and the npm packages that `package-lock.json` names.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::say::Step;
use crate::tool;

const LEAST_MAJOR: u32 = 20;

/// A command that runs one of the packages' scripts, with the project as its folder.
pub fn script(project: &Project, path: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(project.at(path)).current_dir(project.root());
    command
}

/// A command that runs a package's program. Not by `node`: the program may be a binary.
pub fn program(project: &Project, name: &str) -> Command {
    let mut command = Command::new(project.at("node_modules/.bin").join(name));
    command.current_dir(project.root());
    command
}

/// Installs the packages where they are missing or others than the lock names.
pub fn ensure_packages(project: &Project) -> Result<()> {
    let version = tool::answers("node", &["--version"])
        .with_context(|| format!("node was not found; install Node.js {LEAST_MAJOR} or later, with npm"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < LEAST_MAJOR) {
        bail!("node is {version}, too old; install Node.js {LEAST_MAJOR} or later");
    }
    let lock = fs::read(project.at("package-lock.json")).context("package-lock.json is missing; restore it")?;
    let installed = project.at("node_modules/.baton-lock.json");
    if fs::read(&installed).is_ok_and(|before| before == lock) {
        return Ok(());
    }
    let step = Step::begin("Install the npm packages");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(project.root());
    tool::must("npm", &mut npm, Some(step), "npm ci failed; its message stands above")?;
    fs::write(&installed, lock).context("node_modules cannot be written")
}
