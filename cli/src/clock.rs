//! The clock. A command-line tool is a shell, so it may read one; it does so here and nowhere else.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A moment to measure from.
#[expect(clippy::disallowed_methods, reason = "the tool's only monotonic clock")]
pub fn now() -> Instant {
    Instant::now()
}

/// Milliseconds since the Unix epoch, UTC.
#[expect(clippy::disallowed_methods, reason = "the tool's only wall clock")]
pub fn unix_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Seconds since the Unix epoch, UTC.
pub fn unix_seconds() -> u64 {
    unix_ms() / 1000
}
