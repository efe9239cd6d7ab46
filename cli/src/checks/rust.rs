//! Cargo's own checks.

use std::process::Command;

use anyhow::{Result, bail};

use super::Counted;
use crate::project::Project;
use crate::{say, tool};

/// Crates that also run as WebAssembly.
const WASM: [&str; 5] = [
    "--package=baton-shared",
    "--package=baton-ui",
    "--package=baton-edge",
    "--package=baton-widget",
    "--package=baton-console",
];

/// `cargo fmt`.
pub fn formatted(project: &Project) -> Result<Counted> {
    cargo(project, &["fmt", "--all", "--check"], "run `cargo fmt --all`")
}

/// `cargo clippy` for this machine.
pub fn clippy(project: &Project) -> Result<Counted> {
    let arguments = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
    cargo(project, &arguments, "mend what clippy names")
}

/// `cargo clippy` for workers and browsers.
pub fn clippy_wasm(project: &Project) -> Result<Counted> {
    let mut arguments = vec!["clippy", "--quiet", "--target", "wasm32-unknown-unknown"];
    arguments.extend(WASM);
    arguments.extend(["--", "-D", "warnings"]);
    cargo(project, &arguments, "mend what clippy names")
}

/// `cargo test`.
pub fn tests(project: &Project) -> Result<Counted> {
    let mut command = Command::new("cargo");
    command.args(["test", "--workspace", "--no-fail-fast"]).current_dir(project.root());
    let output = tool::watch("cargo", &mut command, is_interesting)?;
    let mut counted = Counted::default();
    for line in output.text.lines() {
        counted += results(line);
    }
    if !output.ok && counted.failed == 0 {
        say::line(&output.text);
        bail!("the tests do not compile; mend what is named above");
    }
    Ok(counted)
}

/// `cargo deny`, where it is installed.
pub fn deny(project: &Project) -> Result<Counted> {
    if tool::answers("cargo", &["deny", "--version"]).is_none() {
        say::line("  cargo-deny is not installed, so this is left out");
        return Ok(Counted::default());
    }
    cargo(project, &["deny", "--log-level", "error", "check", "licenses", "bans", "sources"], "mend what it names")
}

fn cargo(project: &Project, arguments: &[&str], remedy: &str) -> Result<Counted> {
    let mut command = Command::new("cargo");
    tool::must("cargo", command.args(arguments).current_dir(project.root()), None, remedy)?;
    Ok(Counted::one())
}

/// Of each passing test nobody needs to read.
fn is_interesting(line: &str) -> bool {
    let quiet = line.ends_with("... ok") || line.is_empty() || line.trim_start().starts_with("Compiling");
    !quiet && line != "running 0 tests" && !line.contains(" 0 passed; 0 failed; 0 ignored")
}

/// `test result: ok. 12 passed; 0 failed; …`
fn results(line: &str) -> Counted {
    let Some(rest) = line.strip_prefix("test result: ") else { return Counted::default() };
    let count = |word: &str| {
        let before = rest.split(word).next().filter(|before| before.len() < rest.len())?;
        before.split_whitespace().next_back()?.parse().ok()
    };
    Counted { passed: count(" passed").unwrap_or(0), failed: count(" failed").unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_cargo_counts() {
        let line = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(results(line), Counted { passed: 12, failed: 3 });
        assert_eq!(results("running 3 tests"), Counted::default());
    }
}
