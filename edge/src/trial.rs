//! Test events: sent to an endpoint at once, when somebody asks for it, and never repeated by themselves. Each has its line
//! in the delivery log, with its body and its attempts, because no conversation keeps them.

use baton_shared::protocol::{AuditAction, DeliveryAttempt, DeliveryDetail, DeliveryRow, EndpointTest};
use baton_shared::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use worker::wasm_bindgen::JsValue;

use crate::audit::{self, Entry};
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::parse::problem::{Code, field, problem};
use crate::post::Answered;
use crate::published::{Current, Endpoint, number};
use crate::{endpoint, platform, post};

/// What a test event is called in the delivery log.
pub const KIND: &str = "test";
/// What its id begins with; no conversation is called `test`.
const PREFIX: &str = "msg_test_";
/// Attempts that are kept.
const MAX_ATTEMPTS: usize = 30;

/// What is kept of a test event.
#[derive(Serialize, Deserialize)]
struct Kept {
    body: String,
    attempts: Vec<DeliveryAttempt>,
}

#[derive(Deserialize)]
struct Row {
    endpoint: String,
    attempts: u32,
    last_status: Option<u16>,
    state: String,
    updated_at: u64,
    test: String,
}

/// Whether a delivery's id is that of a test event.
pub fn is_one(id: &str) -> bool {
    id.starts_with(PREFIX)
}

/// Sends a new test event, and says what came back.
pub async fn send(bindings: &Bindings<'_>, current: &Current, id: &str, who: String) -> Result<EndpointTest, Failure> {
    let target = endpoint::find(current, id)?;
    let now = platform::now();
    let event = json!({ "type": KIND, "version": 1, "timestamp": now.rfc3339(), "workspace": current.workspace() });
    let webhook_id = format!("{PREFIX}{}", platform::random_hex(8)?);
    let kept = Kept { body: event.to_string(), attempts: Vec::new() };
    let (answered, kept) = attempt(bindings, current, (target, &webhook_id), (0, kept)).await?;
    audit::record(bindings, current.workspace(), &Entry::new(who, AuditAction::EndpointTested, id)).await;
    Ok(EndpointTest { status: answered.status, took_ms: answered.took_ms, answer: answered.text, body: kept.body })
}

/// What is known of a test event.
pub async fn detail(bindings: &Bindings<'_>, current: &Current, id: &str) -> Result<DeliveryDetail, Failure> {
    let row = read(bindings, current, id).await?;
    let Kept { body, attempts } = serde_json::from_str(&row.test)?;
    let delivery = DeliveryRow {
        id: id.to_owned(),
        conversation: String::new(),
        kind: KIND.to_owned(),
        endpoint: row.endpoint,
        attempts: row.attempts,
        last_status: row.last_status,
        state: row.state,
        updated_at: Timestamp(row.updated_at),
    };
    Ok(DeliveryDetail { delivery, next_at: None, attempts, body })
}

/// Sends a test event that did not arrive once more.
pub async fn again(bindings: &Bindings<'_>, current: &Current, id: &str) -> Result<(), Failure> {
    let row = read(bindings, current, id).await?;
    if row.state == "delivered" {
        return Err(arrived());
    }
    let target = endpoint::find(current, &row.endpoint)?;
    let kept = serde_json::from_str(&row.test)?;
    attempt(bindings, current, (target, id), (row.attempts, kept)).await.map(drop)
}

/// The refusal to send again what has arrived.
pub fn arrived() -> Failure {
    problem(Code::Conflict, "this delivery has arrived; there is nothing to send again").into()
}

async fn read(bindings: &Bindings<'_>, current: &Current, id: &str) -> Result<Row, Failure> {
    let select = "SELECT endpoint, attempts, last_status, state, updated_at, test FROM delivery \
                  WHERE workspace = ?1 AND id = ?2 AND test IS NOT NULL";
    let values = [current.workspace().into(), id.into()];
    let row: Option<Row> = bindings.need_database()?.prepare(select).bind(&values)?.first(None).await?;
    Ok(row.ok_or_else(|| problem(Code::NotFound, "there is no delivery with this id"))?)
}

/// Sends once, and writes the line.
async fn attempt(
    bindings: &Bindings<'_>,
    current: &Current,
    (target, id): (&Endpoint, &str),
    (before, mut kept): (u32, Kept),
) -> Result<(Answered, Kept), Failure> {
    let request = post::request(target, id, &kept.body, bindings.surroundings(), platform::now())?;
    let request = request.ok_or_else(|| {
        let detail = "this endpoint's address may not be called any more; give it another one";
        field(problem(Code::Conflict, detail), "url")
    })?;
    let answered = post::send(request).await;
    let now = platform::now();
    let Answered { status, took_ms, text, .. } = &answered;
    kept.attempts.push(DeliveryAttempt { at: now, status: *status, took_ms: *took_ms, answer: text.clone() });
    kept.attempts.drain(..kept.attempts.len().saturating_sub(MAX_ATTEMPTS));
    let state = if status.is_some_and(|status| (200..300).contains(&status)) { "delivered" } else { "dead" };
    let upsert = "INSERT INTO delivery (workspace, id, conversation, kind, endpoint, attempts, last_status, state, updated_at, test) \
                  VALUES (?1, ?2, '', ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (workspace, id) DO UPDATE SET \
                  attempts = ?5, last_status = ?6, state = ?7, updated_at = ?8, test = ?9";
    let values = [
        current.workspace().into(),
        id.into(),
        KIND.into(),
        target.id.as_str().into(),
        JsValue::from(before + 1),
        status.map_or(JsValue::NULL, JsValue::from),
        state.into(),
        number(now.0),
        serde_json::to_string(&kept)?.into(),
    ];
    bindings.need_database()?.prepare(upsert).bind(&values)?.run().await?;
    Ok((answered, kept))
}
