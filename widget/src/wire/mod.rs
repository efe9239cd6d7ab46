//! What goes over the wire and onto the device, read and written by hand.
//!
//! `shared` holds the types, and derives for them that every other part uses. In the widget those derives cost
//! a quarter of all that a visitor downloads; so the few shapes that it needs are written out here, and tests hold
//! them equal to the derived ones, for every kind of event and command. One thing is better by hand: a kind of
//! event that this version does not know keeps its number and shows nothing, where a derived reader would refuse
//! the whole answer.

mod json;
mod keep;
mod read;
mod write;

pub use json::Json;
pub use keep::{earlier_from, earlier_text, entry_from, entry_text, record_from, record_text};
pub use read::{article, attachment, brand, events, frame, mine, opened, part, problem, questions, ticket};
pub use write::{command, identity_request, open_request, resume_request, update};
