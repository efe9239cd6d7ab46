//! The customer's side of Baton: a chat panel in a shadow root on the company's page.
//!
//! The modules stand in the order in which to read them. `model`, `connection` and `words` are pure and tested
//! natively; `shell` holds everything that touches the browser; `session` lets the one drive the other; `ui`
//! draws. The loader (`loader/widget.js`) draws the launcher and calls what this crate exports.

pub mod model;
pub mod connection;
pub mod words;
