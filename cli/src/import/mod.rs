//! Tickets to knowledge: reads an export of a help desk, puts resolved tickets together that ask the same, and drafts an
//! article for each group out of the agents' own sentences. Nothing here approves or publishes anything.
//!
//! ```text
//! file ─read─▶ tickets ─tickets (resolved, redacted)─▶ group ─▶ draft ─▶ articles/<language>/<id>.md, status = "draft"
//! ```

mod columns;
mod draft;
mod group;
mod html;
mod read;
mod sentence;

pub use columns::Columns;
pub use draft::{Draft, draft};
pub use group::{Group, group};
pub use read::read;
