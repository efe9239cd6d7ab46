//! Recorded dialogues: one JSON object a line, of whose turns the customer's are played.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use baton_shared::protocol::MAX_MESSAGE_BYTES;
use baton_shared::text::Language;
use serde::Deserialize;

/// What a customer says in one conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialogue {
    /// Language of the interface.
    pub language: Language,
    /// The messages, in order.
    pub says: Vec<String>,
}

/// A line as it is written.
#[derive(Deserialize)]
pub(super) struct Written {
    turns: Vec<Turn>,
}

#[derive(Deserialize)]
struct Turn {
    from: String,
    text: String,
}

/// Reads a file's first dialogues, those in which the customer says nothing left out.
pub fn read(file: &Path, limit: Option<usize>) -> Result<Vec<Dialogue>> {
    let text = fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut dialogues = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if limit.is_some_and(|limit| dialogues.len() >= limit) {
            break;
        }
        let written: Written = serde_json::from_str(line)
            .with_context(|| format!("{}:{}: this is no dialogue", file.display(), index + 1))?;
        dialogues.extend(dialogue(&written));
    }
    if dialogues.is_empty() {
        bail!("{} holds no dialogue in which a customer says something", file.display());
    }
    Ok(dialogues)
}

/// What the customer says of it, where they say something.
pub(super) fn dialogue(written: &Written) -> Option<Dialogue> {
    let customer = written.turns.iter().filter(|turn| turn.from == "customer");
    let says: Vec<String> =
        customer.map(|turn| clip(turn.text.trim()).to_owned()).filter(|text| !text.is_empty()).collect();
    let language = if says.iter().any(|text| text.chars().any(is_han)) { Language::Zh } else { Language::En };
    (!says.is_empty()).then_some(Dialogue { language, says })
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn clip(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_MESSAGE_BYTES)).unwrap_or(text).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plays_what_the_customer_said() {
        let line = r#"{"id":"x","turns":[{"from":"customer","text":" 在吗 "},{"from":"agent","text":"a"},{"from":"customer","text":""}]}"#;
        let written: Written = serde_json::from_str(line).unwrap();
        assert_eq!(dialogue(&written), Some(Dialogue { language: Language::Zh, says: vec!["在吗".to_owned()] }));
    }

    #[test]
    fn a_dialogue_without_a_customer_is_left_out() {
        let written: Written = serde_json::from_str(r#"{"turns":[{"from":"agent","text":"a"}]}"#).unwrap();
        assert_eq!(dialogue(&written), None);
    }
}
