//! What the database lists: the inbox and the delivery log. Both are projections.

use baton_shared::conversation::{ResolutionOutcome, Status};
use baton_shared::policy::Priority;
use baton_shared::protocol::{Deliveries, DeliveryRow, Inbox, InboxRow, MAX_MINE, Mine, MineRow};
use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use serde::Deserialize;
use worker::wasm_bindgen::JsValue;

use crate::binding::Bindings;
use crate::failure::Failure;
use crate::parse::problem::{Code, field, problem};
use crate::published::number;

#[derive(Deserialize)]
struct ConversationRow {
    id: String,
    status: Status,
    language: Language,
    queue: Option<String>,
    priority: Priority,
    agent: Option<String>,
    reason: Option<String>,
    preview: Option<String>,
    customer: Option<String>,
    revenue_at_stake: u8,
    outcome: Option<ResolutionOutcome>,
    came_back: u8,
    opened_at: u64,
    updated_at: u64,
    waiting_since: Option<u64>,
}

#[derive(Deserialize)]
struct OwnRow {
    id: String,
    status: Status,
    preview: Option<String>,
    updated_at: u64,
}

#[derive(Deserialize)]
struct LogRow {
    id: String,
    conversation: String,
    kind: String,
    endpoint: String,
    attempts: u32,
    last_status: Option<u16>,
    state: String,
    updated_at: u64,
}

/// Conversations, the latest first, at most 100; those in one status, and before a time, where these are given.
pub async fn inbox(
    bindings: &Bindings<'_>,
    workspace: &str,
    status: Option<&str>,
    before: Option<u64>,
) -> Result<Inbox, Failure> {
    if let Some(status) = status.filter(|status| !["with_bot", "waiting", "with_human", "resolved"].contains(status)) {
        let detail = format!("`{status}` is no status; use with_bot, waiting, with_human or resolved");
        return Err(field(problem(Code::Invalid, detail), "status").into());
    }
    let select = "SELECT id, status, language, queue, priority, agent, reason, preview, customer, revenue_at_stake, \
                  json_extract(facts, '$.outcome') AS outcome, came_back, opened_at, updated_at, waiting_since FROM conversation \
                  WHERE workspace = ?1 AND seq > 0 AND (?2 IS NULL OR status = ?2) AND updated_at < ?3 ORDER BY updated_at DESC, id LIMIT 100";
    let values = [
        workspace.into(),
        status.map_or(JsValue::NULL, JsValue::from_str),
        number(before.unwrap_or(8_640_000_000_000_000)),
    ];
    let rows: Vec<ConversationRow> = bindings.need_database()?.prepare(select).bind(&values)?.all().await?.results()?;
    Ok(Inbox { conversations: rows.into_iter().map(inbox_row).collect() })
}

/// One person's own conversations, the latest first.
pub async fn mine(bindings: &Bindings<'_>, workspace: &str, subject_hash: &str) -> Result<Mine, Failure> {
    let select = "SELECT id, status, preview, updated_at FROM conversation \
                  WHERE workspace = ?1 AND subject_hash = ?2 AND seq > 0 ORDER BY updated_at DESC, id LIMIT ?3";
    let values = [workspace.into(), subject_hash.into(), number(MAX_MINE as u64)];
    let rows: Vec<OwnRow> = bindings.need_database()?.prepare(select).bind(&values)?.all().await?.results()?;
    let conversations = rows.into_iter().map(|row| MineRow {
        conversation: row.id,
        open: row.status != Status::Resolved,
        preview: row.preview,
        updated_at: Timestamp(row.updated_at),
    });
    Ok(Mine { conversations: conversations.collect() })
}

/// The delivery log, the latest first, at most 100 (of one conversation: 1,000).
pub async fn deliveries(
    bindings: &Bindings<'_>,
    workspace: &str,
    conversation: Option<&str>,
) -> Result<Deliveries, Failure> {
    let select = "SELECT id, conversation, kind, endpoint, attempts, last_status, state, updated_at FROM delivery \
                  WHERE workspace = ?1 AND (?2 IS NULL OR conversation = ?2) ORDER BY updated_at DESC, id LIMIT ?3";
    let limit = if conversation.is_some() { 1000 } else { 100 };
    let values = [workspace.into(), conversation.map_or(JsValue::NULL, JsValue::from_str), number(limit)];
    let rows: Vec<LogRow> = bindings.need_database()?.prepare(select).bind(&values)?.all().await?.results()?;
    Ok(Deliveries { deliveries: rows.into_iter().map(delivery_row).collect() })
}

fn inbox_row(row: ConversationRow) -> InboxRow {
    InboxRow {
        conversation: row.id,
        status: row.status,
        language: row.language,
        queue: row.queue,
        priority: row.priority,
        agent: row.agent,
        reason: row.reason,
        preview: row.preview,
        customer: row.customer,
        revenue_at_stake: row.revenue_at_stake != 0,
        outcome: row.outcome,
        came_back: row.came_back != 0,
        opened_at: Timestamp(row.opened_at),
        updated_at: Timestamp(row.updated_at),
        waiting_since: row.waiting_since.map(Timestamp),
    }
}

fn delivery_row(row: LogRow) -> DeliveryRow {
    DeliveryRow {
        id: row.id,
        conversation: row.conversation,
        kind: row.kind,
        endpoint: row.endpoint,
        attempts: row.attempts,
        last_status: row.last_status,
        state: row.state,
        updated_at: Timestamp(row.updated_at),
    }
}
