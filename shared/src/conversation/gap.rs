//! Questions of a conversation that nothing answered: what the knowledge lacks, in the customer's words without what is
//! personal in them.

use std::collections::BTreeMap;

use super::event::{Content, Event, Recorded, Seq};
use crate::policy::Outcome;
use crate::text::{Language, detect, redact, tokens};
use crate::time::Timestamp;
use crate::triage::SignalKind;

/// Fewest tokens that ask for something.
const FEWEST: usize = 2;
/// Longest question that is kept, in characters; a longer one is a story, and its beginning says what it is about.
const MAX_CHARS: usize = 240;
/// What fetches a person whatever the articles say, or asks for nothing: no article was missing.
const OTHERWISE: [SignalKind; 12] = [
    SignalKind::AsksForHuman,
    SignalKind::Angry,
    SignalKind::FinancialDispute,
    SignalKind::AccountClosure,
    SignalKind::Medical,
    SignalKind::Legal,
    SignalKind::Safety,
    SignalKind::OutageLoss,
    SignalKind::Vague,
    SignalKind::Greeting,
    SignalKind::Thanks,
    SignalKind::OtherLanguage,
];

/// A question that nothing answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The message.
    pub seq: Seq,
    /// When it was written.
    pub at: Timestamp,
    /// What it asks, redacted.
    pub question: String,
    /// Its language; the interface's where the words do not tell.
    pub language: Language,
}

/// The questions of a log that were beyond the knowledge base and for which a person was offered or called. What has
/// been erased is not among them.
pub fn unanswered(log: &[Recorded], interface: Language) -> Vec<Unanswered> {
    let mut written: BTreeMap<Seq, (&str, Timestamp)> = BTreeMap::new();
    let mut found = Vec::new();
    for recorded in log {
        match (&recorded.event, &recorded.content) {
            (Event::CustomerWrote { .. }, Some(Content::Text { text, .. })) => {
                written.insert(recorded.seq, (text, recorded.at));
            }
            (
                Event::Decided {
                    on, outcome: Outcome::OfferHuman | Outcome::HandOver, measured: Some(measured), ..
                },
                _,
            ) => {
                let says = |kind: &SignalKind| measured.findings.iter().any(|finding| finding.kind == *kind);
                let lacks = says(&SignalKind::BeyondKnowledge) && !OTHERWISE.iter().any(says);
                let Some((text, at)) = written.get(on).filter(|(text, _)| lacks && tokens(text).len() >= FEWEST) else {
                    continue;
                };
                let question: String = redact(text).chars().take(MAX_CHARS).collect();
                let language = detect(text).language().unwrap_or(interface);
                found.push(Unanswered { seq: *on, at: *at, question, language });
            }
            _ => {}
        }
    }
    found
}
