//! The widget's budget, held against the release build.

use anyhow::Result;

use super::Counted;
use crate::budget::{self, Budget};
use crate::build::{self, Part, Profile};
use crate::project::Project;
use crate::say;

/// Weighs every file of the widget. The build before this step has made them; alone, it makes them.
pub fn widget(project: &Project) -> Result<Counted> {
    let budget = Budget::read(project)?;
    build::build(project, Profile::Release, &[Part::Widget])?;
    let weights = budget::weigh(project)?;
    let problems = budget.overruns(&weights);
    problems.iter().for_each(say::line);
    let failed = problems.len() as u64;
    Ok(Counted { passed: u64::from(failed == 0), failed })
}
