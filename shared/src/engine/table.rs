//! The table of word pieces: a sentence's meaning as the weighted mean of its pieces' rows.
//!
//! The rows are fitted so that the mean predicts what a sentence encoder says of the whole sentence (`tools/distill`),
//! which carries most of the encoder's knowledge at no more than a look-up for each piece. A row is 256 numbers of four
//! bits and one scale. A mean cannot know which words stand together; a small layer after it bends the sum to where
//! the encoder would put such a company of words.
//!
//! ```text
//! "BTAB" | rows u32 | dimensions u32 | units of the layer u32 | bytes of the vocabulary u32
//! vocabulary: sorted pieces, each as (bytes shared with the one before u8, further bytes u8, those bytes)
//! scales: one u8 a row, SCALE_BASE · 2^(u8 / 8)
//! rows: two numbers a byte, the lower half first, each plus 8
//! layer: scale f32 and scale f32 of what goes in and out, biases f32; for each unit what goes in i8; the same out
//! ```

use std::borrow::Cow;

use super::math::{add_scaled, dot, normalize};
use super::sparse::{FNV, hash};
use super::words::{Kind, Words};
use crate::text::{ByMark, mark};

/// Numbers in a row.
pub const DIMENSIONS: usize = 256;
const MAGIC: &[u8] = b"BTAB";
const SCALE_BASE: f32 = 1.0 / 65536.0;
/// Units beyond which no table is read.
const MOST_UNITS: usize = 1024;
/// Rows beyond which no table is read: a bound on memory, not a goal.
const MOST_ROWS: usize = 65_536;

/// A direction in the space of meanings, of length one, or nothing where no piece is known.
pub type Meaning = [f32; DIMENSIONS];

/// Why a table's bytes are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the word table is damaged or of another format")]
pub struct BadTable;

/// A table, ready to look up.
#[derive(Clone, Debug)]
pub struct Table {
    /// By their marks: a vocabulary in which two share one is refused.
    pieces: ByMark<u32>,
    scales: Vec<f32>,
    rows: Cow<'static, [u8]>,
    layer: Vec<Unit>,
    mark: u32,
}

/// One unit of the layer: it fires where a meaning points its way, and then pushes.
#[derive(Clone, Debug)]
struct Unit {
    bias: f32,
    listens: Box<Meaning>,
    pushes: Box<Meaning>,
}

impl Table {
    /// Reads a table's file.
    pub fn read(bytes: &[u8]) -> Result<Self, BadTable> {
        Self::parse(bytes, |rows| Cow::Owned(rows.to_vec()))
    }

    /// Reads the table that a program was built with. Its rows stay where they are.
    pub fn shipped(bytes: &'static [u8]) -> Result<Self, BadTable> {
        Self::parse(bytes, Cow::Borrowed)
    }

    fn parse<'b>(bytes: &'b [u8], keep: impl FnOnce(&'b [u8]) -> Cow<'static, [u8]>) -> Result<Self, BadTable> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(BadTable)?;
        let [count, dimensions] = [number(&mut rest)?, number(&mut rest)?];
        let [units, vocabulary] = [number(&mut rest)?, number(&mut rest)?];
        if dimensions != DIMENSIONS || count > MOST_ROWS || units > MOST_UNITS {
            return Err(BadTable);
        }
        let (vocabulary, rest) = rest.split_at_checked(vocabulary).ok_or(BadTable)?;
        let (scales, rows) = rest.split_at_checked(count).ok_or(BadTable)?;
        let (rows, layer) = rows.split_at_checked(count * DIMENSIONS / 2).ok_or(BadTable)?;
        let scales = scales.iter().map(|step| SCALE_BASE * libm::exp2f(f32::from(*step) / 8.0)).collect();
        let pieces = pieces(vocabulary)?;
        if pieces.len() != count {
            return Err(BadTable);
        }
        let layer = self::layer(layer, units)?;
        Ok(Self { pieces, scales, rows: keep(rows), layer, mark: hash(bytes, FNV) })
    }

    /// Tells tables apart: what was trained over one cannot be asked with another.
    pub fn mark(&self) -> u32 {
        self.mark
    }

    /// What a message means.
    pub fn meaning(&self, words: &Words) -> Meaning {
        let mut sum = [0.0; DIMENSIONS];
        self.each_piece(words, |piece| self.add(piece, &mut sum));
        normalize(&mut sum);
        self.bend(&mut sum);
        sum
    }

    /// Lets the layer push a meaning to where the encoder would put it.
    fn bend(&self, meaning: &mut Meaning) {
        let before = *meaning;
        for unit in &self.layer {
            let fires = dot(&before, unit.listens.as_slice()) + unit.bias;
            if fires > 0.0 {
                add_scaled(meaning, fires, unit.pushes.as_slice());
            }
        }
        if before.iter().any(|value| *value != 0.0) {
            normalize(meaning);
        } else {
            *meaning = before;
        }
    }

    /// The pieces of a message: greedy, the longest first, as `WordPiece` reads; and pairs of words that have a row.
    pub(super) fn each_piece(&self, words: &Words, mut each: impl FnMut(u32)) {
        let mut pair = String::new();
        let mut inner = String::new();
        for (word, kind) in words.iter() {
            if !matches!(kind, Kind::Word | Kind::Mark) {
                pair.clear();
                continue;
            }
            if !pair.is_empty() {
                pair.push(' ');
                pair.push_str(word);
                if let Some(piece) = self.pieces.get(&mark(&pair)) {
                    each(*piece);
                }
                pair.clear();
            }
            pair.push_str(word);
            if let Some(piece) = self.pieces.get(&mark(word)) {
                each(*piece);
                continue;
            }
            self.split(word, &mut inner, &mut each);
        }
    }

    fn split(&self, word: &str, inner: &mut String, each: &mut impl FnMut(u32)) {
        let mut rest = word;
        let mut first = true;
        while !rest.is_empty() {
            inner.clear();
            if !first {
                inner.push_str("##");
            }
            let prefix = inner.len();
            inner.push_str(rest);
            let mut found = None;
            while inner.len() > prefix {
                found = self.pieces.get(&mark(inner)).copied();
                if found.is_some() {
                    break;
                }
                inner.pop();
            }
            // What no piece covers is passed over, character by character.
            let read = if let Some(piece) = found {
                each(piece);
                inner.len() - prefix
            } else {
                rest.chars().next().map_or(rest.len(), char::len_utf8)
            };
            first = false;
            rest = rest.get(read..).unwrap_or_default();
        }
    }

    fn add(&self, piece: u32, sum: &mut Meaning) {
        let piece = piece as usize;
        let bytes = self.rows.get(piece * DIMENSIONS / 2..(piece + 1) * DIMENSIONS / 2).unwrap_or_default();
        let scale = self.scales.get(piece).copied().unwrap_or_default();
        for (pair, byte) in sum.chunks_exact_mut(2).zip(bytes) {
            if let [low, high] = pair {
                *low += scale * (f32::from(byte & 15) - 8.0);
                *high += scale * (f32::from(byte >> 4) - 8.0);
            }
        }
    }
}

fn number(rest: &mut &[u8]) -> Result<usize, BadTable> {
    let (first, after) = rest.split_first_chunk::<4>().ok_or(BadTable)?;
    *rest = after;
    usize::try_from(u32::from_le_bytes(*first)).map_err(|_| BadTable)
}

fn layer(mut rest: &[u8], units: usize) -> Result<Vec<Unit>, BadTable> {
    if units == 0 {
        return if rest.is_empty() { Ok(Vec::new()) } else { Err(BadTable) };
    }
    let mut float = || {
        let (first, after) = rest.split_first_chunk::<4>().ok_or(BadTable)?;
        rest = after;
        Ok(f32::from_le_bytes(*first))
    };
    let (scale_in, scale_out) = (float()?, float()?);
    let biases: Vec<f32> = (0..units).map(|_| float()).collect::<Result<_, _>>()?;
    let (listens, pushes) = rest.split_at_checked(units * DIMENSIONS).ok_or(BadTable)?;
    if pushes.len() != units * DIMENSIONS {
        return Err(BadTable);
    }
    let scaled = |bytes: &[u8], scale: f32| {
        let mut row = Box::new([0.0; DIMENSIONS]);
        for (value, byte) in row.iter_mut().zip(bytes) {
            *value = scale * f32::from(byte.cast_signed());
        }
        row
    };
    let rows = listens.chunks_exact(DIMENSIONS).zip(pushes.chunks_exact(DIMENSIONS));
    let unit = |(bias, (listens, pushes))| Unit {
        bias,
        listens: scaled(listens, scale_in),
        pushes: scaled(pushes, scale_out),
    };
    Ok(biases.into_iter().zip(rows).map(unit).collect())
}

fn pieces(mut bytes: &[u8]) -> Result<ByMark<u32>, BadTable> {
    let mut pieces = ByMark::default();
    let mut piece = Vec::new();
    let mut number = 0;
    while let [shared, further, rest @ ..] = bytes {
        piece.truncate(usize::from(*shared));
        let (own, after) = rest.split_at_checked(usize::from(*further)).ok_or(BadTable)?;
        piece.extend_from_slice(own);
        pieces.insert(mark(std::str::from_utf8(&piece).map_err(|_| BadTable)?), number);
        number += 1;
        bytes = after;
    }
    Ok(pieces)
}

/// Small tables for tests.
#[cfg(test)]
pub(crate) mod testing {
    use super::{DIMENSIONS, MAGIC};

    /// A table of these pieces, in which the row of the n-th points along the n-th dimension, with one unit that
    /// listens to the first dimension and pushes along the last.
    pub fn table(pieces: &[&str]) -> Vec<u8> {
        let mut vocabulary = Vec::new();
        for piece in pieces {
            vocabulary.extend([0, u8::try_from(piece.len()).unwrap()]);
            vocabulary.extend(piece.as_bytes());
        }
        let mut bytes = MAGIC.to_vec();
        for number in [pieces.len(), DIMENSIONS, 1, vocabulary.len()] {
            bytes.extend(u32::try_from(number).unwrap().to_le_bytes());
        }
        bytes.extend(vocabulary);
        bytes.extend(vec![128; pieces.len()]);
        for place in 0..pieces.len() {
            let mut row = [0x88_u8; DIMENSIONS / 2];
            row[place / 2] = if place % 2 == 0 { 0x8f } else { 0xf8 };
            bytes.extend(row);
        }
        for number in [1.0_f32 / 127.0, 1.0 / 127.0, -0.9] {
            bytes.extend(number.to_le_bytes());
        }
        let (mut listens, mut pushes) = ([0_u8; DIMENSIONS], [0_u8; DIMENSIONS]);
        listens[0] = 127;
        pushes[DIMENSIONS - 1] = 127;
        bytes.extend(listens);
        bytes.extend(pushes);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::testing::table;
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[u32]) {
        let table = Table::read(&table(&["##ing", "##s", "not", "not pay", "pay", "s"])).unwrap();
        let mut found = Vec::new();
        table.each_piece(&Words::read(text), |piece| found.push(piece));
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn words_are_read_in_the_longest_pieces() {
        check("pay", &[4]);
        check("Pays", &[4, 1]);
        check("paying", &[4, 0]);
        check("xs", &[1]);
        check("not pay", &[2, 3, 4]);
        check("退款", &[]);
    }

    #[test]
    fn a_meaning_is_a_direction_and_a_unit_bends_it() {
        let table = Table::read(&table(&["a", "b"])).unwrap();
        let straight = table.meaning(&Words::read("b"));
        assert!((straight[1] - 1.0).abs() < 1e-6, "{straight:?}");
        let bent = table.meaning(&Words::read("a"));
        assert!(bent[DIMENSIONS - 1] > 0.05 && (dot(&bent, &bent) - 1.0).abs() < 1e-5, "{bent:?}");
        assert!(table.meaning(&Words::read("?")).iter().all(|value| *value == 0.0));
    }

    #[test]
    fn damaged_tables_are_refused() {
        let whole = table(&["a", "b"]);
        for length in [0, 3, 10, 20, whole.len() - 1] {
            assert!(Table::read(&whole[..length]).is_err(), "{length}");
        }
        assert!(Table::read(&[whole, vec![0]].concat()).is_err());
    }
}
