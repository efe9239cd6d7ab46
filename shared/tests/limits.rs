//! What is taken in once, and what is too much.
#![cfg(feature = "authoring")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

mod support;

use std::collections::BTreeMap;

use baton_shared::conversation::{
    AgentRef, Channel, Command, ErasedScope, MAX_MESSAGE_BYTES, MAX_TRANSCRIPT_BYTES, Refusal, Status, Via,
};
use baton_shared::notice::MAX_ATTRIBUTES;
use baton_shared::text::Language;
use support::{Play, identity, published};

fn open(play: &mut Play<'_>) {
    play.run(Command::Open {
        language: Language::En,
        channel: Channel::Widget,
        page: None,
        attributes: BTreeMap::new(),
    })
    .unwrap();
}

#[test]
fn attributes_are_kept_up_to_a_limit() {
    let published = published();
    let mut play = Play::new(&published);
    open(&mut play);
    let update = |names: std::ops::Range<usize>, value: &str| Command::Update {
        attributes: names.map(|n| (format!("a{n}"), value.to_owned())).collect(),
    };
    assert_eq!(play.run(update(0..MAX_ATTRIBUTES, "x")).unwrap().events.len(), 1);
    assert_eq!(play.run(update(0..3, "x")).unwrap().events, [], "it says nothing new");
    assert_eq!(play.run(update(0..0, "x")).unwrap().events, []);
    assert_eq!(play.run(update(3..4, "y")).unwrap().events.len(), 1);
    assert_eq!((&*play.state.known.attributes["a2"], &*play.state.known.attributes["a3"]), ("x", "y"));
    let refused = play.run(update(MAX_ATTRIBUTES..MAX_ATTRIBUTES + 1, "x")).unwrap_err();
    assert_eq!(refused, Refusal::TooManyAttributes { count: MAX_ATTRIBUTES + 1, limit: MAX_ATTRIBUTES });
    play.run(update(0..1, "4111 1111 1111 1111")).unwrap();
    assert!(!play.state.known.attributes["a0"].contains("4111 1111"), "secrets are masked here too");
    play.run(Command::Erase { scope: ErasedScope::All }).unwrap();
    assert_eq!(play.state.known.attributes, BTreeMap::new());
}

#[test]
fn what_is_verified_stands_over_what_the_page_says() {
    let published = published();
    let mut play = Play::new(&published);
    let said = |region: &str| BTreeMap::from([("region".to_owned(), region.to_owned())]);
    let attributes = said("south");
    play.run(Command::Open { language: Language::En, channel: Channel::Widget, page: None, attributes }).unwrap();
    assert_eq!(play.state.known.all_attributes()["region"], "south");
    let mut identity = identity("Ada", Some("home"));
    identity.facts.attributes = said("north");
    let events = play.run(Command::Identify { identity: identity.clone() }).unwrap().events;
    let event = serde_json::to_string(&events[0].event).unwrap();
    assert!(!event.contains("north"), "it lies with the content, which can be erased: {event}");
    assert_eq!(play.run(Command::Identify { identity }).unwrap().events, [], "it says nothing new");
    play.run(Command::Update { attributes: said("east") }).unwrap();
    let all = play.state.known.all_attributes();
    assert_eq!((&*all["region"], &*all["tier"]), ("north", "home"));
    play.run(Command::Erase { scope: ErasedScope::One { seq: events[0].seq } }).unwrap();
    assert_eq!(play.state.known.all_attributes()["region"], "east");
}

#[test]
fn a_rating_that_says_nothing_new_is_a_repeat() {
    let published = published();
    let mut play = Play::new(&published);
    open(&mut play);
    let mut rate = |score, effort, comment: Option<&str>| {
        play.run(Command::Rate { score, effort, comment: comment.map(str::to_owned) }).unwrap().events.len()
    };
    assert_eq!(rate(4, None, None), 1);
    assert_eq!(rate(4, None, None), 0);
    assert_eq!(rate(4, Some(2), None), 1);
    assert_eq!(rate(4, None, None), 0, "the first one, late");
    assert_eq!(rate(4, Some(2), Some("Quick")), 1);
    assert_eq!(rate(4, Some(2), Some(" Quick ")), 0);
    assert_eq!(rate(4, Some(2), None), 0);
    assert_eq!(rate(4, Some(2), Some("Quick, and kind")), 1);
    assert_eq!(rate(3, Some(2), Some("Quick, and kind")), 1);
    play.run(Command::Erase { scope: ErasedScope::All }).unwrap();
    assert_eq!(play.state.known.comment, None);
}

#[test]
fn a_transcript_ends_somewhere_and_a_person_is_still_reached() {
    let published = published();
    let mut play = Play::new(&published);
    open(&mut play);
    play.run(Command::AskForHuman {}).unwrap();
    let mut number = 0;
    let refused = loop {
        number += 1;
        let say = Command::Say { message: format!("m-{number}"), text: "x".repeat(MAX_MESSAGE_BYTES) };
        match play.run(say) {
            Ok(_) => assert!(number < 200, "it never ends"),
            Err(refused) => break refused,
        }
    };
    assert_eq!(refused, Refusal::Full);
    assert!(play.state.bytes_with("") <= MAX_TRANSCRIPT_BYTES);
    assert_eq!(play.state.status, Status::Waiting);
    let mei = AgentRef { id: "mei".to_owned(), name: "Mei".to_owned() };
    play.run(Command::Take { agent: mei, via: Via::Console }).unwrap();
}
