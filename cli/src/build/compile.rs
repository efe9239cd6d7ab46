//! From Rust to WebAssembly: cargo.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::{Part, Profile};
use crate::project::Project;
use crate::say::Step;
use crate::tool;

const TARGET: &str = "wasm32-unknown-unknown";

/// Compiles a part's crate, with flags for the linker, and tells where the file is.
pub fn compile(project: &Project, part: Part, profile: Profile, link: &[&str]) -> Result<PathBuf> {
    let name = part.name();
    let step = Step::begin(format!("Compile the {name}"));
    let mut cargo = Command::new("cargo");
    cargo.current_dir(project.root());
    cargo.args(["rustc", "--lib", "--crate-type", "cdylib", "--target", TARGET, "--profile", profile.cargo()]);
    cargo.args(["--package", &format!("baton-{name}"), "--"]);
    cargo.args(link.iter().flat_map(|argument| ["-C".to_owned(), format!("link-arg={argument}")]));
    tool::must("cargo", &mut cargo, Some(step), &format!("the {name} does not compile; mend what is named above"))?;
    Ok(project.target().join(TARGET).join(profile.cargo()).join(format!("baton_{name}.wasm")))
}
