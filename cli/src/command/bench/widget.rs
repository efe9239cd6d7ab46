//! `cargo baton bench widget`.

use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::arguments::Bench;
use crate::bench::{Measurement, judge, widget_table};
use crate::budget::{self, Budget};
use crate::build::{self, Part, Profile};
use crate::project::Project;
use crate::say;
use crate::setup::{self, browser, node};
use crate::tool;

const DRIVER: &str = "tests/bench/widget.mjs";

/// Measures the widget. Fails where bytes or counts are over their budget; times are only shown, because they depend
/// on the machine.
pub fn run(arguments: &Bench) -> Result<ExitCode> {
    let project = Project::find()?;
    let budget = Budget::read(&project)?;
    if arguments.no_build {
        node::ensure_packages(&project)?;
    } else {
        setup::for_building(&project)?;
        build::build(&project, Profile::Release, &[Part::Edge, Part::Widget])?;
    }
    let built = budget::weigh(&project)?;
    let measured = measure(&project, arguments.runs)?;
    let rows = judge(&measured, &budget, &built);
    let over: Vec<_> = rows.iter().filter(|row| row.fails()).collect();
    if arguments.json {
        println!("{}", serde_json::json!({"ok": over.is_empty(), "rows": rows, "measured": measured}));
    } else {
        print!("{}", widget_table(&rows, arguments.runs));
    }
    for row in &over {
        say::warn(format!("{} is over its budget", row.figure.trim()));
    }
    Ok(if over.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs the driver, which starts an edge and a browser.
fn measure(project: &Project, runs: u32) -> Result<Measurement> {
    say::line(format!("  Measure the widget in {runs} runs ..."));
    let mut command = node::script(project, DRIVER);
    command.arg(format!("--runs={runs}")).env(browser::VARIABLE, browser::ensure()?);
    command.env("BATON_BIN", std::env::current_exe().context("this tool's own path is unknown")?);
    let is_wanted = |line: &str| !line.starts_with('{');
    let output = tool::watch("node", &mut command, is_wanted)?;
    let line = output.text.lines().rev().find(|line| line.starts_with('{')).filter(|_| output.ok);
    let line = line.context("the measurement failed; what it said stands above")?;
    serde_json::from_str(line).context("the measurement cannot be read; are tool and driver of one version?")
}
