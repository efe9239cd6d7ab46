//! The browser that the tests drive: the one that `BATON_CHROMIUM` names, else an installed Chrome or Chromium,
//! else Debian's package where this machine lets us install it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};
use nix::unistd::Uid;

use crate::say::Step;
use crate::tool;

/// The variable that names a browser.
pub const VARIABLE: &str = "BATON_CHROMIUM";
const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
/// The browser, and a font with Chinese characters.
const PACKAGES: [&str; 2] = ["chromium", "fonts-noto-cjk"];

/// Finds the browser, installing it if that is allowed.
pub fn ensure() -> Result<PathBuf> {
    if let Some(named) = env::var_os(VARIABLE).map(PathBuf::from) {
        if named.is_file() {
            return Ok(named);
        }
        bail!("{VARIABLE} names {}, which does not exist; name a Chrome or Chromium", named.display());
    }
    if let Some(found) = installed() {
        return Ok(found);
    }
    if Uid::effective().is_root() && tool::answers("apt-get", &["--version"]).is_some() {
        let step = Step::begin("Install Chromium");
        let failure = format!("Chromium could not be installed; install one and set {VARIABLE} to its path");
        let mut update = Command::new("apt-get");
        tool::run("apt-get", update.args(["update", "-q"]), Some(&step))?;
        let mut install = Command::new("apt-get");
        install.args(["install", "-y", "-q", "--no-install-recommends"]).args(PACKAGES);
        install.env("DEBIAN_FRONTEND", "noninteractive");
        tool::must("apt-get", &mut install, Some(step), &failure)?;
        if let Some(found) = installed() {
            return Ok(found);
        }
    }
    bail!("no browser was found; run `sudo apt-get install chromium fonts-noto-cjk`, or set {VARIABLE} to a Chrome")
}

fn installed() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path)
        .find_map(|folder| NAMES.iter().map(|name| folder.join(name)).find(|candidate| candidate.is_file()));
    found.or_else(|| Path::new(MAC).is_file().then(|| PathBuf::from(MAC)))
}
