//! A conversation is a list of events, and one pure function decides what happens next:
//!
//! ```text
//! decide(&Conversation, Command, &World) -> Decision { events, effects }    what happens, and why
//! evolve(Conversation, &Recorded) -> Conversation                           what is true now
//! ```
//!
//! In scope: what is said, by whom, and who has the conversation. Not in scope: storing, sending, timing; the
//! edge does that with what `decide` returns.

mod command;
mod checked;
mod decide;
mod handover;
mod event;
mod gap;
mod judge;
mod ruling;
mod simulate;
mod seen;
mod project;
mod state;
mod wording;

pub use crate::customer::Channel;
pub use command::*;
pub use decide::*;
pub use event::*;
pub use gap::{Unanswered, unanswered};
pub use handover::DELIVERY_ALERT_MS;
pub use project::*;
pub use ruling::{Occasion, ruling, says_yes};
pub use seen::*;
pub use simulate::*;
pub use state::*;
