//! HTTP as the edge speaks it: which route a request takes, and how answers look.

mod address;
mod answer;
mod incoming;
mod route;

pub use answer::*;
pub use incoming::{Incoming, MAX_WORKSPACE_BYTES};
pub use route::{Backup, CustomerWish, EndpointWish, Knowledge, Route, RulesWish, needs_own_address, route};
