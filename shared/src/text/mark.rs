//! What a word is known by where there are many: 64 bits of a hash, which two words of a company or a lexicon share by a
//! miracle only.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Values by the marks of words.
pub type ByMark<T> = HashMap<u64, T, BuildHasherDefault<Marked>>;

/// A word's hash (Fowler, Noll and Vo, 64 bits), its bits mixed.
pub fn mark(word: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ (mixed >> 32)
}

/// A mark is a hash already.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marked(u64);

impl Hasher for Marked {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |mark, byte| mark << 8 | u64::from(*byte));
    }

    fn write_u64(&mut self, mark: u64) {
        self.0 = mark;
    }
}
