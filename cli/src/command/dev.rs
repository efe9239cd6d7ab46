//! `cargo baton dev`.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::arguments::Dev;

/// Not yet.
pub fn run(_arguments: &Dev) -> Result<ExitCode> {
    bail!("not yet");
}
