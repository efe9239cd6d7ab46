//! Lexicons: files of phrases by signal and language, written by hand. A phrase matches whole words; in
//! Chinese it matches anywhere. `*` at its end lets the word go on. A number after `|` is its strength.

use super::assessment::SignalKind;
use crate::text::normalize;

/// A phrase that was found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) phrase: &'static str,
    pub(super) strength: f32,
}

/// The phrases of a signal, both languages.
fn source(kind: SignalKind) -> &'static str {
    match kind {
        SignalKind::Angry => include_str!("lexicon/angry.txt"),
        SignalKind::Vague => include_str!("lexicon/vague.txt"),
        SignalKind::FinancialDispute => include_str!("lexicon/financial_dispute.txt"),
        SignalKind::AccountClosure => include_str!("lexicon/account_closure.txt"),
        SignalKind::Medical => include_str!("lexicon/medical.txt"),
        SignalKind::Legal => include_str!("lexicon/legal.txt"),
        SignalKind::Safety => include_str!("lexicon/safety.txt"),
        SignalKind::NotHelpful => include_str!("lexicon/not_helpful.txt"),
        SignalKind::Greeting => include_str!("lexicon/greeting.txt"),
        SignalKind::Thanks => include_str!("lexicon/thanks.txt"),
        SignalKind::OutageLoss => include_str!("lexicon/outage_loss.txt"),
        SignalKind::ProductDefect => include_str!("lexicon/product_defect.txt"),
        SignalKind::Urgent => include_str!("lexicon/urgent.txt"),
        SignalKind::AsksForHuman
        | SignalKind::BeyondKnowledge
        | SignalKind::SameQuestionAgain
        | SignalKind::SeveralRequests
        | SignalKind::OtherLanguage => "",
    }
}

/// The phrases of a signal that a message holds. The message is normalised here.
pub(super) fn find(kind: SignalKind, message: &str) -> Vec<Found> {
    find_in(source(kind), &normalize(message))
}

/// The phrases of a lexicon's text that a normalised message holds.
pub(super) fn find_in(source: &'static str, normal: &str) -> Vec<Found> {
    let lines = source
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut found = Vec::new();
    for line in lines {
        let (phrase, strength) = match line.split_once('|') {
            Some((phrase, strength)) => (phrase.trim(), strength.trim().parse().unwrap_or(1.0)),
            None => (line, 1.0),
        };
        if holds(normal, phrase) {
            found.push(Found {
                phrase: phrase.trim_end_matches('*'),
                strength,
            });
        }
    }
    found
}

/// Whether a normalised message holds a phrase.
pub(super) fn holds(normal: &str, phrase: &str) -> bool {
    let (phrase, open) = phrase
        .strip_suffix('*')
        .map_or((phrase, false), |phrase| (phrase, true));
    let part_of_word = |c: char| c.is_ascii_alphanumeric();
    normal.match_indices(phrase).any(|(at, matched)| {
        let before = normal.get(..at).and_then(|text| text.chars().next_back());
        let after = normal
            .get(at + matched.len()..)
            .and_then(|text| text.chars().next());
        let starts = !phrase.starts_with(part_of_word) || !before.is_some_and(part_of_word);
        let ends = open || !phrase.ends_with(part_of_word) || !after.is_some_and(part_of_word);
        starts && ends
    })
}
