//! What is kept on the visitor's device. A later version must still read what an earlier one kept; the tests pin
//! the form.

use baton_shared::conversation::Attachment;
use baton_shared::protocol::CustomerCommand;

use super::json::Json;
use super::read::{attachment, choice_of};
use super::write::command;
use crate::model::{Delivery, Earlier, Entry, Record};

/// A conversation, as it is kept.
pub fn record_text(record: &Record) -> String {
    let Record { token, request, id, seen, open, who } = record;
    Json::object([
        ("token", Some(Json::of(token))),
        ("request", Some(Json::of(request))),
        ("id", id.as_ref().map(|id| Json::of(id))),
        ("seen", Some(Json::Number(*seen))),
        ("open", Some(Json::Bool(*open))),
        ("who", who.as_ref().map(|who| Json::of(who))),
    ])
    .print()
}

/// A conversation that was kept.
pub fn record_from(text: &str) -> Option<Record> {
    let json = Json::parse(text)?;
    Some(Record {
        token: json.get("token").owned()?,
        request: json.get("request").owned()?,
        id: json.get("id").owned(),
        seen: json.get("seen").number().unwrap_or(0),
        open: json.get("open").flag().unwrap_or(false),
        who: json.get("who").owned(),
    })
}

/// A command that waits, as it is kept.
pub fn entry_text(entry: &Entry) -> String {
    Json::object([
        ("id", Some(Json::of(&entry.id))),
        ("made_at", Some(Json::Number(entry.made_at))),
        ("command", Some(command(&entry.command))),
        ("files", (!entry.attachments.is_empty()).then(|| Json::List(entry.attachments.iter().map(file).collect()))),
    ])
    .print()
}

fn file(file: &Attachment) -> Json {
    Json::object([
        ("id", Some(Json::of(&file.id))),
        ("name", Some(Json::of(&file.name))),
        ("media_type", Some(Json::of(&file.media_type))),
        ("bytes", Some(Json::Number(file.bytes))),
        ("width", file.width.map(|width| Json::Number(width.into()))),
        ("height", file.height.map(|height| Json::Number(height.into()))),
    ])
}

/// Earlier conversations, as they are kept.
pub fn earlier_text(all: &[Earlier]) -> String {
    let row = |one: &Earlier| {
        Json::object([
            ("id", Some(Json::of(&one.id))),
            ("token", one.token.as_ref().map(|token| Json::of(token))),
            ("preview", Some(Json::of(&one.preview))),
            ("at", Some(Json::Number(one.updated_at))),
            ("open", Some(Json::Bool(one.open))),
            ("who", one.who.as_ref().map(|who| Json::of(who))),
        ])
    };
    Json::List(all.iter().map(row).collect()).print()
}

/// Earlier conversations that were kept.
pub fn earlier_from(text: &str) -> Vec<Earlier> {
    let json = Json::parse(text).unwrap_or(Json::Null);
    let row = |json: &Json| {
        Some(Earlier {
            id: json.get("id").owned()?,
            token: json.get("token").owned(),
            preview: json.get("preview").owned().unwrap_or_default(),
            updated_at: json.get("at").number().unwrap_or(0),
            open: json.get("open").flag().unwrap_or(false),
            who: json.get("who").owned(),
        })
    };
    json.list().iter().filter_map(row).collect()
}

/// A command that was kept.
pub fn entry_from(text: &str) -> Option<Entry> {
    let json = Json::parse(text)?;
    Some(Entry {
        id: json.get("id").owned()?,
        made_at: json.get("made_at").number()?,
        command: command_from(json.get("command"))?,
        delivery: Delivery::Sending,
        attempts: 0,
        attachments: json.get("files").list().iter().filter_map(attachment).collect(),
    })
}

fn command_from(json: &Json) -> Option<CustomerCommand> {
    let command = match json.get("type").text()? {
        "say" => CustomerCommand::Say {
            id: json.get("id").owned()?,
            text: json.get("text").owned()?,
            attachments: json.get("attachments").list().iter().filter_map(Json::owned).collect(),
        },
        "send_transcript" => CustomerCommand::SendTranscript { address: json.get("address").owned()? },
        "ask_for_human" => CustomerCommand::AskForHuman {},
        "rate_answer" => {
            CustomerCommand::RateAnswer { answer: json.get("answer").number()?, helpful: json.get("helpful").flag()? }
        }
        "choose" => CustomerCommand::Choose {
            choice: choice_of(json.get("choice"))?,
            address: json.get("address").owned(),
            when: json.get("when").owned(),
        },
        "rate" => CustomerCommand::Rate {
            score: json.get("score").small()?,
            effort: json.get("effort").small(),
            comment: json.get("comment").owned(),
        },
        "end" => CustomerCommand::End {},
        _ => return None,
    };
    Some(command)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::write::tests::commands;

    #[test]
    fn what_is_kept_comes_back() {
        for command in commands() {
            let attachments = vec![Attachment {
                id: "f".to_owned(),
                name: "a.png".to_owned(),
                media_type: "image/png".to_owned(),
                bytes: 7,
                width: Some(2),
                height: None,
            }];
            let entry = Entry {
                id: "i".to_owned(),
                made_at: 9,
                command,
                delivery: Delivery::Sending,
                attempts: 0,
                attachments,
            };
            assert_eq!(entry_from(&entry_text(&entry)), Some(entry));
        }
        let mut record = Record { token: "t".to_owned(), request: "r".to_owned(), open: true, ..Record::default() };
        assert_eq!(record_from(&record_text(&record)).as_ref(), Some(&record));
        record.id = Some("c".to_owned());
        record.who = Some("w".to_owned());
        record.seen = 7;
        assert_eq!(record_from(&record_text(&record)), Some(record));
        let earlier = vec![
            Earlier {
                id: "c".to_owned(),
                token: Some("t".to_owned()),
                preview: "您好".to_owned(),
                updated_at: 9,
                open: true,
                who: None,
            },
            Earlier { id: "d".to_owned(), who: Some("w".to_owned()), ..Earlier::default() },
        ];
        assert_eq!(earlier_from(&earlier_text(&earlier)), earlier);
        assert_eq!(earlier_from("{}"), []);
    }

    #[test]
    fn the_kept_form_is_pinned() {
        let kept = r#"{"token":"t","request":"r","id":"c","seen":7,"open":true,"who":"w"}"#;
        assert_eq!(record_from(kept).map(|record| record_text(&record)).as_deref(), Some(kept));
        let kept = r#"{"id":"a","made_at":1,"command":{"type":"say","id":"a","text":"b"}}"#;
        assert_eq!(entry_from(kept).map(|entry| entry_text(&entry)).as_deref(), Some(kept));
        assert_eq!(record_from("{}"), None);
        assert_eq!(entry_from("[]"), None);
    }
}
