//! Files that are served as they are: headers, schemas, the API's description.

use std::fs;

use anyhow::{Context, Result};
use walkdir::WalkDir;

use super::inputs;
use super::place::{Built, is_current, place};
use crate::project::Project;

const HEADERS: &str = include_str!("headers.txt");
/// What of `public/` is served.
const SERVED: [&str; 2] = ["schemas", "openapi.json"];

/// Puts them in place where they have changed.
pub fn build(project: &Project) -> Result<()> {
    let mut files = vec![Built::new("site/_headers", HEADERS.as_bytes().to_vec())];
    let public = project.at("public");
    let found = SERVED.iter().flat_map(|place| WalkDir::new(public.join(place)).sort_by_file_name());
    for file in found.filter_map(Result::ok).filter(|file| file.file_type().is_file()) {
        let name = file.path().strip_prefix(&public)?.to_string_lossy().into_owned();
        let bytes = fs::read(file.path()).with_context(|| format!("public/{name} cannot be read"))?;
        files.push(Built::new(format!("site/{name}"), bytes));
    }
    let all: Vec<u8> = files.iter().flat_map(|file| [file.path.as_bytes(), &file.bytes].concat()).collect();
    let inputs = inputs::short(&all);
    if is_current(project, "fixed", &inputs) { Ok(()) } else { place(project, "fixed", &inputs, files) }
}
