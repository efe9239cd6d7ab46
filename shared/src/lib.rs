//! Baton's core: everything that decides, as pure functions. No I/O, no clock, no randomness, no async.
//!
//! The modules stand in the order in which to read them; a lower one never names a higher one.
//!
//! ```text
//! time, text ◀ customer, knowledge ◀ triage ◀ policy ◀ conversation ◀ handoff, metrics
//!                                        workspace and protocol say what is exchanged
//! ```

pub mod conversation;
pub mod customer;
pub mod handoff;
pub mod knowledge;
pub mod metrics;
pub mod policy;
pub mod protocol;
pub mod text;
pub mod time;
pub mod triage;
pub mod workspace;
