//! The sweep: forgets what is too old to be kept, and finds conversations whose projections never arrived, or were
//! written in an earlier form, and handoffs that the inbox knows and the desk does not, and asks the conversations to
//! write everything again. Runs every five minutes, and when asked.

use baton_shared::time::DAY_MS;
use baton_shared::workspace::Privacy;
use serde::{Deserialize, Serialize};

use crate::audit;
use crate::binding::Bindings;
use crate::conversation::INDEX_FORM;
use crate::failure::Failure;
use crate::internal::{AskConversation, AskDesk, Waiting, ask};
use crate::parse::problem::Code;
use crate::platform;
use crate::published::{self, number};
use crate::record;

/// Conversations that one sweep looks at.
const LOOKED_AT: u64 = 5000;
/// Conversations that one sweep mends; the next one goes on.
const MENDED: usize = 200;
/// Milliseconds after which a projection is no longer merely late.
const LATE_MS: u64 = 60_000;

/// What a sweep did.
#[derive(Debug, Serialize)]
pub struct Swept {
    /// Conversations that it looked at.
    pub checked: usize,
    /// Conversations that wrote their projections again.
    pub repaired: usize,
    /// Conversations and records that were too old to be kept.
    pub forgotten: usize,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    seq: u64,
}

/// Looks for what is missing, and mends it.
pub async fn sweep(bindings: &Bindings<'_>) -> Result<Swept, Failure> {
    let current = published::current(bindings).await?;
    let select = "SELECT id, seq FROM conversation WHERE workspace = ?1 AND ((seq = 0 AND opened_at < ?2) OR status = 'waiting') \
                  ORDER BY updated_at DESC LIMIT ?3";
    let late = platform::now().0.saturating_sub(LATE_MS);
    let values = [current.workspace().into(), number(late), number(LOOKED_AT)];
    let rows: Vec<Row> = bindings.need_database()?.prepare(select).bind(&values)?.all().await?.results()?;
    let at_desk: Waiting = ask(&bindings.desk(current.workspace())?, &AskDesk::Waiting {}).await?;
    let mut swept = Swept { checked: rows.len(), repaired: 0, forgotten: 0 };
    let known: Vec<&String> = rows.iter().map(|row| &row.id).collect();
    let missing = rows.iter().filter(|row| row.seq == 0 || !at_desk.conversations.contains(&row.id)).map(|row| &row.id);
    // What the desk holds and the inbox does not call waiting may have ended without the desk being told.
    let stale = at_desk.conversations.iter().filter(|id| !known.contains(id));
    let old = of_earlier_form(bindings, current.workspace()).await?;
    for id in missing.chain(stale).chain(&old).take(MENDED) {
        let object = bindings.conversation(current.workspace(), id)?;
        match ask::<_, ()>(&object, &AskConversation::Project {}).await {
            Ok(()) => swept.repaired += 1,
            // Registered, but its object never came to store anything: nothing was promised to anybody.
            Err(Failure::Problem(told)) if told.code == Code::NotFound.as_str() => {
                forget(bindings, current.workspace(), id).await?;
            }
            // One that fails must not keep the others from being mended.
            Err(failure) => report(id, failure),
        }
    }
    swept.forgotten = forget_old(bindings, current.workspace(), &current.published.workspace.privacy).await?;
    Ok(swept)
}

fn report(id: &str, failure: Failure) {
    worker::console_error!("sweep of {id}: {}", failure.into_problem().detail);
}

/// Forgets what is older than the workspace keeps it. Says how many conversations and records that were.
async fn forget_old(bindings: &Bindings<'_>, workspace: &str, privacy: &Privacy) -> Result<usize, Failure> {
    let mut forgotten = 0;
    let before = |days: u32| platform::now().0.saturating_sub(u64::from(days) * DAY_MS);
    let asks = [
        (privacy.conversation_days, "conversation WHERE erased = 0", AskConversation::Erase { told: None }),
        (privacy.file_days, "conversation WHERE has_files = 1", AskConversation::ForgetFiles {}),
    ];
    for (days, rows, asked) in asks {
        let Some(days) = days else { continue };
        for id in older(bindings, workspace, rows, before(days)).await? {
            match ask::<_, ()>(&bindings.conversation(workspace, &id)?, &asked).await {
                Ok(()) => forgotten += 1,
                Err(failure) => report(&id, failure),
            }
        }
    }
    if let Some(days) = privacy.customer_days {
        for id in older(bindings, workspace, "customer WHERE 1", before(days)).await? {
            record::forget(bindings, workspace, &id).await?;
            forgotten += 1;
        }
    }
    if let Some(days) = privacy.log_days {
        let delete = "DELETE FROM delivery WHERE workspace = ?1 AND updated_at < ?2";
        let values = [workspace.into(), number(before(days))];
        bindings.need_database()?.prepare(delete).bind(&values)?.run().await?;
        audit::forget_before(bindings, workspace, before(days)).await?;
    }
    Ok(forgotten)
}

/// Ids of rows in which nothing has happened since a time, the oldest first, as many as one sweep mends.
async fn older(bindings: &Bindings<'_>, workspace: &str, rows: &str, before: u64) -> Result<Vec<String>, Failure> {
    let select = format!(
        "SELECT id, 0 AS seq FROM {rows} AND workspace = ?1 AND updated_at < ?2 ORDER BY updated_at LIMIT {MENDED}"
    );
    let values = [workspace.into(), number(before)];
    let rows: Vec<Row> = bindings.need_database()?.prepare(&select).bind(&values)?.all().await?.results()?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Conversations whose rows lack what is written today.
async fn of_earlier_form(bindings: &Bindings<'_>, workspace: &str) -> Result<Vec<String>, Failure> {
    let select = format!(
        "SELECT id, seq FROM conversation WHERE workspace = ?1 AND form < {INDEX_FORM} AND seq > 0 \
         ORDER BY updated_at DESC LIMIT {MENDED}"
    );
    let rows: Vec<Row> = bindings.need_database()?.prepare(select).bind(&[workspace.into()])?.all().await?.results()?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

async fn forget(bindings: &Bindings<'_>, workspace: &str, id: &str) -> Result<(), Failure> {
    let delete = "DELETE FROM conversation WHERE workspace = ?1 AND id = ?2 AND seq = 0";
    bindings.need_database()?.prepare(delete).bind(&[workspace.into(), id.into()])?.run().await?;
    Ok(())
}
