//! Errors over HTTP: problem details as RFC 9457 defines them, with a stable code and the field at fault.

use serde::{Deserialize, Serialize};

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
