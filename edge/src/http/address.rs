//! Under which address a request came: the edge's own, or the path `/baton/` of a company's site that is routed to it.
//! Pure; cut by hand, because the `url` crate would weigh 47 kB.

/// The path under which a company's own site may hand requests on to the edge. They are answered as if it were absent.
pub const PREFIX: &str = "/baton";

/// The parts of a request's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Scheme, host and port.
    pub origin: String,
    /// [`PREFIX`], or nothing.
    pub prefix: &'static str,
    /// The path without the prefix, as it was sent.
    pub path: String,
    /// What stands between `?` and `#`.
    pub query: String,
}

impl Address {
    /// Takes an absolute address apart.
    pub fn parse(url: &str) -> Self {
        let whole = url.split('#').next().unwrap_or_default();
        let (address, query) = whole.split_once('?').unwrap_or((whole, ""));
        let (origin, path) = split(address);
        let (prefix, path) = without_prefix(path);
        Self { origin: origin.to_owned(), prefix, path: path.to_owned(), query: query.to_owned() }
    }
}

/// Scheme, host and port of an address.
pub fn origin_of(address: &str) -> &str {
    split(address).0
}

/// A path without [`PREFIX`], and the prefix where it was there.
pub fn without_prefix(path: &str) -> (&'static str, &str) {
    match path.strip_prefix(PREFIX) {
        Some(rest) if rest.starts_with('/') => (PREFIX, rest),
        _ => ("", path),
    }
}

fn split(address: &str) -> (&str, &str) {
    let host = address.find("://").map_or(0, |at| at + 3);
    let end = address.get(host..).and_then(|rest| rest.find('/')).map_or(address.len(), |at| at + host);
    (address.get(..end).unwrap_or_default(), address.get(end..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        let check = |url: &str, origin: &str, prefix: &str, path: &str, query: &str| {
            let address = Address::parse(url);
            let Address { origin: a, prefix: b, path: c, query: d } = &address;
            assert_eq!((a.as_str(), *b, c.as_str(), d.as_str()), (origin, prefix, path, query), "{url}");
        };
        check("https://a.example/v1/x?after=1#y", "https://a.example", "", "/v1/x", "after=1");
        check("https://a.example/baton/v1/x?after=/baton/", "https://a.example", "/baton", "/v1/x", "after=/baton/");
        check("http://[::1]:8787/baton/", "http://[::1]:8787", "/baton", "/", "");
        // Once alone, whole alone, and only at the beginning.
        check("https://a.example/baton/baton/x", "https://a.example", "/baton", "/baton/x", "");
        check("https://a.example/baton", "https://a.example", "", "/baton", "");
        check("https://a.example/batonette/x", "https://a.example", "", "/batonette/x", "");
        check("https://a.example/x/baton/y", "https://a.example", "", "/x/baton/y", "");
        check("https://a.example", "https://a.example", "", "", "");
        assert_eq!(origin_of("https://www.example.com/baton"), "https://www.example.com");
    }
}
