//! How well negative emotion is seen.

use baton_shared::engine::emotion::Emotion;
use baton_shared::engine::table::Table;
use serde::Serialize;

use super::Row;
use super::statistics::auroc;

/// What was measured.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// How well negative texts are told from the others.
    pub auroc: Option<f64>,
    /// Harmonic mean of precision and recall at the shipped threshold.
    pub f1: Option<f64>,
}

/// Asks of each row how negative it is.
#[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub fn measure(table: &Table, emotion: &Emotion, test: &[Row], negative: &[String]) -> Figures {
    let (mut of_negative, mut of_others) = (Vec::new(), Vec::new());
    for row in test {
        let score = emotion.negative(table, &row.text);
        if row.has_any(negative) { of_negative.push(score) } else { of_others.push(score) }
    }
    let seen = |scores: &[f32]| scores.iter().filter(|score| **score >= emotion.threshold()).count();
    let (right, wrong) = (seen(&of_negative), seen(&of_others));
    let missed = of_negative.len() - right;
    let all = 2 * right + wrong + missed;
    Figures {
        auroc: auroc(&of_negative, &of_others),
        f1: (!of_negative.is_empty() && all > 0).then(|| 2.0 * right as f64 / all as f64),
    }
}
