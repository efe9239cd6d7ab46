//! One spelling for what means the same: compatibility forms, case, Traditional characters, white space.

use unicode_normalization::UnicodeNormalization;

/// Traditional characters that occur in service language, each followed by its Simplified form.
const FOLD: &str = include_str!("traditional.txt");

/// NFKC, lower case, Traditional to Simplified for frequent characters, single spaces, no edges.
pub fn normalize(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut space = false;
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' {
            space = !normal.is_empty();
            continue;
        }
        if space {
            normal.push(' ');
            space = false;
        }
        normal.push(match c {
            '\u{2019}' | '\u{2018}' => '\'',
            '\u{4e00}'..='\u{9fff}' => simplified(c),
            _ => c,
        });
    }
    normal
}

/// The Simplified form of a character, or the character itself.
fn simplified(c: char) -> char {
    let mut pairs = FOLD.chars().filter(|c| !c.is_whitespace());
    while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
        if from == c {
            return to;
        }
    }
    c
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn one_spelling() {
        assert_eq!(
            normalize("  My  WiFi\u{3000}IS ＤＯＷＮ "),
            "my wifi is down"
        );
        assert_eq!(normalize("帳單為什麼這麼貴"), "帐单为什么这么贵");
        assert_eq!(normalize("it doesn’t"), "it doesn't");
    }
}
