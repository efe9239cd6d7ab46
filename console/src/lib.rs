//! The console: the company's side of Baton. Here are the inbox, one conversation live with every reason, and the
//! delivery log.
//!
//! ```text
//! model   pure: logs, rows, explanations, the inbox, drafts, connections     tested natively
//! texts   every word, English and Chinese, checked by the compiler
//! shell   the browser: requests, sockets, clock, storage
//! app     Leptos components over these
//! ```

pub mod model;
pub mod texts;
