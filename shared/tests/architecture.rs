//! The rules that the parts keep: which way they depend, what they never touch, and that each file says what it is
//! for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every Rust file under a folder, with its text.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

/// The text without comments and tests, so that an example or a test may name anything.
fn code(text: &str) -> String {
    let text = text.split("\n#[cfg(test)]").next().unwrap_or_default();
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules of `shared`, lowest first, as lib.rs lists them.
fn modules() -> Vec<String> {
    let lib = std::fs::read_to_string(root().join("shared/src/lib.rs")).unwrap();
    let modules = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    modules.map(str::to_owned).collect()
}

/// The names of a crate's dependencies.
fn dependencies(name: &str) -> Vec<String> {
    let manifest = std::fs::read_to_string(root().join(name).join("Cargo.toml")).unwrap();
    let mut inside = false;
    let mut found = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]") && !line.contains("dev-dependencies");
        } else if inside && line.starts_with(|c: char| c.is_ascii_lowercase()) {
            found.push(line.split(['=', '.', ' ']).next().unwrap().to_owned());
        }
    }
    found
}

#[test]
fn a_lower_module_names_no_higher_one() {
    let modules = modules();
    assert!(modules.len() > 10, "{modules:?}");
    for (place, module) in modules.iter().enumerate() {
        for (path, text) in sources(&root().join("shared/src").join(module)) {
            let code = code(&text);
            for higher in &modules[place + 1..] {
                assert!(!code.contains(&format!("crate::{higher}")), "{} names {higher}", path.display());
            }
        }
    }
}

#[test]
fn the_core_knows_no_platform_no_clock_and_no_chance() {
    let platforms = ["worker", "leptos", "web-sys", "js-sys", "wasm-bindgen", "gloo", "tokio", "rand", "getrandom"];
    for dependency in dependencies("shared") {
        assert!(!platforms.iter().any(|platform| dependency.starts_with(platform)), "shared depends on {dependency}");
    }
    let forbidden = [
        "SystemTime",
        "Instant",
        "std::fs",
        "std::net",
        "std::env",
        "std::thread",
        "std::process",
        "async fn",
        "rand::",
        "println!",
        "RandomState",
    ];
    for (path, text) in sources(&root().join("shared/src")) {
        let code = code(&text);
        for word in forbidden {
            assert!(!code.contains(word), "{} uses {word}", path.display());
        }
    }
}

#[test]
fn the_shells_depend_on_the_core_alone() {
    for shell in ["edge", "widget", "console"] {
        let ours: Vec<String> = dependencies(shell).into_iter().filter(|name| name.starts_with("baton-")).collect();
        // What is drawn with is shared too; it knows nothing of conversations.
        let allowed = |name: &String| name == "baton-shared" || (name == "baton-ui" && shell != "edge");
        assert!(ours.iter().all(allowed), "{shell} depends on {ours:?}");
    }
    assert!(!dependencies("ui").iter().any(|name| name.starts_with("baton-")));
    assert!(!dependencies("shared").iter().any(|name| name.starts_with("baton-")));
}

#[test]
fn every_file_says_what_it_is_for() {
    for part in ["shared", "ui", "edge", "widget", "console", "cli"] {
        for folder in ["src", "tests", "benches", "examples"] {
            for (path, text) in sources(&root().join(part).join(folder)) {
                assert!(text.starts_with("//! "), "{} does not open with what it is for", path.display());
            }
        }
    }
}
