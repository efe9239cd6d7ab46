//! Programs that are run to their end: the output is kept and shown only when they fail.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::process::{Command, Stdio};
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};

use crate::process::Group;
use crate::say::Step;
use crate::stop;

/// Words in a program's output that mean that the network was missing.
const NO_NETWORK: [&str; 8] = [
    "ENOTFOUND",
    "EAI_AGAIN",
    "ETIMEDOUT",
    "ENETUNREACH",
    "ECONNREFUSED",
    "Could not resolve host",
    "failed to lookup address",
    "Temporary failure resolving",
];

/// What a program said.
pub struct Output {
    /// All lines, both streams.
    pub text: String,
    /// Whether it succeeded.
    pub ok: bool,
}

/// Runs a program to its end; `step`, if any, shows its latest line.
pub fn run(name: &str, command: &mut Command, step: Option<&Step>) -> Result<Output> {
    each_line(name, command, |line| {
        if let Some(step) = step {
            step.at(line);
        }
    })
}

/// Runs a program to its end and shows those of its lines that are wanted.
pub fn watch(name: &str, command: &mut Command, is_wanted: fn(&str) -> bool) -> Result<Output> {
    each_line(name, command, |line| {
        if is_wanted(line) {
            crate::say::line(line);
        }
    })
}

fn each_line(name: &str, command: &mut Command, mut see: impl FnMut(&str)) -> Result<Output> {
    let remedy = remedy(command.get_program());
    let (mut group, lines) = match Group::start(name, command) {
        Ok(started) => started,
        Err(error) if is_missing(&error) => bail!("{name} was not found; {remedy}"),
        Err(error) => return Err(error),
    };
    let mut text = String::new();
    loop {
        match lines.recv_timeout(Duration::from_millis(100)) {
            Ok(line) => {
                see(&line);
                text.push_str(&line);
                text.push('\n');
            }
            Err(RecvTimeoutError::Timeout) if stop::asked() => bail!("stopped"),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    // Both pipes are closed, so it has ended or is about to.
    let status = loop {
        if let Some(status) = group.poll() {
            break status;
        }
        thread::sleep(Duration::from_millis(5));
    };
    group.kill();
    Ok(Output { text, ok: status.success() })
}

/// Runs a program that must succeed. When it does not, its output is shown, and the error says `failure`.
pub fn must(name: &str, command: &mut Command, step: Option<Step>, failure: &str) -> Result<String> {
    let output = run(name, command, step.as_ref())?;
    if output.ok {
        if let Some(step) = step {
            step.done();
        }
        return Ok(output.text);
    }
    drop(step);
    if NO_NETWORK.iter().any(|word| output.text.contains(word)) {
        bail!("{name} reached no network; connect this machine, or set its proxy, and try again");
    }
    crate::say::line(output.text.trim_end());
    Err(anyhow!("{failure}"))
}

/// Whether a program exists and runs with these arguments.
pub fn answers(program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn is_missing(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == ErrorKind::NotFound)
}

fn remedy(program: &OsStr) -> &'static str {
    match program.to_str() {
        Some("node" | "npm") => "install Node.js 20 or later, with npm, and try again",
        Some("cargo" | "rustup") => "install Rust with rustup and try again",
        _ => "install it and try again",
    }
}
