//! Knowledge: approved articles, cut into passages, and the search that finds the one to answer with.
//! In scope: what may answer and how well it is supported. Not in scope: whether to answer; `policy` says that.

mod article;
mod gap;
mod index;
mod model;
mod passage;
mod suggest;

pub use article::{Article, Asker, Audience, Status, lessons, needs_approval};
pub use gap::{Asked, Gap, gap_mark, gaps};
pub use index::{Hit, Index, Query};
pub use model::{BadModel, Beside, MOST_BYTES, Model, Opinion};
pub use passage::{Passage, passages};
pub use suggest::suggest;
