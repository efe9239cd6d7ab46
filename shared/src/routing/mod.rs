//! Routing: which agent a waiting handoff is proposed to, and what may honestly be said about the wait. The desk
//! asks; the conversation accepts. Not in scope: who is present and who accepted; the edge knows.

mod propose;
mod place;

pub use place::{FEWEST_SAMPLES, Place, place};
pub use propose::{Present, Proposal, Waiting, propose};
