//! How large the widget is, as a web server sends it, and how large it may be: `widget/budget.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use brotli::CompressorWriter;
use serde::Deserialize;

use crate::build::{self, Part};
use crate::project::Project;

const FILE: &str = "widget/budget.toml";
const QUALITY: u32 = 11;
const WINDOW: u32 = 22;
const BUFFER_BYTES: usize = 1 << 16;
/// What a browser loads; what else lies beside it is read by the edge alone.
const LOADED: [&str; 3] = ["js", "wasm", "css"];

/// What is allowed, in bytes. Files go by their name before the hash.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// Each file for itself.
    pub each: BTreeMap<String, u64>,
    /// Several files by what they are together.
    pub together: BTreeMap<String, Together>,
}

/// Several files.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Together {
    /// Their names; not all need to exist.
    pub files: Vec<String>,
    /// Most bytes of all of them.
    pub most: u64,
}

/// A built file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Its path below what is built.
    pub path: String,
    /// Bytes, compressed.
    pub bytes: u64,
}

impl Weight {
    /// Its name before the hash.
    pub fn name(&self) -> &str {
        let file = self.path.rsplit_once('/').map_or(self.path.as_str(), |(_, file)| file);
        file.split_once('.').map_or(file, |(name, _)| name)
    }
}

impl Budget {
    /// Reads the file.
    pub fn read(project: &Project) -> Result<Self> {
        let text = fs::read_to_string(project.at(FILE)).with_context(|| format!("{FILE} is missing; restore it"))?;
        toml::from_str(&text).with_context(|| format!("{FILE} cannot be understood"))
    }

    /// What is too large, or has no budget; each one sentence.
    pub fn overruns(&self, weights: &[Weight]) -> Vec<String> {
        let mut problems = Vec::new();
        for weight in weights {
            let Weight { path, bytes } = weight;
            let name = weight.name();
            let is_counted = self.together.values().any(|group| group.files.iter().any(|file| file == name));
            match self.each.get(name) {
                Some(most) if bytes > most => problems.push(format!("{path}: {bytes} bytes, budget {most}")),
                None if !is_counted => {
                    problems.push(format!("{path}: {bytes} bytes, no budget; give it one in {FILE}"));
                }
                _ => {}
            }
        }
        for (title, group) in &self.together {
            let members = weights.iter().filter(|weight| group.files.iter().any(|file| file == weight.name()));
            let (paths, bytes): (Vec<_>, Vec<_>) = members.map(|weight| (weight.path.as_str(), weight.bytes)).unzip();
            let sum: u64 = bytes.iter().sum();
            if sum > group.most {
                problems.push(format!("{title} ({}): {sum} bytes, budget {}", paths.join(", "), group.most));
            }
        }
        problems
    }
}

/// Weighs what of the widget a browser loads, as it was built last.
pub fn weigh(project: &Project) -> Result<Vec<Weight>> {
    let is_loaded =
        |path: &String| Path::new(path).extension().is_some_and(|kind| LOADED.iter().any(|loaded| kind == *loaded));
    let paths = build::placed(project, Part::Widget).into_iter().filter(is_loaded);
    let weigh = |path: String| {
        let bytes = fs::read(project.built().join(&path)).with_context(|| format!("{path} cannot be read"))?;
        Ok(Weight { bytes: compressed(&bytes)?, path })
    };
    paths.map(weigh).collect()
}

fn compressed(bytes: &[u8]) -> Result<u64> {
    let mut encoder = CompressorWriter::new(Vec::new(), BUFFER_BYTES, QUALITY, WINDOW);
    encoder.write_all(bytes)?;
    Ok(encoder.into_inner().len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget() -> Budget {
        let text = "[each]\nwidget = 3000\nnotices = 4000\n[together.app]\nfiles = [\"app\", \"app_bg\"]\nmost = 9000";
        toml::from_str(text).unwrap()
    }

    #[track_caller]
    fn check(files: &[(&str, u64)], expect: &[&str]) {
        let weights: Vec<_> =
            files.iter().map(|(path, bytes)| Weight { path: format!("site/{path}"), bytes: *bytes }).collect();
        assert_eq!(budget().overruns(&weights), expect);
    }

    #[test]
    fn names_file_bytes_and_budget() {
        check(&[("widget.js", 3000), ("widget/app.12ab.js", 4000), ("widget/app_bg.34cd.wasm", 5000)], &[]);
        check(&[("widget.js", 3001)], &["site/widget.js: 3001 bytes, budget 3000"]);
        check(
            &[("widget/app.12ab.js", 4000), ("widget/app_bg.34cd.wasm", 5001)],
            &["app (site/widget/app.12ab.js, site/widget/app_bg.34cd.wasm): 9001 bytes, budget 9000"],
        );
        check(
            &[("widget/more.5e.js", 1)],
            &["site/widget/more.5e.js: 1 bytes, no budget; give it one in widget/budget.toml"],
        );
    }

    #[test]
    fn the_committed_file_can_be_read() {
        let read: Budget = toml::from_str(include_str!("../../widget/budget.toml")).unwrap();
        for title in ["app", "panel"] {
            assert!(read.together.contains_key(title), "{title}");
        }
    }

    #[test]
    fn compresses() {
        let bytes = compressed(&vec![7; 100_000]).unwrap();
        assert!((1..100).contains(&bytes), "{bytes}");
    }
}
