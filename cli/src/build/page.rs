//! A crate that runs in a page: its script and its module under names that hold their hash.

use std::fs;

use anyhow::{Context, Result};

use super::bindgen::{Host, bind};
use super::place::Built;
use super::{Part, Profile, bundle, compile, inputs, optimise, shrink};
use crate::project::Project;
use crate::say::Step;

/// A smaller stack than the linker's megabyte, which every visitor would pay for. Unoptimised code needs more.
const SMALL_STACK: [&str; 1] = ["-zstack-size=131072"];

/// Stands for the hash in names until everything that it is made of is there.
const HASH_TO_COME: &str = "hash-to-come";

/// A page's application, ready to be placed.
pub struct App {
    /// The hash in the names of both files.
    pub hash: String,
    /// File name of the script.
    pub script: String,
    /// File name of the module.
    pub module: String,
    /// The files, module first, under `folder`.
    pub files: Vec<Built>,
}

/// Builds the application of a part into `site/<folder>/`. `starts` makes the script start by itself; otherwise
/// whoever imports it calls its default export, which loads the module.
pub fn build(project: &Project, profile: Profile, part: Part, starts: bool) -> Result<App> {
    let name = part.name();
    let link: &[&str] = if profile == Profile::Release { &SMALL_STACK } else { &[] };
    let wasm = compile::compile(project, part, profile, link)?;
    let folder = tempfile::tempdir().context("there is no room for temporary files")?;
    bind(&wasm, Host::Page, "app", folder.path())?;
    let module = folder.path().join("app_bg.wasm");
    if profile == Profile::Release {
        shrink::shrink(folder.path(), part == Part::Widget)?;
    }
    optimise::optimise(project, profile, optimise::SMALLEST, &module)?;

    let step = Step::begin(format!("Bundle the {name}'s script"));
    let bytes = fs::read(&module).context("wasm-bindgen wrote no module")?;
    let module = format!("app.{HASH_TO_COME}.wasm");
    let script = folder.path().join("app.js");
    let text = fs::read_to_string(&script).context("wasm-bindgen wrote no script")?;
    fs::write(&script, text.replace("app_bg.wasm", &module))?;
    let entry = if starts {
        let entry = folder.path().join("start.js");
        let address = format!("new URL('./{module}', import.meta.url)");
        fs::write(&entry, format!("import start from './app.js';\nawait start({{ module_or_path: {address} }});\n"))?;
        entry
    } else {
        script
    };
    let bundled = bundle::bundle(project, profile, &entry, &["--format=esm", "--target=es2022"])?;
    step.done();
    // Both names have one hash: whoever loads them both has one to learn.
    let hash = inputs::short(&[bytes.as_slice(), &bundled].concat());
    let bundled =
        String::from_utf8(bundled).context("esbuild wrote no text")?.replace(HASH_TO_COME, &hash).into_bytes();
    let (script, module) = (format!("app.{hash}.js"), format!("app.{hash}.wasm"));
    let files =
        vec![Built::new(format!("site/{name}/{module}"), bytes), Built::new(format!("site/{name}/{script}"), bundled)];
    Ok(App { hash, script, module, files })
}
