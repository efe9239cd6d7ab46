//! Errors over HTTP: problem details as RFC 9457 defines them, with a stable code and the field at fault.

use serde::{Deserialize, Serialize};

/// Every code that an answer to the company's side may carry, with its status. Clients say each in their own words; a
/// test of the edge holds it to what it sends.
pub const PROBLEM_CODES: [(u16, &str); 41] = [
    (400, "malformed_json"),
    (400, "malformed_form"),
    (400, "malformed_request"),
    (401, "unauthorized"),
    (401, "signed_out"),
    (401, "bad_ticket"),
    (403, "forbidden"),
    (403, "forbidden_origin"),
    (404, "not_found"),
    (405, "method_not_allowed"),
    (409, "conflict"),
    (409, "attachments_full"),
    (409, "erased"),
    (409, "invitation_over"),
    (412, "stale"),
    (413, "too_large"),
    (415, "wrong_media_type"),
    (422, "invalid"),
    (422, "too_long"),
    (426, "upgrade_required"),
    (428, "if_match_missing"),
    (429, "rate_limited"),
    (500, "internal"),
    (503, "not_published"),
    (503, "attachments_not_set_up"),
    // A conversation's refusals.
    (409, "not_now"),
    (409, "taken"),
    (410, "episode_over"),
    (422, "empty_message"),
    (422, "conversation_full"),
    (422, "no_such_answer"),
    (422, "no_such_queue"),
    (422, "no_such_attachment"),
    (422, "too_many_attachments"),
    (422, "too_many_transcripts"),
    (422, "bad_address"),
    (422, "too_many_attributes"),
    (422, "bad_rating"),
    // A file's.
    (415, "attachment_kind"),
    (422, "attachment_unsafe"),
    (422, "attachment_broken"),
];

/// One of several things that are wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct ProblemPart {
    /// The file of the workspace where it is mended, `policy.toml` say.
    pub file: String,
    /// The field at fault, `rule.angry.queue` say; empty for the whole file.
    pub field: String,
    /// What is wrong, and what to do.
    pub detail: String,
}

/// The body of every answer with a status of 400 or above; `content-type: application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Problem {
    /// `about:blank` or a page that explains the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short and the same for each code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// A stable word for programs.
    pub code: String,
    /// What is wrong here, and what to do.
    pub detail: String,
    /// The field at fault, `command.text` say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Seconds after which to try again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// Everything that is wrong, where that is more than one thing: a workspace is refused with all that must be mended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemPart>,
}
