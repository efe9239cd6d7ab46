//! Tokens that the tool makes: compact JWTs signed with HMAC-SHA256, and random secrets.

use anyhow::{Result, anyhow};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::clock;

/// How long a sign-in link of this tool is good.
const SIGN_IN_SECONDS: u64 = 3600;
const SECRET_BYTES: usize = 32;

/// Signs claims.
pub fn sign(claims: &Value, key: &[u8], kid: Option<&str>) -> Result<String> {
    let header = kid
        .map_or_else(|| json!({"alg": "HS256", "typ": "JWT"}), |kid| json!({"alg": "HS256", "typ": "JWT", "kid": kid}));
    let text = format!("{}.{}", encode(header.to_string().as_bytes()), encode(claims.to_string().as_bytes()));
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| anyhow!("the signing key is unusable"))?;
    mac.update(text.as_bytes());
    let signature = encode(&mac.finalize().into_bytes());
    Ok(format!("{text}.{signature}"))
}

/// The address that signs a member of the team in to the console.
pub fn sign_in_link(url: &str, session_key: &str, agent: &str) -> Result<String> {
    let claims = json!({
        "use": "sign_in",
        "sub": agent,
        "exp": clock::unix_seconds() + SIGN_IN_SECONDS,
        "jti": random_text(),
    });
    let token = sign(&claims, session_key.as_bytes(), None)?;
    Ok(format!("{}/console/sign-in?token={token}", url.trim_end_matches('/')))
}

/// 256 random bits as base64url.
pub fn random_text() -> String {
    encode(&random_bytes())
}

/// A secret of a webhook endpoint, as Standard Webhooks writes it.
pub fn webhook_secret() -> String {
    format!("whsec_{}", STANDARD.encode(random_bytes()))
}

/// Bytes as base64url.
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn random_bytes() -> [u8; SECRET_BYTES] {
    rand::random()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_as_others_do() {
        let token = sign(&json!({"sub": "a"}), b"key", None).unwrap();
        let [header, claims, signature] = token.split('.').collect::<Vec<_>>()[..] else { panic!("three parts") };
        assert_eq!(URL_SAFE_NO_PAD.decode(header).unwrap(), br#"{"alg":"HS256","typ":"JWT"}"#);
        assert_eq!(URL_SAFE_NO_PAD.decode(claims).unwrap(), br#"{"sub":"a"}"#);
        assert_eq!(URL_SAFE_NO_PAD.decode(signature).unwrap().len(), 32);
    }

    #[test]
    fn secrets_differ() {
        assert_ne!(random_text(), random_text());
        assert!(webhook_secret().starts_with("whsec_"));
    }
}
