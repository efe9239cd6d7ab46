//! One step, and what it counts.

use std::ops::AddAssign;

use anyhow::Result;

use crate::project::Project;

/// A step.
pub struct Check {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it shows.
    pub title: &'static str,
    /// Runs it; the second argument narrows tests of the whole to files.
    pub run: fn(&Project, &[String]) -> Result<Counted>,
}

/// Tests by how they ended. A step without tests of its own counts as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Passed.
    pub passed: u64,
    /// Failed.
    pub failed: u64,
}

impl Counted {
    /// One that passed.
    pub fn one() -> Self {
        Self { passed: 1, failed: 0 }
    }

    /// One that failed.
    pub fn failure() -> Self {
        Self { passed: 0, failed: 1 }
    }
}

impl AddAssign for Counted {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}
