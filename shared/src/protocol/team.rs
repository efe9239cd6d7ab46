//! What goes between the console and the edge about people: the team, invitations, sessions, API keys and the audit.

use serde::{Deserialize, Serialize};

use crate::text::Language;
use crate::time::Timestamp;
use crate::workspace::{Role, Scope};

/// `GET /console/api/team`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Team {
    /// Version of the team; goes into `If-Match` of a change.
    pub version: String,
    /// Everybody, in the workspace's order.
    pub members: Vec<Member>,
}

/// A member of the team, as the console shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Member {
    /// Stable id.
    pub id: String,
    /// Who they are and what they may do.
    #[serde(flatten)]
    pub about: MemberAbout,
    /// The invitation that they have not used yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited: Option<Invitation>,
    /// When they last did something at the console; absent for those who never did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<Timestamp>,
}

/// `PUT /console/api/team/{id}` with `If-Match`, answered with [`Team`]; part of [`Invite`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct MemberAbout {
    /// Name that customers see, at most 80 characters.
    pub name: String,
    /// Work address; never shown to customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What they may do.
    pub role: Role,
    /// Languages that they write.
    pub languages: Vec<Language>,
    /// Skills, matched with those of queues.
    #[serde(default)]
    pub skills: Vec<String>,
    /// Conversations at a time.
    pub capacity: u32,
    /// Address of a picture, `https://…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}

/// An invitation that waits to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Invitation {
    /// When it was made.
    pub at: Timestamp,
    /// When it ends.
    pub until: Timestamp,
}

/// `POST /console/api/team`: invites somebody. They are of the team at once, and can sign in with the link alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Invite {
    /// Stable id, a word of lower-case letters, digits and hyphens; made from the name or the address where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Who they are and what they may do.
    #[serde(flatten)]
    pub about: MemberAbout,
}

/// The answer to [`Invite`], and to `POST /console/api/team/{id}/invitation`, which makes a new link and voids the old.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Invited {
    /// Their id.
    pub id: String,
    /// The link, good once; shown now and never again.
    pub link: String,
    /// When it ends.
    pub until: Timestamp,
    /// Endpoints that are told, so that the company's mailer can send the link.
    pub told: Vec<String>,
}

/// `GET /console/api/sessions`: one's own, or with `?agent=` another's, for who may administer.
/// `DELETE /console/api/sessions/{id}` ends one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Sessions {
    /// The latest first.
    pub sessions: Vec<SessionRow>,
}

/// A session at the console.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct SessionRow {
    /// Its id; not what signs in.
    pub id: String,
    /// Whose.
    pub agent: String,
    /// Browser and system in a few words, `Firefox, Linux` say.
    pub device: String,
    /// When it began.
    pub since: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen: Timestamp,
    /// When it ends by itself.
    pub until: Timestamp,
    /// Whether this is the one that asks.
    pub current: bool,
}

/// `GET /console/api/keys`. `DELETE /console/api/keys/{id}` voids one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Keys {
    /// The latest first.
    pub keys: Vec<KeyRow>,
}

/// An API key, without what signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct KeyRow {
    /// Its id, which its text begins with.
    pub id: String,
    /// What it is for, in the company's words.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Who made it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// When it was last used, to the minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used: Option<Timestamp>,
}

/// `POST /console/api/keys`, answered with [`NewKey`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KeyRequest {
    /// What it is for, 1 to 60 characters.
    pub name: String,
    /// What it may do, at least one.
    pub scopes: Vec<Scope>,
}

/// A key that was just made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct NewKey {
    /// Its id.
    pub id: String,
    /// The whole key, `baton_…`, for `Authorization: Bearer`; shown now and never again.
    pub key: String,
}

/// `GET /console/api/audit?before=N`: the latest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Audit {
    /// At most 100.
    pub entries: Vec<AuditEntry>,
}

/// One write, who did it, and what it changed. Never holds what a customer wrote, or a secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct AuditEntry {
    /// Counts from 1, without gaps.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Who: a member's id, `key:<id>` for an API key, `tool` for the deployment's own key, `system` for Baton itself.
    pub who: String,
    /// What was done: a stable word, `member_invited` say.
    pub action: AuditAction,
    /// What it was done to: an id, or a section's word.
    pub subject: String,
    /// What changed, each a path with what stood there before and what stands there now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<AuditChange>,
}

/// What changed at one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct AuditChange {
    /// Where, `hours.mon` say.
    pub path: String,
    /// What stood there; null where nothing did.
    pub before: serde_json::Value,
    /// What stands there; null where nothing does.
    pub after: serde_json::Value,
}

/// What can be done, as the audit calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AuditAction {
    /// A whole workspace was published.
    WorkspacePublished,
    /// A section of the settings was changed.
    SettingsChanged,
    /// The rules were changed and published.
    RulesChanged,
    /// Somebody was invited.
    MemberInvited,
    /// A new link was made for somebody.
    InvitationRenewed,
    /// A member was changed.
    MemberChanged,
    /// A member was taken off the team.
    MemberRemoved,
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// A session was ended by somebody else, or from elsewhere.
    SessionRevoked,
    /// An API key was made.
    KeyMade,
    /// An API key was voided.
    KeyRevoked,
    /// An endpoint was set.
    EndpointChanged,
    /// An endpoint was taken away.
    EndpointRemoved,
    /// An endpoint has a new secret.
    SecretRotated,
    /// A test event was sent.
    EndpointTested,
    /// A delivery was sent again.
    DeliveryReplayed,
    /// Somebody did something in a conversation: the subject is its id.
    ConversationChanged,
    /// What was written in a conversation was erased.
    ConversationErased,
    /// A customer's record was handed out.
    CustomerExported,
    /// Everything of a customer was erased.
    CustomerErased,
    /// An article was written, changed, approved, retired or removed: the subject is its id.
    ArticleChanged,
    /// The approved articles were learnt, so that they are found by what they mean.
    ArticlesLearnt,
    /// A question that nothing answered was dismissed.
    GapDismissed,
    /// Everything was written into a backup.
    BackedUp,
    /// A backup was read in.
    Restored,
}
