//! Reading an export: CSV with one row a ticket or one row a message, or JSON with one ticket a line.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::columns::{Columns, Field};
use super::html::plain;

/// A ticket, as far as it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticket {
    /// Its number.
    pub id: String,
    /// What it is about.
    pub subject: String,
    /// Whether it was resolved.
    pub is_resolved: bool,
    /// What the customer wrote, in order.
    pub customer: Vec<String>,
    /// What agents replied, in order.
    pub agent: Vec<String>,
}

/// Words for what is resolved, in lower case; Freshdesk exports numbers.
const RESOLVED: &[&str] =
    &["solved", "closed", "resolved", "done", "completed", "4", "5", "已解决", "已关闭", "已完成", "关闭", "解决"];
/// Who is a customer, and who an agent; whoever else writes, a program say, is neither.
const CUSTOMERS: &[&str] =
    &["customer", "user", "lead", "contact", "requester", "end-user", "end_user", "客户", "用户"];
const AGENTS: &[&str] = &["agent", "admin", "teammate", "staff", "support", "message", "reply", "客服", "坐席"];

/// Reads a file's tickets, in the order of their first row.
pub fn read(file: &Path, columns: &Columns) -> Result<Vec<Ticket>> {
    let shown = file.display();
    let text = fs::read_to_string(file).with_context(|| format!("{shown} is no text in UTF-8, or cannot be read"))?;
    let is_lines = matches!(file.extension().and_then(|end| end.to_str()), Some("jsonl" | "ndjson" | "json"));
    let tickets = if is_lines { lines(&text, columns) } else { rows(&text, columns) };
    let tickets = tickets.with_context(|| format!("{shown} cannot be imported"))?;
    if tickets.is_empty() {
        bail!("{shown} holds no ticket; export tickets with their messages");
    }
    Ok(tickets)
}

fn is_resolved(status: &str) -> bool {
    RESOLVED.contains(&status.trim().to_lowercase().as_str())
}

/// CSV. Rows with the same number are one ticket.
fn rows(text: &str, columns: &Columns) -> Result<Vec<Ticket>> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().context("line 1")?.iter().map(str::to_owned).collect();
    let places = columns.places(&header)?;
    let mut tickets: Vec<Ticket> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for row in reader.records() {
        // The reader's own words name the line.
        let row = row?;
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |field| places.get(&field).and_then(|place| row.get(*place)).map(str::trim).unwrap_or_default();
        let id = cell(Field::Id);
        if id.is_empty() {
            let column = places.get(&Field::Id).and_then(|place| header.get(*place)).map_or("", String::as_str);
            bail!("line {line}: the column {column} is empty; each row needs its ticket's number");
        }
        let place = *known.entry(id.to_owned()).or_insert_with(|| {
            tickets.push(Ticket { id: id.to_owned(), ..Ticket::default() });
            tickets.len() - 1
        });
        let Some(ticket) = tickets.get_mut(place) else { continue };
        if ticket.subject.is_empty() {
            ticket.subject = plain(cell(Field::Subject));
        }
        ticket.is_resolved |= is_resolved(cell(Field::Status));
        ticket.says(Some("customer"), cell(Field::Question));
        ticket.says(Some("agent"), cell(Field::Answer));
        ticket.says(Some(cell(Field::From)), cell(Field::Text));
    }
    Ok(tickets)
}

impl Ticket {
    fn says(&mut self, from: Option<&str>, text: &str) {
        let text = plain(text);
        let text = text.trim();
        let from = from.unwrap_or_default().trim().to_lowercase();
        let lines = if CUSTOMERS.contains(&from.as_str()) {
            &mut self.customer
        } else if AGENTS.contains(&from.as_str()) {
            &mut self.agent
        } else {
            return;
        };
        if !text.is_empty() && !lines.iter().any(|line| line == text) {
            lines.push(text.to_owned());
        }
    }
}

/// JSON, one ticket a line, or one list of them.
fn lines(text: &str, columns: &Columns) -> Result<Vec<Ticket>> {
    if text.trim_start().starts_with('[') {
        let all: Vec<Value> = serde_json::from_str(text).context("it is no list of tickets in JSON")?;
        return all
            .iter()
            .zip(1..)
            .map(|(value, number)| ticket(value, columns, &format!("ticket {number}")))
            .collect();
    }
    let written = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let each = written.map(|(line, number)| {
        let value: Value = serde_json::from_str(line).with_context(|| format!("line {number}: this is no JSON"))?;
        ticket(&value, columns, &format!("line {number}"))
    });
    each.collect()
}

/// What stands at a path with dots, as text.
fn at<'v>(value: &'v Value, path: &str) -> &'v Value {
    path.split('.').fold(value, |value, key| value.get(key).unwrap_or(&Value::Null))
}

fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The first of several paths where something stands.
fn first(value: &Value, paths: &[&str]) -> Option<String> {
    paths.iter().find_map(|path| words(at(value, path)))
}

/// A ticket as Zendesk, Freshdesk, Intercom, Help Scout or a plain export has it.
fn ticket(value: &Value, columns: &Columns, place: &str) -> Result<Ticket> {
    if !value.is_object() {
        bail!("{place}: this is no ticket; each is one JSON object");
    }
    let field = |field: Field, paths: &[&str]| match columns.named(field) {
        Some(path) => words(at(value, path)),
        None => first(value, paths),
    };
    let missing = |name: &str| {
        format!("{place}: there is no {name}; name where it stands with --map {name}=…, with dots between the keys")
    };
    let id = field(Field::Id, &["id", "ticket_id", "number"]).with_context(|| missing("id"))?;
    let status = field(Field::Status, &["status", "state"]).with_context(|| missing("status"))?;
    let subject = field(Field::Subject, &["subject", "title", "source.subject"]).unwrap_or_default();
    let mut ticket = Ticket { id, subject: plain(&subject), is_resolved: is_resolved(&status), ..Ticket::default() };
    let asked = ["question", "description_text", "description", "source.body", "message"];
    if let Some(text) = field(Field::Question, &asked) {
        ticket.says(Some("customer"), &text);
    }
    if let Some(text) = field(Field::Answer, &["answer", "reply", "resolution"]) {
        ticket.says(Some("agent"), &text);
    }
    let requester = words(at(value, "requester_id"));
    let lists = [
        "turns",
        "messages",
        "comments",
        "conversations",
        "conversation_parts.conversation_parts",
        "_embedded.threads",
        "threads",
    ];
    for message in lists.iter().filter_map(|path| at(value, path).as_array()).flatten() {
        let hidden = at(message, "public") == &Value::Bool(false)
            || at(message, "private") == &Value::Bool(true)
            || matches!(first(message, &["type", "part_type"]).as_deref(), Some("note" | "lineitem"));
        let text = first(message, &["text", "plain_body", "body_text", "body", "html_body"]);
        if let Some(text) = text.filter(|_| !hidden) {
            ticket.says(Some(&author(message, requester.as_deref())), &text);
        }
    }
    Ok(ticket)
}

/// Who wrote a message, in the export's own words.
fn author(message: &Value, requester: Option<&str>) -> String {
    if let Some(incoming) = at(message, "incoming").as_bool() {
        return if incoming { "customer" } else { "agent" }.to_owned();
    }
    if let (Some(author), Some(requester)) = (words(at(message, "author_id")), requester) {
        return if author == requester { "customer" } else { "agent" }.to_owned();
    }
    first(message, &["from", "author.type", "createdBy.type", "author.role", "author", "type"])
        .map(|who| if who == "user" && message.get("createdBy").is_some() { "agent".to_owned() } else { who })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_lines(text: &str) -> Result<Vec<Ticket>> {
        lines(text, &Columns::default())
    }

    #[test]
    fn one_row_a_ticket_or_a_message() {
        let by_ticket = "Id,Subject,Status,Description,Reply\n7,Red light,Solved,\"It is red,\nwhy?\",Restart it.\n8,Bill,Open,Why?,\n";
        let found = rows(by_ticket, &Columns::default()).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].customer[0].as_str(), found[0].agent[0].as_str()), ("It is red,\nwhy?", "Restart it."));
        assert!(found[0].is_resolved && !found[1].is_resolved);
        let by_message =
            "ticket_id,status,from,text\n7,closed,customer,It is red\n7,closed,agent,Restart it.\n7,closed,bot,Beep\n";
        let found = rows(by_message, &Columns::default()).unwrap();
        assert_eq!((found.len(), found[0].customer.len(), found[0].agent.len()), (1, 1, 1));
    }

    #[test]
    fn the_usual_exports_are_read() {
        for (line, what) in [
            (
                r#"{"id":1,"subject":"Red","status":"solved","description":"Why red?","requester_id":5,"comments":[{"author_id":5,"plain_body":"Why red?"},{"author_id":9,"plain_body":"Restart it.","public":true},{"author_id":9,"plain_body":"lazy","public":false}]}"#,
                "Zendesk",
            ),
            (
                r#"{"id":1,"subject":"Red","status":5,"description_text":"Why red?","conversations":[{"incoming":false,"private":false,"body_text":"Restart it."},{"incoming":false,"private":true,"body_text":"lazy"}]}"#,
                "Freshdesk",
            ),
            (
                r#"{"id":"1","title":"Red","state":"closed","source":{"body":"<p>Why red?</p>"},"conversation_parts":{"conversation_parts":[{"part_type":"comment","author":{"type":"admin"},"body":"<p>Restart it.</p>"},{"part_type":"note","author":{"type":"admin"},"body":"lazy"},{"part_type":"comment","author":{"type":"bot"},"body":"Beep"}]}}"#,
                "Intercom",
            ),
            (
                r#"{"number":1,"subject":"Red","status":"closed","_embedded":{"threads":[{"type":"customer","body":"Why red?","createdBy":{"type":"customer"}},{"type":"message","body":"Restart it.","createdBy":{"type":"user"}},{"type":"note","body":"lazy","createdBy":{"type":"user"}}]}}"#,
                "Help Scout",
            ),
            (
                r#"{"id":"1","subject":"Red","status":"resolved","turns":[{"from":"customer","text":"Why red?"},{"from":"agent","text":"Restart it."}]}"#,
                "plain",
            ),
        ] {
            let found = from_lines(line).unwrap();
            let expect = Ticket {
                id: "1".to_owned(),
                subject: "Red".to_owned(),
                is_resolved: true,
                customer: vec!["Why red?".to_owned()],
                agent: vec!["Restart it.".to_owned()],
            };
            assert_eq!(found, [expect], "{what}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_column() {
        let said = |result: Result<Vec<Ticket>>| format!("{:#}", result.unwrap_err());
        assert!(said(from_lines("{\"id\":1,\"status\":\"closed\"}\nno")).starts_with("line 2: this is no JSON"));
        assert!(said(from_lines("{\"id\":1}")).starts_with("line 1: there is no status"));
        let empty = "Id,Status,Question,Answer\n1,closed,a,b\n,closed,a,b\n";
        assert!(said(rows(empty, &Columns::default())).starts_with("line 3: the column Id is empty"));
        let short = "Id,Status,Question,Answer\n1,closed\n";
        assert!(said(rows(short, &Columns::default())).contains("line: 2"));
    }
}
