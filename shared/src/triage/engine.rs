//! The engine: lexicons, simple rules and search, which the workspace's own model guides where it has one. Every signal
//! carries the words that it rests on.

use std::sync::LazyLock;

use super::assessment::{Assessment, Complexity, Context, Signal, SignalKind, Understand, Urgency};
use super::lexicon::{evidence, find, pleased, signal};
use super::line::{Line, only_refers};
use super::mood::{anger, is_read_whole, mood};
use super::pattern::Lexicon;
use super::requests::several;
use crate::knowledge::{Beside, Hit, Index, Model, Query};
use crate::text::{Detected, Language, detect, same_question, tokens, without_addresses, words};

/// Name and version of the engine without a model, recorded with every decision.
pub const ENGINE: &str = "words/1";
/// The same with a workspace's own model.
pub const ENGINE_WITH_MODEL: &str = "meaning/1";

/// Support from which a passage answers.
const ANSWERABLE: f32 = 0.5;
/// A longer message, in words, says enough not to be vague.
const FEW_WORDS: usize = 12;
/// A longer message, in words, is a story.
const MANY_WORDS: usize = 120;
/// What may stand beside a greeting or thanks, in words or Chinese characters, without asking for anything.
const SMALL: usize = 3;
/// Support from which the best passage's topic is the message's.
const ON_TOPIC: f32 = 0.25;
/// Best passages that are kept.
const HITS: usize = 3;

/// How a follow-up begins; longer ones stand before what they begin with.
const OPENERS: &[&str] = &[
    "and what about",
    "and how about",
    "and what if",
    "and if",
    "and",
    "but what about",
    "but what if",
    "but",
    "ok and",
    "okay and",
    "what about",
    "how about",
    "what if",
    "same for",
    "also",
    "or",
    "那么如果",
    "那如果",
    "那要是",
    "那么",
    "那",
    "如果",
    "要是",
    "换成",
    "还有",
];

/// What turns a greeting or thanks with something beside it into a complaint or a question: "Hi, no signal".
static TROUBLE: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::read(
        "[no/not/never/without/cant/cannot/wont/dont/doesnt/isnt/hasnt/down/gone/off/dead/slow/late/lost/missing/broken]
         [what/whats/why/how/where/which]
         [没/没有/还没/无][网/信号/电/声音/画面/图像/货/到/收到/反应/发/用]
         [断/坏/卡/慢/丢/帮不到/不是/不能/不行/不了解/怎么/哪/什么/啥/几点]",
    )
});

/// That a request was turned down, without saying which.
static REFUSED: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::read(
        "@who = [they/you/u/he/she/shop/store/seller/agent/support]
         @no = [no/its not possible/not possible/it is not possible/i cant/its too late/it is too late]
         @who [/just/then/all] [said/say/told me/says] @no
         [was/got/been/is/were] [/just] [refused/denied/rejected/declined/turned down]
         [they/you/he/she/shop/store/seller/it] [refuse*/declined/denied/rejected/turned me down/wont/will not do it]
         [被拒/拒绝/驳回/不给退/不肯退/不同意/说不行/说不可以/说退不了/不让退]",
    )
});

/// Money that is asked back.
static ASKED_BACK: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::read("[refund*/reimburs*/compensat*]\n[money/cash/deposit] back\n[退款/退钱/退费/退押金/赔偿/补偿/退差价]")
});

/// Understanding by rules, over an index of the approved articles.
#[derive(Clone, Copy, Debug)]
pub struct Engine<'i> {
    index: &'i Index,
    model: Option<&'i Model>,
    beside: &'i [Beside],
}

impl<'i> Engine<'i> {
    /// An engine that answers out of this index, guided by a model of its articles.
    pub fn new(index: &'i Index, model: Option<&'i Model>) -> Self {
        Self { index, model, beside: &[] }
    }

    /// The same with what was published without being learnt: messages are compared with it as well.
    #[must_use]
    pub fn beside(self, beside: &'i [Beside]) -> Self {
        Self { beside, ..self }
    }

    /// The passages that answer a question best.
    pub fn search(self, text: &str, language: Language, context: &Context<'_>, limit: usize) -> Vec<Hit> {
        let opinion = self.model.and_then(|model| model.opinion(text, language, self.beside));
        let &Context { asker, now, notices, .. } = context;
        self.index.search(&Query { text, language, asker, now, notices, opinion: opinion.as_ref(), limit })
    }
}

impl Understand for Engine<'_> {
    fn assess(&self, message: &str, context: &Context<'_>) -> Assessment {
        let language = detect(message);
        let hits = self.find(message, language, context);
        let support = hits.first().map_or(0.0, |hit| hit.support);
        let line = Line::read(message);
        let mut signals: Vec<Signal> = SUBJECTS.iter().filter_map(|kind| signal(*kind, &line)).collect();
        signals.extend(refused(&line, &signals, context));
        let whole = self.model.filter(|_| language == Detected::En && is_read_whole(&line));
        let anger = anger(message, &line, whole.and_then(|model| model.negative(message)));
        let mood = mood(&line, anger.as_ref());
        signals.extend(anger);
        signals.extend(history(message, &line, context));
        // Links and handles say nothing: "@acme thanks" is thanks.
        let said = without_addresses(message);
        let said = Line::read(&said);
        signals.extend(small_talk(&said, &signals));
        signals.extend(shape(&line, &said, language, support, &signals));
        signals.sort_by(|a, b| b.strength.total_cmp(&a.strength).then(a.kind.cmp(&b.kind)));
        let has = |kind| signals.iter().any(|signal: &Signal| signal.kind == kind);
        let urgent = [SignalKind::Urgent, SignalKind::Safety, SignalKind::OutageLoss].into_iter().any(has);
        let complex = has(SignalKind::SeveralRequests) || line.size() > MANY_WORDS;
        Assessment {
            language,
            topic: topic(&hits),
            mood,
            urgency: if urgent { Urgency::High } else { Urgency::Normal },
            complexity: if complex { Complexity::Complex } else { Complexity::Simple },
            signals,
            hits,
        }
    }
}

/// Signals that a lexicon alone carries.
const SUBJECTS: &[SignalKind] = &[
    SignalKind::AsksForHuman,
    SignalKind::FinancialDispute,
    SignalKind::AccountClosure,
    SignalKind::Medical,
    SignalKind::Legal,
    SignalKind::Safety,
    SignalKind::OutageLoss,
    SignalKind::ProductDefect,
    SignalKind::Urgent,
];

impl Engine<'_> {
    /// Searches in the message's own language, else in the interface's. A follow-up that nothing supports by itself is
    /// sought in the topic of the last answer; a reply to a clarifying question, too short to stand alone, together with
    /// what the customer wrote before it.
    fn find(self, message: &str, language: Detected, context: &Context<'_>) -> Vec<Hit> {
        let language = match language {
            Detected::Zh => Language::Zh,
            Detected::En => Language::En,
            Detected::Other | Detected::Unknown => context.language,
        };
        let search = |query: &str| self.search(query, language, context, HITS);
        let best = |hits: &[Hit]| hits.first().map_or(0.0, |hit| hit.support);
        let hits = search(message);
        let Some(before) = context.earlier_customer_messages.last() else { return hits };
        if best(&hits) >= ANSWERABLE {
            return hits;
        }
        if let (Some(topic), Some(text)) = (context.answered, follow_up(message)) {
            let &Context { asker, now, notices, .. } = context;
            let query = Query { text, language, asker, now, notices, opinion: None, limit: HITS };
            let followed = self.index.follow_up(&query, before, topic);
            if best(&followed) >= ANSWERABLE {
                return followed;
            }
        }
        if context.clarifications_asked == 0 {
            return hits;
        }
        let together = search(&format!("{before} {message}"));
        if best(&together) > best(&hits) { together } else { hits }
    }
}

/// Whether a message asks for a person, with the words that do.
pub fn asks_for_human(message: &str) -> Option<Signal> {
    signal(SignalKind::AsksForHuman, &Line::read(message))
}

/// That a refund was refused, where only the message before it says what was asked for.
fn refused(line: &Line<'_>, found: &[Signal], context: &Context<'_>) -> Option<Signal> {
    let asked = Line::read(context.earlier_customer_messages.last()?);
    let refused = REFUSED.find(line);
    let disputed = found.iter().any(|signal| signal.kind == SignalKind::FinancialDispute);
    if disputed || refused.is_empty() || ASKED_BACK.find(&asked).is_empty() {
        return None;
    }
    Some(of(SignalKind::FinancialDispute, evidence(&refused, line)))
}

/// Greetings and thanks, where the message says little else and nothing that matters more.
fn small_talk(line: &Line<'_>, found: &[Signal]) -> Vec<Signal> {
    let kinds = [SignalKind::Greeting, SignalKind::Thanks];
    if !found.is_empty() || !find(SignalKind::Vague, line).is_empty() {
        return Vec::new();
    }
    let (phrases, rest) = besides(kinds, line);
    let trouble = TROUBLE.find(line).iter().any(|trouble| rest.contains(&trouble.range.start));
    if phrases == 0 || rest.len() > SMALL || trouble {
        return Vec::new();
    }
    kinds.into_iter().filter_map(|kind| signal(kind, line)).collect()
}

/// How many phrases of greeting and thanks a message holds, and the places of the words beside them and beside praise.
fn besides(kinds: [SignalKind; 2], line: &Line<'_>) -> (usize, Vec<usize>) {
    let phrases: Vec<_> = kinds.into_iter().flat_map(|kind| find(kind, line)).collect();
    let praise = pleased(line);
    let said = |place: &usize| phrases.iter().chain(&praise).any(|phrase| phrase.range.contains(place));
    let words = line.tokens.iter().enumerate().filter(|(_, token)| token.is_word());
    (phrases.len(), words.map(|(place, _)| place).filter(|place| !said(place)).collect())
}

/// What the history says: an answer failed, or the same is asked again.
fn history(message: &str, line: &Line<'_>, context: &Context<'_>) -> Vec<Signal> {
    let earlier = context.earlier_customer_messages;
    // Who greets twice asks nothing twice.
    let (phrases, rest) = besides([SignalKind::Greeting, SignalKind::Thanks], line);
    let asks = phrases == 0 || !rest.is_empty();
    let again = asks && earlier.iter().any(|earlier| same_question(earlier, message));
    let again = again.then(|| of(SignalKind::SameQuestionAgain, vec![message.to_owned()]));
    let failed = if earlier.is_empty() { None } else { signal(SignalKind::NotHelpful, line) };
    again.into_iter().chain(failed).collect()
}

fn of(kind: SignalKind, evidence: Vec<String>) -> Signal {
    Signal { kind, strength: 1.0, evidence }
}

/// What the form of the message says: vague, several requests, another language, beyond the knowledge base.
fn shape(line: &Line<'_>, said: &Line<'_>, language: Detected, support: f32, found: &[Signal]) -> Vec<Signal> {
    let mut signals = Vec::new();
    if language == Detected::Other {
        signals.push(of(SignalKind::OtherLanguage, Vec::new()));
    }
    if let Some(requests) = several(line) {
        signals.push(of(SignalKind::SeveralRequests, requests));
    }
    let chat = found.iter().any(|s| matches!(s.kind, SignalKind::Greeting | SignalKind::Thanks));
    let few = line.size() <= FEW_WORDS;
    if !chat && ((few && support < ANSWERABLE) || only_vague(line)) {
        signals.extend(signal(SignalKind::Vague, line).or_else(|| reference(line, said)));
    }
    if support < ANSWERABLE && !chat {
        let strength = 1.0 - support;
        signals.push(Signal { kind: SignalKind::BeyondKnowledge, strength, evidence: Vec::new() });
    }
    signals
}

/// A message that names an order or shows a link, and does not say what about it.
fn reference(line: &Line<'_>, said: &Line<'_>) -> Option<Signal> {
    let shown = line.shown(&(0..line.tokens.len()));
    only_refers(line, said).then(|| of(SignalKind::Vague, vec![shown]))
}

/// Whether a message says that something is wrong, and nothing else: then a passage that it seems to fit does so by
/// chance.
fn only_vague(line: &Line<'_>) -> bool {
    let phrases = find(SignalKind::Vague, line);
    let said = |place: usize| phrases.iter().any(|phrase| phrase.range.contains(&place));
    let rest = (0..line.tokens.len()).filter(|place| !said(*place)).map(|place| line.shown(&(place..place + 1)));
    !phrases.is_empty() && tokens(&rest.collect::<Vec<_>>().join(" ")).is_empty()
}

/// What a short message adds to the question before it, as "on my phone" in "And on my phone?"; nothing where it is no
/// follow-up by its form.
fn follow_up(message: &str) -> Option<&str> {
    let text = message.trim().trim_end_matches(|c: char| c.is_ascii_punctuation() || "？！。，…".contains(c));
    if words(text).len() > FEW_WORDS {
        return None;
    }
    let after = |opener: &&str| {
        let (start, rest) = text.split_at_checked(opener.len())?;
        let ends = !opener.is_ascii() || rest.starts_with([' ', ',']);
        (start.eq_ignore_ascii_case(opener) && ends).then_some(rest)
    };
    let opened = OPENERS.iter().find_map(after);
    let rest = opened.unwrap_or(text);
    let closed = rest.strip_suffix('呢');
    let added = closed.unwrap_or(rest).trim_start_matches([' ', ',', '，']);
    ((opened.is_some() || closed.is_some()) && !added.is_empty()).then_some(added)
}

/// The topic of the best passage that fits at all.
fn topic(hits: &[Hit]) -> Option<String> {
    let best = hits.first().filter(|hit| hit.support >= ON_TOPIC);
    best.map(|hit| hit.topic.clone()).filter(|topic| !topic.is_empty())
}
