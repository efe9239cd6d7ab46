//! What the widget reads of a company's signed identity: when it ends, and whether it is still the same person.
//! Nothing here is trusted; the edge verifies.

use super::ids::from_base64url;
use crate::wire;

/// A fresh identity is asked for this long before the current one ends.
pub const REFRESH_BEFORE_MS: u64 = 60_000;

/// The claims that matter here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Milliseconds since the epoch at which the token ends.
    pub ends_at: u64,
    /// Mark of the subject.
    pub mark: String,
}

/// Reads a compact JWT without verifying it.
pub fn claims(token: &str) -> Option<Claims> {
    let payload = from_base64url(token.split('.').nth(1)?)?;
    let (subject, ends_s) = wire::claims(std::str::from_utf8(&payload).ok()?)?;
    Some(Claims { ends_at: ends_s.saturating_mul(1000), mark: subject_mark(&subject) })
}

/// A short mark of a subject (FNV-1a), kept on the device instead of the subject itself. It tells two people
/// apart; it protects nothing.
pub fn subject_mark(subject: &str) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in subject.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::base64url;

    #[test]
    fn a_token_says_when_it_ends_and_who_it_is_for() {
        let token = format!("h.{}.s", base64url(br#"{"sub":"user-7","exp":1700000000,"name":"x"}"#));
        let read = claims(&token).unwrap();
        assert_eq!(read.ends_at, 1_700_000_000_000);
        assert_eq!(read.mark, subject_mark("user-7"));
        assert_ne!(read.mark, subject_mark("user-8"));
    }

    #[test]
    fn what_is_no_token_is_passed_over() {
        for text in ["", "a.b", "a.!.c", "a.e30"] {
            assert_eq!(claims(text), None, "{text}");
        }
    }
}
