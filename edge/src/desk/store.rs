//! The desk's tables.

use baton_shared::conversation::EpisodeId;
use baton_shared::policy::Priority;
use baton_shared::routing::Waiting;
use baton_shared::text::Language;
use baton_shared::time::{DAY_MS, Timestamp};
use serde::Deserialize;
use worker::{SqlStorage, SqlStorageValue};

use crate::failure::Failure;
use crate::internal::DeskUpdate;
use crate::sql::{Sql, int, optional, text};

/// Accepted handoffs of a queue that a wait is computed from.
const SAMPLES: u64 = 20;

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS entry (
  conversation TEXT PRIMARY KEY, seq INTEGER NOT NULL, updated_at INTEGER NOT NULL, language TEXT NOT NULL,
  agent TEXT, episode INTEGER, queue TEXT, priority TEXT, since INTEGER, proposed TEXT, place TEXT
);
CREATE TABLE IF NOT EXISTS known_by (conversation TEXT PRIMARY KEY, agent TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS accepted (
  conversation TEXT NOT NULL, episode INTEGER NOT NULL, queue TEXT NOT NULL, after_ms INTEGER NOT NULL,
  at INTEGER NOT NULL, PRIMARY KEY (conversation, episode)
);
CREATE TABLE IF NOT EXISTS presence (one INTEGER PRIMARY KEY CHECK (one = 1), moves INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS ticket (hash TEXT PRIMARY KEY, agent TEXT NOT NULL, expires INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS entry_waiting ON entry (since) WHERE episode IS NOT NULL AND agent IS NULL;
CREATE INDEX IF NOT EXISTS entry_agent ON entry (agent) WHERE agent IS NOT NULL;
CREATE INDEX IF NOT EXISTS entry_settled ON entry (updated_at) WHERE episode IS NULL AND agent IS NULL;
CREATE INDEX IF NOT EXISTS accepted_latest ON accepted (queue, at);
CREATE INDEX IF NOT EXISTS accepted_by_time ON accepted (at);
";

/// A handoff that waits, and what the desk has done about it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) waiting: Waiting,
    /// Whom the desk proposed.
    pub(super) proposed: Option<String>,
    /// The place that the customer was last told, as JSON.
    pub(super) place: Option<String>,
}

#[derive(Deserialize)]
struct EntryRow {
    conversation: String,
    episode: EpisodeId,
    queue: String,
    priority: Priority,
    language: Language,
    since: u64,
    proposed: Option<String>,
    place: Option<String>,
    last_agent: Option<String>,
}

#[derive(Deserialize)]
struct LoadRow {
    text: String,
    number: u32,
}

/// The tables of a desk.
pub(super) struct Store {
    sql: Sql,
}

impl Store {
    pub(super) fn new(sql: SqlStorage) -> Self {
        Self { sql: Sql::new(sql) }
    }

    pub(super) fn migrate(&self) -> Result<(), Failure> {
        self.sql.run(TABLES, vec![])
    }

    /// Somebody has come or gone.
    pub(super) fn count_move(&self) -> Result<(), Failure> {
        let count = "INSERT INTO presence (one, moves) VALUES (1, 1) ON CONFLICT (one) DO UPDATE SET moves = moves + 1";
        self.sql.run(count, vec![])
    }

    /// How often somebody has come or gone.
    pub(super) fn moves(&self) -> Result<u64, Failure> {
        Ok(self.sql.number("SELECT moves AS number FROM presence", vec![])?.unwrap_or(0))
    }

    /// Takes in where a conversation stands, unless something newer is known. Says whether that can move the queue:
    /// most conversations never come near it, and of these nothing is kept.
    pub(super) fn update(&self, update: &DeskUpdate, now: Timestamp) -> Result<bool, Failure> {
        if update.waiting.is_none() && update.agent.is_none() && !self.has(&update.conversation)? {
            return Ok(false);
        }
        let upsert = "INSERT INTO entry (conversation, seq, updated_at, language, agent, episode, queue, priority, since) \
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (conversation) DO UPDATE SET \
                      seq = ?2, updated_at = ?3, language = ?4, agent = ?5, queue = ?7, priority = ?8, since = ?9, \
                      proposed = CASE WHEN episode IS ?6 THEN proposed END, place = CASE WHEN episode IS ?6 THEN place END, \
                      episode = ?6 WHERE ?2 >= seq";
        let waiting = update.waiting.as_ref();
        let values = vec![
            text(&update.conversation),
            int(update.seq),
            int(now.0),
            text(update.language.as_str()),
            optional(update.agent.as_deref()),
            waiting.map_or(SqlStorageValue::Null, |waiting| int(u64::from(waiting.episode))),
            optional(waiting.map(|waiting| waiting.queue.as_str())),
            optional(waiting.map(|waiting| word(&waiting.priority)).transpose()?.as_deref()),
            waiting.map_or(SqlStorageValue::Null, |waiting| int(waiting.since.0)),
        ];
        self.sql.run(upsert, values)?;
        if let Some(agent) = waiting.and_then(|waiting| waiting.last_agent.as_deref()) {
            let known = "INSERT OR REPLACE INTO known_by (conversation, agent) VALUES (?, ?)";
            self.sql.run(known, vec![text(&update.conversation), text(agent)])?;
        }
        if let Some(accepted) = &update.accepted {
            let insert =
                "INSERT OR IGNORE INTO accepted (conversation, episode, queue, after_ms, at) VALUES (?, ?, ?, ?, ?)";
            let values = vec![
                text(&update.conversation),
                int(u64::from(accepted.episode)),
                text(&accepted.queue),
                int(accepted.after_ms),
                int(accepted.at.0),
            ];
            self.sql.run(insert, values)?;
        }
        let forgotten = int(now.0.saturating_sub(DAY_MS));
        let settled = "DELETE FROM entry WHERE updated_at < ? AND episode IS NULL AND agent IS NULL";
        self.sql.run(settled, vec![forgotten.clone()])?;
        self.sql.run("DELETE FROM known_by WHERE conversation NOT IN (SELECT conversation FROM entry)", vec![])?;
        self.sql.run("DELETE FROM accepted WHERE at < ?", vec![forgotten])?;
        Ok(true)
    }

    fn has(&self, conversation: &str) -> Result<bool, Failure> {
        let select = "SELECT count(*) AS number FROM entry WHERE conversation = ?";
        Ok(self.sql.number(select, vec![text(conversation)])?.is_some_and(|number| number > 0))
    }

    /// Everything that waits for somebody.
    pub(super) fn waiting(&self) -> Result<Vec<Entry>, Failure> {
        let select = "SELECT entry.conversation, episode, queue, priority, language, since, proposed, place, \
                      known_by.agent AS last_agent FROM entry LEFT JOIN known_by USING (conversation) \
                      WHERE episode IS NOT NULL AND entry.agent IS NULL ORDER BY since, entry.conversation";
        let rows: Vec<EntryRow> = self.sql.rows(select, vec![])?;
        Ok(rows.into_iter().map(entry).collect())
    }

    /// How many conversations each agent has.
    pub(super) fn loads(&self) -> Result<Vec<(String, u32)>, Failure> {
        let select = "SELECT agent AS text, count(*) AS number FROM entry WHERE agent IS NOT NULL GROUP BY agent";
        let rows: Vec<LoadRow> = self.sql.rows(select, vec![])?;
        Ok(rows.into_iter().map(|row| (row.text, row.number)).collect())
    }

    /// The conversations that an agent has.
    pub(super) fn held_by(&self, agent: &str) -> Result<Vec<String>, Failure> {
        let select = "SELECT conversation AS text FROM entry WHERE agent = ?";
        self.sql.texts(select, vec![text(agent)])
    }

    /// How long the queue's latest handoffs waited, in milliseconds.
    pub(super) fn accepted(&self, queue: &str) -> Result<Vec<u64>, Failure> {
        let select = "SELECT after_ms AS number FROM accepted WHERE queue = ? ORDER BY at DESC LIMIT ?";
        self.sql.numbers(select, vec![text(queue), int(SAMPLES)])
    }

    /// Notes whom the desk proposed, or that the proposal came to nothing. A handoff that has ended stays as it is.
    pub(super) fn set_proposed(
        &self,
        conversation: &str,
        episode: EpisodeId,
        agent: Option<&str>,
    ) -> Result<(), Failure> {
        let update = "UPDATE entry SET proposed = ? WHERE conversation = ? AND episode = ?";
        self.sql.run(update, vec![optional(agent), text(conversation), int(u64::from(episode))])
    }

    /// Notes what the customer was told last.
    pub(super) fn set_place(&self, conversation: &str, episode: EpisodeId, place: Option<&str>) -> Result<(), Failure> {
        let update = "UPDATE entry SET place = ? WHERE conversation = ? AND episode = ?";
        self.sql.run(update, vec![optional(place), text(conversation), int(u64::from(episode))])
    }

    pub(super) fn add_ticket(
        &self,
        hash: &str,
        agent: &str,
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<(), Failure> {
        self.sql.run("DELETE FROM ticket WHERE expires < ?", vec![int(now.0)])?;
        let values = vec![text(hash), text(agent), int(expires.0)];
        self.sql.run("INSERT INTO ticket (hash, agent, expires) VALUES (?, ?, ?)", values)
    }

    /// Uses a ticket up. Says whose it was, if it was good.
    pub(super) fn take_ticket(&self, hash: &str, now: Timestamp) -> Result<Option<String>, Failure> {
        let delete = "DELETE FROM ticket WHERE hash = ? AND expires >= ? RETURNING agent AS text";
        self.sql.text(delete, vec![text(hash), int(now.0)])
    }
}

fn entry(row: EntryRow) -> Entry {
    let EntryRow { conversation, episode, queue, priority, language, since, proposed, place, last_agent } = row;
    let waiting = Waiting { conversation, episode, queue, priority, language, since: Timestamp(since), last_agent };
    Entry { waiting, proposed, place }
}

fn word<T: serde::Serialize>(value: &T) -> Result<String, Failure> {
    Ok(serde_json::to_value(value)?.as_str().unwrap_or_default().to_owned())
}
