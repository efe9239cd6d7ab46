//! Why the bot did what it did: one decision with its reasons, each with the words that it rests on.

use baton_shared::conversation::{Considered, Content, Event, Measured, Recorded, Seq, Versions};
use baton_shared::policy::{Outcome, Reason};

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
    /// Passages that were considered, best first.
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
    /// Reads a `Decided` event; `None` for any other. A rule and the signal that carried it often share one word:
    /// they are said once, with the words of both.
    pub fn of(recorded: &Recorded) -> Option<Self> {
        let Event::Decided { on, outcome, rule, reasons, measured, versions, .. } = &recorded.event else {
            return None;
        };
        let (words, considered, erased) = match &recorded.content {
            Some(Content::Evidence { words, considered }) => (words.as_slice(), considered.clone(), false),
            _ => (&[][..], Vec::new(), true),
        };
        let mut said: Vec<Because> = Vec::new();
        for (index, reason) in reasons.iter().enumerate() {
            let evidence = words.get(index).cloned().unwrap_or_default();
            match said.iter_mut().find(|because| because.code == reason.code) {
                Some(because) => because.words.extend(evidence),
                None => said.push(Because { code: reason.code.clone(), words: evidence }),
            }
        }
        Some(Self {
            on: *on,
            outcome: *outcome,
            rule: rule.clone(),
            reasons: said,
            measured: measured.clone(),
            considered,
            versions: versions.clone(),
            erased,
        })
    }

    /// The strongest reason's stable word.
    pub fn main_reason(&self) -> Option<&str> {
        self.reasons.first().map(|because| because.code.as_str())
    }
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

/// The reasons' words, each once, in order.
pub fn codes(reasons: Vec<Reason>) -> Vec<String> {
    reasons.into_iter().fold(Vec::new(), |mut codes, reason| {
        if !codes.contains(&reason.code) {
            codes.push(reason.code);
        }
        codes
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::handed_over;

    #[test]
    fn reasons_carry_their_words_and_are_said_once() {
        let explanation = Explanation::of(&handed_over()[3]).unwrap();
        assert_eq!(explanation.reasons.len(), 1);
        assert_eq!(explanation.reasons[0].words, ["charged twice"]);
        assert_eq!(explanation.main_reason(), Some("financial_dispute"));
        assert_eq!(explanation.considered.len(), 1);
        assert!(!explanation.erased);
    }

    #[test]
    fn without_content_the_reasons_stay() {
        let mut decided = handed_over()[3].clone();
        decided.content = None;
        let explanation = Explanation::of(&decided).unwrap();
        assert!(explanation.erased && explanation.reasons[0].words.is_empty());
    }

    #[test]
    fn shares_are_whole_per_cent() {
        for (share, expect) in [(-1.0, 0), (0.0, 0), (0.494, 49), (0.496, 50), (1.0, 100), (7.0, 100)] {
            assert_eq!(percent(share), expect, "{share}");
        }
    }
}
