//! Notices: what a company tells its visitors before they ask. An outage, a delay, the end of a trial, a renewal, a
//! tip.
//!
//! ```text
//! notices/<name>.toml ─▶ check ─▶ Notice ─┬─▶ NoticesPart   what anybody may see now; a browser decides who sees it
//!                                         ├─▶ for_visitor   what only a signed identity may see; decided at the edge
//!                                         └─▶ documents     what answers a question about it
//! ```
//!
//! In scope: the notice, whom it concerns, what is published of it. Not in scope: showing it, and remembering who
//! has seen it; the widget's loader does that.

mod condition;
mod when;
mod model;
mod part;
#[cfg(feature = "authoring")]
pub(crate) mod file;
pub(crate) mod check;
mod possible;

pub use condition::{Condition, Device, Facts, Three, decide};
pub use model::{
    Form, Kind, Link, MAX_ATTRIBUTE_BYTES, MAX_ATTRIBUTES, MAX_EVENTS, Notice, Tone, Words, is_attribute_name,
};
pub use part::{NOTICE, NoticesPart, PublicNotice, answering, documents, for_visitor, live, notices_part};
pub use when::When;
