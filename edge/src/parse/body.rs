//! JSON bodies. Each is read by hand into the wire types of `baton_shared::protocol`, within limits, so that an error
//! names its field; tests hold that whatever serde writes is read back the same.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use baton_shared::conversation::{MAX_ADDRESS_BYTES, ResolutionOutcome, WaitChoice};
use baton_shared::handoff::WebhookKind;
use baton_shared::knowledge::MOST_BYTES;
use baton_shared::notice::{Device, MAX_EVENTS};
use baton_shared::protocol::{
    AgentCommand, CustomerCommand, DeskCommand, IdentityRequest, Invite, KeyRequest, MAX_BODY_BYTES, MAX_ID_BYTES,
    MAX_MESSAGE_ATTACHMENTS, MAX_MESSAGE_BYTES, MAX_PAGE_BYTES, MemberAbout, NoticesRequest, OpenRequest, Page,
    Problem, ResumeRequest, Section, SectionValue,
};
use baton_shared::text::Language;
use baton_shared::workspace::{Role, Scope, Workspace, problems};
use serde_json::{Map, Value};

use super::id::{id_of, is_plain};
use super::object::Object;
use super::problem::{self, Code, field, problem};
use super::{Parsed, form};
use crate::token::jwt::MAX_TOKEN_BYTES;
use crate::webhook::sign::Secret;
use crate::webhook::target::{self, Surroundings, Target};

/// Longest published workspace in bytes.
const MAX_WORKSPACE_BYTES: usize = 8 * 1024 * 1024;
/// Longest body that publishes one, with a model of its articles as base64.
pub const MAX_PUBLICATION_BYTES: usize = MAX_WORKSPACE_BYTES + MOST_BYTES.div_ceil(3) * 4;
/// The field that a model comes in.
const MODEL: &str = "model";
/// Characters of a conversation's token: 256 bits in base64url.
pub const TOKEN_CHARS: usize = 43;
/// Fewest characters of a request's id.
const MIN_REQUEST_ID_BYTES: usize = 16;
/// Longest secret of an endpoint as it is written, in bytes.
const MAX_SECRET_BYTES: usize = 200;

/// Characters of a name.
const MAX_NAME_CHARS: usize = 60;
/// Bytes of a name: as many characters in any language.
const MAX_NAME_BYTES: usize = 4 * MAX_NAME_CHARS;
/// Most skills of a member.
const MAX_SKILLS: usize = 50;
/// Most conversations at a time.
const MAX_CAPACITY: u64 = 100;
/// Longest name of an event on a page, in bytes.
const MAX_EVENT_BYTES: usize = 64;

pub(super) const LANGUAGES: [(&str, Language); 2] = [("en", Language::En), ("zh", Language::Zh)];
const DEVICES: [(&str, Device); 2] = [("phone", Device::Phone), ("desktop", Device::Desktop)];
const CHOICES: [(&str, WaitChoice); 3] =
    [("wait", WaitChoice::Wait), ("email", WaitChoice::Email), ("call", WaitChoice::Call)];
const OUTCOMES: [(&str, ResolutionOutcome); 3] = [
    ("solved", ResolutionOutcome::Solved),
    ("unsolved", ResolutionOutcome::Unsolved),
    ("no_answer_needed", ResolutionOutcome::NoAnswerNeeded),
];

/// `POST /v1/conversations`.
pub fn open_request(body: &[u8]) -> Parsed<OpenRequest> {
    let mut object = Object::parse(body, MAX_BODY_BYTES)?;
    let request_id = id(&mut object, "request_id", MIN_REQUEST_ID_BYTES)?;
    let token = token(&mut object)?;
    let language = object.word("language", &LANGUAGES)?;
    let page = object.optional_object("page")?.map(page).transpose()?;
    let identity = object.optional_text("identity", 1..=MAX_TOKEN_BYTES)?;
    let attributes = object.changed_attributes("attributes")?;
    let command = object.optional_object("command")?.map(customer_of).transpose()?;
    if !matches!(command, None | Some(CustomerCommand::Say { .. } | CustomerCommand::AskForHuman {})) {
        return Err(object.wrong("command.type", Code::Invalid, "must be say or ask_for_human to open a conversation"));
    }
    object.finish()?;
    Ok(OpenRequest { request_id, token, language, page, identity, attributes, command })
}

fn page(mut object: Object) -> Parsed<Page> {
    let url = object.text("url", 1..=MAX_PAGE_BYTES)?;
    // Staff see it as a link, so it must be one that is safe to follow.
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    if !matches!(scheme.as_deref(), Some("http" | "https")) {
        return Err(object.wrong("url", Code::Invalid, "must start with http:// or https://; else leave the page out"));
    }
    let title = object.optional_text("title", 0..=MAX_PAGE_BYTES)?.unwrap_or_default();
    object.finish()?;
    Ok(Page { url, title })
}

/// `POST /v1/conversations/{id}/commands`.
pub fn customer_command(body: &[u8]) -> Parsed<CustomerCommand> {
    customer_of(Object::parse(body, MAX_BODY_BYTES)?)
}

fn customer_of(mut object: Object) -> Parsed<CustomerCommand> {
    #[derive(Clone, Copy)]
    enum Type {
        Say,
        AskForHuman,
        RateAnswer,
        Choose,
        Rate,
        SendTranscript,
        Update,
        End,
    }
    let types = [
        ("say", Type::Say),
        ("ask_for_human", Type::AskForHuman),
        ("rate_answer", Type::RateAnswer),
        ("choose", Type::Choose),
        ("rate", Type::Rate),
        ("send_transcript", Type::SendTranscript),
        ("update", Type::Update),
        ("end", Type::End),
    ];
    let command = match object.word("type", &types)? {
        Type::Say => CustomerCommand::Say {
            id: id(&mut object, "id", 1)?,
            text: message(&mut object, "text")?,
            attachments: object.ids("attachments", MAX_MESSAGE_ATTACHMENTS)?,
        },
        Type::AskForHuman => CustomerCommand::AskForHuman {},
        Type::RateAnswer => CustomerCommand::RateAnswer {
            answer: object.number("answer", 1..=super::id::MAX_NUMBER)?,
            helpful: object.boolean("helpful")?,
        },
        Type::Choose => CustomerCommand::Choose {
            choice: object.word("choice", &CHOICES)?,
            address: object.optional_text("address", 0..=MAX_ADDRESS_BYTES)?,
            when: object.optional_text("when", 0..=MAX_ADDRESS_BYTES)?,
        },
        Type::Rate => CustomerCommand::Rate {
            score: small(object.number("score", 1..=5)?),
            effort: object.optional_number("effort", 1..=5)?.map(small),
            comment: object.optional_text("comment", 0..=MAX_MESSAGE_BYTES)?,
        },
        Type::SendTranscript => {
            CustomerCommand::SendTranscript { address: object.text("address", 0..=MAX_ADDRESS_BYTES)? }
        }
        Type::Update => CustomerCommand::Update { attributes: object.changed_attributes("attributes")? },
        Type::End => CustomerCommand::End {},
    };
    object.finish()?;
    Ok(command)
}

/// `POST /v1/conversations/{id}/identity`.
pub fn identity_request(body: &[u8]) -> Parsed<IdentityRequest> {
    let mut object = Object::parse(body, MAX_BODY_BYTES)?;
    let identity = object.text("identity", 1..=MAX_TOKEN_BYTES)?;
    object.finish()?;
    Ok(IdentityRequest { identity })
}

/// `POST /v1/conversations/{id}/resume`.
pub fn resume_request(body: &[u8]) -> Parsed<ResumeRequest> {
    let mut object = Object::parse(body, MAX_BODY_BYTES)?;
    let identity = object.text("identity", 1..=MAX_TOKEN_BYTES)?;
    let token = token(&mut object)?;
    object.finish()?;
    Ok(ResumeRequest { identity, token })
}

/// A conversation's token, made by the client.
fn token(object: &mut Object) -> Parsed<String> {
    let token = object.text("token", TOKEN_CHARS..=TOKEN_CHARS)?;
    if !is_plain(&token) {
        return Err(object.wrong("token", Code::Invalid, "must be 43 characters of base64url: 256 random bits"));
    }
    Ok(token)
}

/// `POST /v1/notices`.
pub fn notices_request(body: &[u8]) -> Parsed<NoticesRequest> {
    let mut object = Object::parse(body, MAX_BODY_BYTES)?;
    let request = NoticesRequest {
        identity: object.text("identity", 1..=MAX_TOKEN_BYTES)?,
        language: object.word("language", &LANGUAGES)?,
        path: object.text("path", 0..=MAX_PAGE_BYTES)?,
        device: object.word("device", &DEVICES)?,
        attributes: object.attributes("attributes")?,
        events: object.texts("events", MAX_EVENTS, 1..=MAX_EVENT_BYTES)?,
    };
    object.finish()?;
    Ok(request)
}

/// A language in an address; none where it is absent.
pub fn language(text: Option<&str>) -> Parsed<Option<Language>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let found = LANGUAGES.iter().find(|(word, _)| *word == text).map(|(_, language)| *language);
    let wrong = || field(problem(Code::Invalid, "language must be one of: en, zh"), "language");
    found.map(Some).ok_or_else(wrong)
}

/// `POST /console/api/conversations/{id}/commands`.
pub fn agent_command(body: &[u8]) -> Parsed<AgentCommand> {
    command_of(Object::parse(body, MAX_BODY_BYTES)?)
}

/// `POST /admin/conversations/{id}/commands`.
pub fn desk_command(body: &[u8]) -> Parsed<DeskCommand> {
    let mut object = Object::parse(body, MAX_BODY_BYTES)?;
    let author = form::author(&object.text("author", 0..=MAX_BODY_BYTES)?)?;
    let Some(command) = object.optional_object("command")? else {
        return Err(object.wrong("command", Code::Invalid, "is missing; say what they do"));
    };
    object.finish()?;
    Ok(DeskCommand { author, command: command_of(command)? })
}

fn command_of(mut object: Object) -> Parsed<AgentCommand> {
    #[derive(Clone, Copy)]
    enum Type {
        Take,
        Reply,
        Note,
        GiveBack,
        Transfer,
        Resolve,
        RevokeReplyLinks,
        Erase,
        Typing,
        Seen,
    }
    let types = [
        ("take", Type::Take),
        ("reply", Type::Reply),
        ("note", Type::Note),
        ("give_back", Type::GiveBack),
        ("transfer", Type::Transfer),
        ("resolve", Type::Resolve),
        ("revoke_reply_links", Type::RevokeReplyLinks),
        ("erase", Type::Erase),
        ("typing", Type::Typing),
        ("seen", Type::Seen),
    ];
    let command = match object.word("type", &types)? {
        Type::Take => AgentCommand::Take {},
        Type::Reply => AgentCommand::Reply {
            id: id(&mut object, "id", 1)?,
            text: message(&mut object, "text")?,
            attachments: object.ids("attachments", MAX_MESSAGE_ATTACHMENTS)?,
            episode: u32::try_from(object.number("episode", 1..=u64::from(u32::MAX))?).unwrap_or(u32::MAX),
        },
        Type::Note => AgentCommand::Note { id: id(&mut object, "id", 1)?, text: message(&mut object, "text")? },
        Type::GiveBack => AgentCommand::GiveBack {},
        Type::Transfer => AgentCommand::Transfer {
            id: id(&mut object, "id", 1)?,
            queue: id(&mut object, "queue", 1)?,
            note: object.optional_text("note", 0..=MAX_MESSAGE_BYTES)?,
        },
        Type::Resolve => AgentCommand::Resolve { outcome: object.word("outcome", &OUTCOMES)? },
        Type::RevokeReplyLinks => AgentCommand::RevokeReplyLinks {},
        Type::Erase => AgentCommand::Erase {},
        Type::Typing => AgentCommand::Typing {},
        Type::Seen => AgentCommand::Seen { up_to: object.number("up_to", 0..=super::id::MAX_NUMBER)? },
    };
    object.finish()?;
    Ok(command)
}

/// `POST /console/api/team`.
pub fn invite(body: &[u8]) -> Parsed<Invite> {
    let mut object = Object::parse(body, MAX_BODY_BYTES)?;
    let id = object.optional_text("id", 1..=MAX_ID_BYTES)?;
    let plain = |id: &String| id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !id.as_ref().is_none_or(plain) {
        return Err(object.wrong("id", Code::Invalid, "must hold lower-case letters, digits and - alone"));
    }
    let about = member_about(&mut object)?;
    object.finish()?;
    Ok(Invite { id, about })
}

/// `PUT /console/api/team/{id}`.
pub fn member(body: &[u8]) -> Parsed<MemberAbout> {
    let mut object = Object::parse(body, MAX_BODY_BYTES)?;
    let about = member_about(&mut object)?;
    object.finish()?;
    Ok(about)
}

/// What the fields must be like beyond this is said by the workspace's own check.
fn member_about(object: &mut Object) -> Parsed<MemberAbout> {
    let roles = Role::ALL.map(|role| (role.as_str(), role));
    Ok(MemberAbout {
        name: object.text("name", 1..=MAX_NAME_BYTES)?,
        email: object.optional_text("email", 1..=MAX_ADDRESS_BYTES)?,
        role: object.word("role", &roles)?,
        languages: object.words("languages", &LANGUAGES)?,
        skills: object.texts("skills", MAX_SKILLS, 1..=MAX_ID_BYTES)?,
        capacity: u32::try_from(object.number("capacity", 0..=MAX_CAPACITY)?).unwrap_or_default(),
        picture: object.optional_text("picture", 1..=MAX_PAGE_BYTES)?,
    })
}

/// `POST /console/api/keys`.
pub fn key_request(body: &[u8]) -> Parsed<KeyRequest> {
    let scopes = [
        ("read_conversations", Scope::ReadConversations),
        ("write_conversations", Scope::WriteConversations),
        ("publish_workspace", Scope::PublishWorkspace),
        ("deliveries", Scope::Deliveries),
        ("customers", Scope::Customers),
        ("read_audit", Scope::ReadAudit),
    ];
    let mut object = Object::parse(body, MAX_BODY_BYTES)?;
    let name = object.text("name", 1..=MAX_NAME_BYTES)?;
    if name.trim().is_empty() || name.chars().count() > MAX_NAME_CHARS {
        return Err(object.wrong("name", Code::Invalid, "must have 1 to 60 characters: what the key is for"));
    }
    let scopes = object.words("scopes", &scopes)?;
    if scopes.is_empty() {
        return Err(object.wrong("scopes", Code::Invalid, "is empty; name what the key may do"));
    }
    object.finish()?;
    Ok(KeyRequest { name, scopes })
}

/// `PUT /console/api/settings/{section}`: its shape. What it must be like is said by the workspace's own check.
pub fn section(section: Section, body: &[u8], limit: usize) -> Parsed<SectionValue> {
    if body.len() > limit {
        return Err(problem(Code::TooLarge, format!("the section has more than {limit} bytes; send less")));
    }
    let value: serde_json::Value = serde_json::from_slice(body)
        .map_err(|error| problem(Code::MalformedJson, format!("the body is not JSON ({error}); send one object")))?;
    if value.get("section").and_then(serde_json::Value::as_str) != Some(section.as_str()) {
        let detail = format!("section must be {}, as in the address", section.as_str());
        return Err(field(problem(Code::Invalid, detail), "section"));
    }
    serde_json::from_value(value).map_err(|error| {
        let detail = format!("the section is not as it must be ({error}); send it as it is read");
        field(problem(Code::Invalid, detail), section.as_str())
    })
}

/// Where webhooks go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The address.
    pub target: Target,
    /// What signs.
    pub secret: Secret,
    /// What it wants to be told; empty is everything.
    pub kinds: Vec<WebhookKind>,
}

/// `PUT /admin/endpoints/{id}`.
pub fn endpoint(body: &[u8], surroundings: Surroundings) -> Parsed<Endpoint> {
    let mut object = Object::parse(body, MAX_BODY_BYTES)?;
    let target = called(&mut object, surroundings)?;
    let secret = Secret::parse(&object.text("secret", 1..=MAX_SECRET_BYTES)?);
    let secret = secret.map_err(|error| field(problem(Code::Invalid, error.to_string()), "secret"))?;
    let kinds = kinds(&mut object)?;
    object.finish()?;
    Ok(Endpoint { target, secret, kinds })
}

/// `PUT /console/api/endpoints/{id}`: the address and what it wants to be told.
pub fn endpoint_change(body: &[u8], surroundings: Surroundings) -> Parsed<(Target, Vec<WebhookKind>)> {
    let mut object = Object::parse(body, MAX_BODY_BYTES)?;
    let (target, kinds) = (called(&mut object, surroundings)?, kinds(&mut object)?);
    object.finish()?;
    Ok((target, kinds))
}

/// The address that webhooks call.
fn called(object: &mut Object, surroundings: Surroundings) -> Parsed<Target> {
    let url = object.text("url", 1..=target::MAX_URL_BYTES)?;
    let target = target::check(&url, surroundings);
    target.map_err(|error| field(problem(Code::Invalid, error.to_string()), "url"))
}

fn kinds(object: &mut Object) -> Parsed<Vec<WebhookKind>> {
    object.words("kinds", &WebhookKind::ALL.map(|kind| (kind.as_str(), kind)))
}

/// `PUT /admin/workspace`: its shape, and then all that the tool checks in its files, so that nothing broken is published;
/// and a model of its articles in `model`, as base64, where one comes along.
pub fn publication(body: &[u8]) -> Parsed<(Workspace, Option<Vec<u8>>)> {
    let too_large = || {
        let detail =
            format!("the workspace has more than {MAX_WORKSPACE_BYTES} bytes; publish fewer or shorter articles");
        problem(Code::TooLarge, detail)
    };
    if body.len() > MAX_PUBLICATION_BYTES {
        return Err(too_large());
    }
    let mut object: Map<String, Value> = serde_json::from_slice(body)
        .map_err(|error| problem(Code::MalformedJson, format!("the body is not JSON ({error}); send one object")))?;
    let model = match object.remove(MODEL) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(STANDARD.decode(text).map_err(|_| no_base64())?),
        Some(_) => return Err(no_base64()),
    };
    let encoded = model.as_ref().map_or(0, |model| model.len().div_ceil(3) * 4);
    if body.len().saturating_sub(encoded) > MAX_WORKSPACE_BYTES {
        return Err(too_large());
    }
    let workspace = serde_json::from_value(Value::Object(object)).map_err(|error| {
        let detail = format!("the workspace is not as it must be ({error}); run `cargo baton check` on its files");
        problem(Code::Invalid, detail)
    })?;
    let found = problems(&workspace);
    if found.is_empty() { Ok((workspace, model)) } else { Err(problem::workspace(found)) }
}

/// Says that a model cannot be read.
fn no_base64() -> Problem {
    field(problem(Code::Invalid, "the model is no base64; publish with `cargo baton push`"), MODEL)
}

fn id(object: &mut Object, name: &'static str, min: usize) -> Parsed<String> {
    let text = object.text(name, min..=MAX_ID_BYTES)?;
    id_of(name, &text, min)
        .map_err(|_| object.wrong(name, Code::Invalid, "must hold letters, digits, - and _ alone"))?;
    Ok(text)
}

/// A message. That it is not empty is the conversation's to say, which trims it.
fn message(object: &mut Object, name: &'static str) -> Parsed<String> {
    object.text(name, 0..=MAX_MESSAGE_BYTES)
}

/// A number that was found to be small.
fn small(number: u64) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use baton_shared::protocol::Said;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn open() -> Value {
        json!({
            "request_id": "0123456789abcdef",
            "token": "a".repeat(43),
            "language": "zh",
            "page": {"url": "https://shop.example.com/router", "title": "路由器"},
            "identity": "a.b.c",
            "attributes": {"region": "north"},
            "command": {"type": "say", "id": "m-1", "text": "上不了网"},
        })
    }

    /// The body with one field set by its JSON pointer must be refused, at this field and for this reason.
    #[track_caller]
    fn refused(mut body: Value, pointer: &str, value: Value, at: &str, because: &str) {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(parent).unwrap()[name] = value;
        let problem = open_request(body.to_string().as_bytes()).unwrap_err();
        assert_eq!(problem.field.as_deref(), Some(at), "{}", problem.detail);
        assert!(problem.detail.contains(because), "{}", problem.detail);
        assert_eq!(problem.status, 422);
    }

    #[test]
    fn an_error_names_the_path_and_the_remedy() {
        assert!(open_request(open().to_string().as_bytes()).is_ok());
        refused(open(), "/request_id", json!("short"), "request_id", "at least 16");
        refused(open(), "/request_id", json!("0123456789 abcdef"), "request_id", "letters, digits, - and _");
        refused(open(), "/request_id", json!("a".repeat(65)), "request_id", "more than 64");
        refused(open(), "/token", json!("a".repeat(42)), "token", "at least 43");
        refused(open(), "/token", json!("+".repeat(43)), "token", "base64url");
        refused(open(), "/language", json!("fr"), "language", "one of: en, zh");
        refused(open(), "/language", Value::Null, "language", "is missing");
        refused(open(), "/page/url", json!("javascript:alert(1)"), "page.url", "http:// or https://");
        refused(open(), "/page/url", json!(7), "page.url", "is a number; send a text");
        refused(open(), "/page/title", json!("x".repeat(2049)), "page.title", "more than 2048");
        refused(open(), "/page/colour", json!("red"), "page.colour", "known are url, title");
        refused(open(), "/page", json!("x"), "page", "is a text; send an object");
        refused(open(), "/identity", json!("x".repeat(4097)), "identity", "more than 4096");
        let many: serde_json::Map<String, Value> = (0..17).map(|n| (format!("a{n}"), json!("x"))).collect();
        refused(open(), "/attributes", Value::Object(many), "attributes", "more than 16");
        refused(open(), "/attributes", json!("x"), "attributes", "is a text; send an object");
        refused(open(), "/attributes/Region", json!("x"), "attributes.Region", "lower-case");
        refused(open(), "/attributes/region", json!("x".repeat(129)), "attributes.region", "more than 128");
        refused(open(), "/attributes/region", json!(7), "attributes.region", "is a number; send a text");
        refused(open(), "/command", json!([]), "command", "is a list; send an object");
        refused(open(), "/command/type", json!("agent_joined"), "command.type", "one of: say, ask_for_human");
        refused(open(), "/command/type", json!("end"), "command.id", "unknown here");
        refused(open(), "/command", json!({"type": "end"}), "command.type", "to open a conversation");
        refused(open(), "/command/id", json!(""), "command.id", "at least 1");
        refused(open(), "/command/id", json!("a/b"), "command.id", "letters, digits");
        refused(open(), "/command/text", json!("x".repeat(8193)), "command.text", "more than 8192");
        refused(open(), "/command/agent", json!("mei"), "command.agent", "known are type, id, text, attachments");
        refused(open(), "/extra", json!(1), "extra", "is unknown here");
    }

    #[test]
    fn what_is_not_json_is_told_apart() {
        for body in ["", "{", "[1,2]", "null", "\"x\"", "{\"a\":}", "{} {}", "{'a':1}", "\u{feff}{}"] {
            let problem = customer_command(body.as_bytes()).unwrap_err();
            assert_eq!((problem.status, &*problem.code), (400, "malformed_json"), "{body}");
        }
        assert_eq!(customer_command(&[0xff, 0xfe]).unwrap_err().status, 400);
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(customer_command(deep.as_bytes()).unwrap_err().status, 400);
        let large = format!("{{\"type\":\"say\",\"text\":\"{}\"}}", "x".repeat(MAX_BODY_BYTES));
        assert_eq!(customer_command(large.as_bytes()).unwrap_err().status, 413);
        let name = format!("{{\"type\":\"end\",\"{}\":1}}", "n".repeat(5000));
        assert!(customer_command(name.as_bytes()).unwrap_err().detail.len() < 200);
    }

    #[test]
    fn numbers_and_words_have_bounds() {
        let check = |body: Value, at: &str| {
            let problem = customer_command(body.to_string().as_bytes()).unwrap_err();
            assert_eq!(problem.field.as_deref(), Some(at), "{body}");
        };
        check(json!({"type": "rate", "score": 0}), "score");
        check(json!({"type": "rate", "score": 6}), "score");
        check(json!({"type": "rate", "score": 4.5}), "score");
        check(json!({"type": "rate", "score": "5"}), "score");
        check(json!({"type": "rate", "score": 5, "effort": -1}), "effort");
        check(json!({"type": "rate_answer", "answer": 0, "helpful": true}), "answer");
        check(json!({"type": "rate_answer", "answer": 3, "helpful": "yes"}), "helpful");
        check(json!({"type": "rate_answer", "answer": 3}), "helpful");
        check(json!({"type": "choose", "choice": "fax"}), "choice");
        check(json!({"type": "choose", "choice": "email", "address": "x".repeat(255)}), "address");
        check(json!({"id": "m", "text": "hi"}), "type");
        let say = |files: Value| json!({"type": "say", "id": "m", "text": "", "attachments": files});
        check(say(json!("a1")), "attachments");
        check(say(json!(["a", "b", "c", "d", "e", "f"])), "attachments");
        check(say(json!(["a", "b/c"])), "attachments[1]");
        check(say(json!([7])), "attachments[0]");
        check(json!({"type": "send_transcript"}), "address");
        let agent = |body: Value| agent_command(body.to_string().as_bytes()).map_err(|problem| problem.field.unwrap());
        assert_eq!(agent(json!({"type": "reply", "id": "m", "text": "x"})), Err("episode".to_owned()));
        assert_eq!(
            agent(json!({"type": "reply", "id": "m", "text": "x", "episode": 1_u64 << 32})),
            Err("episode".to_owned())
        );
        let reply =
            |files: Value| agent(json!({"type": "reply", "id": "m", "text": "", "episode": 1, "attachments": files}));
        assert_eq!(reply(json!(["a", "b", "c", "d", "e", "f"])), Err("attachments".to_owned()));
        assert_eq!(reply(json!(["a/b"])), Err("attachments[0]".to_owned()));
        assert_eq!(agent(json!({"type": "resolve", "outcome": "good"})), Err("outcome".to_owned()));
        assert_eq!(agent(json!({"type": "take", "agent": "boss"})), Err("agent".to_owned()));
        let desk = |body: Value| desk_command(body.to_string().as_bytes()).map_err(|problem| problem.field.unwrap());
        assert_eq!(desk(json!({"command": {"type": "take"}})), Err("author".to_owned()));
        assert_eq!(desk(json!({"author": " ", "command": {"type": "take"}})), Err("author".to_owned()));
        assert_eq!(desk(json!({"author": "Zoe"})), Err("command".to_owned()));
        assert_eq!(desk(json!({"author": "Zoe", "command": {"type": "give"}})), Err("command.type".to_owned()));
    }

    #[test]
    fn endpoints() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let parse = |body: Value| endpoint(body.to_string().as_bytes(), Surroundings::Production);
        let good = parse(json!({"url": "https://crm.example.com/h", "secret": secret,
            "kinds": ["conversation.handoff", "message.created", "conversation.handoff"]}))
        .unwrap();
        assert_eq!(good.kinds, [WebhookKind::Handoff, WebhookKind::Message]);
        assert_eq!(good.secret.as_text(), secret);
        assert_eq!(parse(json!({"url": "https://crm.example.com/h", "secret": secret})).unwrap().kinds, []);
        let at = |body: Value| parse(body).unwrap_err().field.unwrap();
        assert_eq!(at(json!({"url": "http://crm.example.com/h", "secret": secret})), "url");
        assert_eq!(at(json!({"url": "https://10.0.0.1/h", "secret": secret})), "url");
        assert_eq!(at(json!({"url": "https://crm.example.com/h", "secret": "short"})), "secret");
        assert_eq!(at(json!({"url": "https://crm.example.com/h", "secret": secret, "kinds": ["x"]})), "kinds[0]");
        assert_eq!(at(json!({"url": "https://crm.example.com/h", "secret": secret, "kinds": "all"})), "kinds");
        // What is refused is never told back: the detail holds no secret.
        let told = parse(json!({"url": "https://crm.example.com/h", "secret": "whsec_c2VjcmV0"})).unwrap_err();
        assert!(!told.detail.contains("c2VjcmV0"));
    }

    #[test]
    fn workspaces_keep_their_shape() {
        let status = |body: &[u8]| publication(body).unwrap_err().status;
        assert_eq!(status(b"{"), 400);
        assert_eq!(status(b"{}"), 422);
        assert_eq!(status(&vec![b' '; MAX_PUBLICATION_BYTES + 1]), 413);
        let long = json!({"id": "x".repeat(MAX_WORKSPACE_BYTES)}).to_string();
        assert_eq!(status(long.as_bytes()), 413);
        let wrong = |model: Value| publication(json!({"model": model}).to_string().as_bytes()).unwrap_err().field;
        assert_eq!(wrong(json!("?")).as_deref(), Some("model"));
        assert_eq!(wrong(json!(7)).as_deref(), Some("model"));
        assert_eq!(wrong(Value::Null), None);
    }

    fn id_text() -> impl Strategy<Value = String> {
        "[A-Za-z0-9_-]{1,64}"
    }

    fn any_customer_command() -> impl Strategy<Value = CustomerCommand> {
        prop_oneof![
            (id_text(), ".{0,200}", prop::collection::btree_set(id_text(), 0..=MAX_MESSAGE_ATTACHMENTS)).prop_map(
                |(id, text, files)| CustomerCommand::Say { id, text, attachments: files.into_iter().collect() }
            ),
            ".{0,60}".prop_map(|address| CustomerCommand::SendTranscript { address }),
            Just(CustomerCommand::AskForHuman {}),
            (1..1_000_000_u64, any::<bool>())
                .prop_map(|(answer, helpful)| CustomerCommand::RateAnswer { answer, helpful }),
            (prop::sample::select(&CHOICES), prop::option::of(".{0,60}"), prop::option::of(".{0,60}"))
                .prop_map(|((_, choice), address, when)| CustomerCommand::Choose { choice, address, when }),
            (1..=5_u8, prop::option::of(1..=5_u8), prop::option::of(".{0,200}"))
                .prop_map(|(score, effort, comment)| CustomerCommand::Rate { score, effort, comment }),
            any_changes().prop_map(|attributes| CustomerCommand::Update { attributes }),
            Just(CustomerCommand::End {}),
        ]
    }

    fn any_agent_command() -> impl Strategy<Value = AgentCommand> {
        prop_oneof![
            Just(AgentCommand::Take {}),
            (id_text(), ".{0,200}", prop::collection::btree_set(id_text(), 0..=MAX_MESSAGE_ATTACHMENTS), 1..=u32::MAX)
                .prop_map(|(id, text, files, episode)| AgentCommand::Reply {
                    id,
                    text,
                    attachments: files.into_iter().collect(),
                    episode
                }),
            (id_text(), ".{0,200}").prop_map(|(id, text)| AgentCommand::Note { id, text }),
            (id_text(), id_text(), prop::option::of(".{0,200}")).prop_map(|(id, queue, note)| AgentCommand::Transfer {
                id,
                queue,
                note
            }),
            Just(AgentCommand::GiveBack {}),
            prop::sample::select(&OUTCOMES).prop_map(|(_, outcome)| AgentCommand::Resolve { outcome }),
            Just(AgentCommand::RevokeReplyLinks {}),
            Just(AgentCommand::Erase {}),
            Just(AgentCommand::Typing {}),
            (0..1_000_000_u64).prop_map(|up_to| AgentCommand::Seen { up_to }),
        ]
    }

    fn any_open_request() -> impl Strategy<Value = OpenRequest> {
        let command = any_customer_command().prop_filter("opens", |command| {
            matches!(command, CustomerCommand::Say { .. } | CustomerCommand::AskForHuman {})
        });
        let command = prop::option::of(command);
        let page = ("https?://[a-z./]{1,40}", ".{0,40}").prop_map(|(url, title)| Page { url, title });
        let (id, token) = ("[A-Za-z0-9_-]{16,64}", "[A-Za-z0-9_-]{43}");
        let identity = prop::option::of("[A-Za-z0-9_.-]{1,200}");
        let attributes = any_changes();
        (id, token, prop::sample::select(&LANGUAGES), prop::option::of(page), identity, attributes, command).prop_map(
            |(request_id, token, (_, language), page, identity, attributes, command)| OpenRequest {
                request_id,
                token,
                language,
                page,
                identity,
                attributes,
                command,
            },
        )
    }

    fn any_changes() -> impl Strategy<Value = Said> {
        let said = prop::collection::btree_map("[a-z][a-z0-9_]{0,31}", prop::option::of(".{0,32}"), 0..5);
        said.prop_map(|said| said.into_iter().collect())
    }

    fn any_attributes() -> impl Strategy<Value = std::collections::BTreeMap<String, String>> {
        prop::collection::btree_map("[a-z][a-z0-9_]{0,31}", ".{0,32}", 0..5)
    }

    fn any_notices_request() -> impl Strategy<Value = NoticesRequest> {
        let (device, events) = (prop::sample::select(&DEVICES), prop::collection::vec(".{1,16}", 0..4));
        let about = ("[A-Za-z0-9_.-]{1,200}", prop::sample::select(&LANGUAGES), "/.{0,40}");
        (about, device, any_attributes(), events).prop_map(
            |((identity, (_, language), path), (_, device), attributes, events)| NoticesRequest {
                identity,
                language,
                path,
                device,
                attributes,
                events,
            },
        )
    }

    #[test]
    fn a_request_for_notices_is_checked() {
        let good = json!({"identity": "a.b.c", "language": "en", "path": "/", "device": "phone", "events": ["seen"]});
        assert!(notices_request(good.to_string().as_bytes()).is_ok());
        let check = |name: &str, value: Value, at: &str| {
            let mut body = good.clone();
            body[name] = value;
            let problem = notices_request(body.to_string().as_bytes()).unwrap_err();
            assert_eq!((problem.status, problem.field.as_deref()), (422, Some(at)), "{}", problem.detail);
        };
        check("identity", Value::Null, "identity");
        check("identity", json!("x".repeat(4097)), "identity");
        check("language", json!("fr"), "language");
        check("path", json!("x".repeat(2049)), "path");
        check("path", Value::Null, "path");
        check("device", json!("fridge"), "device");
        check("attributes", json!({"a-b": "x"}), "attributes.a-b");
        check("events", json!("seen"), "events");
        check("events", json!(["seen", ""]), "events[1]");
        check("events", json!([7]), "events[0]");
        check("events", json!(vec!["x"; 51]), "events");
        check("now", json!(1), "now");
        assert_eq!(language(Some("zh")), Ok(Some(Language::Zh)));
        assert_eq!((language(None), language(Some(""))), (Ok(None), Ok(None)));
        assert_eq!(language(Some("zh-CN")).unwrap_err().field.as_deref(), Some("language"));
    }

    /// Every parser over the same bytes. Whatever comes, none panics, and an error is a whole problem.
    fn parse_all(body: &[u8]) -> Result<(), TestCaseError> {
        let problems = [
            open_request(body).err(),
            customer_command(body).err(),
            identity_request(body).err(),
            resume_request(body).err(),
            notices_request(body).err(),
            agent_command(body).err(),
            desk_command(body).err(),
            endpoint(body, Surroundings::Production).err(),
            publication(body).err(),
        ];
        for problem in problems.into_iter().flatten() {
            prop_assert!(matches!(problem.status, 400 | 413 | 422), "{:?}", problem);
            prop_assert!(problem.detail.len() < 1000, "{:?}", problem);
            prop_assert!(!problem.code.is_empty() && !problem.title.is_empty());
        }
        Ok(())
    }

    /// Bytes with some changed, cut out or doubled.
    fn mutated(bytes: &[u8], changes: &[(usize, u8, u8)]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for (at, how, byte) in changes {
            let at = at % bytes.len().max(1);
            match how % 4 {
                0 if at < bytes.len() => bytes[at] = *byte,
                1 if at < bytes.len() => drop(bytes.remove(at)),
                2 => bytes.insert(at, *byte),
                _ => bytes.extend_from_within(at..bytes.len().min(at + usize::from(*byte))),
            }
        }
        bytes
    }

    proptest! {
        #[test]
        fn what_serde_writes_is_read_back(
            open in any_open_request(),
            customer in any_customer_command(),
            agent in any_agent_command(),
            identity in "[A-Za-z0-9_.-]{1,200}",
            notices in any_notices_request(),
        ) {
            let read = serde_json::to_vec(&open).unwrap();
            prop_assert_eq!(open_request(&read), Ok(open));
            let read = serde_json::to_vec(&customer).unwrap();
            prop_assert_eq!(customer_command(&read), Ok(customer));
            let read = serde_json::to_vec(&agent).unwrap();
            prop_assert_eq!(agent_command(&read), Ok(agent.clone()));
            let from_desk = DeskCommand { author: "Zoe".to_owned(), command: agent };
            let read = serde_json::to_vec(&from_desk).unwrap();
            prop_assert_eq!(desk_command(&read), Ok(from_desk));
            let read = serde_json::to_vec(&notices).unwrap();
            prop_assert_eq!(notices_request(&read), Ok(notices));
            let request = IdentityRequest { identity };
            let read = serde_json::to_vec(&request).unwrap();
            prop_assert_eq!(identity_request(&read), Ok(request.clone()));
            let request = ResumeRequest { identity: request.identity, token: "a".repeat(TOKEN_CHARS) };
            let read = serde_json::to_vec(&request).unwrap();
            prop_assert_eq!(resume_request(&read), Ok(request));
        }

        #[test]
        fn what_is_read_serde_reads_the_same(
            command in any_customer_command(),
            changes in prop::collection::vec(any::<(usize, u8, u8)>(), 0..4),
        ) {
            let body = mutated(&serde_json::to_vec(&command).unwrap(), &changes);
            if let Ok(read) = customer_command(&body)
                && let Ok(serde) = serde_json::from_slice::<CustomerCommand>(&body)
            {
                prop_assert_eq!(read, serde);
            }
        }

        #[test]
        fn arbitrary_bytes_are_problems(body in prop::collection::vec(any::<u8>(), 0..300)) {
            parse_all(&body)?;
        }

        #[test]
        fn mutated_bodies_are_problems_or_right(
            open in any_open_request(),
            agent in any_agent_command(),
            changes in prop::collection::vec(any::<(usize, u8, u8)>(), 0..6),
        ) {
            parse_all(&mutated(&serde_json::to_vec(&open).unwrap(), &changes))?;
            parse_all(&mutated(&serde_json::to_vec(&agent).unwrap(), &changes))?;
            let body = mutated(&serde_json::to_vec(&open).unwrap(), &changes);
            if let Ok(read) = open_request(&body) {
                prop_assert!(read.token.len() == TOKEN_CHARS && is_plain(&read.request_id));
            }
        }

        #[test]
        fn any_json_of_the_right_names_is_a_problem_or_right(
            name in "type|id|text|attachments|attributes|up_to|answer|helpful|choice|address|when|score|effort|comment|page|token|kinds|url|secret",
            value in any_json(),
            tag in "say|ask_for_human|rate_answer|choose|rate|send_transcript|update|end|take|reply|note|resolve|typing|seen|x",
        ) {
            parse_all(json!({"type": tag, name: value}).to_string().as_bytes())?;
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,40}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::hash_map("[a-z]{1,6}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }
}
