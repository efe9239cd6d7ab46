//! The edge on this machine: its secrets, its database, its process, and what the tool asks of it.

pub mod admin;
pub mod demo;
pub mod migrate;
pub mod port;
pub mod secrets;
pub mod snapshot;
pub mod state;
pub mod watch;
pub mod wrangler;
