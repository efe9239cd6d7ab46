//! Writing: from a [`Workspace`] to the files that people edit. Reading them gives the same workspace again, and a file
//! that says the same already is left as it is, with its comments.
//!
//! Articles and notices stand in the order of their files; that of a workspace which never was files may be another one.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::check::{Checker, Problem, REPLIES, article_file, is_file_id};
use super::files::{QueuesFile, RepliesFile, TeamFile, WorkspaceFile};
use super::model::Workspace;
use crate::knowledge::Article;
use crate::notice::Notice;
use crate::notice::file::{self as notice_file, NoticeFile};
use crate::policy::Policy;

/// A workspace's files by their path, which uses `/` everywhere.
pub type Files = BTreeMap<String, String>;

/// What has to happen to files: a new text, or that they go.
pub type Changes = BTreeMap<String, Option<String>>;

/// Fields in the order in which people read them; others follow by name.
const ORDER: &str = "id name label title text ask link kind form tone role languages default_language topic topics tags \
                     skills questions capacity email when outcome reason queue priority revenue_at_stake audience status owner \
                     review_by url sources version accept_within_seconds utc_offset_minutes reply_target_minutes hours holidays \
                     from until once verified set accent signal at_least mon tue wed thu fri sat sun brand suggestions \
                     contact";
/// Tables that stand on one line.
const INLINE: [&str; 9] = ["when", "hours", "set", "link", "attributes", "all", "any", "not", "audience"];
/// A list that is longer stands on several lines.
const LINE: usize = 110;

/// All files of a workspace. A problem names what cannot be a file.
pub fn write(workspace: &Workspace) -> Result<Files, Vec<Problem>> {
    written(workspace, &Files::new())
}

/// What has to happen to the files that are there, so that they say what a workspace says and nothing else. Files that
/// say it already stay as they are, and so do those that are none of a workspace's.
pub fn changes(workspace: &Workspace, present: &Files) -> Result<Changes, Vec<Problem>> {
    let written = written(workspace, present)?;
    let gone = present.keys().filter(|file| is_a_workspaces(file) && !written.contains_key(*file));
    let mut changes: Changes = gone.map(|file| (file.clone(), None)).collect();
    for (file, text) in written {
        if !present.get(&file).is_some_and(|before| says_the_same(&file, before, &text)) {
            changes.insert(file, Some(text));
        }
    }
    Ok(changes)
}

/// Whether two texts of a file mean the same, whatever their comments and the order of their fields.
pub fn says_the_same(file: &str, one: &str, other: &str) -> bool {
    one == other || meaning(file, one).is_some_and(|one| meaning(file, other) == Some(one))
}

/// Whether a file belongs to a workspace.
fn is_a_workspaces(file: &str) -> bool {
    let within = |folder: &str, end: &str| file.starts_with(folder) && file.ends_with(end);
    matches!(file, "workspace.toml" | "queues.toml" | "policy.toml" | "team.toml" | REPLIES)
        || within("articles/", ".md")
        || within("notices/", ".toml")
}

/// What one file says.
#[derive(PartialEq)]
enum Meaning {
    Root(WorkspaceFile),
    Queues(QueuesFile),
    Policy(Policy),
    Team(TeamFile),
    Replies(RepliesFile),
    Article(Article),
    Notice(Notice),
}

fn meaning(file: &str, text: &str) -> Option<Meaning> {
    let mut checker = Checker::default();
    match file {
        "workspace.toml" => {
            let root: WorkspaceFile = checker.parse(file, text)?;
            Some(Meaning::Root(WorkspaceFile { languages: root.languages(), ..root }))
        }
        "queues.toml" => checker.parse(file, text).map(Meaning::Queues),
        "policy.toml" => checker.parse(file, text).map(Meaning::Policy),
        "team.toml" => checker.parse(file, text).map(Meaning::Team),
        REPLIES => checker.parse(file, text).map(Meaning::Replies),
        _ if file.starts_with("articles/") => {
            checker.articles(&Files::from([(file.to_owned(), text.to_owned())])).pop().map(Meaning::Article)
        }
        _ => {
            let written: NoticeFile = checker.parse(file, text)?;
            let mut is_good = true;
            let notice = notice_file::read(written, &mut |_, _| is_good = false);
            is_good.then_some(Meaning::Notice(notice))
        }
    }
}

fn written(workspace: &Workspace, present: &Files) -> Result<Files, Vec<Problem>> {
    let wrong: Vec<Problem> = workspace
        .articles
        .iter()
        .filter(|article| !is_file_id(&article.id))
        .map(|article| no_file(&article_file(article)))
        .collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let names = notice_names(&workspace.notices, present);
    let wrong: Vec<Problem> = names.iter().filter(|name| !is_a_notices(name)).map(|name| no_file(name)).collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut files = Files::from([
        ("workspace.toml".to_owned(), toml(&root(workspace))),
        ("queues.toml".to_owned(), toml(&queues(workspace))),
        ("policy.toml".to_owned(), toml(&policy(workspace))),
        ("team.toml".to_owned(), toml(&team(workspace))),
    ]);
    // A file that is there stays, also where it says nothing: people have written in it what it is for.
    if !workspace.replies.is_empty() || present.contains_key(REPLIES) {
        files.insert(REPLIES.to_owned(), toml(&json!({ "reply": workspace.replies })));
    }
    files.extend(workspace.articles.iter().map(|article| (article_file(article), article_text(article))));
    files.extend(names.into_iter().zip(workspace.notices.iter().map(|notice| toml(&notice_table(notice)))));
    Ok(files)
}

fn is_a_notices(name: &str) -> bool {
    let id = name.strip_prefix("notices/").and_then(|rest| rest.strip_suffix(".toml"));
    id.is_some_and(|id| is_file_id(id) && !id.contains('/'))
}

fn no_file(file: &str) -> Problem {
    let message = "the id cannot be the name of a file; use letters, digits and hyphens".to_owned();
    Problem { file: file.to_owned(), path: "id".to_owned(), message }
}

fn root(workspace: &Workspace) -> Value {
    let mut root = object(workspace);
    for elsewhere in ["queues", "policy", "team", "articles", "notices", "replies"] {
        root.remove(elsewhere);
    }
    root.insert("default_language".to_owned(), json!(workspace.default_language()));
    if let Some(contact) = root.remove("emergency") {
        root.insert("contact".to_owned(), contact);
    }
    let suggestions =
        root.get_mut("brand").and_then(Value::as_object_mut).and_then(|brand| brand.remove("suggestions"));
    root.extend(suggestions.map(|suggestions| ("suggestions".to_owned(), suggestions)));
    Value::Object(root)
}

fn queues(workspace: &Workspace) -> Value {
    let defaults = [("topics", json!([])), ("holidays", json!([])), ("utc_offset_minutes", json!(0))];
    json!({ "queue": workspace.queues.iter().map(|queue| without(object(queue), &defaults)).collect::<Vec<_>>() })
}

fn policy(workspace: &Workspace) -> Value {
    let defaults = [("queue", json!("by_topic")), ("priority", json!("normal")), ("revenue_at_stake", json!(false))];
    let mut policy = object(&workspace.policy);
    let rules = workspace.policy.rules.iter().map(|rule| without(object(rule), &defaults)).collect();
    policy.insert("rule".to_owned(), Value::Array(rules));
    Value::Object(policy)
}

fn team(workspace: &Workspace) -> Value {
    json!({ "agent": workspace.team })
}

fn article_text(article: &Article) -> String {
    let defaults = [("tags", json!([])), ("audience", json!("everyone")), ("version", json!(1))];
    let mut front = object(article);
    for elsewhere in ["id", "language", "body"] {
        front.remove(elsewhere);
    }
    format!("+++\n{}+++\n{}\n", toml(&without(front, &defaults)), article.body.trim())
}

fn notice_table(notice: &Notice) -> Value {
    let mut table = object(notice);
    let moments = [("from", notice.from), ("until", notice.until)];
    let moments = moments.into_iter().filter_map(|(name, at)| Some((name.to_owned(), json!(at?.rfc3339()))));
    table.extend(moments);
    let defaults = [
        ("form", json!(notice.kind.form())),
        ("tone", json!(notice.kind.tone())),
        ("once", json!(false)),
        ("verified", json!(false)),
    ];
    without(table, &defaults)
}

/// Notices keep the files that they have, and get numbers that put them in their order.
fn notice_names(notices: &[Notice], present: &Files) -> Vec<String> {
    let known = notice_files(present);
    between(notices, &known).unwrap_or_else(|| {
        let width = (notices.len() * 10).to_string().len().max(2);
        let numbered = notices.iter().zip(1..).map(|(notice, place)| name(place * 10, width, &notice.id));
        numbered.collect()
    })
}

/// The files of notices, by the notice's id.
pub(super) fn notice_files(files: &Files) -> BTreeMap<String, String> {
    let of = |(file, text): (&String, &String)| match meaning(file, text) {
        Some(Meaning::Notice(notice)) => Some((notice.id, file.clone())),
        _ => None,
    };
    files.iter().filter(|(file, _)| file.starts_with("notices/")).filter_map(of).collect()
}

/// New names between those that are kept; nothing where there is no room.
fn between(notices: &[Notice], known: &BTreeMap<String, String>) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for (place, notice) in notices.iter().enumerate() {
        let last = names.last().map_or("", String::as_str);
        let next = notices.iter().skip(place + 1).find_map(|later| known.get(&later.id));
        let fits = |name: &String| name.as_str() > last && next.is_none_or(|next| name < next);
        let steps = if next.is_some() { 1..10 } else { 10..11 };
        let mut candidates = steps.map(|step| name(number_of(last) + step, 2, &notice.id));
        let found = match known.get(&notice.id) {
            Some(kept) => Some(kept.clone()).filter(fits),
            None => candidates.find(fits),
        };
        names.push(found?);
    }
    Some(names)
}

fn name(number: usize, width: usize, id: &str) -> String {
    format!("notices/{number:0width$}-{id}.toml")
}

fn number_of(file: &str) -> usize {
    let name = file.strip_prefix("notices/").unwrap_or_default();
    name.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

fn object<T: Serialize>(value: &T) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(object)) => object,
        _ => Map::new(),
    }
}

/// Leaves out what reading would put there by itself.
fn without(mut object: Map<String, Value>, defaults: &[(&str, Value)]) -> Value {
    object.retain(|key, value| !defaults.iter().any(|(name, default)| name == key && default == value));
    Value::Object(object)
}

fn toml(value: &Value) -> String {
    let mut text = String::new();
    if let Value::Object(object) = value {
        table(&mut text, "", object);
    }
    text
}

/// A table's own fields, then the tables within it.
fn table(text: &mut String, path: &str, object: &Map<String, Value>) {
    let (tables, fields): (Vec<_>, Vec<_>) =
        in_order(object).into_iter().partition(|(key, value)| is_table(key, value));
    for (key, value) in fields {
        let _ = writeln!(text, "{} = {}", bare(key), line(value));
    }
    for (key, value) in tables {
        let path = if path.is_empty() { bare(key) } else { format!("{path}.{}", bare(key)) };
        match value {
            Value::Array(items) => {
                for item in items.iter().filter_map(Value::as_object) {
                    let gap = if text.is_empty() { "" } else { "\n" };
                    let _ = writeln!(text, "{gap}[[{path}]]");
                    table(text, &path, item);
                }
            }
            Value::Object(inner) => {
                if inner.iter().any(|(key, value)| is_written(value) && !is_table(key, value)) {
                    let gap = if text.is_empty() { "" } else { "\n" };
                    let _ = writeln!(text, "{gap}[{path}]");
                }
                table(text, &path, inner);
            }
            _ => {}
        }
    }
}

fn in_order(object: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let rank = |key: &str| ORDER.split(' ').position(|known| known == key).unwrap_or(usize::MAX);
    let mut fields: Vec<_> = object.iter().filter(|(_, value)| is_written(value)).collect();
    fields.sort_by_key(|(key, _)| rank(key));
    fields
}

fn is_written(value: &Value) -> bool {
    !value.is_null() && value.as_object().is_none_or(|object| object.values().any(is_written))
}

fn is_table(key: &str, value: &Value) -> bool {
    let tables = match value {
        Value::Object(_) => true,
        Value::Array(items) => !items.is_empty() && items.iter().all(Value::is_object),
        _ => false,
    };
    tables && !INLINE.contains(&key)
}

/// A field's value; long lists go over several lines.
fn line(value: &Value) -> String {
    let short = inline(value);
    match value {
        Value::Array(items) if short.chars().count() > LINE => {
            let items: Vec<String> = items.iter().map(|item| format!("    {},\n", inline(item))).collect();
            format!("[\n{}]", items.concat())
        }
        _ => short,
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(_) => value.to_string(),
        Value::Number(number) => figure(number),
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Object(object) => {
            let fields = in_order(object).into_iter().map(|(key, value)| format!("{} = {}", bare(key), inline(value)));
            let fields = fields.collect::<Vec<_>>().join(", ");
            if fields.is_empty() { "{}".to_owned() } else { format!("{{ {fields} }}") }
        }
    }
}

/// Every fraction of a workspace has single precision: it is written as shortly as that allows.
#[allow(clippy::cast_possible_truncation, reason = "it was widened from there")]
fn figure(number: &serde_json::Number) -> String {
    match number.as_f64().filter(|_| number.is_f64()) {
        Some(fraction) => format!("{:?}", fraction as f32),
        None => number.to_string(),
    }
}

fn bare(key: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.chars().all(plain) { key.to_owned() } else { quoted(key) }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
