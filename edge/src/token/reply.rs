//! Reply addresses: one handoff of one conversation, for one endpoint. The token is the whole authority of the page
//! behind it, so it cannot be guessed or changed, and it is good for nothing else.
//!
//! ```text
//! base64url( version │ episode, 4 bytes │ length │ conversation │ endpoint │ MAC, 16 bytes )
//! ```
//!
//! Binary rather than JWT: an address that people see and forward should be short. The MAC is HMAC-SHA256 cut to its
//! first 128 bits, as RFC 2104 allows; a forger would have to try 2^127 tokens against the running edge. There is no
//! time in it: the address is void when its handoff ends or is revoked, which the conversation knows.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{mac, same};

/// Longest conversation or endpoint id in bytes.
pub const MAX_ID_BYTES: usize = 64;
/// Longest token in characters.
pub const MAX_TOKEN_BYTES: usize = 200;

const VERSION: u8 = 1;
const MAC_BYTES: usize = 16;

/// What a reply address is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyScope {
    /// The conversation.
    pub conversation: String,
    /// The handoff.
    pub episode: u32,
    /// The endpoint that was given the address.
    pub endpoint: String,
}

/// Why a reply address is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplyTokenError {
    /// It cannot be one.
    #[error("the reply address is incomplete or damaged")]
    Malformed,
    /// Its signature does not fit.
    #[error("the reply address was not made here")]
    BadSignature,
    /// An id that does not fit in.
    #[error("an id for a reply address must have 1 to 64 bytes")]
    BadId,
}

impl ReplyTokenError {
    /// A stable word for clients and metrics.
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed_token",
            Self::BadSignature => "bad_signature",
            Self::BadId => "bad_id",
        }
    }
}

/// Makes the token of a reply address.
pub fn issue(scope: &ReplyScope, session_key: &[u8]) -> Result<String, ReplyTokenError> {
    let ReplyScope { conversation, episode, endpoint } = scope;
    let fits = |id: &str| (1..=MAX_ID_BYTES).contains(&id.len());
    let length = u8::try_from(conversation.len()).map_err(|_| ReplyTokenError::BadId)?;
    if !fits(conversation) || !fits(endpoint) {
        return Err(ReplyTokenError::BadId);
    }
    let mut bytes = vec![VERSION];
    bytes.extend(episode.to_be_bytes());
    bytes.push(length);
    bytes.extend(conversation.as_bytes());
    bytes.extend(endpoint.as_bytes());
    let tag = tag(&bytes, session_key);
    bytes.extend(tag);
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// Reads the token of a reply address. Whether the handoff is still open, the conversation knows.
pub fn read(token: &str, session_key: &[u8]) -> Result<ReplyScope, ReplyTokenError> {
    use ReplyTokenError::Malformed;
    if token.len() > MAX_TOKEN_BYTES {
        return Err(Malformed);
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| Malformed)?;
    let (signed, given) = bytes.split_last_chunk::<MAC_BYTES>().ok_or(Malformed)?;
    if !same(&tag(signed, session_key), given) {
        return Err(ReplyTokenError::BadSignature);
    }
    // From here on the bytes are our own; a version that is not known is one that was rolled back.
    let (version, rest) = signed.split_first().ok_or(Malformed)?;
    let (episode, rest) = rest.split_first_chunk::<4>().ok_or(Malformed)?;
    let (length, rest) = rest.split_first().ok_or(Malformed)?;
    let (conversation, endpoint) = rest.split_at_checked(usize::from(*length)).ok_or(Malformed)?;
    if *version != VERSION {
        return Err(Malformed);
    }
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map_err(|_| Malformed);
    Ok(ReplyScope {
        conversation: text(conversation)?,
        episode: u32::from_be_bytes(*episode),
        endpoint: text(endpoint)?,
    })
}

fn tag(bytes: &[u8], session_key: &[u8]) -> [u8; MAC_BYTES] {
    let mut tag = [0; MAC_BYTES];
    for (to, from) in tag.iter_mut().zip(mac(session_key, "reply", bytes)) {
        *to = from;
    }
    tag
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: &[u8] = b"session key";

    fn scope() -> ReplyScope {
        ReplyScope { conversation: "c_0123456789abcdefghijkl".to_owned(), episode: 2, endpoint: "crm".to_owned() }
    }

    #[test]
    fn the_stored_form_is_pinned() {
        let token = issue(&scope(), KEY).unwrap();
        assert_eq!(token, "AQAAAAIYY18wMTIzNDU2Nzg5YWJjZGVmZ2hpamtsY3JtvC2zrpZafT9tW8uM8gvAjw");
        assert_eq!(read(&token, KEY), Ok(scope()));
        assert_eq!(read(&token, b"another key"), Err(ReplyTokenError::BadSignature));
    }

    #[test]
    fn ids_have_bounds() {
        let with = |conversation: &str, endpoint: &str| {
            let (conversation, endpoint) = (conversation.to_owned(), endpoint.to_owned());
            issue(&ReplyScope { conversation, episode: u32::MAX, endpoint }, KEY).map(|token| token.len())
        };
        let longest = "x".repeat(MAX_ID_BYTES);
        assert!(with(&longest, &longest).unwrap() <= MAX_TOKEN_BYTES);
        for (conversation, endpoint) in [("", "a"), ("a", ""), (&*"x".repeat(65), "a"), ("a", &*"x".repeat(300))] {
            assert_eq!(with(conversation, endpoint), Err(ReplyTokenError::BadId));
        }
    }

    #[test]
    fn other_tokens_are_no_reply_addresses() {
        let session = crate::token::session::session_token("mei", "s1", 1_800_000_000, KEY).unwrap();
        for token in ["", "A", "AQ", "AQAAAAI", &session, &"A".repeat(22), &"A".repeat(500), "中文"] {
            assert!(read(token, KEY).is_err(), "{token}");
        }
        // A MAC made for another end over the same bytes does not fit.
        let mut bytes = URL_SAFE_NO_PAD.decode(issue(&scope(), KEY).unwrap()).unwrap();
        let end = bytes.len() - MAC_BYTES;
        let other = mac(KEY, "subject", &bytes[..end]);
        bytes[end..].copy_from_slice(&other[..MAC_BYTES]);
        assert_eq!(read(&URL_SAFE_NO_PAD.encode(bytes), KEY), Err(ReplyTokenError::BadSignature));
    }

    proptest! {
        #[test]
        fn there_and_back(conversation in "[A-Za-z0-9_-]{1,64}", episode in any::<u32>(), endpoint in "[A-Za-z0-9_-]{1,64}") {
            let scope = ReplyScope { conversation, episode, endpoint };
            prop_assert_eq!(read(&issue(&scope, KEY).unwrap(), KEY), Ok(scope));
        }

        #[test]
        fn nothing_else_is_believed(bytes in prop::collection::vec(any::<u8>(), 0..150), text in "\\PC*") {
            prop_assert!(read(&URL_SAFE_NO_PAD.encode(bytes), KEY).is_err());
            prop_assert!(read(&text, KEY).is_err());
        }

        #[test]
        fn one_changed_bit_is_noticed(at in 0_usize..400) {
            let mut bytes = URL_SAFE_NO_PAD.decode(issue(&scope(), KEY).unwrap()).unwrap();
            let bit = at % (bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(read(&URL_SAFE_NO_PAD.encode(bytes), KEY), Err(ReplyTokenError::BadSignature));
        }
    }
}
