//! Dialogues played in memory: each message of the customer's is decided by the very code that decides on the edge, with
//! the workspace's own rules and articles.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use baton_shared::conversation::{Channel, Command, Conversation, Recorded, World, decide, evolve};
use baton_shared::protocol::ExportedConversation;
use baton_shared::time::Timestamp;
use baton_shared::workspace::Published;
use serde_json::Value;

use super::dialogue::{Dialogue, Written, dialogue};

/// A Monday morning, when somebody is there.
const NOW: Timestamp = Timestamp(1_795_428_000_000);

/// A conversation that can be looked through again.
pub enum Past {
    /// A dialogue that has yet to be played.
    Dialogue(Dialogue),
    /// The log of one of Baton's own.
    Log(Vec<Recorded>),
}

/// Plays a dialogue to its end. Gives what happened: first when it was opened, then for each of the customer's turns.
pub fn imagine(published: &Published, dialogue: &Dialogue) -> Result<Vec<Vec<Recorded>>> {
    let world = World { now: NOW, published };
    let says = dialogue.says.iter().enumerate().map(|(turn, text)| Command::Say {
        message: format!("m{turn}"),
        text: text.clone(),
        attachments: Vec::new(),
    });
    let open = Command::Open {
        language: dialogue.language,
        channel: Channel::Widget,
        page: None,
        attributes: BTreeMap::new(),
    };
    let mut state = Conversation::default();
    let mut turns = Vec::new();
    for command in std::iter::once(open).chain(says) {
        let decided =
            decide(&state, command, &world).map_err(|refusal| anyhow!("a message was refused: {refusal:?}"))?;
        state = decided.events.iter().fold(state, evolve);
        turns.push(decided.events);
    }
    Ok(turns)
}

/// Reads a file of conversations, one a line, each with its name: dialogues, conversations with their `events` as they
/// are exported, or a customer's whole export.
pub fn past(file: &Path) -> Result<Vec<(String, Past)>> {
    let text = fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = || {
            format!(
                "{}:{}: this is no conversation; write {{\"turns\": [{{\"from\": \"customer\", \"text\": \"…\"}}]}}, or a \
                 conversation as Baton exports it, with its events, on one line",
                file.display(),
                index + 1
            )
        };
        let value: Value = serde_json::from_str(line).with_context(place)?;
        found.extend(read(value, index + 1).with_context(place)?);
    }
    if found.is_empty() {
        bail!("{} holds no conversation in which a customer says something", file.display());
    }
    Ok(found)
}

fn read(value: Value, line: usize) -> Result<Vec<(String, Past)>> {
    let id = value.get("id").and_then(Value::as_str).map_or_else(|| format!("line {line}"), str::to_owned);
    if value.get("turns").is_some() {
        let written: Written = serde_json::from_value(value)?;
        return Ok(dialogue(&written).map(|dialogue| (id, Past::Dialogue(dialogue))).into_iter().collect());
    }
    if let Some(all) = value.get("conversations") {
        let all: Vec<ExportedConversation> = serde_json::from_value(all.clone())?;
        return Ok(all.into_iter().map(|one| (one.id, Past::Log(one.events))).collect());
    }
    let events = if value.is_array() { Some(&value) } else { value.get("events") };
    let events = events.context("it has neither turns nor events")?;
    Ok(vec![(id, Past::Log(serde_json::from_value(events.clone())?))])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_file(text: &str) -> Result<Vec<(String, Past)>> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("past.jsonl");
        fs::write(&file, text).unwrap();
        past(&file)
    }

    #[test]
    fn dialogues_and_exports_are_read() {
        let turns = r#"{"turns":[{"from":"customer","text":"hello"}]}"#;
        let events =
            r#"{"id":"c1","events":[{"seq":1,"at":5,"event":{"type":"opened","language":"en","channel":"widget"}}]}"#;
        let export = format!(r#"{{"customer":{{}},"conversations":[{events}]}}"#);
        let found = read_file(&format!("{turns}\n\n{events}\n{export}\n")).unwrap();
        let names: Vec<_> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["line 1", "c1", "c1"]);
        assert!(matches!(&found[0].1, Past::Dialogue(_)) && matches!(&found[2].1, Past::Log(log) if log.len() == 1));
    }

    #[test]
    fn what_is_no_conversation_is_named_with_its_line() {
        let turns = r#"{"turns":[{"from":"customer","text":"hello"}]}"#;
        for odd in ["{}", "hello", r#"{"turns":"x"}"#, r#"{"events":[1]}"#] {
            let error = format!("{:#}", read_file(&format!("{turns}\n{odd}")).err().unwrap());
            assert!(error.contains("past.jsonl:2: this is no conversation; write"), "{error}");
        }
    }
}
