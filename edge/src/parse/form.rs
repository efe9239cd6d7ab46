//! Forms as browsers send them (`application/x-www-form-urlencoded`), and parameters of an address. The reply takes
//! JSON too, so that another tool can answer through the same address.

use baton_shared::protocol::{MAX_BODY_BYTES, MAX_MESSAGE_BYTES, Problem};
use baton_shared::text::Language;

use super::Parsed;
use super::header::{self, idempotency_key, media_type};
use super::object::Object;
use super::problem::{Code, field, problem};
use crate::token::jwt::MAX_TOKEN_BYTES;

/// Longest name that the author of a reply may give, in bytes.
pub const MAX_AUTHOR_BYTES: usize = 80;
/// Most fields of a form.
const MAX_FIELDS: usize = 16;

/// A reply from the reply page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Who writes, as they say.
    pub author: String,
    /// What they write.
    pub text: String,
    /// The same for each repeat.
    pub idempotency_key: String,
    /// The page's language.
    pub language: Option<Language>,
}

/// `POST /reply/<token>`: fields `author`, `text`, `idempotency_key` and `language`; the key may stand in a header.
pub fn reply(content_type: Option<&str>, key: Option<&str>, body: &[u8]) -> Parsed<Reply> {
    let given = if media_type(content_type).eq_ignore_ascii_case("application/json") {
        let mut object = Object::parse(body, MAX_BODY_BYTES)?;
        let given = Given {
            author: object.optional_text("author", 0..=MAX_AUTHOR_BYTES)?,
            text: object.optional_text("text", 0..=MAX_MESSAGE_BYTES)?,
            key: object.optional_text("idempotency_key", 0..=MAX_MESSAGE_BYTES)?,
            language: object.optional_text("language", 0..=MAX_AUTHOR_BYTES)?,
        };
        object.finish()?;
        given
    } else {
        let [author, text, key, language] =
            fields(content_type, body, ["author", "text", "idempotency_key", "language"])?;
        Given { author, text, key, language }
    };
    given.check(key)
}

/// The name of whoever writes without being of the team.
pub fn author(given: &str) -> Parsed<String> {
    let author = given.trim();
    if author.is_empty() {
        return Err(invalid("author", "is missing; the customer sees who answers"));
    }
    if author.len() > MAX_AUTHOR_BYTES || author.chars().any(char::is_control) {
        return Err(invalid("author", "must be one line of at most 80 bytes"));
    }
    Ok(author.to_owned())
}

/// The fields of a reply as they came.
struct Given {
    author: Option<String>,
    text: Option<String>,
    key: Option<String>,
    language: Option<String>,
}

impl Given {
    fn check(self, header: Option<&str>) -> Parsed<Reply> {
        let author = author(&self.author.unwrap_or_default())?;
        // Browsers send line breaks as two characters.
        let text = self.text.unwrap_or_default().replace("\r\n", "\n");
        if text.len() > MAX_MESSAGE_BYTES {
            let detail =
                format!("text has {} bytes, more than {MAX_MESSAGE_BYTES}; send it in several parts", text.len());
            return Err(field(problem(Code::TooLong, detail), "text"));
        }
        if text.trim().is_empty() {
            return Err(invalid("text", "is empty; write something first"));
        }
        let key = match (self.key.as_deref().filter(|key| !key.is_empty()), header) {
            (Some(in_body), Some(in_header)) if in_body != in_header => {
                return Err(invalid("idempotency_key", "is another than the header's; send it once"));
            }
            (in_body, in_header) => idempotency_key(in_body.or(in_header))?,
        };
        let language = self.language.and_then(|language| language.parse().ok());
        Ok(Reply { author, text, idempotency_key: key, language })
    }
}

/// `POST /reply/<token>/continue`: the language that was chosen, if any. An empty body of any kind will do.
pub fn continued(content_type: Option<&str>, body: &[u8]) -> Parsed<Option<Language>> {
    if body.is_empty() {
        return Ok(None);
    }
    let [language] = fields(content_type, body, ["language"])?;
    Ok(language.and_then(|language| language.parse().ok()))
}

/// `POST /console/sign-in`: the token. What is no token at all is left for reading it to refuse.
pub fn sign_in(content_type: Option<&str>, body: &[u8]) -> Parsed<String> {
    let [token] = fields(content_type, body, ["token"])?;
    let token = token.ok_or_else(|| invalid("token", "is missing; open the link again"))?;
    if token.len() > MAX_TOKEN_BYTES { Err(invalid("token", "is too long; open the link again")) } else { Ok(token) }
}

fn invalid(name: &str, detail: &str) -> Problem {
    field(problem(Code::Invalid, format!("{name} {detail}")), name)
}

/// The named fields of a form; each may come once, and none beside them.
fn fields<const N: usize>(content_type: Option<&str>, body: &[u8], names: [&str; N]) -> Parsed<[Option<String>; N]> {
    header::form(content_type)?;
    if body.len() > MAX_BODY_BYTES {
        return Err(problem(Code::TooLarge, format!("the form has more than {MAX_BODY_BYTES} bytes; send less")));
    }
    let malformed = || problem(Code::MalformedForm, "the form is not urlencoded UTF-8; send it as browsers do");
    let body = std::str::from_utf8(body).map_err(|_| malformed())?;
    let mut found = [const { None }; N];
    for pair in body.split('&').filter(|pair| !pair.is_empty()).take(MAX_FIELDS) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (strict(name).ok_or_else(malformed)?, strict(value).ok_or_else(malformed)?);
        let place = names.iter().position(|known| *known == name).and_then(|index| found.get_mut(index));
        match place {
            Some(place @ None) => *place = Some(value),
            Some(Some(_)) => return Err(invalid(&name, "comes twice; send it once")),
            None => {
                let short: String = name.chars().take(64).collect();
                return Err(invalid(&short, &format!("is unknown here; known are {}", names.join(", "))));
            }
        }
    }
    Ok(found)
}

/// A parameter of an address by its name, the first of several. As browsers read it: what is wrongly encoded stays.
pub fn query(raw: &str, name: &str) -> Option<String> {
    let mut pairs = raw.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let value = pairs.find(|(key, _)| lenient(key) == name)?.1;
    Some(lenient(value))
}

/// Decodes, or `None` where a percent sign has no two hexadecimal digits, or the bytes are no UTF-8.
fn strict(text: &str) -> Option<String> {
    let (bytes, whole) = decode(text);
    whole.then(|| String::from_utf8(bytes).ok()).flatten()
}

fn lenient(text: &str) -> String {
    String::from_utf8_lossy(&decode(text).0).into_owned()
}

/// The decoded bytes, and whether each percent sign had its two digits.
fn decode(text: &str) -> (Vec<u8>, bool) {
    let mut bytes = Vec::with_capacity(text.len());
    let mut whole = true;
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) if let (Some(high), Some(low)) = (digit(*high), digit(*low)) => {
                bytes.push(high << 4 | low);
                rest = after;
            }
            (byte, _) => {
                whole &= *byte != b'%';
                bytes.push(*byte);
            }
        }
    }
    (bytes, whole)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    const FORM: Option<&str> = Some("application/x-www-form-urlencoded");
    const JSON: Option<&str> = Some("application/json");

    fn encode(text: &str) -> String {
        text.bytes().fold(String::new(), |mut encoded, byte| {
            if byte.is_ascii_alphanumeric() {
                encoded.push(char::from(byte));
            } else if byte == b' ' {
                encoded.push('+');
            } else {
                let _ = write!(encoded, "%{byte:02X}");
            }
            encoded
        })
    }

    #[test]
    fn a_reply_as_a_form_and_as_json() {
        let expect = Reply {
            author: "小梅".to_owned(),
            text: "您好 & 再见\n100%".to_owned(),
            idempotency_key: "01234567".to_owned(),
            language: Some(Language::Zh),
        };
        let form = format!(
            "author={}&text={}&idempotency_key=01234567&language=zh",
            encode(" 小梅 "),
            encode("您好 & 再见\r\n100%")
        );
        assert_eq!(reply(FORM, None, form.as_bytes()).unwrap(), expect);
        let json = r#"{"author":"小梅","text":"您好 & 再见\n100%","language":"zh"}"#;
        assert_eq!(reply(JSON, Some("01234567"), json.as_bytes()).unwrap(), expect);
    }

    #[track_caller]
    fn refused(content_type: Option<&str>, body: &str, status: u16, at: Option<&str>) {
        let problem = reply(content_type, None, body.as_bytes()).unwrap_err();
        assert_eq!((problem.status, problem.field.as_deref()), (status, at), "{body}: {}", problem.detail);
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        let key = "&idempotency_key=01234567";
        refused(FORM, &format!("text=x{key}"), 422, Some("author"));
        refused(FORM, &format!("author=+&text=x{key}"), 422, Some("author"));
        refused(FORM, &format!("author=a%0Ab&text=x{key}"), 422, Some("author"));
        refused(FORM, &format!("author={}&text=x{key}", "a".repeat(81)), 422, Some("author"));
        refused(FORM, &format!("author=Mei&text={key}"), 422, Some("text"));
        refused(FORM, &format!("author=Mei&text=%20%0D%0A{key}"), 422, Some("text"));
        refused(FORM, &format!("author=Mei&text={}{key}", "x".repeat(8193)), 422, Some("text"));
        refused(FORM, "author=Mei&text=x", 422, Some("idempotency-key"));
        refused(FORM, "author=Mei&text=x&idempotency_key=a%20b%20c%20d", 422, Some("idempotency-key"));
        refused(FORM, &format!("author=Mei&text=x&text=y{key}"), 422, Some("text"));
        refused(FORM, &format!("author=Mei&text=x&agent=boss{key}"), 422, Some("agent"));
        refused(FORM, &format!("author=Mei&text=100%{key}"), 400, None);
        refused(FORM, &format!("author=Mei&text=%ff{key}"), 400, None);
        refused(FORM, &"x".repeat(MAX_BODY_BYTES + 1), 413, None);
        refused(Some("multipart/form-data; boundary=b"), "x", 415, Some("content-type"));
        refused(None, "", 415, Some("content-type"));
        refused(JSON, r#"{"author":"Mei","text":"x"}"#, 422, Some("idempotency-key"));
        refused(JSON, r#"{"author":7,"text":"x"}"#, 422, Some("author"));
        refused(JSON, r#"{"author":"Mei","text":"x","via":"console"}"#, 422, Some("via"));
        let twice = format!("author=Mei&text=x{key}");
        let problem = reply(FORM, Some("76543210"), twice.as_bytes()).unwrap_err();
        assert_eq!(problem.field.as_deref(), Some("idempotency_key"));
        assert!(reply(FORM, Some("01234567"), twice.as_bytes()).is_ok());
    }

    #[test]
    fn the_other_forms() {
        assert_eq!(continued(None, b""), Ok(None));
        assert_eq!(continued(FORM, b"language=zh"), Ok(Some(Language::Zh)));
        assert_eq!(continued(FORM, b"language=fr"), Ok(None));
        assert_eq!(continued(FORM, b"x=1").unwrap_err().status, 422);
        assert_eq!(sign_in(FORM, b"token=a.b.c"), Ok("a.b.c".to_owned()));
        assert_eq!(sign_in(FORM, b"").unwrap_err().field.as_deref(), Some("token"));
        let long = format!("token={}", "x".repeat(4097));
        assert_eq!(sign_in(FORM, long.as_bytes()).unwrap_err().field.as_deref(), Some("token"));
        assert_eq!(sign_in(JSON, b"{}").unwrap_err().status, 415);
    }

    #[test]
    fn parameters_of_an_address() {
        let cases = [
            ("after=7", "after", Some("7")),
            ("a=1&after=7&after=8", "after", Some("7")),
            ("x&after", "after", Some("")),
            ("af%74er=%E4%B8%AD+x", "after", Some("中 x")),
            ("after=100%&b", "after", Some("100%")),
            ("after=%f", "after", Some("%f")),
            ("after=%FF", "after", Some("\u{fffd}")),
            ("before=7", "after", None),
            ("", "after", None),
        ];
        for (raw, name, expect) in cases {
            assert_eq!(query(raw, name).as_deref(), expect, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn forms_go_there_and_back(author in "[a-zA-Z\u{4e00}-\u{9fff}]{1,20}", text in ".{1,300}", key in "[A-Za-z0-9_-]{8,64}") {
            prop_assume!(!text.trim().is_empty());
            let form = format!("author={}&text={}&idempotency_key={key}", encode(&author), encode(&text));
            let read = reply(FORM, None, form.as_bytes()).unwrap();
            prop_assert_eq!((read.author, read.text, read.idempotency_key), (author, text, key));
            prop_assert_eq!(query(&form, "text").is_some(), true);
        }

        #[test]
        fn no_body_panics(body in prop::collection::vec(any::<u8>(), 0..300), text in "([a-z_]{0,6}[=&%+]?[0-9a-fA-F%]{0,4}){0,20}") {
            for body in [body.as_slice(), text.as_bytes()] {
                for kind in [FORM, JSON, None] {
                    prop_assert!(reply(kind, None, body).is_err());
                    let _ = (continued(kind, body), sign_in(kind, body));
                }
            }
            let _ = query(&text, "a");
        }
    }
}
