//! Icons, as one path each on a square of 24.

use leptos::prelude::*;

/// Closes.
pub const CLOSE: &str = "M6 6l12 12M18 6L6 18";
/// Sends.
pub const SEND: &str = "M12 19V5M5.5 11.5L12 5l6.5 6.5";
/// Leads down.
pub const DOWN: &str = "M12 5v14M5.5 12.5L12 19l6.5-6.5";
/// A page of text.
pub const PAGE: &str = "M7 3.5h7l4 4v13H7zM14 3.5v4h4M10 12h5M10 15.5h5";
/// A person.
pub const PERSON: &str =
    "M12 12a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6zM4.8 20c.8-3.6 3.7-5.4 7.2-5.4s6.4 1.8 7.2 5.4";
/// Waits.
pub const CLOCK: &str = "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2";
/// A letter.
pub const MAIL: &str = "M4 6h16v12H4zM4.5 6.5L12 13l7.5-6.5";
/// A telephone.
pub const PHONE: &str = "M6 4h3.2l1.6 4.2-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4.2 1.6V18c0 1.1-.9 2-2 1.9C10.7 19.4 4.6 13.3 4.1 6 4 4.9 4.9 4 6 4z";

/// An icon; it says nothing to those who listen.
pub fn icon(path: &'static str) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d={path}></path>
        </svg>
    }
    .into_any()
}
