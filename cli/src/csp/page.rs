//! Reading a page's policies: its headers, and the `<meta>` tags in its head.

use std::io::Read;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};
use ureq::http::header::CONTENT_TYPE;
use ureq::http::{HeaderMap, Uri};
use ureq::{Agent, ResponseExt};

use super::address::Address;
use super::policy::{From, Policy};

const LIMIT: Duration = Duration::from_secs(20);
/// More of a page is not read: policies stand in its head.
const MAX_BYTES: u64 = 1 << 20;
const ENFORCED: &str = "content-security-policy";
const REPORTED: &str = "content-security-policy-report-only";
/// What may stand in a head; anything else begins the body.
const IN_HEAD: [&str; 10] =
    ["html", "head", "base", "link", "meta", "noscript", "script", "style", "template", "title"];

/// Asks for a page; gives its address after redirects, and its policies.
pub fn read(url: &str) -> Result<(Address, Vec<Policy>)> {
    let address = Address::parse(url)?;
    let agent: Agent = Agent::config_builder().http_status_as_error(false).timeout_global(Some(LIMIT)).build().into();
    let request = agent.get(url.trim()).header("accept", "text/html").header("user-agent", "baton-check");
    let mut answer = request.call().with_context(|| {
        format!("no page answers at {address}; look at the address, and whether this machine reaches it")
    })?;
    let page = reached(answer.get_uri()).unwrap_or(address);
    if !answer.status().is_success() {
        bail!("{page} answered {}; name a page that is there", answer.status());
    }
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("nothing said");
    if !kind.to_ascii_lowercase().contains("html") {
        bail!("{page} is no HTML page ({kind}); name a page that is to carry the widget");
    }
    let mut policies = of_headers(answer.headers());
    let mut bytes = Vec::new();
    let body = answer.body_mut().as_reader().take(MAX_BYTES).read_to_end(&mut bytes);
    body.with_context(|| format!("{page} broke off; try again"))?;
    policies.extend(of_html(&String::from_utf8_lossy(&bytes)));
    Ok((page, policies))
}

fn reached(uri: &Uri) -> Option<Address> {
    Address::parse(&uri.to_string()).ok()
}

fn of_headers(headers: &HeaderMap) -> Vec<Policy> {
    let of = |name: &str, from: From| -> Vec<Policy> {
        let texts = headers.get_all(name).into_iter();
        texts.flat_map(|text| Policy::parse(&String::from_utf8_lossy(text.as_bytes()), from)).collect()
    };
    let mut all = of(ENFORCED, From::Header);
    all.extend(of(REPORTED, From::ReportOnly));
    all
}

fn of_html(html: &str) -> Vec<Policy> {
    let mut emitter = DefaultEmitter::default();
    // So that what looks like a tag inside a script is none.
    emitter.naively_switch_states(true);
    let mut policies = Vec::new();
    let mut templates = 0_usize;
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        match token {
            Token::EndTag(tag) if &*tag.name == b"head" => break,
            Token::EndTag(tag) if &*tag.name == b"template" => templates = templates.saturating_sub(1),
            Token::StartTag(tag) if &*tag.name == b"template" => templates += 1,
            Token::StartTag(_) if templates > 0 => {}
            Token::StartTag(tag) => {
                if !IN_HEAD.iter().any(|name| *name.as_bytes() == *tag.name) {
                    break;
                }
                policies.extend(of_meta(&tag));
            }
            _ => {}
        }
    }
    policies
}

fn of_meta(tag: &StartTag<()>) -> Vec<Policy> {
    let attribute =
        |name: &str| tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned());
    let is_policy =
        &*tag.name == b"meta" && attribute("http-equiv").is_some_and(|name| name.trim().eq_ignore_ascii_case(ENFORCED));
    let content = attribute("content").filter(|_| is_policy).unwrap_or_default();
    Policy::parse(&content, From::Meta)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expect: &[&str]) {
        let found: Vec<String> = of_html(html).iter().map(ToString::to_string).collect();
        assert_eq!(found, expect, "{html}");
    }

    #[test]
    fn finds_policies_in_the_head() {
        let meta = "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src &#39;self&#39;\">";
        check(&format!("<!doctype html><html><head><title>a</title>{meta}</head><body>"), &["script-src 'self'"]);
        check("<META HTTP-EQUIV=content-security-policy CONTENT='img-src *; sandbox'/>", &["img-src *"]);
        check(&format!("<head>{meta}{meta}"), &["script-src 'self'"; 2]);
        check(&format!("<!-- {meta} --><p>x</p>"), &[]);
        check(&format!("<head><script>let a = `{meta}`</script><style>{meta}</style></head>"), &[]);
        check(&format!("<head><template>{meta}<b></b></template>{meta}</head>"), &["script-src 'self'"]);
        check(&format!("<head></head><body>{meta}"), &[]);
        check(&format!("<p>{meta}"), &[]);
        check("<meta http-equiv=content-security-policy-report-only content='img-src *'>", &[]);
        check("<meta http-equiv=content-security-policy><meta", &[]);
    }

    #[test]
    fn finds_policies_in_headers() {
        let mut headers = HeaderMap::new();
        headers.append(ENFORCED, "default-src 'self', img-src *".parse().unwrap());
        headers.append(ENFORCED, "script-src x".parse().unwrap());
        headers.append(REPORTED, "default-src 'none'".parse().unwrap());
        let found: Vec<(From, String)> = of_headers(&headers).iter().map(|one| (one.from, one.to_string())).collect();
        let expect = [
            (From::Header, "default-src 'self'"),
            (From::Header, "img-src *"),
            (From::Header, "script-src x"),
            (From::ReportOnly, "default-src 'none'"),
        ];
        assert_eq!(found, expect.map(|(from, text)| (from, text.to_owned())));
    }
}
