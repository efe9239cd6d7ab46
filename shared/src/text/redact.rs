//! Personal data in what people write: taken out before a sentence is shown apart from its conversation or becomes part
//! of an article. Secrets go first (`secrets`); what is left of persons is found by its form, so that a name in the middle
//! of a sentence may stay: whoever reads the result still reads with care.

use super::secrets::mask_secrets;

/// What stands for each kind.
const LINK: &str = "[link]";
const EMAIL: &str = "[email]";
const PHONE: &str = "[phone]";
const NUMBER: &str = "[number]";
const NAME: &str = "[name]";
/// All marks, with those of secrets.
const MARKS: [&str; 7] = [LINK, EMAIL, PHONE, NUMBER, NAME, "[card number removed]", "[removed]"];

/// Digits from which a number says whose matter it is.
const DIGITS: usize = 5;
/// Digits from which a number can be called.
const PHONE_DIGITS: usize = 9;
/// Characters of a Chinese name at most, without a title.
const HAN_NAME: usize = 4;
/// Words of a name at most.
const NAME_WORDS: usize = 3;

/// Words after which somebody is named, in lower case.
const BEFORE_NAMES: &[&str] = &[
    "my name is",
    "my name's",
    "i am called",
    "dear",
    "hello",
    "hi",
    "hey",
    "good morning",
    "good afternoon",
    "good evening",
    "kind regards",
    "best regards",
    "warm regards",
    "regards",
    "best wishes",
    "sincerely",
    "cheers",
    "mr",
    "mrs",
    "ms",
    "mr.",
    "mrs.",
    "ms.",
    "dr.",
];
/// The same in Chinese.
const BEFORE_HAN_NAMES: &[&str] =
    &["我叫", "我的名字是", "姓名是", "姓名：", "姓名:", "收件人：", "收件人:", "联系人：", "联系人:"];
/// Titles that follow a Chinese name.
const TITLES: [&str; 3] = ["先生", "女士", "小姐"];
/// What follows a greeting with a capital and is nobody's name.
const NO_NAMES: &[&str] = &[
    "I", "My", "The", "This", "There", "Team", "Support", "Sir", "Madam", "All", "Everyone", "Customer", "How", "Can",
    "Is", "We", "What", "Why", "When", "Where", "Please", "Thanks", "Thank", "Just", "It", "Your", "You", "In", "Our",
    "Do", "Does",
];

/// A text without secrets, addresses, numbers of five digits and more, and the names that greetings and the like give
/// away; a mark stands for each.
pub fn redact(text: &str) -> String {
    let text = mask_secrets(text).text;
    han_names(&names(&numbers(&addresses(&text))))
}

/// A redacted text without the marks, as a sentence that stands for many.
pub fn without_marks(text: &str) -> String {
    let mut text = text.to_owned();
    for mark in MARKS {
        text = text.replace(mark, "");
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let closes = word.chars().all(|c| c.is_ascii_punctuation() && !"([\"'".contains(c));
        if !out.is_empty() && !closes {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.trim_matches([' ', ',', ';', ':', '#', '，', '：', '；']).to_owned()
}

/// A text without links, email addresses, handles ("@name") and the marks that stand for what was taken out: what is left
/// was said.
pub fn without_addresses(text: &str) -> String {
    let handle = |piece: &str| {
        let name = piece.strip_prefix('@').unwrap_or_default();
        name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_').then(String::new)
    };
    // A handle of Chinese characters ends with its word, where one follows.
    let mut words = text.split_inclusive(char::is_whitespace).peekable();
    let mut said = String::with_capacity(text.len());
    while let Some(word) = words.next() {
        if !word.starts_with('@') || words.peek().is_none() {
            said.push_str(word);
        }
    }
    without_marks(&pieces(&addresses(&said), handle))
}

/// Links and email addresses.
fn addresses(text: &str) -> String {
    pieces(text, |piece| {
        let inner = piece.trim_matches(|c: char| !c.is_alphanumeric() && c != '/' && c != '@');
        if inner.starts_with("http://") || inner.starts_with("https://") || inner.starts_with("www.") {
            return Some(piece.replace(inner, LINK));
        }
        let (name, host) = inner.split_once('@')?;
        (!name.is_empty() && host.contains('.')).then(|| piece.replace(inner, EMAIL))
    })
}

/// What stands between spaces and Chinese characters, each as `change` has it.
fn pieces(text: &str, change: impl Fn(&str) -> Option<String>) -> String {
    let (mut out, mut piece) = (String::with_capacity(text.len()), String::new());
    let close = |piece: &mut String, out: &mut String| {
        out.push_str(&change(piece).unwrap_or_else(|| piece.clone()));
        piece.clear();
    };
    for c in text.chars() {
        // Addresses are ASCII: Chinese goes on right beside them.
        if c.is_whitespace() || !c.is_ascii() {
            close(&mut piece, &mut out);
            out.push(c);
        } else {
            piece.push(c);
        }
    }
    close(&mut piece, &mut out);
    out
}

/// Numbers with digits enough to be somebody's own, with the letters and dashes that belong to them.
fn numbers(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let starts_word = at == 0 || chars.get(at - 1).is_none_or(|before| !before.is_ascii_alphanumeric());
        let long = starts_word.then(|| long_number(chars.get(at..).unwrap_or_default())).flatten();
        if let Some((length, mark)) = long {
            out.push_str(mark);
            at += length;
        } else {
            out.push(*c);
            at += 1;
        }
    }
    out
}

/// How many characters a number takes that stands at the start, and what it is.
fn long_number(chars: &[char]) -> Option<(usize, &'static str)> {
    let first = chars.first()?;
    if !(first.is_ascii_alphanumeric() || matches!(first, '+' | '(')) {
        return None;
    }
    // Letters and digits without a gap, such as TW-48213, and figures with single gaps between them.
    let code = chars.iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '-').count();
    let figures = figures(chars);
    let digits = |length: usize| chars.iter().take(length).filter(|c| c.is_ascii_digit()).count();
    let called = chars.first() == Some(&'+') || digits(figures) >= PHONE_DIGITS;
    if digits(figures) >= digits(code) && digits(figures) >= DIGITS {
        return Some((figures, if called { PHONE } else { NUMBER }));
    }
    (digits(code) >= DIGITS).then_some((code, NUMBER))
}

/// The length of digits with single separators between them.
fn figures(chars: &[char]) -> usize {
    let (mut length, mut gaps) = (0, 0);
    for (at, c) in chars.iter().enumerate() {
        if c.is_ascii_digit() {
            (length, gaps) = (at + 1, 0);
        } else if (matches!(c, ' ' | '-' | '.' | '(' | ')' | '/') || (*c == '+' && at == 0)) && gaps < 2 {
            gaps += 1;
        } else {
            break;
        }
    }
    length
}

/// Names after greetings, closings and "my name is".
fn names(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let starts_word = out.chars().next_back().is_none_or(|before| !before.is_alphanumeric());
        if let Some((kept, named)) = starts_word.then(|| name_after(rest)).flatten() {
            out.push_str(rest.get(..kept).unwrap_or_default());
            out.push_str(NAME);
            rest = rest.get(kept + named..).unwrap_or_default();
        } else {
            out.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

/// The bytes before a name, and those of the name.
fn name_after(text: &str) -> Option<(usize, usize)> {
    let before = BEFORE_NAMES.iter().filter(|words| {
        let start = text.get(..words.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(words))
    });
    let before = before.map(|words| words.len()).max()?;
    let rest = text.get(before..)?;
    let gap = rest.len() - rest.trim_start_matches([' ', ',', '\n', '\r', '\t']).len();
    let rest = rest.get(gap..).filter(|_| gap > 0)?;
    let (mut length, mut end) = (0, 0);
    for word in rest.split_inclusive([' ', '\n']).take(NAME_WORDS) {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_name =
            bare.chars().next().is_some_and(|c| c.is_uppercase() && !c.is_numeric()) && !NO_NAMES.contains(&bare);
        if !is_name {
            break;
        }
        end = length + bare.len();
        length += word.len();
        // A name ends where its line or its sentence does.
        if bare.len() + 1 != word.len() || word.ends_with('\n') {
            break;
        }
    }
    (end > 0).then_some((before + gap, end))
}

/// Names in Chinese: after the words that give one, and before a title.
fn han_names(text: &str) -> String {
    let mut out = text.to_owned();
    for words in BEFORE_HAN_NAMES {
        let mut from = 0;
        while let Some(found) = out.get(from..).and_then(|rest| rest.find(words)) {
            let start = from + found + words.len();
            let rest = out.get(start..).unwrap_or_default();
            let name: String = rest.chars().take_while(|c| is_han(*c)).collect();
            let length = if (2..=HAN_NAME).contains(&name.chars().count()) { name.len() } else { 0 };
            if length > 0 {
                out.replace_range(start..start + length, NAME);
            }
            from = start;
        }
    }
    for title in TITLES {
        let mut from = 0;
        while let Some(found) = out.get(from..).and_then(|rest| rest.find(title)) {
            let at = from + found;
            let before: Vec<char> =
                out.get(..at).unwrap_or_default().chars().rev().take_while(|c| is_han(*c)).collect();
            // Longer runs are sentences: then the surname alone is taken.
            let length = if before.len() < HAN_NAME { before.len() } else { 1 };
            let bytes: usize = before.iter().take(length).map(|c| c.len_utf8()).sum();
            let grew = if bytes > 0 {
                out.replace_range(at - bytes..at, NAME);
                NAME.len()
            } else {
                0
            };
            from = at - bytes + grew + title.len();
        }
    }
    out
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_personal_is_taken_out() {
        for (text, expect) in [
            ("write to anna.k@mail.example, please", "write to [email], please"),
            ("邮箱anna@mail.example谢谢", "邮箱[email]谢谢"),
            ("see https://shop.example/o?id=5 now", "see [link] now"),
            ("call +44 20 7946 0958 today", "call [phone] today"),
            ("电话13812345678，谢谢", "电话[phone]，谢谢"),
            ("order TW-48213 is late", "order [number] is late"),
            ("订单号48213还没到", "订单号[number]还没到"),
            ("Hi Anna, my router is red", "Hi [name], my router is red"),
            ("Hello Mr Bean, hi", "Hello [name], hi"),
            ("My name is Jonas Maria Weber. It fails", "My name is [name]. It fails"),
            ("It works.\nKind regards,\nAnna Keller\nTidewell", "It works.\nKind regards,\n[name]\nTidewell"),
            ("我叫王小明，断网了", "我叫[name]，断网了"),
            ("尊敬的王先生，您好", "尊敬的[name]先生，您好"),
            ("my password is hunter2 and order 48213", "my password is [removed] and order [number]"),
        ] {
            assert_eq!(redact(text), expect, "{text}");
        }
    }

    #[test]
    fn what_is_of_everybody_stays() {
        for text in ["Hi there, it has 3 lights since 2026", "hello I need help", "Windows 11 and 300 Mbit/s"] {
            assert_eq!(redact(text), text);
        }
    }

    #[test]
    fn a_sentence_goes_on_without_the_marks() {
        assert_eq!(without_marks("where is my order [number]?"), "where is my order?");
        assert_eq!(without_marks("订单[number]还没到"), "订单还没到");
        assert_eq!(without_marks("[name], it fails"), "it fails");
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,60}") {
            let once = redact(&text);
            prop_assert!(!once.contains("@a.b") || !text.contains('@'));
        }

        #[test]
        fn no_long_number_is_left(before in "[a-z ]{0,8}", number in "[0-9]{5,18}", after in "[a-z ,.]{0,8}") {
            let text = [before, number.clone(), after].join(" ");
            prop_assert!(!redact(&text).contains(&number));
        }
    }
}
