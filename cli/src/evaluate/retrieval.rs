//! How well the article that answers a question is found.

use anyhow::{Result, bail};
use baton_shared::engine::heads::Seen;
use baton_shared::engine::site::Site;
use baton_shared::engine::table::Table;
use serde::Serialize;

use super::statistics::{mean, share};
use super::{OUT_OF_SCOPE, Row, class, classes, lesson};

/// What was measured.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Share of the questions whose article comes first.
    pub recall_at_1: Option<f64>,
    /// Share of the questions whose article is among the first three.
    pub recall_at_3: Option<f64>,
    /// Mean of one divided by the place at which the article comes.
    pub mrr: Option<f64>,
}

/// Makes an article of each label and asks with the test's rows.
pub fn measure(table: &Table, train: &[Row], test: &[Row], title: bool, examples: Option<usize>) -> Result<Figures> {
    let classes = classes(train);
    let mut left = vec![examples.unwrap_or(usize::MAX); classes.len()];
    let mut kept: Vec<&Row> = Vec::new();
    for row in train {
        if let Some(left) = class(&classes, &row.label).and_then(|class| left.get_mut(class)).filter(|left| **left > 0)
        {
            *left -= 1;
            kept.push(row);
        }
    }
    if !title && kept.is_empty() {
        bail!("there is nothing to find: give titles or examples");
    }
    let site = Site::train(table, &lesson(&kept, &classes, title));
    let places: Vec<Option<usize>> = test
        .iter()
        .filter(|row| row.label != OUT_OF_SCOPE)
        .map(|row| {
            let own = class(&classes, &row.label)?;
            let ranked = site.read(&Seen::read(table, &row.text)).best(usize::MAX);
            ranked.iter().position(|(class, _)| *class == own)
        })
        .collect();
    let within = |first: usize| places.iter().flatten().filter(|place| **place < first).count();
    #[allow(clippy::cast_precision_loss, reason = "places are far below 2^52")]
    let inverse: Vec<f64> = places.iter().map(|place| place.map_or(0.0, |place| 1.0 / (place + 1) as f64)).collect();
    Ok(Figures {
        recall_at_1: share(within(1), places.len()),
        recall_at_3: share(within(3), places.len()),
        mrr: mean(&inverse),
    })
}
