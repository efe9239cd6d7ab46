//! Which of Baton's embeddings a page's content-security policy allows, and what to add for the one from another
//! origin.
//!
//! ```text
//! page ──▶ headers and <meta>, as text ──▶ Policy ──▶ assess: four embeddings, each with what it lacks ──▶ report
//! ```
//!
//! Everything between reading the page and printing is pure. Not in scope: what a policy says about the company's own
//! files, and headers that are no content-security policy.

mod address;
mod policy;
mod source;
mod change;
mod assess;
mod page;
mod report;

pub use address::Address;
pub use assess::assess;
pub use page::read;
pub use report::{json, text};
