//! Requests to the edge. Each answers with a typed value or with one [`Trouble`].

use baton_shared::conversation::Seq;
use baton_shared::protocol::{AgentCommand, Deliveries, Inbox, Me, StaffEvents, Ticket};
use baton_shared::time::Timestamp;
use gloo_net::http::{Method, RequestBuilder};
use serde::de::DeserializeOwned;
use web_sys::AbortSignal;

use crate::model::inbox::{Filter, status_word};
use crate::model::trouble::{Trouble, trouble};

/// Milliseconds after which a request is given up.
const TIMEOUT_MS: u32 = 20_000;

/// Who is signed in.
pub async fn me() -> Result<Me, Trouble> {
    read(&ask(Method::GET, "/console/api/me", &[], None).await?)
}

/// Ends the session.
pub async fn sign_out() -> Result<(), Trouble> {
    ask(Method::POST, "/console/sign-out", &[], None).await.map(drop)
}

/// The conversations of a filter, the newest first; those before a time where one is given.
pub async fn inbox(filter: Filter, before: Option<Timestamp>) -> Result<Inbox, Trouble> {
    let status = filter.status().map(|status| ("status", status_word(status).to_owned()));
    let before = before.map(|before| ("before", before.0.to_string()));
    let query: Vec<(&str, String)> = [status, before].into_iter().flatten().collect();
    read(&ask(Method::GET, "/console/api/conversations", &query, None).await?)
}

/// The events of a conversation after a number.
pub async fn events(id: &str, after: Seq) -> Result<StaffEvents, Trouble> {
    let query = [("after", after.to_string())];
    read(&ask(Method::GET, &format!("/console/api/conversations/{id}/events"), &query, None).await?)
}

/// Does something in a conversation.
pub async fn command(id: &str, command: &AgentCommand) -> Result<StaffEvents, Trouble> {
    let body = serde_json::to_string(command).map_err(|error| Trouble::Other(error.to_string()))?;
    read(&ask(Method::POST, &format!("/console/api/conversations/{id}/commands"), &[], Some(body)).await?)
}

/// A ticket for one connection.
pub async fn ticket(path: &str) -> Result<Ticket, Trouble> {
    read(&ask(Method::POST, path, &[], None).await?)
}

/// The delivery log.
pub async fn deliveries() -> Result<Deliveries, Trouble> {
    read(&ask(Method::GET, "/console/api/deliveries", &[], None).await?)
}

/// Sends a dead letter again.
pub async fn replay(delivery: &str) -> Result<(), Trouble> {
    let id = String::from(js_sys::encode_uri_component(delivery));
    ask(Method::POST, &format!("/console/api/deliveries/{id}/replay"), &[], None).await.map(drop)
}

/// One request; the body of a good answer.
async fn ask(method: Method, path: &str, query: &[(&str, String)], body: Option<String>) -> Result<String, Trouble> {
    let signal = AbortSignal::timeout_with_u32(TIMEOUT_MS);
    let builder = RequestBuilder::new(path).method(method).abort_signal(Some(&signal));
    let pairs = query.iter().map(|(name, value)| (*name, value));
    let builder = if query.is_empty() { builder } else { builder.query(pairs) };
    let request = match body {
        Some(body) => builder.header("content-type", "application/json").body(body),
        None => builder.build(),
    };
    let request = request.map_err(|error| Trouble::Other(error.to_string()))?;
    let response = request.send().await.map_err(|_| Trouble::Offline)?;
    let text = response.text().await.map_err(|_| Trouble::Offline)?;
    if response.status() >= 400 { Err(trouble(response.status(), &text)) } else { Ok(text) }
}

fn read<T: DeserializeOwned>(body: &str) -> Result<T, Trouble> {
    serde_json::from_str(body).map_err(|error| Trouble::Other(error.to_string()))
}
