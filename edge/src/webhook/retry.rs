//! What an attempt to deliver means: delivered, dead, or to be tried again, and when. And how an endpoint's health,
//! which all conversations share, keeps them from calling one that is down.

use baton_shared::time::{DAY_MS, HOUR_MS, MINUTE_MS, Timestamp, days_from_civil};
use serde::{Deserialize, Serialize};

/// Milliseconds within which the first repeat comes, unless configured.
pub const DEFAULT_BASE_MS: u64 = 5_000;
/// Longest wait between two attempts in milliseconds, also where the receiver asks for more.
pub const MAX_DELAY_MS: u64 = HOUR_MS;
/// Milliseconds after which a delivery is given up.
pub const GIVE_UP_AFTER_MS: u64 = 3 * DAY_MS;
/// Failures in a row after which an endpoint counts as down.
pub const BREAK_AFTER: u32 = 10;
/// Longest time in milliseconds that an endpoint is left alone before it is probed.
pub const MAX_OPEN_MS: u64 = 5 * MINUTE_MS;
/// Milliseconds that a probe may take; longer than an attempt's own limit. A worker that dies while probing keeps
/// others away for no longer than this.
pub const PROBE_MS: u64 = MINUTE_MS;

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// The endpoint answered.
    Answered {
        /// HTTP status. A redirect is not followed, so 3xx is a failure like any other.
        status: u16,
        /// The header `retry-after`.
        retry_after: Option<&'a str>,
    },
    /// No connection, or no answer in time.
    NoAnswer,
}

impl Outcome<'_> {
    fn fate(&self) -> Fate {
        match self {
            Self::Answered { status: 200..=299, .. } => Fate::Delivered,
            Self::Answered { status: status @ (400 | 404 | 410 | 422), .. } => Fate::Refused(*status),
            Self::Answered { .. } | Self::NoAnswer => Fate::Failed,
        }
    }
}

enum Fate {
    Delivered,
    /// The endpoint is well, and will never take this delivery.
    Refused(u16),
    Failed,
}

/// The attempt that has just ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempt {
    /// Its number, from 1.
    pub number: u32,
    /// When the delivery was first due, or replayed.
    pub since: Timestamp,
    /// The time.
    pub now: Timestamp,
    /// Milliseconds within which the first repeat comes.
    pub base_ms: u64,
    /// A random number in `[0, 1)`.
    pub random: f64,
}

/// Why a delivery is given up. It stays in the log and can be replayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadBecause {
    /// The endpoint said that it will never take it: the HTTP status.
    Refused(u16),
    /// Three days have passed.
    Expired,
}

impl DeadBecause {
    /// A stable word for the log and metrics.
    pub fn code(self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::Expired => "expired",
        }
    }
}

/// What an attempt means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The endpoint has it.
    Delivered,
    /// To be tried again.
    Retry {
        /// Not before this.
        at: Timestamp,
    },
    /// Not to be tried again by itself.
    Dead {
        /// Why.
        because: DeadBecause,
    },
}

/// Judges an attempt. Waits double from the base up to an hour, each one drawn evenly from nothing to that (full
/// jitter), so that many deliveries to one endpoint spread out. `retry-after` of a 429 or 503 is honoured up to an
/// hour.
pub fn judge(outcome: &Outcome<'_>, attempt: &Attempt) -> Verdict {
    match outcome.fate() {
        Fate::Delivered => Verdict::Delivered,
        Fate::Refused(status) => Verdict::Dead { because: DeadBecause::Refused(status) },
        Fate::Failed => {
            let backoff = jitter(doubled(attempt.base_ms, attempt.number, MAX_DELAY_MS), attempt.random);
            let delay = backoff.max(asked_for(outcome, attempt.now)).max(1);
            let at = attempt.now.plus_ms(delay);
            if at.since_ms(attempt.since) > GIVE_UP_AFTER_MS {
                Verdict::Dead { because: DeadBecause::Expired }
            } else {
                Verdict::Retry { at }
            }
        }
    }
}

/// The base after the first failure, twice as much after each further one, at most `limit`.
fn doubled(base_ms: u64, failures: u32, limit: u64) -> u64 {
    let factor = 1_u64.checked_shl(failures.saturating_sub(1)).unwrap_or(u64::MAX);
    base_ms.saturating_mul(factor).min(limit)
}

/// A share of `ms`, drawn evenly. Numbers outside `[0, 1)`, which no generator should give, count as its ends.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most an hour"
)]
fn jitter(ms: u64, random: f64) -> u64 {
    let share = if random.is_finite() { random.clamp(0.0, 1.0) } else { 1.0 };
    (ms as f64 * share) as u64
}

/// Milliseconds that the endpoint asked to be left alone for, within bounds; zero where it did not.
fn asked_for(outcome: &Outcome<'_>, now: Timestamp) -> u64 {
    let Outcome::Answered { status: 429 | 503, retry_after: Some(text) } = outcome else { return 0 };
    let text = text.trim();
    let ms = if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        // More digits than a number holds is more than an hour too.
        text.parse::<u64>().map_or(MAX_DELAY_MS, |seconds| seconds.saturating_mul(1000))
    } else {
        http_date(text).map_or(0, |at| at.since_ms(now))
    };
    ms.min(MAX_DELAY_MS)
}

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, the one form of date that servers may still send (RFC 9110, section
/// 5.6.7). The weekday is not checked.
fn http_date(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (weekday, rest) = text.split_once(", ")?;
    let mut words = rest.split(' ');
    let (day, month, year, time, zone) = (words.next()?, words.next()?, words.next()?, words.next()?, words.next()?);
    if weekday.len() != 3 || zone != "GMT" || words.next().is_some() {
        return None;
    }
    let month = u32::try_from(MONTHS.iter().position(|name| *name == month)?).ok()? + 1;
    let (day, year) = (two_digits(day)?, digits(year, 4)?);
    let mut parts = time.split(':').map(two_digits);
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || year < 1970 || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let days = u64::try_from(days_from_civil(i64::from(year), month, day)).ok()?;
    let seconds = u64::from(hour) * 3600 + u64::from(minute) * 60 + u64::from(second);
    Some(Timestamp(days * DAY_MS + seconds * 1000))
}

fn two_digits(text: &str) -> Option<u32> {
    digits(text, 2)
}

fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// An endpoint's health: two stored fields, and pure functions over them.
///
/// ```text
/// closed ──10 failures in a row──▶ open until T ──T──▶ one probe ──answered──▶ closed
///                                     ▲                    │
///                                     └──── failed ────────┘   (T doubles, at most five minutes away)
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breaker {
    /// Failures since the endpoint last answered.
    pub consecutive_failures: u32,
    /// Until when the endpoint is left alone; absent while it is well.
    pub open_until: Option<Timestamp>,
}

/// Whether an endpoint may be called now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Yes.
    Send,
    /// Yes, as the one probe: store this first, so that nobody else probes meanwhile.
    Probe(Breaker),
    /// Not before this.
    Wait(Timestamp),
}

impl Breaker {
    /// Whether the endpoint may be called now.
    pub fn admit(self, now: Timestamp) -> Admission {
        match self.open_until {
            None => Admission::Send,
            Some(until) if now < until => Admission::Wait(until),
            Some(_) => Admission::Probe(Self { open_until: Some(now.plus_ms(PROBE_MS)), ..self }),
        }
    }

    /// The health after an attempt. An endpoint that refuses a delivery is well: it answers. It is left alone for six
    /// times the base after the tenth failure in a row, then twice as long each time, less up to half by chance.
    #[must_use]
    pub fn after(self, outcome: &Outcome<'_>, now: Timestamp, base_ms: u64, random: f64) -> Self {
        match outcome.fate() {
            Fate::Delivered | Fate::Refused(_) => Self::default(),
            Fate::Failed => {
                let consecutive_failures = self.consecutive_failures.saturating_add(1);
                let open_until = (consecutive_failures >= BREAK_AFTER).then(|| {
                    let failures = consecutive_failures - BREAK_AFTER + 1;
                    let ms = doubled(base_ms.saturating_mul(6), failures, MAX_OPEN_MS);
                    let half = ms / 2;
                    now.plus_ms((half + jitter(ms - half, random)).max(1))
                });
                Self { consecutive_failures, open_until }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    fn attempt(number: u32, random: f64) -> Attempt {
        Attempt { number, since: NOW, now: NOW, base_ms: DEFAULT_BASE_MS, random }
    }

    fn answered(status: u16) -> Outcome<'static> {
        Outcome::Answered { status, retry_after: None }
    }

    #[test]
    fn a_status_says_what_is_to_happen() {
        for status in [200, 201, 204, 299] {
            assert_eq!(judge(&answered(status), &attempt(1, 0.5)), Verdict::Delivered, "{status}");
        }
        for status in [400, 404, 410, 422] {
            let dead = Verdict::Dead { because: DeadBecause::Refused(status) };
            assert_eq!(judge(&answered(status), &attempt(1, 0.5)), dead, "{status}");
        }
        let again = Verdict::Retry { at: NOW.plus_ms(2_500) };
        for status in [100, 199, 301, 302, 307, 401, 403, 405, 408, 409, 413, 425, 429, 500, 502, 503, 504, 599] {
            assert_eq!(judge(&answered(status), &attempt(1, 0.5)), again, "{status}");
        }
        assert_eq!(judge(&Outcome::NoAnswer, &attempt(1, 0.5)), again);
    }

    #[track_caller]
    fn delay(number: u32, random: f64) -> u64 {
        match judge(&Outcome::NoAnswer, &attempt(number, random)) {
            Verdict::Retry { at } => at.since_ms(NOW),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn waits_double_up_to_an_hour_with_full_jitter() {
        let almost_one = 1.0 - f64::EPSILON;
        assert_eq!(delay(1, almost_one), 4_999);
        assert_eq!(delay(2, almost_one), 9_999);
        assert_eq!(delay(3, 0.5), 10_000);
        assert_eq!(delay(10, 0.5), 1_280_000);
        assert_eq!(delay(11, 0.5), 1_800_000);
        assert_eq!(delay(u32::MAX, 0.5), 1_800_000);
        assert_eq!(delay(7, 0.0), 1, "never at the same moment");
        assert_eq!(delay(0, 0.5), 2_500);
        assert_eq!(delay(1, f64::NAN), 5_000);
        assert_eq!(delay(1, 7.0), 5_000);
    }

    #[test]
    fn after_three_days_it_is_given_up() {
        let mut late = attempt(100, 0.5);
        late.now = NOW.plus_ms(GIVE_UP_AFTER_MS - HOUR_MS / 2);
        assert!(matches!(judge(&Outcome::NoAnswer, &late), Verdict::Retry { .. }));
        late.now = late.now.plus_ms(1);
        assert_eq!(judge(&Outcome::NoAnswer, &late), Verdict::Dead { because: DeadBecause::Expired });
        assert_eq!(judge(&answered(204), &late), Verdict::Delivered);
    }

    #[test]
    fn retry_after_is_honoured_within_an_hour() {
        let second = 1000;
        let cases = [
            (429, "120", 120 * second),
            (503, " 30 ", 30 * second),
            (503, "1", 2_500),
            (503, "86400", HOUR_MS),
            (429, "99999999999999999999999999", HOUR_MS),
            (503, "Fri, 15 Jan 2027 08:10:00 GMT", 600 * second),
            (503, "Fri, 15 Jan 2027 07:00:00 GMT", 2_500),
            (503, "Sun, 15 Jan 2040 08:10:00 GMT", HOUR_MS),
            (503, "Friday, 15-Jan-27 08:10:00 GMT", 2_500),
            (503, "soon", 2_500),
            (503, "-5", 2_500),
            (503, "", 2_500),
            (500, "120", 2_500),
        ];
        for (status, retry_after, expect) in cases {
            let outcome = Outcome::Answered { status, retry_after: Some(retry_after) };
            let expect = Verdict::Retry { at: NOW.plus_ms(expect) };
            assert_eq!(judge(&outcome, &attempt(1, 0.5)), expect, "{status} {retry_after}");
        }
    }

    #[test]
    fn the_breaker_opens_after_ten_failures_and_probes_once() {
        let mut breaker = Breaker::default();
        for _ in 0..9 {
            breaker = breaker.after(&answered(500), NOW, DEFAULT_BASE_MS, 0.0);
            assert_eq!(breaker.admit(NOW), Admission::Send);
        }
        breaker = breaker.after(&Outcome::NoAnswer, NOW, DEFAULT_BASE_MS, 0.0);
        let until = NOW.plus_ms(15_000);
        assert_eq!(breaker.admit(NOW), Admission::Wait(until));

        let Admission::Probe(probing) = breaker.admit(until) else { panic!("no probe") };
        assert_eq!(probing.admit(until), Admission::Wait(until.plus_ms(PROBE_MS)), "one probe at a time");
        assert!(matches!(probing.admit(until.plus_ms(PROBE_MS)), Admission::Probe(_)), "a lost probe is repeated");

        let failed = probing.after(&answered(502), until, DEFAULT_BASE_MS, 0.0);
        assert_eq!(failed.open_until, Some(until.plus_ms(30_000)));
        assert_eq!(failed.after(&answered(422), until, DEFAULT_BASE_MS, 0.0), Breaker::default(), "it answers");
        assert_eq!(failed.after(&answered(200), until, DEFAULT_BASE_MS, 0.0).admit(until), Admission::Send);
        let mut down = failed;
        for _ in 0..100 {
            down = down.after(&Outcome::NoAnswer, until, DEFAULT_BASE_MS, 1.0);
        }
        assert_eq!(down.open_until, Some(until.plus_ms(MAX_OPEN_MS)));
    }

    #[test]
    fn a_broken_endpoint_is_tried_often_enough_over_three_days() {
        let (mut now, mut number) = (NOW, 1);
        while let Verdict::Retry { at } =
            judge(&Outcome::NoAnswer, &Attempt { number, since: NOW, now, base_ms: DEFAULT_BASE_MS, random: 0.5 })
        {
            (now, number) = (at, number + 1);
        }
        assert_eq!(number, 153);
        assert!(now.since_ms(NOW) > GIVE_UP_AFTER_MS - HOUR_MS);
    }
}
