//! What a workspace's folder and a running Baton last had in common: what was pushed from there or pulled to it. It lies
//! in `.baton` beside the folder, and is never committed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::local::admin::Published;
use crate::local::secrets::write_private;
use crate::token;

/// What was last published from a folder, or taken from there; nothing where neither has happened.
pub fn recall(folder: &Path, url: &str) -> Option<Published> {
    let text = fs::read_to_string(file(folder, url).ok()?).ok()?;
    // One that an earlier tool wrote and this one cannot read counts for nothing: then nothing is written over either.
    serde_json::from_str(&text).ok()
}

/// Remembers it.
pub fn remember(folder: &Path, url: &str, published: &Published) -> Result<()> {
    let file = file(folder, url)?;
    write_private(&file, &serde_json::to_string(published)?)?;
    let scratch = file.parent().and_then(Path::parent).unwrap_or(folder);
    let ignore = scratch.join(".gitignore");
    if !ignore.exists() {
        fs::write(&ignore, "*\n").with_context(|| format!("{} cannot be written", ignore.display()))?;
    }
    Ok(())
}

fn file(folder: &Path, url: &str) -> Result<PathBuf> {
    let folder = folder.canonicalize().with_context(|| format!("there is no folder {}", folder.display()))?;
    let key = Value::from(vec![url.trim_end_matches('/'), &folder.to_string_lossy()]).to_string();
    let name = token::encode(&Sha256::digest(key.as_bytes()));
    Ok(folder.parent().unwrap_or(&folder).join(".baton/published").join(format!("{name}.json")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_folder_and_address_has_its_own() {
        let place = tempfile::tempdir().unwrap();
        let (one, other) = (place.path().join("one"), place.path().join("other"));
        fs::create_dir(&one).unwrap();
        fs::create_dir(&other).unwrap();
        let files = crate::workspace::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../workspace")).unwrap();
        let published =
            Published { version: 7, workspace: baton_shared::workspace::check(&files).unwrap(), model: None };
        remember(&one, "https://a.example/", &published).unwrap();
        assert_eq!(recall(&one, "https://a.example"), Some(published));
        assert_eq!(recall(&one, "https://b.example"), None);
        assert_eq!(recall(&other, "https://a.example"), None);
        assert!(place.path().join(".baton/.gitignore").is_file());
    }
}
