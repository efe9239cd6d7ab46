//! A copy of what is built, for a worker that must not change while it runs: wrangler follows the files that it
//! serves, and the next build would replace them in the middle of a test.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use walkdir::WalkDir;

use crate::project::Project;

/// What wrangler reads, by its path in the project.
const SERVED: [&str; 3] = ["wrangler.toml", "public/built", "edge/migrations"];

/// Copies it into a state's folder; gives the configuration's path there.
pub fn take(project: &Project, state: &Path) -> Result<PathBuf> {
    let copy = state.join("served");
    let failure = || format!("{} cannot be written", copy.display());
    if copy.exists() {
        fs::remove_dir_all(&copy).with_context(failure)?;
    }
    for entry in SERVED.iter().flat_map(|place| WalkDir::new(project.at(place))) {
        let Ok(entry) = entry else { continue };
        let to = copy.join(entry.path().strip_prefix(project.root())?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&to).with_context(failure)?;
        } else {
            fs::create_dir_all(to.parent().unwrap_or(&copy)).with_context(failure)?;
            fs::copy(entry.path(), &to).with_context(failure)?;
        }
    }
    Ok(copy.join("wrangler.toml"))
}
