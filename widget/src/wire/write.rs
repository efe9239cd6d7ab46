//! From `shared`'s types to the wire.

use baton_shared::conversation::{Page, WaitChoice};
use baton_shared::protocol::{CustomerCommand, OpenRequest};

use super::json::Json;

/// A command.
pub fn command(command: &CustomerCommand) -> Json {
    let kind = |kind| ("type", Some(Json::of(kind)));
    match command {
        CustomerCommand::Say { id, text, attachments } => Json::object([
            kind("say"),
            ("id", Some(Json::of(id))),
            ("text", Some(Json::of(text))),
            (
                "attachments",
                (!attachments.is_empty()).then(|| Json::List(attachments.iter().map(|id| Json::of(id)).collect())),
            ),
        ]),
        CustomerCommand::SendTranscript { address } => {
            Json::object([kind("send_transcript"), ("address", Some(Json::of(address)))])
        }
        // What the page says goes as the page said it: see `update`.
        CustomerCommand::Update { .. } => Json::Null,
        CustomerCommand::AskForHuman {} => Json::object([kind("ask_for_human")]),
        CustomerCommand::RateAnswer { answer, helpful } => Json::object([
            kind("rate_answer"),
            ("answer", Some(Json::Number(*answer))),
            ("helpful", Some(Json::Bool(*helpful))),
        ]),
        CustomerCommand::Choose { choice, address, when } => Json::object([
            kind("choose"),
            ("choice", Some(Json::of(choice_name(*choice)))),
            ("address", optional(address.as_ref())),
            ("when", optional(when.as_ref())),
        ]),
        CustomerCommand::Rate { score, effort, comment } => Json::object([
            kind("rate"),
            ("score", Some(Json::Number((*score).into()))),
            ("effort", effort.map(|effort| Json::Number(effort.into()))),
            ("comment", optional(comment.as_ref())),
        ]),
        CustomerCommand::End {} => Json::object([kind("end")]),
    }
}

/// What the page says of the visitor, as it says it: a JSON object of texts. It takes the place of
/// [`CustomerCommand::Update`], whose map would cost more bytes than all of this file.
pub fn update(attributes: &str) -> String {
    Json::object([("type", Some(Json::of("update"))), ("attributes", said(attributes))]).print()
}

/// An opening; `attributes` as in [`update`].
pub fn open_request(open: &OpenRequest, attributes: &str) -> String {
    let page = open
        .page
        .as_ref()
        .map(|Page { url, title }| Json::object([("url", Some(Json::of(url))), ("title", Some(Json::of(title)))]));
    Json::object([
        ("request_id", Some(Json::of(&open.request_id))),
        ("token", Some(Json::of(&open.token))),
        ("language", Some(Json::of(open.language.as_str()))),
        ("page", page),
        ("attributes", said(attributes)),
        ("identity", optional(open.identity.as_ref())),
        ("command", open.command.as_ref().map(command)),
    ])
    .print()
}

/// An identity.
pub fn identity_request(identity: &str) -> String {
    Json::object([("identity", Some(Json::of(identity)))]).print()
}

/// Asks for a conversation by identity, with a new secret for it.
pub fn resume_request(identity: &str, token: &str) -> String {
    Json::object([("identity", Some(Json::of(identity))), ("token", Some(Json::of(token)))]).print()
}

fn said(attributes: &str) -> Option<Json> {
    Json::parse(attributes).filter(|said| matches!(said, Json::Object(_)))
}

fn optional(text: Option<&String>) -> Option<Json> {
    text.map(|text| Json::of(text))
}

fn choice_name(choice: WaitChoice) -> &'static str {
    match choice {
        WaitChoice::Wait => "wait",
        WaitChoice::Email => "email",
        WaitChoice::Call => "call",
    }
}

#[cfg(test)]
pub(super) mod tests {

    use super::*;
    use baton_shared::protocol::{IdentityRequest, Said};
    use baton_shared::text::Language;

    const SAID: &str = r#"{"plan":null,"region":"north"}"#;

    fn attributes() -> Said {
        vec![("plan".to_owned(), None), ("region".to_owned(), Some("north".to_owned()))]
    }

    /// One of each kind at least.
    pub fn commands() -> Vec<CustomerCommand> {
        let text = || Some("您 \"a\"\\\n\u{1}".to_owned());
        let choose = |choice| CustomerCommand::Choose { choice, address: text(), when: None };
        vec![
            CustomerCommand::Say { id: "i".to_owned(), text: text().unwrap(), attachments: Vec::new() },
            CustomerCommand::Say { id: "i".to_owned(), text: String::new(), attachments: vec!["f".to_owned()] },
            CustomerCommand::SendTranscript { address: "a@b.example".to_owned() },
            CustomerCommand::AskForHuman {},
            CustomerCommand::RateAnswer { answer: 7, helpful: true },
            choose(WaitChoice::Wait),
            choose(WaitChoice::Email),
            choose(WaitChoice::Call),
            CustomerCommand::Choose { choice: WaitChoice::Wait, address: None, when: text() },
            CustomerCommand::Rate { score: 5, effort: Some(1), comment: text() },
            CustomerCommand::Rate { score: 5, effort: None, comment: None },
            CustomerCommand::End {},
        ]
    }

    #[test]
    fn every_command_is_written_as_it_is_read_elsewhere() {
        for sent in commands() {
            let read: CustomerCommand = serde_json::from_str(&command(&sent).print()).unwrap();
            assert_eq!(read, sent);
            let open = OpenRequest {
                request_id: "r".to_owned(),
                token: "t".to_owned(),
                language: Language::Zh,
                page: Some(Page { url: "https://a.example/".to_owned(), title: "T".to_owned() }),
                identity: None,
                attributes: attributes(),
                command: Some(sent),
            };
            assert_eq!(serde_json::from_str::<OpenRequest>(&open_request(&open, SAID)).unwrap(), open);
            let place = OpenRequest { command: None, attributes: Vec::new(), ..open };
            assert_eq!(serde_json::from_str::<OpenRequest>(&open_request(&place, "")).unwrap(), place);
        }
        let sent: CustomerCommand = serde_json::from_str(&update(SAID)).unwrap();
        assert_eq!(sent, CustomerCommand::Update { attributes: attributes() });
        let identity: IdentityRequest = serde_json::from_str(&identity_request("a.b.c")).unwrap();
        assert_eq!(identity.identity, "a.b.c");
    }
}
