//! What is taken in once, and what is too much.
#![cfg(feature = "authoring")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

mod support;

use baton_shared::conversation::{
    AgentRef, Channel, Command, ErasedScope, MAX_MESSAGE_BYTES, MAX_TRANSCRIPT_BYTES, Refusal, Status, Via,
};
use baton_shared::text::Language;
use support::{Play, published};

fn open(play: &mut Play<'_>) {
    play.run(Command::Open { language: Language::En, channel: Channel::Widget, page: None }).unwrap();
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
