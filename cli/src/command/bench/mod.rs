//! `cargo baton bench`.

mod edge;
mod engine;
mod widget;

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::{Bench, Measured};

/// Measures.
pub fn run(arguments: &Bench) -> Result<ExitCode> {
    match arguments.what {
        Measured::Edge => edge::run(arguments),
        Measured::Engine => engine::run(arguments),
        Measured::Widget => widget::run(arguments),
    }
}
