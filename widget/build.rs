//! Puts the stylesheets together into one, without comments and line breaks, for the crate to carry.

use std::path::PathBuf;
use std::{env, fs, io};

/// In the order in which they apply.
const SHEETS: [&str; 3] = ["../ui/style/tokens.css", "../ui/style/components.css", "style/widget.css"];

fn main() -> io::Result<()> {
    let mut all = String::new();
    for sheet in SHEETS {
        println!("cargo::rerun-if-changed={sheet}");
        let text = fs::read_to_string(sheet)?;
        for line in without_comments(&text).lines().map(str::trim).filter(|line| !line.is_empty()) {
            all.push_str(line);
            // A selector or a value may go on in the next line.
            if !line.ends_with(['{', '}', ';', ',']) {
                all.push(' ');
            }
        }
    }
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(out.join("style.css"), all)
}

fn without_comments(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept + rest
}
