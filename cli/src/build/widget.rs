//! The widget: the application, the loader that a company's page names, and the small modules that the loader brings
//! in when they are wanted.

use std::path::PathBuf;

use anyhow::{Context, Result};
use walkdir::WalkDir;

use super::place::Built;
use super::{Part, Profile, bundle, hosted, inputs, page};
use crate::project::Project;
use crate::say::Step;

/// What a browser must understand to run the loader; an older one ignores it.
const TARGET: &str = "--target=es2020";
/// Modules beside the loader, brought in by it; `widget/pieces/` holds those that the application brings in.
const SECOND: [&str; 5] = ["rest", "panel-en", "panel-zh", "notices", "frame"];

/// Builds the widget. The loader learns the hash in the application's names as `BATON_APP`, that in the small modules'
/// names as `BATON_PIECES`. They share one, because the loader's bytes are counted. `style.css` becomes the text
/// `BATON_STYLE_CSS`, and so on.
pub fn build(project: &Project, profile: Profile) -> Result<Vec<Built>> {
    let app = page::build(project, profile, Part::Widget, false)?;
    let mut files = Vec::new();
    let loader = project.at("widget/loader/widget.js");
    if loader.is_file() {
        let step = Step::begin("Bundle the loader");
        let mut arguments = vec![TARGET.to_owned()];
        for style in found(project, &["widget/loader", "widget/pieces", "widget/style"], "css") {
            let css = String::from_utf8(bundle::bundle(project, profile, &style, &[])?)?;
            arguments.push(define(&format!("BATON_{}_CSS", stem(&style)?.to_uppercase()), css.trim())?);
        }
        let pieces = pieces(project, profile, &arguments)?;
        let hash = inputs::short(&pieces.iter().flat_map(|(_, bytes)| bytes.iter().copied()).collect::<Vec<u8>>());
        let mut names = Vec::new();
        for (name, bytes) in pieces {
            let file = format!("{name}.{hash}.js");
            files.push(Built::new(format!("site/widget/{file}"), bytes));
            names.push((name, file));
        }
        files.append(&mut hosted::build(project, profile, &app, &names)?);
        arguments.extend([define("BATON_APP", &app.hash)?, define("BATON_PIECES", &hash)?]);
        arguments.push("--format=iife".to_owned());
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        files.push(Built::new("site/widget.js", bundle::bundle(project, profile, &loader, &arguments)?));
        step.done();
    }
    Ok(app.files.into_iter().chain(files).collect())
}

/// The small modules, each bundled, by name.
fn pieces(project: &Project, profile: Profile, arguments: &[String]) -> Result<Vec<(String, Vec<u8>)>> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).chain(["--format=esm"]).collect();
    let beside = SECOND.iter().map(|name| project.at(format!("widget/loader/{name}.js"))).filter(|file| file.is_file());
    let all = beside.chain(found(project, &["widget/pieces"], "js"));
    all.map(|file| Ok((stem(&file)?, bundle::bundle(project, profile, &file, &arguments)?))).collect()
}

/// Files in folders, by the end of their names, in order.
fn found(project: &Project, folders: &[&str], extension: &str) -> Vec<PathBuf> {
    let all = folders.iter().flat_map(|folder| WalkDir::new(project.at(folder)).max_depth(1).sort_by_file_name());
    let files = all.filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    files.filter(|file| file.extension().is_some_and(|end| end == extension)).collect()
}

fn stem(file: &std::path::Path) -> Result<String> {
    Ok(file.file_stem().and_then(|stem| stem.to_str()).context("a file's name is no text")?.to_owned())
}

/// A text that esbuild puts in for a name.
fn define(name: &str, text: &str) -> Result<String> {
    Ok(format!("--define:{name}={}", serde_json::to_string(text)?))
}
