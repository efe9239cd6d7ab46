//! The console's sign-in links and sessions. A link carries a token that is good once, within a day; using it sets a
//! cookie that holds the session. Both are signed with the session key and name their use.

use serde::{Deserialize, Serialize};

use super::jwt::{self, JwtError};

/// Seconds for which a sign-in link may be good.
pub const MAX_SIGN_IN_S: u64 = 24 * 3600;
/// Seconds for which a session is good.
pub const SESSION_S: u64 = 12 * 3600;
/// Seconds after which a session ends that is not used.
pub const IDLE_S: u64 = 4 * 3600;
/// Name of the session's cookie.
pub const COOKIE: &str = "baton_session";
/// Longest `cookie` header that is looked through, in bytes.
const MAX_COOKIES_BYTES: usize = 16 * 1024;

/// A sign-in link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// The agent's id.
    pub agent: String,
    /// What the shell remembers, until `exp_s`, so that the link works once.
    pub jti: String,
    /// When it ends, in seconds since the epoch.
    pub exp_s: u64,
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The agent's id.
    pub agent: String,
    /// The session's own id.
    pub sid: String,
    /// When it ends, in seconds since the epoch.
    pub exp_s: u64,
}

/// Why a sign-in link or a session is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// The token itself.
    #[error(transparent)]
    Token(#[from] JwtError),
    /// It was made for something else.
    #[error("the token was made for another use")]
    WrongUse,
    /// It has ended.
    #[error("the token has expired")]
    Expired,
    /// It would be good for longer than allowed.
    #[error("the token is good for too long")]
    TooLongLived,
    /// There is none.
    #[error("there is no session")]
    Missing,
}

impl SessionError {
    /// A stable word for clients and metrics.
    pub fn code(self) -> &'static str {
        match self {
            Self::Token(error) => error.code(),
            Self::WrongUse => "wrong_use",
            Self::Expired => "expired",
            Self::TooLongLived => "too_long_lived",
            Self::Missing => "not_signed_in",
        }
    }
}

/// What the tokens are for.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Use {
    SignIn,
    Session,
    #[serde(other)]
    Other,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    #[serde(rename = "use")]
    usage: Use,
    sub: String,
    exp: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    jti: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
}

/// A sign-in token for an agent; `jti` is random.
pub fn sign_in_token(agent: &str, jti: &str, exp_s: u64, key: &[u8]) -> Result<String, JwtError> {
    let (sub, jti) = (agent.to_owned(), Some(jti.to_owned()));
    jwt::encode(&Claims { usage: Use::SignIn, sub, exp: exp_s, jti, sid: None }, key, None)
}

/// Reads a sign-in token. Whether it was used before, the shell knows.
pub fn read_sign_in(token: &str, key: &[u8], now_s: u64) -> Result<SignIn, SessionError> {
    let claims = read(token, key, now_s, Use::SignIn, MAX_SIGN_IN_S)?;
    let jti = claims.jti.filter(|jti| (8..=64).contains(&jti.len())).ok_or(JwtError::Malformed)?;
    Ok(SignIn { agent: claims.sub, jti, exp_s: claims.exp })
}

/// A session for an agent, good for [`SESSION_S`] from now; `sid` is random.
pub fn session_token(agent: &str, sid: &str, now_s: u64, key: &[u8]) -> Result<String, JwtError> {
    let (sub, sid) = (agent.to_owned(), Some(sid.to_owned()));
    let exp = now_s.saturating_add(SESSION_S);
    jwt::encode(&Claims { usage: Use::Session, sub, exp, jti: None, sid }, key, None)
}

/// Reads a session. Whether the agent is still of the team, the shell knows.
pub fn read_session(token: &str, key: &[u8], now_s: u64) -> Result<Session, SessionError> {
    let claims = read(token, key, now_s, Use::Session, SESSION_S)?;
    let sid = claims.sid.filter(|sid| !sid.is_empty()).ok_or(JwtError::Malformed)?;
    Ok(Session { agent: claims.sub, sid, exp_s: claims.exp })
}

fn read(token: &str, key: &[u8], now_s: u64, usage: Use, lifetime_s: u64) -> Result<Claims, SessionError> {
    let claims: Claims = jwt::decode(token, |kid| kid.is_none().then_some(key))?;
    if claims.usage != usage {
        return Err(SessionError::WrongUse);
    }
    if claims.exp <= now_s {
        return Err(SessionError::Expired);
    }
    // The tool that prints links may run on a machine whose clock is a little ahead.
    if claims.exp > now_s.saturating_add(lifetime_s + 60) {
        return Err(SessionError::TooLongLived);
    }
    if claims.sub.is_empty() {
        return Err(JwtError::Malformed.into());
    }
    Ok(claims)
}

/// The `set-cookie` header that begins a session. `secure` outside development.
pub fn cookie(token: &str, secure: bool) -> String {
    set_cookie(token, SESSION_S, secure)
}

/// The `set-cookie` header that ends a session.
pub fn clear_cookie(secure: bool) -> String {
    set_cookie("", 0, secure)
}

fn set_cookie(value: &str, max_age_s: u64, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{COOKIE}={value}; Path=/console; Max-Age={max_age_s}; HttpOnly; SameSite=Strict{secure}")
}

/// The session's token out of a `cookie` header. Where the name comes twice, which only somebody else's page on a
/// neighbouring domain can bring about, none is believed.
pub fn from_cookies(header: &str) -> Option<&str> {
    if header.len() > MAX_COOKIES_BYTES {
        return None;
    }
    let mut ours = header.split(';').filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        (name.trim() == COOKIE).then(|| value.trim())
    });
    let first = ours.next().filter(|value| !value.is_empty());
    if ours.next().is_some() { None } else { first }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const KEY: &[u8] = b"session key";
    const NOW: u64 = 1_800_000_000;
    const JTI: &str = "0123456789abcdef";

    #[test]
    fn links_and_sessions_go_there_and_back() {
        let link = sign_in_token("mei", JTI, NOW + 3600, KEY).unwrap();
        let expect = SignIn { agent: "mei".to_owned(), jti: JTI.to_owned(), exp_s: NOW + 3600 };
        assert_eq!(read_sign_in(&link, KEY, NOW), Ok(expect));
        let session = session_token("mei", "s1", NOW, KEY).unwrap();
        let expect = Session { agent: "mei".to_owned(), sid: "s1".to_owned(), exp_s: NOW + SESSION_S };
        assert_eq!(read_session(&session, KEY, NOW), Ok(expect));

        assert_eq!(read_session(&link, KEY, NOW), Err(SessionError::WrongUse));
        assert_eq!(read_sign_in(&session, KEY, NOW), Err(SessionError::WrongUse));
        assert_eq!(read_sign_in(&link, KEY, NOW + 3600), Err(SessionError::Expired));
        assert_eq!(read_session(&session, KEY, NOW + SESSION_S), Err(SessionError::Expired));
        let forged = Err(SessionError::Token(JwtError::BadSignature));
        assert_eq!(read_sign_in(&link, b"another", NOW), forged);
    }

    #[test]
    fn a_link_is_good_for_a_day_at_most() {
        let link = |exp| read_sign_in(&sign_in_token("mei", JTI, exp, KEY).unwrap(), KEY, NOW).map(|_| ());
        assert_eq!(link(NOW + MAX_SIGN_IN_S), Ok(()));
        assert_eq!(link(NOW + MAX_SIGN_IN_S + 61), Err(SessionError::TooLongLived));
        assert_eq!(link(u64::MAX), Err(SessionError::TooLongLived));
    }

    #[test]
    fn a_link_made_elsewhere_with_the_same_key_is_read() {
        let claims = json!({"use": "sign_in", "sub": "mei", "exp": NOW + 60, "jti": JTI, "iat": NOW});
        assert!(read_sign_in(&jwt::encode(&claims, KEY, None).unwrap(), KEY, NOW).is_ok());
        for claims in [
            json!({"sub": "mei", "exp": NOW + 60, "jti": JTI}),
            json!({"use": "sign_in", "sub": "", "exp": NOW + 60, "jti": JTI}),
            json!({"use": "sign_in", "sub": "mei", "jti": JTI}),
            json!({"use": "sign_in", "sub": "mei", "exp": NOW + 60}),
            json!({"use": "sign_in", "sub": "mei", "exp": NOW + 60, "jti": "short"}),
        ] {
            let malformed = Err(SessionError::Token(JwtError::Malformed));
            assert_eq!(read_sign_in(&jwt::encode(&claims, KEY, None).unwrap(), KEY, NOW), malformed, "{claims}");
        }
        let other = json!({"use": "identity", "sub": "mei", "exp": NOW + 60, "jti": JTI});
        assert_eq!(read_sign_in(&jwt::encode(&other, KEY, None).unwrap(), KEY, NOW), Err(SessionError::WrongUse));
    }

    #[test]
    fn cookies_are_written_and_found() {
        assert_eq!(
            cookie("t", true),
            "baton_session=t; Path=/console; Max-Age=43200; HttpOnly; SameSite=Strict; Secure"
        );
        assert_eq!(clear_cookie(false), "baton_session=; Path=/console; Max-Age=0; HttpOnly; SameSite=Strict");
        let cases = [
            ("baton_session=a.b-c_d", Some("a.b-c_d")),
            ("x=1; baton_session=t ;y=2", Some("t")),
            ("xbaton_session=t", None),
            ("baton_session2=t", None),
            ("baton_session=", None),
            ("baton_session", None),
            ("baton_session=a; baton_session=b", None),
            ("x=baton_session=t", None),
            ("", None),
        ];
        for (header, expect) in cases {
            assert_eq!(from_cookies(header), expect, "{header}");
        }
    }

    proptest! {
        #[test]
        fn any_header_and_token_never_panic(text in "\\PC*|[ ;=a-z_]*(baton_session=[^;]*;?)*") {
            let _ = from_cookies(&text);
            prop_assert!(read_session(&text, KEY, NOW).is_err());
            prop_assert!(read_sign_in(&text, KEY, NOW).is_err());
        }
    }
}
