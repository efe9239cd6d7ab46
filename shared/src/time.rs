//! Points in time and the calendar arithmetic that opening hours need. Nothing here reads a clock.

use serde::{Deserialize, Serialize};

/// Milliseconds since the Unix epoch, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Timestamp(pub u64);

/// One minute in milliseconds.
pub const MINUTE_MS: u64 = 60_000;
/// One hour in milliseconds.
pub const HOUR_MS: u64 = 60 * MINUTE_MS;
/// One day in milliseconds.
pub const DAY_MS: u64 = 24 * HOUR_MS;

impl Timestamp {
    /// This many milliseconds later, at most the end of time.
    #[must_use]
    pub fn plus_ms(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this; zero where `earlier` is later.
    pub fn since_ms(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }

    /// `2026-11-24T09:30:00Z`, as RFC 3339 writes it.
    pub fn rfc3339(self) -> String {
        let (year, month, day) = civil_from_days(self.days());
        let second = (self.0 / 1000) % 86_400;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }

    /// Whole days since the epoch.
    pub fn days(self) -> i64 {
        i64::try_from(self.0 / DAY_MS).unwrap_or(i64::MAX)
    }
}

/// Year, month (1 to 12) and day (1 to 31) of a day counted from 1970-01-01.
/// The algorithm is Howard Hinnant's `civil_from_days`.
pub fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let shifted = days.saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, u32::try_from(month).unwrap_or(1), u32::try_from(day).unwrap_or(1))
}

/// Days from 1970-01-01 to a date; the inverse of [`civil_from_days`].
pub fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_index = i64::from((month + 9) % 12);
    let day_of_year = (153 * month_index + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Reads `2026-12-25` into days since the epoch; `None` where it is no date.
pub fn parse_date(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-');
    let year: i64 = parts.next()?.parse().ok()?;
    let month: u32 = parts.next()?.parse().ok()?;
    let day: u32 = parts.next()?.parse().ok()?;
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let days = days_from_civil(year, month, day);
    (civil_from_days(days) == (year, month, day)).then_some(days)
}

/// Reads a point in time as RFC 3339 writes it, with its offset: `2026-11-24T14:05:00+08:00`. Seconds may be left out,
/// a space may stand for the `T`; `None` where it is none.
pub fn parse_rfc3339(text: &str) -> Option<Timestamp> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<i64>().ok()).flatten();
    let two = |text: &str, most: i64| digits(text).filter(|number| text.len() == 2 && *number <= most);
    let (date, rest) = text.split_at_checked(10)?;
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (clock, offset) = if let Some(clock) = rest.strip_suffix(['Z', 'z']) {
        (clock, 0)
    } else {
        let (clock, offset) = rest.split_at_checked(rest.len().checked_sub(6)?)?;
        let (sign, offset) = offset.split_at_checked(1)?;
        let (hours, minutes) = offset.split_once(':')?;
        let minutes = two(hours, 23)? * 60 + two(minutes, 59)?;
        match sign {
            "+" => (clock, minutes),
            "-" => (clock, -minutes),
            _ => return None,
        }
    };
    let mut parts = clock.splitn(3, ':');
    let (hour, minute) = (two(parts.next()?, 23)?, two(parts.next()?, 59)?);
    let second = parts.next().map_or(Some(0), |seconds| two(seconds.split('.').next().unwrap_or_default(), 59))?;
    let minutes = parse_date(date)? * 24 * 60 + hour * 60 + minute - offset;
    u64::try_from(minutes * 60 + second).ok().map(|seconds| Timestamp(seconds * 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_in_time_have_an_offset() {
        let read = |text| parse_rfc3339(text).map(Timestamp::rfc3339);
        let same = Some("2026-11-24T06:05:00Z".to_owned());
        for text in [
            "2026-11-24T14:05:00+08:00",
            "2026-11-24T14:05+08:00",
            "2026-11-24 14:05:00.250+08:00",
            "2026-11-24t06:05z",
            "2026-11-23T22:05:00-08:00",
        ] {
            assert_eq!(read(text), same, "{text}");
        }
        for text in [
            "",
            "2026-11-24",
            "2026-11-24T14:05",
            "2026-11-24T14:05:00",
            "2026-11-24T24:05Z",
            "2026-11-24T14:60Z",
            "2026-02-30T14:05Z",
            "2026-11-24T14:05:00+8:00",
            "2026-11-24T14:05:00:00Z",
            "2026-11-24T+4:05Z",
            "2026-11-24T14:05 08:00",
            "1969-12-31T23:59Z",
            "1970-01-01T00:00+01:00",
            "tomorrow at noon",
            "二〇二六年",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn dates_go_there_and_back() {
        for days in [-1, 0, 59, 60, 11_016, 20_781, 50_000] {
            let (y, m, d) = civil_from_days(days);
            assert_eq!(days_from_civil(y, m, d), days);
        }
        assert_eq!(parse_date("2026-12-25"), Some(20_812));
        assert_eq!(parse_date("2026-02-30"), None);
        assert_eq!(Timestamp(1_764_000_000_000).rfc3339(), "2025-11-24T16:00:00Z");
    }
}
