//! What is drawn: Leptos components over the model.

mod console;
mod ui;
mod frame;
mod sign_in;
mod inbox;
mod conversation;
mod deliveries;
mod help;

pub use frame::App;
