//! What may answer: an approved passage whose review is not overdue and which this customer may read, and nothing else;
//! and what follow-ups find.
#![cfg(feature = "authoring")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

mod support;

use std::collections::BTreeMap;

use baton_shared::conversation::{Channel, Command, Content, Event, unanswered};
use baton_shared::customer::CustomerFacts;
use baton_shared::knowledge::{Article, Asker, Audience, Status, passages};
use baton_shared::text::Language;
use baton_shared::workspace::{Published, check, hints, write};
use proptest::prelude::*;
use support::{Play, files, identity, ms, published};

const QUESTIONS: [&str; 6] = [
    "How do I reset my password?",
    "How do I read my bill?",
    "How do I pair my lamp?",
    "怎么重置密码？",
    "账单怎么看？",
    "灯怎么配对？",
];

fn open(play: &mut Play<'_>) {
    let attributes = BTreeMap::new();
    play.run(Command::Open { language: Language::En, channel: Channel::Widget, page: None, attributes }).unwrap();
}

fn say(play: &mut Play<'_>, text: &str) {
    let message = play.next_id();
    play.run(Command::Say { message, text: text.to_owned(), attachments: Vec::new() }).unwrap();
}

/// The answers of a conversation: article, heading and text.
fn answers(play: &Play<'_>) -> Vec<(String, Option<String>, String)> {
    let answer = |event: &Event, content: &Option<Content>| match (event, content) {
        (Event::BotAnswered { source }, Some(Content::Text { text, .. })) => {
            Some((source.article.clone(), source.heading.clone(), text.clone()))
        }
        _ => None,
    };
    play.log.iter().filter_map(|recorded| answer(&recorded.event, &recorded.content)).collect()
}

fn changed(change: impl FnMut(&mut Article)) -> Published {
    let mut workspace = published().workspace;
    workspace.articles.iter_mut().for_each(change);
    Published::new(workspace, 1, String::new(), String::new())
}

fn audience() -> impl Strategy<Value = Audience> {
    prop::sample::select(vec![
        Audience::Everyone,
        Audience::Customers,
        Audience::Tiers(vec!["basic".to_owned()]),
        Audience::Tiers(vec!["plus".to_owned(), "basic".to_owned()]),
        Audience::Tiers(vec!["plus".to_owned()]),
    ])
}

fn about() -> impl Strategy<Value = (Status, Audience, Option<&'static str>)> {
    let status = prop::sample::select(vec![
        Status::Approved,
        Status::Approved,
        Status::Draft,
        Status::InReview,
        Status::Retired,
    ]);
    // Around the day on which it is asked.
    let date =
        prop::sample::select(vec![None, Some("2026-11-22"), Some("2026-11-23"), Some("2027-06-30"), Some("soon")]);
    (status, audience(), date)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_answer_quotes_what_is_approved_and_unexpired_and_open_to_this_customer(
        about in prop::collection::vec(about(), 6),
        who in prop::option::of(prop::option::of(prop::sample::select(vec!["basic", "plus", "other"]))),
        asked in prop::collection::vec(prop::sample::select(QUESTIONS.to_vec()), 1..5),
    ) {
        let mut about = about.into_iter();
        let company = changed(|article| {
            let (status, audience, date) = about.next().unwrap();
            (article.status, article.audience, article.review_by) = (status, audience, date.map(str::to_owned));
        });
        let mut play = Play::new(&company);
        open(&mut play);
        if let Some(tier) = who {
            play.run(Command::Identify { identity: identity("ann", tier) }).unwrap();
        }
        for text in asked {
            say(&mut play, text);
        }
        let facts = who.map(|tier| CustomerFacts { tier: tier.map(str::to_owned), ..CustomerFacts::default() });
        for (id, heading, text) in answers(&play) {
            let quoted = company.workspace.articles.iter().any(|article| {
                let readable = article.audience.admits(Asker::of(facts.as_ref()));
                let is_there = passages(&article.body).iter().any(|passage| passage.heading == heading && passage.text == text);
                article.id == id && article.status == Status::Approved && !article.is_overdue(play.now) && readable && is_there
            });
            prop_assert!(quoted, "{id} {heading:?}: {text}");
        }
    }
}

#[test]
fn an_article_answers_until_the_end_of_the_day_it_is_to_be_reviewed_by() {
    let company = changed(|article| article.review_by = Some("2026-11-23".to_owned()));
    for (now, answered) in [("2026-11-23 23:59", 1), ("2026-11-24 00:00", 0)] {
        let mut play = Play::new(&company);
        play.now = ms(now);
        open(&mut play);
        say(&mut play, QUESTIONS[0]);
        assert_eq!(answers(&play).len(), answered, "{now}");
        let page = company.article_page("password", Language::En, play.now);
        assert_eq!(page.is_some(), answered == 1, "{now}");
        let suggested = Published::suggest_part(&company.workspace, Language::En, play.now);
        let question = "How do I connect a new lamp to the bridge?";
        assert_eq!(suggested.questions.iter().any(|other| other == question), answered == 1, "{now}");
    }
}

#[test]
fn owner_tiers_and_sources_are_written_and_read_back_and_hinted_at() {
    let company = changed(|article| {
        article.owner = Some("nobody".to_owned());
        article.audience = Audience::Tiers(vec!["plus".to_owned()]);
        article.sources = vec!["4711".to_owned()];
        article.review_by = Some("2026-11-30".to_owned());
    });
    let files = write(&company.workspace).unwrap();
    assert!(
        files["articles/en/read-bill.md"].contains("audience = { tiers = [\"plus\"] }"),
        "{}",
        files["articles/en/read-bill.md"]
    );
    let again = check(&files).unwrap();
    assert_eq!(again.articles, company.workspace.articles);
    let hinted = hints(&again, &files, ms("2026-11-23 10:00"));
    let paths: Vec<&str> = hinted.iter().map(|hint| hint.path.as_str()).collect();
    assert_eq!(paths.iter().filter(|path| **path == "owner").count(), 6, "{hinted:#?}");
    assert_eq!(paths.iter().filter(|path| **path == "review_by").count(), 6, "{hinted:#?}");
}

#[test]
fn a_tier_without_a_name_is_refused() {
    let mut files = files();
    let file = "articles/en/read-bill.md";
    let text = files[file].replace("status =", "audience = { tiers = [] }\nstatus =");
    files.insert(file.to_owned(), text);
    let problems = check(&files).unwrap_err();
    assert_eq!((problems[0].file.as_str(), problems[0].path.as_str()), (file, "audience.tiers"));
}

#[test]
fn a_follow_up_is_answered_in_the_topic_of_the_answer_before() {
    let company = changed(|article| {
        let more = match article.language {
            Language::En => "\n\n## On a phone\nOpen the app on your phone and tap **Forgot password**.",
            Language::Zh => "\n\n## 在手机上\n在手机上打开应用，点**忘记密码**。",
        };
        if article.id == "password" {
            article.body.push_str(more);
        }
    });
    for (first, then, heading) in [
        ("How do I reset my password?", "and on my phone?", "On a phone"),
        ("How do I reset my password?", "What about on the phone", "On a phone"),
        ("怎么重置密码？", "那手机上呢？", "在手机上"),
    ] {
        let mut play = Play::new(&company);
        open(&mut play);
        say(&mut play, first);
        say(&mut play, then);
        let given = answers(&play);
        assert_eq!(given.len(), 2, "{then}: {given:#?}");
        assert_eq!(given[1].1.as_deref(), Some(heading), "{then}");
    }
    for (first, then) in [
        ("How do I read my bill?", "and on my phone?"),
        ("How do I reset my password?", "and my horse?"),
        ("How do I reset my password?", "it does not work on my phone at all and I do not know what else I could do"),
    ] {
        let mut play = Play::new(&company);
        open(&mut play);
        say(&mut play, first);
        say(&mut play, then);
        let given = answers(&play);
        assert_eq!(given.len(), 1, "{then}: {given:#?}");
    }
}

#[test]
fn what_nothing_answers_is_a_gap_without_what_is_personal() {
    let company = published();
    let mut play = Play::new(&company);
    open(&mut play);
    for text in [
        "Do you sell concert tickets? write to ann@mail.example",
        "How do I reset my password?",
        "thanks",
        "I want to talk to a person",
    ] {
        say(&mut play, text);
    }
    let found = unanswered(&play.log, Language::En);
    let questions: Vec<&str> = found.iter().map(|gap| gap.question.as_str()).collect();
    assert_eq!(questions, ["Do you sell concert tickets? write to [email]"]);
    let seq = found[0].seq;
    play.run(Command::Erase { scope: baton_shared::conversation::ErasedScope::One { seq } }).unwrap();
    assert!(unanswered(&play.log, Language::En).is_empty());
}
