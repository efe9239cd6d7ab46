//! Opening hours: a week of intervals, written as `mon = "09:00-18:00"`; a missing day is closed.

use serde::{Deserialize, Serialize};

use crate::time::{MINUTE_MS, Timestamp, parse_date};

/// Minutes in a day.
const DAY_MIN: i64 = 24 * 60;

/// A week. Each day is `HH:MM-HH:MM`, within the day; `24:00` may end it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Hours {
    /// Monday.
    pub mon: Option<String>,
    /// Tuesday.
    pub tue: Option<String>,
    /// Wednesday.
    pub wed: Option<String>,
    /// Thursday.
    pub thu: Option<String>,
    /// Friday.
    pub fri: Option<String>,
    /// Saturday.
    pub sat: Option<String>,
    /// Sunday.
    pub sun: Option<String>,
}

/// Whether something is open, and if not, when it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It is open now.
    Open,
    /// It is closed until this time; unknown where it does not open within two weeks.
    Closed(Option<Timestamp>),
}

impl Hours {
    /// Hours of a weekday, 0 for Monday.
    pub fn day(&self, weekday: i64) -> Option<&str> {
        let day = match weekday {
            0 => &self.mon,
            1 => &self.tue,
            2 => &self.wed,
            3 => &self.thu,
            4 => &self.fri,
            5 => &self.sat,
            _ => &self.sun,
        };
        day.as_deref()
    }

    /// Whether it is open at `now`, read `utc_offset_minutes` east of UTC, closed on `holidays`.
    pub fn at(&self, now: Timestamp, utc_offset_minutes: i32, holidays: &[String]) -> Opening {
        let offset = i64::from(utc_offset_minutes);
        let local = i64::try_from(now.0 / MINUTE_MS).unwrap_or(i64::MAX / 2) + offset;
        let (today, minute) = (local.div_euclid(DAY_MIN), local.rem_euclid(DAY_MIN));
        for ahead in 0..=14 {
            let day = today + ahead;
            if holidays.iter().any(|holiday| parse_date(holiday) == Some(day)) {
                continue;
            }
            // 1970-01-01 was a Thursday.
            let Some((start, end)) = self.day((day + 3).rem_euclid(7)).and_then(interval) else { continue };
            if ahead == 0 && (start..end).contains(&minute) {
                return Opening::Open;
            }
            if ahead > 0 || minute < start {
                let opens = (day * DAY_MIN + start - offset).max(0);
                return Opening::Closed(Some(Timestamp(u64::try_from(opens).unwrap_or(0) * MINUTE_MS)));
            }
        }
        Opening::Closed(None)
    }
}

/// Reads `09:00-18:00` into minutes of the day; `None` where it is no interval.
pub fn interval(text: &str) -> Option<(i64, i64)> {
    let (start, end) = text.split_once('-')?;
    let (start, end) = (minute_of_day(start.trim())?, minute_of_day(end.trim())?);
    (start < end).then_some((start, end))
}

fn minute_of_day(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour * 60 + minute;
    ((0..=24).contains(&hour) && (0..60).contains(&minute) && total <= DAY_MIN).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office() -> Hours {
        let nine_to_six = Some("09:00-18:00".to_owned());
        Hours { mon: nine_to_six.clone(), fri: nine_to_six, ..Hours::default() }
    }

    #[track_caller]
    fn check(at: &str, expect: &str) {
        let (date, time) = at.split_once(' ').unwrap();
        let minute = parse_date(date).unwrap() * DAY_MIN + minute_of_day(time).unwrap();
        let now = Timestamp(u64::try_from(minute).unwrap() * MINUTE_MS);
        let found = match office().at(now, 60, &["2026-11-27".to_owned()]) {
            Opening::Open => "open".to_owned(),
            Opening::Closed(None) => "closed".to_owned(),
            Opening::Closed(Some(until)) => until.rfc3339(),
        };
        assert_eq!(found, expect, "{at}");
    }

    #[test]
    fn hours_are_read_in_the_queues_own_time_zone() {
        check("2026-11-23 08:30", "open");
        check("2026-11-23 07:59", "2026-11-23T08:00:00Z");
        check("2026-11-23 17:00", "2026-11-30T08:00:00Z");
        check("2026-11-27 10:00", "2026-11-30T08:00:00Z");
    }
}
