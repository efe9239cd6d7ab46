//! `cargo baton bench`.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::arguments::Bench;

/// Not yet.
pub fn run(_arguments: &Bench) -> Result<ExitCode> {
    bail!("not yet");
}
