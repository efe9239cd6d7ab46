//! The widget: the application, and the loader that a company's page names.

use anyhow::Result;

use super::place::Built;
use super::{Part, Profile, bundle, page};
use crate::project::Project;
use crate::say::Step;

/// Builds the widget. The loader learns the application's name, relative to itself, as `BATON_APP`.
pub fn build(project: &Project, profile: Profile) -> Result<Vec<Built>> {
    let app = page::build(project, profile, Part::Widget, false)?;
    let mut files = app.files;
    let loader = project.at("widget/loader/widget.js");
    if loader.is_file() {
        let step = Step::begin("Bundle the loader");
        let define = [
            format!("--define:BATON_APP=\"widget/{}\"", app.script),
            format!("--define:BATON_APP_MODULE=\"widget/{}\"", app.module),
        ];
        let [script, module] = &define;
        let arguments = ["--format=iife", "--target=es2020", "--loader:.css=text", script, module];
        files.push(Built::new("site/widget.js", bundle::bundle(project, profile, &loader, &arguments)?));
        step.done();
    }
    Ok(files)
}
