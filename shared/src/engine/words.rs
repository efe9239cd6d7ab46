//! A message as the models read it: words in lower case, marks that carry a meaning, and Han characters one by one.

use unicode_normalization::UnicodeNormalization;

use crate::text::fold;

/// Characters of a word that are read; what is longer is no word.
const LONGEST: usize = 32;
/// Marks that say something by themselves. `tools/distill/pieces.py` has the same.
const MARKS: &str = "?!$£€%&@#+";

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word of letters and digits, without apostrophes: "dont".
    Word,
    /// A question mark, a currency sign.
    Mark,
    /// One Han character, Simplified.
    Han,
    /// An emoji or another symbol.
    Symbol,
}

/// A text's tokens, in order, in one buffer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    buffer: String,
    tokens: Vec<(usize, usize, Kind)>,
}

impl Words {
    /// Reads a text.
    pub fn read(text: &str) -> Self {
        let mut words = Self { buffer: String::with_capacity(text.len()), tokens: Vec::with_capacity(text.len() / 4) };
        // The characters of the word that is being read.
        let mut letters = 0;
        let mut push = |c: char| {
            let kind = match c {
                '\'' | '\u{fe00}'..='\u{fe0f}' | '\u{200d}' => return,
                '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => Kind::Han,
                c if c.is_alphanumeric() => Kind::Word,
                c if MARKS.contains(c) => Kind::Mark,
                '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}' => Kind::Symbol,
                _ => {
                    letters = 0;
                    return;
                }
            };
            if kind != Kind::Word {
                letters = 0;
            } else if letters > 0 {
                letters += 1;
                if letters > LONGEST {
                    return;
                }
            } else {
                letters = 1;
            }
            let start = words.buffer.len();
            words.buffer.push(c);
            let end = words.buffer.len();
            match words.tokens.last_mut() {
                Some(last) if letters > 1 => last.1 = end,
                _ => words.tokens.push((start, end, kind)),
            }
        };
        if text.is_ascii() {
            text.chars().for_each(|c| push(c.to_ascii_lowercase()));
        } else {
            text.nfkc().for_each(|c| fold(c, &mut push));
        }
        words
    }

    /// The tokens.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Kind)> {
        self.tokens.iter().map(|(start, end, kind)| (self.buffer.get(*start..*end).unwrap_or_default(), *kind))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let words = Words::read(text);
        let found: Vec<&str> = words.iter().map(|(word, _)| word).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn words_marks_and_characters() {
        check("I DON'T understand: why?!", &["i", "dont", "understand", "why", "?", "!"]);
        check("top-up of £5", &["top", "up", "of", "£", "5"]);
        check("wifi連不上😡", &["wifi", "连", "不", "上", "😡"]);
        check("It doesn’t ＷＯＲＫ", &["it", "doesnt", "work"]);
        check("", &[]);
    }

    #[test]
    fn endless_words_are_cut() {
        let words = Words::read(&"a".repeat(1000));
        assert_eq!(words.iter().map(|(word, _)| word.len()).collect::<Vec<_>>(), [LONGEST]);
    }
}
