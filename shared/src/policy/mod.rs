//! Policy: the support lead's rules, as data. In scope: conditions over what triage found and what is known, and
//! which outcome follows. Not in scope: how signals are found (`triage`), what is then done (`conversation`).
//!
//! ```text
//! facts ──▶ rule 1? ──no──▶ rule 2? ──no──▶ … ──▶ the standing last rule: offer a person
//!             └─yes─▶ verdict { outcome, reasons, queue, priority }
//! ```

mod condition;
mod rule;
mod flaw;
mod reading;
mod sentence;
mod wording;

pub use condition::{Condition, Facts};
pub use flaw::Repeats;
pub use reading::{Asked, Reading};
pub use rule::{Outcome, Policy, Priority, QueueChoice, Reason, Rule, Say, Thresholds, Verdict};
pub use sentence::{
    Differs, condition_in_words, difference, outcome_in_words, outcome_words, rule_in_words, signal_in_words,
};
pub use wording::reason_in_words;
