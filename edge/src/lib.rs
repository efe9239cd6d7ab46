//! Baton's edge: the Cloudflare Worker. The modules below are pure and run natively too.

pub mod webhook;
pub mod token;
pub mod page;
pub mod parse;
