//! From Rust to WebAssembly: cargo.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::{Part, Profile};
use crate::project::Project;
use crate::say::{self, Step};
use crate::setup::rust;
use crate::tool;

const TARGET: &str = "wasm32-unknown-unknown";

/// Rust's own library, compiled anew for size, and a panic that ends the app at once, without words that nobody would
/// see. Both are unstable in the pinned compiler, so for this one build it is told to take them.
const SMALL_LIBRARY: [&str; 2] = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];
const SMALL_FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort --cfg erase_components";

/// What the engine computes with, many numbers at a time. Every browser and worker of the last years has it.
const QUICK_FLAGS: &str = "-Ctarget-feature=+simd128";

/// Compiles a part's crate, with flags for the linker, and tells where the file is.
pub fn compile(project: &Project, part: Part, profile: Profile, link: &[&str]) -> Result<PathBuf> {
    let name = part.name();
    let step = Step::begin(format!("Compile the {name}"));
    let mut cargo = Command::new("cargo");
    cargo.current_dir(project.root());
    cargo.args(["rustc", "--lib", "--crate-type", "cdylib", "--target", TARGET, "--profile", profile.cargo(part)]);
    if part.thinks() {
        cargo.env("RUSTFLAGS", QUICK_FLAGS);
    }
    if part == Part::Widget && profile == Profile::Release {
        if rust::ensure_sources() {
            cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", SMALL_FLAGS).args(SMALL_LIBRARY);
        } else {
            say::warn(
                "Rust's library sources could not be had, so the widget is about a tenth larger than it could be",
            );
        }
    }
    cargo.args(["--package", &format!("baton-{name}"), "--"]);
    cargo.args(link.iter().flat_map(|argument| ["-C".to_owned(), format!("link-arg={argument}")]));
    tool::must("cargo", &mut cargo, Some(step), &format!("the {name} does not compile; mend what is named above"))?;
    Ok(project.target().join(TARGET).join(profile.cargo(part)).join(format!("baton_{name}.wasm")))
}
