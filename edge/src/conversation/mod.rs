//! The object of one conversation: the only writer of its events.
//!
//! ```text
//! ask ──▶ decide ──▶ events, timers and outbox in one write ──▶ sockets, answer
//!                                      └──▶ alarm ──▶ timers · projections (inbox, desk) · webhooks
//! ```
//!
//! In scope: loading, storing, timing, sending. Not in scope: what happens next; `shared::conversation` decides.

mod audit;
mod backup;
mod deliver;
mod file;
mod live;
mod object;
mod presence;
mod project;
mod socket;
mod store;

pub(crate) use deliver::conversation_of;
pub(crate) use file::key as file_key;
pub use object::Conversation;
pub(crate) use project::INDEX_FORM;
