//! Addresses, as far as a policy looks at them.

use std::fmt;

use anyhow::{Result, bail};
use ureq::http::Uri;

/// Scheme, host, port and path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// `http`, `https`, `ws` or `wss`.
    pub scheme: String,
    /// In small letters.
    pub host: String,
    /// The scheme's own where none is named.
    pub port: u16,
    /// Begins with `/`; without a query.
    pub path: String,
}

impl Address {
    /// Reads the address of a page or of a Baton.
    pub fn parse(text: &str) -> Result<Self> {
        let Ok(uri) = text.trim().parse::<Uri>() else {
            bail!("`{text}` is no address; write https://www.example.com")
        };
        let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else {
            bail!("`{text}` is no whole address; write it with https:// before it");
        };
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "http" && scheme != "https" {
            bail!("`{text}` is no address of the web; write one that begins with https://");
        }
        if host.starts_with('[') {
            bail!("a policy cannot name the address {host}; give a name or an IPv4 address instead");
        }
        let port = uri.port_u16().unwrap_or_else(|| default_port(&scheme));
        let path = if uri.path().starts_with('/') { uri.path() } else { "/" };
        Ok(Self { host: host.to_ascii_lowercase(), port, path: path.to_owned(), scheme })
    }

    /// Scheme, host and port, as a policy writes them.
    pub fn origin(&self) -> String {
        let Self { scheme, host, port, .. } = self;
        if *port == default_port(scheme) { format!("{scheme}://{host}") } else { format!("{scheme}://{host}:{port}") }
    }

    /// Another path of the same origin, below this one's folder.
    pub fn at(&self, path: &str) -> Self {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        Self { path: format!("{folder}/{path}"), ..self.clone() }
    }

    /// The same place for sockets.
    pub fn socket(&self) -> Self {
        let scheme = if self.scheme == "https" { "wss" } else { "ws" };
        Self { scheme: scheme.to_owned(), ..self.clone() }
    }

    /// The same place under HTTPS.
    pub fn upgraded(&self) -> Self {
        let port = if self.port == 80 { 443 } else { self.port };
        Self { scheme: "https".to_owned(), port, ..self.clone() }
    }

    /// Whether it is this machine, which browsers trust also without HTTPS.
    pub fn is_this_machine(&self) -> bool {
        self.host == "localhost" || self.host.ends_with(".localhost") || self.host.starts_with("127.")
    }
}

impl fmt::Display for Address {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}{}", self.origin(), self.path)
    }
}

/// The port that a scheme has by itself.
pub fn default_port(scheme: &str) -> u16 {
    if matches!(scheme, "https" | "wss") { 443 } else { 80 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_an_origin_as_a_policy_does() {
        let origin = |text: &str| Address::parse(text).map(|address| address.origin()).ok();
        assert_eq!(origin("https://Baton.Example.com/"), Some("https://baton.example.com".to_owned()));
        assert_eq!(origin("https://baton.example.com:443"), Some("https://baton.example.com".to_owned()));
        assert_eq!(origin("http://127.0.0.1:8787/x?y"), Some("http://127.0.0.1:8787".to_owned()));
        for wrong in ["", "baton.example.com", "/path", "ftp://x.example", "https://[::1]/", "https://", "ein wort"] {
            assert_eq!(origin(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn stays_below_its_folder() {
        let at = |base: &str| Address::parse(base).unwrap().at("widget/app.js").to_string();
        assert_eq!(at("https://a.example"), "https://a.example/widget/app.js");
        assert_eq!(at("https://a.example/baton/"), "https://a.example/baton/widget/app.js");
        assert_eq!(at("https://a.example/baton/widget.js"), "https://a.example/baton/widget/app.js");
    }
}
