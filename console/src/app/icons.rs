//! Icons of the console alone, as one path each on a square of 24.

/// Conversations.
pub const LETTERS: &str = "M4 5.5h16v10.5h-9l-4.5 4v-4H4zM8 9.5h8M8 12.5h5";
/// What was sent elsewhere.
pub const SENT: &str = "M20.5 3.5L3.5 10.5l6.5 3.5 3.5 6.5zM20.5 3.5L10 14";
/// What can be set.
pub const SLIDERS: &str = "M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4M4 12h13M19.5 12h.5M18 10v4";
/// What is known.
pub const BOOK: &str = "M12 6.5C10 5 7 4.5 4 5v13.5c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5V5c-3-.5-6 0-8 1.5zM12 6.5V20";
/// Looks for something.
pub const LOOK: &str = "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5l5 5";
/// Adds one.
pub const ADD: &str = "M12 5v14M5 12h14";
/// An order in which something is read.
pub const ORDER: &str = "M4 6h8M4 12h11M4 18h6M18.5 5v13.5M15.5 15.5l3 3 3-3";
/// Leads up.
pub const UP: &str = "M12 19V5M5.5 11.5L12 5l6.5 6.5";
/// What can be taken hold of.
pub const GRIP: &str = "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01";
