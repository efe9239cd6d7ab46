//! Takes out of wasm-bindgen's output what a page never uses, and gives what is left short names.
//!
//! Leptos links classes for streams that only its server functions use; being exported, they survive every optimiser.
//! And each import is named with its function, its crate and a hash, once in the module and once in the script: a
//! tenth of all that a visitor would download. The script's form is that of the pinned wasm-bindgen; a test in
//! `tests/loader` loads the result.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use walrus::Module;

/// Rewrites `app.js` and `app_bg.wasm` in a folder. `is_guest` says that it runs on other people's pages.
pub fn shrink(folder: &Path, is_guest: bool) -> Result<()> {
    let (script, module) = (folder.join("app.js"), folder.join("app_bg.wasm"));
    let text = fs::read_to_string(&script).context("wasm-bindgen wrote no script")?;
    let mut wasm = Module::from_file(&module).context("wasm-bindgen wrote no module")?;
    let mut text = without_classes(&text);

    let unused: Vec<_> =
        wasm.exports.iter().filter(|export| !names(&text, &export.name)).map(walrus::Export::id).collect();
    for export in unused {
        wasm.exports.delete(export);
    }
    walrus::passes::gc::run(&mut wasm);
    let imported: BTreeSet<String> = wasm.imports.iter().map(|import| import.name.clone()).collect();
    text = with_small_start(&without_imports(&text, &imported));
    if is_guest {
        text = without_class_tests(&text);
    }

    // Long names first, so that none is replaced within another.
    let mut long: Vec<String> =
        wasm.exports.iter().map(|export| export.name.clone()).filter(|name| name.len() > 12).collect();
    long.extend(imported);
    long.sort_by_key(|name| std::cmp::Reverse(name.len()));
    for (number, old) in long.iter().enumerate() {
        let new = format!("_{number}");
        text = replace_name(&text, old, &new);
        for import in wasm.imports.iter_mut().filter(|import| import.name == *old) {
            import.name.clone_from(&new);
        }
        for export in wasm.exports.iter_mut().filter(|export| export.name == *old) {
            export.name.clone_from(&new);
        }
    }
    wasm.emit_wasm_file(&module).context("the module cannot be written")?;
    fs::write(&script, text).context("the script cannot be written")
}

/// The script without its exported classes, and what is said of them.
fn without_classes(text: &str) -> String {
    let mut kept = String::new();
    let mut in_class = false;
    // Lines that are still to go.
    let mut going = 0;
    for line in text.lines() {
        in_class |= line.starts_with("export class ");
        if line.starts_with("if (Symbol.dispose)") {
            going = 1;
        } else if line.contains("Finalization = (typeof FinalizationRegistry") {
            going = 3;
        }
        if !in_class && going == 0 {
            kept.push_str(line);
            kept.push('\n');
        }
        in_class &= line != "}";
        going = usize::saturating_sub(going, 1);
    }
    kept
}

/// How the module is loaded, in place of wasm-bindgen's own way: that also knows ways which nobody takes here. Streaming
/// wants the right type, and an answer of the browser's own; without them one waits a little longer.
const START: &str = r"
let started;
export default ({ module_or_path }) => {
    started ||= load(module_or_path);
    // What failed may be tried again.
    started.catch(() => (started = undefined));
    return started;
};
async function load(given) {
    let answer = await given;
    if (!answer.arrayBuffer) answer = await fetch(answer);
    const imports = __wbg_get_imports();
    const whole = async () => WebAssembly.instantiate(await answer.arrayBuffer(), imports);
    const { instance, module } = await WebAssembly.instantiateStreaming(answer, imports).catch(whole);
    return __wbg_finalize_init(instance, module);
}
";

/// The script with a small beginning; as it is where it does not end as expected.
fn with_small_start(text: &str) -> String {
    let ends = text.trim_end().ends_with("export { initSync, __wbg_init as default };");
    match text.split_once("async function __wbg_load(").filter(|_| ends) {
        Some((kept, _)) => format!("{kept}{START}"),
        None => text.to_owned(),
    }
}

/// The script without the imports that the module does not ask for.
fn without_imports(text: &str, imported: &BTreeSet<String>) -> String {
    let mut kept = String::new();
    let mut dropping = false;
    for line in text.lines() {
        let name = line.strip_prefix("        ").and_then(|line| line.split_once(": function(")).map(|(name, _)| name);
        if let Some(name) = name.filter(|name| name.starts_with("__wb")) {
            dropping = !imported.contains(name);
        }
        if !dropping {
            kept.push_str(line);
            kept.push('\n');
        }
        dropping &= line != "        },";
    }
    kept
}

/// The script without tests for the browser's classes: a page may have its own `Node` or `Window`. What is asked for its
/// class there is what the application made, or nothing at all; so it is told from nothing alone.
fn without_class_tests(text: &str) -> String {
    let mut kept = String::new();
    for line in text.lines() {
        kept.push_str(if line.trim().starts_with("result = arg0 instanceof ") {
            "result = arg0 != null;"
        } else {
            line
        });
        kept.push('\n');
    }
    kept
}

/// Whether the script names an export.
fn names(text: &str, name: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, after) = (rest.get(..at).unwrap_or_default(), rest.get(at + name.len()..).unwrap_or_default());
        if before.ends_with("wasm.") && !after.starts_with(is_name) {
            return true;
        }
        rest = after;
    }
    false
}

/// Replaces a whole name.
fn replace_name(text: &str, old: &str, new: &str) -> String {
    let mut replaced = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(old) {
        let (before, after) = (rest.get(..at).unwrap_or_default(), rest.get(at + old.len()..).unwrap_or_default());
        let whole = !before.ends_with(is_name) && !after.starts_with(is_name);
        replaced.push_str(before);
        replaced.push_str(if whole { new } else { old });
        rest = after;
    }
    replaced + rest
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_only() {
        assert!(names("wasm.ask(1)", "ask"));
        assert!(!names("wasm.asked(1); task", "ask"));
        assert_eq!(replace_name("a.__x_1(__x_12, __x_1)", "__x_1", "_0"), "a._0(__x_12, _0)");
    }

    #[test]
    fn classes_and_unasked_imports_go() {
        let script = "export class A {\n    free() {\n    }\n}\nif (Symbol.dispose) A.prototype[Symbol.dispose] = A.prototype.free;\nkeep();\n";
        assert_eq!(without_classes(script), "keep();\n");
        let script = "    result = arg0 instanceof Node;\n    result = other instanceof Node;\n";
        assert_eq!(without_class_tests(script), "result = arg0 != null;\n    result = other instanceof Node;\n");
        let script = "        __wbg_a: function(x) {\n            y;\n        },\n        __wbg_b: function() {\n        },\n    };\n";
        let imported = BTreeSet::from(["__wbg_b".to_owned()]);
        assert_eq!(without_imports(script, &imported), "        __wbg_b: function() {\n        },\n    };\n");
    }
}
