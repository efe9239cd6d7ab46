//! A workspace as files: reading and checking them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use baton_shared::workspace::{Files, Problem, Workspace, check};
use walkdir::WalkDir;

/// Reads a workspace's folder.
pub fn read(folder: &Path) -> Result<Files> {
    if !folder.is_dir() {
        bail!("there is no folder {}; name the folder of a workspace", folder.display());
    }
    let mut files = Files::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.with_context(|| format!("{} cannot be read", folder.display()))?;
        let extension = entry.path().extension().and_then(|extension| extension.to_str());
        if !entry.file_type().is_file() || !matches!(extension, Some("toml" | "md")) {
            continue;
        }
        let name = entry.path().strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(entry.path())
            .with_context(|| format!("{} is no text in UTF-8; save it so", entry.path().display()))?;
        files.insert(name, text);
    }
    Ok(files)
}

/// Reads and checks a workspace's folder; all problems at once.
pub fn load(folder: &Path) -> Result<Result<Workspace, Vec<Problem>>> {
    Ok(check(&read(folder)?))
}

/// One problem as a line: file, path, message.
pub fn describe(folder: &Path, problem: &Problem) -> String {
    let file = folder.join(&problem.file);
    let here = std::env::current_dir().unwrap_or_default();
    let file = file.strip_prefix(here).unwrap_or(&file);
    let place = if problem.path.is_empty() { String::new() } else { format!(" {}:", problem.path) };
    format!("{}:{place} {}", file.display(), problem.message)
}

/// Loads a workspace that must be right; says all problems otherwise.
pub fn load_checked(folder: &Path) -> Result<Workspace> {
    match load(folder)? {
        Ok(workspace) => Ok(workspace),
        Err(problems) => {
            for problem in &problems {
                crate::say::line(describe(folder, problem));
            }
            let (count, noun) = (problems.len(), if problems.len() == 1 { "problem" } else { "problems" });
            bail!("{count} {noun} in the workspace; mend what is named above");
        }
    }
}
