//! Backup and restore for the command line: everything that could not be written again from something else, in pages.
//!
//! ```text
//! backup    head ─▶ rows of each table ─▶ conversations, each whole ─▶ their files ─▶ the model of the articles
//! restore   begin (empty?) ─▶ rows, conversations, files, model ─▶ publications last ─▶ wake each conversation ─▶ end
//! ```
//!
//! What is there already is never written over, so that a restore which was cut off goes on by being repeated; a line of
//! the audit whose number is taken gets another one. Until the
//! publications are there, nobody is served. The inbox and the desk are told by the conversations themselves.

use std::collections::BTreeMap;

use baton_shared::knowledge::MOST_BYTES;
use baton_shared::protocol::{AuditAction, MAX_ATTACHMENT_BYTES};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use worker::wasm_bindgen::JsValue;
use worker::{D1Database, Response};

use crate::access::Caller;
use crate::audit::{self, Entry};
use crate::binding::Bindings;
use crate::conversation::file_key;
use crate::failure::Failure;
use crate::http::{Backup, Incoming, MAX_WORKSPACE_BYTES, bytes, json, no_content};
use crate::internal::{AskConversation, Fill, ask, forward};
use crate::model;
use crate::parse::id::NO_FILE;
use crate::parse::problem::{Code, field, problem};
use crate::parse::{header, id};
use crate::published::{self, number};

/// The form of a backup. Raise it where an earlier edge could not read it.
const FORMAT: u32 = 1;
/// What the platform keeps, what the conversations write by themselves, and what is only of this deployment.
const LEFT_OUT: &str = "name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE '!_cf!_%' ESCAPE '!' \
                        AND name NOT IN ('d1_migrations', 'conversation', 'customer', 'gap', 'restore')";
/// Rows of a page. A part of a workspace may have almost 2 MB.
const ROWS: u64 = 200;
const PARTS: u64 = 2;
/// Conversations whose ids stand in one page.
const IDS: u64 = 500;
/// Rows that are written in one go.
const WRITTEN_AT_ONCE: usize = 50;

/// The table of the audit, and the column that counts its lines.
const AUDIT: &str = "audit";
const NUMBER: &str = "number";

/// Where nothing can be kept beside the database.
const NO_BUCKET: &str = "the backup holds files: bind an R2 bucket as FILES, see wrangler.toml";

/// One row, by the names of its columns.
pub type Row = Map<String, Value>;

#[derive(Serialize)]
struct Head<'c> {
    format: u32,
    workspace: &'c str,
    version: u64,
    tables: Vec<String>,
}

#[derive(Serialize)]
struct Rows {
    rows: Vec<Row>,
    /// What to ask with for the next page; absent after the last one.
    next: Option<String>,
}

#[derive(Serialize)]
struct Ids {
    conversations: Vec<String>,
}

#[derive(Deserialize)]
struct Begin {
    backup: String,
    workspace: String,
    #[serde(default)]
    done: bool,
}

#[derive(Serialize)]
struct Begun {
    done: bool,
}

#[derive(Deserialize)]
struct PutRows {
    table: String,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct PutConversation {
    version: u64,
    tables: BTreeMap<String, Vec<Row>>,
    last: bool,
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

#[derive(Deserialize)]
struct Column {
    name: String,
    pk: u32,
}

#[derive(Deserialize)]
struct Marker {
    backup: String,
    workspace: String,
    done: u8,
}

/// Answers the command line.
pub async fn answer(mut incoming: Incoming, bindings: &Bindings<'_>, wish: Backup<'_>) -> Result<Response, Failure> {
    let database = &bindings.need_database()?;
    match wish {
        Backup::Head => {
            let current = published::current(bindings).await?;
            let (workspace, version) = (current.workspace(), current.published.versions.workspace);
            // Whoever has the head may have all of it: that is when it is handed out.
            let entry = Entry::new(Caller::Tool.who(), AuditAction::BackedUp, workspace);
            audit::record(bindings, workspace, &entry).await;
            json(&Head { format: FORMAT, workspace, version, tables: tables(database).await? })
        }
        Backup::Rows => {
            let table = incoming.query("table").unwrap_or_default();
            json(&rows(database, &table, incoming.query("after").as_deref()).await?)
        }
        Backup::Conversations => {
            let current = published::current(bindings).await?;
            let select = "SELECT id AS name FROM conversation WHERE workspace = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
            let after = incoming.query("after").unwrap_or_default();
            let values = [current.workspace().into(), after.as_str().into(), number(IDS)];
            let found: Vec<Name> = database.prepare(select).bind(&values)?.all().await?.results()?;
            json(&Ids { conversations: found.into_iter().map(|row| row.name).collect() })
        }
        Backup::Conversation(conversation) => {
            let current = published::current(bindings).await?;
            let object = bindings.conversation(current.workspace(), id::conversation_id(conversation)?)?;
            forward(&object, &AskConversation::Dump {}).await
        }
        Backup::File(conversation, file) => {
            let current = published::current(bindings).await?;
            let bucket = bindings.files().ok_or_else(|| problem(Code::NotFound, NO_FILE))?;
            let key = file_key(current.workspace(), id::conversation_id(conversation)?, id::file_id(file)?);
            let stored = bucket.get(key).execute().await?;
            let body = stored.as_ref().and_then(worker::Object::body);
            bytes(body.ok_or_else(|| problem(Code::NotFound, NO_FILE))?.response_body()?)
        }
        Backup::Model(name) => {
            let stored = model::stored(bindings, name).await?;
            bytes(stored.body().ok_or_else(|| problem(Code::NotFound, NO_FILE))?.response_body()?)
        }
        Backup::Begin => {
            let wanted: Begin = read(&incoming.json().await?)?;
            json(&Begun { done: begin(database, &wanted).await? })
        }
        Backup::PutRows => {
            begun(database).await?;
            let wanted: PutRows = read(&incoming.body_of(MAX_WORKSPACE_BYTES).await?)?;
            put_rows(database, &wanted).await?;
            published::forget();
            no_content()
        }
        Backup::PutConversation(conversation) => {
            let marker = begun(database).await?;
            let PutConversation { version, tables, last } = read(&incoming.body_of(MAX_WORKSPACE_BYTES).await?)?;
            let object = bindings.conversation(&marker.workspace, id::conversation_id(conversation)?)?;
            ask::<_, ()>(&object, &AskConversation::Fill(Fill { version, tables, last })).await?;
            no_content()
        }
        Backup::PutFile(conversation, file) => {
            let marker = begun(database).await?;
            let bucket = bindings.files().ok_or_else(|| problem(Code::AttachmentsNotSetUp, NO_BUCKET))?;
            let key = file_key(&marker.workspace, id::conversation_id(conversation)?, id::file_id(file)?);
            header::size(incoming.header("content-length").as_deref(), MAX_ATTACHMENT_BYTES)?;
            bucket.put(&key, incoming.body_of(MAX_ATTACHMENT_BYTES).await?).execute().await?;
            no_content()
        }
        Backup::PutModel(name) => {
            begun(database).await?;
            header::size(incoming.header("content-length").as_deref(), MOST_BYTES)?;
            let kept = model::keep(bindings, incoming.body_of(MOST_BYTES).await?).await?;
            match kept {
                Some(kept) if kept == name => no_content(),
                Some(_) => {
                    Err(field(problem(Code::Invalid, "this is another model than the one of that name"), "model")
                        .into())
                }
                None => Err(problem(Code::AttachmentsNotSetUp, NO_BUCKET).into()),
            }
        }
        Backup::Wake(conversation) => {
            let marker = begun(database).await?;
            let object = bindings.conversation(&marker.workspace, id::conversation_id(conversation)?)?;
            ask::<_, ()>(&object, &AskConversation::Wake {}).await?;
            no_content()
        }
    }
}

fn read<'b, T: Deserialize<'b>>(body: &'b [u8]) -> Result<T, Failure> {
    let wrong = |error| problem(Code::Invalid, format!("this is no part of a backup ({error})"));
    serde_json::from_slice(body).map_err(|error| wrong(error).into())
}

/// The tables that are kept; the publications are the last.
async fn tables(database: &D1Database) -> Result<Vec<String>, Failure> {
    let select = format!(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND {LEFT_OUT} ORDER BY name = 'publication', name"
    );
    let found: Vec<Name> = database.prepare(select).all().await?.results()?;
    Ok(found.into_iter().map(|row| row.name).collect())
}

async fn columns(database: &D1Database, table: &str) -> Result<Vec<Column>, Failure> {
    if !tables(database).await?.iter().any(|known| known == table) {
        let detail = format!("there is no table `{table}` to back up; are tool, backup and edge of one version?");
        return Err(field(problem(Code::Conflict, detail), "table").into());
    }
    let select = "SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid";
    Ok(database.prepare(select).bind(&[table.into()])?.all().await?.results()?)
}

/// A page of a table, in the order of its key.
async fn rows(database: &D1Database, table: &str, after: Option<&str>) -> Result<Rows, Failure> {
    let mut key: Vec<Column> = columns(database, table).await?.into_iter().filter(|column| column.pk > 0).collect();
    key.sort_by_key(|column| column.pk);
    let names: Vec<&str> = key.iter().map(|column| column.name.as_str()).collect();
    let order = list(names.iter().copied(), quoted);
    let after: Option<Vec<Value>> = after.map(|after| read(after.as_bytes())).transpose()?;
    let values = after.iter().flatten().map(bound).collect::<Vec<_>>();
    let beyond = match values.len() {
        0 => String::new(),
        count => format!("WHERE ({order}) > ({})", list(1..=count, |place| format!("?{place}"))),
    };
    let limit = if table == "part" { PARTS } else { ROWS };
    let select = format!("SELECT * FROM {} {beyond} ORDER BY {order} LIMIT {limit}", quoted(table));
    let rows: Vec<Row> = database.prepare(select).bind(&values)?.all().await?.results()?;
    let is_full = u64::try_from(rows.len()).is_ok_and(|count| count == limit);
    let place = rows.last().filter(|_| is_full).map(|row| names.iter().map(|name| row.get(*name)).collect::<Vec<_>>());
    Ok(Rows { next: place.map(|place| serde_json::to_string(&place)).transpose()?, rows })
}

/// Begins or ends a restore; says whether it has ended. It begins where nothing is, or where it was begun before.
async fn begin(database: &D1Database, wanted: &Begin) -> Result<bool, Failure> {
    let Begin { backup, workspace, done } = wanted;
    let values = [backup.as_str().into(), workspace.as_str().into()];
    if *done {
        let update = "UPDATE restore SET done = 1 WHERE backup = ?1 AND workspace = ?2 AND done = 0";
        let entry = Entry::new(Caller::Tool.who(), AuditAction::Restored, backup);
        let told = audit::if_changed(database, workspace, &entry)?;
        database.batch(vec![database.prepare(update).bind(&values)?, told]).await?;
    }
    match marker(database).await? {
        Some(marker) if marker.backup == *backup => Ok(marker.done != 0),
        Some(_) => Err(not_empty("another backup was restored here")),
        None => {
            let insert = "INSERT INTO restore (backup, workspace, done) SELECT ?1, ?2, 0 WHERE \
                          NOT EXISTS (SELECT 1 FROM publication) AND NOT EXISTS (SELECT 1 FROM conversation) \
                          AND NOT EXISTS (SELECT 1 FROM endpoint)";
            database.prepare(insert).bind(&values)?.run().await?;
            match marker(database).await? {
                Some(_) => Ok(false),
                None => Err(not_empty("there is a workspace or a conversation already")),
            }
        }
    }
}

async fn marker(database: &D1Database) -> Result<Option<Marker>, Failure> {
    Ok(database.prepare("SELECT backup, workspace, done FROM restore LIMIT 1").first(None).await?)
}

/// The restore that is under way.
async fn begun(database: &D1Database) -> Result<Marker, Failure> {
    let marker = marker(database).await?.filter(|marker| marker.done == 0);
    marker.ok_or_else(|| problem(Code::Conflict, "no restore is under way here").into())
}

fn not_empty(why: &str) -> Failure {
    let detail = format!("a backup is restored into an empty deployment alone, and {why}; deploy a new one");
    problem(Code::Conflict, detail).into()
}

async fn put_rows(database: &D1Database, wanted: &PutRows) -> Result<(), Failure> {
    let known = columns(database, &wanted.table).await?;
    for rows in wanted.rows.chunks(WRITTEN_AT_ONCE) {
        let mut statements = Vec::with_capacity(rows.len());
        for row in rows {
            if let Some(unknown) = row.keys().find(|name| known.iter().all(|column| column.name != **name)) {
                let detail = format!("the table {} has no column {unknown}; deploy a later Baton first", wanted.table);
                return Err(problem(Code::Conflict, detail).into());
            }
            let insert = if wanted.table == AUDIT { put_line(row) } else { put_row(&wanted.table, row, &known) };
            let values: Vec<JsValue> = row.values().map(bound).collect();
            statements.push(database.prepare(insert).bind(&values)?);
        }
        database.batch(statements).await?;
    }
    Ok(())
}

/// Writes a row, unless its key is there. That is asked for first, because a table may refuse to be asked to write a
/// row again.
fn put_row(table: &str, row: &Row, known: &[Column]) -> String {
    let key = known.iter().filter(|column| column.pk > 0).map(|column| column.name.as_str());
    let values = list(1..=row.len(), |place| format!("?{place}"));
    insert_unless(table, row, &values, &same(row, key))
}

/// Writes a line of the audit, which must not be lost where another has its number by now: then it gets the next one.
fn put_line(row: &Row) -> String {
    let number = same(row, [NUMBER].into_iter());
    let line = same(row, row.keys().map(String::as_str).filter(|name| *name != NUMBER));
    let taken = format!("EXISTS (SELECT 1 FROM {AUDIT} WHERE {number})");
    let values = list(row.keys().zip(1..), |(name, place)| {
        if name == NUMBER { format!("CASE WHEN {taken} THEN NULL ELSE ?{place} END") } else { format!("?{place}") }
    });
    // The same words under a number that is free are another line.
    insert_unless(AUDIT, row, &values, &format!("{line} AND {taken}"))
}

fn insert_unless(table: &str, row: &Row, values: &str, is_there: &str) -> String {
    format!(
        "INSERT INTO {0} ({1}) SELECT {values} WHERE NOT EXISTS (SELECT 1 FROM {0} WHERE {is_there})",
        quoted(table),
        list(row.keys().map(String::as_str), quoted),
    )
}

/// The condition that a row of the table has the same values in these columns.
fn same<'c>(row: &Row, columns: impl Iterator<Item = &'c str>) -> String {
    let equal = columns.filter_map(|column| {
        let place = row.keys().position(|name| name == column)? + 1;
        Some(format!("{} = ?{place}", quoted(column)))
    });
    equal.collect::<Vec<_>>().join(" AND ")
}

/// A value as the database binds it; lists and objects are none that it holds.
fn bound(value: &Value) -> JsValue {
    match value {
        Value::Bool(_) | Value::Null | Value::Array(_) | Value::Object(_) => JsValue::NULL,
        Value::Number(figure) => figure.as_f64().map_or(JsValue::NULL, JsValue::from_f64),
        Value::String(text) => text.as_str().into(),
    }
}

/// Names or places with commas between them.
pub fn list<T>(items: impl Iterator<Item = T>, write: impl Fn(T) -> String) -> String {
    items.map(write).collect::<Vec<_>>().join(", ")
}

/// A name as SQL writes any name.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
