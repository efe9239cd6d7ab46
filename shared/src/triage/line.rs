//! A message as a line of tokens, for matching phrases: words, Chinese characters, and the marks between them.

use std::ops::Range;

use super::pattern::beginning;
use crate::text::{fold, mark};

/// As many single letters in a row are a word that is spelled out.
const SPELLED: usize = 4;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word of letters and digits.
    Word,
    /// One Han character.
    Han,
    /// A comma or bracket: phrases reach across it, a negation does not.
    Pause,
    /// The end of a sentence or of a line: nothing reaches across it.
    Stop,
    /// Anything else that is printed: an emoji, a currency sign.
    Mark,
}

/// One token.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// As it is compared: folded, words without apostrophes ("dont").
    pub(super) text: String,
    /// The marks of that and of its first characters.
    pub(super) mark: u64,
    pub(super) beginning: u64,
    /// Its bytes in the message.
    span: Range<usize>,
}

/// A message, read once for all lexicons.
#[derive(Clone, Debug, Default)]
pub(super) struct Line<'m> {
    message: &'m str,
    pub(super) tokens: Vec<Token>,
}

impl<'m> Line<'m> {
    /// Reads a message.
    pub(super) fn read(message: &'m str) -> Self {
        let mut line = Self { message, tokens: Vec::with_capacity(message.len() / 4 + 1) };
        let mut in_word = false;
        for (at, original) in message.char_indices() {
            let end = at + original.len_utf8();
            if in_word && matches!(original, '.' | ',') && line.within_number(end) {
                continue;
            }
            fold(original, |c| match kind(c) {
                Some(Kind::Word) => {
                    match line.tokens.last_mut().filter(|_| in_word) {
                        Some(word) => {
                            word.text.push(c);
                            word.span.end = end;
                        }
                        None => line.push(Kind::Word, c, at..end),
                    }
                    in_word = true;
                }
                // An apostrophe is part of its word, yet not compared: "dont" is "don't".
                None if c == '\'' => {}
                None => in_word = false,
                Some(kind) => {
                    line.push(kind, c, at..end);
                    in_word = false;
                }
            });
        }
        line.tokens.iter_mut().filter(|token| token.kind == Kind::Word).for_each(Token::squeeze);
        line.join_spelled();
        for token in &mut line.tokens {
            (token.mark, token.beginning) = (mark(&token.text), mark(beginning(&token.text)));
        }
        line
    }

    /// Whether a digit stands before and after: "49.99" is one word, and no sentence ends in it.
    fn within_number(&self, after: usize) -> bool {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let before = self.tokens.last().and_then(|word| word.text.chars().last());
        digit(before) && digit(self.message.get(after..).and_then(|rest| rest.chars().next()))
    }

    /// Joins what is spelled out letter by letter: "a n g r y".
    fn join_spelled(&mut self) {
        let single = |token: &Token| {
            token.kind == Kind::Word && token.text.len() == 1 && !token.text.starts_with(|c: char| c.is_ascii_digit())
        };
        let mut joined: Vec<Token> = Vec::with_capacity(self.tokens.len());
        for run in self.tokens.chunk_by(|a, b| single(a) && single(b)) {
            match (run.first(), run.last()) {
                (Some(first), Some(last)) if run.len() >= SPELLED => joined.push(Token {
                    kind: Kind::Word,
                    text: run.iter().map(|token| token.text.as_str()).collect(),
                    mark: 0,
                    beginning: 0,
                    span: first.span.start..last.span.end,
                }),
                _ => joined.extend_from_slice(run),
            }
        }
        self.tokens = joined;
    }

    fn push(&mut self, kind: Kind, c: char, span: Range<usize>) {
        self.tokens.push(Token { kind, text: c.to_string(), mark: 0, beginning: 0, span });
    }

    /// The tokens of a range as the customer wrote them.
    pub(super) fn shown(&self, range: &Range<usize>) -> String {
        let tokens = self.tokens.get(range.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return String::new() };
        self.message.get(first.span.start..last.span.end).unwrap_or_default().to_owned()
    }

    /// Whether a token stands among the first words of a stretch; a Chinese character does anywhere.
    pub(super) fn opens(&self, stretch: &Range<usize>, at: usize, first: usize) -> bool {
        let han = self.tokens.get(at).is_some_and(|token| token.kind == Kind::Han);
        han || at < stretch.start + first
    }

    /// How much the message says: words, and Chinese characters at half a word each.
    pub(super) fn size(&self) -> usize {
        let count = |kind| self.tokens.iter().filter(|token| token.kind == kind).count();
        count(Kind::Word) + count(Kind::Han).div_ceil(2)
    }
}

impl Token {
    /// Takes back what is drawn out: no word has a letter three times in a row, and "sooooo" is "so".
    fn squeeze(&mut self) {
        let bytes = self.text.as_bytes();
        if !bytes.windows(3).any(|three| three.iter().all(|byte| Some(byte) == three.first())) {
            return;
        }
        let letters: Vec<char> = self.text.chars().collect();
        let runs = letters.chunk_by(|a, b| a == b && a.is_ascii_alphabetic());
        self.text = runs
            .flat_map(|run| run.iter().take(if run.len() > 2 && letters.len() > 3 { 1 } else { run.len() }))
            .collect();
    }

    /// Whether it is a word or a Chinese character.
    pub(super) fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Han)
    }
}

/// Digits from which numbers name something.
const DIGITS: usize = 5;
/// Words that say what a number is, and no more.
const REFERS: &[&str] = &[
    "order",
    "parcel",
    "ticket",
    "tracking",
    "invoice",
    "case",
    "number",
    "no",
    "nr",
    "id",
    "ref",
    "reference",
    "is",
    "my",
    "the",
];
/// The same in Chinese, character by character.
const REFERS_HAN: &str = "订单快递物流运发票工号编码我的是这个：";

/// Whether a message shows a link or names a number, and says nothing about it; `said` is the message without links and
/// handles.
pub(super) fn only_refers(line: &Line<'_>, said: &Line<'_>) -> bool {
    let digits = |token: &Token| token.text.chars().filter(char::is_ascii_digit).count();
    let refers = |token: &Token| {
        let text = token.text.as_str();
        digits(token) > 0 || REFERS.contains(&text) || (token.kind == Kind::Han && REFERS_HAN.contains(text))
    };
    let links = line.tokens.iter().any(|token| matches!(token.text.as_str(), "http" | "https" | "www"));
    let names = links || said.tokens.iter().map(digits).sum::<usize>() >= DIGITS;
    names && said.tokens.iter().filter(|token| token.is_word()).all(refers)
}

/// What a folded character belongs to; nothing for white space and joiners.
fn kind(c: char) -> Option<Kind> {
    match c {
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => Some(Kind::Han),
        '.' | '!' | '?' | ';' | '。' | '…' | '\n' | '\r' => Some(Kind::Stop),
        ',' | '、' | '(' | ')' | ':' | '"' | '“' | '”' | '「' | '」' => Some(Kind::Pause),
        '-' | '_' | '/' | '\'' | '#' | '*' => None,
        c if c.is_alphanumeric() => Some(Kind::Word),
        c if c.is_whitespace() || c.is_control() => None,
        // Variation selectors and joiners inside emoji, and combining marks.
        '\u{fe00}'..='\u{fe0f}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{300}'..='\u{36f}' => None,
        _ => Some(Kind::Mark),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_characters_and_marks() {
        let line = Line::read("Don't call me! 轉人工，please 😡");
        let texts: Vec<&str> = line.tokens.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(texts, ["dont", "call", "me", "!", "转", "人", "工", ",", "please", "😡"]);
        assert_eq!(line.shown(&(0..3)), "Don't call me");
        assert_eq!(line.shown(&(4..9)), "轉人工，please");
        assert_eq!(line.shown(&(9..99)), "");
    }

    #[test]
    fn numbers_and_drawn_out_words() {
        let line = Line::read("sooo a n g r y about 1,249.90, ok. 5");
        let texts: Vec<&str> = line.tokens.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(texts, ["so", "angry", "about", "124990", ",", "ok", ".", "5"]);
        assert_eq!(line.shown(&(1..4)), "a n g r y about 1,249.90");
    }
}
