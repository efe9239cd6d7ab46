//! Suggestions while somebody types: which of a few hundred questions they may be about to ask. It runs in the
//! visitor's browser at each key, so it is small: words by their beginnings, Chinese by characters, no table.

/// Most suggestions at a time.
const MOST: usize = 3;
/// Fewest letters that a suggestion can rest on.
const FEWEST_LETTERS: usize = 2;
/// What a word counts more than a Chinese character, which is a part of a word.
const WORD: u32 = 2;

/// The places of the questions that fit best what has been typed, best first, at most three. Of questions that fit
/// equally, the earlier one stands first.
pub fn suggest(questions: &[String], typed: &str) -> Vec<usize> {
    let typed = pieces(typed);
    let is_word = |piece: &str| piece.is_ascii();
    let letters = typed.iter().map(|piece| if is_word(piece) { piece.len() } else { FEWEST_LETTERS }).sum::<usize>();
    if letters < FEWEST_LETTERS {
        return Vec::new();
    }
    let all: Vec<Vec<String>> = questions.iter().map(|question| pieces(question)).collect();
    // What many questions hold says little: "how", "do", "怎".
    let weights: Vec<u32> = typed
        .iter()
        .map(|piece| {
            let having = all.iter().filter(|pieces| pieces.iter().any(|other| begins(other, piece))).count();
            let rare = u32::try_from(all.len() / having.max(1)).unwrap_or(u32::MAX).min(100);
            (1 + rare.checked_ilog2().unwrap_or(0)) * if is_word(piece) { WORD } else { 1 }
        })
        .collect();
    let wanted: u32 = weights.iter().sum();
    let mut found: Vec<(u32, usize)> = Vec::new();
    for (place, pieces) in all.iter().enumerate() {
        let held = |piece: &String| pieces.iter().any(|other| begins(other, piece));
        let matched: u32 = typed.iter().zip(&weights).filter(|(piece, _)| held(piece)).map(|(_, weight)| weight).sum();
        // Two thirds of what was typed must be there.
        if matched * 3 < wanted * 2 {
            continue;
        }
        let together = typed.windows(2).filter(|pair| pieces.windows(2).any(|other| follows(other, pair))).count();
        let first = pieces.first().zip(typed.first()).is_some_and(|(one, other)| begins(one, other));
        let score = matched * 4 + u32::try_from(together).unwrap_or(0) * 2 + u32::from(first);
        found.push((score, place));
    }
    found.sort_by_key(|(score, place)| (u32::MAX - score, *place));
    found.truncate(MOST);
    found.into_iter().map(|(_, place)| place).collect()
}

/// Words of letters and digits in lower case, and each other character by itself; signs are dropped.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut within = false;
    for c in text.chars() {
        let letter = c.is_ascii_alphanumeric();
        if letter
            && within
            && let Some(word) = pieces.last_mut()
        {
            word.push(c.to_ascii_lowercase());
        } else if letter || !is_sign(c) {
            pieces.push(c.to_ascii_lowercase().to_string());
        }
        // "don't" is one word, and so is "wi-fi".
        within = letter || (within && matches!(c, '\'' | '\u{2019}' | '-'));
    }
    pieces
}

/// Spaces and punctuation, of the West and of the East.
fn is_sign(c: char) -> bool {
    matches!(c, '\0'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}')
}

/// Whether a word begins with what was typed, which may end in another ending: "bills" finds "bill".
fn begins(word: &str, typed: &str) -> bool {
    word.starts_with(typed) || (word.len() >= 4 && typed.len() <= word.len() + 3 && typed.starts_with(word))
}

fn follows(words: &[String], typed: &[String]) -> bool {
    words.iter().zip(typed).all(|(word, typed)| begins(word, typed))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const EN: &[&str] = &[
        "How do I read my bill?",
        "How do I reset my password?",
        "I forgot my password",
        "How do I pair my smart lock?",
        "My internet is down, what can I do?",
        "Is there an outage in my area?",
        "Why is my wifi so slow?",
        "How do I move my service to a new home?",
        "Can I get a paper bill?",
        "Where is my parcel?",
    ];
    const ZH: &[&str] = &[
        "账单怎么看？",
        "怎么重置密码？",
        "忘记密码了怎么办？",
        "家里断网了怎么办？",
        "wifi连上了但是没网",
        "搬家了，宽带怎么迁？",
        "宽带连不上",
    ];

    #[track_caller]
    fn check(questions: &[&str], typed: &str, expect: &[&str]) {
        let owned: Vec<String> = questions.iter().map(|question| (*question).to_owned()).collect();
        let found: Vec<&str> = suggest(&owned, typed).into_iter().map(|place| questions[place]).collect();
        assert_eq!(found, expect, "{typed}");
    }

    #[test]
    fn english_by_the_beginnings_of_words() {
        check(EN, "", &[]);
        check(EN, "h", &[]);
        check(EN, "?!", &[]);
        check(EN, "pass", &["How do I reset my password?", "I forgot my password"]);
        check(EN, "PASSWORD", &["How do I reset my password?", "I forgot my password"]);
        check(EN, "forgot pass", &["I forgot my password"]);
        check(EN, "bill", &["How do I read my bill?", "Can I get a paper bill?"]);
        check(EN, "my bills", &["How do I read my bill?", "Can I get a paper bill?"]);
        check(EN, "internet do", &["My internet is down, what can I do?"]);
        check(EN, "outag", &["Is there an outage in my area?"]);
        check(EN, "how do I rea", &["How do I read my bill?"]);
        check(EN, "concert tickets", &[]);
        check(EN, "wi-fi slow", &["Why is my wifi so slow?"]);
        check(EN, "what about my horse and its insurance", &[]);
    }

    #[test]
    fn chinese_by_characters() {
        check(ZH, "密码", &["怎么重置密码？", "忘记密码了怎么办？"]);
        check(ZH, "忘记密", &["忘记密码了怎么办？"]);
        check(ZH, "断网", &["家里断网了怎么办？"]);
        check(ZH, "账", &["账单怎么看？"]);
        check(ZH, "宽带连", &["宽带连不上", "搬家了，宽带怎么迁？"]);
        check(ZH, "WiFi没网", &["wifi连上了但是没网"]);
        check(ZH, "怎么", &["怎么重置密码？", "账单怎么看？", "忘记密码了怎么办？"]);
        check(ZH, "演唱会门票", &[]);
        check(ZH, "，。？", &[]);
    }

    proptest! {
        #[test]
        fn at_most_three_that_exist(questions in prop::collection::vec("\\PC{0,20}", 0..8), typed in "\\PC{0,20}") {
            let found = suggest(&questions, &typed);
            prop_assert!(found.len() <= MOST);
            prop_assert!(found.iter().all(|place| *place < questions.len()));
        }
    }
}
