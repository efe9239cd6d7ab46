//! What the worker asks of its objects. Never reachable from outside: objects have no address of their own.

use std::collections::BTreeMap;

use baton_shared::conversation::{AgentRef, Channel, EpisodeId, Identity, Recorded, Status, Via};
use baton_shared::handoff::Payload;
use baton_shared::policy::Priority;
use baton_shared::protocol::{
    AgentCommand, Attachment, CustomerClaims, CustomerCommand, CustomerContact, Page, Place, Problem,
};
use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use worker::{Headers, Method, Request, RequestInit, Response, Stub};

use crate::audit::Entry;
use crate::backup::Row;
use crate::failure::Failure;

/// What a conversation's object can be asked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum AskConversation {
    /// Opens it, or finds it open. Answers `Opened`.
    Open(Box<OpenConversation>),
    /// A customer's command. Answers `Events`.
    Customer {
        /// SHA-256 of the customer's token.
        token_hash: String,
        /// What they want.
        command: CustomerCommand,
    },
    /// What the customer may see after a number. Answers `Events`.
    CustomerEvents {
        /// SHA-256 of the customer's token.
        token_hash: String,
        /// The last number that they have.
        after: u64,
    },
    /// What the customer has not read yet. Answers `Unread`.
    Unread {
        /// SHA-256 of the customer's token.
        token_hash: String,
        /// The last number that they have.
        after: u64,
    },
    /// The customer goes on from another device, with a token of its own. Answers `Events`.
    Resume {
        /// Hash of the verified subject.
        subject_hash: String,
        /// SHA-256 of the new token.
        token_hash: String,
    },
    /// A customer is about to upload a file. Answers [`Reserved`].
    Reserve {
        /// SHA-256 of the customer's token.
        token_hash: String,
    },
    /// An agent is about to upload a file. Answers [`Reserved`].
    ReserveForAgent {
        /// Who.
        agent: AgentRef,
    },
    /// The file has been looked into and stored. Refused where it is not wanted any more; the conversation then deletes it.
    Keep {
        /// What it is.
        attachment: Attachment,
    },
    /// The file was refused, or could not be stored.
    Release {
        /// Its id.
        id: String,
    },
    /// What is known of a file. Answers `Attachment`.
    File {
        /// SHA-256 of the customer's token; absent for staff, who see what was sent.
        token_hash: Option<String>,
        /// The file's id.
        id: String,
    },
    /// The company vouched for the customer.
    Identify {
        /// SHA-256 of the customer's token.
        token_hash: String,
        /// Who.
        identity: Identity,
    },
    /// A ticket for a customer's socket. Answers `Ticket`.
    CustomerTicket {
        /// SHA-256 of the customer's token.
        token_hash: String,
    },
    /// An agent's command. Answers `StaffEvents`.
    Agent {
        /// Who.
        agent: AgentRef,
        /// From where.
        via: Via,
        /// What they want.
        command: AgentCommand,
        /// What the audit says of it.
        told: Option<Entry>,
    },
    /// The full log after a number. Answers `StaffEvents`.
    StaffEvents {
        /// The last number that the caller has.
        after: u64,
    },
    /// A ticket for an agent's socket. Answers `Ticket`.
    StaffTicket {
        /// The agent's id.
        agent: String,
    },
    /// What a reply page shows. Answers [`ReplyView`].
    ReplyView {
        /// The handoff.
        episode: EpisodeId,
    },
    /// A reply from the reply page. Answers [`ReplyView`].
    Reply {
        /// The handoff.
        episode: EpisodeId,
        /// Who.
        agent: AgentRef,
        /// Their idempotency key.
        key: String,
        /// The words.
        text: String,
        /// What the audit says of it.
        told: Entry,
    },
    /// The desk proposes an agent.
    Propose {
        /// The handoff.
        episode: EpisodeId,
        /// The agent.
        agent: String,
    },
    /// The desk says where the customer stands.
    Place {
        /// The handoff.
        episode: EpisodeId,
        /// Where.
        place: Option<Place>,
    },
    /// The desk says whether an agent is there.
    AtDesk {
        /// The agent's id.
        agent: String,
        /// What the desk knows.
        standing: Standing,
    },
    /// What is known of a webhook. Answers `DeliveryDetail`.
    Delivery {
        /// Its `webhook-id`.
        id: String,
    },
    /// Sends a webhook that has not arrived again, at once.
    ReplayDelivery {
        /// Its `webhook-id`.
        id: String,
    },
    /// Erases what was written.
    Erase {
        /// What the audit says of it; nothing where that is told elsewhere.
        told: Option<Entry>,
    },
    /// Deletes the files that were sent; what was written stays.
    ForgetFiles {},
    /// Writes every projection again.
    Project {},
    /// Everything that it stores, for a backup. Answers [`Dump`].
    Dump {},
    /// Takes in what a backup holds.
    Fill(Fill),
    /// Goes on after a restore.
    Wake {},
}

/// A conversation as a backup holds it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Dump {
    /// Of the tables.
    pub version: u64,
    /// Rows by table.
    pub tables: BTreeMap<String, Vec<Row>>,
}

/// A piece of that, on the way back.
#[derive(Debug, Serialize, Deserialize)]
pub struct Fill {
    /// Of the tables.
    pub version: u64,
    /// Rows by table.
    pub tables: BTreeMap<String, Vec<Row>>,
    /// Whether nothing more comes.
    pub last: bool,
}

/// A place for a file.
#[derive(Debug, Serialize, Deserialize)]
pub struct Reserved {
    /// The file's id.
    pub id: String,
    /// After this, the file may no longer be put into the bucket.
    pub put_by: Timestamp,
}

/// How a conversation begins.
#[derive(Debug, Serialize, Deserialize)]
pub struct OpenConversation {
    /// The workspace.
    pub workspace: String,
    /// The conversation's id.
    pub id: String,
    /// Scheme and host under which the edge was reached.
    pub origin: String,
    /// SHA-256 of the customer's token.
    pub token_hash: String,
    /// Language of the interface.
    pub language: Language,
    /// How it comes in.
    #[serde(default)]
    pub channel: Channel,
    /// Where the customer is.
    pub page: Option<Page>,
    /// Who vouched for them.
    pub identity: Option<Identity>,
    /// What the page says of them.
    pub attributes: BTreeMap<String, String>,
    /// What they did first; absent for a place to upload files to.
    pub command: Option<CustomerCommand>,
}

/// What a reply page needs to know.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReplyView {
    /// The conversation's language.
    pub language: Language,
    /// Whether the handoff is still the current one.
    pub open: bool,
    /// Whether its reply addresses were revoked.
    pub revoked: bool,
    /// Who has it.
    pub agent: Option<AgentRef>,
    /// The whole state.
    pub payload: Payload,
    /// Whether the reply just made was the first.
    pub first: bool,
}

/// What a desk can be asked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum AskDesk {
    /// A conversation tells where it stands. Answers [`Standing`].
    Update(DeskUpdate),
    /// A ticket for an agent's socket. Answers `Ticket`.
    Ticket {
        /// The agent's id.
        agent: String,
    },
    /// Whether an agent is there. Answers [`Standing`].
    Standing {
        /// The agent's id.
        agent: String,
    },
    /// A session of an agent has ended: their sockets are closed. Who is still signed in elsewhere comes back there.
    Leave {
        /// The agent's id.
        agent: String,
    },
    /// Ids of the conversations that wait, for the sweep. Answers [`Waiting`].
    Waiting {},
}

/// What a customer's object can be asked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum AskCustomer {
    /// A conversation tells of itself. Answers [`CustomerKept`].
    Update(Box<CustomerUpdate>),
    /// What is kept. Answers `CustomerRecord`.
    Record {
        /// The customer's id, which the object itself does not know.
        id: String,
    },
    /// Forget everything.
    Forget {},
}

/// What a conversation tells of its customer. The one with the greater number wins.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CustomerUpdate {
    /// The conversation.
    pub conversation: String,
    /// The last event it rests on.
    pub seq: u64,
    /// Where it stands.
    pub status: Status,
    /// When it began.
    pub opened_at: Timestamp,
    /// When something last happened.
    pub updated_at: Timestamp,
    /// What the company vouched for.
    pub claims: Option<CustomerClaims>,
    /// An address that was left.
    pub contact: Option<CustomerContact>,
    /// Whether what was written has been erased.
    pub erased: bool,
}

/// Whether anything is kept of a customer.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct CustomerKept {
    /// Whether something is.
    pub is_kept: bool,
}

/// What the desk knows of whoever has a conversation.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Standing {
    /// Whether they hold a socket at the desk.
    pub at_desk: bool,
    /// How often somebody had come to the desk or gone when this was true: what is told may arrive out of order.
    pub moves: u64,
}

/// Where a conversation stands, as the desk keeps it. The one with the greater number wins.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeskUpdate {
    /// The conversation.
    pub conversation: String,
    /// The last event it rests on.
    pub seq: u64,
    /// Its language.
    pub language: Language,
    /// The handoff that waits for somebody.
    pub waiting: Option<WaitingHandoff>,
    /// Who has it.
    pub agent: Option<String>,
    /// The queue and how long the customer waited, once somebody has come.
    pub accepted: Option<Accepted>,
}

/// A handoff that waits.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WaitingHandoff {
    /// Its number.
    pub episode: EpisodeId,
    /// The queue.
    pub queue: String,
    /// How soon.
    pub priority: Priority,
    /// Since when.
    pub since: Timestamp,
    /// Who had the conversation last.
    #[serde(default)]
    pub last_agent: Option<String>,
}

/// How long a customer waited for somebody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Accepted {
    /// The handoff.
    pub episode: EpisodeId,
    /// Its queue.
    pub queue: String,
    /// Milliseconds.
    pub after_ms: u64,
    /// When somebody came.
    pub at: Timestamp,
}

/// The conversations that a desk holds as waiting.
#[derive(Debug, Serialize, Deserialize)]
pub struct Waiting {
    /// Their ids.
    pub conversations: Vec<String>,
}

/// A full log, for the command line.
#[derive(Debug, Serialize, Deserialize)]
pub struct Log {
    /// In order.
    pub events: Vec<Recorded>,
}

/// Asks an object, and gives its answer on as it is.
pub async fn forward<T: Serialize>(object: &Stub, ask: &T) -> Result<Response, Failure> {
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers).with_body(Some(serde_json::to_string(ask)?.into()));
    Ok(object.fetch_with_request(Request::new_with_init("https://object/", &init)?).await?)
}

/// Asks an object, and reads its answer.
pub async fn ask<T: Serialize, A: DeserializeOwned>(object: &Stub, ask: &T) -> Result<A, Failure> {
    let mut response = forward(object, ask).await?;
    let body = response.text().await?;
    if response.status_code() >= 400 {
        return Err(match serde_json::from_str::<Problem>(&body) {
            Ok(problem) => problem.into(),
            Err(_) => worker::Error::from(format!("an object answered {}", response.status_code())).into(),
        });
    }
    Ok(serde_json::from_str(if body.is_empty() { "null" } else { &body })?)
}
