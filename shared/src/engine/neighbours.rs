//! The examples that are most like a message. Meanings are kept as bytes: their products are whole numbers, so that
//! sums are exact in any order and on any machine.

use super::bytes::{Damaged, Reader, Writer};
use super::table::{DIMENSIONS, Meaning};

/// What a number of a meaning is multiplied by to make a byte: a meaning's numbers seldom exceed a half.
const SCALE: f32 = 240.0;

/// A meaning in bytes.
pub type Bytes = [i8; DIMENSIONS];

/// Examples, each with the class it stands for.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    meanings: Vec<Bytes>,
    classes: Vec<u32>,
}

/// An example that is like a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// Its place among the examples.
    pub place: usize,
    /// Its class.
    pub class: usize,
    /// Cosine of the angle between the two meanings.
    pub likeness: f32,
}

/// Rounds a meaning to bytes.
#[allow(clippy::cast_possible_truncation, reason = "the value is clamped to what a byte holds")]
pub fn bytes(meaning: &Meaning) -> Bytes {
    let mut bytes = [0; DIMENSIONS];
    for (byte, value) in bytes.iter_mut().zip(meaning) {
        *byte = libm::rintf(value * SCALE).clamp(-127.0, 127.0) as i8;
    }
    bytes
}

/// The inner product of two meanings in bytes.
#[allow(clippy::cast_precision_loss, reason = "below 2^22")]
pub fn likeness(one: &Bytes, other: &Bytes) -> f32 {
    let sum: i32 = one.iter().zip(other).map(|(a, b)| i32::from(i16::from(*a) * i16::from(*b))).sum();
    sum as f32 / (SCALE * SCALE)
}

impl Neighbours {
    /// Adds an example.
    pub fn push(&mut self, meaning: &Meaning, class: usize) {
        self.meanings.push(bytes(meaning));
        self.classes.push(u32::try_from(class).unwrap_or(u32::MAX));
    }

    /// How many examples there are.
    pub fn len(&self) -> usize {
        self.meanings.len()
    }

    /// Writes them.
    pub fn write(&self, to: &mut Writer) {
        to.count(self.meanings.len());
        for (meaning, class) in self.meanings.iter().zip(&self.classes) {
            to.u16(u16::try_from(*class).unwrap_or(u16::MAX));
            for value in meaning {
                to.u8(value.cast_unsigned());
            }
        }
    }

    /// Reads them.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        let mut read = Self::default();
        for _ in 0..from.count(usize::MAX)? {
            read.classes.push(u32::from(from.u16()?));
            read.meanings.push(from.signed(DIMENSIONS)?.try_into().map_err(|_| Damaged)?);
        }
        Ok(read)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.meanings.is_empty()
    }

    /// How like each example is, with its class, in the order in which they were added.
    pub fn likenesses(&self, meaning: &Bytes) -> impl Iterator<Item = Neighbour> {
        let meaning = *meaning;
        self.meanings.iter().zip(&self.classes).enumerate().map(move |(place, (example, class))| Neighbour {
            place,
            class: *class as usize,
            likeness: likeness(&meaning, example),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn towards(place: usize) -> Meaning {
        let mut meaning = [0.0; DIMENSIONS];
        meaning[place] = 0.5;
        meaning
    }

    #[test]
    fn the_same_direction_is_most_like() {
        let mut neighbours = Neighbours::default();
        (0..4).for_each(|place| neighbours.push(&towards(place), place));
        let found: Vec<Neighbour> = neighbours.likenesses(&bytes(&towards(2))).collect();
        let best = found.iter().max_by(|a, b| a.likeness.total_cmp(&b.likeness)).unwrap();
        assert_eq!((best.place, best.class), (2, 2));
        assert!((best.likeness - 0.25).abs() < 0.01);
    }
}
