//! What Cloudflare Access says of who it let through: a JWT signed with RS256. Here its form and its claims; the signature
//! is checked by the platform, with a key that Access publishes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::jwt::JwtError;

/// Longest assertion in bytes: it may list the groups of whoever comes.
const MAX_BYTES: usize = 16 * 1024;
/// Seconds by which clocks may differ.
const SKEW_S: u64 = 60;

/// An assertion whose signature has not been checked yet.
#[derive(Debug)]
pub struct Assertion<'t> {
    /// What is signed.
    pub signed: &'t str,
    /// The signature.
    pub signature: Vec<u8>,
    /// The name of the key.
    pub kid: String,
    claims: Claims,
}

/// Why an assertion is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// The token itself.
    #[error(transparent)]
    Token(#[from] JwtError),
    /// Another team signed it.
    #[error("the assertion is another team's")]
    WrongIssuer,
    /// It is for another application.
    #[error("the assertion is for another application")]
    WrongAudience,
    /// It has ended, or has not begun.
    #[error("the assertion is not good at this time")]
    WrongTime,
    /// It names no person.
    #[error("the assertion names no email address")]
    Nobody,
}

#[derive(Debug, Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    exp: u64,
    nbf: Option<u64>,
    email: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// Takes an assertion apart. The algorithm is ours to say, never the token's.
pub fn parse(token: &str) -> Result<Assertion<'_>, AccessError> {
    if token.len() > MAX_BYTES {
        return Err(JwtError::TooLong.into());
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(JwtError::Malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(JwtError::Malformed)?;
    let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| JwtError::Malformed);
    let header: Header = serde_json::from_slice(&bytes(header)?).map_err(|_| JwtError::Malformed)?;
    if header.alg != "RS256" || header.crit.is_some() {
        return Err(JwtError::WrongAlgorithm.into());
    }
    let kid = header.kid.ok_or(JwtError::UnknownKey)?;
    let claims = serde_json::from_slice(&bytes(claims)?).map_err(|_| JwtError::Malformed)?;
    Ok(Assertion { signed, signature: bytes(signature)?, kid, claims })
}

impl Assertion<'_> {
    /// The address of whoever was let through. Call it once the signature has been found good.
    pub fn email(self, team: &str, audience: &str, now_s: u64) -> Result<String, AccessError> {
        let Claims { iss, aud, exp, nbf, email } = self.claims;
        if iss != team {
            return Err(AccessError::WrongIssuer);
        }
        let ours = match aud {
            Audience::One(one) => one == audience,
            Audience::Several(several) => several.iter().any(|one| one == audience),
        };
        if !ours {
            return Err(AccessError::WrongAudience);
        }
        if exp <= now_s || nbf.is_some_and(|nbf| nbf > now_s + SKEW_S) {
            return Err(AccessError::WrongTime);
        }
        email.filter(|email| !email.is_empty()).ok_or(AccessError::Nobody)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    const TEAM: &str = "https://tidewell.cloudflareaccess.com";
    const NOW: u64 = 1_800_000_000;

    fn token(header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.{}", part(header), part(claims), URL_SAFE_NO_PAD.encode("signature"))
    }

    fn claims() -> Value {
        json!({"iss": TEAM, "aud": ["app"], "exp": NOW + 60, "email": "mei@tidewell.example"})
    }

    #[test]
    fn only_rs256_with_a_named_key_is_read() {
        let read = |header: &Value| parse(&token(header, &claims())).map(|read| read.kid);
        assert_eq!(read(&json!({"alg": "RS256", "kid": "k1"})), Ok("k1".to_owned()));
        for alg in ["none", "HS256", "rs256", "RS512"] {
            assert_eq!(read(&json!({"alg": alg, "kid": "k1"})), Err(JwtError::WrongAlgorithm.into()), "{alg}");
        }
        assert_eq!(read(&json!({"alg": "RS256"})), Err(JwtError::UnknownKey.into()));
        assert_eq!(read(&json!({"alg": "RS256", "kid": "k1", "crit": ["x"]})), Err(JwtError::WrongAlgorithm.into()));
        assert_eq!(parse(&"a".repeat(MAX_BYTES + 1)).unwrap_err(), JwtError::TooLong.into());
    }

    #[test]
    fn claims_are_checked() {
        let check = |name: &str, value: Value, expect: Result<&str, AccessError>| {
            let mut claims = claims();
            claims[name] = value;
            let token = token(&json!({"alg": "RS256", "kid": "k1"}), &claims);
            let found = parse(&token).and_then(|read| read.email(TEAM, "app", NOW));
            assert_eq!(found.as_deref().map_err(|error| *error), expect, "{claims}");
        };
        check("aud", json!("app"), Ok("mei@tidewell.example"));
        check("aud", json!(["other", "app"]), Ok("mei@tidewell.example"));
        check("aud", json!(["apps"]), Err(AccessError::WrongAudience));
        check("iss", json!(format!("{TEAM}/")), Err(AccessError::WrongIssuer));
        check("exp", json!(NOW), Err(AccessError::WrongTime));
        check("nbf", json!(NOW + 61), Err(AccessError::WrongTime));
        check("email", json!(null), Err(AccessError::Nobody));
        check("exp", json!("soon"), Err(JwtError::Malformed.into()));
    }

    proptest! {
        #[test]
        fn any_text_never_panics(text in "\\PC*|[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*") {
            prop_assert!(parse(&text).is_err());
        }
    }
}
