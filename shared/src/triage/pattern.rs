//! The small language that lexicon files are written in.
//!
//! ```text
//! # a comment
//! furious | 0.9                            a phrase and its strength; 1 where none is given
//! infuriat*                                a word that may go on
//! refund [please/now/]                    the first that fits is taken: an empty one stands last at the end
//! [speak/talk] to .. [human/real person]   alternatives; `..` is a gap of up to four words or eight characters
//! refund ... rejected                      `...` is a gap that may be three times as long
//! @sum = [bill/fee]                        names alternatives, for the lines below: `wrong @sum`;
//!                                          no name begins with another
//! 要[找/转]人工                              the same in Chinese, character by character
//! - talk to alexa                          an exception: whatever touches it does not count
//! = agent                                  counts only where the message says nothing else
//! ```

use std::ops::Range;

use super::line::{Kind, Line, Token};
use crate::text::{ByMark, mark};

/// How much a gap may skip: a word weighs two, a Chinese character one.
const GAP: usize = 8;
/// How much a long gap may skip.
const LONG_GAP: usize = 24;
/// Characters by which patterns are looked up whose first word may go on.
const KEY: usize = 3;
/// How many tokens before a phrase an exception may begin and still touch it.
const REACH: usize = 4;

/// One step of a pattern.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Word { text: String, open: bool },
    Any(Vec<Vec<Step>>),
    Gap(usize),
}

/// One line of a lexicon.
#[derive(Clone, Debug)]
struct Pattern {
    steps: Vec<Step>,
    strength: f32,
    exception: bool,
    /// Only as the whole message.
    alone: bool,
}

/// One way in which a pattern may begin: past steps that may be empty, and with one of the alternatives where the
/// first step that is left has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Start {
    pattern: usize,
    skip: usize,
    choice: Option<usize>,
}

/// A phrase that was found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// Its tokens.
    pub(super) range: Range<usize>,
    /// In `[0, 1]`.
    pub(super) strength: f32,
}

/// A lexicon, ready to search with.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexicon {
    patterns: Vec<Pattern>,
    /// The mark of a word to the patterns that may begin with it.
    by_word: ByMark<Vec<Start>>,
    /// The mark of a word's beginning to those whose first word may go on.
    by_beginning: ByMark<Vec<Start>>,
}

impl Lexicon {
    /// Reads a lexicon's file.
    pub(super) fn read(text: &str) -> Self {
        let mut lexicon = Self::default();
        let mut names: Vec<(&str, &str)> = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('@').and_then(|line| line.split_once(" = ")) {
                names.push((name.0, name.1.trim_matches(['[', ']'])));
                continue;
            }
            let line = expand(line, &names);
            let line = line.as_str();
            let (line, exception) = line.strip_prefix("- ").map_or((line, false), |rest| (rest, true));
            let (line, alone) = line.strip_prefix("= ").map_or((line, false), |rest| (rest, true));
            let (phrase, strength) = match line.rsplit_once('|') {
                Some((phrase, strength)) => (phrase, strength.trim().parse().unwrap_or(1.0)),
                None => (line, 1.0),
            };
            let steps = steps(phrase);
            let place = lexicon.patterns.len();
            for (word, open, start) in starts(&steps, place) {
                let (by_mark, mark) = if open {
                    (&mut lexicon.by_beginning, mark(beginning(word)))
                } else {
                    (&mut lexicon.by_word, mark(word))
                };
                let known = by_mark.entry(mark).or_default();
                if !known.contains(&start) {
                    known.push(start);
                }
            }
            lexicon.patterns.push(Pattern { steps, strength, exception, alone });
        }
        lexicon
    }

    /// The phrases that a line holds, in order; of those that begin together the longest.
    pub(super) fn find(&self, line: &Line<'_>) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut exceptions = Vec::new();
        let first_word = line.tokens.iter().position(Token::is_word);
        let last_word = line.tokens.iter().rposition(Token::is_word);
        for start in 0..line.tokens.len() {
            let mut best: Option<Found> = None;
            for (pattern, way) in self.beginning_at(line, start) {
                let Some(end) = way.end(pattern, &line.tokens, start, None) else { continue };
                if pattern.alone && (first_word != Some(start) || last_word.is_none_or(|last| last >= end)) {
                    continue;
                }
                if pattern.exception {
                    exceptions.push(start..end);
                    continue;
                }
                let longer = |other: &Found| (end, pattern.strength) > (other.range.end, other.strength);
                if best.as_ref().is_none_or(longer) {
                    best = Some(Found { range: start..end, strength: pattern.strength });
                }
            }
            found.extend(best);
        }
        found.retain(|one| !exceptions.iter().any(|no| one.range.start < no.end && no.start < one.range.end));
        found
    }

    /// Whether a phrase ends right before `end`, without a pause or a stop in it, and no exception touches it.
    pub(super) fn ends_before(&self, line: &Line<'_>, end: usize) -> bool {
        let same_breath = |token: &Token| !matches!(token.kind, Kind::Pause | Kind::Stop);
        let before = line.tokens.get(..end).unwrap_or_default();
        let from = before.iter().rposition(|token| !same_breath(token)).map_or(0, |stop| stop + 1);
        let phrase = |at: usize| {
            let mut patterns = self.beginning_at(line, at).filter(|(pattern, _)| !pattern.exception);
            patterns.any(|(pattern, way)| way.end(pattern, &line.tokens, at, Some(end)).is_some())
        };
        let Some(start) = (from..end).find(|at| phrase(*at)) else { return false };
        let exception = |at: usize| {
            let mut patterns = self.beginning_at(line, at).filter(|(pattern, _)| pattern.exception);
            patterns.any(|(pattern, way)| way.end(pattern, &line.tokens, at, None).is_some_and(|end| end > start))
        };
        !(start.saturating_sub(REACH)..end).any(exception)
    }

    /// The patterns that may begin at a token, each with the way in which it does.
    fn beginning_at<'l>(&'l self, line: &Line<'_>, at: usize) -> impl Iterator<Item = (&'l Pattern, Start)> {
        let token = line.tokens.get(at);
        let by_word = token.and_then(|token| self.by_word.get(&token.mark));
        let by_beginning = token.and_then(|token| self.by_beginning.get(&token.beginning));
        let starts = by_word.into_iter().chain(by_beginning);
        starts.flatten().filter_map(|start| Some((self.patterns.get(start.pattern)?, *start)))
    }
}

impl Start {
    /// Where the pattern ends if it begins at `at` in this way.
    fn end(self, pattern: &Pattern, tokens: &[Token], at: usize, until: Option<usize>) -> Option<usize> {
        let steps = pattern.steps.get(self.skip..)?;
        match (self.choice, steps.split_first()) {
            (Some(choice), Some((Step::Any(choices), rest))) => {
                let end = matches(choices.get(choice)?, tokens, at, None)?;
                matches(rest, tokens, end, until)
            }
            _ => matches(steps, tokens, at, until),
        }
    }
}

/// The first characters of a word.
pub(super) fn beginning(word: &str) -> &str {
    word.char_indices().nth(KEY).map_or(word, |(end, _)| word.get(..end).unwrap_or(word))
}

/// The ways in which a pattern may begin, each with its first word and whether that may go on.
fn starts(steps: &[Step], pattern: usize) -> Vec<(&str, bool, Start)> {
    let mut found = Vec::new();
    for (skip, step) in steps.iter().enumerate() {
        match step {
            Step::Word { text, open } => {
                found.push((text.as_str(), *open, Start { pattern, skip, choice: None }));
                break;
            }
            Step::Any(choices) => {
                for (choice, words) in choices.iter().enumerate() {
                    if let Some(Step::Word { text, open }) = words.first() {
                        found.push((text.as_str(), *open, Start { pattern, skip, choice: Some(choice) }));
                    }
                }
                if !choices.iter().any(Vec::is_empty) {
                    break;
                }
            }
            Step::Gap(_) => break,
        }
    }
    found
}

/// Puts in what the names of a phrase stand for: alternatives of their own, or among those around them.
fn expand(phrase: &str, names: &[(&str, &str)]) -> String {
    let mut expanded = String::with_capacity(phrase.len());
    let mut rest = phrase;
    while let Some((before, from)) = rest.split_once('@') {
        expanded.push_str(before);
        let within = expanded.matches('[').count() > expanded.matches(']').count();
        let known = names.iter().find_map(|(name, means)| Some((from.strip_prefix(name)?, means)));
        rest = known.map_or(from, |(rest, _)| rest);
        match known {
            Some((_, means)) if within => {
                // What stands around the name within its alternative goes along with each of the names.
                let begin = expanded.rfind(['[', '/']).map_or(0, |place| place + 1);
                let before = expanded.split_off(begin);
                let (after, others) = rest.split_at(rest.find(['/', ']']).unwrap_or(rest.len()));
                let each: Vec<String> = means.split('/').map(|name| format!("{before}{name}{after}")).collect();
                expanded.push_str(&each.join("/"));
                rest = others;
            }
            Some((_, means)) => expanded.extend(["[", means, "]"]),
            None => expanded.push('@'),
        }
    }
    expanded + rest
}

/// Reads a phrase.
fn steps(phrase: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = phrase;
    while let Some(open) = rest.find('[') {
        let (before, from) = rest.split_at(open);
        plain(before, &mut steps);
        let close = from.find(']').unwrap_or(from.len());
        let choices = from.get(1..close).unwrap_or_default().split('/');
        steps.push(Step::Any(choices.map(self::steps).collect()));
        rest = from.get(close + 1..).unwrap_or_default();
    }
    plain(rest, &mut steps);
    steps
}

/// Reads a phrase without alternatives.
fn plain(phrase: &str, steps: &mut Vec<Step>) {
    // Chinese is written without spaces, around a gap too.
    for part in phrase.replace("...", " … ").replace("..", " .. ").split_whitespace() {
        if part == ".." || part == "…" {
            steps.push(Step::Gap(if part == ".." { GAP } else { LONG_GAP }));
            continue;
        }
        let (part, open) = part.strip_suffix('*').map_or((part, false), |part| (part, true));
        let tokens = Line::read(part).tokens;
        let last = tokens.len().saturating_sub(1);
        for (place, token) in tokens.into_iter().enumerate() {
            steps.push(Step::Word { text: token.text, open: open && place == last });
        }
    }
}

/// Where the steps end if they match from `at` on; with `until`, only an end there counts.
fn matches(steps: &[Step], tokens: &[Token], at: usize, until: Option<usize>) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else {
        return until.is_none_or(|until| until == at).then_some(at);
    };
    match step {
        Step::Word { text, open } => {
            // A pause inside a phrase does not break it: "an agent, please".
            let at = if tokens.get(at)?.kind == Kind::Pause && !is_pause(text) { at + 1 } else { at };
            let token = tokens.get(at)?;
            let fits = if *open { token.text.starts_with(text.as_str()) } else { token.text == *text };
            if fits { matches(rest, tokens, at + 1, until) } else { None }
        }
        Step::Any(choices) => choices.iter().find_map(|choice| {
            // An alternative is words, so that it ends in one place.
            let end = matches(choice, tokens, at, None)?;
            matches(rest, tokens, end, until)
        }),
        Step::Gap(most) => {
            let (mut at, mut skipped) = (at, 0);
            loop {
                if let Some(end) = matches(rest, tokens, at, until) {
                    return Some(end);
                }
                skipped += match tokens.get(at)?.kind {
                    Kind::Word => 2,
                    Kind::Han | Kind::Mark => 1,
                    Kind::Pause => 0,
                    Kind::Stop => return None,
                };
                if skipped > *most {
                    return None;
                }
                at += 1;
            }
        }
    }
}

fn is_pause(text: &str) -> bool {
    matches!(text, "," | "、" | ":" | "(" | ")")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lexicon: &str, message: &str, expect: &[&str]) {
        let line = Line::read(message);
        let found: Vec<String> = Lexicon::read(lexicon).find(&line).iter().map(|f| line.shown(&f.range)).collect();
        assert_eq!(found, expect, "{lexicon} in {message}");
    }

    #[test]
    fn phrases_match_whole_words() {
        check("hat", "that hat", &["hat"]);
        check("infuriat*", "this is infuriating.", &["infuriating"]);
        check("don't know", "I dont know", &["dont know"]);
        check("an agent please", "An agent, please", &["An agent, please"]);
        check("转人工", "请帮我转人工谢谢", &["转人工"]);
        check("😡", "bad 😡", &["😡"]);
    }

    #[test]
    fn alternatives_and_gaps() {
        let lexicon = "[speak/talk] [to/with] .. [human/real person]";
        check(lexicon, "I must talk to some kind human now", &["talk to some kind human"]);
        check(lexicon, "talk to a real person", &["talk to a real person"]);
        check(lexicon, "talk to me. A human wrote this", &[]);
        check(lexicon, "talk to the thing that you sold to the human", &[]);
        check("[/really] [bad/poor]", "really poor, so bad", &["really poor", "poor", "bad"]);
        check("转[/到]人工", "转人工 转到人工", &["转人工", "转到人工"]);
        check("扣 .. [两/二]次", "为什么扣了我的钱两次", &["扣了我的钱两次"]);
        check("卡被..刷", "我的卡被人刷了", &["卡被人刷"]);
    }

    #[test]
    fn long_gaps_and_names() {
        let lexicon = "@sum = [fee/bill]\nrefund ... late\nwrong @sum | 0.5\ngive [/me/@sum] back";
        check(lexicon, "a refund for the shoes that I sent is late", &["refund for the shoes that I sent is late"]);
        check(lexicon, "a refund. It is late", &[]);
        check(lexicon, "the wrong bill, wrong feet, give bill back", &["wrong bill", "give bill back"]);
        let around = "@few = [one/a few]\ndue [today/in @few days]";
        check(around, "due today, due in a few days, due in one", &["due today", "due in a few days"]);
    }

    #[test]
    fn exceptions_take_back() {
        check("agent\n- agent app", "is the agent app free", &[]);
        check("agent\n- agent app", "the agent app, I need an agent", &["agent"]);
    }

    #[test]
    fn some_count_only_alone() {
        check("= agent", "Agent!!", &["Agent"]);
        check("= agent", "agent app", &[]);
        check("= agent", "an agent", &[]);
    }

    #[test]
    fn strengths_are_read() {
        let line = Line::read("so annoying");
        let found = Lexicon::read("annoying | 0.5").find(&line);
        assert_eq!(found.first().map(|found| found.strength), Some(0.5));
    }
}
