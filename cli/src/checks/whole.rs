//! Tests of the whole: Baton as built, over HTTP, sockets and a browser. They are written in JavaScript, under
//! `tests/`, and run by node's own test runner.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use walkdir::WalkDir;

use super::Counted;
use crate::build::{self, Part, Profile};
use crate::project::Project;
use crate::setup::browser;
use crate::{say, tool};

/// Tests that want a browser.
const WITH_BROWSER: [&str; 2] = ["tests/browser/", "tests/loader/"];

/// Builds everything as for production.
pub fn build(project: &Project) -> Result<Counted> {
    build::build(project, Profile::Release, &Part::ALL)?;
    Ok(Counted::one())
}

/// Runs the files whose path contains one of `wanted`; all where none is.
pub fn tests(project: &Project, wanted: &[String]) -> Result<Counted> {
    let files = files(project, wanted);
    if files.is_empty() {
        say::line("  there are no such files under tests/");
        return Ok(Counted::default());
    }
    let results = tempfile::NamedTempFile::new().context("there is no room for temporary files")?;
    let mut command = Command::new("node");
    command
        .current_dir(project.root())
        .arg("--test")
        .args(["--test-reporter=spec", "--test-reporter-destination=stdout"]);
    command.arg("--test-reporter=tap").arg(format!("--test-reporter-destination={}", results.path().display()));
    command.args(&files).env("BATON_BIN", std::env::current_exe().context("this tool's own path is unknown")?);
    if files.iter().any(|file| WITH_BROWSER.iter().any(|folder| file.starts_with(folder))) {
        command.env(browser::VARIABLE, browser::ensure()?);
    }
    let output = tool::watch("node", &mut command, |_| true)?;
    let tap = fs::read_to_string(results.path()).unwrap_or_default();
    let count = |word: &str| -> u64 {
        let found = tap.lines().rev().find_map(|line| line.strip_prefix("# ")?.strip_prefix(word)?.trim().parse().ok());
        found.unwrap_or(0)
    };
    let counted = Counted { passed: count("pass "), failed: count("fail ") + count("cancelled ") };
    if !output.ok && counted.failed == 0 {
        bail!("node's test runner failed; its message stands above");
    }
    Ok(counted)
}

fn files(project: &Project, wanted: &[String]) -> Vec<String> {
    let all = WalkDir::new(project.at("tests")).sort_by_file_name().into_iter().filter_map(Result::ok);
    let names =
        all.filter_map(|file| Some(file.path().strip_prefix(project.root()).ok()?.to_string_lossy().into_owned()));
    names
        .filter(|name| name.ends_with(".test.mjs"))
        .filter(|name| wanted.is_empty() || wanted.iter().any(|part| name.contains(part)))
        .collect()
}
