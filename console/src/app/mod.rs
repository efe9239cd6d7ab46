//! What is drawn: Leptos components over the model.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "the shared value is a handful of handles; only debug builds add to each where it was made"
)]

mod console;
mod ui;
mod icons;
mod form;
mod conflict;
mod overlay;
mod frame;
mod header;
mod palette;
mod sign_in;
mod inbox;
mod conversation;
mod customer;
mod deliveries;
mod knowledge;
mod team;
mod settings;
mod rules;
mod audit;
mod help;

pub use frame::App;
