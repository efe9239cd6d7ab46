//! Rust's target for WebAssembly.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::say::Step;
use crate::tool;

const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the formatter and the linter with rustup where they are missing.
pub fn ensure_components() -> Result<()> {
    for (component, arguments) in [("rustfmt", ["fmt", "--version"]), ("clippy", ["clippy", "--version"])] {
        if tool::answers("cargo", &arguments).is_some() {
            continue;
        }
        let step = Step::begin(format!("Add {component}"));
        let failure = format!("rustup could not add {component}; run `rustup component add {component}` and read why");
        tool::must("rustup", Command::new("rustup").args(["component", "add", component]), Some(step), &failure)?;
    }
    Ok(())
}

/// Adds the target with rustup where it is missing.
pub fn ensure_target() -> Result<()> {
    let root = tool::answers("rustc", &["--print", "sysroot"])
        .context("rustc was not found; install Rust with rustup and try again")?;
    if Path::new(&root).join("lib/rustlib").join(TARGET).is_dir() {
        return Ok(());
    }
    if tool::answers("rustup", &["--version"]).is_none() {
        bail!("Rust lacks the target {TARGET}, and rustup was not found; install the target, then try again");
    }
    let step = Step::begin("Add Rust's target for WebAssembly");
    let failure = format!("rustup could not add the target; run `rustup target add {TARGET}` and read why");
    tool::must("rustup", Command::new("rustup").args(["target", "add", TARGET]), Some(step), &failure)?;
    Ok(())
}

/// Adds the sources of Rust's library with rustup where they are missing; `false` where they cannot be had.
pub fn ensure_sources() -> bool {
    let Some(root) = tool::answers("rustc", &["--print", "sysroot"]) else { return false };
    let sources = Path::new(&root).join("lib/rustlib/src/rust/library/std");
    if !sources.is_dir() && tool::answers("rustup", &["--version"]).is_some() {
        let step = Step::begin("Add the sources of Rust's library");
        let add = tool::must("rustup", Command::new("rustup").args(["component", "add", "rust-src"]), Some(step), "");
        if add.is_err() {
            return false;
        }
    }
    sources.is_dir()
}
