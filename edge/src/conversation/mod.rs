//! The object of one conversation: the only writer of its events.
//!
//! ```text
//! ask ──▶ decide ──▶ events, timers and outbox in one write ──▶ sockets, answer
//!                                      └──▶ alarm ──▶ timers · projections (inbox, desk) · webhooks
//! ```
//!
//! In scope: loading, storing, timing, sending. Not in scope: what happens next; `shared::conversation` decides.

mod deliver;
mod live;
mod object;
mod project;
mod socket;
mod store;

pub(crate) use deliver::conversation_of;
pub use object::Conversation;
