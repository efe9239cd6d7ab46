//! The worker's secrets on this machine: random, made once, kept in a file that is never committed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::token;

/// Authorises the tool.
pub const ADMIN_KEY: &str = "BATON_ADMIN_KEY";
/// Signs sessions, sign-in links and reply links.
pub const SESSION_KEY: &str = "BATON_SESSION_KEY";
const IDENTITY_KEYS: &str = "BATON_IDENTITY_KEYS";
/// All of them.
pub const NAMES: [&str; 3] = [ADMIN_KEY, SESSION_KEY, IDENTITY_KEYS];
/// Name of the identity key that is made for this machine.
const KID: &str = "dev-1";

/// The worker's secrets.
#[derive(Clone, Debug)]
pub struct Secrets {
    /// Authorises the tool.
    pub admin_key: String,
    /// Signs sessions, sign-in links and reply links.
    pub session_key: String,
    /// Name of the key below.
    pub identity_kid: String,
    /// With it the company's back end signs who a visitor is; base64url.
    pub identity_secret: String,
}

impl Secrets {
    /// Reads the file, making it where it is missing, and adding what an older one lacks.
    pub fn ensure(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).unwrap_or_default();
        let mut added = String::new();
        let mut value = |name: &str| {
            find(&text, name).unwrap_or_else(|| {
                let made = make(name, KID);
                let _ = writeln!(added, "{name}='{made}'");
                made
            })
        };
        let admin_key = value(ADMIN_KEY);
        let session_key = value(SESSION_KEY);
        let keys = value(IDENTITY_KEYS);
        let keys: serde_json::Map<String, Value> = serde_json::from_str(&keys)
            .with_context(|| format!("{IDENTITY_KEYS} in {} is no JSON object; remove the line", file.display()))?;
        let (identity_kid, identity_secret) = keys
            .iter()
            .find_map(|(kid, secret)| Some((kid.clone(), secret.as_str()?.to_owned())))
            .with_context(|| format!("{IDENTITY_KEYS} in {} holds no key; remove the line", file.display()))?;
        if !added.is_empty() {
            let head =
                if text.is_empty() { "# Secrets of Baton on this machine alone. Never commit them.\n" } else { "" };
            let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
            write_private(file, &format!("{head}{text}{gap}{added}"))?;
        }
        Ok(Self { admin_key, session_key, identity_kid, identity_secret })
    }
}

/// A new value of a secret; `kid` names the identity key.
pub fn make(name: &str, kid: &str) -> String {
    let random = token::random_text();
    if name == IDENTITY_KEYS { format!("{{\"{kid}\":\"{random}\"}}") } else { random }
}

/// Writes a file that only its owner may read.
pub fn write_private(file: &Path, text: &str) -> Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let failure = || format!("{} cannot be written", file.display());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(failure)?;
    }
    let mut options = fs::OpenOptions::new();
    let mut opened = options.write(true).create(true).truncate(true).mode(0o600).open(file).with_context(failure)?;
    opened.write_all(text.as_bytes()).with_context(failure)
}

fn find(text: &str, name: &str) -> Option<String> {
    let value = text.lines().find_map(|line| line.trim().strip_prefix(name)?.trim_start().strip_prefix('='))?.trim();
    let bare = ['\'', '"'].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
    Some(bare.unwrap_or(value).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_secrets_once_and_keeps_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("vars");
        fs::write(&file, "OTHER=1\nBATON_ADMIN_KEY=\"mine\"").unwrap();
        let first = Secrets::ensure(&file).unwrap();
        let second = Secrets::ensure(&file).unwrap();
        assert_eq!(first.admin_key, "mine");
        assert_eq!((first.session_key, first.identity_secret), (second.session_key, second.identity_secret));
        assert!(fs::read_to_string(&file).unwrap().starts_with("OTHER=1\n"));
    }
}
