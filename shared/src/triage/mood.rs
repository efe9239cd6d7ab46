//! Mood: anger by words, capitals and punctuation; and the scale from -1 to 1.

use super::assessment::{Signal, SignalKind};
use super::lexicon::{evidence, find, pleased};
use super::line::Line;

/// Least number of letters in capitals that says something; an abbreviation has fewer.
const SHOUTED_LETTERS: usize = 8;
/// Strength up to which anger is no signal.
const FAINT: f32 = 0.2;

/// The signal of anger, where there is any.
pub(super) fn anger(message: &str, line: &Line<'_>) -> Option<Signal> {
    // Doubts add up: what is left after each of them is the product of what each leaves.
    let found = find(SignalKind::Angry, line);
    let mut evidence = evidence(&found, line);
    let mut calm: f32 = found.iter().map(|found| 1.0 - found.strength).product();
    let shouting = shouted(message);
    if !shouting.is_empty() {
        calm *= 0.3;
        evidence.push(shouting);
    }
    let marks = marks(message);
    if marks.chars().count() >= 2 {
        calm *= if marks.chars().count() >= 3 { 0.5 } else { 0.75 };
        evidence.push(marks);
    }
    let strength = 1.0 - calm;
    (strength > FAINT).then_some(Signal { kind: SignalKind::Angry, strength, evidence })
}

/// From -1 to 1: anger pulls down, thanks pull up.
pub(super) fn mood(line: &Line<'_>, anger: Option<&Signal>) -> f32 {
    let up = pleased(line).iter().map(|found| found.strength).fold(0.0, f32::max);
    let down = anger.map_or(0.0, |signal| signal.strength);
    (up - down).clamp(-1.0, 1.0)
}

/// The words in capitals, where most of the message is.
fn shouted(message: &str) -> String {
    let letters = message.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = message.chars().filter(char::is_ascii_uppercase).count();
    if capitals < SHOUTED_LETTERS || capitals * 10 < letters * 7 {
        return String::new();
    }
    let lower = |word: &&str| word.contains(|c: char| c.is_lowercase());
    let words = message.split_whitespace().filter(|word| !lower(word) && word.contains(char::is_uppercase));
    words.collect::<Vec<_>>().join(" ")
}

/// The longest run of exclamation and question marks.
fn marks(message: &str) -> String {
    let is_mark = |c: char| matches!(c, '!' | '?' | '！' | '？');
    let runs = message.split(|c| !is_mark(c));
    let longest = runs.max_by_key(|run| run.chars().count()).unwrap_or_default();
    longest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, angry: bool) {
        let found = anger(message, &Line::read(message));
        assert_eq!(found.as_ref().is_some_and(|s| s.strength >= 0.6), angry, "{message}: {found:?}");
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
