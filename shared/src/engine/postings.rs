//! Examples that share n-grams with a message: an inverted index with cosines.

use super::sparse::Sparse;

/// An index over vectors of length one, by the rows of their features.
#[derive(Clone, Debug, Default)]
pub struct Postings {
    /// For each row, where its entries begin; one more at the end.
    starts: Vec<u32>,
    /// Example and value, row by row.
    entries: Vec<(u32, f32)>,
    examples: usize,
}

impl Postings {
    /// Indexes examples whose features are below `rows`.
    pub fn build(examples: &[Sparse], rows: usize) -> Self {
        let mut starts = vec![0_u32; rows + 1];
        for (row, _) in examples.iter().flat_map(|example| &example.0) {
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
        let mut entries = vec![(0, 0.0); total as usize];
        for (example, vector) in (0..).zip(examples) {
            for (row, value) in &vector.0 {
                if let Some(place) = next.get_mut(*row as usize) {
                    if let Some(entry) = entries.get_mut(*place as usize) {
                        *entry = (example, *value);
                    }
                    *place += 1;
                }
            }
        }
        Self { starts, entries, examples: examples.len() }
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        size_of_val(self.starts.as_slice()) + size_of_val(self.entries.as_slice())
    }

    /// The cosine of each example with a vector, in the order of the examples.
    pub fn likenesses(&self, vector: &Sparse) -> Vec<f32> {
        let mut found = vec![0.0; self.examples];
        for (row, value) in &vector.0 {
            let row = *row as usize;
            let (Some(from), Some(to)) = (self.starts.get(row), self.starts.get(row + 1)) else { continue };
            for (example, weight) in self.entries.get(*from as usize..*to as usize).unwrap_or_default() {
                if let Some(sum) = found.get_mut(*example as usize) {
                    *sum += value * weight;
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_features_add_up() {
        let examples = [Sparse(vec![(0, 0.6), (2, 0.8)]), Sparse(vec![(1, 1.0)]), Sparse::default()];
        let index = Postings::build(&examples, 3);
        let found = index.likenesses(&Sparse(vec![(0, 1.0), (2, 0.5)]));
        assert!((found[0] - 1.0).abs() < 1e-6, "{found:?}");
        assert_eq!(found[1..], [0.0, 0.0]);
        assert_eq!(index.likenesses(&Sparse(vec![(7, 1.0)])), [0.0; 3]);
    }
}
