//! Which addresses webhooks may call. A company's configuration must not turn the edge into a way to reach what only
//! the edge's own network can: so HTTPS only, no credentials, no private addresses in any spelling, no internal names.
//!
//! The parser takes a strict subset of what browsers take: where a spelling could be read in two ways, it is refused.
//! So what is checked is what `fetch` will call, and the large `url` and `idna` crates stay out of the worker. Names
//! that resolve to a private address cannot be told here; Cloudflare's network does not route there, and redirects are
//! not followed.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Longest address in bytes.
pub const MAX_URL_BYTES: usize = 2048;

/// Ports that `fetch` itself refuses, of those above 1023 (Fetch standard, "bad port").
const BAD_PORTS: [u16; 19] =
    [1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080];

/// Names that stand for machines of one's own network, with all names below them.
const INTERNAL: [&str; 15] = [
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "test",
    "example",
    "invalid",
    "onion",
    "alt",
    "arpa",
];

/// Where the edge runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surroundings {
    /// On somebody's machine: HTTP and loopback addresses are allowed too.
    Development,
    /// For customers.
    Production,
}

impl Surroundings {
    /// Reads `BATON_ENV`. Only the exact word `development` loosens anything.
    pub fn parse(text: &str) -> Self {
        if text == "development" { Self::Development } else { Self::Production }
    }
}

/// An address that may be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The address to call, scheme and host in lower case.
    pub url: String,
}

/// Why an address may not be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// Over [`MAX_URL_BYTES`].
    #[error("the address is longer than 2048 bytes")]
    TooLong,
    /// A space, control character, backslash, or something beyond ASCII.
    #[error("the address has a character that must be percent-encoded, or a host that must be written as xn--")]
    BadCharacter,
    /// Not `https://`.
    #[error("the address must start with https://")]
    NotHttps,
    /// `user:password@`.
    #[error("the address must not hold a user name or password")]
    Credentials,
    /// `#…`.
    #[error("the address must not have a fragment")]
    Fragment,
    /// No host, or one that cannot be.
    #[error("the address has no valid host; write a domain name, in lower case and complete")]
    BadHost,
    /// A port that is not allowed.
    #[error("the port must be 443, or one from 1024 that browsers may call")]
    BadPort,
    /// An address of the edge's own network, or one that nobody has.
    #[error("the address belongs to a private or reserved network; webhooks go to public addresses only")]
    PrivateAddress,
    /// A name of one's own network.
    #[error("the name belongs to a private network; webhooks go to public names only")]
    InternalName,
}

impl TargetError {
    /// A stable word for clients and metrics.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLong => "url_too_long",
            Self::BadCharacter => "url_bad_character",
            Self::NotHttps => "url_not_https",
            Self::Credentials => "url_with_credentials",
            Self::Fragment => "url_with_fragment",
            Self::BadHost => "url_bad_host",
            Self::BadPort => "url_bad_port",
            Self::PrivateAddress => "url_private_address",
            Self::InternalName => "url_internal_name",
        }
    }
}

/// Whether this address may be called. Check it when it is configured and again before each call.
pub fn check(url: &str, surroundings: Surroundings) -> Result<Target, TargetError> {
    let development = surroundings == Surroundings::Development;
    if url.len() > MAX_URL_BYTES {
        return Err(TargetError::TooLong);
    }
    // Browsers drop tabs and line breaks and read a backslash as a slash: none of that here.
    if !url.bytes().all(|b| b.is_ascii_graphic() && !b"\\\"<>^`{|}".contains(&b)) {
        return Err(TargetError::BadCharacter);
    }
    let (scheme, rest) = url.split_once("://").ok_or(TargetError::NotHttps)?;
    let scheme = scheme.to_ascii_lowercase();
    if scheme != "https" && !(development && scheme == "http") {
        return Err(TargetError::NotHttps);
    }
    if rest.contains('#') {
        return Err(TargetError::Fragment);
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    if authority.contains('@') {
        return Err(TargetError::Credentials);
    }
    let (host, port) = host_and_port(authority)?;
    check_port(port, development)?;
    let host = check_host(&host.to_ascii_lowercase(), development)?;
    let port = port.map_or_else(String::new, |port| format!(":{port}"));
    Ok(Target { url: format!("{scheme}://{host}{port}{path}") })
}

fn host_and_port(authority: &str) -> Result<(&str, Option<u16>), TargetError> {
    // Within brackets stand the colons of IPv6.
    let colon = match authority.rfind(']') {
        Some(bracket) => authority.get(bracket..).and_then(|rest| rest.find(':')).map(|at| at + bracket),
        None if authority.starts_with('[') => return Err(TargetError::BadHost),
        None => authority.find(':'),
    };
    let Some(colon) = colon else { return Ok((authority, None)) };
    let (host, port) = authority.split_at(colon);
    let digits = port.get(1..).unwrap_or_default();
    if digits.is_empty() || digits.len() > 5 || digits.starts_with('0') || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(TargetError::BadPort);
    }
    Ok((host, Some(digits.parse().map_err(|_| TargetError::BadPort)?)))
}

fn check_port(port: Option<u16>, development: bool) -> Result<(), TargetError> {
    match port {
        None | Some(443) => Ok(()),
        Some(80) if development => Ok(()),
        Some(port) if port >= 1024 && !BAD_PORTS.contains(&port) => Ok(()),
        Some(_) => Err(TargetError::BadPort),
    }
}

/// The host as it is to be called.
fn check_host(host: &str, development: bool) -> Result<String, TargetError> {
    if let Some(inner) = host.strip_prefix('[') {
        let inner = inner.strip_suffix(']').ok_or(TargetError::BadHost)?;
        let address: Ipv6Addr = inner.parse().map_err(|_| TargetError::BadHost)?;
        let allowed = is_public_v6(address) || (development && address.is_loopback());
        return if allowed { Ok(format!("[{address}]")) } else { Err(TargetError::PrivateAddress) };
    }
    let labels: Vec<&str> = host.split('.').collect();
    let valid = |label: &&str| {
        (1..=63).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    if host.len() > 253 || !labels.iter().all(valid) {
        return Err(TargetError::BadHost);
    }
    let last = labels.last().copied().unwrap_or_default();
    // A host whose last label starts with a digit is a number to browsers (`2130706433`, `0x7f.1`, `127.1`): only
    // the one canonical spelling is read, all others are refused. No top-level domain starts with a digit.
    if last.starts_with(|c: char| c.is_ascii_digit()) {
        let address: Ipv4Addr = host.parse().map_err(|_| TargetError::PrivateAddress)?;
        let allowed = is_public_v4(address) || (development && address.is_loopback());
        return if allowed { Ok(address.to_string()) } else { Err(TargetError::PrivateAddress) };
    }
    if development && last == "localhost" {
        return Ok(host.to_owned());
    }
    if labels.len() == 1 || INTERNAL.contains(&last) {
        return Err(TargetError::InternalName);
    }
    Ok(host.to_owned())
}

/// Whether anybody on the internet can have this address (IANA's special-purpose registry).
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocols = (a, b, c) == (192, 0, 0) || (a, b, c) == (192, 88, 99);
    let benchmarks = a == 198 && (18..20).contains(&b);
    // 0/8 is "this network"; 240/4 is reserved and holds the broadcast address.
    !(a == 0
        || a >= 240
        || shared
        || protocols
        || benchmarks
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

/// Only `2000::/3` is handed out to anybody, without what embeds IPv4 addresses or serves special ends there. That
/// leaves out loopback, unique local, link-local, multicast, IPv4-mapped and NAT64 addresses at once.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    let global = a & 0xe000 == 0x2000;
    let special = a == 0x2001 && b < 0x0200; // Teredo, ORCHID, benchmarks
    let documentation = (a == 0x2001 && b == 0x0db8) || (a == 0x3fff && b < 0x1000);
    let six_to_four = a == 0x2002;
    global && !special && !documentation && !six_to_four
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn refused(url: &str, expect: TargetError) {
        assert_eq!(check(url, Surroundings::Production), Err(expect), "{url}");
    }

    #[track_caller]
    fn allowed(url: &str, expect: &str) {
        let target = check(url, Surroundings::Production);
        assert_eq!(target, Ok(Target { url: expect.to_owned() }), "{url}");
    }

    #[test]
    fn public_addresses_are_called_as_written() {
        for url in [
            "https://hooks.example.com/baton?key=1&x=%20",
            "https://example.com",
            "https://example.com:8443/",
            "https://xn--fiqs8s.xn--fiqs8s/a",
            "https://hook_s.example.com?a@b",
            "https://8.8.8.8/x",
            "https://[2606:4700::1111]:8443/",
            "https://example.com/a/http://10.0.0.1/",
        ] {
            allowed(url, url);
        }
        allowed("HTTPS://Hooks.Example.COM/Path", "https://hooks.example.com/Path");
        allowed("https://[2606:4700:0:0:0:0:0:1111]/", "https://[2606:4700::1111]/");
    }

    #[test]
    fn other_schemes_and_credentials_are_refused() {
        use TargetError::{BadCharacter, BadHost, Credentials, Fragment, NotHttps, TooLong};
        let cases = [
            ("http://example.com", NotHttps),
            ("ftp://example.com", NotHttps),
            ("file:///etc/passwd", NotHttps),
            ("javascript://example.com/%0aalert", NotHttps),
            ("https:/example.com", NotHttps),
            ("https:example.com", NotHttps),
            ("//example.com", NotHttps),
            ("example.com", NotHttps),
            ("", NotHttps),
            ("https://user@example.com", Credentials),
            ("https://user:secret@example.com", Credentials),
            ("https://example.com@10.0.0.1/", Credentials),
            ("https://@example.com/", Credentials),
            ("https://example.com/#x", Fragment),
            ("https://example.com#@10.0.0.1/", Fragment),
            ("https://example.com\\@10.0.0.1/", BadCharacter),
            ("https:\\\\example.com", BadCharacter),
            (" https://example.com", BadCharacter),
            ("https://exa\tmple.com", BadCharacter),
            ("https://example.com/\r\nhost: x", BadCharacter),
            ("https://例子.com", BadCharacter),
            ("https://127。0。0。1/", BadCharacter),
            ("https://①②⑦.0.0.1/", BadCharacter),
            ("https://%31%32%37.0.0.1/", BadHost),
            ("https://", BadHost),
            ("https:///path", BadHost),
            ("https://?x", BadHost),
            ("https://.example.com", BadHost),
            ("https://example..com", BadHost),
            ("https://example.com.", BadHost),
            ("https://127.0.0.1./", BadHost),
            ("https://exa mple.com", BadCharacter),
            ("https://[::1", BadHost),
            ("https://::1/", TargetError::BadPort),
            ("https://[fe80::1%25eth0]/", BadHost),
            ("https://[example.com]/", BadHost),
            ("https://[2606:4700::1111]x/", BadHost),
        ];
        for (url, expect) in cases {
            refused(url, expect);
        }
        refused(&format!("https://example.com/{}", "a".repeat(MAX_URL_BYTES)), TooLong);
    }

    #[test]
    fn ports_are_bounded() {
        for port in
            ["0", "1", "22", "25", "80", "1023", "6000", "6667", "65536", "99999", "999999", "", "0443", "-1", "4a"]
        {
            refused(&format!("https://example.com:{port}/"), TargetError::BadPort);
        }
        refused("https://example.com:443:443/", TargetError::BadPort);
    }

    #[test]
    fn private_addresses_are_refused_in_every_spelling() {
        let hosts = [
            // Loopback, in decimal, octal, hexadecimal and short forms.
            "127.0.0.1",
            "127.255.255.254",
            "127.1",
            "127.0.1",
            "2130706433",
            "017700000001",
            "0x7f000001",
            "0x7F.0.0.1",
            "0177.0.0.1",
            "0x7f.1",
            "127.0.0.01",
            "127.0.0.0x1",
            "00000127.0.0.1",
            "0",
            "0x0",
            "00",
            "127.0.0.1.1",
            "256.256.256.256",
            "4294967297",
            "1.2.3.4.5",
            "0x",
            "1e3.5",
            // Unspecified, private, shared, link-local (metadata services too), multicast, reserved, documentation.
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "169.254.169.254",
            "2852039166",
            "0xa9fea9fe",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "198.51.100.1",
            "203.0.113.1",
            "198.18.0.1",
            "198.19.255.255",
            "192.88.99.1",
            // IPv6: loopback, unspecified, mapped, compatible, translated, unique local, link-local, site-local,
            // multicast, documentation, Teredo, 6to4.
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::ffff:8.8.8.8]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b:1::1]",
            "[fc00::1]",
            "[fd12:3456::1]",
            "[fe80::1]",
            "[fec0::1]",
            "[ff02::1]",
            "[2001:db8::1]",
            "[3fff::1]",
            "[2001::1]",
            "[2002:7f00:1::]",
            "[100::1]",
            "[FD00:EC2::254]",
            "[5f00::1]",
        ];
        for host in hosts {
            refused(&format!("https://{host}/"), TargetError::PrivateAddress);
            refused(&format!("https://{host}:8443/x"), TargetError::PrivateAddress);
        }
        for host in
            ["172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "198.20.0.1", "223.255.255.255", "[2400::1]"]
        {
            allowed(&format!("https://{host}/"), &format!("https://{host}/"));
        }
    }

    #[test]
    fn internal_names_are_refused() {
        for host in [
            "localhost",
            "LOCALHOST",
            "a.localhost",
            "localhost.localdomain",
            "printer.local",
            "metadata.google.internal",
            "metadata",
            "intranet",
            "nas.lan",
            "router.home",
            "router.home.arpa",
            "1.0.0.127.in-addr.arpa",
            "db.corp",
        ] {
            refused(&format!("https://{host}/"), TargetError::InternalName);
        }
    }

    #[test]
    fn development_allows_http_and_loopback_and_no_more() {
        for url in [
            "http://127.0.0.1:8789/hook",
            "http://localhost:8789/",
            "http://[::1]:8789/",
            "http://example.com/",
            "https://127.0.0.1:8789/",
            "http://a.localhost:8789/",
        ] {
            assert_eq!(check(url, Surroundings::Development), Ok(Target { url: url.to_owned() }), "{url}");
        }
        for url in [
            "http://10.0.0.1/",
            "http://169.254.169.254/",
            "http://2130706433/",
            "http://[::ffff:127.0.0.1]/",
            "ftp://localhost/",
            "http://u@localhost/",
            "http://localhost:22/",
            "http://printer.local/",
            "http://0.0.0.0:8789/",
        ] {
            assert!(check(url, Surroundings::Development).is_err(), "{url}");
        }
        assert_eq!(Surroundings::parse("development"), Surroundings::Development);
        for text in ["", "Development", "development ", "production", "test"] {
            assert_eq!(Surroundings::parse(text), Surroundings::Production);
        }
    }

    const NETWORKS: [(Ipv4Addr, u32); 9] = [
        (Ipv4Addr::UNSPECIFIED, 8),
        (Ipv4Addr::new(10, 0, 0, 0), 8),
        (Ipv4Addr::new(100, 64, 0, 0), 10),
        (Ipv4Addr::new(127, 0, 0, 0), 8),
        (Ipv4Addr::new(169, 254, 0, 0), 16),
        (Ipv4Addr::new(172, 16, 0, 0), 12),
        (Ipv4Addr::new(192, 168, 0, 0), 16),
        (Ipv4Addr::new(198, 18, 0, 0), 15),
        (Ipv4Addr::new(224, 0, 0, 0), 3),
    ];

    proptest! {
        #[test]
        fn nothing_panics_and_what_is_allowed_stays_so(url in "\\PC*|https?://[\\[\\]0-9a-fx:.@%\\\\/?#-]{0,40}") {
            if let Ok(target) = check(&url, Surroundings::Production) {
                prop_assert!(target.url.starts_with("https://"));
                prop_assert_eq!(check(&target.url, Surroundings::Production), Ok(target));
            }
            let _ = check(&url, Surroundings::Development);
        }

        #[test]
        fn no_spelling_of_a_private_address_passes(network in 0..NETWORKS.len(), low in any::<u32>()) {
            let (base, length) = NETWORKS[network];
            let bits = u32::from(base) | low & (u32::MAX >> length);
            let address = Ipv4Addr::from(bits);
            let [a, b, c, d] = address.octets();
            let spellings = [
                format!("{bits}"), format!("{bits:#x}"), format!("0{bits:o}"), format!("{a}.{}", bits & 0xff_ffff),
                format!("{a}.{b}.{}", bits & 0xffff), format!("{a:#x}.{b:#x}.{c:#x}.{d:#x}"), format!("0{a:o}.{b}.{c}.{d}"),
                format!("[::ffff:{address}]"), format!("[::{address}]"), format!("{address}"),
                format!("[64:ff9b::{address}]"), format!("[2002:{:x}:{:x}::]", bits >> 16, bits & 0xffff),
            ];
            for host in spellings {
                prop_assert!(check(&format!("https://{host}/"), Surroundings::Production).is_err(), "{}", host);
            }
        }
    }
}
