//! Drawing a few examples of each class, the same ones for the same number.

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use super::{OUT_OF_SCOPE, Row};

/// At most `shots` rows of each label, drawn by `seed`; rows out of scope all stay.
pub fn few(rows: &[Row], classes: &[String], shots: usize, seed: u64) -> Vec<Row> {
    let mut order: Vec<&Row> = rows.iter().collect();
    order.shuffle(&mut StdRng::seed_from_u64(seed));
    let mut left = vec![shots; classes.len()];
    let mut take = |row: &&Row| {
        let Some(left) = super::class(classes, &row.label).and_then(|class| left.get_mut(class)) else {
            return row.label == OUT_OF_SCOPE;
        };
        let taken = *left > 0;
        *left = left.saturating_sub(1);
        taken
    };
    order.into_iter().filter(|row| take(row)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_of_each() {
        let row = |n: usize| Row { text: n.to_string(), label: if n.is_multiple_of(3) { "a" } else { "b" }.to_owned() };
        let rows: Vec<Row> = (0..30).map(row).collect();
        let classes = super::super::classes(&rows);
        let drawn = few(&rows, &classes, 4, 1);
        assert_eq!(drawn.len(), 8);
        assert_eq!(drawn, few(&rows, &classes, 4, 1));
        assert_ne!(drawn, few(&rows, &classes, 4, 2));
    }
}
