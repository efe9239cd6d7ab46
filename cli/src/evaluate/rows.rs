//! Files of labelled texts: CSV with the columns `text` and `label`.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// The label of a text that belongs to no class.
pub const OUT_OF_SCOPE: &str = "oos";

/// One labelled text.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Row {
    /// What somebody wrote.
    pub text: String,
    /// Its label; several are joined by `+`.
    pub label: String,
}

impl Row {
    /// Whether one of its labels is among these.
    pub fn has_any(&self, labels: &[String]) -> bool {
        self.label.split('+').any(|own| labels.iter().any(|label| label == own))
    }
}

/// Reads a file.
pub fn read(file: &Path) -> Result<Vec<Row>> {
    let mut reader = csv::Reader::from_path(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let rows: Result<Vec<Row>, csv::Error> = reader.deserialize().collect();
    let rows = rows.with_context(|| format!("{} is no CSV file with the columns text and label", file.display()))?;
    if rows.is_empty() {
        bail!("{} holds no rows", file.display());
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_newlines_and_joined_labels() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("rows.csv");
        std::fs::write(&file, "text,label\n\"one\ntwo, three\",a+b\nfour,oos\n").unwrap();
        let rows = read(&file).unwrap();
        assert_eq!(rows[0].text, "one\ntwo, three");
        assert!(rows[0].has_any(&["b".to_owned()]) && !rows[1].has_any(&["b".to_owned()]));
    }

    #[test]
    fn other_columns_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("rows.csv");
        std::fs::write(&file, "question,answer\na,b\n").unwrap();
        assert!(read(&file).unwrap_err().to_string().contains("columns text and label"));
    }
}
