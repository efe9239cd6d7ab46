//! Request headers: how large, of what kind, by whose authority, from which page, against which version.

use std::net::Ipv6Addr;

use super::Parsed;
use super::id::id_of;
use super::problem::{Code, field, problem};

/// Longest bearer token in bytes.
pub const MAX_BEARER_BYTES: usize = 512;
/// Fewest characters of an idempotency key: enough that two people never make the same by chance.
pub const MIN_KEY_BYTES: usize = 8;

/// Refuses a body by its announced length. Where none is announced, the body is checked once it is read.
pub fn size(content_length: Option<&str>, limit: usize) -> Parsed<()> {
    let Some(text) = content_length else { return Ok(()) };
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits {
        return Err(problem(Code::MalformedRequest, "content-length must be a whole number"));
    }
    match text.parse::<usize>() {
        Ok(bytes) if bytes <= limit => Ok(()),
        // More digits than a number holds is too large as well.
        _ => Err(problem(Code::TooLarge, format!("the body has more than {limit} bytes; send less"))),
    }
}

/// Whether the body is said to be JSON.
pub fn json(content_type: Option<&str>) -> Parsed<()> {
    kind(content_type, "application/json")
}

/// Whether the body is said to be bytes of no further kind.
pub fn bytes(content_type: Option<&str>) -> Parsed<()> {
    kind(content_type, "application/octet-stream")
}

/// Whether the body is said to be a form.
pub fn form(content_type: Option<&str>) -> Parsed<()> {
    kind(content_type, "application/x-www-form-urlencoded")
}

fn kind(content_type: Option<&str>, expect: &str) -> Parsed<()> {
    if media_type(content_type).eq_ignore_ascii_case(expect) {
        return Ok(());
    }
    Err(field(problem(Code::WrongMediaType, format!("send the body as {expect}")), "content-type"))
}

/// The media type without its parameters.
pub(super) fn media_type(content_type: Option<&str>) -> &str {
    content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim()
}

/// The token of `authorization: Bearer …`.
pub fn bearer(authorization: Option<&str>) -> Parsed<&str> {
    let refuse = || problem(Code::Unauthorized, "send the header `authorization: Bearer <token>`");
    let (scheme, token) = authorization.unwrap_or_default().trim().split_once(' ').ok_or_else(refuse)?;
    let token = token.trim_start_matches(' ');
    let good = (1..=MAX_BEARER_BYTES).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_graphic());
    if scheme.eq_ignore_ascii_case("bearer") && good { Ok(token) } else { Err(refuse()) }
}

/// The network that an address counts for: itself, or of IPv6 its first 64 bits, which one household has whole.
pub fn network(address: &str) -> String {
    match address.parse::<Ipv6Addr>() {
        Ok(address) if address.to_ipv4_mapped().is_none() => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(_) | Err(_) => address.to_owned(),
    }
}

/// Whether a page of this origin may ask: it is the edge's own, or one that the workspace names. Scheme, host and port
/// must all be the same; nothing is ever compared in part, and `null` is nobody's origin.
pub fn origin_allowed(origin: &str, allowed: &[String], own: &[String]) -> bool {
    let Some(origin) = Origin::parse(origin) else { return false };
    let mut known =
        own.iter().map(String::as_str).chain(allowed.iter().map(|one| one.strip_suffix('/').unwrap_or(one)));
    known.any(|one| Origin::parse(one).as_ref() == Some(&origin))
}

/// An origin as browsers write it, fit to stand in a policy; nothing where it is none.
pub fn plain_origin(text: &str) -> Option<String> {
    let Origin { scheme, host, port } = Origin::parse(text.strip_suffix('/').unwrap_or(text))?;
    let plain = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    let port = match (scheme.as_str(), port) {
        ("https", Some(443)) | ("http", Some(80)) | (_, None) => String::new(),
        (_, Some(port)) => format!(":{port}"),
    };
    plain.then(|| format!("{scheme}://{host}{port}"))
}

/// Scheme, host and port of an `origin` header. Other schemes than HTTP's own are compared as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Origin {
    scheme: String,
    host: String,
    port: Option<u16>,
}

impl Origin {
    fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let scheme = scheme.to_ascii_lowercase();
        // The colon of a port stands after the last bracket of an IPv6 address.
        let bracket = rest.rfind(']').unwrap_or(0);
        let colon = rest.get(bracket..)?.find(':').map(|at| at + bracket);
        let (host, port) = colon.map_or((rest, None), |at| (rest.get(..at).unwrap_or(""), rest.get(at + 1..)));
        let host_ok = !host.is_empty()
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._[]:".contains(&b))
            && (!host.contains(':') || (host.starts_with('[') && host.ends_with(']')));
        if !host_ok || !scheme.starts_with(|c: char| c.is_ascii_lowercase()) {
            return None;
        }
        let port = match port {
            None => None,
            Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
                Some(digits.parse::<u16>().ok()?)
            }
            Some(_) => return None,
        };
        let default = match scheme.as_str() {
            "https" => Some(443),
            "http" => Some(80),
            _ => None,
        };
        Some(Self { scheme, host: host.to_ascii_lowercase(), port: port.or(default) })
    }
}

/// What a write is made against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfMatch {
    /// Whatever is there.
    Any,
    /// This version; 0 is before the first.
    Version(u64),
}

/// The header `if-match`: `"17"` or `*`.
pub fn if_match(text: Option<&str>) -> Parsed<IfMatch> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        let detail = "send the header `if-match` with the version that was changed, in quotes, or *";
        return Err(problem(Code::IfMatchMissing, detail));
    };
    if text == "*" {
        return Ok(IfMatch::Any);
    }
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let digits = inner.filter(|inner| (1..=16).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_digit()));
    let version = digits.and_then(|digits| digits.parse().ok());
    let wrong = || field(problem(Code::MalformedRequest, "if-match must be one version in quotes, or *"), "if-match");
    version.map(IfMatch::Version).ok_or_else(wrong)
}

/// The version of a part that a change is made against; none where any will do.
pub fn if_match_part(text: Option<&str>) -> Parsed<Option<String>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        let detail = "send the header `if-match` with the version that was changed, in quotes, or *";
        return Err(problem(Code::IfMatchMissing, detail));
    };
    if text == "*" {
        return Ok(None);
    }
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let plain =
        inner.filter(|inner| (1..=64).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_alphanumeric()));
    let wrong = || field(problem(Code::MalformedRequest, "if-match must be one version in quotes, or *"), "if-match");
    plain.map(|plain| Some(plain.to_owned())).ok_or_else(wrong)
}

/// Browser and system in a few words, out of the header `user-agent`: enough to know one's own devices apart.
pub fn device(user_agent: Option<&str>) -> String {
    let text = user_agent.unwrap_or_default();
    let find =
        |words: &[(&str, &'static str)]| words.iter().find(|(word, _)| text.contains(word)).map(|(_, name)| *name);
    // Whoever pretends to be another stands before it.
    let browser = find(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "?".to_owned(),
    }
}

/// The header `idempotency-key`.
pub fn idempotency_key(text: Option<&str>) -> Parsed<String> {
    let name = "idempotency-key";
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    let missing = || {
        let detail =
            "send a random key, so that a repeat does nothing twice: the header `idempotency-key`, or the field";
        field(problem(Code::Invalid, detail), name)
    };
    let text = text.ok_or_else(missing)?;
    // Some clients put quotes around it, as an older draft had it.
    let bare = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    Ok(id_of(name, bare, MIN_KEY_BYTES)?.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn devices_are_told_in_a_few_words() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let edge =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0";
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1";
        for (agent, expect) in [(firefox, "Firefox, Linux"), (edge, "Edge, Windows"), (safari, "Safari, iPhone")] {
            assert_eq!(device(Some(agent)), expect);
        }
        assert_eq!((device(Some("node")), device(None)), ("?".to_owned(), "?".to_owned()));
    }

    #[test]
    fn versions_of_parts_stand_in_quotes() {
        assert_eq!(if_match_part(Some("\"0a1f\"")), Ok(Some("0a1f".to_owned())));
        assert_eq!(if_match_part(Some(" * ")), Ok(None));
        assert_eq!(if_match_part(None).unwrap_err().status, 428);
        for wrong in ["0a1f", "\"\"", "W/\"a\"", "\"a\", \"b\""] {
            assert_eq!(if_match_part(Some(wrong)).unwrap_err().status, 400, "{wrong}");
        }
    }

    #[test]
    fn sizes_are_refused_before_reading() {
        for good in [None, Some("0"), Some("100")] {
            assert_eq!(size(good, 100), Ok(()));
        }
        for large in ["101", "99999999999999999999999999"] {
            assert_eq!(size(Some(large), 100).unwrap_err().status, 413);
        }
        for bad in ["", "-1", "1,1", " 1", "abc"] {
            assert_eq!(size(Some(bad), 100).unwrap_err().status, 400, "{bad}");
        }
    }

    #[test]
    fn media_types_are_exact() {
        for good in ["application/json", "Application/JSON; charset=utf-8", "application/json;charset=UTF-8"] {
            assert_eq!(json(Some(good)), Ok(()));
        }
        for bad in [None, Some(""), Some("text/plain"), Some("application/jsonp"), Some("text/plain; application/json")]
        {
            assert_eq!(json(bad).unwrap_err().status, 415);
        }
        assert_eq!(form(Some("application/x-www-form-urlencoded")), Ok(()));
        assert_eq!(form(Some("multipart/form-data; boundary=x")).unwrap_err().status, 415);
    }

    #[test]
    fn bearer_tokens() {
        assert_eq!(bearer(Some("Bearer abc-_.~+/=")), Ok("abc-_.~+/="));
        assert_eq!(bearer(Some("bearer  abc ")), Ok("abc"));
        let long = format!("Bearer {}", "x".repeat(513));
        for bad in ["", "abc", "Bearer", "Bearer ", "Basic abc", "Bearer a b", "Bearer ü", &long] {
            assert_eq!(bearer(Some(bad)).unwrap_err().status, 401, "{bad}");
        }
        assert!(bearer(None).is_err());
    }

    #[test]
    fn a_household_counts_as_one() {
        assert_eq!(network("203.0.113.7"), "203.0.113.7");
        assert_eq!(network("2001:db8:1:2:aaaa::1"), "2001:db8:1:2::/64");
        assert_eq!(network("2001:db8:1:2:bbbb::9"), "2001:db8:1:2::/64");
        assert_eq!(network("::ffff:203.0.113.7"), "::ffff:203.0.113.7");
        assert_eq!(network("unknown"), "unknown");
    }

    #[test]
    fn origins_are_compared_whole() {
        let allowed = ["https://shop.example.com".to_owned(), "http://localhost:8788/".to_owned()];
        let own = &["http://127.0.0.1:8787".to_owned(), "https://baton.example.com".to_owned()];
        let check = |origin: &str| origin_allowed(origin, &allowed, own);
        for good in [
            "https://shop.example.com",
            "https://SHOP.example.com",
            "https://shop.example.com:443",
            "http://localhost:8788",
            "http://127.0.0.1:8787",
            "https://baton.example.com",
        ] {
            assert!(check(good), "{good}");
        }
        for bad in [
            "",
            "null",
            "*",
            "http://shop.example.com",
            "https://shop.example.com:8443",
            "https://shop.example.com.evil.com",
            "https://evil-shop.example.com",
            "https://example.com",
            "https://a.shop.example.com",
            "https://shop.example.com/",
            "https://shop.example.com/x",
            "https://shop.example.com?x",
            "https://shop.example.com@evil.com",
            "https://evil.com#https://shop.example.com",
            "https://evil.com https://shop.example.com",
            "http://localhost",
            "http://localhost:87880",
            "http://localhost:8788:8788",
            "http://127.0.0.1:8787.evil.com",
            "shop.example.com",
            "//shop.example.com",
        ] {
            assert!(!check(bad), "{bad}");
        }
        assert!(!origin_allowed("null", &["null".to_owned(), "*".to_owned()], &["null".to_owned()]));
        assert!(origin_allowed("http://[::1]:8787", &[], &["http://[::1]:8787".to_owned()]));
        assert!(!origin_allowed("http://[::1]:8788", &[], &["http://[::1]:8787".to_owned()]));
        assert!(origin_allowed("capacitor://localhost", &["capacitor://localhost".to_owned()], own));
        assert!(!origin_allowed("https://shop.example.com", &["https://shop.example.com/embed".to_owned()], own));
    }

    #[test]
    fn origins_are_written_as_browsers_write_them() {
        let cases = [
            ("https://Shop.example.com:443/", Some("https://shop.example.com")),
            ("http://localhost:8788", Some("http://localhost:8788")),
            ("http://[::1]:80", Some("http://[::1]")),
            ("capacitor://localhost", Some("capacitor://localhost")),
            ("https://a.example; script-src *", None),
            ("https://a.example https://b.example", None),
            ("x;y://a.example", None),
            ("*", None),
            ("null", None),
        ];
        for (text, expect) in cases {
            assert_eq!(plain_origin(text).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn versions_to_write_against() {
        assert_eq!(if_match(Some("*")), Ok(IfMatch::Any));
        assert_eq!(if_match(Some(" \"17\" ")), Ok(IfMatch::Version(17)));
        assert_eq!(if_match(None).unwrap_err().status, 428);
        for bad in ["17", "\"17", "W/\"17\"", "\"17\", \"18\"", "\"x\"", "\"\"", "\"99999999999999999\"", "**"] {
            assert_eq!(if_match(Some(bad)).unwrap_err().status, 400, "{bad}");
        }
    }

    #[test]
    fn idempotency_keys() {
        assert_eq!(idempotency_key(Some("01234567")).unwrap(), "01234567");
        assert_eq!(idempotency_key(Some("\"8e03978e-40d5-43dd\"")).unwrap(), "8e03978e-40d5-43dd");
        for bad in [None, Some(""), Some("  "), Some("short"), Some("with space 123"), Some("\"\"")] {
            assert_eq!(idempotency_key(bad).unwrap_err().field.as_deref(), Some("idempotency-key"));
        }
    }

    proptest! {
        #[test]
        fn no_header_panics(text in "\\PC*") {
            let _ = (size(Some(&text), 10), json(Some(&text)), bearer(Some(&text)), if_match(Some(&text)));
            let _ = idempotency_key(Some(&text));
            prop_assert!(!origin_allowed(&text, &["https://shop.example.com".to_owned()], &[]));
        }

        #[test]
        fn an_origin_near_an_allowed_one_is_not_it(before in "\\PC{0,3}", after in "\\PC{0,3}") {
            let origin = format!("{before}https://shop.example.com{after}");
            let same = before.is_empty() && after.is_empty();
            let allowed = ["https://shop.example.com".to_owned()];
            prop_assert_eq!(origin_allowed(&origin, &allowed, &[]), same);
        }
    }
}
