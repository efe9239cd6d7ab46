//! The console: its application, its style and the page that names both.

use std::fs;

use anyhow::{Context, Result};

use super::place::Built;
use super::{Part, Profile, bundle, inputs, page};
use crate::project::Project;

/// Builds the console. `console/index.html` names `/console/app.js` and `/console/style.css`; here they get the
/// names that hold their hash.
pub fn build(project: &Project, profile: Profile) -> Result<Vec<Built>> {
    let app = page::build(project, profile, Part::Console, true)?;
    let mut files = app.files;
    let index = project.at("console/index.html");
    if !index.is_file() {
        return Ok(files);
    }
    let mut html = fs::read_to_string(index).context("console/index.html cannot be read")?;
    let style = project.at("console/style.css");
    if style.is_file() {
        let bytes = bundle::bundle(project, profile, &style, &[])?;
        let name = format!("style.{}.css", inputs::short(&bytes));
        html = html.replace("console/style.css", &format!("console/{name}"));
        files.push(Built::new(format!("site/console/{name}"), bytes));
    }
    html = html.replace("console/app.js", &format!("console/{}", app.script));
    html = html.replace("console/app_bg.wasm", &format!("console/{}", app.module));
    files.push(Built::new("site/console/index.html", html.into_bytes()));
    Ok(files)
}
