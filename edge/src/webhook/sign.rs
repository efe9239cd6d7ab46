//! Signatures of webhooks, as Standard Webhooks (version 1) defines them: HMAC-SHA256 over `id.timestamp.body`, in
//! base64, with a secret that is written `whsec_` and base64.

use std::fmt;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::token::{hmac_sha256, same};

/// Header with the delivery's id: the same for each attempt, so that a receiver can drop repeats.
pub const HEADER_ID: &str = "webhook-id";
/// Header with the time of the attempt, in seconds since the Unix epoch.
pub const HEADER_TIMESTAMP: &str = "webhook-timestamp";
/// Header with one signature for each secret, separated by spaces.
pub const HEADER_SIGNATURE: &str = "webhook-signature";

/// Fewest bytes of a secret.
pub const MIN_SECRET_BYTES: usize = 24;
/// Most bytes of a secret.
pub const MAX_SECRET_BYTES: usize = 64;

const PREFIX: &str = "whsec_";
/// Receivers' libraries write secrets with and without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The secret that an endpoint shares with Baton. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

/// Why a text is no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// It does not start with `whsec_`.
    #[error("the secret must start with whsec_")]
    NoPrefix,
    /// What follows is not base64.
    #[error("after whsec_ the secret must be base64")]
    NotBase64,
    /// It is too short to be safe, or longer than the standard allows.
    #[error("the secret has {0} bytes; it needs 24 to 64, in base64")]
    WrongLength(usize),
}

impl SecretError {
    /// A stable word for clients and metrics.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoPrefix => "secret_without_prefix",
            Self::NotBase64 => "secret_not_base64",
            Self::WrongLength(_) => "secret_wrong_length",
        }
    }
}

impl Secret {
    /// Reads `whsec_…`.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        let encoded = text.trim().strip_prefix(PREFIX).ok_or(SecretError::NoPrefix)?;
        // Longer than any secret can be: not worth decoding.
        if encoded.len() > 2 * MAX_SECRET_BYTES {
            return Err(SecretError::WrongLength(encoded.len() / 4 * 3));
        }
        let bytes = BASE64.decode(encoded).map_err(|_| SecretError::NotBase64)?;
        Self::new(bytes)
    }

    /// A secret out of random bytes.
    pub fn new(bytes: Vec<u8>) -> Result<Self, SecretError> {
        if (MIN_SECRET_BYTES..=MAX_SECRET_BYTES).contains(&bytes.len()) {
            Ok(Self(bytes))
        } else {
            Err(SecretError::WrongLength(bytes.len()))
        }
    }

    /// `whsec_…`, to be stored.
    pub fn as_text(&self) -> String {
        format!("{PREFIX}{}", BASE64.encode(&self.0))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// One signature, `v1,…`.
pub fn sign(id: &str, timestamp_s: u64, body: &str, secret: &Secret) -> String {
    let timestamp = timestamp_s.to_string();
    let parts = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body.as_bytes()];
    format!("v1,{}", BASE64.encode(hmac_sha256(&secret.0, &parts)))
}

/// The value of [`HEADER_SIGNATURE`]: one signature for each secret, so that a receiver may still hold the old one
/// while a new one is being rolled out. The newest comes first.
pub fn signature_header(id: &str, timestamp_s: u64, body: &str, secrets: &[Secret]) -> String {
    let signatures: Vec<String> = secrets.iter().map(|secret| sign(id, timestamp_s, body, secret)).collect();
    signatures.join(" ")
}

/// Whether one of the header's signatures was made with this secret; compared in constant time. Unknown versions are
/// passed over. Baton itself only signs: this is what its tests, and receivers, do.
pub fn verify(header: &str, id: &str, timestamp_s: u64, body: &str, secret: &Secret) -> bool {
    let expected = sign(id, timestamp_s, body, secret);
    header.split(' ').fold(false, |found, given| same(given.as_bytes(), expected.as_bytes()) | found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn secret(text: &str) -> Secret {
        Secret::parse(text).unwrap()
    }

    #[test]
    fn the_vector_that_the_published_libraries_test_with() {
        let signature = sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#, &secret(SECRET));
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn during_rotation_either_secret_verifies() {
        let old = secret(SECRET);
        let new = secret("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        let header = signature_header("msg_1", 1_700_000_000, "{}", &[new.clone(), old.clone()]);
        assert_eq!(header.split(' ').count(), 2);
        for one in [&old, &new] {
            assert!(verify(&header, "msg_1", 1_700_000_000, "{}", one));
            assert!(verify(&format!("v1a,zz {header}"), "msg_1", 1_700_000_000, "{}", one));
            assert!(!verify(&header, "msg_2", 1_700_000_000, "{}", one));
            assert!(!verify(&header, "msg_1", 1_700_000_001, "{}", one));
            assert!(!verify(&header, "msg_1", 1_700_000_000, "{ }", one));
        }
        assert!(!verify("", "msg_1", 1_700_000_000, "{}", &old));
    }

    #[test]
    fn secrets_are_checked_and_never_printed() {
        let cases = [
            ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Err(SecretError::NoPrefix)),
            ("whsec_", Err(SecretError::WrongLength(0))),
            ("whsec_not base64", Err(SecretError::NotBase64)),
            ("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRY=", Err(SecretError::WrongLength(23))),
            ("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", Ok(())),
            ("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGA", Ok(())),
        ];
        for (text, expect) in cases {
            assert_eq!(Secret::parse(text).map(|_| ()), expect, "{text}");
        }
        let longest = format!("whsec_{}", BASE64.encode([7; 64]));
        assert_eq!(secret(&longest).as_text(), longest);
        let longer = format!("whsec_{}", BASE64.encode([7; 65]));
        assert_eq!(Secret::parse(&longer), Err(SecretError::WrongLength(65)));
        assert_eq!(format!("{:?}", secret(SECRET)), "Secret(…)");
    }
}
