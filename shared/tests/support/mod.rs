//! What the tests share: a small workspace, and conversations played from scripts.
#![allow(dead_code, unused_imports, reason = "each test file uses its own part")]

mod company;
mod play;

pub use company::{files, published};
pub use play::{Play, identity, ms, play};
