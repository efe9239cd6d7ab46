//! How well the engine understands, measured on files of labelled texts.

pub mod emotion;
pub mod handoff;
pub mod human;
pub mod intents;
pub mod retrieval;
mod draw;
mod rows;
pub mod statistics;

pub use rows::{OUT_OF_SCOPE, Row, read};

use baton_shared::engine::site::Lesson;

/// The classes of rows, sorted, without what is out of scope.
pub fn classes(rows: &[Row]) -> Vec<String> {
    let mut labels: Vec<String> =
        rows.iter().map(|row| row.label.clone()).filter(|label| label != OUT_OF_SCOPE).collect();
    labels.sort_unstable();
    labels.dedup();
    labels
}

/// Where a label stands among sorted classes.
pub fn class(classes: &[String], label: &str) -> Option<usize> {
    classes.binary_search_by(|class| class.as_str().cmp(label)).ok()
}

/// A lesson out of rows, whose classes are called by their labels.
pub fn lesson(rows: &[&Row], classes: &[String], named: bool) -> Lesson {
    let examples = rows.iter().filter_map(|row| Some((row.text.clone(), class(classes, &row.label)?)));
    let outside = rows.iter().filter(|row| row.label == OUT_OF_SCOPE).map(|row| row.text.clone());
    let title = |label: &String| if named { label.replace(['_', '-'], " ") } else { String::new() };
    Lesson { titles: classes.iter().map(title).collect(), examples: examples.collect(), outside: outside.collect() }
}
