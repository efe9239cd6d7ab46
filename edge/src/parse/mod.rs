//! The door: whatever comes from outside becomes a type that cannot be wrong, or a problem that names the field at
//! fault and what to do. Limits are checked before anything is parsed. Everything here is pure; reading a request and
//! answering it is the routes' part.
//!
//! ```text
//! headers ─▶ header, id ─▶ body, form ─▶ command ─▶ decide
//!                 └──────────────┴───────────┴────▶ problem (status, code, field, sentence)
//! ```

#![allow(clippy::result_large_err, reason = "a problem is made once a request, and told")]

use baton_shared::protocol::Problem;

pub mod header;
pub mod id;
pub mod article;
pub mod body;
pub mod form;
pub mod rules;
pub mod command;
pub mod problem;
mod object;

/// What was parsed, or why it could not be.
pub type Parsed<T> = Result<T, Problem>;
