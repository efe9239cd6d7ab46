//! What goes over the wire, versioned (`/v1`). Plain types: they are parsed into domain types at the door.
//! Not in scope: webhooks, which `handoff` defines.

mod customer;
mod customers;
mod knowledge;
mod problem;
mod published;
mod rules;
mod settings;
mod staff;
mod team;
mod unread;

pub use customer::*;
pub use customers::*;
pub use knowledge::*;
pub use problem::*;
pub use published::*;
pub use rules::*;
pub use settings::*;
pub use staff::*;
pub use team::*;
pub use unread::unread;
