//! The handoff: what a human receives, and what the company's own systems are told. Reads a conversation; changes
//! nothing. Not in scope: signing, sending and trying again; the edge does that.

mod brief;
mod webhook;

pub use brief::{Brief, Tried, brief};
pub use webhook::*;
