//! Hashed n-grams: what a message literally holds, without a vocabulary (Weinberger et al. 2009, "Feature hashing").
//!
//! English gives words, pairs of words, and pieces of three to five characters within a word, which survive typing
//! errors. Chinese gives characters and pairs of them, over the whole run: segmenting was never better. Words that say
//! the same give one feature more (`senses`).

use super::senses;
use super::words::{Kind, Words};

/// Bits of a feature's number.
pub const BITS: u32 = 15;
/// How many features there are.
pub const SIZE: usize = 1 << BITS;

/// Shortest and longest run of characters within a word.
const GRAMS: std::ops::RangeInclusive<usize> = 3..=5;
/// Characters of the longest word, with a mark at each end.
const PADDED: usize = 34;

/// Keeps features of different kinds apart.
#[derive(Clone, Copy)]
enum Salt {
    Word = 1,
    Pair = 2,
    Gram = 3,
    Han = 4,
    HanPair = 5,
    Sense = 6,
}

/// A vector that is zero almost everywhere: numbers of features in rising order, each once, with their values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sparse(pub Vec<(u32, f32)>);

impl Sparse {
    /// The features of a message, each with how often it occurs.
    pub fn count(words: &Words) -> Self {
        let mut found: Vec<u32> = Vec::with_capacity(words.len() * 16);
        let mut before: Option<(u32, Kind)> = None;
        let mut run = String::new();
        for (word, kind) in words.iter() {
            if kind == Kind::Han {
                run.push_str(word);
            } else {
                sense(&mut run, &mut found);
            }
            let own = hash(word.as_bytes(), FNV);
            if kind == Kind::Han {
                found.push(feature(own, Salt::Han));
            } else {
                found.push(feature(own, Salt::Word));
                if kind == Kind::Word {
                    grams(word, &mut found);
                }
            }
            if let Some((before, kind_before)) = before {
                let pair = hash(&own.to_le_bytes(), before);
                let both = kind == Kind::Han && kind_before == Kind::Han;
                found.push(feature(pair, if both { Salt::HanPair } else { Salt::Pair }));
            }
            before = Some((own, kind));
        }
        sense(&mut run, &mut found);
        found.sort_unstable();
        let mut counted: Vec<(u32, f32)> = Vec::with_capacity(found.len());
        for feature in found {
            match counted.last_mut().filter(|(last, _)| *last == feature) {
                Some((_, count)) => *count += 1.0,
                None => counted.push((feature, 1.0)),
            }
        }
        Self(counted)
    }

    /// Weighs each feature: the logarithm of its count, times how much it says. The length becomes one.
    #[must_use]
    pub fn weigh(mut self, says: &[f32]) -> Self {
        for (feature, value) in &mut self.0 {
            // Most occur once, and the logarithm of one is nothing.
            let often = if *value > 1.0 { 1.0 + libm::logf(*value) } else { 1.0 };
            *value = often * says.get(*feature as usize).copied().unwrap_or(1.0);
        }
        let length = libm::sqrtf(self.0.iter().map(|(_, value)| value * value).sum());
        if length > 0.0 {
            self.0.iter_mut().for_each(|(_, value)| *value /= length);
        }
        self
    }
}

/// How much each feature says: the rarer among the examples, the more (inverse document frequency, smoothed).
#[derive(Clone, Debug, PartialEq)]
pub struct Rarity {
    /// How many examples there are.
    pub examples: u32,
    /// How many of them have each feature.
    pub having: Vec<u16>,
    /// What follows from it, for each feature.
    pub says: Vec<f32>,
}

impl Rarity {
    /// Counts examples.
    pub fn of(examples: &[Sparse]) -> Self {
        let mut having = vec![0_u16; SIZE];
        for (feature, _) in examples.iter().flat_map(|example| &example.0) {
            if let Some(count) = having.get_mut(*feature as usize) {
                *count = count.saturating_add(1);
            }
        }
        Self::from(u32::try_from(examples.len()).unwrap_or(u32::MAX), having)
    }

    /// The same, where the counts are known.
    #[allow(clippy::cast_precision_loss, reason = "counts of examples are far below 2^24")]
    pub fn from(examples: u32, having: Vec<u16>) -> Self {
        let all = examples as f32 + 1.0;
        let says = having.iter().map(|count| 1.0 + libm::logf(all / (f32::from(*count) + 1.0))).collect();
        Self { examples, having, says }
    }
}

/// What the words of a run of Han characters say, and empties the run.
fn sense(run: &mut String, found: &mut Vec<u32>) {
    senses::each(run, |sense| found.push(feature(sense, Salt::Sense)));
    run.clear();
}

/// Runs of characters within a word, its edges marked.
fn grams(word: &str, found: &mut Vec<u32>) {
    // Where each character begins in the padded word.
    let mut padded = [0_u8; PADDED * 4];
    let mut starts = [0_usize; PADDED + 1];
    let (mut length, mut count) = (0, 0);
    for c in std::iter::once('<').chain(word.chars()).chain(std::iter::once('>')).take(PADDED) {
        if let (Some(start), Some(room)) = (starts.get_mut(count), padded.get_mut(length..length + c.len_utf8())) {
            *start = length;
            c.encode_utf8(room);
        }
        length += c.len_utf8();
        count += 1;
    }
    if let Some(end) = starts.get_mut(count) {
        *end = length;
    }
    for size in GRAMS {
        for window in starts.get(..=count).unwrap_or_default().windows(size + 1) {
            if let (Some(from), Some(to)) = (window.first(), window.last())
                // The whole word is a feature already.
                && size < count
            {
                found.push(feature(hash(padded.get(*from..*to).unwrap_or_default(), FNV), Salt::Gram));
            }
        }
    }
}

/// Where the hash begins (Fowler, Noll and Vo, 32 bits).
pub(super) const FNV: u32 = 0x811c_9dc5;

pub(super) fn hash(bytes: &[u8], from: u32) -> u32 {
    bytes.iter().fold(from, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// Mixes all bits of a hash into the few that are kept.
fn feature(hash: u32, salt: Salt) -> u32 {
    let mut mixed = hash ^ (salt as u32).wrapping_mul(0x9e37_79b9);
    mixed = (mixed ^ (mixed >> 16)).wrapping_mul(0x85eb_ca6b);
    mixed = (mixed ^ (mixed >> 13)).wrapping_mul(0xc2b2_ae35);
    (mixed ^ (mixed >> 16)) >> (32 - BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Sparse {
        Sparse::count(&Words::read(text))
    }

    fn common(one: &str, other: &str) -> usize {
        let other = read(other);
        read(one).0.iter().filter(|(feature, _)| other.0.iter().any(|(found, _)| found == feature)).count()
    }

    #[test]
    fn typing_errors_keep_much() {
        assert!(common("internet", "internt") >= 6);
        assert!(common("refund", "cancel") == 0);
        assert_eq!(read("WiFi"), read("wifi"));
    }

    #[test]
    fn chinese_gives_characters_and_pairs() {
        // Three characters, two pairs, one sense.
        assert_eq!(read("退款吗").0.len(), 6);
        assert!(common("怎么退款", "退款怎么办") >= 6);
    }

    #[test]
    fn weighed_vectors_have_length_one() {
        let examples = [read("how do I pay"), read("how do I cancel")];
        let says = Rarity::of(&examples).says;
        let weighed = read("how do I pay pay").weigh(&says);
        let length: f32 = weighed.0.iter().map(|(_, value)| value * value).sum();
        assert!((length - 1.0).abs() < 1e-5);
        assert_eq!(read("").weigh(&says), Sparse::default());
    }
}
