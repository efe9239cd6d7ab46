//! Errors over HTTP: problem details as RFC 9457 defines them, with a stable code and the field at fault.

use serde::{Deserialize, Serialize};

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
}
