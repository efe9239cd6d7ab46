//! Every stored and every wire format, pinned: a change shows here, and needs a migration and a version. With
//! `BATON_WRITE=1` the fixtures are written anew; review what changed.
#![cfg(feature = "authoring")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use baton_shared::conversation::{
    AgentRef, Attachment, BotLine, Channel, Command, Considered, Content, Effect, EpisodeEnd, ErasedScope, Event,
    Finding, Measured, MoodPoint, PassedOn, Recorded, ResolutionOutcome, ResolvedBy, Source, Timer, Unavailable,
    Versions, Via, WaitChoice, project_all,
};
use baton_shared::customer::CustomerFacts;
use baton_shared::handoff::{Invitee, Links, MemberInvited, PAYLOAD_VERSION, WebhookKind, payload, webhook_kind};
use baton_shared::policy::{Outcome, Priority, Reason};
use baton_shared::protocol::{
    AgentCommand, CustomerCommand, Events, Manifest, Mine, MineRow, NoticesRequest, OpenRequest, Place, Problem,
    ResumeRequest, SocketFrame, StaffFrame, Unread,
};
use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use baton_shared::triage::{Complexity, SignalKind, Urgency};
use baton_shared::workspace::Published;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use support::{Play, identity, ms, published};

/// Holds a value's JSON to its fixture, and reads the fixture back to the same value.
#[track_caller]
fn pin<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(name: &str, value: &T) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(format!("{name}.json"));
    // Through `Value`, so that the order of keys does not depend on how serde_json is built.
    let mut json = serde_json::to_value(value).unwrap();
    json.sort_all_objects();
    let text = format!("{}\n", serde_json::to_string_pretty(&json).unwrap());
    if std::env::var_os("BATON_WRITE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let fixture = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(fixture, text, "{name} is not as it was; a change needs a version and a migration");
    assert_eq!(&serde_json::from_str::<T>(&fixture).unwrap(), value, "{name} is not read back");
}

fn ann() -> AgentRef {
    AgentRef { id: "ann".to_owned(), name: "Ann".to_owned() }
}

fn source() -> Source {
    Source {
        article: "read-bill".to_owned(),
        version: 3,
        title: "Read your bill".to_owned(),
        heading: Some("What stands on it".to_owned()),
        url: Some("https://lampworks.example/help/read-bill".to_owned()),
    }
}

fn reasons() -> Vec<Reason> {
    ["sensitive", "financial_dispute"].map(|code| Reason { code: code.to_owned() }).to_vec()
}

#[allow(clippy::unnecessary_wraps, reason = "as the table of events holds it")]
fn text(text: &str) -> Option<Content> {
    Some(Content::text(text))
}

fn picture() -> Attachment {
    Attachment {
        id: "a1".to_owned(),
        name: "meter.png".to_owned(),
        media_type: "image/png".to_owned(),
        bytes: 48_213,
        width: Some(640),
        height: Some(480),
    }
}

fn measured() -> Measured {
    Measured {
        topic: Some("billing".to_owned()),
        mood: -0.5,
        urgency: Urgency::High,
        complexity: Complexity::Simple,
        findings: vec![Finding { kind: SignalKind::FinancialDispute, strength: 1.0 }],
        support: 0.25,
    }
}

fn decided() -> Event {
    Event::Decided {
        on: 3,
        outcome: Outcome::HandOver,
        rule: "money".to_owned(),
        reasons: reasons(),
        measured: Some(measured()),
        failed: vec![2],
        versions: Versions {
            workspace: 4,
            policy: "policy-1".to_owned(),
            knowledge: "knowledge-1".to_owned(),
            engine: "first/1".to_owned(),
        },
    }
}

#[allow(clippy::unnecessary_wraps, reason = "as the table of events holds it")]
fn evidence() -> Option<Content> {
    let words = vec![Vec::new(), vec!["charged me twice".to_owned()]];
    let considered = vec![Considered { source: source(), support: 0.25, matched: vec!["bill".to_owned()] }];
    Some(Content::Evidence { words, considered })
}

/// Each event, with the content that goes with it.
#[allow(clippy::too_many_lines, reason = "one entry for each event")]
fn events() -> Vec<(Event, Option<Content>)> {
    let facts = CustomerFacts { tier: Some("vip".to_owned()), tenure_months: Some(30), ..CustomerFacts::default() };
    let contact = Content::Contact { address: "ada@example.com".to_owned(), when: Some("after five".to_owned()) };
    let to = Content::Contact { address: "ada@example.com".to_owned(), when: None };
    let pdf = Attachment {
        id: "a2".to_owned(),
        name: "bill.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        bytes: 1024,
        width: None,
        height: None,
    };
    let with_files = Content::Text { text: String::new(), attachments: vec![picture(), pdf] };
    let said = BTreeMap::from([("region".to_owned(), "north".to_owned())]);
    let page = Content::Page {
        url: "https://lampworks.example/help".to_owned(),
        title: "Help".to_owned(),
        attributes: BTreeMap::new(),
    };
    let update = Content::Page { url: String::new(), title: String::new(), attributes: said.clone() };
    let who = Content::Identity {
        subject: "customer-7".to_owned(),
        name: Some("Ada".to_owned()),
        email: Some("ada@example.com".to_owned()),
        attributes: said,
    };
    let started = Event::HandoffStarted {
        episode: 1,
        queue: "billing".to_owned(),
        team: "Billing".to_owned(),
        priority: Priority::High,
        reasons: reasons(),
        passed_on: vec![PassedOn::Question, PassedOn::Transcript, PassedOn::Tried, PassedOn::Identity, PassedOn::Page],
        revenue_at_stake: true,
    };
    let closed = Unavailable::OutOfHours { opens_at: Some(Timestamp(1_795_510_800_000)) };
    let (message, note) = ("m1".to_owned(), "n1".to_owned());
    vec![
        (Event::Opened { language: Language::En, channel: Channel::Widget }, Some(page)),
        (Event::CustomerIdentified { subject_hash: "ab12".to_owned(), facts }, Some(who)),
        (Event::CustomerWrote { message: message.clone() }, text("You charged me twice")),
        (Event::MoodMeasured { point: MoodPoint::Start, mood: -0.5 }, None),
        (decided(), evidence()),
        (Event::BotAnswered { source: source() }, text("The bill lists **all**.")),
        (Event::BotAskedToClarify {}, text("Which one?")),
        (Event::BotSaid { line: BotLine::NothingFound, offers_human: true }, text("I don't have an answer.")),
        (Event::AnswerRated { answer: 6, helpful: false }, None),
        (started, None),
        (Event::DraftPrepared { episode: 1, source: source() }, text("The bill lists **all**.")),
        (Event::AgentProposed { episode: 1, agent: "ann".to_owned() }, None),
        (Event::NobodyAvailable { episode: 1, unavailable: closed }, None),
        (Event::NobodyAvailable { episode: 1, unavailable: Unavailable::NobodyAccepted }, None),
        (Event::CustomerChose { episode: 1, choice: WaitChoice::Email }, Some(contact)),
        (Event::AgentJoined { episode: 1, agent: ann(), via: Via::ReplyLink }, None),
        (Event::AgentWrote { message, agent: ann() }, text("Let me look.")),
        (Event::FirstHumanReply { episode: 1, after_ms: 42_000 }, None),
        (Event::NoteWritten { message: note, agent: ann() }, text("second time this month")),
        (Event::HandoffDelivered { episode: 1, endpoint: "crm".to_owned() }, None),
        (Event::HandoffUndelivered { episode: 1 }, None),
        (Event::ReplyLinksRevoked { episode: 1 }, None),
        (Event::HandoffEnded { episode: 1, end: EpisodeEnd::Resolved }, None),
        (Event::Resolved { by: ResolvedBy::Agent, outcome: ResolutionOutcome::Solved }, None),
        (Event::Reopened {}, None),
        (Event::Rated { score: 4, effort: Some(2) }, text("fine")),
        (Event::ContentErased { scope: ErasedScope::One { seq: 3 } }, None),
        (Event::ContentErased { scope: ErasedScope::All }, None),
        (Event::TranscriptRequested {}, Some(to)),
        (Event::CustomerWrote { message: "m2".to_owned() }, Some(with_files)),
        (Event::PageUpdated {}, Some(update)),
    ]
}

fn log() -> Vec<Recorded> {
    let record = |((event, content), seq): ((Event, Option<Content>), u64)| Recorded {
        seq,
        at: Timestamp(1_795_428_000_000 + seq * 1000),
        event,
        content,
    };
    events().into_iter().zip(1..).map(record).collect()
}

/// The words by which a type's JSON tells its variants apart, out of its schema.
fn variants<T: schemars::JsonSchema>(tag: &str) -> BTreeSet<String> {
    let schema = schemars::schema_for!(T).to_value();
    let choices = schema["oneOf"].as_array().unwrap().clone();
    choices.iter().map(|choice| choice["properties"][tag]["const"].as_str().unwrap().to_owned()).collect()
}

fn tags<T: Serialize>(values: &[T], tag: &str) -> BTreeSet<String> {
    values.iter().map(|value| serde_json::to_value(value).unwrap()[tag].as_str().unwrap().to_owned()).collect()
}

#[test]
fn stored_events() {
    let (kinds, contents): (Vec<Event>, Vec<Option<Content>>) = events().into_iter().unzip();
    assert_eq!(tags(&kinds, "type"), variants::<Event>("type"), "an event has no fixture");
    let contents: Vec<Content> = contents.into_iter().flatten().collect();
    assert_eq!(tags(&contents, "kind"), variants::<Content>("kind"), "a content has no fixture");
    pin("events", &log());
}

#[test]
fn stored_effects() {
    let effects = vec![
        Effect::SetTimer { timer: Timer::AcceptLimit { episode: 1 }, at: Timestamp(1_795_428_120_000) },
        Effect::SetTimer { timer: Timer::DeliveryAlert { episode: 1 }, at: Timestamp(1_795_428_120_000) },
        Effect::Enqueue { episode: 1 },
        Effect::Dequeue { episode: 1 },
        Effect::DeleteContent { scope: ErasedScope::One { seq: 3 } },
        Effect::DeleteContent { scope: ErasedScope::All },
    ];
    assert_eq!(tags(&effects, "effect"), variants::<Effect>("effect"), "an effect has no fixture");
    pin("effects", &effects);
}

#[test]
fn what_customers_receive() {
    let seen = project_all(&log());
    pin("customer_events", &seen);
    let place = Place { ahead: 2, minutes: Some(6) };
    let answer = Events { events: seen[..1].to_vec(), place: Some(place), read: None, present: None };
    pin("customer_answer", &answer);
    let answer = Events { place: None, read: Some(1), present: Some(true), ..answer };
    pin("customer_answer_with_person", &answer);
    let unread = Unread {
        count: 2,
        last: 7,
        open: true,
        person: true,
        name: Some("Ann".to_owned()),
        text: Some("Let me look.".to_owned()),
    };
    pin("unread", &unread);
    let row = MineRow {
        conversation: "c1".to_owned(),
        open: false,
        preview: Some("You charged me twice".to_owned()),
        updated_at: Timestamp(1_795_428_000_000),
    };
    pin("mine", &Mine { conversations: vec![row] });
    pin("attachment", &picture());
    let frames = vec![
        SocketFrame::Events { events: seen[..1].to_vec() },
        SocketFrame::Typing { name: "Ann".to_owned() },
        SocketFrame::Place { place },
        SocketFrame::Read { up_to: 1 },
        SocketFrame::Presence { present: false },
    ];
    assert_eq!(tags(&frames, "frame"), variants::<SocketFrame>("frame"), "a frame has no fixture");
    pin("customer_frames", &frames);
}

#[test]
fn what_customers_send() {
    let read = |json: Value| serde_json::from_value::<CustomerCommand>(json).unwrap();
    let commands = vec![
        read(serde_json::json!({ "type": "say", "id": "m1", "text": "hello" })),
        read(serde_json::json!({ "type": "ask_for_human" })),
        read(serde_json::json!({ "type": "rate_answer", "answer": 4, "helpful": true })),
        read(
            serde_json::json!({ "type": "choose", "choice": "call", "address": "020 7946 0958", "when": "after five" }),
        ),
        read(serde_json::json!({ "type": "choose", "choice": "wait" })),
        read(serde_json::json!({ "type": "rate", "score": 5, "effort": 1, "comment": "good" })),
        read(serde_json::json!({ "type": "update", "attributes": { "region": "north" } })),
        read(serde_json::json!({ "type": "end" })),
        read(serde_json::json!({ "type": "say", "id": "m2", "text": "", "attachments": ["a1", "a2"] })),
        read(serde_json::json!({ "type": "send_transcript", "address": "ada@example.com" })),
    ];
    assert_eq!(tags(&commands, "type"), variants::<CustomerCommand>("type"), "a command has no fixture");
    pin("customer_commands", &commands);
    let open = serde_json::json!({
        "request_id": "0123456789abcdef",
        "token": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "language": "zh",
        "page": { "url": "https://lampworks.example/help", "title": "Help" },
        "attributes": { "region": "north" },
        "command": { "type": "say", "id": "m1", "text": "你好" },
    });
    let token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned();
    pin("resume_request", &ResumeRequest { identity: "a.b.c".to_owned(), token });
    pin("open_request", &serde_json::from_value::<OpenRequest>(open).unwrap());
}

#[test]
fn what_staff_send_and_receive() {
    let read = |json: Value| serde_json::from_value::<AgentCommand>(json).unwrap();
    let commands = vec![
        read(serde_json::json!({ "type": "take" })),
        read(serde_json::json!({ "type": "reply", "id": "r1", "text": "Hello", "episode": 1 })),
        read(serde_json::json!({ "type": "note", "id": "n1", "text": "second time" })),
        read(serde_json::json!({ "type": "give_back" })),
        read(serde_json::json!({ "type": "transfer", "id": "t1", "queue": "billing", "note": "charged twice" })),
        read(serde_json::json!({ "type": "resolve", "outcome": "solved" })),
        read(serde_json::json!({ "type": "revoke_reply_links" })),
        read(serde_json::json!({ "type": "erase" })),
        read(serde_json::json!({ "type": "typing" })),
        read(serde_json::json!({ "type": "seen", "up_to": 7 })),
    ];
    assert_eq!(tags(&commands, "type"), variants::<AgentCommand>("type"), "a command has no fixture");
    pin("agent_commands", &commands);
    pin("staff_frame", &StaffFrame::Events { events: log()[..3].to_vec() });
    pin("staff_frame_typing", &StaffFrame::Typing {});
}

#[test]
fn what_is_published_and_what_is_refused() {
    let company = published();
    let parts = BTreeMap::from([("brand.en".to_owned(), "0f".repeat(32)), ("brand.zh".to_owned(), "1e".repeat(32))]);
    let workspace = company.workspace.id.clone();
    let languages = company.workspace.languages.clone();
    pin("manifest", &Manifest { version: 4, workspace, languages, parts });
    pin("brand_part", &Published::brand_part(&company.workspace, Language::Zh));
    pin("suggest_part", &Published::suggest_part(&company.workspace, Language::Zh, Timestamp(0)));
    pin("notices_part", &Published::notices_part(&company.workspace, Language::Zh, ms("2026-11-23 10:00")).unwrap());
    let article = company.article_page("read-bill", Language::Zh, Timestamp(0)).unwrap();
    pin("article_page", &article);
    let request = serde_json::json!({
        "identity": "a.b.c", "language": "zh", "path": "/orders", "device": "phone", "attributes": { "region": "north" },
        "events": ["cart_viewed"],
    });
    pin("notices_request", &serde_json::from_value::<NoticesRequest>(request).unwrap());
    let problem = Problem {
        kind: "about:blank".to_owned(),
        title: "Too many requests".to_owned(),
        status: 429,
        code: "rate_limited".to_owned(),
        detail: "wait 12 seconds".to_owned(),
        field: Some("command.text".to_owned()),
        retry_after: Some(12),
        errors: Vec::new(),
    };
    pin("problem", &problem);
    pin("workspace", &company.workspace);
}

/// A conversation with a file, whose transcript is asked for.
fn transcript_requested(company: &Published) -> WebhookKind {
    let mut play = Play::new(company);
    play.run(Command::Open {
        language: Language::En,
        channel: Channel::Widget,
        page: None,
        attributes: BTreeMap::new(),
    })
    .unwrap();
    let (message, text) = (play.next_id(), "Is this my meter?".to_owned());
    play.run(Command::Say { message, text, attachments: vec![picture()] }).unwrap();
    play.run(Command::SendTranscript { address: "ada@example.com".to_owned() }).unwrap();
    let links = Links { console: "https://edge.example/console/?conversation=c1".to_owned(), reply: None };
    let (last, kind) = (play.log.last().unwrap(), WebhookKind::TranscriptRequested);
    assert_eq!(webhook_kind(&last.event), Some(kind));
    let body = payload(kind, "c1", &company.workspace.id, &play.state, &play.log, last, links);
    pin(&format!("webhook.{}", kind.as_str()), &body);
    kind
}

/// A conversation with everything that a payload can hold.
#[test]
fn webhooks() {
    let company = published();
    let mut play = Play::new(&company);
    let say = |play: &mut Play<'_>, text: &str| {
        let message = play.next_id();
        play.run(Command::Say { message, text: text.to_owned(), attachments: Vec::new() }).unwrap();
    };
    let page = Some(baton_shared::conversation::Page {
        url: "https://lampworks.example/help?q=1".to_owned(),
        title: "Help".to_owned(),
    });
    play.run(Command::Open { language: Language::En, channel: Channel::Widget, page, attributes: BTreeMap::new() })
        .unwrap();
    play.run(Command::Identify { identity: identity("Ada", None) }).unwrap();
    say(&mut play, "How do I read my bill?");
    let answer = play.state.lines.last().unwrap().seq;
    play.run(Command::RateAnswer { answer, helpful: false }).unwrap();
    say(&mut play, "You charged me twice, I want my money back");
    play.wait(5 * 60_000);
    let (address, when) = (Some("020 7946 0958".to_owned()), Some("after five".to_owned()));
    play.run(Command::Choose { choice: WaitChoice::Call, address, when }).unwrap();
    let message = play.next_id();
    let reply = |agent, message| Command::Reply {
        agent,
        episode: 1,
        message,
        text: "We have refunded it.".to_owned(),
        attachments: Vec::new(),
        via: Via::ReplyLink,
    };
    play.run(reply(ann(), message)).unwrap();
    play.run(Command::Resolve { agent: ann(), outcome: ResolutionOutcome::Solved }).unwrap();
    play.run(Command::Rate { score: 5, effort: Some(1), comment: None }).unwrap();
    say(&mut play, "thank you");
    play.run(Command::AskForHuman {}).unwrap();
    play.run(Command::Take { agent: ann(), via: Via::Console }).unwrap();
    play.run(Command::GiveBack { agent: ann() }).unwrap();
    let before_erasure = play.log.clone();
    play.run(Command::Erase { scope: ErasedScope::All }).unwrap();

    let mut seen = BTreeSet::from([transcript_requested(&company)]);
    for (index, recorded) in before_erasure.iter().chain(play.log.last()).enumerate() {
        let Some(kind) = webhook_kind(&recorded.event).filter(|kind| seen.insert(*kind)) else { continue };
        let log = if kind == WebhookKind::Erased { &play.log[..] } else { &before_erasure[..=index] };
        let after = log.iter().fold(baton_shared::conversation::Conversation::default(), |state, recorded| {
            baton_shared::conversation::evolve(state, recorded)
        });
        let links = Links {
            console: "https://edge.example/console/?conversation=c1".to_owned(),
            reply: (kind == WebhookKind::Handoff).then(|| "https://edge.example/reply/token".to_owned()),
        };
        let body = payload(kind, "c1", &company.workspace.id, &after, log, recorded, links);
        pin(&format!("webhook.{}", kind.as_str()), &body);
    }
    let of_conversations = WebhookKind::ALL.into_iter().filter(|kind| kind.is_of_conversation());
    assert_eq!(seen, of_conversations.collect(), "a webhook has no fixture");
}

#[test]
fn the_webhook_of_an_invitation() {
    let body = MemberInvited {
        kind: WebhookKind::MemberInvited,
        version: PAYLOAD_VERSION,
        timestamp: "2026-11-24T09:00:00Z".to_owned(),
        workspace: "lampworks".to_owned(),
        member: Invitee {
            id: "lin".to_owned(),
            name: "林".to_owned(),
            email: Some("lin@lampworks.example".to_owned()),
            languages: vec![Language::Zh, Language::En],
        },
        by: "ruth".to_owned(),
        link: "https://edge.example/console/sign-in?token=invite_0123".to_owned(),
        until: "2026-12-01T09:00:00Z".to_owned(),
    };
    pin("webhook.member.invited", &body);
}
