//! `cargo baton schemas`.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::arguments::Schemas;

/// Not yet.
pub fn run(_arguments: &Schemas) -> Result<ExitCode> {
    bail!("not yet");
}
