//! What goes between the edge and who looks after customers' records: the company's own staff, and its systems.

use serde::{Deserialize, Serialize};

use crate::conversation::{Recorded, Status};
use crate::customer::CustomerFacts;
use crate::time::Timestamp;
use crate::workspace::Privacy;

/// `GET /console/api/customers/{id}`: what is kept of an identified customer. Anonymous visitors have no record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct CustomerRecord {
    /// Hash of the verified subject.
    pub id: String,
    /// What the company last vouched for; absent once erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<CustomerClaims>,
    /// Addresses that they left, the latest first.
    pub contacts: Vec<CustomerContact>,
    /// Their conversations, the latest first, at most 200.
    pub conversations: Vec<CustomerConversation>,
    /// For how many days each kind is kept.
    #[serde(default)]
    pub kept_for: Privacy,
}

/// What the company vouched for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct CustomerClaims {
    /// The company's own id for the person.
    pub subject: String,
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Email address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Tier, tenure and attributes.
    pub facts: CustomerFacts,
    /// When this was last said.
    pub at: Timestamp,
}

/// An address that a customer left. They agreed to be reached there about this conversation, and about nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct CustomerContact {
    /// An email address or a telephone number.
    pub address: String,
    /// When a call suits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The conversation that it is for.
    pub conversation: String,
    /// When it was left.
    pub at: Timestamp,
}

/// One conversation of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct CustomerConversation {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub status: Status,
    /// When it began.
    pub opened_at: Timestamp,
    /// When something last happened.
    pub updated_at: Timestamp,
    /// Whether what was written in it has been erased.
    pub erased: bool,
    /// The latest words, masked and short, where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<String>,
}

/// `GET /console/api/customers/{id}/export`, and `GET /admin/customers?subject=`: everything that is kept of a customer,
/// to be handed out to them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct CustomerExport {
    /// The record.
    pub customer: CustomerRecord,
    /// Each conversation with its full log, in the record's order.
    pub conversations: Vec<ExportedConversation>,
}

/// A conversation as it is handed out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct ExportedConversation {
    /// Its id.
    pub id: String,
    /// Its log, with what has not been erased.
    pub events: Vec<Recorded>,
}

/// `DELETE /console/api/customers/{id}`, and `DELETE /admin/customers?subject=`: what was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct CustomerErased {
    /// Conversations whose content is gone.
    pub conversations: u32,
    /// Conversations that are still to be erased: ask again.
    pub remaining: u32,
}
