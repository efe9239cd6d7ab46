//! One file for each kind of caller: customers, those who hold a reply address, the console, the command line.
//! A route checks who asks and what, and gives the rest to an object.

pub mod admin;
pub mod console;
pub mod customer;
mod file;
pub mod everyone;
pub mod hosted;
pub mod knowledge;
pub mod reply;
pub mod rules;
pub mod settings;
pub mod sign_in;
pub mod team;
