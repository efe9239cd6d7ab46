//! What can go wrong with a request, as far as an agent needs to know.

use baton_shared::protocol::Problem;

/// Something went wrong; nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing answered.
    Offline,
    /// The session is over, or there never was one.
    SignedOut,
    /// The agent's role does not allow it.
    NotAllowed,
    /// A colleague has the conversation.
    Taken {
        /// What the edge says of it, with the name.
        name: Option<String>,
    },
    /// The handoff that was answered is over.
    EpisodeOver,
    /// It cannot be done as things stand.
    NotNow,
    /// A file of the reply is no longer at the edge.
    FileGone,
    /// The text is too long.
    TooLong,
    /// Too much at once.
    TooMany {
        /// Seconds to wait.
        seconds: Option<u32>,
    },
    /// There is no such conversation, delivery, person, key or endpoint.
    NotFound,
    /// Somebody else has changed it meanwhile.
    Stale,
    /// Anything else that the edge refused.
    Refused(Refused),
    /// The answer cannot be read, or the request could not be made.
    Unreadable,
}

/// A refusal that needs nothing but saying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The HTTP status.
    pub status: u16,
    /// The edge's word for it; empty where something else answered.
    pub code: String,
    /// The first place at fault, where the edge named one.
    pub field: Option<String>,
}

/// Reads an answer with a status of 400 or above.
pub fn trouble(status: u16, body: &str) -> Trouble {
    let problem: Option<Problem> = serde_json::from_str(body).ok();
    let code = problem.as_ref().map_or("", |problem| problem.code.as_str());
    match (status, code) {
        (401, _) => Trouble::SignedOut,
        (403, _) => Trouble::NotAllowed,
        (404, _) => Trouble::NotFound,
        (412, _) => Trouble::Stale,
        (_, "taken") => Trouble::Taken { name: problem.as_ref().and_then(|problem| holder(&problem.detail)) },
        (410, _) | (_, "episode_over") => Trouble::EpisodeOver,
        (_, "not_now") => Trouble::NotNow,
        (_, "no_such_attachment") => Trouble::FileGone,
        (413, _) | (_, "too_long") => Trouble::TooLong,
        (429, _) => Trouble::TooMany { seconds: problem.as_ref().and_then(|problem| problem.retry_after) },
        _ => Trouble::Refused(refused(status, problem)),
    }
}

fn refused(status: u16, problem: Option<Problem>) -> Refused {
    let Some(Problem { code, field, errors, .. }) = problem else {
        return Refused { status, code: String::new(), field: None };
    };
    let first = || errors.into_iter().map(|part| part.field).find(|field| !field.is_empty());
    Refused { status, code, field: field.or_else(first) }
}

/// The name out of "Mei has this conversation".
fn holder(detail: &str) -> Option<String> {
    let (name, _) = detail.split_once(" has this conversation")?;
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(status: u16, code: &str, detail: &str, expect: &Trouble) {
        let body = format!(
            r#"{{"type":"about:blank","title":"t","status":{status},"code":"{code}","detail":"{detail}","retry_after":7}}"#
        );
        assert_eq!(&trouble(status, &body), expect);
    }

    #[test]
    fn answers_are_told_apart() {
        check(409, "taken", "Mei has this conversation", &Trouble::Taken { name: Some("Mei".to_owned()) });
        check(410, "episode_over", "handoff 1 is not open", &Trouble::EpisodeOver);
        check(409, "episode_over", "handoff 1 is not open", &Trouble::EpisodeOver);
        check(422, "no_such_attachment", "there is no attachment a1", &Trouble::FileGone);
        check(401, "signed_out", "", &Trouble::SignedOut);
        check(429, "rate_limited", "", &Trouble::TooMany { seconds: Some(7) });
        check(422, "too_long", "", &Trouble::TooLong);
        check(412, "stale", "somebody else has changed it", &Trouble::Stale);
        let refused = |status, code: &str| Trouble::Refused(Refused { status, code: code.to_owned(), field: None });
        check(422, "empty_message", "the message is empty", &refused(422, "empty_message"));
        assert_eq!(trouble(502, "<html>"), refused(502, ""));
    }
}
