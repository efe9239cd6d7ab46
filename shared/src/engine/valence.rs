//! Words of feeling, each with how good (up to 4) or bad (down to -4) it is, and what a message makes of them.
//!
//! English after VADER (Hutto and Gilbert 2014), whose lexicon ships under the MIT licence; Chinese written for Baton.
//! A word in reach of a "not" counts the other way round, a little weaker.

use std::collections::HashMap;

use super::words::{Kind, Words};

/// Numbers that describe the feeling of a message.
pub const FEATURES: usize = 9;
/// Words before a word of feeling in which a "not" turns it.
const REACH: usize = 3;
/// What is left of a feeling that was turned.
const TURNED: f32 = -0.6;
/// Characters of the longest Chinese phrase of feeling.
const LONGEST: usize = 6;

/// English words that turn what follows, without apostrophes.
const NOT: &[&str] = &[
    "not", "no", "never", "dont", "doesnt", "didnt", "isnt", "wasnt", "arent", "werent", "cant", "couldnt", "wont",
    "wouldnt", "shouldnt", "hardly", "without", "cannot", "aint", "nothing", "havent", "hasnt",
];
/// Chinese characters that do.
const NOT_HAN: &str = "不没别未无";

/// The lexicon.
#[derive(Clone, Debug, Default)]
pub struct Valence {
    words: HashMap<Box<str>, f32>,
}

impl Valence {
    /// Reads lines of a word, a tab and its value. Other lines are passed over.
    pub fn read(text: &str) -> Self {
        let line = |line: &str| {
            let (word, value) = line.split_once('\t')?;
            Some((word.into(), value.trim().parse().ok()?))
        };
        Self { words: text.lines().filter_map(line).collect() }
    }

    /// Describes a message: good and bad in sum, the worst, the balance, turns, marks, capitals.
    #[allow(clippy::cast_precision_loss, reason = "counts of words")]
    pub fn describe(&self, message: &str, words: &Words) -> [f32; FEATURES] {
        let tokens: Vec<(&str, Kind)> = words.iter().collect();
        let (mut good, mut bad, mut worst, mut best) = (0.0_f32, 0.0_f32, 0.0_f32, 0.0_f32);
        let mut place = 0;
        let mut phrase = String::new();
        while place < tokens.len() {
            let (length, value) = self.at(&tokens, place, &mut phrase);
            let before = tokens.get(place.saturating_sub(REACH)..place).unwrap_or_default();
            let value = if before.iter().any(is_not) { TURNED * value } else { value };
            good += value.max(0.0);
            bad += (-value).max(0.0);
            worst = worst.max(-value);
            best = best.max(value);
            place += length;
        }
        let nots = tokens.iter().filter(|token| is_not(token)).count();
        let size = libm::sqrtf(tokens.len() as f32 + 4.0);
        let letters = message.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = message.chars().filter(char::is_ascii_uppercase).count();
        let marks = |of: [char; 2]| message.chars().filter(|c| of.contains(c)).count().min(3) as f32 / 3.0;
        let balance = good - bad;
        [
            good / size,
            bad / size,
            worst / 4.0,
            best / 4.0,
            balance / libm::sqrtf(balance * balance + 15.0),
            nots.min(3) as f32 / 3.0,
            marks(['!', '！']),
            marks(['?', '？']),
            if letters > 8 { capitals as f32 / letters as f32 } else { 0.0 },
        ]
    }

    /// How many tokens the longest phrase of feeling at a place takes, and its value; one and nothing where none is.
    fn at(&self, tokens: &[(&str, Kind)], place: usize, phrase: &mut String) -> (usize, f32) {
        let Some((word, kind)) = tokens.get(place) else { return (1, 0.0) };
        if *kind != Kind::Han {
            return (1, self.words.get(*word).copied().unwrap_or_default());
        }
        phrase.clear();
        let mut found = (1, 0.0);
        let run = tokens.iter().skip(place).take(LONGEST).take_while(|(_, kind)| *kind == Kind::Han);
        for (length, (character, _)) in run.enumerate() {
            phrase.push_str(character);
            if let Some(value) = self.words.get(phrase.as_str()) {
                found = (length + 1, *value);
            }
        }
        found
    }
}

fn is_not((word, kind): &(&str, Kind)) -> bool {
    match kind {
        Kind::Word => NOT.contains(word),
        Kind::Han => NOT_HAN.contains(word),
        Kind::Mark | Kind::Symbol => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, good: bool, bad: bool) {
        let lexicon = Valence::read("# words\nbad\t-2.5\ngood\t1.9\n难吃\t-3\n好吃\t3\n好\t1\n");
        let found = lexicon.describe(message, &Words::read(message));
        assert_eq!((found[0] > 0.0, found[1] > 0.0), (good, bad), "{message}: {found:?}");
    }

    #[test]
    fn good_and_bad_are_told_apart() {
        check("a good day", true, false);
        check("this is bad", false, true);
        check("not bad at all", true, false);
        check("真难吃", false, true);
        check("很好吃", true, false);
        check("不好吃", false, true);
        check("how do I pay", false, false);
    }
}
