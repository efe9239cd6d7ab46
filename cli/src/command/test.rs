//! `cargo baton test`.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::arguments::Test;

/// Not yet.
pub fn run(_arguments: &Test) -> Result<ExitCode> {
    bail!("not yet");
}
