//! How long ago, in the one unit that reads best.

use baton_shared::time::{DAY_MS, HOUR_MS, MINUTE_MS, Timestamp};

/// A span of time for reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ago {
    /// Less than a minute.
    Now,
    /// Whole minutes.
    Minutes(u64),
    /// Whole hours.
    Hours(u64),
    /// Whole days.
    Days(u64),
}

impl Ago {
    /// From `then` to `now`; the future counts as now, because clocks differ.
    pub fn between(then: Timestamp, now: Timestamp) -> Self {
        let ms = now.since_ms(then);
        if ms < MINUTE_MS {
            Self::Now
        } else if ms < HOUR_MS {
            Self::Minutes(ms / MINUTE_MS)
        } else if ms < DAY_MS {
            Self::Hours(ms / HOUR_MS)
        } else {
            Self::Days(ms / DAY_MS)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_in_one_unit() {
        let cases = [
            (0, Ago::Now),
            (59_999, Ago::Now),
            (60_000, Ago::Minutes(1)),
            (3_599_999, Ago::Minutes(59)),
            (HOUR_MS, Ago::Hours(1)),
            (DAY_MS, Ago::Days(1)),
        ];
        for (ms, expect) in cases {
            assert_eq!(Ago::between(Timestamp(0), Timestamp(ms)), expect);
        }
        assert_eq!(Ago::between(Timestamp(9), Timestamp(0)), Ago::Now);
    }
}
