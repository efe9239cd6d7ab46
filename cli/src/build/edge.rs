//! The worker: our own entry script around wasm-bindgen's output, and the module beside it.

use std::fs;

use anyhow::{Context, Result};

use super::bindgen::{Host, bind};
use super::place::Built;
use super::{Part, Profile, bundle, compile, inputs, optimise};
use crate::project::Project;
use crate::say::Step;

/// Builds the worker.
pub fn build(project: &Project, profile: Profile) -> Result<Vec<Built>> {
    let wasm = compile::compile(project, Part::Edge, profile, &[])?;
    let folder = tempfile::tempdir().context("there is no room for temporary files")?;
    bind(&wasm, Host::Worker, "index", folder.path())?;
    let module = folder.path().join("index_bg.wasm");
    optimise::optimise(project, profile, optimise::SMALL, &module)?;

    let step = Step::begin("Bundle the worker");
    let bytes = fs::read(&module).context("wasm-bindgen wrote no module")?;
    // A name of its own for each content: wrangler then never serves a script with another build's module.
    let name = format!("index_bg.{}.wasm", inputs::short(&bytes));
    let script = folder.path().join("index.js");
    let text = fs::read_to_string(&script).context("wasm-bindgen wrote no script")?;
    fs::write(&script, text.replace("import source ", "import ").replace("index_bg.wasm", &name))?;
    let entry = folder.path().join("entry.js");
    fs::copy(project.at("edge/entry.js"), &entry).context("edge/entry.js is missing")?;
    let external = format!("--external:./{name}");
    let bundled = bundle::bundle(project, profile, &entry, &["--format=esm", &external, "--external:cloudflare:*"])?;
    step.done();
    Ok(vec![Built::new(format!("edge/{name}"), bytes), Built::new("edge/index.js", bundled)])
}
