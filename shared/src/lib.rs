//! Baton's core: everything that decides, as pure functions.
pub mod text;
pub mod customer;
pub mod knowledge;
pub mod triage;
