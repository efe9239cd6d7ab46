//! Questions that nothing answered, in the database: written by the conversations, put together when they are read, and
//! dismissed. They are erased with their conversation, so that they are kept no longer than it is.

use std::collections::BTreeMap;

use baton_shared::conversation::Unanswered;
use baton_shared::knowledge::{Asked, Asker, Gap, gap_mark, gaps};
use baton_shared::protocol::{AuditAction, GapRow, Gaps};
use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use baton_shared::triage::Context;
use baton_shared::workspace::Published;
use serde::Deserialize;
use worker::D1PreparedStatement;

use crate::audit::{self, Entry};
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::parse::problem::{Code, problem};
use crate::platform;
use crate::published::{Current, number};
use crate::token::sha256_hex;

/// The latest questions that are looked at.
const MOST: u64 = 1000;
/// Groups that are shown.
const SHOWN: usize = 100;
/// Letters of a mark's hash.
const MARK_CHARS: usize = 32;

#[derive(Deserialize)]
struct Row {
    question: String,
    language: Language,
    at: u64,
}

#[derive(Deserialize)]
struct Dismissed {
    mark: String,
    at: u64,
}

/// Writes what a conversation asked in vain, in place of what stood there of it before.
pub async fn write(
    bindings: &Bindings<'_>,
    workspace: &str,
    conversation: &str,
    found: &[Unanswered],
) -> Result<(), Failure> {
    let Some(database) = bindings.database() else { return Ok(()) };
    let delete = "DELETE FROM gap WHERE workspace = ?1 AND conversation = ?2";
    let mut all: Vec<D1PreparedStatement> =
        vec![database.prepare(delete).bind(&[workspace.into(), conversation.into()])?];
    for one in found {
        let insert =
            "INSERT INTO gap (workspace, conversation, seq, question, language, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let values = [
            workspace.into(),
            conversation.into(),
            number(one.seq),
            one.question.as_str().into(),
            one.language.as_str().into(),
            number(one.at.0),
        ];
        all.push(database.prepare(insert).bind(&values)?);
    }
    database.batch(all).await?;
    Ok(())
}

/// The groups that nobody has dismissed since they were asked last, and that no article answers by now.
pub async fn list(bindings: &Bindings<'_>, current: &Current) -> Result<Gaps, Failure> {
    let open = open(bindings, current.workspace()).await?.into_iter().take(SHOWN);
    let rows = open.filter(|gap| !is_answered(&current.published, gap)).map(|gap| GapRow {
        id: mark(&gap.mark),
        questions: gap.questions,
        language: gap.language,
        count: gap.count,
        last_at: gap.last_at,
    });
    Ok(Gaps { gaps: rows.collect() })
}

/// Whether an article that everybody may read answers a question by now.
fn is_answered(published: &Published, gap: &Gap) -> bool {
    let context = Context::alone(gap.language, Asker::Anonymous, platform::now(), &[]);
    let question = gap.questions.first().map_or("", String::as_str);
    let hits = published.engine().search(question, gap.language, &context, 1);
    hits.first().is_some_and(|hit| hit.support >= published.workspace.policy.thresholds.answer_support)
}

/// Dismisses a group, until it is asked again.
pub async fn dismiss(bindings: &Bindings<'_>, workspace: &str, id: &str, who: String) -> Result<(), Failure> {
    let found = open(bindings, workspace).await?.into_iter().find(|gap| mark(&gap.mark) == id);
    let gap = found.ok_or_else(|| problem(Code::NotFound, "there is no such question; load the list again"))?;
    let database = bindings.need_database()?;
    let mut all = Vec::new();
    for one in &gap.marks {
        let insert = "INSERT OR REPLACE INTO gap_dismissed (workspace, mark, at) VALUES (?1, ?2, ?3)";
        let values = [workspace.into(), mark(one).as_str().into(), number(platform::now().0)];
        all.push(database.prepare(insert).bind(&values)?);
    }
    all.push(audit::statement(&database, workspace, &Entry::new(who, AuditAction::GapDismissed, id))?);
    database.batch(all).await?;
    Ok(())
}

async fn open(bindings: &Bindings<'_>, workspace: &str) -> Result<Vec<Gap>, Failure> {
    let database = bindings.need_database()?;
    let select =
        "SELECT question, language, at FROM gap WHERE workspace = ?1 ORDER BY at DESC, conversation, seq LIMIT ?2";
    let rows: Vec<Row> = database.prepare(select).bind(&[workspace.into(), number(MOST)])?.all().await?.results()?;
    let select = "SELECT mark, at FROM gap_dismissed WHERE workspace = ?1";
    let dismissed: Vec<Dismissed> = database.prepare(select).bind(&[workspace.into()])?.all().await?.results()?;
    let dismissed: BTreeMap<String, u64> = dismissed.into_iter().map(|one| (one.mark, one.at)).collect();
    let since = |row: &Row| dismissed.get(&mark(&gap_mark(&row.question, row.language))).is_none_or(|at| row.at > *at);
    let asked = rows.into_iter().filter(since).map(|Row { question, language, at }| Asked {
        question,
        language,
        at: Timestamp(at),
    });
    Ok(gaps(&asked.collect::<Vec<_>>()))
}

/// What stands for a mark outside this file: it holds no words.
fn mark(text: &str) -> String {
    sha256_hex(text.as_bytes()).chars().take(MARK_CHARS).collect()
}
