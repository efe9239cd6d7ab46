//! Bodies that only the API's description needs as types: the edge builds them in place.

use schemars::JsonSchema;

use crate::conversation::Recorded;
use crate::handoff::WebhookKind;
use crate::protocol::{BrandPart, NoticesPart, SuggestPart};
use crate::text::Language;
use crate::workspace::Workspace;

/// Whether the edge runs.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
pub(super) struct Health {
    /// `ok`.
    status: String,
    /// Baton's version.
    version: String,
    /// Number of the published workspace; null before the first.
    workspace: Option<u64>,
}

/// A public part.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
#[serde(untagged)]
pub(super) enum AnyPart {
    /// `brand.<language>`.
    Brand(BrandPart),
    /// `suggest.<language>`.
    Suggest(SuggestPart),
    /// `notices.<language>`.
    Notices(NoticesPart),
}

/// The number of a publication.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
pub(super) struct Version {
    /// Counted from 1.
    version: u64,
    /// The name of the model that came along; absent where none did, or no bucket is bound to keep it in.
    #[serde(default)]
    model: Option<String>,
}

/// A workspace that is to be published.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
pub(super) struct Publication {
    /// All of it.
    #[serde(flatten)]
    workspace: Workspace,
    /// The model of its articles as base64, as `cargo baton push` learns it. Without one the model before stays, as long
    /// as the articles do.
    #[serde(default)]
    model: Option<String>,
}

/// The published workspace with its number.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
pub(super) struct PublishedWorkspace {
    /// Counted from 1.
    version: u64,
    /// All of it.
    workspace: Workspace,
    /// The name of the model that guides the search; absent where none does.
    #[serde(default)]
    model: Option<String>,
}

/// Where webhooks go.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
#[serde(deny_unknown_fields)]
pub(super) struct EndpointRequest {
    /// Address; HTTPS outside development.
    url: String,
    /// `whsec_` and the base64 of 24 to 64 random bytes.
    secret: String,
    /// Which webhooks it receives; empty for all.
    #[serde(default)]
    kinds: Vec<WebhookKind>,
}

/// A conversation's full log.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
pub(super) struct Log {
    /// In order.
    events: Vec<Recorded>,
}

/// What a sweep did.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
pub(super) struct Swept {
    /// Conversations that it looked at.
    checked: u64,
    /// Conversations that wrote their projections again.
    repaired: u64,
    /// Conversations and records that were too old to be kept.
    forgotten: u64,
}

/// A reply from the reply page.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
#[serde(deny_unknown_fields)]
pub(super) struct ReplyRequest {
    /// Who writes: the name that the customer sees.
    author: String,
    /// The words.
    text: String,
}

/// The form of the reply page.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
pub(super) struct ReplyForm {
    /// Who writes: the name that the customer sees.
    author: String,
    /// The words.
    text: String,
    /// Random; the same for a repeat.
    idempotency_key: String,
    /// Language of the page.
    language: Option<Language>,
}

/// A sign-in link's token.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
pub(super) struct SignInForm {
    /// The token out of the link.
    token: String,
}

/// What there is to back up.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
pub(super) struct BackupHead {
    /// The form of what follows.
    format: u32,
    /// Id of the workspace.
    workspace: String,
    /// Number of the published workspace.
    version: u64,
    /// The tables of the database, in the order in which they are restored.
    tables: Vec<String>,
}

/// A page of a table.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
pub(super) struct BackupRows {
    /// Rows by the names of their columns.
    rows: Vec<serde_json::Map<String, serde_json::Value>>,
    /// What to ask with for the next page; null after the last one.
    next: Option<String>,
}

/// A page of the conversations' ids, in order.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
pub(super) struct BackupIds {
    /// At most 500; none after the last.
    conversations: Vec<String>,
}

/// A conversation as it is stored.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
pub(super) struct BackupConversation {
    /// Of its tables.
    version: u64,
    /// Rows by table.
    tables: std::collections::BTreeMap<String, Vec<serde_json::Map<String, serde_json::Value>>>,
}

/// Begins a restore, or ends it.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
pub(super) struct RestoreRequest {
    /// Id of the backup: a restore is gone on with under the same one.
    backup: String,
    /// Id of its workspace.
    workspace: String,
    /// Whether everything is there.
    #[serde(default)]
    done: bool,
}

/// Whether a restore has ended.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
pub(super) struct Restored {
    /// Whether it has.
    done: bool,
}

/// Rows on their way back.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
pub(super) struct RestoreRows {
    /// Their table.
    table: String,
    /// Those that are there already stay as they are.
    rows: Vec<serde_json::Map<String, serde_json::Value>>,
}

/// A piece of a conversation on its way back.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for its schema")]
pub(super) struct RestoreConversation {
    /// Of its tables.
    version: u64,
    /// Rows by table.
    tables: std::collections::BTreeMap<String, Vec<serde_json::Map<String, serde_json::Value>>>,
    /// Whether it is the last piece.
    last: bool,
}
