//! Replay: recorded dialogues played against a real Baton with a real receiver, and what everybody has afterwards
//! compared with what was sent.
//!
//! ```text
//! dialogue ─▶ play ─▶ customer ──HTTP──▶ edge ──webhooks──▶ receiver
//!               └────────▶ compare (sent, stored, shown, received) ─▶ figures
//! ```

mod dialogue;
mod imagine;
mod customer;
mod target;
mod play;
mod compare;
mod figures;

pub use compare::{Finding, Snapshot, compare};
pub use dialogue::{Dialogue, read};
pub use figures::{Figures, Percentiles};
pub use imagine::{Past, imagine, past};
pub use play::{Played, Plays, play};
pub use target::Target;
