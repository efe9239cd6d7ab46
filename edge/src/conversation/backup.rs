//! A conversation as a backup holds it: the rows of its tables, as they are.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use worker::{Response, SqlStorageValue};

use super::object::Inner;
use super::store::{Store, VERSION};
use crate::backup::{Row, list, quoted};
use crate::failure::Failure;
use crate::http::{json, no_content};
use crate::internal::{Dump, Fill};
use crate::parse::problem::{Code, problem};
use crate::platform;

/// What the platform keeps, what is only of the moment, and how far others have been told: they are told again.
const LEFT_OUT: &str = "name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE '!_cf!_%' ESCAPE '!' \
                        AND name NOT IN ('version', 'ticket', 'projected')";
/// Stands among the projections once everything has been filled in.
const FILLED: &str = "filled";

#[derive(Deserialize)]
struct Name {
    name: String,
}

impl Inner {
    /// Everything that is stored, in one go.
    pub(super) fn dump(&self) -> Result<Response, Failure> {
        // Also of a place for files; one that was never opened is nothing.
        self.with_live(|_| Ok(()))?;
        json(&Dump { version: u64::from(VERSION), tables: self.store.dump()? })
    }

    /// Takes in what a backup holds; once all of it is there, nothing more.
    pub(super) fn fill(&self, fill: &Fill) -> Result<Response, Failure> {
        if fill.version > u64::from(VERSION) {
            let detail = "the backup was made by a later Baton; deploy that one first";
            return Err(problem(Code::Conflict, detail).into());
        }
        self.store.lay(fill.version)?;
        if self.store.projected(FILLED)? == 0 {
            self.store.fill(&fill.tables)?;
            if fill.last {
                self.store.migrate()?;
                self.store.set_projected(&[FILLED], 1)?;
            }
        }
        self.live.replace(None);
        no_content()
    }

    /// Goes on after a restore: tells the inbox and the desk, and does what is due.
    pub(super) async fn wake(&self) -> Result<Response, Failure> {
        if self.is_place()? {
            self.tend_place().await?;
        } else {
            self.project(true).await?;
            self.wake_at(platform::now()).await?;
        }
        no_content()
    }
}

impl Store {
    fn dump(&self) -> Result<BTreeMap<String, Vec<Row>>, Failure> {
        let select = format!("SELECT name FROM sqlite_master WHERE type = 'table' AND {LEFT_OUT} ORDER BY name");
        let tables: Vec<Name> = self.sql.rows(&select, vec![])?;
        let rows = |table: &Name| self.sql.rows(&format!("SELECT * FROM {}", quoted(&table.name)), vec![]);
        tables.iter().map(|table| Ok((table.name.clone(), rows(table)?))).collect()
    }

    /// What is there already stays.
    fn fill(&self, tables: &BTreeMap<String, Vec<Row>>) -> Result<(), Failure> {
        for (table, rows) in tables {
            for row in rows {
                let insert = format!(
                    "INSERT OR IGNORE INTO {0} ({1}) SELECT {2} WHERE NOT ({3} AND EXISTS (SELECT 1 FROM {0}))",
                    quoted(table),
                    list(row.keys().map(String::as_str), quoted),
                    list(row.keys(), |_| "?".to_owned()),
                    // The one table without a key has one row.
                    u8::from(table == "meta"),
                );
                self.sql.run(&insert, row.values().map(bound).collect())?;
            }
        }
        Ok(())
    }
}

fn bound(value: &Value) -> SqlStorageValue {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => SqlStorageValue::Null,
        Value::Bool(truth) => SqlStorageValue::Integer(i64::from(*truth)),
        Value::Number(figure) => match figure.as_i64() {
            Some(whole) => SqlStorageValue::Integer(whole),
            None => figure.as_f64().map_or(SqlStorageValue::Null, SqlStorageValue::Float),
        },
        Value::String(text) => SqlStorageValue::String(text.clone()),
    }
}
