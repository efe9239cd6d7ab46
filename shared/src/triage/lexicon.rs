//! Lexicons: the phrases of each signal, in files, both languages in one. Each is read once and kept.
//!
//! ```text
//! lexicon/*.txt ──read once──▶ patterns ──find over one line──▶ phrases ──less what is negated──▶ signal
//! ```

use std::sync::LazyLock;

use super::assessment::{Signal, SignalKind};
use super::line::Line;
use super::pattern::{Found, Lexicon};

macro_rules! lexicons {
    ($($name:ident => $file:literal),+ $(,)?) => {
        $(static $name: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(include_str!(concat!("lexicon/", $file, ".txt"))));)+
    };
}

lexicons! {
    ASKS_FOR_HUMAN => "asks_for_human",
    ANGRY => "angry",
    VAGUE => "vague",
    FINANCIAL_DISPUTE => "financial_dispute",
    ACCOUNT_CLOSURE => "account_closure",
    MEDICAL => "medical",
    LEGAL => "legal",
    SAFETY => "safety",
    NOT_HELPFUL => "not_helpful",
    GREETING => "greeting",
    THANKS => "thanks",
    OUTAGE_LOSS => "outage_loss",
    PRODUCT_DEFECT => "product_defect",
    URGENT => "urgent",
    PLEASED => "pleased",
    NEGATION => "negation",
}

/// Whether "not" right before a phrase takes it back. Where a phrase often begins with a "not" of its own, or
/// where missing one costs more than a call for nothing, it does not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Negated {
    TakenBack,
    Stays,
}

/// The lexicon of a signal, where one carries it.
fn lexicon(kind: SignalKind) -> Option<(&'static Lexicon, Negated)> {
    use Negated::{Stays, TakenBack};
    match kind {
        SignalKind::AsksForHuman => Some((&ASKS_FOR_HUMAN, TakenBack)),
        SignalKind::Angry => Some((&ANGRY, TakenBack)),
        SignalKind::Vague => Some((&VAGUE, Stays)),
        SignalKind::FinancialDispute => Some((&FINANCIAL_DISPUTE, Stays)),
        SignalKind::AccountClosure => Some((&ACCOUNT_CLOSURE, TakenBack)),
        SignalKind::Medical => Some((&MEDICAL, Stays)),
        SignalKind::Legal => Some((&LEGAL, TakenBack)),
        SignalKind::Safety => Some((&SAFETY, Stays)),
        SignalKind::NotHelpful => Some((&NOT_HELPFUL, Stays)),
        SignalKind::Greeting => Some((&GREETING, Stays)),
        SignalKind::Thanks => Some((&THANKS, Stays)),
        SignalKind::OutageLoss => Some((&OUTAGE_LOSS, Stays)),
        SignalKind::ProductDefect => Some((&PRODUCT_DEFECT, TakenBack)),
        SignalKind::Urgent => Some((&URGENT, TakenBack)),
        SignalKind::BeyondKnowledge
        | SignalKind::SameQuestionAgain
        | SignalKind::SeveralRequests
        | SignalKind::OtherLanguage => None,
    }
}

/// The phrases of a signal that a message holds, in order.
pub(super) fn find(kind: SignalKind, line: &Line<'_>) -> Vec<Found> {
    let Some((lexicon, negated)) = lexicon(kind) else { return Vec::new() };
    let mut found = lexicon.find(line);
    if negated == Negated::TakenBack {
        take_back(&mut found, line);
    }
    found
}

/// Words of relief and praise, in order.
pub(super) fn pleased(line: &Line<'_>) -> Vec<Found> {
    let mut found = PLEASED.find(line);
    take_back(&mut found, line);
    found
}

/// Drops what a "not" takes back: all that begins within the phrase which it stands before.
fn take_back(found: &mut Vec<Found>, line: &Line<'_>) {
    let mut until = 0;
    found.retain(|one| {
        if NEGATION.ends_before(line, one.range.start) {
            until = until.max(one.range.end);
        }
        one.range.start >= until
    });
}

/// The signal that a lexicon alone carries: as strong as its strongest phrase, with the customer's own words.
pub(super) fn signal(kind: SignalKind, line: &Line<'_>) -> Option<Signal> {
    let found = find(kind, line);
    let strength = found.iter().map(|found| found.strength).fold(0.0, f32::max);
    (!found.is_empty()).then(|| Signal { kind, strength, evidence: evidence(&found, line) })
}

/// The customer's words, each stretch once, without those that lie within another.
pub(super) fn evidence(found: &[Found], line: &Line<'_>) -> Vec<String> {
    let mut end = 0;
    let outermost = found.iter().filter(|one| {
        let new = one.range.end > end;
        end = end.max(one.range.end);
        new
    });
    let mut words: Vec<String> = Vec::new();
    for shown in outermost.map(|one| line.shown(&one.range)) {
        if !words.contains(&shown) {
            words.push(shown);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: SignalKind, message: &str, expect: &[&str]) {
        let words = signal(kind, &Line::read(message)).map_or_else(Vec::new, |signal| signal.evidence);
        assert_eq!(words, expect, "{message}");
    }

    #[test]
    fn evidence_is_what_the_customer_wrote() {
        check(SignalKind::Angry, "I am FURIOUS with you", &["FURIOUS"]);
        check(SignalKind::AsksForHuman, "請轉人工", &["轉人工"]);
    }

    #[test]
    fn negation_takes_back() {
        check(SignalKind::Angry, "I'm not angry", &[]);
        check(SignalKind::Angry, "No, I am angry", &["angry"]);
        check(SignalKind::Angry, "why not furious", &["furious"]);
        check(SignalKind::AsksForHuman, "不用转人工", &[]);
        check(SignalKind::AsksForHuman, "有没有真人", &["真人"]);
        check(SignalKind::AccountClosure, "I don't want to cancel my account", &[]);
        check(SignalKind::Safety, "there is no fire but smoke", &["smoke"]);
    }
}
