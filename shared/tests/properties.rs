//! What holds for every sequence of commands.
#![cfg(feature = "authoring")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

mod support;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use baton_shared::conversation::{
    AgentRef, Attachment, Channel, Command, Conversation, CustomerEvent, ErasedScope, Event, Page, Recorded,
    ResolutionOutcome, Status, Timer, Via, WaitChoice, World, decide, evolve, project_all,
};
use baton_shared::handoff::{Links, WebhookKind, payload};
use baton_shared::text::Language;
use baton_shared::time::{MINUTE_MS, Timestamp};
use baton_shared::workspace::{Hours, Opening, Published};
use proptest::prelude::*;
use support::{Play, identity, published};

static COMPANY: LazyLock<Published> = LazyLock::new(published);

/// A word that stands in everything personal, to look for after erasure.
const MARK: &str = "zqxmark";

/// Keys that only staff may see.
const STAFF_KEYS: &[&str] = &[
    "reasons",
    "reason",
    "evidence",
    "words",
    "considered",
    "mood",
    "measured",
    "findings",
    "tier",
    "tenure_months",
    "facts",
    "priority",
    "queue",
    "rule",
    "versions",
    "engine",
    "policy",
    "outcome",
    "note",
    "subject",
    "subject_hash",
    "revenue_at_stake",
    "agent",
    "email",
    "failed",
    "draft",
    "support",
    "topic",
    "urgency",
    "complexity",
    "attributes",
];

#[derive(Clone, Debug)]
enum Step {
    Do(Command),
    Wait(u64),
}

fn text() -> impl Strategy<Value = String> {
    let said = prop::sample::select(vec![
        "How do I reset my password?",
        "how can I reset my password",
        "How do I read my bill?",
        "怎么重置密码？",
        "it is broken",
        "still not working",
        "that did not help",
        "yes please",
        "hello",
        "thanks",
        "I am FURIOUS!!!",
        "my lamp is smoking",
        "I want to talk to a person",
        "转人工",
        "You charged me twice",
        "hola, mi lámpara no funciona y necesito ayuda por favor",
        "How do I pair my lamp? And how do I read my bill? Also, where are you?",
        "my password is hunter2 and my card 4111 1111 1111 1111",
    ]);
    prop_oneof![
        4 => said.prop_map(|text| format!("{text} {MARK}")),
        2 => said_alone(),
        1 => "\\PC{0,60}".prop_map(|text| format!("{MARK} {text}")),
    ]
}

/// Without the mark, so that small talk and repeated questions are met too.
fn said_alone() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["hello", "thanks", "ok", "How do I reset my password?", "转人工", " ", ""])
        .prop_map(str::to_owned)
}

fn agent() -> impl Strategy<Value = AgentRef> {
    prop::sample::select(vec!["ann", "bo"]).prop_map(|id| AgentRef { id: id.to_owned(), name: id.to_uppercase() })
}

fn id() -> impl Strategy<Value = String> {
    (0..12_u8).prop_map(|n| format!("m{n}"))
}

fn via() -> impl Strategy<Value = Via> {
    prop::sample::select(vec![Via::Console, Via::ReplyLink])
}

fn scope() -> impl Strategy<Value = ErasedScope> {
    prop_oneof![1 => Just(ErasedScope::All), 3 => (0..30_u64).prop_map(|seq| ErasedScope::One { seq })]
}

fn files() -> impl Strategy<Value = Vec<Attachment>> {
    let file = (0..9_u8).prop_map(|n| Attachment {
        id: format!("a{n}"),
        name: format!("{MARK} {n}.png"),
        media_type: "image/png".to_owned(),
        bytes: 1,
        width: Some(1),
        height: Some(1),
    });
    prop_oneof![4 => Just(Vec::new()), 1 => prop::collection::vec(file, 0..7)]
}

fn choose() -> impl Strategy<Value = Command> {
    let address = prop::option::of(prop::sample::select(vec![
        format!("{MARK}@example.com"),
        format!("other-{MARK}@example.com"),
        "020 7946 0958".to_owned(),
        "nothing".to_owned(),
    ]));
    let choice = prop::sample::select(vec![WaitChoice::Wait, WaitChoice::Email, WaitChoice::Call]);
    let when = prop::option::of(Just(format!("after five {MARK}")));
    (choice, address, when).prop_map(|(choice, address, when)| Command::Choose { choice, address, when })
}

fn command() -> impl Strategy<Value = Command> {
    let customer = prop_oneof![
        8 => (id(), text(), files()).prop_map(|(message, text, attachments)| Command::Say { message, text, attachments }),
        1 => prop::sample::select(vec![format!("{MARK}@example.com"), "nothing".to_owned()])
            .prop_map(|address| Command::SendTranscript { address }),
        2 => Just(Command::AskForHuman {}),
        3 => (0..30_u64, any::<bool>()).prop_map(|(answer, helpful)| Command::RateAnswer { answer, helpful }),
        2 => choose(),
        1 => (0..7_u8, prop::option::of(0..7_u8), prop::option::of(text()))
            .prop_map(|(score, effort, comment)| Command::Rate { score, effort, comment }),
        1 => Just(Command::End {}),
        1 => (prop::sample::select(vec![None, Some("vip")]), any::<bool>()).prop_map(|(tier, more)| {
            let mut identity = identity(MARK, tier);
            identity.facts.attributes = if more { said() } else { BTreeMap::new() };
            Command::Identify { identity }
        }),
        1 => prop::sample::select(vec!["city", "plan"])
            .prop_map(|key| Command::Update { attributes: BTreeMap::from([(key.to_owned(), Some(format!("{MARK} 2")))]) }),
    ];
    let staff = prop_oneof![
        1 => (1..4_u32, agent()).prop_map(|(episode, agent)| Command::Propose { episode, agent: agent.id }),
        2 => (agent(), via()).prop_map(|(agent, via)| Command::Take { agent, via }),
        3 => (agent(), 1..4_u32, id(), text(), files(), via()).prop_map(|(agent, episode, message, text, attachments, via)| {
            Command::Reply { agent, episode, message, text, attachments, via }
        }),
        1 => (agent(), id(), text()).prop_map(|(agent, message, text)| Command::Note { agent, message, text }),
        2 => agent().prop_map(|agent| Command::GiveBack { agent }),
        1 => agent().prop_map(|agent| Command::Resolve { agent, outcome: ResolutionOutcome::Solved }),
        1 => (1..4_u32).prop_map(|episode| Command::RevokeReplyLinks { episode }),
        1 => (1..4_u32).prop_map(|episode| Command::HandoffDelivered { episode, endpoint: "crm".to_owned() }),
        1 => (1..4_u32, any::<bool>()).prop_map(|(episode, accept)| {
            let timer = if accept { Timer::AcceptLimit { episode } } else { Timer::DeliveryAlert { episode } };
            Command::TimerFired { timer }
        }),
        1 => scope().prop_map(|scope| Command::Erase { scope }),
    ];
    prop_oneof![3 => customer, 2 => staff]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        9 => command().prop_map(Step::Do),
        1 => (0..3 * 24 * 60_u64).prop_map(|minutes| Step::Wait(minutes * MINUTE_MS)),
    ];
    prop::collection::vec(step, 0..25)
}

fn opened(language: Language) -> Play<'static> {
    let mut play = Play::new(&COMPANY);
    let page = Some(Page { url: format!("https://lampworks.example/{MARK}"), title: MARK.to_owned() });
    play.run(Command::Open { language, channel: Channel::Widget, page, attributes: said() }).unwrap();
    play
}

/// What the page says of the visitor.
fn said() -> BTreeMap<String, String> {
    BTreeMap::from([("city".to_owned(), MARK.to_owned())])
}

fn language() -> impl Strategy<Value = Language> {
    prop::sample::select(Language::ALL.to_vec())
}

fn fold(log: &[Recorded]) -> Conversation {
    log.iter().fold(Conversation::default(), evolve)
}

fn is_bots(event: &Event) -> bool {
    matches!(event, Event::BotAnswered { .. } | Event::BotAskedToClarify {} | Event::BotSaid { .. })
}

/// One step, with everything that must hold around it.
fn run(play: &mut Play<'_>, step: Step) {
    let command = match step {
        Step::Wait(ms) => {
            play.wait(ms);
            return;
        }
        Step::Do(command) => command,
    };
    let before = play.state.clone();
    let world = World { now: play.now, published: &COMPANY };
    assert_eq!(decide(&before, command.clone(), &world), decide(&before, command.clone(), &world), "not deterministic");
    let Ok(decision) = play.run(command) else {
        assert_eq!(play.state, before, "a refusal changes nothing");
        return;
    };
    let mut state = before;
    for recorded in &decision.events {
        assert_eq!(recorded.seq, state.seq + 1, "numbers are dense");
        if is_bots(&recorded.event) {
            assert_eq!(state.status, Status::WithBot, "the bot spoke while it should be silent");
        }
        state = evolve(state, recorded);
    }
    assert_eq!(state.open_episode().is_some(), matches!(state.status, Status::Waiting | Status::WithHuman));
    // Nobody is trapped: from here, asking brings a person, or one is called already.
    let asked = decide(&state, Command::AskForHuman {}, &world).unwrap();
    let reached = asked.events.iter().fold(state, evolve);
    assert!(reached.open_episode().is_some(), "no person can be reached");
}

fn say(message: &str, text: &str) -> Command {
    Command::Say { message: message.to_owned(), text: text.to_owned(), attachments: Vec::new() }
}

fn keys(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                found.push(key.clone());
                keys(value, found);
            }
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| keys(value, found)),
        _ => {}
    }
}

fn payloads(play: &Play<'_>) -> String {
    let last = play.log.last().unwrap();
    let all =
        WebhookKind::ALL.map(|kind| payload(kind, "c1", "lampworks", &play.state, &play.log, last, Links::default()));
    serde_json::to_string(&all).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_sequence_of_commands(language in language(), steps in steps()) {
        let mut play = opened(language);
        for step in steps {
            run(&mut play, step);
        }
        // The log alone gives the same state, also as it was stored, and after erasure took content from it.
        prop_assert_eq!(&fold(&play.log), &play.state);
        let stored: Vec<Recorded> = serde_json::from_str(&serde_json::to_string(&play.log).unwrap()).unwrap();
        prop_assert_eq!(&stored, &play.log);
        // What the customer sees is dense and holds nothing of the company's side.
        let seen = project_all(&play.log);
        prop_assert_eq!(seen.len() as u64, play.state.customer_seq);
        prop_assert!(seen.iter().zip(1..).all(|(event, seq)| event.seq == seq));
        let wire = serde_json::to_string(&seen).unwrap();
        let read: Vec<CustomerEvent> = serde_json::from_str(&wire).unwrap();
        prop_assert_eq!(&read, &seen);
        let mut found = Vec::new();
        keys(&serde_json::to_value(&seen).unwrap(), &mut found);
        let leaked: Vec<&String> = found.iter().filter(|key| STAFF_KEYS.contains(&key.as_str())).collect();
        prop_assert!(leaked.is_empty(), "{:?}", leaked);
        // No secret was kept.
        let log = serde_json::to_string(&play.log).unwrap();
        prop_assert!(!log.contains("hunter2") && !log.contains("4111 1111"));
    }

    #[test]
    fn erasing_leaves_nothing_and_the_log_still_replays(language in language(), steps in steps()) {
        let mut play = opened(language);
        for step in steps {
            run(&mut play, step);
        }
        play.run(Command::Erase { scope: ErasedScope::All }).unwrap();
        prop_assert_eq!(&fold(&play.log), &play.state);
        for (what, text) in [
            ("state", serde_json::to_string(&play.state).unwrap()),
            ("log", serde_json::to_string(&play.log).unwrap()),
            ("projection", serde_json::to_string(&project_all(&play.log)).unwrap()),
            ("payloads", payloads(&play)),
        ] {
            prop_assert!(!text.contains(&format!("\"{MARK}")) && !text.contains(&format!(" {MARK}")), "{} holds {}", what, text);
            prop_assert!(!text.contains(&format!("{MARK}@")), "{} holds {}", what, text);
        }
        // It goes on.
        run(&mut play, Step::Do(say("after", "How do I read my bill?")));
        prop_assert_eq!(&fold(&play.log), &play.state);
    }

    #[test]
    fn each_event_can_be_erased_by_itself(language in language(), steps in steps()) {
        let mut play = opened(language);
        for step in steps {
            run(&mut play, step);
        }
        for seq in 1..=play.state.seq {
            play.run(Command::Erase { scope: ErasedScope::One { seq } }).unwrap();
            prop_assert_eq!(&fold(&play.log), &play.state, "after erasing {}", seq);
        }
        let personal = format!("\"{MARK}");
        prop_assert!(!payloads(&play).contains(&personal));
    }

    #[test]
    fn what_was_erased_by_itself_is_not_quoted(language in language(), steps in steps(), next in text()) {
        const SECRET: &str = "WVZSECRET";
        let mut play = opened(language);
        for step in steps {
            run(&mut play, step);
        }
        let seq = play.state.seq + 1 + u64::from(play.state.status == Status::Resolved);
        play.run(say("secret", &format!("MY NAME IS {SECRET}"))).unwrap();
        // The next message may be judged together with it.
        let _ = play.run(say("next", &next));
        prop_assert!(payloads(&play).contains(SECRET));
        play.run(Command::Erase { scope: ErasedScope::One { seq } }).unwrap();
        prop_assert_eq!(&fold(&play.log), &play.state);
        for text in [serde_json::to_string(&play.log).unwrap(), payloads(&play)] {
            prop_assert!(!text.to_uppercase().contains(SECRET));
        }
    }

    #[test]
    fn an_opening_is_an_opening(
        days in prop::collection::vec(prop::option::of((0..24_u32, 1..=24_u32)), 7),
        minute in 0..(400 * 24 * 60_u64),
        offset in -12 * 60..14 * 60_i32,
        holiday in prop::option::of(1..28_u32),
    ) {
        let day = |index: usize| {
            days[index].filter(|(start, end)| start < end).map(|(start, end)| format!("{start:02}:00-{end:02}:00"))
        };
        let hours = Hours { mon: day(0), tue: day(1), wed: day(2), thu: day(3), fri: day(4), sat: day(5), sun: day(6) };
        let holidays: Vec<String> = holiday.into_iter().map(|day| format!("2026-12-{day:02}")).collect();
        let now = Timestamp((20_700 * 24 * 60 + minute) * MINUTE_MS);
        match hours.at(now, offset, &holidays) {
            Opening::Open | Opening::Closed(None) => {}
            Opening::Closed(Some(opens)) => {
                prop_assert!(opens > now);
                prop_assert_eq!(hours.at(opens, offset, &holidays), Opening::Open);
                // Until then it stays closed, and says the same.
                let halfway = Timestamp(now.0 + (opens.0 - now.0) / 2);
                prop_assert_eq!(hours.at(halfway, offset, &holidays), Opening::Closed(Some(opens)));
            }
        }
    }
}
