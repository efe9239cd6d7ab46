//! The engine for the console's page: a worker's script and its module, under names that hold their hash.

use std::fs;

use anyhow::{Context, Result};

use super::bindgen::{Host, bind};
use super::place::Built;
use super::{Part, Profile, bundle, compile, inputs, optimise};
use crate::project::Project;
use crate::say::Step;

/// The folder of the site that it is served from: the console's, because it is the console's alone.
const FOLDER: &str = "site/console";

/// Builds it. The script also exports what tests and measurements call.
pub fn build(project: &Project, profile: Profile) -> Result<Vec<Built>> {
    let wasm = compile::compile(project, Part::Learn, profile, &[])?;
    let folder = tempfile::tempdir().context("there is no room for temporary files")?;
    bind(&wasm, Host::Page, "app", folder.path())?;
    let module = folder.path().join("app_bg.wasm");
    optimise::optimise(project, profile, optimise::QUICK, &module)?;

    let step = Step::begin("Bundle the learning worker");
    let bytes = fs::read(&module).context("wasm-bindgen wrote no module")?;
    let name = format!("learn.{}.wasm", inputs::short(&bytes));
    let worker = folder.path().join("worker.js");
    let text = fs::read_to_string(project.at("learn/worker.js")).context("learn/worker.js is missing")?;
    fs::write(&worker, text.replace("app_bg.wasm", &name))?;
    let bundled = bundle::bundle(project, profile, &worker, &["--format=esm", "--target=es2022"])?;
    step.done();
    Ok(vec![Built::new(format!("{FOLDER}/{name}"), bytes), Built::new(format!("{FOLDER}/learn.js"), bundled)])
}
