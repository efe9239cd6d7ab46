//! What is measured: Baton, or the floor. Each says how a seat is opened, how a message is sent, and where the socket
//! is.

use anyhow::{Context, Result};
use baton_shared::protocol::{CustomerCommand, OpenRequest};
use baton_shared::text::Language;
use serde_json::{Value, json};

use super::pool::Turn;
use crate::token;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Baton's edge, with triage, search and events on.
    Baton,
    /// One row stored, one echo.
    Floor,
}

/// One conversation, ready to be written to.
pub struct Opened {
    /// Path to which messages are posted.
    pub post: String,
    /// Path of the socket.
    pub socket: String,
    /// The `authorization` of each message.
    pub bearer: String,
}

impl Subject {
    /// Opens a conversation.
    pub async fn open(self, turn: &Turn<'_>, name: &str) -> Result<Opened> {
        if self == Self::Floor {
            let path = format!("/{name}");
            return Ok(Opened { post: path.clone(), socket: path, bearer: String::new() });
        }
        let secret = token::random_text();
        let bearer = format!("Bearer {secret}");
        let request = OpenRequest {
            request_id: format!("bench-{}", token::random_text()),
            token: secret,
            language: Language::En,
            page: None,
            attributes: Vec::new(),
            identity: None,
            command: Some(CustomerCommand::Say {
                id: "hello".to_owned(),
                text: "Hello".to_owned(),
                attachments: Vec::new(),
            }),
        };
        let opened = turn.post("/v1/conversations", "", &serde_json::to_string(&request)?).await?;
        let opened: Value = serde_json::from_slice(&opened)?;
        let id = opened.get("conversation").and_then(Value::as_str).context("Baton opened no conversation")?;
        let ticket = turn.post(&format!("/v1/conversations/{id}/ticket"), &bearer, "").await?;
        let ticket: Value = serde_json::from_slice(&ticket)?;
        let ticket = ticket.get("ticket").and_then(Value::as_str).context("Baton gave no ticket")?;
        Ok(Opened {
            post: format!("/v1/conversations/{id}/commands"),
            socket: format!("/v1/conversations/{id}/socket?ticket={ticket}&after=0"),
            bearer,
        })
    }

    /// A message's body.
    pub fn message(self, id: &str, text: &str) -> String {
        match self {
            Self::Baton => json!({"type": "say", "id": id, "text": text}),
            Self::Floor => json!({"id": id, "text": text}),
        }
        .to_string()
    }
}
