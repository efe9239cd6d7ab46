//! Why the bot did what it did: one decision with its reasons, each with the words that it rests on.

use baton_shared::conversation::{Considered, Content, Event, Finding, Measured, Recorded, Seq, Versions};
use baton_shared::policy::{Outcome, Reason};
use baton_shared::text::matched_words;

/// A decision, ready to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The event that was decided on.
    pub on: Seq,
    /// What was to happen.
    pub outcome: Outcome,
    /// Id of the rule that fired.
    pub rule: String,
    /// Why, strongest first.
    pub reasons: Vec<Because>,
    /// What triage measured.
    pub measured: Option<Measured>,
    /// Passages that were considered, best first; what matched is said in the customer's words.
    pub considered: Vec<Considered>,
    /// What it was made with.
    pub versions: Versions,
    /// Whether the words behind it are gone.
    pub erased: bool,
}

/// A reason with its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because {
    /// The stable word.
    pub code: String,
    /// The customer's words.
    pub words: Vec<String>,
}

impl Explanation {
    /// Reads a `Decided` event; `None` for any other. `said` finds what the customer wrote in an event. A rule and the signal that carried it often share one word:
    /// they are said once, with the words of both.
    pub fn of<'e>(recorded: &Recorded, said: impl Fn(Seq) -> Option<&'e str>) -> Option<Self> {
        let Event::Decided { on, outcome, rule, reasons, measured, versions, .. } = &recorded.event else {
            return None;
        };
        let (words, considered, erased) = match &recorded.content {
            Some(Content::Evidence { words, considered }) => (words.as_slice(), considered.clone(), false),
            _ => (&[][..], Vec::new(), true),
        };
        let text = said(*on).unwrap_or_default();
        let in_words = |passage: Considered| Considered { matched: matched_words(text, &passage.matched), ..passage };
        let mut because: Vec<Because> = Vec::new();
        for (index, reason) in reasons.iter().enumerate() {
            let evidence = words.get(index).cloned().unwrap_or_default();
            match because.iter_mut().find(|known| known.code == reason.code) {
                Some(known) => known.words.extend(evidence),
                None => because.push(Because { code: reason.code.clone(), words: evidence }),
            }
        }
        Some(Self {
            on: *on,
            outcome: *outcome,
            rule: rule.clone(),
            reasons: because,
            measured: measured.clone(),
            considered: considered.into_iter().map(in_words).collect(),
            versions: versions.clone(),
            erased,
        })
    }

    /// Signals that were found beside the reasons, strongest first.
    pub fn noticed(&self) -> Vec<Finding> {
        let found = self.measured.iter().flat_map(|measured| measured.findings.clone());
        found.filter(|finding| self.reasons.iter().all(|because| because.code != finding.kind.as_str())).collect()
    }
}

/// Why a handoff came about: its reasons, each once, with the words that the decision before it rests on.
pub fn why(events: &[Recorded], started: Seq, reasons: &[Reason]) -> Vec<Because> {
    let before = events.iter().rev().filter(|recorded| recorded.seq < started);
    let mut decisions = before.filter_map(|recorded| Explanation::of(recorded, |_| None));
    let decision = decisions.find(|decision| decision.outcome == Outcome::HandOver);
    let mut why: Vec<Because> = Vec::new();
    for Reason { code } in reasons {
        if why.iter().all(|because| because.code != *code) {
            let known = decision.iter().flat_map(|decision| &decision.reasons).find(|because| because.code == *code);
            let words = known.map(|because| because.words.clone()).unwrap_or_default();
            why.push(Because { code: code.clone(), words });
        }
    }
    why
}

/// A share as whole per cent, for reading.
pub fn percent(share: f32) -> u8 {
    let clamped = (share.clamp(0.0, 1.0) * 100.0).round();
    (0..=100_u8).rev().find(|whole| f32::from(*whole) <= clamped).unwrap_or(0)
}

/// How a mood reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Below -0.5.
    VeryBad,
    /// Below -0.15.
    Bad,
    /// Between.
    Even,
    /// Above 0.15.
    Good,
}

impl Mood {
    /// Reads a mood between -1 and 1.
    pub fn of(mood: f32) -> Self {
        if mood < -0.5 {
            Self::VeryBad
        } else if mood < -0.15 {
            Self::Bad
        } else if mood > 0.15 {
            Self::Good
        } else {
            Self::Even
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{handed_over, reasons};

    #[test]
    fn reasons_carry_their_words_and_are_said_once() {
        let explanation = Explanation::of(&handed_over()[3], |_| Some("My bills are wrong")).unwrap();
        assert_eq!(explanation.reasons.len(), 1);
        assert_eq!(explanation.reasons[0].words, ["charged twice"]);
        assert_eq!(explanation.considered[0].matched, ["bills"]);
        assert_eq!(explanation.noticed(), []);
        assert!(!explanation.erased);
    }

    #[test]
    fn without_content_the_reasons_stay() {
        let mut decided = handed_over()[3].clone();
        decided.content = None;
        let explanation = Explanation::of(&decided, |_| None).unwrap();
        assert!(explanation.erased && explanation.reasons[0].words.is_empty());
    }

    #[test]
    fn a_handoff_says_why_in_the_customers_words() {
        let events = handed_over();
        let found = why(&events, 5, &reasons(&["financial_dispute", "transferred", "financial_dispute"]));
        let said = found.iter().map(|because| (because.code.as_str(), because.words.len())).collect::<Vec<_>>();
        assert_eq!(said, [("financial_dispute", 1), ("transferred", 0)]);
        assert!(why(&events, 4, &reasons(&["financial_dispute"]))[0].words.is_empty(), "decided later");
    }

    #[test]
    fn shares_are_whole_per_cent() {
        for (share, expect) in [(-1.0, 0), (0.0, 0), (0.494, 49), (0.496, 50), (1.0, 100), (7.0, 100)] {
            assert_eq!(percent(share), expect, "{share}");
        }
    }
}
