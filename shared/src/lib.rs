//! Baton's core: everything that decides, as pure functions. No I/O, no clock, no randomness, no async.
//!
//! The modules stand in the order in which to read them; a lower one never names a higher one, which a test
//! holds.
//!
//! ```text
//! time ◀ text ◀ engine ◀ customer ◀ knowledge ◀ triage ◀ policy ◀ notice ◀ workspace ◀ conversation ◀ routing, handoff, metrics
//!                                                                            ◀ protocol: what goes over the wire
//! ```

pub mod time;
pub mod text;
pub mod engine;
pub mod customer;
pub mod knowledge;
pub mod triage;
pub mod policy;
pub mod notice;
pub mod workspace;
pub mod conversation;
pub mod routing;
pub mod handoff;
pub mod metrics;
pub mod protocol;
#[cfg(feature = "authoring")]
pub mod authoring;
