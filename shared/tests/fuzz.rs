//! What reads files, frames and messages from outside never panics, whatever it is given. Run it longer with
//! `PROPTEST_CASES=20000`.
#![cfg(feature = "authoring")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

mod support;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use baton_shared::knowledge::{Asker, Query};
use baton_shared::protocol::{Events, Problem, SocketFrame, StaffFrame};
use baton_shared::text::{Language, mask_secrets};
use baton_shared::time::Timestamp;
use baton_shared::triage::{Context, Engine, Understand, clarify};
use baton_shared::workspace::{Published, check};
use proptest::prelude::*;
use support::{files, published};

static FILES: LazyLock<BTreeMap<String, String>> = LazyLock::new(files);
static COMPANY: LazyLock<Published> = LazyLock::new(published);

/// Frames as the edge sends them, to be damaged.
const FRAMES: &[&str] = &[
    r#"{"frame":"events","events":[{"seq":1,"at":1,"type":"opened","language":"en"}]}"#,
    r#"{"frame":"events","events":[{"seq":2,"at":2,"type":"answer","text":"a","source":{"article":"a","version":1,"title":"t"}}]}"#,
    r#"{"frame":"typing","name":"Mei"}"#,
    r#"{"frame":"place","ahead":1,"minutes":4}"#,
    r#"{"events":[],"place":{"ahead":0}}"#,
    r#"{"type":"about:blank","title":"t","status":422,"code":"invalid","detail":"d","field":"text"}"#,
];

/// A text with a part cut out, doubled or replaced: most of it stays valid.
fn damage(text: &str, at: usize, length: usize, with: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let start = at % (chars.len() + 1);
    let end = (start + length % 40).min(chars.len());
    let (before, after) = (&chars[..start], &chars[end..]);
    before.iter().chain(&with.chars().collect::<Vec<_>>()).chain(after).collect()
}

fn spoilt() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[\\[\\]{}\"'=,:.|#+*/\\\\ \\n-]{0,6}",
        "\\PC{0,12}",
        Just("\u{0}".to_owned()),
        Just("99999999999999999999".to_owned()),
        Just("-1".to_owned()),
        Just("1e999".to_owned()),
    ]
}

proptest! {
    #[test]
    fn damaged_workspace_files_are_problems_not_panics(
        file in 0_usize..64, at in any::<usize>(), length in any::<usize>(), with in spoilt(),
    ) {
        let mut all = FILES.clone();
        let name = all.keys().nth(file % all.len()).unwrap().clone();
        let text = damage(&all[&name], at, length, &with);
        all.insert(name.clone(), text);
        if let Err(problems) = check(&all) {
            prop_assert!(!problems.is_empty());
            for problem in problems {
                prop_assert!(!problem.file.is_empty() && !problem.message.is_empty());
            }
        }
    }

    #[test]
    fn a_workspace_that_checks_can_be_published(
        file in 0_usize..64, at in any::<usize>(), length in any::<usize>(), with in spoilt(), message in "\\PC{0,80}",
    ) {
        let mut all = FILES.clone();
        let name = all.keys().nth(file % all.len()).unwrap().clone();
        let text = damage(&all[&name], at, length, &with);
        all.insert(name, text);
        if let Ok(workspace) = check(&all) {
            let json = serde_json::to_string(&workspace).unwrap();
            prop_assert_eq!(&serde_json::from_str::<baton_shared::workspace::Workspace>(&json).unwrap(), &workspace);
            let published = Published::new(workspace, 1, String::new(), String::new());
            let query = Query { text: &message, language: Language::En, asker: Asker::Anonymous, now: Timestamp(0), notices: &[], opinion: None, limit: 3 };
            published.index.search(&query);
        }
    }

    #[test]
    fn arbitrary_files_are_problems(name in "[a-z/.]{0,20}", text in "\\PC{0,200}") {
        let mut all = FILES.clone();
        all.insert(name, text.clone());
        all.insert("policy.toml".to_owned(), text);
        check(&all).ok();
    }

    #[test]
    fn damaged_frames_are_errors(
        frame in 0_usize..16, at in any::<usize>(), length in any::<usize>(), with in spoilt(),
    ) {
        let text = damage(FRAMES[frame % FRAMES.len()], at, length, &with);
        serde_json::from_str::<SocketFrame>(&text).ok();
        serde_json::from_str::<StaffFrame>(&text).ok();
        serde_json::from_str::<Events>(&text).ok();
        serde_json::from_str::<Problem>(&text).ok();
    }

    #[test]
    fn any_message_is_understood_somehow(message in "\\PC{0,400}", earlier in "\\PC{0,80}") {
        let earlier = [earlier];
        let context = Context {
            language: Language::Zh,
            earlier_customer_messages: &earlier,
            answers_rejected: 0,
            clarifications_asked: 1,
            asker: Asker::Anonymous,
            now: Timestamp(0),
            answered: None,
            notices: &[],
            customer: None,
        };
        let assessment = Engine::new(&COMPANY.index, None).assess(&message, &context);
        prop_assert!((-1.0..=1.0).contains(&assessment.mood));
        prop_assert!(assessment.signals.iter().all(|signal| (0.0..=1.0).contains(&signal.strength)));
        prop_assert!(assessment.hits.iter().all(|hit| (0.0..=1.0).contains(&hit.support)));
        prop_assert!(!clarify(&message, &assessment, Language::En).is_empty());
        let once = mask_secrets(&message).text;
        prop_assert_eq!(&mask_secrets(&once).text, &once);
    }
}
