//! Opening hours as somebody edits them: a week of days, each open from one time to another or closed.

use baton_shared::time::{MINUTE_MS, Timestamp, parse_date};
use baton_shared::workspace::{Hours, Opening, Queue, interval};

use super::form::Wrong;

/// A weekday, Monday first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

/// Minutes in a day.
const DAY_MIN: u64 = 24 * 60;

/// What a day begins with when it is opened.
const OFFICE: &str = "09:00-18:00";

impl Day {
    /// The week.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mon => "mon",
            Self::Tue => "tue",
            Self::Wed => "wed",
            Self::Thu => "thu",
            Self::Fri => "fri",
            Self::Sat => "sat",
            Self::Sun => "sun",
        }
    }

    /// Its hours in a week; nothing where it is closed.
    pub fn of(self, hours: &Hours) -> Option<&str> {
        let day = match self {
            Self::Mon => &hours.mon,
            Self::Tue => &hours.tue,
            Self::Wed => &hours.wed,
            Self::Thu => &hours.thu,
            Self::Fri => &hours.fri,
            Self::Sat => &hours.sat,
            Self::Sun => &hours.sun,
        };
        day.as_deref()
    }

    /// The same, to change.
    pub fn of_mut(self, hours: &mut Hours) -> &mut Option<String> {
        match self {
            Self::Mon => &mut hours.mon,
            Self::Tue => &mut hours.tue,
            Self::Wed => &mut hours.wed,
            Self::Thu => &mut hours.thu,
            Self::Fri => &mut hours.fri,
            Self::Sat => &mut hours.sat,
            Self::Sun => &mut hours.sun,
        }
    }
}

/// What customers of a queue meet at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meets {
    /// Somebody is there until then; without an end where it never closes.
    Open(Option<Moment>),
    /// Nobody is there until then; unknown where it never opens.
    Closed(Option<Moment>),
}

/// A time as the queue's own week has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The weekday, where it is not the day of now.
    pub day: Option<Day>,
    /// Days from the day of now: of one a week away or more, the weekday alone would mislead.
    pub days: u64,
    /// Minutes since midnight.
    pub minute: u64,
}

impl Moment {
    /// `9:00`
    pub fn clock(self) -> String {
        format!("{}:{:02}", self.minute / 60, self.minute % 60)
    }

    fn of(at: Timestamp, now: Timestamp, offset: i32) -> Self {
        let local = |time: Timestamp| (time.0 / MINUTE_MS).saturating_add_signed(i64::from(offset));
        let (at_day, now_day) = (local(at) / DAY_MIN, local(now) / DAY_MIN);
        // 1970-01-01 was a Thursday.
        let weekday = usize::try_from((at_day + 3) % 7).unwrap_or_default();
        let day = Day::ALL.get(weekday).copied().filter(|_| at_day != now_day);
        Self { day, days: at_day.saturating_sub(now_day), minute: local(at) % DAY_MIN }
    }
}

/// What customers of a queue meet now.
pub fn meets(queue: &Queue, now: Timestamp) -> Meets {
    let Queue { hours, holidays, utc_offset_minutes: offset, .. } = queue;
    let moment = |at| Moment::of(at, now, *offset);
    match hours.at(now, *offset, holidays) {
        Opening::Open => Meets::Open(hours.closes_at(now, *offset, holidays).map(moment)),
        Opening::Closed(opens) => Meets::Closed(opens.map(moment)),
    }
}

/// From when, and until when; empty where it is closed.
pub fn times(day: Option<&str>) -> (String, String) {
    let (start, end) = day.and_then(|text| text.split_once('-')).unwrap_or_default();
    (start.trim().to_owned(), end.trim().to_owned())
}

/// Opens or closes a day.
pub fn set_open(day: &mut Option<String>, open: bool) {
    *day = open.then(|| OFFICE.to_owned());
}

/// Sets when a day begins.
pub fn set_start(day: &mut Option<String>, start: &str) {
    *day = Some(format!("{start}-{}", times(day.as_deref()).1));
}

/// Sets when a day ends; a day that ends at midnight ends at 24:00.
pub fn set_end(day: &mut Option<String>, end: &str) {
    let end = if end == "00:00" { "24:00" } else { end };
    *day = Some(format!("{}-{end}", times(day.as_deref()).0));
}

/// Whether a day ends before it begins, or lacks a time.
pub fn is_wrong(day: Option<&str>) -> bool {
    day.is_some_and(|text| interval(text).is_none())
}

/// Gives Tuesday to Friday the hours of Monday.
pub fn as_monday(hours: &mut Hours) {
    let monday = hours.mon.clone();
    for day in [Day::Tue, Day::Wed, Day::Thu, Day::Fri] {
        day.of_mut(hours).clone_from(&monday);
    }
}

/// The whole day.
pub const ALL_DAY: &str = "00:00-24:00";

/// Whether a day is open from midnight to midnight.
pub fn is_all_day(day: Option<&str>) -> bool {
    day == Some(ALL_DAY)
}

/// Opens a day from midnight to midnight, or only as an office does.
pub fn set_all_day(day: &mut Option<String>, on: bool) {
    *day = Some(if on { ALL_DAY } else { OFFICE }.to_owned());
}

/// Adds a holiday in order, unless it is there or no date. A browser's field knows years while they are being typed,
/// such as 0002: what lies before 2000 is none that was meant.
pub fn add_holiday(holidays: &mut Vec<String>, date: &str) -> Result<(), Wrong> {
    if date.is_empty() {
        return Err(Wrong::Date);
    }
    if parse_date(date).is_none() || date < "2000-01-01" {
        return Err(Wrong::Date);
    }
    if holidays.iter().any(|other| other == date) {
        return Err(Wrong::Twice);
    }
    holidays.push(date.to_owned());
    holidays.sort();
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_day_is_opened_changed_and_closed() {
        let mut day = None;
        set_open(&mut day, true);
        set_start(&mut day, "08:30");
        assert_eq!(day.as_deref(), Some("08:30-18:00"));
        set_end(&mut day, "00:00");
        assert_eq!(
            (times(day.as_deref()), is_wrong(day.as_deref())),
            (("08:30".to_owned(), "24:00".to_owned()), false)
        );
        set_end(&mut day, "08:00");
        assert!(is_wrong(day.as_deref()));
        set_all_day(&mut day, true);
        assert!(is_all_day(day.as_deref()) && !is_wrong(day.as_deref()));
        set_all_day(&mut day, false);
        assert_eq!(day.as_deref(), Some(OFFICE));
        set_open(&mut day, false);
        assert!(day.is_none() && !is_wrong(day.as_deref()));
    }

    #[track_caller]
    fn met(hours: Hours, minute: u64, expect: Meets) {
        let queue = Queue {
            id: "care".to_owned(),
            name: BTreeMap::new(),
            topics: Vec::new(),
            skills: Vec::new(),
            accept_within_seconds: 60,
            utc_offset_minutes: 60,
            hours,
            holidays: Vec::new(),
            reply_target_minutes: None,
        };
        // 1970-01-05 was a Monday.
        assert_eq!(meets(&queue, Timestamp((4 * DAY_MIN + minute) * MINUTE_MS)), expect);
    }

    #[test]
    fn what_customers_meet_is_told_in_the_queues_own_time() {
        let office = Hours { mon: Some(OFFICE.to_owned()), ..Hours::default() };
        met(office.clone(), 8 * 60, Meets::Open(Some(Moment { day: None, days: 0, minute: 18 * 60 })));
        met(office.clone(), 7 * 60, Meets::Closed(Some(Moment { day: None, days: 0, minute: 9 * 60 })));
        met(office, 17 * 60, Meets::Closed(Some(Moment { day: Some(Day::Mon), days: 7, minute: 9 * 60 })));
        met(Hours::default(), 0, Meets::Closed(None));
    }

    #[test]
    fn holidays_stay_in_order_and_once() {
        let mut holidays = vec!["2026-12-25".to_owned()];
        assert_eq!(add_holiday(&mut holidays, "2026-05-01"), Ok(()));
        let wrong = ["2026-05-01", "2026-02-30", "0002-12-24", ""].map(|date| add_holiday(&mut holidays, date));
        assert_eq!(wrong, [Wrong::Twice, Wrong::Date, Wrong::Date, Wrong::Date].map(Err));
        assert_eq!(holidays, ["2026-05-01", "2026-12-25"]);
    }

    #[test]
    fn monday_is_given_to_the_working_week() {
        let mut hours = Hours { mon: Some("08:00-12:00".to_owned()), sat: Some(OFFICE.to_owned()), ..Hours::default() };
        as_monday(&mut hours);
        assert_eq!((hours.fri.as_deref(), hours.sat.as_deref()), (Some("08:00-12:00"), Some(OFFICE)));
    }
}
