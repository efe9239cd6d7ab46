//! The console: the company's side.
