//! The desk of a workspace: who is present, what waits, whom to propose, and where each customer stands in the
//! queue. It proposes; the conversation accepts. Everything it keeps can be written again by the conversations.

mod object;
mod store;

pub use object::Desk;
