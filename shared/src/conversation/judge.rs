//! Judging: triage and the policy, put together for one message, button or failed answer.

use super::decide::Draft;
use super::event::{BotLine, Considered, Finding, Measured, Seq, Source};
use super::ruling::{Occasion, chosen_queue, ruling, says_yes, standing_facts};
use super::state::{Author, Conversation, Line};
use crate::knowledge::{Asker, Hit};
use crate::notice::answering;
use crate::policy::{Facts, Outcome, Priority, Reason, Verdict};
use crate::text::{Detected, Language, same_question};
use crate::triage::{Assessment, Context, SignalKind, Understand, clarify};

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
        let queues = &published.workspace.queues;
        let facts = Facts {
            assessment: Some(&assessment),
            failed_attempts: state.turn.failed_attempts.saturating_add(u32::try_from(failed.len()).unwrap_or(u32::MAX)),
            offer_accepted: state.turn.offer_open && says_yes(text),
            support,
            ..standing_facts(state, queues, topic.as_deref(), draft.world.now)
        };
        // Below the threshold a passage is no answer and no draft either.
        let policy = &published.workspace.policy;
        let enough = policy.thresholds.answer_support;
        let answer = usable.filter(|hit| hit.support >= enough).map(|hit| (source(hit), hit.text.clone()));
        let answer = answer.or_else(|| {
            // The draft answers the question, and the question came before the details.
            let gathered = state.turn.asked_for_details;
            let search = |text: &String| engine.search(text, spoken(draft, assessment.language), &context, 1);
            let before = earlier.iter().rev().filter(|_| gathered).flat_map(search);
            let hits: Vec<Hit> = before.filter(|hit| hit.support >= enough).collect();
            usable_hit(state, &hits).map(|hit| (source(hit), hit.text.clone()))
        });
        let verdict = ruling(policy, &facts, Occasion::Message { has_answer: answer.is_some() });
        let language = spoken(draft, assessment.language);
        let mut judged = Self::of(&verdict, draft, topic.as_deref(), language);
        judged.words = words(&verdict, &assessment);
        judged.considered = assessment.hits.iter().map(considered).collect();
        judged.measured = Some(measured(&assessment, support));
        judged.question = Some(clarify(text, &assessment, language));
        judged.answer = answer;
        if !failed.is_empty() {
            judged.offer = BotLine::TryAnotherWay;
        }
        let thanks = facts.strength(SignalKind::Thanks) > facts.strength(SignalKind::Greeting);
        judged.small_talk = if thanks { BotLine::Welcome } else { BotLine::Greeting };
        judged.failed = failed;
        judged
    }

    /// Judges the button that asks for a person.
    pub(super) fn button(draft: &Draft<'_>) -> Self {
        Self::without_message(draft, Occasion::Button)
    }

    /// Judges an answer that the customer called unhelpful. Without a new message there is nothing new to answer:
    /// the bot asks for other words, or a person comes.
    pub(super) fn failed_answer(draft: &Draft<'_>) -> Self {
        Self { offer: BotLine::TryAnotherWay, ..Self::without_message(draft, Occasion::FailedAnswer) }
    }

    /// Judges files that came without words. The bot cannot look into them: the policy may call a person, else one is
    /// offered.
    pub(super) fn file(draft: &Draft<'_>) -> Self {
        Self { offer: BotLine::FileReceived, ..Self::without_message(draft, Occasion::File) }
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

    fn without_message(draft: &Draft<'_>, occasion: Occasion) -> Self {
        let state = &draft.state;
        let workspace = &draft.world.published.workspace;
        let facts = Facts {
            pressed_human: occasion == Occasion::Button,
            ..standing_facts(state, &workspace.queues, state.topic.as_deref(), draft.world.now)
        };
        let verdict = ruling(&workspace.policy, &facts, occasion);
        Self::of(&verdict, draft, state.topic.as_deref(), state.language)
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
            queue: chosen_queue(&workspace.queues, &verdict.queue, topic, draft.state.last_queue())
                .map_or_else(String::new, |q| q.id.clone()),
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

    /// Mood of the message, -1 to 1; 0 where there was none.
    pub(super) fn mood(&self) -> f32 {
        self.measured.as_ref().map_or(0.0, |measured| measured.mood)
    }
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
