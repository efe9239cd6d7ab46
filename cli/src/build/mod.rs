//! Building: four crates become a worker and a site of static files.
//!
//! ```text
//! cargo ─▶ wasm-bindgen ─▶ wasm-opt ─▶ esbuild ─▶ hashed names ─▶ moved into place
//! ```
//!
//! A part whose inputs have not changed is skipped. Not in scope: watching; `dev` does that.

mod inputs;
mod compile;
mod bindgen;
mod shrink;
mod optimise;
mod bundle;
mod place;
mod edge;
mod page;
mod hosted;
mod widget;
mod console;
mod learn;
mod fixed;

use anyhow::Result;

use crate::project::Project;
use crate::say;

/// What is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// The worker.
    Edge,
    /// The customer's side.
    Widget,
    /// The engine for the console's page, which learns articles beside it.
    Learn,
    /// The company's side.
    Console,
}

impl Part {
    /// All parts, in the order in which they are built.
    pub const ALL: [Self; 4] = [Self::Edge, Self::Widget, Self::Learn, Self::Console];

    /// Its folder, and the end of its crate's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Edge => "edge",
            Self::Widget => "widget",
            Self::Learn => "learn",
            Self::Console => "console",
        }
    }

    /// Whether the engine runs in it, which is then compiled for speed and with SIMD.
    fn thinks(self) -> bool {
        matches!(self, Self::Edge | Self::Learn)
    }
}

/// How to build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Small and fast to load.
    Release,
    /// Quick to build.
    Dev,
}

impl Profile {
    /// Its name in `Cargo.toml`, for a part.
    fn cargo(self, part: Part) -> &'static str {
        match self {
            Self::Release if part.thinks() => "wasm-engine",
            Self::Release => "wasm",
            Self::Dev => "wasm-dev",
        }
    }
}

/// Builds parts whose inputs have changed; tells which those were. The first failure ends it, and what was built
/// before stays in place.
pub fn build(project: &Project, profile: Profile, parts: &[Part]) -> Result<Vec<Part>> {
    let mut built = Vec::new();
    for part in parts {
        let inputs = inputs::fingerprint(project, *part, profile)?;
        if place::is_current(project, part.name(), &inputs) {
            continue;
        }
        let files = match part {
            Part::Edge => edge::build(project, profile),
            Part::Widget => widget::build(project, profile),
            Part::Learn => learn::build(project, profile),
            Part::Console => console::build(project, profile),
        }?;
        place::place(project, part.name(), &inputs, files)?;
        built.push(*part);
    }
    fixed::build(project)?;
    Ok(built)
}

/// The files of a part that stand in place, as paths below the folder of everything built.
pub fn placed(project: &Project, part: Part) -> Vec<String> {
    place::files(project, part.name())
}

/// Says what was built.
pub fn report(built: &[Part]) {
    if built.is_empty() {
        say::line("✓ Everything is built already");
    }
}
