//! One small JavaScript file out of several: npm's `esbuild`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::Profile;
use crate::project::Project;
use crate::setup::node;
use crate::tool;

/// Bundles `entry` and what it imports. `arguments` are esbuild's own.
pub fn bundle(project: &Project, profile: Profile, entry: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = tempfile::NamedTempFile::new().context("there is no room for temporary files")?;
    let mut command = node::program(project, "esbuild");
    command.arg(entry).args(["--bundle", "--log-level=warning", "--charset=utf8", "--legal-comments=none"]);
    command.args(arguments);
    if profile == Profile::Release {
        command.arg("--minify");
    }
    command.arg(format!("--outfile={}", output.path().display())).arg("--allow-overwrite");
    let failure = format!("{} cannot be bundled; esbuild's message stands above", entry.display());
    tool::must("esbuild", &mut command, None, &failure)?;
    fs::read(output.path()).context("esbuild wrote nothing")
}
