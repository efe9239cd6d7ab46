//! The model of a workspace's articles, as it goes to the edge: trained when the articles have changed, and kept in
//! `.baton` for as long as they have not.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use baton_shared::knowledge::Model;
use baton_shared::workspace::Workspace;
use sha2::{Digest, Sha256};

use crate::project::Project;
use crate::say::Step;
use crate::{token, weights};

/// Models that are kept; older ones go.
const KEPT: usize = 8;
/// Bytes of the hash that name a model.
const NAME_BYTES: usize = 16;

/// The bytes of the model that a workspace's articles give.
pub fn of(workspace: &Workspace) -> Result<Vec<u8>> {
    let table = Arc::new(weights::table()?);
    let file = file(workspace)?;
    // One that cannot be read is of an earlier version, or was cut off.
    if let Some(bytes) = file.as_ref().and_then(|file| fs::read(file).ok())
        && Model::read(&table, &bytes).is_ok()
    {
        return Ok(bytes);
    }
    let count = workspace.articles.len();
    let step = Step::begin(format!("Learn {count} articles"));
    let bytes = Model::train(&table, &workspace.articles).write();
    step.done();
    if let Some(file) = file {
        keep(&file, &bytes).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    Ok(bytes)
}

/// What the edge calls a model.
pub fn name(model: &[u8]) -> String {
    let digest = Sha256::digest(model);
    let first = digest.first_chunk::<NAME_BYTES>().copied().unwrap_or_default();
    format!("{:032x}", u128::from_be_bytes(first))
}

/// Where it is kept; nowhere outside a project.
fn file(workspace: &Workspace) -> Result<Option<PathBuf>> {
    let articles = serde_json::to_vec(&workspace.articles)?;
    let name = format!("{}.bin", token::encode(&Sha256::digest(&articles)));
    Ok(Project::find().ok().map(|project| project.scratch().join("models").join(name)))
}

fn keep(file: &Path, bytes: &[u8]) -> Result<()> {
    let folder = file.parent().context("a file lies in a folder")?;
    fs::create_dir_all(folder)?;
    let mut others: Vec<_> = fs::read_dir(folder)?.filter_map(Result::ok).collect();
    others.sort_by_key(|other| other.metadata().and_then(|about| about.modified()).ok());
    for old in others.iter().rev().skip(KEPT - 1) {
        // Another run may have taken it away already.
        let _ = fs::remove_file(old.path());
    }
    // Whole or not at all: another run may read it now.
    let new = folder.join(format!("{}.new", std::process::id()));
    fs::write(&new, bytes)?;
    Ok(fs::rename(new, file)?)
}
