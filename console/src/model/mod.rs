//! What the console knows and decides, without a browser: everything here is pure and tested natively.
//!
//! In scope: the log of one conversation, what its rows mean, what may be done, the inbox, connections, troubles; what is
//! wrong with a form, what two people changed at once, who did what.
//! Not in scope: drawing (`app`), the browser's interfaces (`shell`), words (`texts`).

pub mod log;
pub mod rows;
pub mod seen;
pub mod explain;
pub mod files;
pub mod upload;
pub mod details;
pub mod actions;
pub mod inbox;
pub mod compose;
pub mod link;
pub mod trouble;
pub mod ago;
pub mod announce;
pub mod delivery;
pub mod reply;
pub mod markdown;
pub mod place;
pub mod palette;
pub mod scheme;
pub mod form;
pub mod customer;
pub mod week;
pub mod diff;
pub mod edit;
pub mod rules;
pub mod audit;
pub mod knowledge;

#[cfg(test)]
mod fixture;
