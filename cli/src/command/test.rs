//! `cargo baton test`.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::arguments::Test;
use crate::checks::{self, Counted};
use crate::project::Project;
use crate::{clock, say, stop};

/// Runs every step, also after one has failed, and sums up.
pub fn run(arguments: &Test) -> Result<ExitCode> {
    let project = Project::find()?;
    checks::set_up(&project)?;
    let only_files = arguments.only.is_none() && !arguments.files.is_empty();
    let wanted = |name: &str| match &arguments.only {
        Some(only) => name.contains(only.as_str()),
        None => !only_files || matches!(name, "build" | "whole"),
    };
    let steps: Vec<_> = checks::all().into_iter().filter(|check| wanted(check.name)).collect();
    if steps.is_empty() {
        let names: Vec<_> = checks::all().iter().map(|check| check.name).collect();
        bail!("no step is called so; name one of {}", names.join(", "));
    }
    let mut sum = Counted::default();
    let mut is_built = true;
    for check in steps {
        if stop::asked() {
            bail!("stopped");
        }
        if matches!(check.name, "budget" | "whole") && !is_built {
            say::warn(format!("{} is left out: there is no build to test", check.name));
            sum += Counted::failure();
            continue;
        }
        say::line(format!("── {} ({})", check.title, check.name));
        let began = clock::now();
        let result = (check.run)(&project, &arguments.files);
        match result {
            Ok(counted) if counted.failed == 0 => {
                say::line(format!("✓ {} ({:.1} s{})", check.title, began.elapsed().as_secs_f32(), describe(counted)));
            }
            Ok(counted) => say::warn(format!("{}{}", check.title, describe(counted))),
            Err(ref error) => say::warn(format!("{}: {error:#}", check.title)),
        }
        is_built &= check.name != "build" || result.is_ok();
        sum += result.unwrap_or_else(|_| Counted::failure());
    }
    println!("{} passed, {} failed", sum.passed, sum.failed);
    Ok(if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn describe(counted: Counted) -> String {
    match counted {
        Counted { passed: 1, failed: 0 } => String::new(),
        Counted { passed, failed: 0 } => format!(", {passed} passed"),
        Counted { passed, failed } => format!(", {passed} passed, {failed} failed"),
    }
}
