//! A backup: everything that a deployment holds, in one file.
//!
//! The file is gzip around lines of JSON: a head, then rows of tables, conversations and files, and an end with counts
//! and a hash of all lines before it, so that a file that was cut off or changed is noticed before anything is restored.

mod file;
mod make;
mod restore;

pub use file::verify;
pub use make::make;
pub use restore::restore;
