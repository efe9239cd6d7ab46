//! What the loader reads of a company's signed identity (`loader/claims.js`): when it ends, and a mark that tells whether
//! it is still the same person. Nothing here is trusted; the edge verifies.

/// A fresh identity is asked for this long before the current one ends.
pub const REFRESH_BEFORE_MS: u64 = 60_000;

/// An identity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// Milliseconds since the epoch at which the token ends; 0 where that is not known.
    pub ends_at: u64,
    /// Mark of the subject: FNV-1a of 64 bits, kept on the device instead of the subject itself. It tells two people
    /// apart; it protects nothing.
    pub mark: Option<String>,
    /// The token; none for the anonymous.
    pub token: Option<String>,
}

/// Reads what the loader says: end, mark and token, with a space between them; nothing for the anonymous.
pub fn claims(text: &str) -> Claims {
    let mut parts = text.splitn(3, ' ');
    let ends_at = parts.next().and_then(|text| text.parse().ok()).unwrap_or_default();
    let mut part = || parts.next().filter(|text| !text.is_empty()).map(str::to_owned);
    Claims { ends_at, mark: part(), token: part() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_says_when_it_ends_and_whose_it_is() {
        let read = claims("1700000000000 00ff a.b.c");
        assert_eq!((read.ends_at, read.mark.as_deref()), (1_700_000_000_000, Some("00ff")));
        assert_eq!(read.token.as_deref(), Some("a.b.c"));
    }

    #[test]
    fn what_says_neither_is_carried_all_the_same() {
        assert_eq!(claims("0  token"), Claims { ends_at: 0, mark: None, token: Some("token".to_owned()) });
        assert_eq!(claims(""), Claims::default());
    }
}
