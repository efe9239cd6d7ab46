//! How well requests for a person are seen.

use baton_shared::triage::asks_for_human;
use serde::Serialize;

use super::Row;
use super::statistics::share;

/// What was measured.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Share of the texts taken for a request that are one.
    pub precision: Option<f64>,
    /// Share of the requests that are seen.
    pub recall: Option<f64>,
}

/// Asks of each row whether it asks for a person. Also names the rows that were judged wrongly.
pub fn measure<'r>(test: &'r [Row], positive: &str) -> (Figures, Vec<&'r Row>) {
    let labels = [positive.to_owned()];
    let judged: Vec<(&Row, bool, bool)> =
        test.iter().map(|row| (row, row.has_any(&labels), asks_for_human(&row.text).is_some())).collect();
    let count = |is: bool, seen: bool| judged.iter().filter(|(_, own, found)| (*own, *found) == (is, seen)).count();
    let right = count(true, true);
    let figures = Figures {
        precision: share(right, right + count(false, true)),
        recall: share(right, right + count(true, false)),
    };
    (figures, judged.iter().filter(|(_, own, found)| own != found).map(|(row, ..)| *row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_misses_and_traps() {
        let row = |text: &str, label: &str| Row { text: text.to_owned(), label: label.to_owned() };
        let rows = [row("can I talk to a person?", "handoff+x"), row("my bill", "y"), row("xyzzy", "handoff")];
        let (figures, wrong) = measure(&rows, "handoff");
        assert_eq!(figures, Figures { precision: Some(1.0), recall: Some(0.5) });
        assert_eq!(wrong, [&rows[2]]);
    }
}
