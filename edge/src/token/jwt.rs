//! JSON Web Tokens in the compact form, with HS256 alone: the algorithm is ours to say, never the token's.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{hmac_sha256, same};

/// Longest token in bytes.
pub const MAX_TOKEN_BYTES: usize = 4096;

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwtError {
    /// Over [`MAX_TOKEN_BYTES`].
    #[error("the token is longer than 4096 bytes")]
    TooLong,
    /// Not three parts of base64url, or a part that is not the JSON it should be.
    #[error("the token is not a JSON Web Token in the compact form")]
    Malformed,
    /// Another algorithm than HS256, or a critical extension.
    #[error("the token must be signed with HS256")]
    WrongAlgorithm,
    /// No key goes by this `kid`.
    #[error("the token's kid names no key that is known here")]
    UnknownKey,
    /// The signature does not fit.
    #[error("the token's signature does not fit")]
    BadSignature,
}

impl JwtError {
    /// A stable word for clients and metrics.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLong => "token_too_long",
            Self::Malformed => "malformed_token",
            Self::WrongAlgorithm => "wrong_algorithm",
            Self::UnknownKey => "unknown_key",
            Self::BadSignature => "bad_signature",
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Header<'a> {
    alg: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    typ: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", borrow)]
    kid: Option<std::borrow::Cow<'a, str>>,
    /// Extensions that a reader must understand; this one understands none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    crit: Option<serde_json::Value>,
}

/// Signs claims.
pub fn encode(claims: &impl Serialize, key: &[u8], kid: Option<&str>) -> Result<String, JwtError> {
    let header = Header { alg: "HS256".to_owned(), typ: Some("JWT".to_owned()), kid: kid.map(Into::into), crit: None };
    let part = |json: Result<Vec<u8>, serde_json::Error>| {
        json.map(|json| URL_SAFE_NO_PAD.encode(json)).map_err(|_| JwtError::Malformed)
    };
    let signed = format!("{}.{}", part(serde_json::to_vec(&header))?, part(serde_json::to_vec(claims))?);
    let signature = URL_SAFE_NO_PAD.encode(hmac_sha256(key, &[signed.as_bytes()]));
    let token = format!("{signed}.{signature}");
    if token.len() > MAX_TOKEN_BYTES { Err(JwtError::TooLong) } else { Ok(token) }
}

/// Checks a token's form, algorithm and signature, in this order, and reads its claims. What the claims say, their
/// times above all, is the caller's to check.
pub fn decode<'k, C: DeserializeOwned>(
    token: &str,
    key_of: impl Fn(Option<&str>) -> Option<&'k [u8]>,
) -> Result<C, JwtError> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(JwtError::TooLong);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(JwtError::Malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(JwtError::Malformed)?;
    // A further dot is no character of base64url and fails below.
    let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| JwtError::Malformed);
    let (header, claims, signature) = (bytes(header)?, bytes(claims)?, bytes(signature)?);
    let header: Header<'_> = serde_json::from_slice(&header).map_err(|_| JwtError::Malformed)?;
    if header.alg != "HS256" || header.crit.is_some() {
        return Err(JwtError::WrongAlgorithm);
    }
    if header.typ.is_some_and(|typ| !typ.eq_ignore_ascii_case("JWT")) {
        return Err(JwtError::Malformed);
    }
    let key = key_of(header.kid.as_deref()).ok_or(JwtError::UnknownKey)?;
    if !same(&hmac_sha256(key, &[signed.as_bytes()]), &signature) {
        return Err(JwtError::BadSignature);
    }
    serde_json::from_slice(&claims).map_err(|_| JwtError::Malformed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn read(token: &str, key: &[u8]) -> Result<Value, JwtError> {
        decode(token, |_| Some(key))
    }

    fn token_of(header: &str, claims: &str, key: &[u8]) -> String {
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let signature = URL_SAFE_NO_PAD.encode(hmac_sha256(key, &[signed.as_bytes()]));
        format!("{signed}.{signature}")
    }

    #[test]
    fn the_vector_of_rfc_7515() {
        let key = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
        let key = URL_SAFE_NO_PAD.decode(key).unwrap();
        let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\
            eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
            dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(read(token, &key).unwrap()["iss"], "joe");
        assert_eq!(read(token, b"another key"), Err(JwtError::BadSignature));
    }

    #[test]
    fn round_trip_with_and_without_kid() {
        let claims = json!({"sub": "七号", "n": 1});
        let token = encode(&claims, b"secret", Some("dev-1")).unwrap();
        let kid = |kid: Option<&str>| (kid == Some("dev-1")).then_some(b"secret".as_slice());
        assert_eq!(decode::<Value>(&token, kid).unwrap(), claims);
        assert_eq!(decode::<Value>(&token, |_| None), Err(JwtError::UnknownKey));
        let token = encode(&claims, b"secret", None).unwrap();
        assert_eq!(decode::<Value>(&token, kid), Err(JwtError::UnknownKey));
        assert_eq!(read(&token, b"secret").unwrap(), claims);
        assert_eq!(encode(&json!({"x": "y".repeat(4000)}), b"k", None), Err(JwtError::TooLong));
    }

    #[test]
    fn forgeries_are_told_apart() {
        let key = b"secret".as_slice();
        let ok = token_of(r#"{"alg":"HS256"}"#, "{}", key);
        assert_eq!(read(&ok, key), Ok(json!({})));
        let (signed, signature) = ok.rsplit_once('.').unwrap();
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
        let cases = [
            (String::new(), JwtError::Malformed),
            ("a.b".to_owned(), JwtError::Malformed),
            (format!("{signed}."), JwtError::BadSignature),
            (signed.to_owned(), JwtError::Malformed),
            (format!("{ok}.{signature}"), JwtError::Malformed),
            (format!("{ok}="), JwtError::Malformed),
            (format!("{ok} "), JwtError::Malformed),
            (format!("{none}.e30."), JwtError::WrongAlgorithm),
            (token_of(r#"{"alg":"none"}"#, "{}", key), JwtError::WrongAlgorithm),
            (token_of(r#"{"alg":"hs256"}"#, "{}", key), JwtError::WrongAlgorithm),
            (token_of(r#"{"alg":"HS512"}"#, "{}", key), JwtError::WrongAlgorithm),
            (token_of(r#"{"alg":"RS256"}"#, "{}", key), JwtError::WrongAlgorithm),
            (token_of(r#"{"alg":"HS256","crit":["exp"]}"#, "{}", key), JwtError::WrongAlgorithm),
            (token_of(r#"{"alg":"HS256","typ":"secevent+jwt"}"#, "{}", key), JwtError::Malformed),
            (token_of(r#"{"alg":"HS256","alg":"HS256"}"#, "{}", key), JwtError::Malformed),
            (token_of("{}", "{}", key), JwtError::Malformed),
            (token_of("[]", "{}", key), JwtError::Malformed),
            (token_of(r#"{"alg":"HS256"}"#, "{", key), JwtError::Malformed),
            (token_of(r#"{"alg":"HS256"}"#, "{}", b"other"), JwtError::BadSignature),
            ("a".repeat(4097), JwtError::TooLong),
        ];
        for (token, expect) in cases {
            assert_eq!(read(&token, key), Err(expect), "{token}");
        }
    }

    #[test]
    fn trailing_bits_are_refused_so_that_a_token_has_one_spelling() {
        let ok = token_of(r#"{"alg":"HS256"}"#, "{}", b"secret");
        let last = ok.chars().last().unwrap();
        for other in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".chars() {
            let mut changed = ok.clone();
            changed.pop();
            changed.push(other);
            assert_eq!(read(&changed, b"secret").is_ok(), other == last, "{other}");
        }
    }

    proptest! {
        #[test]
        fn arbitrary_texts_never_panic(token in "\\PC*|[A-Za-z0-9_-]{0,60}\\.[A-Za-z0-9_-]{0,60}\\.[A-Za-z0-9_-]{0,60}") {
            prop_assert!(read(&token, b"secret").is_err());
        }

        #[test]
        fn no_changed_token_is_believed(at in 0_usize..150, byte in any::<u8>()) {
            let ok = encode(&json!({"sub": "7", "exp": 1_800_000_000}), b"secret", Some("dev-1")).unwrap();
            let mut changed = ok.clone().into_bytes();
            let at = at % changed.len();
            changed[at] = byte;
            if let Ok(changed) = String::from_utf8(changed) {
                prop_assert_eq!(read(&changed, b"secret").is_ok(), changed == ok);
            }
        }
    }
}
