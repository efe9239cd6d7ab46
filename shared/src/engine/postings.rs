//! Examples that share n-grams with a message: an inverted index with cosines.

use super::bytes::{Damaged, Reader, Writer};
use super::sparse::Sparse;

/// Steps of a value, which is between zero and one.
const STEPS: f32 = 255.0;
/// Heaviest features that are kept of an example.
const KEPT: usize = 40;

/// An index over vectors of length one, by the rows of their features. Values are kept in bytes.
#[derive(Clone, Debug, Default)]
pub struct Postings {
    /// For each row, where its entries begin; one more at the end.
    starts: Vec<u32>,
    /// Examples, row by row.
    entries: Vec<u16>,
    /// Their values, in steps.
    values: Vec<u8>,
    examples: usize,
}

impl Postings {
    /// Indexes examples whose features are below `rows`.
    pub fn build(examples: &[Sparse], rows: usize) -> Self {
        let examples: Vec<Vec<(u32, u8)>> = examples.iter().map(heaviest).collect();
        let mut starts = vec![0_u32; rows + 1];
        for (row, _) in examples.iter().flatten() {
            if let Some(count) = starts.get_mut(*row as usize + 1) {
                *count += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let (mut entries, mut values) = (vec![0; total as usize], vec![0; total as usize]);
        for (example, vector) in (0..).zip(&examples) {
            for (row, value) in vector {
                let Some(place) = next.get_mut(*row as usize) else { continue };
                let at = *place as usize;
                if let (Some(entry), Some(kept)) = (entries.get_mut(at), values.get_mut(at)) {
                    (*entry, *kept) = (example, *value);
                }
                *place += 1;
            }
        }
        Self { starts, entries, values, examples: examples.len() }
    }

    /// How many examples there are.
    pub fn len(&self) -> usize {
        self.examples
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.examples == 0
    }

    /// Writes it.
    pub fn write(&self, to: &mut Writer) {
        to.count(self.examples);
        to.count(self.starts.len());
        self.starts.iter().for_each(|start| to.u32(*start));
        to.count(self.entries.len());
        self.entries.iter().for_each(|entry| to.u16(*entry));
        to.raw(&self.values);
    }

    /// Reads it.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        let (examples, starts) = (from.count(usize::from(u16::MAX))?, from.count(usize::MAX)?);
        let starts = from.many(starts, Reader::u32)?;
        let count = from.count(usize::MAX)?;
        let entries = from.many(count, Reader::u16)?;
        let values = from.raw(count)?.to_vec();
        if !starts.is_sorted() || starts.last().is_none_or(|end| *end as usize != count) {
            return Err(Damaged);
        }
        Ok(Self { starts, entries, values, examples })
    }

    /// The cosine of each example with a vector, in the order of the examples.
    pub fn likenesses(&self, vector: &Sparse) -> Vec<f32> {
        let mut found = vec![0.0; self.examples];
        for (row, value) in &vector.0 {
            let row = *row as usize;
            let (Some(from), Some(to)) = (self.starts.get(row), self.starts.get(row + 1)) else { continue };
            let own = *from as usize..*to as usize;
            let entries = self.entries.get(own.clone()).unwrap_or_default();
            for (example, steps) in entries.iter().zip(self.values.get(own).unwrap_or_default()) {
                if let Some(sum) = found.get_mut(usize::from(*example)) {
                    *sum += value * f32::from(*steps) / STEPS;
                }
            }
        }
        found
    }
}

/// The heaviest features, in order, in steps.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn heaviest(example: &Sparse) -> Vec<(u32, u8)> {
    let mut kept = example.0.clone();
    kept.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    kept.truncate(KEPT);
    kept.sort_unstable_by_key(|(row, _)| *row);
    kept.into_iter().map(|(row, value)| (row, libm::rintf(value.clamp(0.0, 1.0) * STEPS) as u8)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_features_add_up() {
        let examples = [Sparse(vec![(0, 0.6), (2, 0.8)]), Sparse(vec![(1, 1.0)]), Sparse::default()];
        let index = Postings::build(&examples, 3);
        let found = index.likenesses(&Sparse(vec![(0, 1.0), (2, 0.5)]));
        assert!((found[0] - 1.0).abs() < 1e-2, "{found:?}");
        assert_eq!(found[1..], [0.0, 0.0]);
        assert_eq!(index.likenesses(&Sparse(vec![(7, 1.0)])), [0.0; 3]);
    }
}
