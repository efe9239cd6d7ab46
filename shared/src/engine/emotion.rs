//! How negative a message is: one linear head for each language, over words of feeling, n-grams and, in English, the
//! meaning.
//!
//! ```text
//! "BEMO" | then for each language (English, Chinese): scale f32, bias f32, threshold of the logit f32,
//!          one i8 for each number of: feeling, meaning, n-grams
//! ```

use super::linear::{Fit, Linear};
use super::math::sigmoid;
use super::sparse::Sparse;
use super::table::{DIMENSIONS, Table};
use super::valence::{FEATURES, Valence};
use super::words::Words;

const MAGIC: &[u8] = b"BEMO";
/// Features of n-grams, fewer than a site's: half the bits lost nothing.
const GRAMS: usize = 1 << 14;
/// All that a head weighs.
const WIDTH: usize = FEATURES + DIMENSIONS + GRAMS;
/// Factors that bring the three kinds to one scale before training holds weights small.
const FACTORS: [f32; 3] = [2.0, 3.0, 3.0];
/// English is learnt from people's own words in tens of thousands; the few forms of the written Chinese sentences must
/// not be learnt by heart, so that its weights are held far smaller.
const FITS: [Fit; 2] = [Fit { decay: 2.0, steps: 60 }, Fit { decay: 100.0, steps: 60 }];

/// Why a head's bytes are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the emotion head is damaged or of another format")]
pub struct BadHead;

/// The heads and the words of feeling.
#[derive(Clone, Debug)]
pub struct Emotion {
    valence: Valence,
    english: Head,
    chinese: Head,
}

#[derive(Clone, Debug)]
struct Head {
    scale: f32,
    bias: f32,
    threshold: f32,
    weights: Vec<i8>,
}

impl Emotion {
    /// Reads the lexicon and the heads.
    pub fn read(valence: &str, bytes: &[u8]) -> Result<Self, BadHead> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(BadHead)?;
        let emotion =
            Self { valence: Valence::read(valence), english: Head::read(&mut rest)?, chinese: Head::read(&mut rest)? };
        if rest.is_empty() { Ok(emotion) } else { Err(BadHead) }
    }

    /// How negative a message is, from 0 to 1; one half is as likely negative as not.
    pub fn negative(&self, table: &Table, message: &str) -> f32 {
        let words = Words::read(message);
        let head = if is_chinese(&words) { &self.chinese } else { &self.english };
        sigmoid(head.logit(&inputs(&self.valence, table, message, &words)) - head.threshold)
    }

    /// From which on a message counts as negative.
    pub fn threshold(&self) -> f32 {
        0.5
    }
}

/// Trains the heads on texts, each with whether it is negative, and writes their bytes.
pub fn train(valence: &str, table: &Table, english: &[(String, bool)], chinese: &[(String, bool)]) -> Vec<u8> {
    let valence = Valence::read(valence);
    let mut bytes = MAGIC.to_vec();
    for (texts, fit) in [english, chinese].into_iter().zip(FITS) {
        let inputs: Vec<(Vec<(u32, f32)>, usize)> = texts
            .iter()
            .map(|(text, negative)| (inputs(&valence, table, text, &Words::read(text)), usize::from(*negative)))
            .collect();
        let examples: Vec<(&[(u32, f32)], usize)> =
            inputs.iter().map(|(input, class)| (input.as_slice(), *class)).collect();
        Head::of(&Linear::train(&examples, WIDTH, 2, fit), &examples).write(&mut bytes);
    }
    bytes
}

/// Whether a message is read by the Chinese head.
fn is_chinese(words: &Words) -> bool {
    words.iter().any(|(_, kind)| kind == super::words::Kind::Han)
}

/// All that the heads weigh: numbers that are set, with their places.
fn inputs(valence: &Valence, table: &Table, message: &str, words: &Words) -> Vec<(u32, f32)> {
    let [feeling, meaning, grams] = FACTORS;
    let mut inputs = Vec::with_capacity(512);
    let mut place = 0_u32;
    let mut push = |value: f32| {
        if value != 0.0 {
            inputs.push((place, value));
        }
        place += 1;
    };
    valence.describe(message, words).into_iter().for_each(|value| push(feeling * value));
    table.meaning(words).into_iter().for_each(|value| push(meaning * value));
    let first = place;
    let mut counted = Sparse::count(words);
    let length = libm::sqrtf(counted.0.iter().map(|(_, count)| libm::sqrtf(*count)).sum::<f32>().max(1.0));
    counted.0.iter_mut().for_each(|(feature, value)| {
        // The upper bits are as well mixed as the lower ones.
        *feature >>= super::sparse::BITS - GRAMS.ilog2();
        *value = grams / length;
    });
    inputs.extend(counted.0.into_iter().map(|(feature, value)| (first + feature, value)));
    inputs
}

impl Head {
    fn logit(&self, inputs: &[(u32, f32)]) -> f32 {
        let weight = |place: u32| f32::from(self.weights.get(place as usize).copied().unwrap_or_default());
        let sum: f32 = inputs.iter().map(|(place, value)| weight(*place) * value).sum();
        self.scale * sum + self.bias
    }

    /// Rounds a trained head, and sets the threshold where F1 is greatest on what it was trained on.
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "clamped; counts of texts")]
    fn of(trained: &Linear, examples: &[(&[(u32, f32)], usize)]) -> Self {
        let pairs = trained.weights().chunks_exact(2).map(|pair| match pair {
            [no, yes] => yes - no,
            _ => 0.0,
        });
        let mut weights: Vec<f32> = pairs.collect();
        let bias = weights.pop().unwrap_or_default();
        let greatest = weights.iter().map(|weight| weight.abs()).fold(f32::MIN_POSITIVE, f32::max);
        let scale = greatest / 127.0;
        let weights = weights.into_iter().map(|weight| libm::rintf(weight / scale) as i8).collect();
        let mut head = Self { scale, bias, threshold: 0.0, weights };
        let mut scored: Vec<(f32, usize)> = examples.iter().map(|(input, class)| (head.logit(input), *class)).collect();
        scored.sort_by(|one, other| other.0.total_cmp(&one.0));
        let positives = scored.iter().filter(|(_, class)| *class == 1).count() as f32;
        let (mut right, mut best) = (0.0_f32, 0.0_f32);
        for (place, (logit, class)) in scored.iter().enumerate() {
            right += if *class == 1 { 1.0 } else { 0.0 };
            let f1 = 2.0 * right / (place as f32 + 1.0 + positives);
            if f1 > best {
                (best, head.threshold) = (f1, *logit);
            }
        }
        head
    }

    fn read(rest: &mut &[u8]) -> Result<Self, BadHead> {
        let mut number = || {
            let (first, after) = rest.split_first_chunk::<4>().ok_or(BadHead)?;
            *rest = after;
            Ok(f32::from_le_bytes(*first))
        };
        let (scale, bias, threshold) = (number()?, number()?, number()?);
        let (weights, after) = rest.split_at_checked(WIDTH).ok_or(BadHead)?;
        *rest = after;
        Ok(Self { scale, bias, threshold, weights: weights.iter().map(|byte| byte.cast_signed()).collect() })
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        for number in [self.scale, self.bias, self.threshold] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.weights.iter().map(|weight| weight.cast_unsigned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::table::testing::table;

    const VALENCE: &str = "awful\t-3\ngreat\t3\n难吃\t-3\n好吃\t3\n";

    #[test]
    fn heads_are_trained_written_and_read() {
        let table = Table::read(&table(&["awful", "great"])).unwrap();
        let texts = |bad: &str, good: &str| {
            let both = [(bad.to_owned(), true), (good.to_owned(), false)];
            both.into_iter().cycle().take(20).collect::<Vec<_>>()
        };
        let english = texts("this is awful", "this is great");
        let chinese = texts("真难吃", "真好吃");
        let bytes = train(VALENCE, &table, &english, &chinese);
        let emotion = Emotion::read(VALENCE, &bytes).unwrap();
        for (bad, good) in [("awful thing", "great thing"), ("难吃", "好吃")] {
            assert!(emotion.negative(&table, bad) > emotion.negative(&table, good), "{bad}");
        }
        assert!(Emotion::read(VALENCE, &bytes[..bytes.len() - 1]).is_err());
    }
}
