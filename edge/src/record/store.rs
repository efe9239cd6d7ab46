//! A customer's tables.

use baton_shared::conversation::Status;
use baton_shared::customer::CustomerFacts;
use baton_shared::protocol::{CustomerClaims, CustomerContact, CustomerConversation};
use baton_shared::time::Timestamp;
use serde::Deserialize;
use worker::SqlStorage;

use crate::failure::Failure;
use crate::internal::CustomerUpdate;
use crate::sql::{Sql, int, optional, text};

/// Conversations that a record lists.
const LISTED: u64 = 200;

/// `claim` has one row. An address belongs to the conversation in which it was left.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS claim (
  one INTEGER PRIMARY KEY CHECK (one = 1), subject TEXT NOT NULL, name TEXT, email TEXT, facts TEXT NOT NULL,
  at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS conversation (
  id TEXT PRIMARY KEY, seq INTEGER NOT NULL, status TEXT NOT NULL, opened_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL, erased INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS contact (
  conversation TEXT PRIMARY KEY, address TEXT NOT NULL, suits TEXT, at INTEGER NOT NULL
) WITHOUT ROWID;
";

#[derive(Deserialize)]
struct ClaimRow {
    subject: String,
    name: Option<String>,
    email: Option<String>,
    facts: String,
    at: u64,
}

#[derive(Deserialize)]
struct ConversationRow {
    id: String,
    status: Status,
    opened_at: u64,
    updated_at: u64,
    erased: u8,
}

#[derive(Deserialize)]
struct ContactRow {
    conversation: String,
    address: String,
    suits: Option<String>,
    at: u64,
}

/// The tables of one customer.
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

    /// Takes in what a conversation tells, unless something newer of it is known. What was erased comes back neither by
    /// itself nor by a late word of it. Says whether anything is kept of the customer after that.
    pub(super) fn update(&self, update: &CustomerUpdate) -> Result<bool, Failure> {
        let known = "SELECT seq AS number FROM conversation WHERE id = ?";
        let known = self.sql.number(known, vec![text(&update.conversation)])?;
        if known.is_some_and(|seq| seq > update.seq) || (known.is_none() && update.erased) {
            return self.holds_anything();
        }
        let upsert = "INSERT INTO conversation (id, seq, status, opened_at, updated_at, erased) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
                      ON CONFLICT (id) DO UPDATE SET seq = ?2, status = ?3, updated_at = ?5, erased = ?6";
        let status = serde_json::to_value(update.status)?;
        let values = vec![
            text(&update.conversation),
            int(update.seq),
            text(status.as_str().unwrap_or_default()),
            int(update.opened_at.0),
            int(update.updated_at.0),
            int(u64::from(update.erased)),
        ];
        self.sql.run(upsert, values)?;
        match &update.contact {
            Some(contact) => {
                let upsert = "INSERT INTO contact (conversation, address, suits, at) VALUES (?1, ?2, ?3, ?4) \
                              ON CONFLICT (conversation) DO UPDATE SET address = ?2, suits = ?3, at = ?4";
                let values = vec![
                    text(&update.conversation),
                    text(&contact.address),
                    optional(contact.when.as_deref()),
                    int(contact.at.0),
                ];
                self.sql.run(upsert, values)?;
            }
            None => self.sql.run("DELETE FROM contact WHERE conversation = ?", vec![text(&update.conversation)])?,
        }
        if let Some(claims) = &update.claims {
            let upsert = "INSERT INTO claim (one, subject, name, email, facts, at) VALUES (1, ?1, ?2, ?3, ?4, ?5) \
                          ON CONFLICT (one) DO UPDATE SET subject = ?1, name = ?2, email = ?3, facts = ?4, at = ?5 \
                          WHERE ?5 >= at";
            let values = vec![
                text(&claims.subject),
                optional(claims.name.as_deref()),
                optional(claims.email.as_deref()),
                text(&serde_json::to_string(&claims.facts)?),
                int(claims.at.0),
            ];
            self.sql.run(upsert, values)?;
        }
        // Whose every conversation is erased is nobody any more.
        let left = self.sql.number("SELECT count(*) AS number FROM conversation WHERE erased = 0", vec![])?;
        if left == Some(0) {
            self.sql.run("DELETE FROM claim", vec![])?;
        }
        self.holds_anything()
    }

    pub(super) fn claims(&self) -> Result<Option<CustomerClaims>, Failure> {
        let rows: Vec<ClaimRow> = self.sql.rows("SELECT subject, name, email, facts, at FROM claim", vec![])?;
        let claims = |row: ClaimRow| {
            let facts: CustomerFacts = serde_json::from_str(&row.facts)?;
            Ok(CustomerClaims { subject: row.subject, name: row.name, email: row.email, facts, at: Timestamp(row.at) })
        };
        rows.into_iter().next().map(claims).transpose()
    }

    pub(super) fn contacts(&self) -> Result<Vec<CustomerContact>, Failure> {
        let select = "SELECT conversation, address, suits, at FROM contact ORDER BY at DESC, conversation";
        let rows: Vec<ContactRow> = self.sql.rows(select, vec![])?;
        let contact = |row: ContactRow| CustomerContact {
            address: row.address,
            when: row.suits,
            conversation: row.conversation,
            at: Timestamp(row.at),
        };
        Ok(rows.into_iter().map(contact).collect())
    }

    pub(super) fn conversations(&self) -> Result<Vec<CustomerConversation>, Failure> {
        let select = "SELECT id, status, opened_at, updated_at, erased FROM conversation \
                      ORDER BY updated_at DESC, id LIMIT ?";
        let rows: Vec<ConversationRow> = self.sql.rows(select, vec![int(LISTED)])?;
        let conversation = |row: ConversationRow| CustomerConversation {
            id: row.id,
            status: row.status,
            opened_at: Timestamp(row.opened_at),
            updated_at: Timestamp(row.updated_at),
            erased: row.erased != 0,
            preview: None,
        };
        Ok(rows.into_iter().map(conversation).collect())
    }

    /// Forgets everything.
    pub(super) fn forget(&self) -> Result<(), Failure> {
        ["claim", "contact", "conversation"]
            .iter()
            .try_for_each(|table| self.sql.run(&format!("DELETE FROM {table}"), vec![]))
    }

    fn holds_anything(&self) -> Result<bool, Failure> {
        let count = "SELECT (SELECT count(*) FROM claim) + (SELECT count(*) FROM contact) AS number";
        Ok(self.sql.number(count, vec![])?.unwrap_or(0) > 0)
    }
}
