//! `cargo baton replay`.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::arguments::Replay;

/// Not yet.
pub fn run(_arguments: &Replay) -> Result<ExitCode> {
    bail!("not yet");
}
