//! Lines of the delivery log that no conversation keeps: tests and invitations. Each holds its body and its attempts, and
//! can be sent once more while it has not arrived. A body with a link that signs somebody in is kept without it.

use baton_shared::protocol::{DeliveryAttempt, DeliveryDetail, DeliveryRow};
use baton_shared::time::Timestamp;
use serde::{Deserialize, Serialize};
use worker::wasm_bindgen::JsValue;

use crate::binding::Bindings;
use crate::failure::Failure;
use crate::parse::problem::{Code, field, problem};
use crate::post::Answered;
use crate::published::{Current, Endpoint, number};
use crate::{endpoint, invitation, platform, post};

/// What ids begin with; no conversation is called so.
const PREFIXES: [&str; 2] = ["msg_test_", "msg_invitation_"];
/// Attempts that are kept.
const MAX_ATTEMPTS: usize = 30;

/// What is kept of it.
#[derive(Default, Serialize, Deserialize)]
pub struct Kept {
    /// The body, without what signs anybody in.
    pub body: String,
    /// What came of each attempt.
    pub attempts: Vec<DeliveryAttempt>,
    /// The invitation whose link belongs into the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<invitation::Made>,
}

/// A line as it is sent.
pub struct Line<'l> {
    /// Its id, also the webhook's.
    pub id: &'l str,
    /// What it tells.
    pub kind: &'l str,
    /// Where to.
    pub target: &'l Endpoint,
}

#[derive(Deserialize)]
struct Row {
    kind: String,
    endpoint: String,
    attempts: u32,
    last_status: Option<u16>,
    state: String,
    updated_at: u64,
    test: String,
}

/// Whether a delivery's id is that of such a line.
pub fn is_one(id: &str) -> bool {
    PREFIXES.iter().any(|prefix| id.starts_with(prefix))
}

/// What is known of one.
pub async fn detail(bindings: &Bindings<'_>, current: &Current, id: &str) -> Result<DeliveryDetail, Failure> {
    let row = read(bindings, current, id).await?;
    let Kept { body, attempts, .. } = serde_json::from_str(&row.test)?;
    let delivery = DeliveryRow {
        id: id.to_owned(),
        conversation: String::new(),
        kind: row.kind,
        endpoint: row.endpoint,
        attempts: row.attempts,
        last_status: row.last_status,
        state: row.state,
        updated_at: Timestamp(row.updated_at),
    };
    Ok(DeliveryDetail { delivery, next_at: None, attempts, body })
}

/// Sends one that did not arrive once more: an invitation with its link, as long as that is good.
pub async fn again(bindings: &Bindings<'_>, current: &Current, id: &str) -> Result<(), Failure> {
    let row = read(bindings, current, id).await?;
    if row.state == "delivered" {
        return Err(arrived());
    }
    let target = endpoint::find(current, &row.endpoint)?;
    let mut kept: Kept = serde_json::from_str(&row.test)?;
    let body = match &kept.invitation {
        Some(made) => invitation::with_link(bindings, current.workspace(), made, &kept.body).await?,
        None => kept.body.clone(),
    };
    let answered = send(bindings, target, id, &body).await?;
    note(&mut kept, &answered);
    write(bindings, current, &Line { id, kind: &row.kind, target }, row.attempts + 1, &kept).await
}

/// The refusal to send again what has arrived.
pub fn arrived() -> Failure {
    problem(Code::Conflict, "this delivery has arrived; there is nothing to send again").into()
}

/// Sends once.
pub async fn send(bindings: &Bindings<'_>, target: &Endpoint, id: &str, body: &str) -> Result<Answered, Failure> {
    let request = post::request(target, id, body, bindings.surroundings(), platform::now())?;
    let request = request.ok_or_else(|| {
        let detail = "this endpoint's address may not be called any more; give it another one";
        field(problem(Code::Conflict, detail), "url")
    })?;
    Ok(post::send(request).await)
}

/// Keeps what came of an attempt that has just ended.
pub fn note(kept: &mut Kept, answered: &Answered) {
    let Answered { status, took_ms, text, .. } = answered;
    let attempt = DeliveryAttempt { at: platform::now(), status: *status, took_ms: *took_ms, answer: text.clone() };
    kept.attempts.push(attempt);
    kept.attempts.drain(..kept.attempts.len().saturating_sub(MAX_ATTEMPTS));
}

/// Writes the line as the last attempt left it.
pub async fn write(
    bindings: &Bindings<'_>,
    current: &Current,
    line: &Line<'_>,
    attempts: u32,
    kept: &Kept,
) -> Result<(), Failure> {
    let status = kept.attempts.last().and_then(|attempt| attempt.status);
    let state = if status.is_some_and(|status| (200..300).contains(&status)) { "delivered" } else { "dead" };
    let upsert = "INSERT INTO delivery (workspace, id, conversation, kind, endpoint, attempts, last_status, state, updated_at, test) \
                  VALUES (?1, ?2, '', ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (workspace, id) DO UPDATE SET \
                  attempts = ?5, last_status = ?6, state = ?7, updated_at = ?8, test = ?9";
    let values = [
        current.workspace().into(),
        line.id.into(),
        line.kind.into(),
        line.target.id.as_str().into(),
        JsValue::from(attempts),
        status.map_or(JsValue::NULL, JsValue::from),
        state.into(),
        number(platform::now().0),
        serde_json::to_string(kept)?.into(),
    ];
    bindings.need_database()?.prepare(upsert).bind(&values)?.run().await?;
    Ok(())
}

async fn read(bindings: &Bindings<'_>, current: &Current, id: &str) -> Result<Row, Failure> {
    let select = "SELECT kind, endpoint, attempts, last_status, state, updated_at, test FROM delivery \
                  WHERE workspace = ?1 AND id = ?2 AND test IS NOT NULL";
    let values = [current.workspace().into(), id.into()];
    let row: Option<Row> = bindings.need_database()?.prepare(select).bind(&values)?.first(None).await?;
    Ok(row.ok_or_else(|| problem(Code::NotFound, "there is no delivery with this id"))?)
}
