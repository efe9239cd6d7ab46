//! Problems: the one place where a refusal gets its HTTP status, stable code and title.

use baton_shared::conversation::Refusal;
use baton_shared::protocol::{Problem, ProblemPart};
use baton_shared::workspace;

use crate::attachment::Refused;
use crate::token::identity::IdentityError;
use crate::token::jwt::JwtError;
use crate::token::reply::ReplyTokenError;
use crate::token::session::SessionError;

/// What kind of problem it is. Refusals and token errors bring codes of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The body is not JSON.
    MalformedJson,
    /// The body is not a form.
    MalformedForm,
    /// A header or a parameter of the address cannot be read.
    MalformedRequest,
    /// Nobody is signed in, or the key is not right.
    Unauthorized,
    /// The session has ended, or its agent is gone.
    SignedOut,
    /// A socket's ticket is not good.
    BadTicket,
    /// Not with this role.
    Forbidden,
    /// Not from this page.
    ForbiddenOrigin,
    /// There is no such thing.
    NotFound,
    /// Not with this method.
    MethodNotAllowed,
    /// It does not fit what is there.
    Conflict,
    /// Somebody else was faster.
    Stale,
    /// The body is over its limit.
    TooLarge,
    /// The body is of another kind.
    WrongMediaType,
    /// A field is not as it must be.
    Invalid,
    /// A text is over its limit.
    TooLong,
    /// The address is a WebSocket.
    UpgradeRequired,
    /// The header `if-match` is missing.
    IfMatchMissing,
    /// Too many requests.
    RateLimited,
    /// No more files fit into the conversation.
    AttachmentsFull,
    /// The conversation was erased.
    Erased,
    /// An invitation was used, has ended or was replaced.
    InvitationOver,
    /// Our fault.
    Internal,
    /// Nothing is published yet.
    NotPublished,
    /// Files cannot be attached here.
    AttachmentsNotSetUp,
}

impl Code {
    /// Every kind.
    pub const ALL: [Self; 25] = [
        Self::MalformedJson,
        Self::MalformedForm,
        Self::MalformedRequest,
        Self::Unauthorized,
        Self::SignedOut,
        Self::BadTicket,
        Self::Forbidden,
        Self::ForbiddenOrigin,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Conflict,
        Self::Stale,
        Self::TooLarge,
        Self::WrongMediaType,
        Self::Invalid,
        Self::TooLong,
        Self::UpgradeRequired,
        Self::IfMatchMissing,
        Self::RateLimited,
        Self::AttachmentsFull,
        Self::Erased,
        Self::InvitationOver,
        Self::Internal,
        Self::NotPublished,
        Self::AttachmentsNotSetUp,
    ];

    /// Status, stable word and title.
    fn row(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::MalformedJson => (400, "malformed_json", "The body is not JSON"),
            Self::MalformedForm => (400, "malformed_form", "The form cannot be read"),
            Self::MalformedRequest => (400, "malformed_request", "The request cannot be read"),
            Self::Unauthorized => (401, "unauthorized", "The request is not authorised"),
            Self::SignedOut => (401, "signed_out", "Nobody is signed in"),
            Self::BadTicket => (401, "bad_ticket", "The ticket is not good"),
            Self::Forbidden => (403, "forbidden", "This is not allowed"),
            Self::ForbiddenOrigin => (403, "forbidden_origin", "This page may not ask"),
            Self::NotFound => (404, "not_found", "There is nothing here"),
            Self::MethodNotAllowed => (405, "method_not_allowed", "This method is not answered"),
            Self::Conflict => (409, "conflict", "This does not fit what is there"),
            Self::AttachmentsFull => (409, "attachments_full", "No more files fit into the conversation"),
            Self::Erased => (409, "erased", "The conversation was erased"),
            Self::InvitationOver => (409, "invitation_over", "The invitation is over"),
            Self::Stale => (412, "stale", "Somebody else has changed it"),
            Self::TooLarge => (413, "too_large", "The body is too large"),
            Self::WrongMediaType => (415, "wrong_media_type", "The body is of the wrong kind"),
            Self::Invalid => (422, "invalid", "A field is not as it must be"),
            Self::TooLong => (422, "too_long", "A text is too long"),
            Self::UpgradeRequired => (426, "upgrade_required", "This is a WebSocket"),
            Self::IfMatchMissing => (428, "if_match_missing", "The version is missing"),
            Self::RateLimited => (429, "rate_limited", "Too many requests"),
            Self::Internal => (500, "internal", "Something went wrong"),
            Self::NotPublished => (503, "not_published", "Nothing is published yet"),
            Self::AttachmentsNotSetUp => (503, "attachments_not_set_up", "Attachments are not set up"),
        }
    }

    /// A stable word for programs.
    pub fn as_str(self) -> &'static str {
        self.row().1
    }
}

/// A problem of a kind. `detail` says what is wrong here and what to do.
pub fn problem(code: Code, detail: impl Into<String>) -> Problem {
    let (status, word, title) = code.row();
    new(status, word, title, detail.into())
}

fn new(status: u16, code: &str, title: &str, detail: String) -> Problem {
    Problem {
        kind: "about:blank".to_owned(),
        title: title.to_owned(),
        status,
        code: code.to_owned(),
        detail,
        field: None,
        retry_after: None,
        errors: Vec::new(),
    }
}

/// The same problem, with the field at fault: `command.text`, say.
#[must_use]
pub fn field(problem: Problem, name: &str) -> Problem {
    Problem { field: Some(name.to_owned()), ..problem }
}

/// A command that the conversation refused. Nothing has changed.
pub fn refusal(refused: &Refusal) -> Problem {
    let (status, title, name, remedy) = match refused {
        Refusal::NotNow(_) => (409, "This does not fit the conversation's state", None, "load the conversation again"),
        Refusal::EmptyMessage => (422, "The message is empty", Some("text"), "write something first"),
        Refusal::TooLong { .. } => (422, "A text is too long", Some("text"), "send it in several parts"),
        Refusal::Full => (422, "The conversation is full", Some("text"), "begin another one, or ask for a person"),
        Refusal::NoSuchAnswer(_) => {
            (422, "There is no such answer", Some("answer"), "use the number of an answer that was received")
        }
        Refusal::EpisodeOver(_) => (410, "The handoff is not open", Some("episode"), "load the conversation again"),
        Refusal::NoSuchQueue(_) => {
            (422, "There is no such queue", Some("queue"), "use the id of a queue of the workspace")
        }
        Refusal::TakenBy(_) => {
            (409, "Somebody else has the conversation", None, "ask them, or wait until they give it back")
        }
        Refusal::BadAddress => (
            422,
            "The address cannot be one",
            Some("address"),
            "give an email address, or a telephone number for a call",
        ),
        Refusal::NoSuchAttachment(_) => {
            (422, "There is no such attachment", Some("attachments"), "upload it again, and send its id once")
        }
        Refusal::TooManyAttachments { .. } => {
            (422, "Too many attachments", Some("attachments"), "send the others with another message")
        }
        Refusal::TooManyTranscripts { .. } => {
            (422, "The transcript has been asked for too often", None, "ask the person that you talk to")
        }
        Refusal::TooManyAttributes { .. } => (
            422,
            "There are too many attributes",
            Some("attributes"),
            "send fewer names, or give known ones a new value",
        ),
        Refusal::BadRating => (422, "The rating cannot be one", Some("score"), "use a whole number from 1 to 5"),
    };
    let problem = new(status, refused.code(), title, format!("{refused}; {remedy}"));
    Problem { field: name.map(str::to_owned), ..problem }
}

/// A workspace that must not be published, with all that is wrong in it.
pub fn workspace(found: Vec<workspace::Problem>) -> Problem {
    let (count, noun) = (found.len(), if found.len() == 1 { "problem" } else { "problems" });
    let detail = format!("{count} {noun} in the workspace; mend what stands in errors, and publish again");
    let part = |found: workspace::Problem| ProblemPart { file: found.file, field: found.path, detail: found.message };
    Problem { errors: found.into_iter().map(part).collect(), ..problem(Code::Invalid, detail) }
}

/// A file that may not be attached.
pub fn attachment(refused: &Refused) -> Problem {
    let (status, code) = refused.code();
    field(new(status, code, "The file cannot be attached", refused.to_string()), "file")
}

/// An identity that is not believed. The widget asks the page for a fresh one and tries again.
pub fn identity(error: &IdentityError) -> Problem {
    let remedy = match error {
        IdentityError::Token(JwtError::WrongAlgorithm) => "sign it with HS256 and name the key in kid",
        IdentityError::Token(JwtError::UnknownKey | JwtError::BadSignature) => {
            "sign it with a key of BATON_IDENTITY_KEYS and name the key in kid"
        }
        IdentityError::Token(JwtError::TooLong | JwtError::Malformed) => {
            "send the compact form of a JWT: three parts of base64url, joined by dots"
        }
        IdentityError::WrongAudience => "put the workspace's id into aud",
        IdentityError::Expired => "ask the company's back end for a fresh one",
        IdentityError::NotYetValid => "set iat to the time of signing, in seconds",
        IdentityError::TooLongLived => "set exp to at most 900 seconds after signing",
        IdentityError::BadClaim(_) => "correct it where the token is signed",
    };
    let problem = new(401, error.code(), "The identity is not believed", format!("{error}; {remedy}"));
    field(problem, "identity")
}

/// A session or sign-in link that is not believed.
pub fn session(error: &SessionError) -> Problem {
    let detail = format!("{error}; sign in by a fresh link");
    match error {
        SessionError::Expired | SessionError::Missing => problem(Code::SignedOut, detail),
        SessionError::Token(_) | SessionError::WrongUse | SessionError::TooLongLived => {
            problem(Code::Unauthorized, detail)
        }
    }
}

/// A reply address that is not believed. It says no more than that: whoever tries addresses learns nothing.
pub fn reply_token(error: &ReplyTokenError) -> Problem {
    let remedy = match error {
        ReplyTokenError::Malformed => "copy it whole",
        ReplyTokenError::BadSignature => "use the one from the webhook",
        ReplyTokenError::BadId => "use ids of at most 64 bytes",
    };
    problem(Code::NotFound, format!("{error}; {remedy}"))
}

/// Too many requests: what was written is kept by the widget, and sent after the wait.
pub fn rate_limited(retry_after_s: u32) -> Problem {
    let detail = format!("too many messages in a short time; try again in {retry_after_s} seconds");
    Problem { retry_after: Some(retry_after_s), ..problem(Code::RateLimited, detail) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use baton_shared::protocol::PROBLEM_CODES;

    use super::*;

    #[test]
    fn codes_are_distinct_words_and_statuses_are_errors() {
        let words: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(words.len(), Code::ALL.len());
        for code in Code::ALL {
            let made = problem(code, "why");
            assert!((400..600).contains(&made.status) && !made.title.ends_with('.'), "{code:?}");
            assert!(made.code.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{code:?}");
        }
    }

    #[test]
    fn clients_know_every_code_of_the_companys_side() {
        let listed = |problem: &Problem| PROBLEM_CODES.contains(&(problem.status, problem.code.as_str()));
        for code in Code::ALL {
            assert!(listed(&problem(code, "why")), "{code:?}");
        }
        let files = [Refused::Kind, Refused::Macros, Refused::Empty].map(|refused| attachment(&refused));
        assert!(files.iter().all(listed));
        let told: BTreeSet<_> = PROBLEM_CODES.into_iter().collect();
        assert_eq!(told.len(), PROBLEM_CODES.len());
    }

    #[test]
    fn refusals_are_told_with_field_and_remedy() {
        let cases = [
            (Refusal::NotNow("already open"), 409, "not_now", None),
            (Refusal::EmptyMessage, 422, "empty_message", Some("text")),
            (Refusal::TooLong { bytes: 9000, limit: 8192 }, 422, "too_long", Some("text")),
            (Refusal::Full, 422, "conversation_full", Some("text")),
            (Refusal::NoSuchAnswer(4), 422, "no_such_answer", Some("answer")),
            (Refusal::EpisodeOver(2), 410, "episode_over", Some("episode")),
            (Refusal::TakenBy("Mei".to_owned()), 409, "taken", None),
            (Refusal::NoSuchQueue("x".to_owned()), 422, "no_such_queue", Some("queue")),
            (Refusal::BadAddress, 422, "bad_address", Some("address")),
            (Refusal::TooManyAttributes { count: 17, limit: 16 }, 422, "too_many_attributes", Some("attributes")),
            (Refusal::BadRating, 422, "bad_rating", Some("score")),
            (Refusal::NoSuchAttachment("a1".to_owned()), 422, "no_such_attachment", Some("attachments")),
            (Refusal::TooManyAttachments { limit: 5 }, 422, "too_many_attachments", Some("attachments")),
            (Refusal::TooManyTranscripts { limit: 5 }, 422, "too_many_transcripts", None),
        ];
        for (refused, status, code, name) in cases {
            let problem = refusal(&refused);
            assert_eq!((problem.status, &*problem.code, problem.field.as_deref()), (status, code, name));
            assert!(problem.detail.contains("; "), "{}", problem.detail);
            assert!(PROBLEM_CODES.contains(&(status, code)), "{code}");
        }
    }

    #[test]
    fn token_errors_keep_their_codes() {
        let told = identity(&IdentityError::Token(JwtError::BadSignature));
        assert_eq!((told.status, &*told.code, told.field.as_deref()), (401, "bad_signature", Some("identity")));
        assert_eq!(session(&SessionError::Missing).code, "signed_out");
        assert_eq!(session(&SessionError::WrongUse).code, "unauthorized");
        assert_eq!(reply_token(&ReplyTokenError::BadSignature).status, 404);
        assert_eq!(rate_limited(7).retry_after, Some(7));
        let refused = attachment(&Refused::Markup);
        assert_eq!((refused.status, &*refused.code, refused.field.as_deref()), (415, "attachment_kind", Some("file")));
    }
}
