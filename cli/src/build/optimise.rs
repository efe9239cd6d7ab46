//! Smaller WebAssembly: npm's `wasm-opt`. The features are named one by one; `--all-features` would write imports
//! that Chromium refuses.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::Profile;
use crate::project::Project;
use crate::say::Step;
use crate::setup::node;
use crate::tool;

const FEATURES: [&str; 8] = [
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-reference-types",
    "--enable-exception-handling",
    "--enable-simd",
];

/// What a browser fetches. Flat code lets the later passes find more; what they find makes more for them to find.
pub const SMALLEST: &[&str] = &["--flatten", "--rereloop", "-Oz", "-Oz"];
/// What stays where it is put. The edge catches exceptions, and code that does cannot be made flat.
pub const SMALL: &[&str] = &["-Oz"];

/// What computes for seconds.
pub const QUICK: &[&str] = &["-O3"];

/// Optimises a file in place; a quick build leaves it as it is.
pub fn optimise(project: &Project, profile: Profile, passes: &[&str], wasm: &Path) -> Result<()> {
    if profile == Profile::Dev {
        return Ok(());
    }
    let step = Step::begin(format!("Optimise {}", wasm.file_name().unwrap_or_default().to_string_lossy()));
    let smaller = wasm.with_extension("smaller");
    let mut command = node::script(project, "node_modules/binaryen/bin/wasm-opt");
    command.args(FEATURES).args(passes).arg(wasm).arg("-o").arg(&smaller);
    tool::must("wasm-opt", &mut command, None, "wasm-opt failed; its message stands above")?;
    fs::rename(&smaller, wasm).with_context(|| format!("{} cannot be replaced", wasm.display()))?;
    step.done();
    Ok(())
}
