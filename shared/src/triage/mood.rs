//! Mood: anger by words, capitals and punctuation; and the scale from -1 to 1.

use super::assessment::{Signal, SignalKind};
use super::lexicon::{find, find_in};
use crate::text::normalize;

/// Least number of letters in capitals that says something; an abbreviation has fewer.
const SHOUTED_LETTERS: usize = 8;

/// The signal of anger, where there is any.
pub(super) fn anger(message: &str) -> Option<Signal> {
    let normal = normalize(message);
    let mut evidence = Vec::new();
    // Doubts add up: what is left after each of them is the product of what each leaves.
    let mut calm = 1.0_f32;
    for found in find(SignalKind::Angry, message) {
        if negated(&normal, found.phrase) {
            continue;
        }
        calm *= 1.0 - found.strength;
        evidence.push(found.phrase.to_owned());
    }
    let shouting = shouted(message);
    if !shouting.is_empty() {
        calm *= 0.3;
        evidence.push(shouting);
    }
    let marks = marks(message);
    if marks.chars().count() >= 2 {
        calm *= if marks.chars().count() >= 3 {
            0.5
        } else {
            0.75
        };
        evidence.push(marks);
    }
    let strength = 1.0 - calm;
    (strength > 0.2).then_some(Signal {
        kind: SignalKind::Angry,
        strength,
        evidence,
    })
}

/// From -1 to 1: anger pulls down, thanks pull up.
pub(super) fn mood(message: &str, anger: Option<&Signal>) -> f32 {
    let pleased = find_in(include_str!("lexicon/pleased.txt"), &normalize(message));
    let up: f32 = pleased
        .iter()
        .map(|found| found.strength)
        .fold(0.0, f32::max);
    let down = anger.map_or(0.0, |signal| signal.strength);
    (up - down).clamp(-1.0, 1.0)
}

/// The words in capitals, where most of the message is.
fn shouted(message: &str) -> String {
    let letters = message.chars().filter(|c| c.is_ascii_alphabetic()).count();
    let capitals = message.chars().filter(char::is_ascii_uppercase).count();
    let words = message
        .split_whitespace()
        .filter(|word| word.len() >= 2 && word.chars().any(|c| c.is_ascii_uppercase()));
    if capitals < SHOUTED_LETTERS || capitals * 10 < letters * 7 {
        return String::new();
    }
    words.collect::<Vec<_>>().join(" ")
}

/// The longest run of exclamation and question marks.
fn marks(message: &str) -> String {
    let mut longest = String::new();
    let mut run = String::new();
    for c in message.chars().chain([' ']) {
        if matches!(c, '!' | '?' | '！' | '？') {
            run.push(c);
        } else {
            if run.len() > longest.len() {
                longest = std::mem::take(&mut run);
            }
            run.clear();
        }
    }
    longest
}

/// Whether "not", "no" or 不/没 stands right before a phrase.
fn negated(normal: &str, phrase: &str) -> bool {
    let Some(at) = normal.find(phrase) else {
        return false;
    };
    let before = normal.get(..at).unwrap_or_default().trim_end();
    [
        "not", "n't", "never", "isn't", "without", "no", "not a", "not so", "not that", "不", "没",
        "没有", "别", "不是",
    ]
    .iter()
    .any(|word| before.ends_with(word) && !before.ends_with("why not"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, angry: bool) {
        let found = anger(message);
        assert_eq!(
            found.as_ref().is_some_and(|s| s.strength >= 0.6),
            angry,
            "{message}: {found:?}"
        );
    }

    #[test]
    fn anger_is_seen() {
        for message in [
            "I am furious",
            "this drives me mad",
            "MY INTERNET IS DOWN AGAIN",
            "third time I ask for my money!!",
            "What a joke, worst company ever",
            "气死我了",
            "什么破网，天天断！！！",
            "你们就是骗子",
            "THIS IS UNACCEPTABLE!!!",
        ] {
            check(message, true);
        }
    }

    #[test]
    fn calm_is_not_anger() {
        for message in [
            "how do I reset my password?",
            "I'm not angry, just curious",
            "My WPA2 PSK does not work",
            "Thanks!",
            "我没有生气，就是问一下",
            "怎么换套餐？",
            "Can I use my iPhone with the SSID?",
        ] {
            check(message, false);
        }
    }
}
