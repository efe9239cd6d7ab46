//! The line to the edge: a state machine that decides, and nothing else. What it asks for is carried out by
//! `shell`; so it is tested natively, with any order of events and any clock.

mod machine;

pub use machine::{Effect, Input, Link, Machine, Trouble};
