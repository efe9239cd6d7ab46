//! A customer's record: what is kept of an identified person over all their conversations, in an object of its own. The
//! conversations tell it; anonymous visitors have none.

mod access;
mod object;
mod store;

pub use access::{delete_row, erase, export, forget, record, write_row};
pub use object::Customer;
