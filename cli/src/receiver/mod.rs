//! A webhook receiver as a company would write it: it verifies each signature with the published `standardwebhooks`
//! library, and honours `webhook-id`, so that a repeat is counted but not processed again. On demand it fails on
//! purpose.

mod book;
mod faults;
mod page;
mod server;

pub use book::Book;
pub use server::{Receiver, Settings};
