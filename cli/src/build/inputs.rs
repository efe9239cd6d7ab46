//! What a part is made of, as one hash: when it is the same, the part need not be built again.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use super::{Part, Profile};
use crate::project::Project;

/// What every part is made of: the core, the pins, and how this tool builds.
const COMMON: [&str; 7] = ["shared", "ui", "cli/src/build", "Cargo.toml", "Cargo.lock", "package-lock.json", ".cargo"];
/// Characters of a hash that stand in a name.
const CHARACTERS_IN_NAME: usize = 8;

/// The hash of everything that a part is made of.
pub fn fingerprint(project: &Project, part: Part, profile: Profile) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(profile.cargo(part));
    let weights = if part.thinks() { Some(&"weights") } else { None };
    for place in COMMON.iter().chain([&part.name()]).chain(weights) {
        add(&mut hash, project.root(), &project.at(place))?;
    }
    Ok(hex(&hash.finalize()))
}

/// The start of a content's hash, for names.
pub fn short(bytes: &[u8]) -> String {
    let mut name = hex(&Sha256::digest(bytes));
    name.truncate(CHARACTERS_IN_NAME);
    name
}

fn add(hash: &mut Sha256, root: &Path, place: &Path) -> Result<()> {
    let files = WalkDir::new(place).follow_links(true).sort_by_file_name().into_iter().filter_map(Result::ok);
    for file in files.filter(|entry| entry.file_type().is_file()) {
        let path = file.path();
        let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        hash.update(path.strip_prefix(root).unwrap_or(path).as_os_str().as_encoded_bytes());
        hash.update([0]);
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(&bytes);
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
