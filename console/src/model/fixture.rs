//! One conversation for tests: asked, answered, not helped, handed over.

use std::collections::BTreeMap;

use baton_shared::conversation::{AgentRef, BotLine, Channel, Considered, Content, Event, Finding, Measured};
use baton_shared::conversation::{PassedOn, Recorded, Source, Versions, Via};
use baton_shared::customer::CustomerFacts;
use baton_shared::policy::{Outcome, Priority, Reason};
use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use baton_shared::triage::{Complexity, SignalKind, Urgency};

pub fn recorded(seq: u64, event: Event, content: Option<Content>) -> Recorded {
    Recorded { seq, at: Timestamp(seq * 1000), event, content }
}

pub fn text(text: &str) -> Content {
    Content::text(text)
}

pub fn mei() -> AgentRef {
    AgentRef { id: "mei".to_owned(), name: "Mei".to_owned() }
}

pub fn source() -> Source {
    Source { article: "bill".to_owned(), version: 3, title: "Your bill".to_owned(), heading: None, url: None }
}

pub fn reasons(codes: &[&str]) -> Vec<Reason> {
    codes.iter().map(|code| Reason { code: (*code).to_owned() }).collect()
}

pub fn handed_over() -> Vec<Recorded> {
    let facts = CustomerFacts { tier: Some("plus".to_owned()), tenure_months: Some(30), ..CustomerFacts::default() };
    let identity = Content::Identity {
        subject: "c-7".to_owned(),
        name: Some("Lin".to_owned()),
        email: None,
        attributes: BTreeMap::new(),
    };
    let page = Content::Page {
        url: "https://shop.example/bill".to_owned(),
        title: "Billing".to_owned(),
        attributes: BTreeMap::new(),
    };
    let measured = Measured {
        topic: Some("billing".to_owned()),
        mood: -0.6,
        urgency: Urgency::Normal,
        complexity: Complexity::Simple,
        findings: vec![Finding { kind: SignalKind::FinancialDispute, strength: 0.9 }],
        support: 0.4,
    };
    let evidence = Content::Evidence {
        words: vec![Vec::new(), vec!["charged twice".to_owned()]],
        considered: vec![Considered { source: source(), support: 0.4, matched: vec!["bill".to_owned()] }],
    };
    let decided = Event::Decided {
        on: 3,
        outcome: Outcome::HandOver,
        rule: "sensitive.money".to_owned(),
        reasons: reasons(&["financial_dispute", "financial_dispute"]),
        measured: Some(measured),
        failed: Vec::new(),
        versions: Versions::default(),
    };
    let handoff = Event::HandoffStarted {
        episode: 1,
        queue: "billing".to_owned(),
        team: "Billing".to_owned(),
        priority: Priority::High,
        reasons: reasons(&["financial_dispute"]),
        passed_on: vec![PassedOn::Question, PassedOn::Transcript],
        revenue_at_stake: true,
    };
    let events = [
        (Event::Opened { language: Language::En, channel: Channel::Widget }, Some(page)),
        (Event::CustomerIdentified { subject_hash: "h".to_owned(), facts }, Some(identity)),
        (Event::CustomerWrote { message: "m1".to_owned() }, Some(text("I was charged twice for order 48213"))),
        (decided, Some(evidence)),
        (handoff, None),
        (Event::DraftPrepared { episode: 1, source: source() }, Some(text("Your bill is corrected within two days."))),
        (Event::BotSaid { line: BotLine::Approved, offers_human: false }, Some(text("We are on it."))),
    ];
    events.into_iter().zip(1..).map(|((event, content), seq)| recorded(seq, event, content)).collect()
}

pub fn taken_by_mei() -> Vec<Recorded> {
    let mut events = handed_over();
    let seq = events.len() as u64 + 1;
    events.push(recorded(seq, Event::AgentJoined { episode: 1, agent: mei(), via: Via::Console }, None));
    events
}
