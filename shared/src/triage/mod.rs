//! Triage: what a message is about, how the customer feels, and what speaks for a person. First form: rules
//! over words, explainable one by one. Behind [`Understand`], so that a better engine can take its place.
//! In scope: finding signals with their evidence. Not in scope: what follows from them; `policy` says that.

mod assessment;
mod clarify;
mod engine;
mod lexicon;
mod line;
mod mood;
mod pattern;
mod requests;

pub use assessment::{Assessment, Complexity, Context, Signal, SignalKind, Understand, Urgency};
pub use clarify::clarify;
pub use engine::{ENGINE, ENGINE_WITH_MODEL, Engine, asks_for_human};
