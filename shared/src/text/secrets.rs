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
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let mut digits = Vec::new();
        let mut end = 0;
        for (at, c) in from.char_indices() {
            if let Some(digit) = c.to_digit(10) {
                digits.push(digit);
                end = at + 1;
            } else if !matches!(c, ' ' | '-' | '.') || at > end {
                break;
            }
        }
        let (number, after) = from.split_at(end);
        if (13..=19).contains(&digits.len()) && luhn(&digits) {
            out.push_str("[card number removed]");
            found.push(SecretKind::CardNumber);
        } else {
            out.push_str(number);
        }
        rest = after;
    }
    out.push_str(rest);
    out
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
