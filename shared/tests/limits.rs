//! What is taken in once, and what is too much.
#![cfg(feature = "authoring")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

mod support;

use std::collections::BTreeMap;

use baton_shared::conversation::{
    AgentRef, Attachment, BotLine, Channel, Command, ErasedScope, Event, MAX_MESSAGE_ATTACHMENTS, MAX_MESSAGE_BYTES,
    MAX_TRANSCRIPT_BYTES, MAX_TRANSCRIPTS, RATING_GESTURE_MS, Refusal, Status, Via,
};
use baton_shared::metrics::facts;
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
        attributes: names.map(|n| (format!("a{n}"), Some(value.to_owned()))).collect(),
    };
    assert_eq!(play.run(update(0..MAX_ATTRIBUTES, "x")).unwrap().events.len(), 1);
    assert_eq!(play.run(update(0..3, "x")).unwrap().events, [], "it says nothing new");
    assert_eq!(play.run(update(0..0, "x")).unwrap().events, []);
    assert_eq!(play.run(update(3..4, "y")).unwrap().events.len(), 1);
    assert_eq!((&*play.state.known.attributes["a2"], &*play.state.known.attributes["a3"]), ("x", "y"));
    let refused = play.run(update(MAX_ATTRIBUTES..MAX_ATTRIBUTES + 1, "x")).unwrap_err();
    assert_eq!(refused, Refusal::TooManyAttributes { count: MAX_ATTRIBUTES + 1, limit: MAX_ATTRIBUTES });
    let gone = |name: &str| Command::Update { attributes: [(name.to_owned(), None)].into() };
    assert_eq!(play.run(gone("a3")).unwrap().events.len(), 1);
    assert_eq!(play.state.known.attributes.len(), MAX_ATTRIBUTES - 1);
    assert_eq!(play.run(gone("a3")).unwrap().events, [], "it was not there any more");
    play.run(update(0..1, "4111 1111 1111 1111")).unwrap();
    assert!(!play.state.known.attributes["a0"].contains("4111 1111"), "secrets are masked here too");
    play.run(Command::Erase { scope: ErasedScope::All }).unwrap();
    assert_eq!(play.state.known.attributes, BTreeMap::new());
}

#[test]
fn nobody_becomes_known_again_after_erasure() {
    let published = published();
    let mut play = Play::new(&published);
    open(&mut play);
    play.run(Command::Identify { identity: identity("Ada", Some("home")) }).unwrap();
    play.run(Command::Erase { scope: ErasedScope::All }).unwrap();
    let renewed = baton_shared::conversation::Identity {
        email: Some("ada@new.example".to_owned()),
        ..identity("Ada", Some("home"))
    };
    for identity in [identity("Ada", Some("home")), renewed] {
        assert_eq!(play.run(Command::Identify { identity }).unwrap().events, []);
    }
    let known = &play.state.known;
    assert_eq!((&known.name, &known.email, &known.subject), (&None, &None, &None));
    assert!(
        play.run(Command::Identify { identity: identity("Zoe", None) }).is_err(),
        "another person is still refused"
    );
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
    play.run(Command::Update { attributes: [("region".to_owned(), Some("east".to_owned()))].into() }).unwrap();
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
        let say = Command::Say {
            message: format!("m-{number}"),
            text: "x".repeat(MAX_MESSAGE_BYTES),
            attachments: Vec::new(),
        };
        match play.run(say) {
            Ok(_) => assert!(number < 200, "it never ends"),
            Err(refused) => break refused,
        }
    };
    assert_eq!(refused, Refusal::Full);
    assert!(play.state.bytes_with("", &[]) <= MAX_TRANSCRIPT_BYTES);
    assert_eq!(play.state.status, Status::Waiting);
    let mei = AgentRef { id: "mei".to_owned(), name: "Mei".to_owned() };
    play.run(Command::Take { agent: mei, via: Via::Console }).unwrap();
}

#[test]
fn a_second_rating_within_a_minute_completes_the_first() {
    let published = published();
    let mut play = Play::new(&published);
    open(&mut play);
    let rate = |play: &mut Play<'_>, score, effort| {
        let decision = play.run(Command::Rate { score, effort, comment: None }).unwrap();
        decision.events.into_iter().map(|recorded| recorded.event).collect::<Vec<_>>()
    };
    assert_eq!(rate(&mut play, 5, Some(2)), [Event::Rated { score: 5, effort: Some(2) }]);
    // The last one wins, and what it leaves out was said a moment ago.
    assert_eq!(rate(&mut play, 3, None), [Event::Rated { score: 3, effort: Some(2) }]);
    let counted = facts(&play.state, play.now);
    assert_eq!((counted.score, counted.effort), (Some(3), Some(2)));
    play.wait(RATING_GESTURE_MS + 1);
    assert_eq!(rate(&mut play, 4, None), [Event::Rated { score: 4, effort: None }]);
}

fn picture(id: usize) -> Attachment {
    Attachment {
        id: format!("a{id}"),
        name: "meter.png".to_owned(),
        media_type: "image/png".to_owned(),
        bytes: 9,
        width: Some(3),
        height: Some(4),
    }
}

fn say(id: usize, text: &str, attachments: Vec<Attachment>) -> Command {
    Command::Say { message: format!("m-{id}"), text: text.to_owned(), attachments }
}

#[test]
fn a_file_may_stand_for_words_and_a_person_is_offered() {
    let published = published();
    let mut play = Play::new(&published);
    open(&mut play);
    assert_eq!(play.run(say(1, " ", Vec::new())), Err(Refusal::EmptyMessage));
    let files: Vec<Attachment> = (0..=MAX_MESSAGE_ATTACHMENTS).map(picture).collect();
    let too_many = Refusal::TooManyAttachments { limit: MAX_MESSAGE_ATTACHMENTS };
    assert_eq!(play.run(say(2, "these", files)), Err(too_many));
    let decision = play.run(say(3, "", vec![picture(1)])).unwrap();
    let last = &decision.events.last().unwrap().event;
    assert_eq!(*last, Event::BotSaid { line: BotLine::FileReceived, offers_human: true });
    assert_eq!(play.state.lines[0].attachments, [picture(1)]);
    assert_eq!(play.run(say(3, "", vec![picture(1)])).unwrap().events, [], "a repeat");
    // The words decide where there are some, and yes is yes.
    assert_eq!(play.run(say(4, "yes please", Vec::new())).map(|_| play.state.status), Ok(Status::Waiting));
    play.run(Command::Erase { scope: ErasedScope::All }).unwrap();
    assert!(play.state.lines.iter().all(|line| line.attachments.is_empty()) && play.state.erased);
}

#[test]
fn a_transcript_is_asked_for_a_few_times() {
    let published = published();
    let mut play = Play::new(&published);
    open(&mut play);
    let ask = |play: &mut Play<'_>, address: &str| {
        play.run(Command::SendTranscript { address: address.to_owned() }).map(|decision| decision.events.len())
    };
    assert_eq!(ask(&mut play, "nothing"), Err(Refusal::BadAddress));
    assert_eq!(ask(&mut play, "ada@example.com"), Ok(1));
    assert_eq!(ask(&mut play, " ada@example.com "), Ok(0), "a repeat");
    play.run(say(1, "one thing more", Vec::new())).unwrap();
    assert_eq!(ask(&mut play, "ada@example.com"), Ok(1), "there is more to send");
    for number in 2..MAX_TRANSCRIPTS {
        assert_eq!(ask(&mut play, &format!("ada{number}@example.com")), Ok(1));
    }
    let refused = Refusal::TooManyTranscripts { limit: MAX_TRANSCRIPTS };
    assert_eq!(ask(&mut play, "late@example.com"), Err(refused));
}
