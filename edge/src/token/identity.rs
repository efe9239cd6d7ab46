//! Who the customer is, as the company's back end vouches: a short-lived JWT, signed with a key that only that back
//! end and the edge hold. What comes out is verified; what a browser says of itself never passes here.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use baton_shared::conversation::Identity;
use baton_shared::customer::CustomerFacts;
use baton_shared::notice::{MAX_ATTRIBUTE_BYTES, MAX_ATTRIBUTES, is_attribute_name};
use baton_shared::time::{Timestamp, civil_from_days, parse_date};
use serde::Deserialize;

use super::jwt::{self, JwtError};
use super::{hex, mac};

/// Seconds for which a token may be good.
pub const MAX_LIFETIME_S: u64 = 15 * 60;
/// Seconds by which the company's clock and ours may differ.
pub const LEEWAY_S: u64 = 60;
/// Fewest bytes of a key, as RFC 7518 asks for HS256.
pub const MIN_KEY_BYTES: usize = 32;
/// Longest subject in bytes.
pub const MAX_SUBJECT_BYTES: usize = 255;
/// Longest name, email address or tier in bytes.
pub const MAX_CLAIM_BYTES: usize = 254;

/// The keys that may sign identities, by `kid`. Never printed.
pub struct Keys(BTreeMap<String, Vec<u8>>);

/// Why the configured keys cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// Not an object of texts.
    #[error("the identity keys must be a JSON object from kid to secret")]
    NotAnObject,
    /// A secret that is not base64url.
    #[error("the identity key {0} must be base64url without padding")]
    NotBase64Url(String),
    /// A secret that is too short.
    #[error("the identity key {0} must have at least 32 bytes")]
    TooShort(String),
}

impl Keys {
    /// Reads `{"kid": "base64url secret"}`.
    pub fn parse(json: &str) -> Result<Self, KeysError> {
        let texts: BTreeMap<String, String> = serde_json::from_str(json).map_err(|_| KeysError::NotAnObject)?;
        let mut keys = BTreeMap::new();
        for (kid, text) in texts {
            let Ok(key) = URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')) else {
                return Err(KeysError::NotBase64Url(kid));
            };
            if key.len() < MIN_KEY_BYTES {
                return Err(KeysError::TooShort(kid));
            }
            keys.insert(kid, key);
        }
        Ok(Self(keys))
    }

    fn get(&self, kid: Option<&str>) -> Option<&[u8]> {
        kid.and_then(|kid| self.0.get(kid)).map(Vec::as_slice)
    }
}

/// Why an identity is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// The token itself.
    #[error(transparent)]
    Token(#[from] JwtError),
    /// `aud` is not this workspace.
    #[error("the token's aud is not this workspace")]
    WrongAudience,
    /// `exp` has passed.
    #[error("the token has expired")]
    Expired,
    /// `iat` or `nbf` lies ahead.
    #[error("the token is not valid yet; compare the clocks")]
    NotYetValid,
    /// `exp` is further ahead than allowed.
    #[error("the token must expire within 15 minutes")]
    TooLongLived,
    /// A claim is missing, of the wrong kind or length.
    #[error("the claim {0} is missing or not as it must be")]
    BadClaim(&'static str),
}

impl IdentityError {
    /// A stable word for clients and metrics.
    pub fn code(self) -> &'static str {
        match self {
            Self::Token(error) => error.code(),
            Self::WrongAudience => "wrong_audience",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::TooLongLived => "too_long_lived",
            Self::BadClaim(_) => "bad_claim",
        }
    }
}

/// The claims as they come; each is checked by itself, so that the error names it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Claims {
    aud: serde_json::Value,
    sub: serde_json::Value,
    exp: serde_json::Value,
    iat: serde_json::Value,
    nbf: serde_json::Value,
    name: serde_json::Value,
    email: serde_json::Value,
    tier: serde_json::Value,
    attributes: serde_json::Value,
    customer_since: serde_json::Value,
}

/// Verifies a token: form, algorithm, key, signature, audience, times, claims, in this order.
pub fn verify(
    token: &str,
    keys: &Keys,
    audience: &str,
    session_key: &[u8],
    now_s: u64,
) -> Result<Identity, IdentityError> {
    let claims: Claims = jwt::decode(token, |kid| keys.get(kid))?;
    if !for_audience(&claims.aud, audience) {
        return Err(IdentityError::WrongAudience);
    }
    check_times(&claims, now_s)?;
    let subject = text(&claims.sub, "sub", MAX_SUBJECT_BYTES)?.ok_or(IdentityError::BadClaim("sub"))?;
    let optional = |value, name| text(value, name, MAX_CLAIM_BYTES);
    let since = optional(&claims.customer_since, "customer_since")?;
    let tenure_months = since.map(|since| tenure(&since, now_s)).transpose()?;
    Ok(Identity {
        subject_hash: subject_hash(session_key, audience, &subject),
        name: optional(&claims.name, "name")?,
        email: optional(&claims.email, "email")?,
        facts: CustomerFacts {
            tier: optional(&claims.tier, "tier")?,
            tenure_months,
            attributes: attributes(&claims.attributes)?,
        },
        subject,
    })
}

/// The hash that stands for a person in logs and figures: keyed, so that nobody can find it out by trying subjects.
pub fn subject_hash(session_key: &[u8], workspace: &str, subject: &str) -> String {
    hex(&mac(session_key, "subject", format!("{workspace}\0{subject}").as_bytes()))
}

fn for_audience(aud: &serde_json::Value, audience: &str) -> bool {
    match aud {
        serde_json::Value::String(one) => one == audience,
        serde_json::Value::Array(several) => several.iter().any(|one| one.as_str() == Some(audience)),
        _ => false,
    }
}

fn check_times(claims: &Claims, now_s: u64) -> Result<(), IdentityError> {
    let exp = time(&claims.exp, "exp")?.ok_or(IdentityError::BadClaim("exp"))?;
    let iat = time(&claims.iat, "iat")?.ok_or(IdentityError::BadClaim("iat"))?;
    let nbf = time(&claims.nbf, "nbf")?.unwrap_or(0);
    if exp.saturating_add(LEEWAY_S) <= now_s {
        return Err(IdentityError::Expired);
    }
    if iat.max(nbf) > now_s.saturating_add(LEEWAY_S) {
        return Err(IdentityError::NotYetValid);
    }
    if exp > now_s.saturating_add(MAX_LIFETIME_S + LEEWAY_S) {
        return Err(IdentityError::TooLongLived);
    }
    Ok(())
}

/// Seconds since the epoch. Fractions, which RFC 7519 allows, are cut off.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounds are checked")]
fn time(value: &serde_json::Value, name: &'static str) -> Result<Option<u64>, IdentityError> {
    if value.is_null() {
        return Ok(None);
    }
    let whole = value.as_u64();
    let cut = || value.as_f64().filter(|seconds| (0.0..1e15).contains(seconds)).map(|seconds| seconds as u64);
    whole.or_else(cut).map(Some).ok_or(IdentityError::BadClaim(name))
}

/// An optional text of 1 to `limit` bytes, without control characters. An empty one counts as absent.
fn text(value: &serde_json::Value, name: &'static str, limit: usize) -> Result<Option<String>, IdentityError> {
    match value {
        serde_json::Value::Null => Ok(None),
        serde_json::Value::String(text) if text.len() <= limit && !text.chars().any(char::is_control) => {
            let text = text.trim();
            Ok((!text.is_empty()).then(|| text.to_owned()))
        }
        _ => Err(IdentityError::BadClaim(name)),
    }
}

/// Attributes, as a page may give them too: an object of texts.
fn attributes(value: &serde_json::Value) -> Result<BTreeMap<String, String>, IdentityError> {
    let bad = IdentityError::BadClaim("attributes");
    let fields = match value {
        serde_json::Value::Null => return Ok(BTreeMap::new()),
        serde_json::Value::Object(fields) if fields.len() <= MAX_ATTRIBUTES => fields,
        _ => return Err(bad),
    };
    let text = |value: &serde_json::Value| {
        let text = value.as_str().filter(|text| text.len() <= MAX_ATTRIBUTE_BYTES)?;
        (!text.chars().any(char::is_control)).then(|| text.to_owned())
    };
    let read = |(key, value): (&String, &serde_json::Value)| {
        is_attribute_name(key).then(|| text(value)).flatten().map(|text| (key.clone(), text)).ok_or(bad)
    };
    fields.iter().map(read).collect()
}

/// Whole months from a date to now; zero where it lies ahead.
fn tenure(since: &str, now_s: u64) -> Result<u32, IdentityError> {
    let bad = IdentityError::BadClaim("customer_since");
    // The shape is checked too: `parse_date` alone takes `2023-5-1`.
    if since.len() != 10 {
        return Err(bad);
    }
    let (year, month, day) = civil_from_days(parse_date(since).ok_or(bad)?);
    let today = Timestamp(now_s.saturating_mul(1000)).days();
    let (now_year, now_month, now_day) = civil_from_days(today);
    let months = (now_year - year) * 12 + i64::from(now_month) - i64::from(month) - i64::from(now_day < day);
    Ok(u32::try_from(months.max(0)).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    /// 2026-11-24T09:30:00Z.
    const NOW: u64 = 1_795_512_600;
    const KEY: &[u8; 32] = b"0123456789abcdef0123456789abcdef";
    const SESSION_KEY: &[u8] = b"a session key";

    fn keys() -> Keys {
        Keys::parse(&json!({"dev-1": URL_SAFE_NO_PAD.encode(KEY)}).to_string()).unwrap()
    }

    fn claims() -> Value {
        json!({"aud": "northline", "sub": "c-17", "iat": NOW, "exp": NOW + 600})
    }

    fn verified(claims: &Value) -> Result<Identity, IdentityError> {
        let token = jwt::encode(claims, KEY, Some("dev-1")).unwrap();
        verify(&token, &keys(), "northline", SESSION_KEY, NOW)
    }

    /// The claims with one changed, or taken away by `null`.
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "the table below reads better")]
    fn check(claim: &str, value: Value, expect: Result<(), IdentityError>) {
        let mut claims = claims();
        claims[claim] = value.clone();
        assert_eq!(verified(&claims).map(|_| ()), expect, "{claim}: {value}");
    }

    #[test]
    fn a_whole_identity() {
        let mut claims = claims();
        claims["name"] = json!("李明");
        claims["email"] = json!("ming@example.com");
        claims["tier"] = json!("enterprise");
        claims["customer_since"] = json!("2023-05-25");
        claims["attributes"] = json!({"region": "north", "plan": ""});
        let identity = verified(&claims).unwrap();
        assert_eq!(identity.subject, "c-17");
        assert_eq!(identity.name.as_deref(), Some("李明"));
        assert_eq!(identity.email.as_deref(), Some("ming@example.com"));
        let attributes = [("plan", ""), ("region", "north")].map(|(key, value)| (key.to_owned(), value.to_owned()));
        let tier = Some("enterprise".to_owned());
        assert_eq!(identity.facts, CustomerFacts { tier, tenure_months: Some(41), attributes: attributes.into() });
        assert_eq!(identity.subject_hash, subject_hash(SESSION_KEY, "northline", "c-17"));
        assert_eq!(identity.subject_hash.len(), 64);
    }

    #[test]
    fn each_claim_is_checked() {
        use IdentityError::{BadClaim, Expired, NotYetValid, TooLongLived, WrongAudience};
        check("aud", json!(["other", "northline"]), Ok(()));
        for aud in [json!("north"), json!("northline2"), json!(""), json!(null), json!(["other"]), json!(7)] {
            check("aud", aud, Err(WrongAudience));
        }
        check("exp", json!(NOW - 59), Ok(()));
        check("exp", json!(NOW - 60), Err(Expired));
        check("exp", json!(0), Err(Expired));
        check("exp", json!(NOW + 960), Ok(()));
        check("exp", json!(NOW + 961), Err(TooLongLived));
        check("exp", json!(u64::MAX), Err(TooLongLived));
        check("exp", json!(1_795_512_700.5), Ok(()));
        for exp in [json!(null), json!("1795512700"), json!(-1), json!(1e300), json!([])] {
            check("exp", exp, Err(BadClaim("exp")));
        }
        check("iat", json!(NOW + 60), Ok(()));
        check("iat", json!(NOW + 61), Err(NotYetValid));
        check("iat", json!(null), Err(BadClaim("iat")));
        check("nbf", json!(NOW + 61), Err(NotYetValid));
        check("nbf", json!(NOW), Ok(()));
        check("sub", json!("é".repeat(127)), Ok(()));
        for sub in [json!(null), json!(""), json!(" "), json!("x".repeat(256)), json!(17), json!("a\0b"), json!("a\nb")]
        {
            check("sub", sub, Err(BadClaim("sub")));
        }
        check("name", json!(7), Err(BadClaim("name")));
        check("email", json!("x".repeat(255)), Err(BadClaim("email")));
        check("tier", json!({}), Err(BadClaim("tier")));
        check("customer_since", json!("2023-5-1"), Err(BadClaim("customer_since")));
        check("customer_since", json!("2023-02-30"), Err(BadClaim("customer_since")));
        check("attributes", json!({}), Ok(()));
        check("attributes", json!({"region": "é".repeat(64)}), Ok(()));
        let many: serde_json::Map<String, Value> = (0..17).map(|n| (format!("a{n}"), json!("x"))).collect();
        for attributes in [
            json!([]),
            json!("region=north"),
            json!({"region": 7}),
            json!({"region": null}),
            json!({"region": "x".repeat(129)}),
            json!({"region": "a\nb"}),
            json!({"Region": "north"}),
            json!({"": "north"}),
            Value::Object(many),
        ] {
            check("attributes", attributes, Err(BadClaim("attributes")));
        }
        check("unknown", json!("is passed over"), Ok(()));
    }

    #[test]
    fn tenure_is_in_whole_months() {
        let cases = [
            ("2026-11-24", 0),
            ("2026-10-25", 0),
            ("2026-10-24", 1),
            ("2024-11-24", 24),
            ("2024-11-25", 23),
            ("2024-02-29", 32),
            ("2027-01-01", 0),
        ];
        for (since, months) in cases {
            assert_eq!(tenure(since, NOW), Ok(months), "{since}");
        }
    }

    #[test]
    fn keys_rotate_and_are_checked() {
        let old = jwt::encode(&claims(), KEY, Some("dev-1")).unwrap();
        let new_key = [7_u8; 40];
        let new = jwt::encode(&claims(), &new_key, Some("dev-2")).unwrap();
        let both = json!({"dev-1": URL_SAFE_NO_PAD.encode(KEY), "dev-2": URL_SAFE_NO_PAD.encode(new_key)});
        let both = Keys::parse(&both.to_string()).unwrap();
        for token in [&old, &new] {
            assert!(verify(token, &both, "northline", SESSION_KEY, NOW).is_ok());
        }
        let unknown = Err(IdentityError::Token(JwtError::UnknownKey));
        assert_eq!(verify(&new, &keys(), "northline", SESSION_KEY, NOW), unknown);
        let without = jwt::encode(&claims(), KEY, None).unwrap();
        assert_eq!(verify(&without, &keys(), "northline", SESSION_KEY, NOW), unknown);
        let crossed = jwt::encode(&claims(), KEY, Some("dev-2")).unwrap();
        let forged = Err(IdentityError::Token(JwtError::BadSignature));
        assert_eq!(verify(&crossed, &both, "northline", SESSION_KEY, NOW), forged);

        let error = |json: &str| Keys::parse(json).err();
        assert_eq!(error("[]"), Some(KeysError::NotAnObject));
        assert_eq!(error(r#"{"a": 1}"#), Some(KeysError::NotAnObject));
        assert_eq!(error(r#"{"a": "not base64url +/"}"#), Some(KeysError::NotBase64Url("a".to_owned())));
        assert_eq!(error(r#"{"a": "c2hvcnQ"}"#), Some(KeysError::TooShort("a".to_owned())));
        assert_eq!(error("{}"), None);
    }

    #[test]
    fn the_hash_tells_people_and_workspaces_apart() {
        let hash = subject_hash(SESSION_KEY, "northline", "c-17");
        assert_eq!(hash, subject_hash(SESSION_KEY, "northline", "c-17"));
        assert_ne!(hash, subject_hash(SESSION_KEY, "northline", "c-18"));
        assert_ne!(hash, subject_hash(SESSION_KEY, "southline", "c-17"));
        assert_ne!(hash, subject_hash(b"another key", "northline", "c-17"));
    }

    fn any_value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".*".prop_map(Value::from),
            (NOW - 2000..NOW + 2000).prop_map(Value::from),
            prop::collection::vec(".*".prop_map(Value::from), 0..3).prop_map(Value::from),
        ]
    }

    proptest! {
        #[test]
        fn signed_claims_of_any_kind_never_panic(
            name in "aud|sub|exp|iat|nbf|name|email|tier|attributes|customer_since",
            value in any_value(),
        ) {
            let mut claims = claims();
            claims[&name] = value;
            let token = jwt::encode(&claims, KEY, Some("dev-1"));
            prop_assume!(token.is_ok());
            if let Ok(identity) = verify(&token.unwrap(), &keys(), "northline", SESSION_KEY, NOW) {
                prop_assert!((1..=MAX_SUBJECT_BYTES).contains(&identity.subject.len()));
            }
        }
    }
}
