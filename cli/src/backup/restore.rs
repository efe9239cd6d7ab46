//! Bringing a backup into an empty Baton.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use super::file::{Conversation, Counts, Head, Line, Reader, Row, verify};
use crate::local::admin::Admin;
use crate::say::Step;

/// Bytes of rows that are sent in one go, more or less.
const AT_ONCE: usize = 1024 * 1024;
const AGAIN: &str = "run the same command again to go on";

#[derive(Deserialize)]
struct Begun {
    done: bool,
}

/// Reads a whole file, then brings it in. Says what it held, and whether it was there already.
pub fn restore(admin: &Admin, file: &Path) -> Result<(Head, Counts, bool)> {
    let (head, counts) = verify(file)?;
    if begin(admin, &head, false)?.done {
        return Ok((head, counts, true));
    }
    let mut reader = Reader::open(file)?;
    let (step, mut conversations) = (Step::begin("Restore"), Vec::new());
    while let Some(line) = reader.next()? {
        match line {
            Line::Baton(_) | Line::End { .. } => {}
            Line::Rows { table, rows } => {
                step.at(&table);
                for rows in portions(rows) {
                    let body = json!({ "table": table, "rows": rows });
                    told(admin, "/admin/restore/rows", "take in rows", &body)?;
                }
            }
            Line::Conversation(conversation) => {
                step.at(&conversation.id);
                fill(admin, &conversation)?;
                conversations.push(conversation.id);
            }
            Line::File { conversation, id, bytes } => {
                let path = format!("/admin/restore/conversations/{conversation}/attachments/{id}");
                admin.put_bytes(&path, "take in a file", &bytes).context(AGAIN)?;
            }
            Line::Model { name, bytes } => {
                let path = format!("/admin/restore/models/{name}");
                admin.put_bytes(&path, "take in the model of the articles", &bytes).context(AGAIN)?;
            }
        }
    }
    for id in &conversations {
        step.at(id);
        told(admin, &format!("/admin/restore/conversations/{id}/wake"), "wake a conversation", &Value::Null)?;
    }
    if !begin(admin, &head, true)?.done {
        bail!("{} did not end the restore; {AGAIN}", admin.url());
    }
    step.done();
    Ok((head, counts, false))
}

fn begin(admin: &Admin, head: &Head, done: bool) -> Result<Begun> {
    let body = json!({ "backup": head.id, "workspace": head.workspace, "done": done });
    admin.post("/admin/restore", "take in the backup", &body)
}

fn told(admin: &Admin, path: &str, what: &str, body: &Value) -> Result<()> {
    admin.post::<Option<Value>>(path, what, body).map(drop).context(AGAIN)
}

fn fill(admin: &Admin, conversation: &Conversation) -> Result<()> {
    let path = format!("/admin/restore/conversations/{}", conversation.id);
    let send = |tables: &BTreeMap<&String, Vec<Row>>, last: bool| {
        let body = json!({ "version": conversation.version, "tables": tables, "last": last });
        told(admin, &path, "take in a conversation", &body)
    };
    let (mut tables, mut bytes) = (BTreeMap::<&String, Vec<Row>>::new(), 0);
    for (table, rows) in &conversation.tables {
        for rows in portions(rows.clone()) {
            let more = size(&rows);
            if bytes + more > AT_ONCE {
                send(&tables, false)?;
                (tables, bytes) = (BTreeMap::new(), 0);
            }
            bytes += more;
            tables.entry(table).or_default().extend(rows);
        }
    }
    send(&tables, true)
}

/// Rows in portions that a request holds.
fn portions(rows: Vec<Row>) -> Vec<Vec<Row>> {
    let (mut portions, mut bytes): (Vec<Vec<Row>>, usize) = (Vec::new(), AT_ONCE);
    for row in rows {
        let more = size(std::slice::from_ref(&row));
        if bytes + more > AT_ONCE {
            portions.push(Vec::new());
            bytes = 0;
        }
        bytes += more;
        portions.last_mut().into_iter().for_each(|last| last.push(row.clone()));
    }
    portions
}

fn size(rows: &[Row]) -> usize {
    serde_json::to_vec(rows).map_or(0, |text| text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_go_in_portions() {
        let row = |bytes: usize| Row::from_iter([("body".to_owned(), Value::from("x".repeat(bytes)))]);
        let rows = vec![row(10), row(AT_ONCE * 2), row(10), row(10), row(AT_ONCE - 50)];
        let sizes: Vec<usize> = portions(rows).iter().map(Vec::len).collect();
        assert_eq!(sizes, [1, 1, 2, 1]);
        assert!(portions(Vec::new()).is_empty());
    }
}
