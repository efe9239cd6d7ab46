//! Icons, as one path each on a square of 24.

use super::{El, svg};

/// Closes.
pub const CLOSE: &str = "M6 6l12 12M18 6L6 18";
/// Leads back.
pub const BACK: &str = "M15 5.5L8.5 12l6.5 6.5";
/// Leads down.
pub const DOWN: &str = "M12 5v14M5.5 12.5L12 19l6.5-6.5";
/// More to do.
pub const MORE: &str = "M5.5 12h.01M12 12h.01M18.5 12h.01";
/// More below.
pub const MORE_BELOW: &str = "M6 9.5l6 6 6-6";
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
/// A file that is added.
pub const CLIP: &str = "M8 12.5l6-6a2.8 2.8 0 0 1 4 4l-8 8a4.6 4.6 0 0 1-6.5-6.5l7.5-7.5";
/// A smile.
pub const SMILE: &str = "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM9 10h.01M15 10h.01M8.5 14c1.8 2.6 5.2 2.6 7 0";
/// A copy.
pub const COPY: &str = "M9 9h10.5v10.5H9zM15 9V4.5H4.5V15H9";
/// Does it again.
pub const AGAIN: &str = "M19 12a7 7 0 1 1-2.2-5.1M19 4v3.5h-3.5";
/// Done.
pub const CHECK: &str = "M5 12.5l4.5 4.5L19 7.5";

/// An icon; it says nothing to those who listen.
pub fn icon(path: &str) -> El {
    svg("icon", path)
}
