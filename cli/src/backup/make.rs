//! Making a backup out of a running Baton.

use std::path::Path;

use anyhow::{Context, Result};
use baton_shared::time::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::file::{Conversation, Counts, FORMAT, Head, Line, Row, Writer};
use crate::local::admin::Admin;
use crate::say::Step;
use crate::{clock, say, token};

/// Written last, so that a Baton that is being restored serves nobody before everything is there.
const LAST: &str = "publication";

#[derive(Deserialize)]
struct Served {
    workspace: String,
    tables: Vec<String>,
}

#[derive(Deserialize)]
struct Page {
    rows: Vec<Row>,
    next: Option<String>,
}

#[derive(Deserialize)]
struct Ids {
    conversations: Vec<String>,
}

#[derive(Deserialize)]
struct Dumped {
    version: u64,
    tables: std::collections::BTreeMap<String, Vec<Row>>,
}

/// Writes everything into a file.
pub fn make(admin: &Admin, file: &Path) -> Result<Counts> {
    let mut writer = Writer::create(file)?;
    let served: Served = admin.get("/admin/backup", "say what there is to back up")?;
    let head = Head {
        format: FORMAT,
        id: token::random_text(),
        made_at: Timestamp(clock::unix_ms()).rfc3339(),
        url: admin.url().to_owned(),
        workspace: served.workspace,
    };
    writer.add(&Line::Baton(head))?;
    // Read first: a part that a publication names was there before the publication was.
    let mut publications = Vec::new();
    pages(admin, LAST, |rows| {
        publications.push(rows);
        Ok(())
    })?;
    for table in served.tables.iter().filter(|table| *table != LAST) {
        let step = Step::begin(format!("Back up {table}"));
        pages(admin, table, |rows| writer.add(&Line::Rows { table: table.clone(), rows }))?;
        step.done();
    }
    let step = Step::begin("Back up conversations");
    let mut after = String::new();
    loop {
        let path = format!("/admin/backup/conversations?after={after}");
        let Ids { conversations } = admin.get(&path, "list its conversations")?;
        for id in &conversations {
            step.at(id);
            conversation(admin, id, &mut writer).with_context(|| format!("the backup stopped at conversation {id}"))?;
        }
        match conversations.into_iter().next_back() {
            Some(last) => after = last,
            None => break,
        }
    }
    step.done();
    if let Some(name) = publications.last().and_then(|rows| model(rows)) {
        match admin.get_bytes(&format!("/admin/backup/models/{name}"), "give the model of the articles")? {
            Some(bytes) => writer.add(&Line::Model { name, bytes })?,
            None => say::warn("the model of the articles is gone; `cargo baton push` brings it back"),
        }
    }
    for rows in publications {
        writer.add(&Line::Rows { table: LAST.to_owned(), rows })?;
    }
    writer.end()
}

/// The model that the latest of these publications names.
fn model(publications: &[Row]) -> Option<String> {
    let parts: Value = serde_json::from_str(publications.last()?.get("parts")?.as_str()?).ok()?;
    Some(parts.get("model")?.as_str()?.to_owned())
}

fn pages(admin: &Admin, table: &str, mut each: impl FnMut(Vec<Row>) -> Result<()>) -> Result<()> {
    let mut after = String::new();
    loop {
        let Page { rows, next } = admin.get(&format!("/admin/backup/rows?table={table}{after}"), "give its rows")?;
        if !rows.is_empty() {
            each(rows)?;
        }
        match next {
            Some(next) => after = format!("&after={}", encoded(&next)),
            None => return Ok(()),
        }
    }
}

fn conversation(admin: &Admin, id: &str, writer: &mut Writer) -> Result<()> {
    let path = format!("/admin/backup/conversations/{id}");
    // One that was registered and never opened is nothing.
    let Some(dumped) = admin.get_bytes(&path, "give a conversation")? else { return Ok(()) };
    let Dumped { version, tables } = serde_json::from_slice(&dumped)?;
    let arrived = |row: &&Row| !row.get("body").is_none_or(Value::is_null) && row.get("doomed") == Some(&json!(0));
    let names = |row: &Row| row.get("id").and_then(Value::as_str).map(str::to_owned);
    let files: Vec<String> = tables.get("attachment").into_iter().flatten().filter(arrived).filter_map(names).collect();
    writer.add(&Line::Conversation(Conversation { id: id.to_owned(), version, tables }))?;
    for file in files {
        match admin.get_bytes(&format!("{path}/attachments/{file}"), "give a file")? {
            Some(bytes) => writer.add(&Line::File { conversation: id.to_owned(), id: file, bytes })?,
            None => say::warn(format!("the file {file} of conversation {id} is gone; erased meanwhile?")),
        }
    }
    Ok(())
}

/// A text in an address.
fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn addresses_hold_no_other_signs() {
        assert_eq!(encoded(r#"["a b",1]"#), "%5B%22a%20b%22%2C1%5D");
    }
}
