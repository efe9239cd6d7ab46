//! Where the project lies, and its well-known places.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The project's folder; everything else is relative to it.
#[derive(Clone, Debug)]
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// The project around the current folder: the first one upwards that holds a `wrangler.toml` and a `Cargo.toml`.
    pub fn find() -> Result<Self> {
        let here = env::current_dir().context("the current folder cannot be read; go to the project's folder")?;
        let root = here
            .ancestors()
            .find(|folder| folder.join("wrangler.toml").is_file() && folder.join("Cargo.toml").is_file())
            .context("this is not Baton's folder: no wrangler.toml here or above; go to the project's folder")?;
        Ok(Self { root: root.to_owned() })
    }

    /// The project's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A place in the project.
    pub fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root.join(path)
    }

    /// What the build makes: `edge` for the worker, `site` for the static files.
    pub fn built(&self) -> PathBuf {
        self.at("public/built")
    }

    /// What running Baton here leaves behind; never committed.
    pub fn scratch(&self) -> PathBuf {
        self.at(".baton")
    }

    /// Where cargo builds.
    pub fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.at("target"), PathBuf::from)
    }
}
