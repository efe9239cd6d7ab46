//! How well intents are told apart, and what belongs to none is left alone.

use anyhow::{Result, bail};
use baton_shared::engine::bytes::Writer;
use baton_shared::engine::heads::Seen;
use baton_shared::engine::site::Site;
use baton_shared::engine::table::Table;
use serde::Serialize;

use super::statistics::{auroc, mean, quantile, share};
use super::{OUT_OF_SCOPE, Row, class, classes, draw, lesson};
use crate::clock;

/// What was measured, as a mean over all draws. What a test file does not allow to measure is `null`.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Share of the texts in scope whose best class is right, without rejection.
    pub accuracy: Option<f64>,
    /// How well the two kinds are told apart.
    pub oos_auroc: Option<f64>,
    /// Share of what is out of scope that is rejected, at a threshold that lets 95 % of the training's own through.
    pub oos_recall_at_95: Option<f64>,
    /// Share of what is in scope that is let through at that threshold.
    pub accepted_in_scope: Option<f64>,
    /// Microseconds from text to decision: the median.
    pub latency_p50_us: f64,
    /// The same: one in a hundred takes longer.
    pub latency_p99_us: f64,
    /// Bytes of the site's model.
    pub model_bytes: usize,
}

/// Trains on some rows and asks with others.
pub fn measure(table: &Table, train: &[Row], test: &[Row], shots: Option<usize>, seeds: u64) -> Result<Figures> {
    let classes = classes(train);
    if classes.len() < 2 {
        bail!("the training file needs two labels or more");
    }
    let mut runs = Vec::new();
    let mut latencies = Vec::new();
    let mut model_bytes = 0;
    for seed in 0..if shots.is_some() { seeds.max(1) } else { 1 } {
        let drawn = shots.map_or_else(|| train.to_vec(), |shots| draw::few(train, &classes, shots, seed));
        let site = Site::train(table, &lesson(&drawn.iter().collect::<Vec<_>>(), &classes, true));
        let mut written = Writer::default();
        site.write(&mut written);
        model_bytes = written.done().len();
        runs.push(ask(table, &site, test, &classes, &mut latencies));
    }
    let over = |figure: fn(&Figures) -> Option<f64>| mean(&runs.iter().filter_map(figure).collect::<Vec<f64>>());
    Ok(Figures {
        accuracy: over(|run| run.accuracy),
        oos_auroc: over(|run| run.oos_auroc),
        oos_recall_at_95: over(|run| run.oos_recall_at_95),
        accepted_in_scope: over(|run| run.accepted_in_scope),
        latency_p50_us: quantile(&mut latencies, 0.5),
        latency_p99_us: quantile(&mut latencies, 0.99),
        model_bytes,
    })
}

fn ask(table: &Table, site: &Site, test: &[Row], classes: &[String], latencies: &mut Vec<f64>) -> Figures {
    let (mut right, mut accepted, mut rejected) = (0, 0, 0);
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for row in test {
        let began = clock::now();
        let reading = site.read(&Seen::read(table, &row.text));
        latencies.push(began.elapsed().as_secs_f64() * 1e6);
        if row.label == OUT_OF_SCOPE {
            outside.push(-reading.known);
            rejected += usize::from(!reading.accepted);
            continue;
        }
        inside.push(-reading.known);
        accepted += usize::from(reading.accepted);
        let best = reading.best(1).first().map(|(class, _)| *class);
        right += usize::from(best.is_some() && best == class(classes, &row.label));
    }
    Figures {
        accuracy: share(right, inside.len()),
        oos_auroc: auroc(&outside, &inside),
        oos_recall_at_95: share(rejected, outside.len()),
        accepted_in_scope: share(accepted, inside.len()),
        ..Figures::default()
    }
}
