//! Tokens: stemmed words, and one- and two-character pieces of Chinese, which needs no segmentation for search.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use super::normal::normalize;

/// Words that say nothing of the subject.
const STOP: &[&str] = &[
    "a", "an", "the", "is", "are", "am", "was", "were", "be", "been", "i", "you", "we", "they", "it", "he", "she",
    "my", "your", "our", "their", "me", "us", "them", "to", "of", "in", "on", "at", "for", "and", "or", "but", "so",
    "if", "do", "does", "did", "can", "could", "will", "would", "should", "shall", "may", "with", "from", "by", "as",
    "that", "this", "these", "those", "there", "here", "have", "has", "had", "what", "which", "how", "when", "where",
    "who", "why", "please", "hi", "hello", "hey", "just", "get", "got", "some", "any", "about", "im", "i'm", "i've",
    "it's", "need", "want", "like", "know", "tell", "thanks", "thank", "been", "being", "up", "out", "also", "then",
    "than", "ok", "okay", "really", "very", "too", "now", "still", "let", "its", "not", "s", "t", "d", "m", "re", "ve",
    "ll",
];

static STOPPED: LazyLock<HashSet<&str>> = LazyLock::new(|| STOP.iter().copied().collect());

/// Chinese characters that say nothing of the subject by themselves.
const STOP_HAN: &str = "的了吗呢吧啊呀我你您他她它们是在有和也都就这那个么什怎请想要能可以会不没很把被给让到说";

/// Runs of letters and digits, and single Han characters, in order. The text is normalised first.
pub fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    each_word(text, |word| found.push(word.to_owned()));
    found
}

fn each_word(text: &str, mut each: impl FnMut(&str)) {
    let normal = normalize(text);
    // Where the word that is being read begins.
    let mut begin = None;
    for (at, c) in normal.char_indices() {
        if c.is_alphanumeric() && !is_han(c) {
            begin.get_or_insert(at);
            continue;
        }
        if c == '\'' && begin.is_some() {
            continue;
        }
        finish(begin.take().and_then(|begin| normal.get(begin..at)), &mut each);
        if is_han(c) {
            each(normal.get(at..at + c.len_utf8()).unwrap_or_default());
        }
    }
    finish(begin.and_then(|begin| normal.get(begin..)), &mut each);
}

fn finish(word: Option<&str>, each: &mut impl FnMut(&str)) {
    word.map(|word| word.trim_end_matches('\'')).filter(|word| !word.is_empty()).into_iter().for_each(each);
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

/// What a text is searched by: words without endings, Chinese characters and pairs of neighbours; stop words
/// are dropped.
pub fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    each_token(text, |token| found.push(token.to_owned()));
    found
}

/// Calls with each token of a text, in order.
pub(crate) fn each_token(text: &str, mut each: impl FnMut(&str)) {
    // The Chinese character before, then with the one after it.
    let mut pair = String::new();
    each_word(text, |word| {
        let han = word.chars().all(is_han);
        if han && !pair.is_empty() {
            let empty = STOP_HAN.contains(pair.as_str()) && STOP_HAN.contains(word);
            pair.push_str(word);
            if !empty {
                each(&pair);
            }
        }
        pair.clear();
        if han {
            if !STOP_HAN.contains(word) {
                each(word);
            }
            pair.push_str(word);
        } else if !STOPPED.contains(word) && !is_contraction(word) {
            each(&stem(word));
        }
    });
}

/// The words of a text that some of its tokens stand for, as a reader knows them: whole words instead of their stems, and
/// runs of Chinese instead of the single characters and pairs that search takes them apart into.
pub fn matched_words(text: &str, matched: &[String]) -> Vec<String> {
    let has = |token: &str| matched.iter().any(|known| known == token);
    let mut found: Vec<String> = Vec::new();
    let mut add = |word: &str| {
        if !word.is_empty() && !found.iter().any(|known| known == word) {
            found.push(word.to_owned());
        }
    };
    let words = words(text);
    let mut run = String::new();
    for (index, word) in words.iter().enumerate() {
        if !word.chars().all(is_han) {
            if tokens(word).iter().any(|token| has(token)) {
                add(word);
            }
            continue;
        }
        let next = words.get(index + 1).filter(|next| next.chars().all(is_han));
        if let Some(next) = next.filter(|next| has(&format!("{word}{next}"))) {
            if run.is_empty() {
                run.push_str(word);
            }
            run.push_str(next);
        } else {
            let whole = run.trim_matches(|c: char| STOP_HAN.contains(c));
            if whole.chars().count() > 1 {
                add(whole);
            }
            run.clear();
        }
    }
    found
}

/// Whether a word is made of two that say nothing, as "we're", "don't" and "what's" are.
fn is_contraction(word: &str) -> bool {
    word.ends_with("n't")
        || word.split_once('\'').is_some_and(|(first, last)| STOP.contains(&first) && STOP.contains(&last))
}

/// Takes common English endings off, so that "billing", "billed" and "bills" meet.
fn stem(word: &str) -> Cow<'_, str> {
    let word = word.strip_suffix("'s").unwrap_or(word);
    if !word.is_ascii() || word.len() < 4 {
        return word.into();
    }
    let without = |ending: &str, least: usize| {
        word.strip_suffix(ending).filter(|rest| rest.len() >= least && rest.contains(['a', 'e', 'i', 'o', 'u', 'y']))
    };
    if let Some(rest) = without("ies", 2) {
        return format!("{rest}y").into();
    }
    for ending in ["ations", "ation", "ments", "ment", "ings", "ing", "ed"] {
        if let Some(rest) = without(ending, 3) {
            return undouble(rest).into();
        }
    }
    if let Some(rest) = without("es", 3).filter(|rest| rest.ends_with(['s', 'x', 'z', 'h'])) {
        return rest.into();
    }
    if let Some(rest) = without("s", 3).filter(|rest| !rest.ends_with(['s', 'u', 'i'])) {
        return undouble(rest).into();
    }
    undouble(word).into()
}

/// "cancell" and "cancel", "charge" and "charg" meet.
fn undouble(stem: &str) -> &str {
    let stem = if stem.len() > 3 { stem.strip_suffix('e').unwrap_or(stem) } else { stem };
    let mut ends = stem.chars().rev();
    let (last, before) = (ends.next(), ends.next());
    if stem.len() > 4 && last == before && !stem.ends_with("ss") {
        return stem.get(..stem.len() - 1).unwrap_or(stem);
    }
    stem
}

/// Whether two messages ask the same: most of the shorter one's tokens stand in the other.
pub fn same_question(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (tokens(one), tokens(other));
    one.sort_unstable();
    one.dedup();
    other.sort_unstable();
    other.dedup();
    let common = one.iter().filter(|token| other.binary_search(token).is_ok()).count();
    let (fewer, more) = (one.len().min(other.len()), one.len().max(other.len()));
    fewer >= 2 && common * 10 >= fewer * 8 && common * 10 >= more * 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_meet() {
        for group in [
            &["bill", "bills", "billing", "billed"][..],
            &["cancel", "cancelling", "cancelled"],
            &["charge", "charged", "charges"],
            &["move", "moved", "moving"],
        ] {
            let stems: Vec<Cow<'_, str>> = group.iter().map(|word| stem(word)).collect();
            assert!(stems.iter().all(|s| *s == stems[0]), "{stems:?}");
        }
    }

    #[test]
    fn contractions_say_nothing() {
        assert_eq!(
            tokens("We're stuck, it doesn't work and we can't fix John's line"),
            ["stuck", "work", "fix", "john", "lin"]
        );
    }

    #[test]
    fn chinese_needs_no_segmentation() {
        assert_eq!(tokens("重启路由器"), ["重", "重启", "启", "启路", "路", "路由", "由", "由器", "器"]);
    }

    #[test]
    fn what_matched_is_said_in_whole_words() {
        let matched = |text: &str, tokens: &[&str]| {
            matched_words(text, &tokens.iter().map(|token| (*token).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(matched("They charged me, I want to talk", &["charg", "talk"]), ["charged", "talk"]);
        let smoke = "设备冒烟了，很危险，怎么办";
        assert_eq!(matched(smoke, &["冒", "么办", "办", "设备", "备", "设"]), ["设备"]);
        assert_eq!(matched("路由器红灯 wifi", &["路由", "由器", "wifi", "灯"]), ["路由器", "wifi"]);
        assert!(matched("", &["设备"]).is_empty());
    }

    #[test]
    fn the_same_question_is_known_again() {
        assert!(same_question("How do I reset my password?", "how can i reset the password"));
        assert!(same_question("路由器红灯怎么办", "路由器红灯怎么办啊"));
        assert!(!same_question("How do I reset my password?", "how do I pay my bill"));
        assert!(!same_question("ok", "ok"));
    }
}
