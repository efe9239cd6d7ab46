//! Policy: the support lead's rules, as data. In scope: conditions over what triage found and what is known, and
//! which outcome follows. Not in scope: how signals are found (`triage`), what is then done (`conversation`).
//!
//! ```text
//! facts ──▶ rule 1? ──no──▶ rule 2? ──no──▶ … ──▶ the standing last rule: offer a person
//!             └─yes─▶ verdict { outcome, reasons, queue, priority }
//! ```

mod condition;
mod rule;
mod wording;

pub use condition::{Condition, Facts};
pub use rule::{Outcome, Policy, Priority, QueueChoice, Reason, Rule, Say, Thresholds, Verdict};
pub use wording::reason_in_words;
