//! Simulations: what was decided is ruled again out of what was measured, exactly; another policy's differences are found.
#![cfg(feature = "authoring")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]
#![allow(dead_code, reason = "not all of the support is needed here")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use baton_shared::conversation::{Channel, Command, Event, Policies, Recorded, Simulation};
use baton_shared::policy::{Outcome, Policy};
use baton_shared::text::Language;
use baton_shared::workspace::{Around, Published, check, flaws, topics};
use support::Play;

fn starter() -> Published {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workspace");
    let mut files = BTreeMap::new();
    read(&root, &root, &mut files);
    Published::new(check(&files).unwrap(), 1, String::new(), String::new())
}

fn read(folder: &Path, root: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, root, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

/// What customers do: a message, `!` for the button, `-` for an answer that did not help.
const STORIES: &[&[&str]] = &[
    &["You charged me twice for the router"],
    &["hello", "My wifi is slow, how do I restart the router?", "-", "-", "that did not help"],
    &["it does not work", "the box", "still nothing"],
    &["What is the airspeed of a swallow?", "ok"],
    &["What is the airspeed of a swallow?", "And of an eagle?"],
    &["hi", "!"],
    &["How do I read my bill?", "How do I read my bill?", "I AM FURIOUS, this drives me mad"],
    &["I smell gas and there is smoke"],
    &["My order is late. And can you change my address? Also what about the refund?", "Order 1234"],
    &["我要人工"],
    &["怎么看账单？", "没用"],
];

fn log(published: &Published, story: &[&str]) -> Vec<Recorded> {
    let mut play = Play::new(published);
    let language = if story[0].is_ascii() { Language::En } else { Language::Zh };
    let open = Command::Open { language, channel: Channel::Widget, page: None, attributes: BTreeMap::new() };
    play.run(open).unwrap();
    for step in story {
        let answer = play.state.lines.iter().rev().find(|line| line.source.is_some()).map(|line| line.seq);
        let command = match (*step, answer) {
            ("!", _) => Command::AskForHuman {},
            ("-", Some(answer)) => Command::RateAnswer { answer, helpful: false },
            ("-", None) => continue,
            (text, _) => Command::Say { message: play.next_id(), text: text.to_owned(), attachments: Vec::new() },
        };
        let _ = play.run(command);
    }
    play.log
}

fn simulate(published: &Published, after: &Policy) -> Simulation {
    let workspace = &published.workspace;
    let policies = Policies { before: &workspace.policy, after, queues: &workspace.queues };
    let mut simulation = Simulation::default();
    for (number, story) in STORIES.iter().enumerate() {
        simulation.play(&policies, &number.to_string(), &log(published, story));
    }
    simulation.sorted()
}

#[test]
fn the_same_policy_rules_as_it_did() {
    let published = starter();
    let found = simulate(&published, &published.workspace.policy);
    assert_eq!((found.changed, found.changes.len()), (0, 0));
    let mut decided: BTreeMap<String, usize> = BTreeMap::new();
    for story in STORIES {
        for recorded in log(&published, story) {
            if let Event::Decided { rule, .. } = recorded.event {
                *decided.entry(rule).or_default() += 1;
            }
        }
    }
    let again: BTreeMap<String, usize> = found.rules.iter().map(|(rule, fired)| (rule.clone(), fired.before)).collect();
    assert_eq!(again, decided);
    assert!(decided.len() > 8, "{decided:?}");
}

#[test]
fn another_policy_is_told_by_its_rules() {
    let published = starter();
    let mut after = published.workspace.policy.clone();
    after.rules.retain(|rule| rule.id != "financial_dispute");
    after.rules.iter_mut().find(|rule| rule.id == "asks_for_human").unwrap().outcome = Outcome::OfferHuman;
    let found = simulate(&published, &after);
    let change = found.changes.iter().find(|change| change.before.rule == "financial_dispute").unwrap();
    assert_eq!(change.examples[0].words.as_deref(), Some("You charged me twice for the router"));
    assert_eq!(change.before.outcome, Outcome::HandOver);
    let human = found.changes.iter().find(|change| change.before.rule == "asks_for_human").unwrap();
    assert_eq!((human.after.outcome, human.after.queue.as_ref()), (Outcome::OfferHuman, None));
    assert!(found.handed_over.after < found.handed_over.before);
    assert_eq!(found.rules["financial_dispute"].after, 0);
}

#[test]
fn the_starters_rules_have_no_flaws() {
    let workspace = starter().workspace;
    let topics: BTreeSet<&str> = topics(&workspace);
    let around = Around { queues: &workspace.queues, languages: &workspace.languages, topics: &topics };
    assert_eq!(flaws(&workspace.policy, &around), []);
}
