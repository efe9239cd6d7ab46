//! What a failed request means, and what to do about it.

use crate::wire;

/// Why a request failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nobody answered, or not in time, or what was answered cannot be read.
    Unreachable,
    /// The edge said no.
    Status {
        /// The HTTP status.
        status: u16,
        /// Stable word of the problem; empty where none was given.
        code: String,
        /// Seconds after which to try again.
        retry_after: Option<u32>,
    },
}

impl Failure {
    /// Of an answer with a status of 400 or above.
    pub fn of(status: u16, body: &str, retry_after: Option<u32>) -> Self {
        let (code, named) = wire::problem(body).unwrap_or_default();
        Self::Status { status, code, retry_after: named.or(retry_after) }
    }
}

/// Why the edge will never take a command as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The text is too long.
    TooLong,
    /// The address cannot be one.
    BadAddress,
    /// Anything else.
    Other,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Try again later, by itself.
    Retry,
    /// Try again after this many seconds; the edge named the wait.
    Later(u32),
    /// The conversation is no longer there for this visitor: begin a new one.
    Gone,
    /// The edge does not serve this page.
    NotHere,
    /// The identity was not accepted: ask the company for a fresh one.
    Identity,
    /// Things have moved on; drop the command and fetch what happened.
    Stale,
    /// It will never be taken as it is.
    Refused(Refusal),
}

/// Judges a failure. `opening` says that the request was to open a conversation.
pub fn judge(failure: &Failure, opening: bool) -> Verdict {
    let Failure::Status { status, code, retry_after } = failure else { return Verdict::Retry };
    match (status, opening) {
        (429, _) => Verdict::Later(retry_after.unwrap_or(5).clamp(1, 3600)),
        (401, true) => Verdict::Identity,
        (403 | 404 | 410, true) => Verdict::NotHere,
        (403, false) if code.contains("origin") => Verdict::NotHere,
        (401, false) if code.contains("identity") => Verdict::Identity,
        (401 | 403 | 404 | 410, false) => Verdict::Gone,
        (409, false) => Verdict::Stale,
        // Another conversation has the id; `session` takes a new one.
        (409, true) => Verdict::Retry,
        (413, _) => Verdict::Refused(Refusal::TooLong),
        (400..=499, _) => Verdict::Refused(refusal(code)),
        (503, _) if retry_after.is_some() => Verdict::Later(retry_after.unwrap_or(5).clamp(1, 3600)),
        _ => Verdict::Retry,
    }
}

fn refusal(code: &str) -> Refusal {
    match code {
        "too_long" => Refusal::TooLong,
        "bad_address" => Refusal::BadAddress,
        _ => Refusal::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(status: u16, code: &str, opening: bool, expect: Verdict) {
        let failure = Failure::Status { status, code: code.to_owned(), retry_after: None };
        assert_eq!(judge(&failure, opening), expect, "{status} {code} {opening}");
    }

    #[test]
    fn each_status_has_its_consequence() {
        check(401, "bad_token", false, Verdict::Gone);
        check(401, "bad_identity", true, Verdict::Identity);
        check(401, "bad_identity", false, Verdict::Identity);
        check(403, "origin_not_allowed", false, Verdict::NotHere);
        check(403, "origin_not_allowed", true, Verdict::NotHere);
        check(404, "not_found", false, Verdict::Gone);
        check(410, "erased", false, Verdict::Gone);
        check(409, "not_now", false, Verdict::Stale);
        check(409, "taken", true, Verdict::Retry);
        check(413, "too_long", false, Verdict::Refused(Refusal::TooLong));
        check(422, "bad_address", false, Verdict::Refused(Refusal::BadAddress));
        check(422, "empty_message", false, Verdict::Refused(Refusal::Other));
        check(429, "too_many", false, Verdict::Later(5));
        check(500, "", false, Verdict::Retry);
        check(503, "", true, Verdict::Retry);
        assert_eq!(judge(&Failure::Unreachable, true), Verdict::Retry);
    }

    #[test]
    fn a_named_wait_is_kept() {
        let body = r#"{"type":"about:blank","title":"t","status":429,"code":"c","detail":"d","retry_after":12}"#;
        assert_eq!(judge(&Failure::of(429, body, None), false), Verdict::Later(12));
        assert_eq!(judge(&Failure::of(429, "", Some(7)), false), Verdict::Later(7));
    }
}
