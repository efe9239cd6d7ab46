//! Whether a list of sources allows an address. Follows CSP Level 3, "Does url match source list", and is strict where
//! browsers differ: a socket needs a source of its own scheme, `*` or `'self'`.

use super::address::{Address, default_port};
use super::policy::Directive;

/// Whether a list allows an address to a page. Nonces and hashes are not looked at: see [`nonces`].
pub fn allows(list: &Directive, page: &Address, to: &Address) -> bool {
    list.values.iter().any(|source| matches(source, page, to))
}

/// The nonces that a list knows.
pub fn nonces(list: &Directive) -> Vec<&str> {
    let quoted = list.values.iter().filter_map(|value| value.strip_prefix('\'')?.strip_suffix('\''));
    quoted
        .filter_map(|value| value.get(..6)?.eq_ignore_ascii_case("nonce-").then(|| value.get(6..)).flatten())
        .filter(|nonce| !nonce.is_empty() && nonce.bytes().all(is_of_base64))
        .collect()
}

fn is_of_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte)
}

fn matches(source: &str, page: &Address, to: &Address) -> bool {
    if source == "*" {
        return true;
    }
    if source.eq_ignore_ascii_case("'self'") {
        return is_self(page, to);
    }
    if source.starts_with('\'') {
        return false;
    }
    if let Some(scheme) = source.strip_suffix(':').filter(|scheme| !scheme.contains(['/', '.', ':', '*'])) {
        return scheme_matches(scheme, &to.scheme);
    }
    let (scheme, rest) = source.split_once("://").map_or((None, source), |(scheme, rest)| (Some(scheme), rest));
    if !scheme_matches(scheme.unwrap_or(&page.scheme), &to.scheme) {
        return false;
    }
    let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let (host, port) = authority.rsplit_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    host_matches(host, &to.host) && port_matches(port, to) && path_matches(path, &to.path)
}

/// The page's own origin, also under the safer scheme and for sockets.
fn is_self(page: &Address, to: &Address) -> bool {
    let are_default = page.port == default_port(&page.scheme) && to.port == default_port(&to.scheme);
    let is_as_safe = matches!(to.scheme.as_str(), "https" | "wss") || page.scheme == "http";
    page.host == to.host && (page.port == to.port || are_default) && is_as_safe
}

/// A scheme allows itself and its safer kind.
fn scheme_matches(allowed: &str, scheme: &str) -> bool {
    let allowed = allowed.to_ascii_lowercase();
    allowed == scheme || matches!((allowed.as_str(), scheme), ("http", "https") | ("ws", "wss" | "http" | "https"))
}

fn host_matches(pattern: &str, host: &str) -> bool {
    let pattern = pattern.to_ascii_lowercase();
    if pattern == "*" {
        return true;
    }
    match pattern.strip_prefix("*.") {
        Some(parent) => host.strip_suffix(parent).is_some_and(|before| before.len() > 1 && before.ends_with('.')),
        None => pattern == host,
    }
}

fn port_matches(port: Option<&str>, to: &Address) -> bool {
    match port {
        None => to.port == default_port(&to.scheme),
        Some("*") => true,
        Some(port) => {
            port.parse() == Ok(to.port) || (port == "80" && to.port == 443 && default_port(&to.scheme) == 443)
        }
    }
}

/// A path with a slash at its end allows what lies below.
fn path_matches(path: &str, to: &str) -> bool {
    path.is_empty() || path == to || (path.ends_with('/') && to.starts_with(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sources: &str, page: &str, to: &str, expect: bool) {
        let values = sources.split_ascii_whitespace().map(str::to_owned).collect();
        let list = Directive { name: "script-src".to_owned(), values };
        let (page, mut to_address) =
            (Address::parse(page).unwrap(), Address::parse(&to.replacen("ws", "http", 1)).unwrap());
        if to.starts_with("ws") {
            to_address = to_address.socket();
        }
        assert_eq!(allows(&list, &page, &to_address), expect, "{sources} for {to}");
    }

    #[test]
    fn knows_what_a_source_allows() {
        let page = "https://www.a.example/shop";
        for (sources, to, expect) in [
            ("", "https://b.example/", false),
            ("'none'", "https://b.example/", false),
            ("*", "https://b.example/", true),
            ("*", "wss://b.example/", true),
            ("https:", "https://b.example:8443/", true),
            ("http:", "https://b.example/", true),
            ("https:", "http://b.example/", false),
            ("https:", "wss://b.example/", false),
            ("wss:", "wss://b.example/", true),
            ("ws:", "wss://b.example/", true),
            ("'self'", "https://www.a.example/baton/widget.js", true),
            ("'SELF'", "wss://www.a.example/baton/v1", true),
            ("'self'", "http://www.a.example/", false),
            ("'self'", "https://www.a.example:8443/", false),
            ("'self'", "https://b.example/", false),
            ("b.example", "https://b.example/widget.js", true),
            ("B.Example", "https://b.example/widget.js", true),
            ("b.example", "http://b.example/", false),
            ("b.example", "https://b.example:8443/", false),
            ("b.example:*", "https://b.example:8443/", true),
            ("b.example:8443", "https://b.example:8443/", true),
            ("http://b.example:80", "https://b.example/", true),
            ("https://b.example", "wss://b.example/", false),
            ("wss://b.example", "wss://b.example/", true),
            ("*.b.example", "https://baton.b.example/", true),
            ("*.b.example", "https://b.example/", false),
            ("*.b.example", "https://evilb.example/", false),
            ("https://*.b.example:*", "https://x.y.b.example:1/", true),
            ("https://b.example/widget.js", "https://b.example/widget.js", true),
            ("https://b.example/widget.js", "https://b.example/widget/app.js", false),
            ("https://b.example/widget/", "https://b.example/widget/app.js", true),
            ("https://b.example/", "https://b.example/widget/app.js", true),
            ("'nonce-abc' 'unsafe-inline'", "https://b.example/", false),
        ] {
            check(sources, page, to, expect);
        }
        check("b.example", "http://a.example/", "https://b.example/", true);
        check("'self'", "http://a.example/", "wss://a.example/", true);
    }

    #[test]
    fn finds_nonces() {
        let values = ["'nonce-aGk='", "'NONCE-b'", "'nonce-'", "'nonce-a b'", "nonce-c", "'sha256-x'", "'nonc€-é'"];
        let list = Directive { name: String::new(), values: values.map(str::to_owned).to_vec() };
        assert_eq!(nonces(&list), ["aGk=", "b"]);
    }
}
