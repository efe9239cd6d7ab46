//! The models that understand without any outside service, on the edge, in a browser and in native code alike.
//!
//! ```text
//! text ──words──┬─▶ pieces ──table──▶ meaning (256 numbers) ──┬─▶ a site's heads, examples, passages ──▶ topic, answer
//!               └─▶ hashed n-grams ───────────────────────────┘
//! ```
//!
//! In scope: turning text into vectors, training a site's model out of its own texts, and asking it. Not in scope:
//! what follows from an answer; `triage` and `policy` say that. Pure and deterministic: `math` says how.

pub mod bytes;
pub(crate) mod each;
pub mod emotion;
pub mod heads;
pub mod lbfgs;
pub mod linear;
pub mod math;
pub mod neighbours;
pub mod overlap;
pub mod packed;
mod senses;
pub mod site;
pub mod sparse;
pub mod table;
pub mod valence;
pub mod words;
