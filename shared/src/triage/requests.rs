//! Several requests in one message: questions, and clauses that wish for something, each for something of its own.
//!
//! ```text
//! message ──ends, pauses, "and"──▶ clauses ──a question or a wish, about something new──▶ requests
//! ```

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::line::{Kind, Line};
use super::pattern::Lexicon;
use crate::text::tokens;

/// As many requests are several in any case.
const SEVERAL: usize = 3;

/// Words that begin a further request.
static FURTHER: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::read(
        "[also/another thing/one more thing/second question/secondly/on top of that/while im at it/in addition]
         [另外/还有/第二/其次/顺便/还要/还想/再帮我/同时]
         - 还有[没/多/几/效]
         - 还要[多/等/我/收/扣/几/交/付/被/让]
         - 同时[在/用/连/播/登]",
    )
});

/// How a wish begins.
static WISHES: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::read(
        "[i/we] [/also/really/just/now/still/both] [want/need/wish/wanna/would like/have to] [/to/a/an/my/the]
         [id/wed] [/also/really] [like/love]
         [can/could/would/will] [you/u] [/please/also/just/kindly]
         [can/could/may/should] [i/we] [/please/also]
         @do = [change/send/cancel/update/move/add/remove/book/check/correct/fix/set/switch/upgrade/give/make]
         [please/pls/plz/kindly] [/also] @do
         how [do/can/could/should/would] [i/we]
         how to
         [我/我们/也/还/又/就/再][/也/还/又][想/要/需要/希望]
         [想/帮我/麻烦/请/能不能/能否/可不可以/怎么/如何/顺便]
         - [i/we] [want/need/wish/wanna] [/some/your] [help/an answer/to know]
         - [不/没]想[到/过]
         - 想[不/来/法]
         - 需要[多/几/什么/吗]
         - 怎么[回事/办/了/还/又/会/这么/那么/没/不]
         - 请问
         - 要[是/不]",
    )
});

/// What is said of a matter that wants doing, without a wish: it counts beside one.
static MATTERS: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::read(
        "[moving/moved/wrong/missing/incorrect/misspelled/misspelt/broken/outdated/late/lost/expired/cracked]
         [not/doesnt/isnt/hasnt/never/cant/wont]
         [old/new/other] [address/name/number/card/email]
         [搬家/写错/错了/不对/没到/没收到/坏了/过期/到期/丢了/换了/断网/掉线]",
    )
});

/// How a question begins: what else a question mark ends is doubt ("seriously?").
static ASKS: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::read(
        "[how/what/where/when/why/which/who/can/could/do/does/did/is/are/was/were/will/would/should/may/has/have/am]
         [hows/whats/wheres/whens/whys/isnt/dont/cant]
         [吗/呢/么/什么/怎/哪/几/多/谁/啥/咋/能不能/可不可以/是不是/有没有/行不行/能否]",
    )
});
/// A question's first words, among which it says that it is one; Chinese says so anywhere.
const FIRST: usize = 4;

/// Words that name nothing that could be asked for.
const EMPTY: &[&str] = &[
    "help",
    "assist",
    "answer",
    "question",
    "advis",
    "again",
    "way",
    "so",
    "thing",
    "do",
    "long",
    "time",
    "right",
    "true",
    "correct",
    "mean",
    "seriou",
    "seriously",
    "hello",
    "happen",
    "say",
    "said",
    "go",
    "going",
    "wrong",
];

/// The words that say that several things are asked for, where they are.
pub(super) fn several(line: &Line<'_>) -> Option<Vec<String>> {
    let starts = |lexicon: &Lexicon| lexicon.find(line).into_iter().map(|found| found.range.start).collect::<Vec<_>>();
    let (wishes, questions) = (starts(&WISHES), starts(&ASKS));
    let (troubles, further) = (starts(&MATTERS), starts(&FURTHER));
    let mut known = HashSet::new();
    let (mut requests, mut matters) = (0, 0);
    let (mut shown, mut more, mut announced) = (Vec::new(), false, false);
    for clause in clauses(line) {
        let within = |starts: &[usize]| starts.iter().any(|start| clause.words.contains(start));
        let is_question = |start: &usize| clause.words.contains(start) && line.opens(&clause.words, *start, FIRST);
        let asks = within(&wishes) || (clause.question && questions.iter().any(is_question));
        // "Another thing: how do I pay" announces it in a clause of its own.
        let besides = within(&further) || std::mem::take(&mut announced);
        if !asks && !within(&troubles) {
            announced = besides;
            continue;
        }
        let text = line.shown(&clause.words);
        let named = tokens(&text).into_iter().filter(|token| !EMPTY.contains(&token.as_str()));
        // What was named already is asked about, not asked for besides.
        let new = named.filter(|token| known.insert(token.clone())).count() > 0;
        // "Also, where are you?" names nothing, and says itself that it is another matter.
        let counts = new || (clause.question && besides);
        if !counts {
            continue;
        }
        if asks {
            more |= requests + matters > 0 && besides;
            requests += 1;
            shown.push(text);
        } else {
            matters += 1;
        }
    }
    let several = requests >= SEVERAL || (more && (requests >= 2 || matters >= 2));
    several.then_some(shown)
}

/// A part of a sentence.
struct Clause {
    words: Range<usize>,
    /// Whether a question mark ends it; a run of marks is one.
    question: bool,
}

/// The parts of a message between stops, pauses and "and".
fn clauses(line: &Line<'_>) -> Vec<Clause> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, token) in line.tokens.iter().enumerate() {
        let joins = token.kind == Kind::Word && matches!(token.text.as_str(), "and" | "plus" | "then");
        if joins || matches!(token.kind, Kind::Stop | Kind::Pause) {
            if at > start {
                found.push(Clause { words: start..at, question: token.text == "?" });
            }
            start = at + 1;
        }
    }
    if start < line.tokens.len() {
        found.push(Clause { words: start..line.tokens.len(), question: false });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_marks_end_one_question() {
        let count = |text| clauses(&Line::read(text)).iter().filter(|clause| clause.question).count();
        assert_eq!(count("is it??? or not?!"), 2);
        assert_eq!(count("???"), 0);
        assert_eq!(count("行吗？？"), 1);
    }
}
