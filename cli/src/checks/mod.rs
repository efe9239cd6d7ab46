//! What a change must pass, step by step. `cargo baton test` runs it, here and in CI.

mod step;
mod rust;
mod whole;
mod budget;

use anyhow::Result;

pub use step::{Check, Counted};

use crate::project::Project;

/// Every step, in order.
pub fn all() -> Vec<Check> {
    vec![
        Check { name: "fmt", title: "Rust is formatted", run: |project, _| rust::formatted(project) },
        Check { name: "clippy", title: "Clippy finds nothing in native code", run: |project, _| rust::clippy(project) },
        Check {
            name: "clippy-wasm",
            title: "Clippy finds nothing in WebAssembly",
            run: |project, _| rust::clippy_wasm(project),
        },
        Check { name: "unit", title: "Rust's tests", run: |project, _| rust::tests(project) },
        Check { name: "schemas", title: "Schemas are those of the types", run: |_, _| schemas() },
        Check { name: "build", title: "Everything builds", run: |project, _| whole::build(project) },
        Check { name: "budget", title: "The widget keeps to its budget", run: |project, _| budget::widget(project) },
        Check { name: "whole", title: "Tests of the whole", run: whole::tests },
        Check { name: "deny", title: "Dependencies are allowed", run: |project, _| rust::deny(project) },
    ]
}

fn schemas() -> Result<Counted> {
    crate::command::schemas_are_current()?;
    Ok(Counted::one())
}

/// Sets up what the checks need.
pub fn set_up(project: &Project) -> Result<()> {
    crate::setup::rust::ensure_components()?;
    crate::setup::for_building(project)
}
