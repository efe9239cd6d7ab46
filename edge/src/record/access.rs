//! A customer's record from outside: read, handed out, erased.

use std::collections::{BTreeMap, BTreeSet};

use baton_shared::protocol::{
    AuditAction, CustomerErased, CustomerExport, CustomerRecord, ExportedConversation, StaffEvents,
};
use baton_shared::workspace::Workspace;
use serde::Deserialize;

use crate::audit::{self, Entry};
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::internal::{AskConversation, AskCustomer, ask};
use crate::parse::problem::{Code, problem};
use crate::published::{Current, number};

/// Conversations that one request erases or hands out: each is another object to ask.
const AT_ONCE: usize = 200;

#[derive(Deserialize)]
struct IdRow {
    id: String,
}

#[derive(Deserialize)]
struct PreviewRow {
    id: String,
    preview: String,
}

/// What is kept of a customer, and for how long; a problem where nothing is.
pub async fn record(bindings: &Bindings<'_>, current: &Current, id: &str) -> Result<CustomerRecord, Failure> {
    let Workspace { id: workspace, privacy, .. } = &current.published.workspace;
    let object = bindings.customer(workspace, id)?;
    let mut record: CustomerRecord = ask(&object, &AskCustomer::Record { id: id.to_owned() }).await?;
    if record.claims.is_none() && record.conversations.is_empty() {
        return Err(problem(Code::NotFound, "nothing is kept of this customer").into());
    }
    record.kept_for = privacy.clone();
    let mut previews = previews(bindings, workspace, id).await?;
    for conversation in &mut record.conversations {
        conversation.preview = previews.remove(&conversation.id);
    }
    Ok(record)
}

/// The latest words of a customer's conversations, by id, as the inbox shows them.
async fn previews(bindings: &Bindings<'_>, workspace: &str, id: &str) -> Result<BTreeMap<String, String>, Failure> {
    let Some(database) = bindings.database() else { return Ok(BTreeMap::new()) };
    let select = "SELECT id, preview FROM conversation WHERE workspace = ?1 AND subject_hash = ?2 AND preview IS NOT NULL \
                  ORDER BY updated_at DESC LIMIT ?3";
    let values = [workspace.into(), id.into(), number(AT_ONCE as u64)];
    let rows: Vec<PreviewRow> = database.prepare(select).bind(&values)?.all().await?.results()?;
    Ok(rows.into_iter().map(|row| (row.id, row.preview)).collect())
}

/// Everything that is kept of a customer.
pub async fn export(
    bindings: &Bindings<'_>,
    current: &Current,
    id: &str,
    who: String,
) -> Result<CustomerExport, Failure> {
    let (customer, workspace) = (record(bindings, current, id).await?, current.workspace());
    let mut conversations = Vec::new();
    for conversation in customer.conversations.iter().take(AT_ONCE) {
        let object = bindings.conversation(workspace, &conversation.id)?;
        let StaffEvents { events } = ask(&object, &AskConversation::StaffEvents { after: 0 }).await?;
        conversations.push(ExportedConversation { id: conversation.id.clone(), events });
    }
    audit::record(bindings, workspace, &Entry::new(who, AuditAction::CustomerExported, id)).await;
    Ok(CustomerExport { customer, conversations })
}

/// Erases everything of a customer: what was written in their conversations, with its files, and the record itself. The
/// record goes last, so that an erasure that was cut off can be asked for again.
pub async fn erase(bindings: &Bindings<'_>, workspace: &str, id: &str, who: String) -> Result<CustomerErased, Failure> {
    let object = bindings.customer(workspace, id)?;
    let record: CustomerRecord = ask(&object, &AskCustomer::Record { id: id.to_owned() }).await?;
    // The index may know conversations that have not told the record of themselves yet.
    let select = "SELECT id FROM conversation WHERE workspace = ?1 AND subject_hash = ?2 AND erased = 0";
    let database = bindings.need_database()?;
    let rows: Vec<IdRow> = database.prepare(select).bind(&[workspace.into(), id.into()])?.all().await?.results()?;
    let recorded = record.conversations.into_iter().filter(|conversation| !conversation.erased);
    let all: BTreeSet<String> =
        recorded.map(|conversation| conversation.id).chain(rows.into_iter().map(|row| row.id)).collect();
    if all.is_empty() && record.claims.is_none() && record.contacts.is_empty() {
        return Err(problem(Code::NotFound, "nothing is kept of this customer").into());
    }
    let mut erased = CustomerErased { conversations: 0, remaining: 0 };
    for conversation in &all {
        if erased.conversations as usize == AT_ONCE {
            erased.remaining += 1;
            continue;
        }
        ask::<_, ()>(&bindings.conversation(workspace, conversation)?, &AskConversation::Erase { told: None }).await?;
        erased.conversations += 1;
    }
    if erased.remaining == 0 {
        forget(bindings, workspace, id).await?;
    }
    audit::record(bindings, workspace, &Entry::new(who, AuditAction::CustomerErased, id)).await;
    Ok(erased)
}

/// Forgets the record alone.
pub async fn forget(bindings: &Bindings<'_>, workspace: &str, id: &str) -> Result<(), Failure> {
    ask::<_, ()>(&bindings.customer(workspace, id)?, &AskCustomer::Forget {}).await?;
    delete_row(bindings, workspace, id).await
}

/// Writes when something was last kept of a customer, for the sweep that forgets old records.
pub async fn write_row(bindings: &Bindings<'_>, workspace: &str, id: &str, at: u64) -> Result<(), Failure> {
    let Some(database) = bindings.database() else { return Ok(()) };
    let upsert = "INSERT INTO customer (workspace, id, updated_at) VALUES (?1, ?2, ?3) \
                  ON CONFLICT (workspace, id) DO UPDATE SET updated_at = max(updated_at, excluded.updated_at)";
    database.prepare(upsert).bind(&[workspace.into(), id.into(), number(at)])?.run().await?;
    Ok(())
}

/// Nothing is kept of a customer any more.
pub async fn delete_row(bindings: &Bindings<'_>, workspace: &str, id: &str) -> Result<(), Failure> {
    let Some(database) = bindings.database() else { return Ok(()) };
    let delete = "DELETE FROM customer WHERE workspace = ?1 AND id = ?2";
    database.prepare(delete).bind(&[workspace.into(), id.into()])?.run().await?;
    Ok(())
}
