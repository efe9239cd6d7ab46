//! Judging: triage and the policy, put together for one message, button or failed answer.

use super::decide::Draft;
use super::event::{BotLine, Considered, Finding, Measured, Seq, Source};
use super::state::{Author, Conversation, Line};
use crate::knowledge::{Asker, Hit};
use crate::notice::answering;
use crate::policy::{Facts, Outcome, Policy, Priority, QueueChoice, Reason, Verdict};
use crate::text::{Detected, Language, same_question};
use crate::triage::{Assessment, Context, SignalKind, Understand, clarify};
use crate::workspace::{Opening, Workspace};

/// What is to happen, with everything needed to do it and to explain it.
pub(super) struct Judged {
    pub(super) outcome: Outcome,
    pub(super) rule: String,
    pub(super) reasons: Vec<Reason>,
    pub(super) words: Vec<Vec<String>>,
    pub(super) considered: Vec<Considered>,
    pub(super) measured: Option<Measured>,
    pub(super) queue: String,
    pub(super) priority: Priority,
    pub(super) revenue_at_stake: bool,
    /// An approved text to say first.
    pub(super) say: Option<String>,
    /// The language to speak: the message's own, where the workspace speaks it.
    pub(super) language: Language,
    /// Answers that the message says failed.
    pub(super) failed: Vec<Seq>,
    /// The best passage that may still be given; an answer, or a draft for the agent.
    pub(super) answer: Option<(Source, String)>,
    /// A clarifying question.
    pub(super) question: Option<String>,
    /// With which line a person is offered.
    pub(super) offer: BotLine,
    /// With which line small talk is answered.
    pub(super) small_talk: BotLine,
}

impl Judged {
    /// Judges a message. `earlier` is what the customer wrote before it in the bot's turn.
    pub(super) fn message(draft: &Draft<'_>, text: &str, earlier: &[String]) -> Self {
        let state = &draft.state;
        let published = draft.world.published;
        let customer = state.known.facts.as_ref();
        let notices = answering(&published.workspace.notices, &state.known.all_attributes(), draft.world.now);
        let context = Context {
            language: state.language,
            earlier_customer_messages: earlier,
            answers_rejected: state.turn.failed_attempts,
            clarifications_asked: state.turn.clarifications,
            asker: Asker::of(customer),
            now: draft.world.now,
            answered: answered(draft),
            notices: &notices,
            customer,
        };
        let engine = published.engine();
        let assessment = engine.assess(text, &context);
        let failed = failed_answers(state, text, &assessment);
        let usable = usable_hit(state, &assessment.hits);
        let support = usable.map_or(0.0, |hit| hit.support);
        let topic = assessment.topic.clone().or_else(|| state.topic.clone());
        let facts = Facts {
            assessment: Some(&assessment),
            pressed_human: false,
            customer,
            failed_attempts: state.turn.failed_attempts.saturating_add(u32::try_from(failed.len()).unwrap_or(u32::MAX)),
            clarifications: state.turn.clarifications,
            offers: state.turn.offers,
            offer_accepted: state.turn.offer_open && says_yes(text),
            details_gathered: state.turn.asked_for_details,
            support,
            out_of_hours: closed(draft, topic.as_deref()),
        };
        let verdict = published.workspace.policy.judge(&facts);
        let language = spoken(draft, assessment.language);
        let mut judged = Self::of(&verdict, draft, topic.as_deref(), language);
        judged.words = words(&verdict, &assessment);
        judged.considered = assessment.hits.iter().map(considered).collect();
        judged.measured = Some(measured(&assessment, support));
        judged.question = Some(clarify(text, &assessment, language));
        // Below the threshold a passage is no answer and no draft either.
        let enough = published.workspace.policy.thresholds.answer_support;
        judged.answer = usable.filter(|hit| hit.support >= enough).map(|hit| (source(hit), hit.text.clone()));
        if state.turn.asked_for_details && judged.answer.is_none() {
            // The draft answers the question, and the question came before the details.
            let search = |text: &String| engine.search(text, language, &context, 1);
            let before = earlier.iter().rev().flat_map(search);
            let hits: Vec<Hit> = before.filter(|hit| hit.support >= enough).collect();
            judged.answer = usable_hit(state, &hits).map(|hit| (source(hit), hit.text.clone()));
        }
        if !failed.is_empty() {
            judged.offer = BotLine::TryAnotherWay;
        }
        let thanks = facts.strength(SignalKind::Thanks) > facts.strength(SignalKind::Greeting);
        judged.small_talk = if thanks { BotLine::Welcome } else { BotLine::Greeting };
        judged.failed = failed;
        judged.settled(state.turn.asked_for_details)
    }

    /// Judges the button that asks for a person.
    pub(super) fn button(draft: &Draft<'_>) -> Self {
        Self::without_message(draft, true)
    }

    /// Judges an answer that the customer called unhelpful. Without a new message there is nothing new to answer:
    /// the bot asks for other words, or a person comes.
    pub(super) fn failed_answer(draft: &Draft<'_>) -> Self {
        let mut judged = Self::without_message(draft, false);
        if matches!(judged.outcome, Outcome::Answer | Outcome::Clarify | Outcome::SmallTalk) {
            judged.outcome = Outcome::OfferHuman;
            judged.rule = String::from("standing.answer_failed");
            judged.reasons = vec![Reason { code: "answer_failed".to_owned() }];
        }
        judged.offer = BotLine::TryAnotherWay;
        judged
    }

    /// Judges files that came without words. The bot cannot look into them: the policy may call a person, else one is
    /// offered.
    pub(super) fn file(draft: &Draft<'_>) -> Self {
        let mut judged = Self::without_message(draft, false);
        if judged.outcome != Outcome::HandOver {
            judged.outcome = Outcome::OfferHuman;
            judged.rule = String::from("standing.file_received");
            judged.reasons = vec![Reason { code: "file_received".to_owned() }];
        }
        judged.offer = BotLine::FileReceived;
        judged
    }

    /// Mood of the customer's latest message, which need not have been judged: the bot is silent while a person
    /// has the conversation.
    pub(super) fn latest_mood(draft: &Draft<'_>) -> Option<f32> {
        let state = &draft.state;
        let latest = state.lines.iter().rev().find(|line| line.author == Author::Customer)?;
        match &latest.text {
            Some(text) if latest.decided.is_none() => Some(Self::message(draft, text, &[]).mood()),
            _ => state.mood,
        }
    }

    fn without_message(draft: &Draft<'_>, pressed_human: bool) -> Self {
        let state = &draft.state;
        let facts = Facts {
            assessment: None,
            pressed_human,
            customer: state.known.facts.as_ref(),
            failed_attempts: state.turn.failed_attempts,
            clarifications: state.turn.clarifications,
            offers: state.turn.offers,
            offer_accepted: false,
            details_gathered: state.turn.asked_for_details,
            support: 0.0,
            out_of_hours: closed(draft, state.topic.as_deref()),
        };
        let policy: &Policy = &draft.world.published.workspace.policy;
        let judged = Self::of(&policy.judge(&facts), draft, state.topic.as_deref(), state.language);
        judged.settled(state.turn.asked_for_details)
    }

    fn of(verdict: &Verdict<'_>, draft: &Draft<'_>, topic: Option<&str>, language: Language) -> Self {
        let workspace = &draft.world.published.workspace;
        Self {
            outcome: verdict.outcome,
            rule: verdict.rule.to_owned(),
            reasons: verdict.reasons.clone(),
            words: Vec::new(),
            considered: Vec::new(),
            measured: None,
            queue: queue_id(workspace, &verdict.queue, topic),
            priority: verdict.priority,
            revenue_at_stake: verdict.revenue_at_stake,
            say: verdict.say.map(|say| workspace.text(say, language).to_owned()).filter(|text| !text.is_empty()),
            language,
            failed: Vec::new(),
            answer: None,
            question: None,
            offer: BotLine::NothingFound,
            small_talk: BotLine::Greeting,
        }
    }

    /// What the policy wants, as far as it can be done: an approved text is followed by a person and nothing else,
    /// details are asked for once, and nobody is answered out of nothing.
    fn settled(mut self, asked_for_details: bool) -> Self {
        self.outcome = match self.outcome {
            _ if self.say.is_some() => Outcome::HandOver,
            Outcome::Assist if asked_for_details => Outcome::HandOver,
            Outcome::Answer if self.answer.is_none() => Outcome::OfferHuman,
            outcome => outcome,
        };
        self
    }

    /// Mood of the message, -1 to 1; 0 where there was none.
    pub(super) fn mood(&self) -> f32 {
        self.measured.as_ref().map_or(0.0, |measured| measured.mood)
    }
}

fn queue_id(workspace: &Workspace, choice: &QueueChoice, topic: Option<&str>) -> String {
    let named = match choice {
        QueueChoice::Queue(id) => workspace.queue(id),
        QueueChoice::ByTopic => None,
    };
    named.or_else(|| workspace.queue_for(topic)).map_or_else(String::new, |queue| queue.id.clone())
}

fn closed(draft: &Draft<'_>, topic: Option<&str>) -> bool {
    let queue = draft.world.published.workspace.queue_for(topic);
    queue.is_some_and(|q| q.hours.at(draft.world.now, q.utc_offset_minutes, &q.holidays) != Opening::Open)
}

/// What people say when they take an offer up, as words joined by one space.
const YES: &[&str] = &[
    "yes",
    "yes please",
    "yeah",
    "yep",
    "yup",
    "ok",
    "okay",
    "sure",
    "ok please",
    "okay please",
    "please",
    "please do",
    "yes please do",
    "that would be great",
    "that would be good",
    "go ahead",
    "of course",
    "alright",
    "fine",
    "y",
    "do that",
    "yes do that",
    "ok do that",
    "sounds good",
    "ok thanks",
    "yes thanks",
    "yes thank you",
    "sure thanks",
    "好",
    "好的",
    "好呀",
    "好啊",
    "好吧",
    "可以",
    "行",
    "行吧",
    "要",
    "需要",
    "嗯",
    "嗯嗯",
    "是",
    "是的",
    "对",
    "请",
    "麻烦了",
    "麻烦您了",
    "好的谢谢",
    "可以谢谢",
    "好的麻烦了",
    "好的麻烦您了",
    "那好吧",
    "那行",
    "请吧",
    "好的请",
];

/// Whether a message does nothing but say yes. "No, thanks" and anything longer is no yes.
fn says_yes(text: &str) -> bool {
    let words = crate::text::words(text);
    let han = words.iter().all(|word| !word.is_ascii());
    let said = words.join(if han { "" } else { " " });
    YES.contains(&said.as_str())
}

/// The topic of the latest answer of the bot's turn, unless the customer said that it did not help.
fn answered<'d>(draft: &'d Draft<'_>) -> Option<&'d str> {
    let (state, workspace) = (&draft.state, &draft.world.published.workspace);
    let line =
        state.lines.iter().rev().take_while(|line| line.seq >= state.turn.since).find(|line| line.source.is_some())?;
    let source = line.source.as_ref().filter(|_| line.helpful != Some(false))?;
    let article = workspace.articles.iter().find(|article| article.id == source.article)?;
    Some(article.topic.as_str())
}

/// The language of a message where the workspace speaks it, else the interface's.
fn spoken(draft: &Draft<'_>, detected: Detected) -> Language {
    let written = detected.language().unwrap_or(draft.state.language);
    let spoken = draft.world.published.workspace.languages.contains(&written);
    if spoken { written } else { draft.state.language }
}

/// The answers of this turn that the message says failed: the latest, where it says so in words; what was given
/// to the same question before, where it is asked again.
fn failed_answers(state: &Conversation, text: &str, assessment: &Assessment) -> Vec<Seq> {
    let says = |kind| assessment.signals.iter().any(|signal| signal.kind == kind);
    let open = |line: &&Line| line.source.is_some() && line.helpful.is_none();
    let turn: Vec<&Line> = state.lines.iter().filter(|line| line.seq >= state.turn.since).collect();
    let mut failed = Vec::new();
    if says(SignalKind::NotHelpful) {
        let latest = turn.iter().rev().copied().find(|line| line.source.is_some());
        failed.extend(latest.filter(open).map(|line| line.seq));
    }
    if says(SignalKind::SameQuestionAgain) {
        let by_question = turn.chunk_by(|_, next| next.author != Author::Customer);
        for chunk in by_question {
            let asked =
                chunk.first().filter(|line| line.author == Author::Customer).and_then(|line| line.text.as_ref());
            if asked.is_some_and(|asked| same_question(asked, text)) {
                failed.extend(chunk.iter().copied().filter(open).map(|line| line.seq));
            }
        }
    }
    failed.sort_unstable();
    failed.dedup();
    failed
}

/// The best passage that may be given: one that has not failed, and was not given in this turn already.
fn usable_hit<'h>(state: &Conversation, hits: &'h [Hit]) -> Option<&'h Hit> {
    let rejected = |hit: &Hit| {
        let mut passages = state.turn.rejected.iter();
        passages.any(|(article, heading)| *article == hit.article && *heading == hit.heading)
    };
    let given = |hit: &Hit| {
        let told = state.lines.iter().filter(|line| line.seq >= state.turn.since);
        let mut sources = told.filter_map(|line| line.source.as_ref());
        sources.any(|source| source.article == hit.article && source.heading == hit.heading)
    };
    hits.iter().find(|hit| !rejected(hit) && !given(hit))
}

fn source(hit: &Hit) -> Source {
    Source {
        article: hit.article.clone(),
        version: hit.version,
        title: hit.title.clone(),
        heading: hit.heading.clone(),
        url: hit.url.clone(),
    }
}

fn considered(hit: &Hit) -> Considered {
    Considered { source: source(hit), support: hit.support, matched: hit.matched.clone() }
}

fn measured(assessment: &Assessment, support: f32) -> Measured {
    let findings = assessment.signals.iter().map(|s| Finding { kind: s.kind, strength: s.strength }).collect();
    Measured {
        topic: assessment.topic.clone(),
        mood: assessment.mood,
        urgency: assessment.urgency,
        complexity: assessment.complexity,
        findings,
        support,
    }
}

/// The words behind each reason: none for the rule's own, then those of each signal.
fn words(verdict: &Verdict<'_>, assessment: &Assessment) -> Vec<Vec<String>> {
    let of = |kind: &SignalKind| {
        let signal = assessment.signals.iter().find(|signal| signal.kind == *kind);
        signal.map(|signal| signal.evidence.clone()).unwrap_or_default()
    };
    std::iter::once(Vec::new()).chain(verdict.because.iter().map(of)).collect()
}

#[cfg(test)]
mod tests {
    use super::says_yes;

    #[test]
    fn yes_is_known_and_nothing_else() {
        for yes in ["Yes, please.", "ok", "Sure!", "好的，谢谢", "可以", "嗯嗯"] {
            assert!(says_yes(yes), "{yes}");
        }
        for other in ["no thanks", "thanks", "不用了", "谢谢", "yes but it is about my bill", "ok so how do I pay", ""]
        {
            assert!(!says_yes(other), "{other}");
        }
    }
}
