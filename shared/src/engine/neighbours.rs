//! The examples that are most like a message. An example's meaning is kept in four bits a number, a message's in sixteen:
//! their products are whole numbers, so that sums are exact in any order and on any machine.

use std::ops::Range;

use super::bytes::{Damaged, Reader, Writer};
use super::math::whole_dot;
use super::table::{DIMENSIONS, Meaning};

/// Two numbers of an example share a byte.
const BYTES: usize = DIMENSIONS / 2;
/// Steps on either side of zero of an example's numbers; as bits, they are moved up by one more.
const STEPS: f32 = 7.0;
const MOVED: i16 = 8;
/// The same of a message's: 256 products of both stay below 2^31.
const FINE_STEPS: f32 = 32_767.0;

/// Examples, class by class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Neighbours {
    /// The lower half of a byte belongs to the first half of a meaning.
    packed: Vec<[u8; BYTES]>,
    /// The size of a step.
    sizes: Vec<f32>,
}

/// A message's meaning in whole numbers.
#[derive(Clone, Debug)]
pub struct Fine {
    first: [i16; BYTES],
    second: [i16; BYTES],
    /// The size of a step.
    size: f32,
}

impl Fine {
    /// Rounds a meaning.
    pub fn of(meaning: &Meaning) -> Self {
        let size = greatest(meaning) / FINE_STEPS;
        let mut fine = Self { first: [0; BYTES], second: [0; BYTES], size };
        if size > 0.0 {
            let slots = fine.first.iter_mut().chain(&mut fine.second);
            slots.zip(meaning).for_each(|(slot, value)| *slot = rounded(value / size, FINE_STEPS));
        }
        fine
    }
}

fn greatest(meaning: &Meaning) -> f32 {
    meaning.iter().map(|value| value.abs()).fold(0.0, f32::max)
}

#[allow(clippy::cast_possible_truncation, reason = "clamped")]
fn rounded(value: f32, most: f32) -> i16 {
    libm::rintf(value).clamp(-most, most) as i16
}

impl Neighbours {
    /// Adds an example.
    pub fn push(&mut self, meaning: &Meaning) {
        let size = greatest(meaning) / STEPS;
        let step = |value: f32| {
            let step = if size > 0.0 { rounded(value / size, STEPS) } else { 0 };
            u8::try_from(step + MOVED).unwrap_or_default()
        };
        let mut packed = [0; BYTES];
        let (first, second) = meaning.split_at(BYTES);
        for (byte, (low, high)) in packed.iter_mut().zip(first.iter().zip(second)) {
            *byte = step(*low) | step(*high) << 4;
        }
        self.packed.push(packed);
        self.sizes.push(size);
    }

    /// How many examples there are.
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// Writes them.
    pub fn write(&self, to: &mut Writer) {
        to.count(self.packed.len());
        self.sizes.iter().for_each(|size| to.f32(*size));
        self.packed.iter().for_each(|packed| to.raw(packed));
    }

    /// Reads them.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        let count = from.count(usize::MAX)?;
        let sizes = from.many(count, Reader::f32)?;
        let packed = from.many(count, |from| from.raw(BYTES)?.try_into().map_err(|_| Damaged))?;
        Ok(Self { packed, sizes })
    }

    /// How like each of some examples is: about the cosine of the angle between the two meanings.
    pub fn likenesses(&self, message: &Fine, examples: Range<usize>) -> impl Iterator<Item = f32> {
        let packed = self.packed.get(examples.clone()).unwrap_or_default();
        let sizes = self.sizes.get(examples).unwrap_or_default();
        packed.iter().zip(sizes).map(|(packed, size)| product(message, packed) * size * message.size)
    }
}

#[allow(clippy::cast_precision_loss, reason = "a sum of 31 bits, of which 24 are more than enough")]
fn product(message: &Fine, packed: &[u8; BYTES]) -> f32 {
    let (mut first, mut second) = ([0_i16; BYTES], [0_i16; BYTES]);
    for ((low, high), byte) in first.iter_mut().zip(&mut second).zip(packed) {
        (*low, *high) = (i16::from(byte & 15) - MOVED, i16::from(byte >> 4) - MOVED);
    }
    (whole_dot(&first, &message.first) + whole_dot(&second, &message.second)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn towards(place: usize) -> Meaning {
        let mut meaning = [0.0; DIMENSIONS];
        meaning[place] = 1.0;
        meaning
    }

    #[test]
    fn the_same_direction_is_most_like() {
        let mut neighbours = Neighbours::default();
        for place in [0, 127, 128, 255] {
            neighbours.push(&towards(place));
        }
        let found: Vec<f32> = neighbours.likenesses(&Fine::of(&towards(128)), 1..4).collect();
        assert!((found[1] - 1.0).abs() < 0.01, "{found:?}");
        assert_eq!((found[0], found[2]), (0.0, 0.0));
        let nothing = [0.0; DIMENSIONS];
        neighbours.push(&nothing);
        assert_eq!(neighbours.likenesses(&Fine::of(&nothing), 0..5).collect::<Vec<f32>>(), [0.0; 5]);
    }
}
