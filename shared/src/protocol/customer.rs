//! What goes between the widget and the edge. A browser sends commands, never events, so it cannot claim that
//! an agent joined; it receives [`CustomerEvent`]s alone.

#[cfg(feature = "authoring")]
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::conversation::WaitChoice;
pub use crate::conversation::{
    Attachment, CustomerEvent, CustomerEventKind, MAX_ID_BYTES, MAX_MESSAGE_ATTACHMENTS, MAX_MESSAGE_BYTES,
    MAX_PAGE_BYTES, Page,
};
pub use crate::routing::Place;
use crate::text::Language;
use crate::time::Timestamp;

/// Longest request body in bytes.
pub const MAX_BODY_BYTES: usize = 32 * 1024;
/// Largest file that may be attached, in bytes.
pub const MAX_ATTACHMENT_BYTES: usize = 10 * 1024 * 1024;
/// Files that one conversation may hold.
pub const MAX_ATTACHMENTS: usize = 20;
/// Longest name of a file, in bytes.
pub const MAX_ATTACHMENT_NAME_BYTES: usize = 120;
/// Conversations that a list of one's own holds.
pub const MAX_MINE: usize = 30;

/// What a page says, by name, or no longer says. A list, because a map's code would cost the widget more bytes than it is
/// worth there; on the wire it is an object.
pub type Said = Vec<(String, Option<String>)>;

mod said {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::Said;

    pub(super) fn serialize<S: Serializer>(said: &Said, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(said.iter().map(|(name, value)| (name, value)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Said, D::Error> {
        BTreeMap::deserialize(deserializer).map(|said| said.into_iter().collect())
    }
}

/// `POST /v1/conversations`: opens a conversation with its first command. Without a command it makes a place for files
/// alone, which nobody sees: the same request with a command opens it, and may carry the files that were uploaded
/// meanwhile. A place that is not opened within a day is taken away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenRequest {
    /// A random id made by the client, 16 to 64 of `[A-Za-z0-9_-]`: repeating a request opens nothing new.
    pub request_id: String,
    /// Random secret made by the client, 43 characters of base64url (256 bits). It authorises all later
    /// requests of this conversation as `authorization: Bearer <token>`; the edge stores its hash only.
    pub token: String,
    /// Language of the interface.
    pub language: Language,
    /// Where the customer is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    /// The company's signed identity (JWT), where the visitor is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// What the company's page says of the visitor or of itself, unverified: at most 16, each name `[a-z][a-z0-9_]{0,31}`,
    /// each value at most 128 bytes, or `null` where it no longer says anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "said")]
    #[cfg_attr(feature = "authoring", schemars(with = "BTreeMap<String, Option<String>>"))]
    pub attributes: Said,
    /// What the customer did: a first message, or asking for a person. Absent to upload files first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<CustomerCommand>,
}

/// Answer to [`OpenRequest`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Opened {
    /// Id of the conversation.
    pub conversation: String,
    /// Everything that the customer may see so far; nothing while it is a place for files alone.
    pub events: Vec<CustomerEvent>,
}

/// `POST /v1/conversations/{id}/commands` and the answer's body is [`Events`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "type", deny_unknown_fields)]
pub enum CustomerCommand {
    /// Says something. `id` is the client's own, so that a repeat is harmless.
    Say {
        /// 1 to 64 of `[A-Za-z0-9_-]`.
        id: String,
        /// What is said, at most [`MAX_MESSAGE_BYTES`]. May be empty where files stand for it.
        text: String,
        /// Ids of files that were uploaded before, at most [`MAX_MESSAGE_ATTACHMENTS`].
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<String>,
    },
    /// Asks for a person, by the button that is always there.
    AskForHuman {},
    /// Says whether an answer helped.
    RateAnswer {
        /// The answer's sequence number, as the customer sees it.
        answer: u64,
        /// Whether it did.
        helpful: bool,
    },
    /// Chooses how to go on when nobody can come.
    Choose {
        /// What is chosen.
        choice: WaitChoice,
        /// Email address or telephone number; needed unless the customer waits.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<String>,
        /// When a call suits.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: Option<String>,
    },
    /// Rates the conversation: satisfaction 1 to 5, effort 1 (easy) to 5 (hard).
    Rate {
        /// Satisfaction.
        score: u8,
        /// Effort.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effort: Option<u8>,
        /// A comment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
    /// Asks for the transcript by email. The company's own mailer sends it.
    SendTranscript {
        /// The email address.
        address: String,
    },
    /// The page says more of the visitor or of itself. What it said before stays; a name said again has the new value, and
    /// `null` takes it away.
    Update {
        /// With the limits of [`OpenRequest::attributes`], also together with what was said before.
        #[serde(with = "said")]
        #[cfg_attr(feature = "authoring", schemars(with = "BTreeMap<String, Option<String>>"))]
        attributes: Said,
    },
    /// Ends the conversation.
    End {},
}

/// Events after a number: the body of commands' answers and of `GET /v1/conversations/{id}/events?after=N`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Events {
    /// In order, without gaps.
    pub events: Vec<CustomerEvent>,
    /// Where the customer stands, while they wait for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The highest number, as the customer counts, that a person has read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<u64>,
    /// Whether the person who has the conversation is connected; absent where nobody has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present: Option<bool>,
}

/// `GET /v1/conversations/{id}/unread?after=N`: what has come from the other side since, in a few words, for a page
/// that does not show the conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Unread {
    /// How many messages.
    pub count: u64,
    /// The last number that there is, as the customer counts.
    pub last: u64,
    /// Whether the conversation goes on.
    pub open: bool,
    /// Whether a person has it.
    pub person: bool,
    /// Who wrote the latest of these messages: the person's name, absent for the bot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The latest of these messages as plain text, at most 140 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// `POST /v1/conversations/mine` is asked with an [`IdentityRequest`] and answers this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Mine {
    /// The signed-in visitor's own conversations, the latest first, at most [`MAX_MINE`].
    pub conversations: Vec<MineRow>,
}

/// One of a visitor's own conversations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct MineRow {
    /// Its id.
    pub conversation: String,
    /// Whether it goes on.
    pub open: bool,
    /// Start of what the customer wrote last; absent once erased.
    pub preview: Option<String>,
    /// When something last happened.
    pub updated_at: Timestamp,
}

/// `POST /v1/conversations/{id}/resume`: a signed-in visitor goes on with a conversation of theirs, from another device
/// say. The answer's body is [`Events`], all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ResumeRequest {
    /// The company's signed identity (JWT). Its subject must be the conversation's.
    pub identity: String,
    /// Random secret made by this client, as in [`OpenRequest`]. It authorises beside those that did before; of more
    /// than ten the oldest is dropped.
    pub token: String,
}

/// `POST /v1/conversations/{id}/identity`: the visitor signed in, or the token was refreshed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentityRequest {
    /// The company's signed identity (JWT).
    pub identity: String,
}

/// `POST /v1/conversations/{id}/ticket` answers this. The socket is
/// `GET /v1/conversations/{id}/socket?ticket=T&after=N`; each text frame from the edge is one [`SocketFrame`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Ticket {
    /// Good for one connection, for 30 seconds.
    pub ticket: String,
}

/// What arrives on a customer's socket. The client sends only the text `ping`, answered by `pong`, and the text
/// `typing`, which staff are shown for five seconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "frame")]
pub enum SocketFrame {
    /// New events, in order, without gaps.
    Events {
        /// The events.
        events: Vec<CustomerEvent>,
    },
    /// Somebody on the other side is typing; good for five seconds.
    Typing {
        /// The name of who is typing.
        name: String,
    },
    /// The place in the queue has changed.
    Place {
        /// Where the customer stands.
        #[serde(flatten)]
        place: Place,
    },
    /// A person has read so far.
    Read {
        /// The highest number, as the customer counts.
        up_to: u64,
    },
    /// The person who has the conversation has come, or has gone away for now.
    Presence {
        /// Whether they are connected.
        present: bool,
    },
}
