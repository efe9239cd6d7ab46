//! Moving what was built into place. Files with content-hashed names come first; the files that name them come
//! last, each by one rename, so that nobody ever sees a half of a build.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::project::Project;

/// A file of the build.
pub struct Built {
    /// Path inside the folder of everything built, `site/widget.js` say.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Built {
    /// A file.
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), bytes }
    }
}

/// What was placed last, and what it was made of.
#[derive(Deserialize, Serialize)]
struct Record {
    inputs: String,
    files: Vec<String>,
}

/// Whether what stands in place was made of these inputs.
pub fn is_current(project: &Project, part: &str, inputs: &str) -> bool {
    let built = project.built();
    read_record(&built, part)
        .is_some_and(|record| record.inputs == inputs && record.files.iter().all(|file| built.join(file).is_file()))
}

/// What of a part was placed last.
pub fn files(project: &Project, part: &str) -> Vec<String> {
    read_record(&project.built(), part).map(|record| record.files).unwrap_or_default()
}

/// Puts files in place, in their order: a file stands after those that it names. Files of the build before that
/// are not among them are removed.
pub fn place(project: &Project, part: &str, inputs: &str, files: Vec<Built>) -> Result<()> {
    let built = project.built();
    let before = read_record(&built, part).map(|record| record.files).unwrap_or_default();
    for file in &files {
        put(&built.join(&file.path), &file.bytes)?;
    }
    let files: Vec<String> = files.into_iter().map(|file| file.path).collect();
    for stale in before.iter().filter(|file| !files.contains(file)) {
        // It may have been removed by hand.
        let _ = fs::remove_file(built.join(stale));
    }
    let record = serde_json::to_vec(&Record { inputs: inputs.to_owned(), files })?;
    put(&record_path(&built, part), &record)
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|present| present == bytes) {
        return Ok(());
    }
    let failure = || format!("{} cannot be written", path.display());
    let folder = path.parent().with_context(failure)?;
    fs::create_dir_all(folder).with_context(failure)?;
    // Beside the folder, because wrangler watches it: an unfinished file must not be served.
    let unfinished = tempfile::NamedTempFile::new_in(folder.ancestors().nth(1).unwrap_or(folder))?;
    fs::write(unfinished.path(), bytes).with_context(failure)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(unfinished.path(), fs::Permissions::from_mode(0o644)).with_context(failure)?;
    }
    unfinished.persist(path).with_context(failure)?;
    Ok(())
}

fn record_path(built: &Path, part: &str) -> std::path::PathBuf {
    built.join("records").join(format!("{part}.json"))
}

fn read_record(built: &Path, part: &str) -> Option<Record> {
    serde_json::from_slice(&fs::read(record_path(built, part)).ok()?).ok()
}
