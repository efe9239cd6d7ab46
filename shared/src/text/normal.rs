//! One spelling for what means the same: compatibility forms, case, Traditional characters, white space.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Traditional characters, those of Big5, each followed by its Simplified form; after `OpenCC`'s table (Apache 2.0).
static SIMPLIFIED: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let mut chars = include_str!("traditional.txt").chars().filter(|c| !c.is_whitespace());
    let mut pairs = Vec::new();
    while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
        pairs.push((from, to));
    }
    pairs.sort_unstable();
    pairs
});

/// NFKC, lower case, Traditional to Simplified for frequent characters, single spaces, no edges.
pub fn normalize(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut space = false;
    let mut push = |c: char| {
        if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' {
            space = !normal.is_empty();
            return;
        }
        if space {
            normal.push(' ');
            space = false;
        }
        normal.push(plain(c));
    };
    if text.is_ascii() {
        text.chars().for_each(|c| push(c.to_ascii_lowercase()));
    } else {
        text.nfkc().flat_map(char::to_lowercase).for_each(push);
    }
    normal
}

/// What one character is compared as: mostly one, sometimes several.
pub fn fold(c: char, mut each: impl FnMut(char)) {
    match c {
        c if c.is_ascii() => each(c.to_ascii_lowercase()),
        '\u{4e00}'..='\u{9fff}' => each(simplified(c)),
        c => std::iter::once(c).nfkc().flat_map(char::to_lowercase).for_each(|c| each(plain(c))),
    }
}

/// One apostrophe for all, one form for a Han character.
fn plain(c: char) -> char {
    match c {
        '\u{2019}' | '\u{2018}' => '\'',
        '\u{4e00}'..='\u{9fff}' => simplified(c),
        c => c,
    }
}

/// The Simplified form of a character, or the character itself.
fn simplified(c: char) -> char {
    let pairs = &*SIMPLIFIED;
    let place = pairs.binary_search_by_key(&c, |(from, _)| *from);
    place.ok().and_then(|place| pairs.get(place)).map_or(c, |(_, to)| *to)
}

#[cfg(test)]
mod tests {
    use super::{fold, normalize};

    #[test]
    fn one_spelling() {
        assert_eq!(normalize("  My  WiFi\u{3000}IS ＤＯＷＮ "), "my wifi is down");
        assert_eq!(normalize("帳單為什麼這麼貴"), "帐单为什么这么贵");
        assert_eq!(normalize("it doesn’t"), "it doesn't");
    }

    #[test]
    fn character_by_character_is_the_same() {
        for text in ["帳單ＤＯＷＮ", "it doesn’t", "ﬁne №5", "ÄÖ"] {
            let mut folded = String::new();
            text.chars().for_each(|c| fold(c, |c| folded.push(c)));
            assert_eq!(folded, normalize(text));
        }
    }
}
