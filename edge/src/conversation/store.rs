//! The object's own tables. Every write of one turn is stored or lost together: an object's database commits
//! when the turn ends, so nothing here awaits.

use baton_shared::conversation::{Content, EpisodeId, ErasedScope, Event, Recorded, Seq, Timer};
use baton_shared::handoff::WebhookKind;
use baton_shared::protocol::{Attachment, DeliveryAttempt, Place};
use baton_shared::time::Timestamp;
use serde::{Deserialize, Serialize};
use worker::{SqlStorage, SqlStorageValue};

use crate::audit::Entry;
use crate::failure::Failure;
use crate::sql::{Sql, int, text};
use crate::webhook::order::{Row, RowState};

/// The tables' version. Raise it with a step in [`STEPS`].
pub(super) const VERSION: u32 = 7;

/// Content apart from events, so that erasing leaves a valid log. `timer.body` is the timer itself.
const TABLES: &str = "
CREATE TABLE meta (id TEXT NOT NULL, workspace TEXT NOT NULL, origin TEXT NOT NULL, token_hash TEXT NOT NULL);
CREATE TABLE event (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE content (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE timer (body TEXT PRIMARY KEY, at INTEGER NOT NULL);
CREATE TABLE outbox (
  endpoint TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
  since INTEGER NOT NULL, next_at INTEGER NOT NULL, last_status INTEGER, logged INTEGER NOT NULL,
  PRIMARY KEY (endpoint, seq)
) WITHOUT ROWID;
CREATE TABLE projected (target TEXT PRIMARY KEY, seq INTEGER NOT NULL);
CREATE TABLE ticket (hash TEXT PRIMARY KEY, audience TEXT NOT NULL, expires INTEGER NOT NULL);
";

/// Step from version 1 to 2: the place in the queue outlives a sleep.
const PLACE: &str = "CREATE TABLE place (episode INTEGER PRIMARY KEY, body TEXT NOT NULL)";

/// Step from version 2 to 3: files, and small facts beside the log. A file's `seq` is that of the message which carries
/// it, and `body` is what is known of it; a doomed one is only waiting for its bytes to be deleted.
const FILES: &str = "
CREATE TABLE attachment (
  id TEXT PRIMARY KEY, at INTEGER NOT NULL, seq INTEGER, body TEXT, doomed INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
";

/// Step from version 3 to 4: a file's bytes are deleted when they surely lie there no more. Until `until` an upload may
/// still bring them; `due` is when a doomed file's bytes are next to be deleted, after `tries` that failed. What was on its
/// way before this step has until its day is over.
const DELETION: &str = "
ALTER TABLE attachment ADD COLUMN until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
UPDATE attachment SET until = at + 86400000 WHERE body IS NULL;
";
/// Step from version 4 to 5: agents send files too, and each side sees of the other's what was sent.
const BY_STAFF: &str = "ALTER TABLE attachment ADD COLUMN by_staff INTEGER NOT NULL DEFAULT 0";

/// Step from version 5 to 6: what came of each attempt to deliver, for who looks into a failure.
const ATTEMPTS: &str = "
CREATE TABLE attempt (
  id INTEGER PRIMARY KEY, endpoint TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, status INTEGER,
  took INTEGER NOT NULL, answer TEXT NOT NULL
);
CREATE INDEX attempt_by_webhook ON attempt (endpoint, seq);
";
/// Step from version 6 to 7: lines of the audit that are still to be written into the database.
const LINES: &str = "CREATE TABLE line (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL)";
/// What leads from each version to the next, from nothing on.
const STEPS: [&str; VERSION as usize] = [TABLES, PLACE, FILES, DELETION, BY_STAFF, ATTEMPTS, LINES];
/// Attempts of one webhook that are remembered.
const KEPT_ATTEMPTS: u64 = 30;

/// Who sends a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The customer.
    Customer,
    /// Somebody of the company.
    Staff,
}

/// A file that has arrived.
pub(super) struct Stored {
    /// What is known of it.
    pub(super) file: Attachment,
    /// Who uploaded it.
    pub(super) by: Side,
    /// Whether a message carries it.
    pub(super) is_sent: bool,
}

/// Who the conversation is.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Meta {
    pub(super) id: String,
    pub(super) workspace: String,
    /// Scheme and host under which the edge was reached, for links to it.
    pub(super) origin: String,
    /// SHA-256 of the customer's token.
    pub(super) token_hash: String,
}

/// A webhook that is to be sent, or was.
#[derive(Clone, Debug)]
pub(super) struct Outgoing {
    pub(super) endpoint: String,
    /// When it was first due, or was asked for again.
    pub(super) since: Timestamp,
    pub(super) last_status: Option<u16>,
    pub(super) row: Row,
}

#[derive(Deserialize)]
struct EventRow {
    seq: Seq,
    at: u64,
    event: String,
    content: Option<String>,
}

#[derive(Deserialize)]
struct OutboxRow {
    endpoint: String,
    seq: Seq,
    kind: WebhookKind,
    state: String,
    attempts: u32,
    since: u64,
    next_at: u64,
    last_status: Option<u16>,
}

#[derive(Deserialize)]
struct AttemptRow {
    at: u64,
    status: Option<u16>,
    took: u64,
    answer: String,
}

#[derive(Deserialize)]
struct LineRow {
    id: u64,
    at: u64,
    body: String,
}

#[derive(Deserialize)]
struct FileRow {
    body: String,
    sent: u8,
    by_staff: u8,
}

#[derive(Deserialize)]
struct KeptRow {
    name: String,
    value: String,
}

/// A file whose bytes are to be deleted.
#[derive(Deserialize)]
pub(super) struct Doomed {
    pub(super) id: String,
    /// Until when an upload may still bring bytes.
    until: u64,
    tries: u32,
}

/// The tables of one object.
pub(super) struct Store {
    pub(super) sql: Sql,
}

impl Store {
    pub(super) fn new(sql: SqlStorage) -> Self {
        Self { sql: Sql::new(sql) }
    }

    /// Lays or moves the tables to [`VERSION`].
    pub(super) fn migrate(&self) -> Result<(), Failure> {
        self.lay(u64::from(VERSION))
    }

    /// Lays or moves the tables to a version, and never back.
    pub(super) fn lay(&self, version: u64) -> Result<(), Failure> {
        self.sql.run("CREATE TABLE IF NOT EXISTS version (number INTEGER NOT NULL)", vec![])?;
        let found = self.sql.number("SELECT max(number) AS number FROM version", vec![])?.unwrap_or(0);
        for (step, number) in STEPS.iter().zip(1..=version) {
            if found < number {
                self.sql.run(step, vec![])?;
            }
        }
        if found < version {
            self.sql.run("INSERT INTO version (number) VALUES (?)", vec![int(version)])?;
        }
        Ok(())
    }

    /// Whether anything was ever stored here. Looking stores nothing, so that asking for conversations that do not
    /// exist leaves none behind.
    pub(super) fn exists(&self) -> Result<bool, Failure> {
        let select = "SELECT count(*) AS number FROM sqlite_master WHERE type = 'table' AND name = 'version'";
        Ok(self.sql.number(select, vec![])?.unwrap_or(0) > 0)
    }

    pub(super) fn meta(&self) -> Result<Option<Meta>, Failure> {
        Ok(self.sql.rows("SELECT id, workspace, origin, token_hash FROM meta", vec![])?.into_iter().next())
    }

    pub(super) fn set_meta(&self, meta: &Meta) -> Result<(), Failure> {
        let values = vec![text(&meta.id), text(&meta.workspace), text(&meta.origin), text(&meta.token_hash)];
        self.sql.run("INSERT INTO meta (id, workspace, origin, token_hash) VALUES (?, ?, ?, ?)", values)
    }

    /// The customer's first token no longer authorises: ten others came after it.
    pub(super) fn drop_first_token(&self) -> Result<(), Failure> {
        self.sql.run("UPDATE meta SET token_hash = ''", vec![])
    }

    /// The log after a number, with what has not been erased.
    pub(super) fn log(&self, after: Seq) -> Result<Vec<Recorded>, Failure> {
        let select = "SELECT e.seq, e.at, e.body AS event, c.body AS content FROM event e \
                      LEFT JOIN content c ON c.seq = e.seq WHERE e.seq > ? ORDER BY e.seq";
        let rows: Vec<EventRow> = self.sql.rows(select, vec![int(after)])?;
        rows.iter().map(recorded).collect()
    }

    /// Appends events, and the webhooks that follow from them, in as few statements as can be.
    pub(super) fn append(&self, events: &[Recorded], webhooks: &[(String, Seq, WebhookKind)]) -> Result<(), Failure> {
        let mut lines: Vec<(Seq, u64, String)> = Vec::with_capacity(events.len());
        let mut contents: Vec<(Seq, String)> = Vec::new();
        for recorded in events {
            lines.push((recorded.seq, recorded.at.0, serde_json::to_string(&recorded.event)?));
            if let Some(content) = &recorded.content {
                contents.push((recorded.seq, serde_json::to_string(content)?));
            }
        }
        let insert = "INSERT INTO event (seq, at, body) SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)";
        self.sql.run(insert, vec![text(&serde_json::to_string(&lines)?)])?;
        if !contents.is_empty() {
            let insert = "INSERT INTO content (seq, body) SELECT value ->> 0, value ->> 1 FROM json_each(?)";
            self.sql.run(insert, vec![text(&serde_json::to_string(&contents)?)])?;
        }
        if !webhooks.is_empty() {
            let at = events.first().map_or(0, |recorded| recorded.at.0);
            let insert = "INSERT INTO outbox (endpoint, seq, kind, state, attempts, since, next_at, logged) \
                          SELECT value ->> 0, value ->> 1, value ->> 2, 'waiting', 0, ?2, ?2, 0 FROM json_each(?1)";
            self.sql.run(insert, vec![text(&serde_json::to_string(webhooks)?), int(at)])?;
        }
        Ok(())
    }

    pub(super) fn delete_content(&self, scope: ErasedScope) -> Result<(), Failure> {
        // A receiver may have repeated in its answer what it was sent.
        self.sql.run("UPDATE attempt SET answer = ''", vec![])?;
        match scope {
            ErasedScope::All => self.sql.run("DELETE FROM content", vec![]),
            ErasedScope::One { seq } => self.sql.run("DELETE FROM content WHERE seq = ?", vec![int(seq)]),
        }
    }

    pub(super) fn set_timer(&self, timer: Timer, at: Timestamp) -> Result<(), Failure> {
        let values = vec![text(&serde_json::to_string(&timer)?), int(at.0)];
        self.sql.run("INSERT OR REPLACE INTO timer (body, at) VALUES (?, ?)", values)
    }

    pub(super) fn timers_due(&self, now: Timestamp) -> Result<Vec<Timer>, Failure> {
        let select = "SELECT body AS text FROM timer WHERE at <= ? ORDER BY at";
        self.sql.texts(select, vec![int(now.0)])?.iter().map(|timer| Ok(serde_json::from_str(timer)?)).collect()
    }

    /// Takes away a timer that was due at `now`, unless it has been set for later since.
    pub(super) fn delete_timer(&self, timer: Timer, now: Timestamp) -> Result<(), Failure> {
        let values = vec![text(&serde_json::to_string(&timer)?), int(now.0)];
        self.sql.run("DELETE FROM timer WHERE body = ? AND at <= ?", values)
    }

    pub(super) fn next_timer(&self) -> Result<Option<Timestamp>, Failure> {
        Ok(self.sql.number("SELECT min(at) AS number FROM timer", vec![])?.map(Timestamp))
    }

    /// All webhooks that are not settled, in order for each endpoint.
    pub(super) fn waiting_webhooks(&self) -> Result<Vec<Outgoing>, Failure> {
        self.webhooks("WHERE state = 'waiting' ORDER BY endpoint, seq", vec![])
    }

    pub(super) fn webhook(&self, endpoint: &str, seq: Seq) -> Result<Option<Outgoing>, Failure> {
        let found = self.webhooks("WHERE endpoint = ? AND seq = ?", vec![text(endpoint), int(seq)])?;
        Ok(found.into_iter().next())
    }

    /// Webhooks whose last change the delivery log does not show yet.
    pub(super) fn unlogged_webhooks(&self) -> Result<Vec<Outgoing>, Failure> {
        self.webhooks("WHERE logged = 0", vec![])
    }

    fn webhooks(&self, rest: &str, values: Vec<SqlStorageValue>) -> Result<Vec<Outgoing>, Failure> {
        let select =
            format!("SELECT endpoint, seq, kind, state, attempts, since, next_at, last_status FROM outbox {rest}");
        let rows: Vec<OutboxRow> = self.sql.rows(&select, values)?;
        Ok(rows.into_iter().map(outgoing).collect())
    }

    /// Stores what came of an attempt, to be logged.
    pub(super) fn settle(&self, outgoing: &Outgoing) -> Result<(), Failure> {
        let update = "UPDATE outbox SET state = ?3, attempts = ?4, since = ?5, next_at = ?6, last_status = ?7, logged = 0 \
                      WHERE endpoint = ?1 AND seq = ?2";
        let row = &outgoing.row;
        let values = vec![
            text(&outgoing.endpoint),
            int(row.seq),
            text(state_word(row.state)),
            int(u64::from(row.attempts)),
            int(outgoing.since.0),
            int(row.next_at.0),
            outgoing.last_status.map_or(SqlStorageValue::Null, |status| int(u64::from(status))),
        ];
        self.sql.run(update, values)
    }

    /// Remembers what came of an attempt, and forgets the oldest ones of the same webhook.
    pub(super) fn add_attempt(&self, endpoint: &str, seq: Seq, attempt: &DeliveryAttempt) -> Result<(), Failure> {
        let values = vec![
            text(endpoint),
            int(seq),
            int(attempt.at.0),
            attempt.status.map_or(SqlStorageValue::Null, |status| int(u64::from(status))),
            int(attempt.took_ms),
            text(&attempt.answer),
        ];
        self.sql
            .run("INSERT INTO attempt (endpoint, seq, at, status, took, answer) VALUES (?, ?, ?, ?, ?, ?)", values)?;
        let forget = "DELETE FROM attempt WHERE endpoint = ?1 AND seq = ?2 AND id <= \
                      (SELECT id FROM attempt WHERE endpoint = ?1 AND seq = ?2 ORDER BY id DESC LIMIT 1 OFFSET ?3)";
        self.sql.run(forget, vec![text(endpoint), int(seq), int(KEPT_ATTEMPTS)])
    }

    /// The attempts to deliver a webhook, in order.
    pub(super) fn attempts(&self, endpoint: &str, seq: Seq) -> Result<Vec<DeliveryAttempt>, Failure> {
        let select = "SELECT at, status, took, answer FROM attempt WHERE endpoint = ? AND seq = ? ORDER BY id";
        let rows: Vec<AttemptRow> = self.sql.rows(select, vec![text(endpoint), int(seq)])?;
        let attempt = |row: AttemptRow| DeliveryAttempt {
            at: Timestamp(row.at),
            status: row.status,
            took_ms: row.took,
            answer: row.answer,
        };
        Ok(rows.into_iter().map(attempt).collect())
    }

    pub(super) fn mark_logged(&self, outgoing: &Outgoing) -> Result<(), Failure> {
        // Only where nothing has changed since the row was read.
        let update = "UPDATE outbox SET logged = 1 WHERE endpoint = ? AND seq = ? AND attempts = ? AND state = ?";
        let row = &outgoing.row;
        let values =
            vec![text(&outgoing.endpoint), int(row.seq), int(u64::from(row.attempts)), text(state_word(row.state))];
        self.sql.run(update, values)
    }

    /// Up to which event a projection has been written.
    pub(super) fn projected(&self, target: &str) -> Result<Seq, Failure> {
        let select = "SELECT max(seq) AS number FROM projected WHERE target = ?";
        Ok(self.sql.number(select, vec![text(target)])?.unwrap_or(0))
    }

    pub(super) fn set_projected(&self, targets: &[&str], seq: Seq) -> Result<(), Failure> {
        let replace = "INSERT OR REPLACE INTO projected (target, seq) SELECT value, ?2 FROM json_each(?1)";
        self.sql.run(replace, vec![text(&serde_json::to_string(targets)?), int(seq)])
    }

    /// Where the customer stands in a handoff's queue, as the desk last said.
    pub(super) fn place(&self, episode: EpisodeId) -> Result<Option<Place>, Failure> {
        let select = "SELECT body AS text FROM place WHERE episode = ?";
        let place = self.sql.text(select, vec![int(u64::from(episode))])?;
        place.map(|place| Ok(serde_json::from_str(&place)?)).transpose()
    }

    /// Keeps the place in the queue, the only one there is.
    pub(super) fn set_place(&self, episode: EpisodeId, place: Option<Place>) -> Result<(), Failure> {
        self.sql.run("DELETE FROM place", vec![])?;
        let Some(place) = place else { return Ok(()) };
        let values = vec![int(u64::from(episode)), text(&serde_json::to_string(&place)?)];
        self.sql.run("INSERT INTO place (episode, body) VALUES (?, ?)", values)
    }

    /// Small facts beside the log, by their names.
    pub(super) fn kept(&self) -> Result<Vec<(String, String)>, Failure> {
        let rows: Vec<KeptRow> = self.sql.rows("SELECT name, value FROM kept", vec![])?;
        Ok(rows.into_iter().map(|row| (row.name, row.value)).collect())
    }

    /// Keeps a small fact as JSON, or forgets it.
    pub(super) fn keep<T: Serialize>(&self, name: &str, value: Option<&T>) -> Result<(), Failure> {
        match value {
            Some(value) => {
                let values = vec![text(name), text(&serde_json::to_string(value)?)];
                self.sql.run("INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)", values)
            }
            None => self.sql.run("DELETE FROM kept WHERE name = ?", vec![text(name)]),
        }
    }

    /// How many files the conversation holds of one side, also those that are on their way.
    pub(super) fn files(&self, by: Side) -> Result<u64, Failure> {
        let select = "SELECT count(*) AS number FROM attachment WHERE doomed = 0 AND by_staff = ?";
        Ok(self.sql.number(select, vec![by_staff(by)])?.unwrap_or(0))
    }

    /// Makes a place for a file that is on its way, and may come until a time.
    pub(super) fn reserve_file(&self, id: &str, by: Side, now: Timestamp, until: Timestamp) -> Result<(), Failure> {
        let insert = "INSERT INTO attachment (id, at, until, by_staff) VALUES (?, ?, ?, ?)";
        self.sql.run(insert, vec![text(id), int(now.0), int(until.0), by_staff(by)])
    }

    /// The file has arrived, and nothing more comes under its id. Whether it is still wanted; where it is not, its bytes
    /// are to be deleted, also where its place had been forgotten.
    pub(super) fn keep_file(&self, file: &Attachment) -> Result<bool, Failure> {
        let update = "UPDATE attachment SET body = ?2, until = 0 WHERE id = ?1 AND body IS NULL AND doomed = 0 \
                      RETURNING id AS text";
        let kept = self.sql.text(update, vec![text(&file.id), text(&serde_json::to_string(file)?)])?;
        if kept.is_none() {
            let doom = "INSERT INTO attachment (id, at, doomed) VALUES (?, 0, 1) \
                        ON CONFLICT (id) DO UPDATE SET until = 0, due = 0 WHERE doomed = 1";
            self.sql.run(doom, vec![text(&file.id)])?;
        }
        Ok(kept.is_some())
    }

    /// A file that has arrived.
    pub(super) fn file(&self, id: &str) -> Result<Option<Stored>, Failure> {
        let select = "SELECT body, seq IS NOT NULL AS sent, by_staff FROM attachment \
                      WHERE id = ? AND body IS NOT NULL AND doomed = 0";
        let rows: Vec<FileRow> = self.sql.rows(select, vec![text(id)])?;
        let row = rows.into_iter().next();
        row.map(|FileRow { body, sent, by_staff }| {
            let by = if by_staff == 0 { Side::Customer } else { Side::Staff };
            Ok(Stored { file: serde_json::from_str(&body)?, by, is_sent: sent != 0 })
        })
        .transpose()
    }

    /// A message carries these files.
    pub(super) fn send_files(&self, ids: &[&str], seq: Seq) -> Result<(), Failure> {
        let update = "UPDATE attachment SET seq = ?2 WHERE id IN (SELECT value FROM json_each(?1))";
        self.sql.run(update, vec![text(&serde_json::to_string(ids)?), int(seq)])
    }

    /// One file is to be deleted.
    pub(super) fn doom_file(&self, id: &str) -> Result<(), Failure> {
        self.sql.run("UPDATE attachment SET doomed = 1, body = NULL WHERE id = ? AND seq IS NULL", vec![text(id)])
    }

    /// What was uploaded `kept_ms` ago and never sent is to be deleted, and what never came.
    pub(super) fn doom_unsent(&self, now: Timestamp, kept_ms: u64) -> Result<(), Failure> {
        let update = "UPDATE attachment SET doomed = 1, body = NULL WHERE seq IS NULL AND doomed = 0 \
                      AND CASE WHEN body IS NULL THEN until ELSE at + ?2 END <= ?1";
        self.sql.run(update, vec![int(now.0), int(kept_ms)])
    }

    /// Files that messages carry are to be deleted.
    pub(super) fn doom_sent_files(&self) -> Result<(), Failure> {
        self.sql.run("UPDATE attachment SET doomed = 1, body = NULL WHERE seq IS NOT NULL AND doomed = 0", vec![])
    }

    /// Whether a message carries a file that is still there.
    pub(super) fn has_sent_files(&self) -> Result<bool, Failure> {
        let select = "SELECT count(*) AS number FROM attachment WHERE seq IS NOT NULL AND doomed = 0";
        Ok(self.sql.number(select, vec![])?.unwrap_or(0) > 0)
    }

    /// The files of what was erased are to be deleted; what is known of them goes at once. Whether there are any.
    pub(super) fn doom_erased(&self, scope: ErasedScope) -> Result<bool, Failure> {
        let doom = "UPDATE attachment SET doomed = 1, body = NULL";
        match scope {
            ErasedScope::All => self.sql.run(doom, vec![])?,
            ErasedScope::One { seq } => self.sql.run(&format!("{doom} WHERE seq = ?"), vec![int(seq)])?,
        }
        Ok(self.sql.number("SELECT count(*) AS number FROM attachment WHERE doomed = 1", vec![])?.unwrap_or(0) > 0)
    }

    /// Files whose bytes are to be deleted now, as many as go in one request.
    pub(super) fn doomed_files(&self, now: Timestamp) -> Result<Vec<Doomed>, Failure> {
        let select = "SELECT id, until, tries FROM attachment WHERE doomed = 1 AND due <= ? LIMIT 500";
        self.sql.rows(select, vec![int(now.0)])
    }

    /// Whether nothing is known of any file, wanted or not.
    pub(super) fn has_no_files(&self) -> Result<bool, Failure> {
        Ok(self.sql.number("SELECT count(*) AS number FROM attachment", vec![])?.unwrap_or(0) == 0)
    }

    /// The bytes of these files were deleted, which began at `began`. Where an upload might still have brought them after
    /// that, they are deleted once more; the others are forgotten.
    pub(super) fn files_deleted(&self, files: &[Doomed], began: Timestamp) -> Result<(), Failure> {
        for file in files {
            if file.until <= began.0 {
                self.sql.run("DELETE FROM attachment WHERE doomed = 1 AND id = ?", vec![text(&file.id)])?;
            } else {
                // What has arrived meanwhile is due already.
                let update = "UPDATE attachment SET due = until, tries = 0 WHERE id = ? AND until = ?";
                self.sql.run(update, vec![text(&file.id), int(file.until)])?;
            }
        }
        Ok(())
    }

    /// The bytes of these files could not be deleted: each is tried again after a wait that grows with its tries.
    pub(super) fn files_stay(
        &self,
        files: &[Doomed],
        now: Timestamp,
        wait_ms: impl Fn(u32) -> u64,
    ) -> Result<(), Failure> {
        for file in files {
            let update = "UPDATE attachment SET tries = tries + 1, due = ?2 WHERE id = ?1";
            self.sql.run(update, vec![text(&file.id), int(now.plus_ms(wait_ms(file.tries)).0)])?;
        }
        Ok(())
    }

    /// When bytes are next to be deleted, of what is doomed or will be then.
    pub(super) fn next_deletion(&self, kept_ms: u64) -> Result<Option<Timestamp>, Failure> {
        let select = "SELECT min(CASE WHEN doomed = 1 THEN due WHEN body IS NULL THEN until ELSE at + ? END) AS number \
                      FROM attachment WHERE doomed = 1 OR seq IS NULL";
        Ok(self.sql.number(select, vec![int(kept_ms)])?.map(Timestamp))
    }

    /// Keeps a ticket, and forgets those that have expired.
    /// Keeps a line of the audit until it is written elsewhere. No two have the same time, so that each is told from the
    /// others.
    pub(super) fn add_line(&self, entry: &Entry, now: Timestamp) -> Result<(), Failure> {
        let insert = "INSERT INTO line (at, body) SELECT max(?1, coalesce(max(at) + 1, 0)), ?2 FROM line";
        self.sql.run(insert, vec![int(now.0), text(&serde_json::to_string(entry)?)])
    }

    /// The first line that waits, with its id and when it was.
    pub(super) fn first_line(&self) -> Result<Option<(u64, Timestamp, Entry)>, Failure> {
        let rows: Vec<LineRow> = self.sql.rows("SELECT id, at, body FROM line ORDER BY id LIMIT 1", vec![])?;
        let line = |row: LineRow| Ok((row.id, Timestamp(row.at), serde_json::from_str(&row.body)?));
        rows.into_iter().next().map(line).transpose()
    }

    pub(super) fn delete_line(&self, id: u64) -> Result<(), Failure> {
        self.sql.run("DELETE FROM line WHERE id = ?", vec![int(id)])
    }

    pub(super) fn add_ticket(
        &self,
        hash: &str,
        audience: &str,
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<(), Failure> {
        self.sql.run("DELETE FROM ticket WHERE expires < ?", vec![int(now.0)])?;
        let values = vec![text(hash), text(audience), int(expires.0)];
        self.sql.run("INSERT INTO ticket (hash, audience, expires) VALUES (?, ?, ?)", values)
    }

    /// Uses a ticket up. Says for whom it was, if it was good.
    pub(super) fn take_ticket(&self, hash: &str, now: Timestamp) -> Result<Option<String>, Failure> {
        let delete = "DELETE FROM ticket WHERE hash = ? AND expires >= ? RETURNING audience AS text";
        self.sql.text(delete, vec![text(hash), int(now.0)])
    }
}

fn recorded(row: &EventRow) -> Result<Recorded, Failure> {
    let event: Event = serde_json::from_str(&row.event)?;
    let content: Option<Content> = row.content.as_deref().map(serde_json::from_str).transpose()?;
    Ok(Recorded { seq: row.seq, at: Timestamp(row.at), event, content })
}

fn outgoing(row: OutboxRow) -> Outgoing {
    let state = match row.state.as_str() {
        "delivered" => RowState::Delivered,
        "dead" => RowState::Dead,
        _ => RowState::Waiting,
    };
    Outgoing {
        endpoint: row.endpoint,
        since: Timestamp(row.since),
        last_status: row.last_status,
        row: Row { seq: row.seq, kind: row.kind, attempts: row.attempts, next_at: Timestamp(row.next_at), state },
    }
}

/// The word for a state, in the outbox and in the delivery log.
pub(super) fn state_word(state: RowState) -> &'static str {
    match state {
        RowState::Waiting | RowState::Sending => "waiting",
        RowState::Delivered => "delivered",
        RowState::Dead => "dead",
    }
}

fn by_staff(side: Side) -> SqlStorageValue {
    int(u64::from(side == Side::Staff))
}
