//! What the objects' stores have in common: statements on an object's own `SQLite`, and the values that go into them.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use worker::{SqlStorage, SqlStorageValue};

use crate::failure::Failure;

/// An object's own database.
pub struct Sql(SqlStorage);

#[derive(Deserialize)]
struct NumberRow {
    number: Option<u64>,
}

#[derive(Deserialize)]
struct TextRow {
    text: String,
}

impl Sql {
    /// The database of an object's state.
    pub fn new(sql: SqlStorage) -> Self {
        Self(sql)
    }

    /// Runs a statement whose rows nobody needs.
    pub fn run(&self, statement: &str, values: Vec<SqlStorageValue>) -> Result<(), Failure> {
        self.0.exec(statement, values)?;
        Ok(())
    }

    /// All rows of a statement.
    pub fn rows<T: DeserializeOwned>(&self, statement: &str, values: Vec<SqlStorageValue>) -> Result<Vec<T>, Failure> {
        Ok(self.0.exec(statement, values)?.to_array()?)
    }

    /// The first row's column `number`; absent without a row, or where it is null.
    pub fn number(&self, statement: &str, values: Vec<SqlStorageValue>) -> Result<Option<u64>, Failure> {
        let rows: Vec<NumberRow> = self.rows(statement, values)?;
        Ok(rows.first().and_then(|row| row.number))
    }

    /// The column `number` of every row.
    pub fn numbers(&self, statement: &str, values: Vec<SqlStorageValue>) -> Result<Vec<u64>, Failure> {
        let rows: Vec<NumberRow> = self.rows(statement, values)?;
        Ok(rows.into_iter().filter_map(|row| row.number).collect())
    }

    /// The first row's column `text`.
    pub fn text(&self, statement: &str, values: Vec<SqlStorageValue>) -> Result<Option<String>, Failure> {
        Ok(self.texts(statement, values)?.into_iter().next())
    }

    /// The column `text` of every row.
    pub fn texts(&self, statement: &str, values: Vec<SqlStorageValue>) -> Result<Vec<String>, Failure> {
        let rows: Vec<TextRow> = self.rows(statement, values)?;
        Ok(rows.into_iter().map(|row| row.text).collect())
    }
}

/// A text as `SQLite` takes it.
pub fn text(value: &str) -> SqlStorageValue {
    SqlStorageValue::String(value.to_owned())
}

/// A text, or null.
pub fn optional(value: Option<&str>) -> SqlStorageValue {
    value.map_or(SqlStorageValue::Null, text)
}

/// A whole number.
pub fn int(value: u64) -> SqlStorageValue {
    SqlStorageValue::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}
