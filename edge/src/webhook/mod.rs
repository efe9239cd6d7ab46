//! Webhooks, as far as they are decided rather than sent: how a request is signed, what its answer means, which row of
//! the outbox comes next, and which addresses may be called. Everything is a pure function; the conversation's object
//! loads, asks here, stores and sends. Not in scope: what a payload holds (`baton_shared::handoff`).
//!
//! ```text
//! outbox rows ──order::next──▶ one row ──Breaker::admit──▶ target::check ──sign──▶ sent
//!      ▲                                                                            │
//!      └────────────── retry::judge, Breaker::after ◀───────────────────────────────┘
//! ```

pub mod order;
pub mod retry;
pub mod sign;
pub mod target;
