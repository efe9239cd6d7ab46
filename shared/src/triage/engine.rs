//! The first engine: lexicons, simple rules and search. Every signal carries the words that it rests on.

use super::assessment::{Assessment, Complexity, Context, Signal, SignalKind, Understand, Urgency};
use super::human::asks_for_human;
use super::lexicon::find;
use super::mood::{anger, mood};
use crate::knowledge::{Hit, Index};
use crate::text::{Detected, Language, detect, normalize, same_question, words};

/// Name and version of the engine, recorded with every decision.
pub const ENGINE: &str = "first/1";

/// Support from which a passage answers.
const ANSWERABLE: f32 = 0.5;
/// A message with fewer words than this, without support, says too little to search for.
const FEW_WORDS: usize = 12;

/// Understanding by rules, over an index of the approved articles.
#[derive(Clone, Copy, Debug)]
pub struct FirstEngine<'i> {
    index: &'i Index,
}

impl<'i> FirstEngine<'i> {
    /// An engine that answers out of this index.
    pub fn new(index: &'i Index) -> Self {
        Self { index }
    }
}

impl Understand for FirstEngine<'_> {
    fn assess(&self, message: &str, context: &Context<'_>) -> Assessment {
        let language = detect(message);
        let hits = self.search(message, language, context);
        let support = hits.first().map_or(0.0, |hit| hit.support);
        let mut signals: Vec<Signal> = asks_for_human(message).into_iter().collect();
        let anger = anger(message);
        let mood = mood(message, anger.as_ref());
        signals.extend(anger);
        signals.extend(SUBJECTS.iter().filter_map(|kind| by_words(*kind, message)));
        signals.extend(small_talk(message));
        signals.extend(history(message, context));
        signals.extend(shape(message, language, support, &signals));
        signals.sort_by(|a, b| b.strength.total_cmp(&a.strength).then(a.kind.cmp(&b.kind)));
        let has = |kind| signals.iter().any(|signal: &Signal| signal.kind == kind);
        let urgent = [
            SignalKind::Urgent,
            SignalKind::Safety,
            SignalKind::OutageLoss,
        ]
        .into_iter()
        .any(has);
        let complex = has(SignalKind::SeveralRequests) || words(message).len() > 120;
        Assessment {
            language,
            topic: topic(&hits),
            mood,
            urgency: if urgent {
                Urgency::High
            } else {
                Urgency::Normal
            },
            complexity: if complex {
                Complexity::Complex
            } else {
                Complexity::Simple
            },
            signals,
            hits,
        }
    }
}

/// Signals that a lexicon alone carries.
const SUBJECTS: &[SignalKind] = &[
    SignalKind::FinancialDispute,
    SignalKind::AccountClosure,
    SignalKind::Medical,
    SignalKind::Legal,
    SignalKind::Safety,
    SignalKind::OutageLoss,
    SignalKind::ProductDefect,
    SignalKind::Urgent,
];

impl FirstEngine<'_> {
    /// Searches in the message's own language, else in the interface's; a follow-up too short to stand alone is
    /// searched together with the question before it.
    fn search(&self, message: &str, language: Detected, context: &Context<'_>) -> Vec<Hit> {
        let language = match language {
            Detected::Zh => Language::Zh,
            Detected::En => Language::En,
            Detected::Other | Detected::Unknown => context.language,
        };
        let hits = self.index.search(message, language, context.asker, 3);
        let supported = hits.first().is_some_and(|hit| hit.support >= ANSWERABLE);
        let Some(before) = context.earlier_customer_messages.last() else {
            return hits;
        };
        if supported || context.clarifications_asked == 0 {
            return hits;
        }
        let together =
            self.index
                .search(&format!("{before} {message}"), language, context.asker, 3);
        let best = |hits: &[Hit]| hits.first().map_or(0.0, |hit| hit.support);
        if best(&together) > best(&hits) {
            together
        } else {
            hits
        }
    }
}

fn by_words(kind: SignalKind, message: &str) -> Option<Signal> {
    let found = find(kind, message);
    let strength = found.iter().map(|found| found.strength).fold(0.0, f32::max);
    let evidence: Vec<String> = found
        .into_iter()
        .map(|found| found.phrase.to_owned())
        .collect();
    (!evidence.is_empty()).then_some(Signal {
        kind,
        strength,
        evidence,
    })
}

/// Greetings and thanks, where there is little else in the message.
fn small_talk(message: &str) -> Vec<Signal> {
    let normal = normalize(message);
    let mut rest = normal.clone();
    let mut signals: Vec<Signal> = [SignalKind::Greeting, SignalKind::Thanks]
        .into_iter()
        .filter_map(|kind| by_words(kind, message))
        .collect();
    for phrase in signals.iter().flat_map(|signal| &signal.evidence) {
        rest = rest.replace(phrase.as_str(), " ");
    }
    let left = words(&rest).len();
    if left > 3 {
        signals.clear();
    }
    signals
}

/// What the history says: an answer failed, or the same is asked again.
fn history(message: &str, context: &Context<'_>) -> Vec<Signal> {
    let mut signals = Vec::new();
    if let Some(earlier) = context
        .earlier_customer_messages
        .iter()
        .find(|earlier| same_question(earlier, message))
    {
        let kind = SignalKind::SameQuestionAgain;
        signals.push(Signal {
            kind,
            strength: 1.0,
            evidence: vec![earlier.clone()],
        });
    }
    if !context.earlier_customer_messages.is_empty() {
        signals.extend(by_words(SignalKind::NotHelpful, message));
    }
    signals
}

/// What the form of the message says: vague, several requests, another language, beyond the knowledge base.
fn shape(message: &str, language: Detected, support: f32, found: &[Signal]) -> Vec<Signal> {
    let signal = |kind, evidence: Vec<String>| Signal {
        kind,
        strength: 1.0,
        evidence,
    };
    let mut signals = Vec::new();
    let count = words(message).len();
    if language == Detected::Other {
        signals.push(signal(SignalKind::OtherLanguage, Vec::new()));
    }
    let questions = message.chars().filter(|c| matches!(c, '?' | '？')).count();
    let lists = [
        "also",
        "another thing",
        "second question",
        "另外",
        "还有",
        "第二",
    ];
    let normal = normalize(message);
    let lists: Vec<String> = lists
        .into_iter()
        .filter(|word| normal.contains(word))
        .map(str::to_owned)
        .collect();
    if questions >= 3 || (questions >= 2 && !lists.is_empty()) {
        signals.push(signal(SignalKind::SeveralRequests, lists));
    }
    let chat = found
        .iter()
        .any(|s| matches!(s.kind, SignalKind::Greeting | SignalKind::Thanks));
    if support < ANSWERABLE && !chat {
        if count <= FEW_WORDS * if language == Detected::Zh { 2 } else { 1 } {
            signals.extend(by_words(SignalKind::Vague, message));
        }
        let strength = 1.0 - support;
        signals.push(Signal {
            kind: SignalKind::BeyondKnowledge,
            strength,
            evidence: Vec::new(),
        });
    }
    signals
}

/// The topic of the best passage that fits at all.
fn topic(hits: &[Hit]) -> Option<String> {
    hits.first()
        .filter(|hit| hit.support >= 0.25)
        .map(|hit| hit.topic.clone())
}
