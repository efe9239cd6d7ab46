//! The line to the edge: live over a socket, else by asking again, with growing pauses between attempts.

/// Milliseconds between two questions while there is no socket.
pub const POLL_EVERY_MS: u32 = 5000;
/// Milliseconds between two signs of life on a socket.
pub const PING_EVERY_MS: u32 = 25_000;
/// A socket that has been silent for so many milliseconds is given up.
pub const SILENT_AFTER_MS: u64 = 60_000;
/// Longest pause before the next attempt, in milliseconds.
const LONGEST_PAUSE_MS: u32 = 30_000;

/// How news comes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// The first attempt is under way.
    #[default]
    Connecting,
    /// A socket is open.
    Live,
    /// There is no socket; the console asks every few seconds and tries again.
    Polling,
    /// Nothing answers.
    Lost,
    /// The agent is away on purpose.
    Away,
}

/// Milliseconds to wait before an attempt, counted from 1: doubling from one second, and up to half of it more
/// by chance, so that a restarted edge is not met by everybody at once. `chance` is in `[0, 1)`.
pub fn pause_ms(attempt: u32, chance: f64) -> u32 {
    let base = 1000_u32.saturating_mul(1 << attempt.saturating_sub(1).min(5)).min(LONGEST_PAUSE_MS);
    let whole = (0..16_u32).rev().find(|part| f64::from(*part) <= chance * 16.0).unwrap_or(0);
    base + base / 32 * whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_bounded() {
        let pauses: Vec<u32> = (1..=8).map(|attempt| pause_ms(attempt, 0.0)).collect();
        assert_eq!(pauses, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
        assert!(pause_ms(3, 0.999) > pause_ms(3, 0.0));
        assert!(pause_ms(u32::MAX, 0.999) <= 45_000);
    }
}
