//! Sentences of messages: cut apart, without greetings, closings and signatures, and how alike two are.

use std::collections::BTreeMap;

use baton_shared::engine::math::dot;
use baton_shared::engine::table::{Meaning, Table};
use baton_shared::engine::words::Words;
use baton_shared::text::{redact, tokens};

/// Weight of what a sentence means, beside the words that it shares.
const MEANING: f32 = 0.6;
/// Meanings of anything are alike to this degree.
const ANY_MEANING: f32 = 0.2;
/// What opens or closes a message and says nothing of the matter, in lower case.
const SMALL_TALK: &[&str] = &[
    "thank",
    "thanks",
    "many thanks",
    "best",
    "kind regards",
    "regards",
    "warm regards",
    "sincerely",
    "cheers",
    "yours",
    "sorry",
    "i am sorry",
    "we are sorry",
    "i'm sorry",
    "we apolog",
    "apologies",
    "i hope",
    "hope ",
    "let me know",
    "let us know",
    "please let",
    "feel free",
    "if you have any",
    "have a",
    "you're welcome",
    "you are welcome",
    "glad",
    "happy to",
    "i understand",
    "is there anything",
    "sent from",
    "on behalf",
    "great question",
    "no problem",
    "of course",
    "sure",
    "i have checked",
    "i checked",
    "congratulations",
    "感谢",
    "谢谢",
    "多谢",
    "抱歉",
    "很抱歉",
    "不好意思",
    "祝",
    "如有",
    "如果还有",
    "还有什么",
    "请问还有",
    "有问题随时",
    "欢迎随时",
    "希望",
    "此致",
    "敬礼",
    "好的",
    "没问题",
    "不客气",
    "理解您",
];

/// How a message greets, in lower case; what follows after a comma may be the matter itself.
const GREETINGS: &[&str] =
    &["hi", "hello", "dear", "hey", "good morning", "good afternoon", "good evening", "您好", "你好", "尊敬的", "亲"];
/// Characters within which a greeting ends.
const GREETING_CHARS: usize = 32;

/// A text that is compared with others.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Nothing of Chinese, which the table does not hold.
    meaning: Option<Meaning>,
    tokens: BTreeMap<String, f32>,
    norm: f32,
}

impl Seen {
    /// Looks at a text.
    pub fn of(table: &Table, text: &str) -> Self {
        let mut counted: BTreeMap<String, f32> = BTreeMap::new();
        for token in tokens(text) {
            // Of Chinese, pairs say more than characters.
            let weight = if token.is_ascii() || token.chars().count() > 1 { 1.0 } else { 0.3 };
            counted.insert(token, weight);
        }
        let norm = counted.values().map(|weight| weight * weight).sum::<f32>().sqrt();
        let has_han = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        let meaning = (!has_han).then(|| table.meaning(&Words::read(text)));
        Self { meaning, tokens: counted, norm }
    }

    /// How alike two texts are, in `[0, 1]`: by what they mean, and by the words that they share.
    pub fn like(&self, other: &Self) -> f32 {
        let shared =
            self.tokens.iter().filter_map(|(token, weight)| Some(weight * other.tokens.get(token)?)).sum::<f32>();
        let words = shared / (self.norm * other.norm).max(f32::EPSILON);
        let (Some(own), Some(others)) = (&self.meaning, &other.meaning) else { return words.clamp(0.0, 1.0) };
        let meaning = (dot(own, others) - ANY_MEANING) / (1.0 - ANY_MEANING);
        (MEANING * meaning.max(0.0) + (1.0 - MEANING) * words).clamp(0.0, 1.0)
    }
}

/// A message's sentences, redacted, without what is said in every letter. What stands below a closing is a signature.
pub fn sentences(message: &str) -> Vec<String> {
    let mut found = Vec::new();
    'lines: for line in redact(message).lines() {
        let line = line.trim().trim_start_matches(['-', '*', '•', '>']).trim();
        let line = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let line = line.trim_start_matches(['.', ')', '、', '）']).trim();
        for sentence in cut(line).iter().filter_map(|sentence| after_greeting(sentence)) {
            let lower = sentence.to_lowercase();
            if is_closing(&lower) {
                break 'lines;
            }
            if !is_small_talk(&lower) {
                found.push(sentence);
            }
        }
    }
    found
}

/// A sentence without a greeting before it; nothing where it is one.
fn after_greeting(sentence: &str) -> Option<String> {
    let lower = sentence.to_lowercase();
    let greets = GREETINGS.iter().any(|greeting| {
        lower
            .strip_prefix(greeting)
            .is_some_and(|rest| !greeting.is_ascii() || !rest.starts_with(char::is_alphanumeric))
    });
    if !greets {
        return Some(sentence.to_owned());
    }
    let (_, rest) = sentence.split_once([',', '，', '!', '！'])?;
    let long = sentence.chars().count() - rest.chars().count() > GREETING_CHARS;
    let rest = if long { sentence } else { rest.trim() };
    let mut letters = rest.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

fn is_closing(lower: &str) -> bool {
    let closings = [
        "best regards",
        "kind regards",
        "warm regards",
        "regards",
        "sincerely",
        "best wishes",
        "cheers",
        "此致",
        "祝好",
    ];
    closings.iter().any(|closing| lower.starts_with(closing)) || lower == "best," || lower.starts_with("--")
}

fn is_small_talk(lower: &str) -> bool {
    SMALL_TALK.iter().any(|opener| {
        let rest = lower.strip_prefix(opener);
        let stem = matches!(*opener, "thank" | "we apolog") || opener.ends_with(' ') || !opener.is_ascii();
        rest.is_some_and(|rest| stem || !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
    })
}

/// Cuts a line where a sentence ends: at a full stop before a space, and at the signs of Chinese.
fn cut(line: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        if let Some(last) = found.last_mut() {
            last.push(c);
        }
        let ends = matches!(c, '。' | '！' | '？')
            || (matches!(c, '.' | '!' | '?') && rest.peek().is_none_or(|next| next.is_whitespace()));
        if ends {
            found.push(String::new());
        }
    }
    found
        .into_iter()
        .map(|text| text.trim().to_owned())
        .filter(|text| text.chars().any(char::is_alphanumeric))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_lose_what_is_said_in_each() {
        let letter = "Hi Anna,\nthanks for writing. Unplug the router for 30 seconds.\n1. Hold the button on the back.\nLet me know!\n\nKind regards,\nTom\nTidewell";
        assert_eq!(sentences(letter), ["Unplug the router for 30 seconds.", "Hold the button on the back."]);
        let chinese = "您好！请拔掉路由器电源30秒。再插回去，等灯变绿。祝您生活愉快！";
        assert_eq!(sentences(chinese), ["请拔掉路由器电源30秒。", "再插回去，等灯变绿。"]);
        assert_eq!(sentences("High speed needs a cable."), ["High speed needs a cable."]);
        assert_eq!(sentences("Hi Lee, open the lid."), ["Open the lid."]);
        assert_eq!(sentences("您好，我叫王小明，怎么改抬头？"), ["我叫[name]，怎么改抬头？"]);
    }
}
