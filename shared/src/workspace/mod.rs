//! A company's configuration in three stages: as written (files, every mistake possible), checked
//! ([`Workspace`], which cannot be wrong), and published (immutable and numbered, with an index to search).
//! Not in scope: where files lie and how they are sent; the shells do that.

#[cfg(feature = "authoring")]
pub(crate) mod files;
#[cfg(feature = "authoring")]
mod read;
mod check;
#[cfg(feature = "authoring")]
mod hint;
mod hours;
mod reply;
mod rules;
mod model;
mod role;
mod publish;
#[cfg(feature = "authoring")]
mod write;

pub use check::{Problem, problems, topics};
#[cfg(feature = "authoring")]
pub use hint::hints;
pub use hours::{Hours, Opening, interval};
pub use model::{Agent, Brand, Emergency, Privacy, Queue, Workspace, queue_for};
pub use publish::{ArticlePage, BrandPart, Published, SuggestPart, Versions, contrast, contrast_on};
#[cfg(feature = "authoring")]
pub use read::check;
pub use reply::{Blank, MAX_REPLIES, MAX_REPLY_CHARS, MAX_REPLY_NAME_CHARS, PreparedReply, fill, unknown_blank};
pub use role::{Action, Role, Scope, may};
pub use rules::{Around, Flaw, Found, flaws};
#[cfg(feature = "authoring")]
pub use write::{Changes, Files, changes, says_the_same, write};
