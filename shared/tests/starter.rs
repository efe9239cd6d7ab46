//! The starter workspace does what it says: its files have no problems, its rules decide as they should, and its
//! articles answer what people really ask, and nothing else.
#![cfg(feature = "authoring")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use baton_shared::conversation::{Channel, Command, Content, Event, Identity, Recorded, Unavailable};
use baton_shared::customer::CustomerFacts;
use baton_shared::policy::{Priority, reason_in_words};
use baton_shared::text::Language;
use baton_shared::workspace::{Published, check};
use support::{Play, identity, ms};

/// Fewest articles in each language.
const ARTICLES: usize = 60;
/// Least share of the questions in `starter/answers.txt` that the right article answers.
const ANSWERED_RIGHT: f32 = 0.9;

fn starter() -> Published {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workspace");
    let mut files = BTreeMap::new();
    read(&root, &root, &mut files);
    let workspace = check(&files).unwrap_or_else(|problems| panic!("{problems:#?}"));
    Published::new(workspace, 1, "policy".to_owned(), "knowledge".to_owned())
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

#[test]
fn both_languages_have_the_same_articles_and_all_of_each() {
    let published = starter();
    let ids = |language: Language| -> BTreeSet<&str> {
        let articles = published.index.articles().iter().filter(|article| article.language == language);
        articles.map(|article| article.id.as_str()).collect()
    };
    assert_eq!(ids(Language::En), ids(Language::Zh));
    assert!(ids(Language::En).len() >= ARTICLES, "{}", ids(Language::En).len());
    let topics: BTreeSet<&String> = published.workspace.queues.iter().flat_map(|queue| &queue.topics).collect();
    for article in &published.workspace.articles {
        let name = format!("{}/{}", article.language, article.id);
        assert!(!article.title.is_empty() && article.body.starts_with("## "), "{name}");
        assert!((5..=10).contains(&article.questions.len()), "{name}: {} questions", article.questions.len());
        assert!(article.url.as_deref().is_some_and(|url| url.ends_with(&format!("/help/{}", article.id))), "{name}");
        assert!(topics.contains(&article.topic), "{name}: no queue has the topic {}", article.topic);
    }
}

#[test]
fn no_article_answers_the_question_of_another() {
    let published = starter();
    let mut wrong = Vec::new();
    for article in &published.workspace.articles {
        for question in &article.questions {
            let events = Story::begin(&published, &article.language.to_string()).lives_in("south").says(question);
            if let Some(other) = answer_of(&events).filter(|other| *other != article.id) {
                wrong.push(format!("{}/{}: {question}: {other}", article.language, article.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A conversation over the starter workspace.
struct Story<'p>(Play<'p>);

impl<'p> Story<'p> {
    fn begin(published: &'p Published, language: &str) -> Self {
        let mut play = Play::new(published);
        // 13:00 in the company's time zone, a Monday.
        play.now = ms("2026-11-23 05:00");
        let language: Language = language.parse().unwrap();
        play.run(Command::Open { language, channel: Channel::Widget, page: None, attributes: BTreeMap::new() })
            .unwrap();
        Self(play)
    }

    /// Where the page says that they live.
    fn lives_in(mut self, region: &str) -> Self {
        self.does(Command::Update { attributes: [("region".to_owned(), Some(region.to_owned()))].into() });
        self
    }

    fn known(&mut self, tier: Option<&str>, tenure_months: u32) -> &mut Self {
        let facts = CustomerFacts {
            tier: tier.map(str::to_owned),
            tenure_months: Some(tenure_months),
            ..CustomerFacts::default()
        };
        let identity = Identity { facts, ..identity("Ana", None) };
        self.0.run(Command::Identify { identity }).unwrap();
        self
    }

    fn does(&mut self, command: Command) -> Vec<Recorded> {
        self.0.run(command).unwrap().events
    }

    fn says(&mut self, text: &str) -> Vec<Recorded> {
        let message = self.0.next_id();
        self.does(Command::Say { message, text: text.to_owned(), attachments: Vec::new() })
    }

    /// Says something, and holds which rule decided.
    #[track_caller]
    fn leads_to(&mut self, text: &str, rule: &str) -> &mut Self {
        let events = self.says(text);
        assert_eq!(rule_of(&events), rule, "{text}");
        self
    }
}

#[test]
fn whoever_takes_over_reads_every_reason() {
    let published = starter();
    let reasons = |text: &str| -> Vec<String> {
        let events = Story::begin(&published, "en").says(text);
        let decided = events.iter().find_map(|recorded| match (&recorded.event, &recorded.content) {
            (Event::Decided { reasons, .. }, Some(Content::Evidence { words, .. })) => Some((reasons, words)),
            _ => None,
        });
        let (reasons, words) = decided.unwrap();
        assert!(words.len() == reasons.len() && words.iter().skip(1).all(|words| !words.is_empty()), "{words:?}");
        reasons.iter().map(|reason| reason.code.clone()).collect()
    };
    let both = reasons("I want to talk to a person about a double charge");
    assert_eq!(both, ["financial_dispute", "financial_dispute", "asks_for_human"]);
    assert_eq!(reasons("I want to talk to a person"), ["asks_for_human", "asks_for_human"]);
}

#[test]
fn the_language_is_the_one_that_the_customer_writes_in() {
    let published = starter();
    let mut story = Story::begin(&published, "en");
    assert_eq!(story.0.state.written_language(), Language::En);
    story.says("设备冒烟了，很危险，怎么办");
    story.says("12345");
    assert_eq!(story.0.state.written_language(), Language::Zh);
}

fn rule_of(events: &[Recorded]) -> &str {
    events
        .iter()
        .find_map(|recorded| match &recorded.event {
            Event::Decided { rule, .. } => Some(rule.as_str()),
            _ => None,
        })
        .unwrap_or("nothing was decided")
}

fn answer_of(events: &[Recorded]) -> Option<&str> {
    events.iter().find_map(|recorded| match &recorded.event {
        Event::BotAnswered { source } => Some(source.article.as_str()),
        _ => None,
    })
}

fn priority_of(events: &[Recorded]) -> Option<Priority> {
    events.iter().find_map(|recorded| match &recorded.event {
        Event::HandoffStarted { priority, .. } => Some(*priority),
        _ => None,
    })
}

/// `language | expected | text`, a line each.
fn table(text: &str) -> Vec<[&str; 3]> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| line.splitn(3, " | ").collect::<Vec<_>>().try_into().unwrap()).collect()
}

#[test]
fn every_rules_reason_has_words_in_both_languages() {
    for rule in &starter().workspace.policy.rules {
        assert!(!reason_in_words(&rule.reason, Language::Zh).is_ascii(), "{}", rule.reason);
        assert!(reason_in_words(&rule.reason, Language::En).starts_with(char::is_uppercase), "{}", rule.reason);
    }
}

#[test]
fn first_messages_meet_the_rule_that_they_should() {
    let published = starter();
    let mut wrong = Vec::new();
    for [language, expect, text] in table(include_str!("starter/rules.txt")) {
        let events = Story::begin(&published, language).says(text);
        if rule_of(&events) != expect {
            wrong.push(format!("{text}: {} instead of {expect}", rule_of(&events)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_right_article_answers_and_no_wrong_one() {
    let published = starter();
    for language in ["en", "zh"] {
        let cases: Vec<_> =
            table(include_str!("starter/answers.txt")).into_iter().filter(|[l, ..]| *l == language).collect();
        let (mut right, mut wrong) = (0.0_f32, Vec::new());
        for [_, expect, text] in &cases {
            let events = Story::begin(&published, language).lives_in("south").says(text);
            match answer_of(&events) {
                Some(article) if article == *expect => right += 1.0,
                Some(article) => wrong.push(format!("{text}: {article}")),
                None => {}
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        let answerable: f32 = cases.iter().filter(|[_, expect, _]| *expect != "-").map(|_| 1.0).sum();
        assert!(right / answerable >= ANSWERED_RIGHT, "{language}: {right} of {answerable}");
    }
}

#[test]
fn an_outage_and_a_delay_answer_what_they_are_about() {
    let published = starter();
    let asked = |language: &str, region: &str, text: &str| {
        let events = Story::begin(&published, language).lives_in(region).says(text);
        answer_of(&events).unwrap_or("-").to_owned()
    };
    for [language, expect, text] in table(include_str!("starter/notices.txt")) {
        assert_eq!(asked(language, "north", text), expect, "{text}");
        let elsewhere = asked(language, "south", text);
        assert!(!elsewhere.starts_with("notice:outage"), "{text}: {elsewhere}");
    }
    for [language, expect, text] in table(include_str!("starter/answers.txt")) {
        let found = asked(language, "north", text);
        let about = match expect {
            "no-internet" => "notice:outage-north",
            "track-delivery" => "notice:delivery-delay",
            other => other,
        };
        assert!(!found.starts_with("notice:") || found == about, "{text}: {found}");
    }
}

#[test]
fn one_good_question_then_a_person() {
    let published = starter();
    Story::begin(&published, "en")
        .leads_to("it doesn't work", "vague")
        .leads_to("it just doesn't work", "still_unclear");
    Story::begin(&published, "zh").leads_to("用不了", "vague").leads_to("就是用不了", "still_unclear");
    Story::begin(&published, "en").leads_to("something is wrong", "vague").leads_to("my internet is down", "supported");
}

#[test]
fn beyond_the_articles_a_person_is_offered_then_comes() {
    let published = starter();
    Story::begin(&published, "en")
        .leads_to("do you sell concert tickets", "beyond_knowledge")
        .leads_to("and tickets for the zoo", "beyond_knowledge_again");
    Story::begin(&published, "en")
        .leads_to("do you sell concert tickets", "beyond_knowledge")
        .leads_to("ok", "offer_accepted");
    Story::begin(&published, "zh")
        .leads_to("你们卖演唱会门票吗", "beyond_knowledge")
        .leads_to("好的", "offer_accepted");
    Story::begin(&published, "zh")
        .leads_to("你们卖演唱会门票吗", "beyond_knowledge")
        .leads_to("那路由器怎么重启", "supported");
}

#[test]
fn two_failed_answers_bring_a_person() {
    let published = starter();
    let mut story = Story::begin(&published, "en");
    for (text, rule) in
        [("How do I restart my router?", "answer_failed"), ("Why is my wifi so slow?", "failed_too_often")]
    {
        let events = story.says(text);
        let answer = events.iter().find(|recorded| matches!(recorded.event, Event::BotAnswered { .. })).unwrap().seq;
        let events = story.does(Command::RateAnswer { answer, helpful: false });
        assert_eq!(rule_of(&events), rule, "{text}");
    }
}

#[test]
fn high_value_goes_straight_to_a_person() {
    let published = starter();
    for (tier, months) in [(Some("enterprise"), 3), (Some("vip"), 0), (Some("home"), 24), (None, 60)] {
        let mut story = Story::begin(&published, "en");
        story.known(tier, months).leads_to("hi", "small_talk").leads_to("How do I read my bill?", "high_value");
    }
    Story::begin(&published, "en").known(Some("home"), 23).leads_to("How do I read my bill?", "supported");
    Story::begin(&published, "en")
        .known(Some("vip"), 0)
        .leads_to("this is ridiculous, I am furious", "angry_high_value");
}

#[test]
fn the_button_always_brings_a_person() {
    let published = starter();
    let events = Story::begin(&published, "en").does(Command::AskForHuman {});
    assert_eq!((rule_of(&events), priority_of(&events)), ("asks_for_human", Some(Priority::Normal)));
    let events = Story::begin(&published, "zh").known(Some("enterprise"), 1).does(Command::AskForHuman {});
    assert_eq!((rule_of(&events), priority_of(&events)), ("asks_for_human_high_value", Some(Priority::High)));
}

#[test]
fn details_are_gathered_then_a_person_finishes() {
    let published = starter();
    Story::begin(&published, "en")
        .leads_to("How do I change my plan? When is my payment due? Also where is my parcel?", "several_requests")
        .leads_to("order 48213, since Monday", "details_gathered");
}

#[test]
fn billing_keeps_office_hours_and_says_so() {
    let published = starter();
    let closed = |events: &[Recorded]| {
        events.iter().any(|recorded| {
            matches!(
                recorded.event,
                Event::NobodyAvailable { unavailable: Unavailable::OutOfHours { opens_at: Some(_) }, .. }
            )
        })
    };
    let mut day = Story::begin(&published, "en");
    assert!(!closed(&day.says("you charged me twice")));
    let mut night = Story::begin(&published, "en");
    night.0.now = ms("2026-11-23 15:00");
    assert!(closed(&night.says("you charged me twice")));
    let mut technical = Story::begin(&published, "en");
    technical.0.now = ms("2026-11-23 15:00");
    assert!(!closed(&technical.says("the camera arrived broken")));
}
