//! Examples that share n-grams with a message: their heaviest features, and the cosine with those of the message.

use std::ops::Range;

use super::bytes::{Damaged, Reader, Writer};
use super::sparse::{SIZE, Sparse};

/// Steps of a value, which is between zero and one.
const STEPS: f32 = 255.0;
/// The same of a message's values: sums of products of both stay below 2^32.
const FINE_STEPS: f32 = 65_535.0;
/// Features of a message that are looked for.
const MOST_SOUGHT: usize = 255;

/// Examples as vectors of length one, by the rows of their features. Values are kept in bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlap {
    /// For each example, where its entries begin; one more at the end.
    starts: Vec<u32>,
    /// Rows, example by example.
    rows: Vec<u16>,
    /// Their values, in steps.
    values: Vec<u8>,
}

/// A message's features, ready to be looked up.
#[derive(Debug)]
pub struct Sought {
    /// For each row, the place of its value, of which the first stands for none. Small enough to stay near the processor.
    places: Vec<u8>,
    values: [u32; MOST_SOUGHT + 1],
}

impl Sought {
    /// Of a vector of length one. Of a very long message, the first features count.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    pub fn of(message: &Sparse) -> Self {
        let mut sought = Self { places: vec![0; SIZE], values: [0; MOST_SOUGHT + 1] };
        for ((row, value), place) in message.0.iter().zip(1..=u8::MAX) {
            let slot = sought.places.get_mut(*row as usize).zip(sought.values.get_mut(usize::from(place)));
            if let Some((slot, kept)) = slot {
                *slot = place;
                *kept = libm::rintf(value.clamp(0.0, 1.0) * FINE_STEPS) as u32;
            }
        }
        sought
    }

    fn value(&self, row: u16) -> u32 {
        let place = self.places.get(usize::from(row)).copied().unwrap_or_default();
        self.values.get(usize::from(place)).copied().unwrap_or_default()
    }
}

impl Overlap {
    /// Of examples, keeping so many features of each, the heaviest.
    pub fn build(examples: &[&Sparse], kept: usize) -> Self {
        let mut built = Self { starts: vec![0], ..Self::default() };
        for example in examples {
            for (row, value) in heaviest(example, kept) {
                built.rows.push(row);
                built.values.push(value);
            }
            built.starts.push(u32::try_from(built.rows.len()).unwrap_or(u32::MAX));
        }
        built
    }

    /// How many examples there are.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes it.
    pub fn write(&self, to: &mut Writer) {
        to.count(self.len());
        for ends in self.starts.windows(2) {
            if let [from, end] = ends {
                to.u8(u8::try_from(end - from).unwrap_or(u8::MAX));
            }
        }
        to.count(self.rows.len());
        self.rows.iter().for_each(|row| to.u16(*row));
        to.raw(&self.values);
    }

    /// Reads it.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        let examples = from.count(usize::MAX)?;
        let mut starts = vec![0_u32];
        let mut end = 0;
        for length in from.raw(examples)? {
            end += u32::from(*length);
            starts.push(end);
        }
        let count = from.count(usize::MAX)?;
        if count != end as usize {
            return Err(Damaged);
        }
        let rows = from.many(count, Reader::u16)?;
        Ok(Self { starts, rows, values: from.raw(count)?.to_vec() })
    }

    /// The cosine of each of some examples with a message.
    pub fn likenesses(&self, sought: &Sought, examples: Range<usize>) -> impl Iterator<Item = f32> {
        let ends = self.starts.get(examples.start..=examples.end).unwrap_or_default();
        ends.windows(2).map(|ends| match ends {
            [from, end] => self.cosine(sought, *from as usize..*end as usize),
            _ => 0.0,
        })
    }

    #[allow(clippy::cast_precision_loss, reason = "24 bits are more than enough")]
    fn cosine(&self, sought: &Sought, entries: Range<usize>) -> f32 {
        let rows = self.rows.get(entries.clone()).unwrap_or_default();
        let values = self.values.get(entries).unwrap_or_default();
        // It stays below 2^32, and need not be checked.
        let product = |(row, steps): (&u16, &u8)| sought.value(*row).wrapping_mul(u32::from(*steps));
        let sum = rows.iter().zip(values).map(product).fold(0, u32::wrapping_add);
        sum as f32 / (STEPS * FINE_STEPS)
    }
}

/// The heaviest features, in order, in steps.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn heaviest(example: &Sparse, most: usize) -> Vec<(u16, u8)> {
    let mut kept = example.0.clone();
    kept.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    kept.truncate(most);
    kept.sort_unstable_by_key(|(row, _)| *row);
    let packed = |(row, value): (u32, f32)| {
        let row = u16::try_from(row).ok()?;
        Some((row, libm::rintf(value.clamp(0.0, 1.0) * STEPS) as u8))
    };
    kept.into_iter().filter_map(packed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_features_add_up() {
        let examples = [Sparse(vec![(0, 0.6), (2, 0.8)]), Sparse(vec![(1, 1.0)]), Sparse::default()];
        let kept = Overlap::build(&examples.iter().collect::<Vec<_>>(), 9);
        let message = Sparse(vec![(0, 1.0), (2, 0.5)]);
        let found: Vec<f32> = kept.likenesses(&Sought::of(&message), 0..3).collect();
        assert!((found[0] - 1.0).abs() < 1e-2, "{found:?}");
        assert_eq!(found[1..], [0.0, 0.0]);
        let far = Sparse(vec![(7, 1.0)]);
        assert_eq!(kept.likenesses(&Sought::of(&far), 1..3).collect::<Vec<f32>>(), [0.0; 2]);
        let mut to = Writer::default();
        kept.write(&mut to);
        let bytes = to.done();
        assert_eq!(Overlap::read(&mut Reader::new(&bytes)), Ok(kept));
        (0..bytes.len()).for_each(|end| assert!(Overlap::read(&mut Reader::new(&bytes[..end])).is_err(), "{end}"));
    }
}
