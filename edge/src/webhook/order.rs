//! Which row of an outbox is sent next. One conversation and one endpoint: rows go in order of their events, one at a
//! time, so that a receiver sees the conversation as it happened. A handoff may not wait for long behind something
//! that the endpoint keeps refusing: once the row that holds it up has had one attempt, it overtakes. Dead rows block nothing.

use baton_shared::handoff::WebhookKind;
use baton_shared::time::Timestamp;

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowState {
    /// To be sent, now or later.
    Waiting,
    /// An attempt is under way.
    Sending,
    /// The endpoint has it.
    Delivered,
    /// Given up.
    Dead,
}

/// What the order depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The number of its event.
    pub seq: u64,
    /// What it tells.
    pub kind: WebhookKind,
    /// Attempts that have ended.
    pub attempts: u32,
    /// Not before this.
    pub next_at: Timestamp,
    /// Where it stands.
    pub state: RowState,
}

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Send the row with this number.
    Send(u64),
    /// Nothing is due before this.
    WaitUntil(Timestamp),
    /// Nothing until an attempt that is under way has ended, or a new row comes.
    Nothing,
}

/// The next row to send, out of the rows of one conversation and endpoint, in any order.
pub fn next(rows: &[Row], now: Timestamp) -> Next {
    let mut open: Vec<&Row> =
        rows.iter().filter(|row| matches!(row.state, RowState::Waiting | RowState::Sending)).collect();
    open.sort_by_key(|row| row.seq);

    let mut earliest: Option<Timestamp> = None;
    let mut consider = |row: &Row| {
        if row.next_at > now {
            earliest = Some(earliest.map_or(row.next_at, |at| at.min(row.next_at)));
        }
        row.next_at <= now
    };
    // Handoffs first: the oldest that has waited for one attempt of what holds it up.
    for (index, row) in open.iter().enumerate() {
        let older = open.get(..index).unwrap_or_default();
        let under_way = open.iter().filter(|other| other.state == RowState::Sending);
        let free = under_way.into_iter().all(|other| other.kind != WebhookKind::Handoff && other.seq < row.seq);
        // The first of them holds up all others, so it is its attempt that counts.
        let waited = older.first().is_none_or(|first| first.attempts > 0);
        let overtakes = row.kind == WebhookKind::Handoff && row.state == RowState::Waiting && waited && free;
        if overtakes && consider(row) {
            return Next::Send(row.seq);
        }
    }
    let under_way = open.iter().any(|row| row.state == RowState::Sending);
    if let Some(first) = open.first().filter(|_| !under_way)
        && consider(first)
    {
        return Next::Send(first.seq);
    }
    earliest.map_or(Next::Nothing, Next::WaitUntil)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);

    /// Rows in a line: `3h*1+5` is number 3, a handoff (else a message), under way (`*`; `!` dead, `.` delivered),
    /// with one attempt behind it, due five milliseconds from now.
    fn rows(script: &str) -> Vec<Row> {
        script.split_whitespace().map(row).collect()
    }

    fn row(word: &str) -> Row {
        let (word, wait) = word.split_once('+').unwrap_or((word, "0"));
        let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
        let (seq, rest) = word.split_at(digits);
        let (kind, rest) = match rest.strip_prefix('h') {
            Some(rest) => (WebhookKind::Handoff, rest),
            None => (WebhookKind::Message, rest.strip_prefix('m').unwrap_or(rest)),
        };
        let (state, rest) = match rest.chars().next() {
            Some('*') => (RowState::Sending, &rest[1..]),
            Some('!') => (RowState::Dead, &rest[1..]),
            Some('.') => (RowState::Delivered, &rest[1..]),
            _ => (RowState::Waiting, rest),
        };
        let attempts = if rest.is_empty() { 0 } else { rest.parse().unwrap() };
        let next_at = NOW.plus_ms(wait.parse().unwrap());
        Row { seq: seq.parse().unwrap(), kind, attempts, next_at, state }
    }

    #[track_caller]
    fn check(script: &str, expect: Next) {
        let mut rows = rows(script);
        assert_eq!(next(&rows, NOW), expect, "{script}");
        rows.reverse();
        assert_eq!(next(&rows, NOW), expect, "{script}, turned round");
    }

    fn until(ms: u64) -> Next {
        Next::WaitUntil(NOW.plus_ms(ms))
    }

    #[test]
    fn rows_go_in_order_one_at_a_time() {
        check("", Next::Nothing);
        check("1m", Next::Send(1));
        check("1m. 2m 3m", Next::Send(2));
        check("1m*0 2m", Next::Nothing);
        check("1m1+9 2m", until(9));
        check("1m* 2h", Next::Nothing);
    }

    #[test]
    fn a_handoff_waits_for_one_attempt_and_overtakes() {
        check("1m 2h", Next::Send(1));
        check("1m*0 2h", Next::Nothing);
        check("1m1+9 2h", Next::Send(2));
        check("1m1 2h", Next::Send(2));
        check("1m*1 2h", Next::Send(2));
        check("1m1+9 2m 3h", Next::Send(3));
        check("1m1+9 2m", until(9));
        check("1m1+9 2h*", Next::Nothing);
        check("1m1 2h1+5", Next::Send(1));
        check("1m1+9 2h1+5", until(5));
        check("1m1+9 2h1+5 3h", Next::Send(3));
        check("2h*0 3h", Next::Nothing);
        check("2h*1 3h", Next::Nothing);
    }

    #[test]
    fn dead_letters_block_nothing() {
        check("1m! 2m", Next::Send(2));
        check("1m! 2m. 3h", Next::Send(3));
        check("1m!", Next::Nothing);
    }

    #[test]
    fn everything_is_delivered_in_the_end_whatever_fails() {
        // A tiny endpoint: each row fails twice, then is taken.
        let mut rows = rows("1m 2m 3h 4m 5h");
        let mut now = NOW;
        let mut sent = Vec::new();
        for _ in 0..100 {
            match next(&rows, now) {
                Next::Send(seq) => {
                    sent.push(seq);
                    let row = rows.iter_mut().find(|row| row.seq == seq).unwrap();
                    row.attempts += 1;
                    row.next_at = now.plus_ms(10);
                    row.state = if row.attempts > 2 { RowState::Delivered } else { RowState::Waiting };
                }
                Next::WaitUntil(at) => now = at,
                Next::Nothing => break,
            }
        }
        assert!(rows.iter().all(|row| row.state == RowState::Delivered));
        assert_eq!(sent, [1, 3, 5, 3, 5, 1, 3, 5, 1, 2, 2, 2, 4, 4, 4]);
    }
}
