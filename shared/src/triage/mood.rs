//! Mood: anger by words, capitals and punctuation; and the scale from -1 to 1.

use super::assessment::{Signal, SignalKind};
use super::lexicon::{evidence, find, pleased};
use super::line::{Kind, Line};
use super::pattern::Found;

/// Least number of letters in capitals that says something; an abbreviation has fewer.
const SHOUTED_LETTERS: usize = 8;
/// Words that are shouted; what else stands in capitals may be a name or a number.
const SHOUTED: &str = "i me my mine we us our you your u is are was were be the this that it its not no never do does \
    did dont cant wont why what where when who how have has had want need stop still again now please help all any \
    every nothing nobody fix give answer terrible worst hate sick angry done fed so to";
/// Words that are raised out of a sentence in small letters to blame.
const RAISED: &str = "not never your now still again weeks months days hours nothing every any why twice must hate \
    sick done what one six five four three ever all this immediately";
/// What swearing hides behind its stars.
const SWEARING: [&str; 14] = [
    "fuck", "fucks", "fucked", "fucker", "fucking", "shit", "shitty", "bullshit", "bitch", "crap", "asshole",
    "arsehole", "bastard", "damn",
];
/// Strength up to which anger is no signal.
const FAINT: f32 = 0.2;

/// How negative, from 0 to 1, a trained head must find an English message before that counts, and how much it counts
/// then: no more than a faint word, so that it never hands over alone.
const UPSET: f32 = 0.9;
const WHOLE: f32 = 0.4;
/// A shorter message, in words, is not read as a whole.
const WHOLE_WORDS: usize = 5;

/// Whether a message is long enough, and English enough, to be read as a whole.
pub(super) fn is_read_whole(line: &Line<'_>) -> bool {
    line.size() >= WHOLE_WORDS && !line.tokens.iter().any(|token| token.kind == Kind::Han)
}

/// The signal of anger, where there is any; `negative` is what a trained head makes of the whole message.
pub(super) fn anger(message: &str, line: &Line<'_>, negative: Option<f32>) -> Option<Signal> {
    // Doubts add up: what is left after each of them is the product of what each leaves.
    let found = find(SignalKind::Angry, line);
    let mut evidence = evidence(&found, line);
    let mut calm: f32 = found.iter().map(|found| 1.0 - found.strength).product();
    let shouting = shouted(message);
    if !shouting.is_empty() {
        calm *= 0.3;
        evidence.push(shouting);
    } else if let Some(raised) = raised(message) {
        calm *= 0.6;
        evidence.push(raised);
    }
    if let Some(masked) = message.split_whitespace().find(|word| swears(word)) {
        calm *= 0.2;
        evidence.push(masked.to_owned());
    }
    // Marks of joy: somebody who is pleased and names nothing bad.
    let joy = found.is_empty() && !pleased(line).is_empty();
    let marks = marks(message);
    if marks.chars().count() >= 2 && !joy {
        let alone = line.size() == 0;
        let asks = marks.chars().all(|c| matches!(c, '?' | '？'));
        calm *= match marks.chars().count() {
            // Whoever asks with three marks asks, and no more.
            _ if asks && !alone => 0.85,
            2 => 0.75,
            _ if alone => 0.3,
            _ => 0.5,
        };
        evidence.push(marks);
    }
    // The whole message, beside its words; nothing that could be shown carries it.
    if negative.is_some_and(|negative| negative >= UPSET) {
        calm *= 1.0 - WHOLE;
    }
    let strength = 1.0 - calm;
    (strength > FAINT).then_some(Signal { kind: SignalKind::Angry, strength, evidence })
}

/// From -1 to 1: anger pulls down, thanks pull up. Praise within an angry phrase is irony.
pub(super) fn mood(line: &Line<'_>, anger: Option<&Signal>) -> f32 {
    let angry = find(SignalKind::Angry, line);
    let meant = |praise: &Found| {
        let within = |one: &Found| one.range.start < praise.range.end && praise.range.start < one.range.end;
        !angry.iter().any(within)
    };
    let praise = pleased(line).into_iter().filter(meant);
    let up = praise.map(|found| found.strength).fold(0.0, f32::max);
    let down = anger.map_or(0.0, |signal| signal.strength);
    (up - down).clamp(-1.0, 1.0)
}

/// The words in capitals, where most of the message is, and some of them are no names.
fn shouted(message: &str) -> String {
    let letters = message.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = message.chars().filter(char::is_ascii_uppercase).count();
    if capitals < SHOUTED_LETTERS || capitals * 10 < letters * 7 {
        return String::new();
    }
    let words: Vec<&str> = message.split_whitespace().filter(|word| in_capitals(word)).collect();
    let ordinary = words.iter().any(|word| is_among(word, SHOUTED));
    if ordinary { words.join(" ") } else { String::new() }
}

/// An ordinary word in capitals among small letters: "for YOUR mistake".
fn raised(message: &str) -> Option<String> {
    let small = message.chars().filter(|c| c.is_lowercase()).count();
    let raised = |word: &&str| word.len() > 2 && in_capitals(word) && is_among(word, RAISED);
    message.split_whitespace().find(raised).filter(|word| small > 2 * word.len()).map(str::to_owned)
}

fn in_capitals(word: &str) -> bool {
    !word.contains(|c: char| c.is_lowercase() || c.is_ascii_digit()) && word.contains(char::is_uppercase)
}

fn is_among(word: &str, list: &str) -> bool {
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    list.split_whitespace().any(|one| one == letters)
}

/// Whether a word is swearing that hides letters behind stars: "sh*t", "f***".
fn swears(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphabetic() && c != '*').to_lowercase();
    let fits = |swearing: &&str| {
        let same = |(a, b): (char, char)| a == b || a == '*';
        swearing.chars().count() == word.chars().count() && word.chars().zip(swearing.chars()).all(same)
    };
    word.contains('*') && word.starts_with(char::is_alphabetic) && SWEARING.iter().any(fits)
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
        let found = anger(message, &Line::read(message), None);
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
            "f*** this",
            "！！！！",
            "Why should I pay for YOUR mistake",
        ] {
            check(message, true);
        }
    }

    #[test]
    fn the_whole_message_adds_to_words_and_is_not_enough_alone() {
        let strength =
            |message: &str, negative| anger(message, &Line::read(message), Some(negative)).map_or(0.0, |s| s.strength);
        let message = "My parcel went to the neighbours and nobody answered";
        assert!(strength(message, 0.5) < 0.6 && strength(message, 0.95) >= 0.6);
        assert!((0.2..0.6).contains(&strength("My parcel went to the neighbours", 0.99)));
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
            "MACBOOK PRO M3 16GB OR M4 PRO",
            "I love it!!!! Thank you!!!",
            "2*3*4",
        ] {
            check(message, false);
        }
    }
}
