//! The audit: one line for each write of the company's side, appended and never changed, which the database itself
//! holds to. What is written into the database goes into one transaction with its line; what happens in a conversation
//! has its full record there, together with its line, which the conversation writes here until it has arrived.

mod diff;

use baton_shared::protocol::{Audit, AuditAction, AuditChange, AuditEntry};
use baton_shared::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use worker::wasm_bindgen::JsValue;
use worker::{D1Database, D1PreparedStatement};

pub use diff::changes;

use crate::binding::Bindings;
use crate::failure::Failure;
use crate::parse::id::MAX_NUMBER;
use crate::platform;
use crate::published::number;

/// One line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Who.
    pub who: String,
    /// What was done.
    pub action: AuditAction,
    /// To what.
    pub subject: String,
    /// What changed.
    pub changes: Vec<AuditChange>,
}

impl Entry {
    /// A line without changes.
    pub fn new(who: String, action: AuditAction, subject: &str) -> Self {
        Self { who, action, subject: subject.to_owned(), changes: Vec::new() }
    }

    /// Something was done in a conversation. Of what was done the command's word is kept, never what was written.
    pub fn in_conversation(who: String, conversation: &str, command: &str) -> Self {
        let change = AuditChange { path: "command".to_owned(), before: Value::Null, after: json!(command) };
        Self { changes: vec![change], ..Self::new(who, AuditAction::ConversationChanged, conversation) }
    }
}

#[derive(Deserialize)]
struct Row {
    number: u64,
    at: u64,
    who: String,
    action: AuditAction,
    subject: String,
    changes: String,
}

/// Appends a line, to go into the batch of what it is about.
pub fn statement(database: &D1Database, workspace: &str, entry: &Entry) -> Result<D1PreparedStatement, Failure> {
    insert(database, workspace, entry, platform::now(), "")
}

/// Appends a line only where the statement before it in the batch has changed something.
pub fn if_changed(database: &D1Database, workspace: &str, entry: &Entry) -> Result<D1PreparedStatement, Failure> {
    insert(database, workspace, entry, platform::now(), " WHERE changes() > 0")
}

/// Appends a line about what was done at a time, unless it is there.
pub fn once(
    database: &D1Database,
    workspace: &str,
    entry: &Entry,
    at: Timestamp,
) -> Result<D1PreparedStatement, Failure> {
    let unless = " WHERE NOT EXISTS (SELECT 1 FROM audit WHERE workspace = ?1 AND subject = ?5 AND at = ?2 AND who = ?3 \
                  AND action = ?4 AND changes = ?6)";
    insert(database, workspace, entry, at, unless)
}

fn insert(
    database: &D1Database,
    workspace: &str,
    entry: &Entry,
    at: Timestamp,
    condition: &str,
) -> Result<D1PreparedStatement, Failure> {
    let insert = format!(
        "INSERT INTO audit (workspace, at, who, action, subject, changes) SELECT ?1, ?2, ?3, ?4, ?5, ?6{condition}"
    );
    let action = serde_json::to_value(entry.action)?;
    let values: [JsValue; 6] = [
        workspace.into(),
        number(at.0),
        entry.who.as_str().into(),
        action.as_str().unwrap_or_default().into(),
        entry.subject.as_str().into(),
        serde_json::to_string(&entry.changes)?.into(),
    ];
    Ok(database.prepare(insert).bind(&values)?)
}

/// Appends a line about something that has happened already, elsewhere than in the database. That it has happened
/// stands whether or not the line can be written.
pub async fn record(bindings: &Bindings<'_>, workspace: &str, entry: &Entry) {
    let Some(database) = bindings.database() else { return };
    let written = async {
        statement(&database, workspace, entry)?.run().await?;
        Ok::<_, Failure>(())
    };
    if let Err(failure) = written.await {
        worker::console_error!("audit: {}", failure.into_problem().detail);
    }
}

/// Deletes lines that are older than the company keeps them: the one way in which a line may go.
pub async fn forget_before(bindings: &Bindings<'_>, workspace: &str, at: u64) -> Result<(), Failure> {
    let database = bindings.need_database()?;
    let kept = "INSERT INTO audit_kept_since (workspace, at) VALUES (?1, ?2) \
                ON CONFLICT (workspace) DO UPDATE SET at = ?2";
    let kept = database.prepare(kept).bind(&[workspace.into(), number(at)])?;
    let delete = "DELETE FROM audit WHERE workspace = ?1 AND at < ?2";
    let delete = database.prepare(delete).bind(&[workspace.into(), number(at)])?;
    let closed = database.prepare("DELETE FROM audit_kept_since WHERE workspace = ?1").bind(&[workspace.into()])?;
    database.batch(vec![kept, delete, closed]).await?;
    Ok(())
}

/// The latest lines before a number, at most 100.
pub async fn list(bindings: &Bindings<'_>, workspace: &str, before: Option<u64>) -> Result<Audit, Failure> {
    let select = "SELECT number, at, who, action, subject, changes FROM audit WHERE workspace = ?1 AND number < ?2 \
                  ORDER BY number DESC LIMIT 100";
    let values = [workspace.into(), number(before.unwrap_or(MAX_NUMBER))];
    let rows: Vec<Row> = bindings.need_database()?.prepare(select).bind(&values)?.all().await?.results()?;
    let entries = rows.into_iter().map(|row| {
        let changes = serde_json::from_str(&row.changes)?;
        let Row { number, who, action, subject, .. } = row;
        Ok(AuditEntry { number, at: Timestamp(row.at), who, action, subject, changes })
    });
    Ok(Audit { entries: entries.collect::<Result<_, Failure>>()? })
}
