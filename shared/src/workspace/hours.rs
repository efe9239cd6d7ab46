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

    /// When it closes that is open at `now`; nothing where it stays open for two weeks.
    pub fn closes_at(&self, now: Timestamp, utc_offset_minutes: i32, holidays: &[String]) -> Option<Timestamp> {
        let end = Timestamp(now.0.saturating_add(14 * DAY_MIN.unsigned_abs() * MINUTE_MS));
        let mut at = now;
        while at < end && self.at(at, utc_offset_minutes, holidays) == Opening::Open {
            let offset = i64::from(utc_offset_minutes);
            let local = i64::try_from(at.0 / MINUTE_MS).unwrap_or(i64::MAX / 2) + offset;
            let day = local.div_euclid(DAY_MIN);
            let (_, closes) = self.day((day + 3).rem_euclid(7)).and_then(interval)?;
            // What ends at midnight may go on the next day.
            at = Timestamp(u64::try_from(day * DAY_MIN + closes - offset).ok()? * MINUTE_MS);
        }
        (at < end).then_some(at)
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

    #[track_caller]
    fn closes(hours: &Hours, at: u64, holidays: &[&str], expect: Option<&str>) {
        let holidays: Vec<String> = holidays.iter().map(|day| (*day).to_owned()).collect();
        let found = hours.closes_at(Timestamp(at), 60, &holidays).map(Timestamp::rfc3339);
        assert_eq!(found.as_deref(), expect);
    }

    #[test]
    fn what_goes_on_after_midnight_closes_when_it_ends() {
        let monday = u64::try_from(parse_date("2026-11-23").unwrap() * DAY_MIN).unwrap() * MINUTE_MS;
        let at_ten = monday + 9 * 60 * MINUTE_MS;
        closes(&office(), at_ten, &[], Some("2026-11-23T17:00:00Z"));
        let all_day = || Some("00:00-24:00".to_owned());
        let two_days = Hours { mon: all_day(), tue: all_day(), ..Hours::default() };
        closes(&two_days, at_ten, &[], Some("2026-11-24T23:00:00Z"));
        let week = Hours { wed: all_day(), thu: all_day(), fri: all_day(), sat: all_day(), sun: all_day(), ..two_days };
        closes(&week, at_ten, &[], None);
        closes(&week, at_ten, &["2026-11-25"], Some("2026-11-24T23:00:00Z"));
    }

    #[test]
    fn hours_are_read_in_the_queues_own_time_zone() {
        check("2026-11-23 08:30", "open");
        check("2026-11-23 07:59", "2026-11-23T08:00:00Z");
        check("2026-11-23 17:00", "2026-11-30T08:00:00Z");
        check("2026-11-27 10:00", "2026-11-30T08:00:00Z");
    }
}
