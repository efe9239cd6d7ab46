//! Heads as they ship: weights in bytes. A head over n-grams keeps for each feature what all classes share once, and only
//! the classes that stand out by themselves; a head over meanings keeps all of them.

use std::collections::BTreeMap;

use super::bytes::{Damaged, Reader, Writer};
use super::linear::{Input, Linear};
use super::math::whole_dot;
use super::table::{DIMENSIONS, Meaning};

/// Share of a row's greatest deviation up to which a class is counted with the others.
const STANDS_OUT: f32 = 0.12;
/// Steps on either side of zero.
const STEPS: f32 = 127.0;
/// Steps on either side of zero of a message's numbers: 256 products of both stay below 2^31.
const FINE_STEPS: f32 = 32_767.0;
/// Classes beyond which no head is read.
const MOST_CLASSES: usize = 8_192;
/// Features beyond which no head is read.
const MOST_ROWS: usize = 32_768;

/// A head over few numbers out of many.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thin {
    bias: Vec<f32>,
    /// For each row, what all classes share; nothing where no row has any.
    shared: Vec<f32>,
    /// For each row, the size of a step.
    sizes: Vec<f32>,
    /// Where each row's classes begin; one more at the end.
    starts: Vec<u32>,
    classes: Vec<u16>,
    steps: Vec<i8>,
}

/// A head over all numbers of a meaning.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Full {
    bias: Vec<f32>,
    /// The size of a step, for each number of the meaning.
    sizes: Vec<f32>,
    /// For each class, one step for each number of the meaning.
    steps: Vec<i8>,
}

#[allow(clippy::cast_possible_truncation, reason = "clamped")]
fn step(value: f32, size: f32) -> i8 {
    libm::rintf(value / size).clamp(-STEPS, STEPS) as i8
}

#[allow(clippy::cast_possible_truncation, reason = "clamped")]
fn fine_step(value: f32) -> i16 {
    libm::rintf(value).clamp(-FINE_STEPS, FINE_STEPS) as i16
}

fn size(greatest: f32) -> f32 {
    (greatest / STEPS).max(f32::MIN_POSITIVE)
}

fn middle(values: &[f32]) -> f32 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// A trained head's rows, and its bias.
fn split(trained: &Linear) -> (std::slice::ChunksExact<'_, f32>, Vec<f32>) {
    let (weights, classes) = (trained.weights(), trained.classes().max(1));
    let (rows, bias) = weights.split_at_checked(weights.len().saturating_sub(classes)).unwrap_or_default();
    (rows.chunks_exact(classes), bias.to_vec())
}

impl Thin {
    /// Packs a trained head.
    pub fn of(trained: &Linear) -> Self {
        let (rows, bias) = split(trained);
        let mut packed = Self { bias, starts: vec![0], ..Self::default() };
        for row in rows {
            let shared = middle(row);
            let greatest = row.iter().map(|value| (value - shared).abs()).fold(0.0, f32::max);
            let size = size(greatest);
            for (class, value) in (0..).zip(row) {
                let own = value - shared;
                if own != 0.0 && own.abs() >= STANDS_OUT * greatest {
                    packed.classes.push(class);
                    packed.steps.push(step(own, size));
                }
            }
            packed.shared.push(shared);
            packed.sizes.push(size);
            packed.starts.push(u32::try_from(packed.classes.len()).unwrap_or(u32::MAX));
        }
        packed
    }

    /// The middle of each class's examples, which takes no training: with many classes, where training would take minutes.
    /// A class scores by the cosine with its middle, times `scale`; its heaviest `kept` features are enough.
    pub fn middles(examples: &[(&[(u32, f32)], usize)], rows: usize, classes: usize, scale: f32, kept: usize) -> Self {
        let mut sums: Vec<BTreeMap<u32, f32>> = vec![BTreeMap::new(); classes];
        for (input, class) in examples {
            let Some(sum) = sums.get_mut(*class) else { continue };
            input.iter().for_each(|(row, value)| *sum.entry(*row).or_default() += value);
        }
        let mut by_row: Vec<Vec<(u16, f32)>> = vec![Vec::new(); rows];
        for (class, sum) in (0..).zip(sums) {
            let length = libm::sqrtf(sum.values().map(|value| value * value).sum()).max(f32::MIN_POSITIVE);
            let mut heaviest: Vec<(u32, f32)> = sum.into_iter().collect();
            heaviest.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
            for (row, value) in heaviest.into_iter().take(kept) {
                by_row.get_mut(row as usize).into_iter().for_each(|own| own.push((class, scale * value / length)));
            }
        }
        let mut packed = Self { bias: vec![0.0; classes], starts: vec![0], ..Self::default() };
        for own in by_row {
            let size = size(own.iter().map(|(_, value)| value.abs()).fold(0.0, f32::max));
            packed.classes.extend(own.iter().map(|(class, _)| *class));
            packed.steps.extend(own.iter().map(|(_, value)| step(*value, size)));
            packed.sizes.push(size);
            packed.starts.push(u32::try_from(packed.classes.len()).unwrap_or(u32::MAX));
        }
        packed
    }

    /// The score of each class, as the logarithm of its probability but for what all have in common.
    pub fn scores(&self, input: &[(u32, f32)]) -> Vec<f32> {
        let mut scores = self.bias.clone();
        let mut shared = 0.0;
        input.each(|row, value| {
            let (Some(size), Some(from), Some(to)) =
                (self.sizes.get(row), self.starts.get(row), self.starts.get(row + 1))
            else {
                return;
            };
            shared += value * self.shared.get(row).copied().unwrap_or_default();
            let own = *from as usize..*to as usize;
            let classes = self.classes.get(own.clone()).unwrap_or_default();
            for (class, step) in classes.iter().zip(self.steps.get(own).unwrap_or_default()) {
                if let Some(score) = scores.get_mut(usize::from(*class)) {
                    *score += value * size * f32::from(*step);
                }
            }
        });
        for score in &mut scores {
            *score += shared;
        }
        scores
    }

    /// How many features it weighs.
    pub fn rows(&self) -> usize {
        self.sizes.len()
    }

    /// Writes it.
    pub fn write(&self, to: &mut Writer) {
        to.count(self.bias.len());
        to.count(self.sizes.len());
        to.count(self.shared.len());
        to.count(self.classes.len());
        self.bias.iter().chain(&self.shared).chain(&self.sizes).for_each(|value| to.f32(*value));
        for ends in self.starts.windows(2) {
            if let [from, end] = ends {
                to.u16(u16::try_from(end - from).unwrap_or(u16::MAX));
            }
        }
        self.classes.iter().for_each(|class| to.u16(*class));
        self.steps.iter().for_each(|step| to.u8(step.cast_unsigned()));
    }

    /// Reads it.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        let (classes, rows) = (from.count(MOST_CLASSES)?, from.count(MOST_ROWS)?);
        let (shared, own) = (from.count(rows)?, from.count(usize::MAX)?);
        if shared != rows && shared != 0 {
            return Err(Damaged);
        }
        let bias = from.many(classes, Reader::f32)?;
        let (shared, sizes) = (from.many(shared, Reader::f32)?, from.many(rows, Reader::f32)?);
        let mut starts = Vec::with_capacity(rows + 1);
        let mut end = 0_u32;
        starts.push(end);
        for _ in 0..rows {
            end += u32::from(from.u16()?);
            starts.push(end);
        }
        if end as usize != own {
            return Err(Damaged);
        }
        Ok(Self { bias, shared, sizes, starts, classes: from.many(own, Reader::u16)?, steps: from.signed(own)? })
    }
}

impl Full {
    /// A head that says nothing of any class.
    pub fn silent(classes: usize) -> Self {
        Self { bias: vec![0.0; classes], ..Self::default() }
    }

    /// Packs a trained head.
    pub fn of(trained: &Linear) -> Self {
        let (rows, bias) = split(trained);
        let mut packed = Self { steps: vec![0; bias.len() * DIMENSIONS], bias, ..Self::default() };
        for (place, row) in rows.enumerate() {
            let size = size(row.iter().map(|value| value.abs()).fold(0.0, f32::max));
            let own = packed.steps.iter_mut().skip(place).step_by(DIMENSIONS);
            own.zip(row).for_each(|(kept, value)| *kept = step(*value, size));
            packed.sizes.push(size);
        }
        packed
    }

    /// The score of each class, as the logarithm of its probability but for what all have in common. What is summed up
    /// are whole numbers: exact in any order, and many at a time.
    #[allow(clippy::cast_precision_loss, reason = "a sum of 31 bits, of which 24 are more than enough")]
    pub fn scores(&self, meaning: &Meaning) -> Vec<f32> {
        let mut sized = *meaning;
        sized.iter_mut().zip(&self.sizes).for_each(|(value, size)| *value *= size);
        let greatest = sized.iter().map(|value| value.abs()).fold(0.0, f32::max);
        if greatest == 0.0 || self.steps.is_empty() {
            return self.bias.clone();
        }
        let scale = FINE_STEPS / greatest;
        let mut fine = [0_i16; DIMENSIONS];
        fine.iter_mut().zip(&sized).for_each(|(kept, value)| *kept = fine_step(value * scale));
        let (rows, _) = self.steps.as_chunks::<DIMENSIONS>();
        let score = |(bias, row): (&f32, &[i8; DIMENSIONS])| bias + whole_dot(row, &fine) as f32 / scale;
        self.bias.iter().zip(rows).map(score).collect()
    }

    /// How many classes it tells apart.
    pub fn classes(&self) -> usize {
        self.bias.len()
    }

    /// Writes it.
    pub fn write(&self, to: &mut Writer) {
        to.count(self.bias.len());
        to.count(self.sizes.len());
        self.bias.iter().chain(&self.sizes).for_each(|value| to.f32(*value));
        self.steps.iter().for_each(|step| to.u8(step.cast_unsigned()));
    }

    /// Reads it.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        let (classes, sizes) = (from.count(MOST_CLASSES)?, from.count(DIMENSIONS)?);
        if sizes != DIMENSIONS && sizes != 0 {
            return Err(Damaged);
        }
        let (bias, sizes) = (from.many(classes, Reader::f32)?, from.many(sizes, Reader::f32)?);
        let steps = from.signed(classes * sizes.len())?;
        Ok(Self { bias, sizes, steps })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::linear::Fit;

    #[test]
    fn a_packed_head_scores_like_the_trained_one() {
        let examples: [&[(u32, f32)]; 4] = [&[(0, 1.0)], &[(1, 1.0), (2, 0.5)], &[(2, 1.0)], &[(3, 1.0)]];
        let labelled: Vec<_> = examples.into_iter().zip([0, 1, 1, 2]).collect();
        let trained = Linear::train(&labelled, 4, 3, Fit { decay: 0.01, steps: 40 });
        let packed = Thin::of(&trained);
        for (input, _) in labelled {
            let (one, other) = (trained.scores(input), packed.scores(input));
            let best = |scores: &[f32]| (0..3).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
            assert_eq!(best(&one), best(&other), "{one:?} {other:?}");
            assert!(one.iter().zip(&other).all(|(a, b)| (a - b).abs() < 0.5), "{one:?} {other:?}");
        }
        let mut bytes = Writer::default();
        packed.write(&mut bytes);
        let bytes = bytes.done();
        assert_eq!(Thin::read(&mut Reader::new(&bytes)), Ok(packed));
        (0..bytes.len()).for_each(|end| assert!(Thin::read(&mut Reader::new(&bytes[..end])).is_err(), "{end}"));
    }
}
