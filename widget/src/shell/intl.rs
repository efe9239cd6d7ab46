//! Times in the visitor's own zone and language, worded by the browser.

use baton_shared::time::Timestamp;

use super::Host;
use crate::words::Words;

// Kinds of times, as `loader/reach.js` counts them.
const CLOCK: u8 = 0;
const WEEKDAY: u8 = 1;
const DAY: u8 = 2;
const DAY_AND_CLOCK: u8 = 3;

impl Host {
    /// `9:05`, as this language writes it.
    pub fn time_of_day(&self, at: Timestamp) -> String {
        self.time(date(at), CLOCK)
    }

    /// `9:00 tomorrow`: when something opens, seen from now.
    pub fn opening_time(&self, at: Timestamp, now: Timestamp, words: &Words) -> String {
        let days = self.days(date(now), date(at));
        let day = self.time(date(at), if days < 7 { WEEKDAY } else { DAY });
        words.day_and_time(u32::try_from(days).unwrap_or_default(), &day, &self.time_of_day(at))
    }

    /// `3 March, 9:05`: when something happened.
    pub fn day_and_time(&self, at: Timestamp) -> String {
        self.time(date(at), DAY_AND_CLOCK)
    }
}

/// As JavaScript counts time.
#[allow(clippy::cast_precision_loss)]
fn date(at: Timestamp) -> f64 {
    at.0 as f64
}
