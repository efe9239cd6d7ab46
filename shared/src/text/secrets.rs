//! Secrets that customers paste by mistake. They are taken out before anything is stored.

use serde::{Deserialize, Serialize};

/// What was taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SecretKind {
    /// A payment card's number.
    CardNumber,
    /// A password, PIN or one-time code that was named as such.
    Password,
}

/// A text without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked {
    /// The text, with a note in place of each secret.
    pub text: String,
    /// What was found, in order.
    pub found: Vec<SecretKind>,
}

/// Words after which a secret follows.
const NAMES: &[&str] = &[
    "password",
    "passwd",
    "passcode",
    "pwd",
    "pin",
    "cvv",
    "cvc",
    "security code",
    "密码",
    "口令",
    "验证码",
    "安全码",
];
/// Words between the name and the secret.
const LINKS: &[&str] = &["number is", "code is", "is", "was", "=", ":", "：", "是", "为"];

/// What may stand between the digits of a card's number.
const SEPARATORS: [char; 8] = [' ', '-', '.', '\u{a0}', '\u{2011}', '\u{2013}', '\u{3000}', '－'];

/// Takes out card numbers (13 to 19 digits that satisfy Luhn's check) and what follows "password is" and its
/// like.
pub fn mask_secrets(text: &str) -> Masked {
    let mut found = Vec::new();
    let without_cards = mask_cards(text, &mut found);
    let text = mask_named(&without_cards, &mut found);
    Masked { text, found }
}

fn mask_cards(text: &str, found: &mut Vec<SecretKind>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c| digit(c).is_some()) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let groups = groups(from);
        // Other numbers may stand right beside a card's, its security code above all: any whole groups may be it.
        let card = (0..groups.len()).find_map(|first| {
            let groups = groups.get(first..)?;
            Some((groups.first()?.start, card_end(groups)?))
        });
        let all = groups.last().map_or(from.len(), |group| group.end);
        let (kept, cut) = card.unwrap_or((all, all));
        out.push_str(from.get(..kept).unwrap_or_default());
        if card.is_some() {
            out.push_str("[card number removed]");
            found.push(SecretKind::CardNumber);
        }
        rest = from.get(cut..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Digits without anything between them.
struct Group {
    start: usize,
    end: usize,
    digits: Vec<u32>,
}

/// The groups of digits at the start of a text, each one separator from the next.
fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut separated = true;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match (digit(c), groups.last_mut()) {
            (Some(digit), Some(group)) if !separated => {
                group.digits.push(digit);
                group.end = end;
            }
            (Some(digit), _) => groups.push(Group { start: at, end, digits: vec![digit] }),
            (None, _) if separated || !SEPARATORS.contains(&c) => break,
            (None, _) => {}
        }
        separated = digit(c).is_none();
    }
    groups
}

/// Where a card's number ends that begins with the first group: the longest that can be one.
fn card_end(groups: &[Group]) -> Option<usize> {
    let mut digits = Vec::new();
    let mut found = None;
    for group in groups {
        digits.extend(&group.digits);
        if digits.len() > 19 {
            break;
        }
        if digits.len() >= 13 && luhn(&digits) {
            found = Some(group.end);
        }
    }
    found
}

/// The value of a digit, in the full width of Chinese keyboards too.
fn digit(c: char) -> Option<u32> {
    let full = u32::from(c).checked_sub(u32::from('０')).filter(|value| *value < 10);
    c.to_digit(10).or(full)
}

/// Luhn's check, ISO/IEC 7812-1.
fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { *digit } else { digit * 2 / 10 + digit * 2 % 10 })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|digit| *digit != 0)
}

fn mask_named(text: &str, found: &mut Vec<SecretKind>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((start, length)) = named_secret(rest) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        out.push_str("[removed]");
        found.push(SecretKind::Password);
        rest = from.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Byte offset and length of the first secret that follows its name.
fn named_secret(text: &str) -> Option<(usize, usize)> {
    // ASCII case folding keeps byte offsets.
    let lower = text.to_ascii_lowercase();
    let mut best: Option<(usize, usize)> = None;
    for name in NAMES {
        for (at, _) in lower.match_indices(name) {
            let after = at + name.len();
            let tail = lower.get(after..)?;
            let gap = tail.len() - tail.trim_start().len();
            let trimmed = tail.trim_start();
            let Some(link) = LINKS.iter().find(|link| trimmed.starts_with(**link)) else {
                continue;
            };
            let linked = trimmed.get(link.len()..)?;
            let value = linked.trim_start_matches([' ', ':', '：', '"', '\'', '“']);
            let start = after + gap + link.len() + (linked.len() - value.len());
            let length = value.find(|c: char| c.is_whitespace() || "，。,;；\"'”".contains(c)).unwrap_or(value.len());
            let secret = value.get(..length)?;
            // "my password is wrong" names no secret; a secret has a digit or is not a plain word.
            let plain = secret.chars().all(char::is_alphabetic);
            if length >= 3 && !plain && !secret.starts_with('[') && best.is_none_or(|(s, _)| start < s) {
                best = Some((start, length));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(mask_secrets(text).text, expect);
    }

    #[test]
    fn secrets_are_taken_out() {
        check("card 4111 1111 1111 1111 please", "card [card number removed] please");
        check("4111-1111-1111-1111", "[card number removed]");
        check("卡号4111111111111111，谢谢", "卡号[card number removed]，谢谢");
        check("4111 1111 1111 1111 123", "[card number removed] 123");
        check("4111 1111 1111 1111 12 28", "[card number removed] 12 28");
        check("4111111111111111 5500005555555559", "[card number removed] [card number removed]");
        check("order 17 4111 1111 1111 1111", "order 17 [card number removed]");
        check("卡号４１１１　１１１１　１１１１　１１１１。", "卡号[card number removed]。");
        check("my password is hunter2, reset it", "my password is [removed], reset it");
        check("密码是abc123。", "密码是[removed]。");
        check("CVV: 123", "CVV: [removed]");
    }

    #[test]
    fn what_is_no_secret_stays() {
        check("order 4821 3000 1234", "order 4821 3000 1234");
        check("call me at 020 7946 0958", "call me at 020 7946 0958");
        check("my password is wrong", "my password is wrong");
        check("订单号 20261124000123456", "订单号 20261124000123456");
    }
}
