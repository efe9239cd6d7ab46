//! The JavaScript between a browser or a worker and the WebAssembly: wasm-bindgen, as a library.

use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::say::Step;

/// Where the output runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// In a worker: the module is imported; a panic marks the instance as broken, and it can be made anew.
    Worker,
    /// In a browser, older ones included: the file is fetched.
    Page,
}

/// Writes `<name>.js` and `<name>_bg.wasm` into a folder.
pub fn bind(wasm: &Path, host: Host, name: &str, folder: &Path) -> Result<()> {
    let step = Step::begin(format!("Bind {name} to JavaScript"));
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).out_name(name).typescript(false).remove_producers_section(true);
    match host {
        Host::Worker => bindgen.reset_state_function(true).force_enable_abort_handler(true).module(true),
        Host::Page => bindgen.web(true),
    }
    .and_then(|bindgen| bindgen.generate(folder))
    .with_context(|| format!("wasm-bindgen cannot read {}", wasm.display()))?;
    step.done();
    Ok(())
}
