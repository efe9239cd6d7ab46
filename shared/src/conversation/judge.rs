//! Judging: triage and the policy, put together for one message, button or failed answer.

use super::decide::Draft;
use super::event::{BotLine, Considered, Finding, Measured, Source};
use crate::knowledge::{Asker, Hit};
use crate::policy::{Facts, Outcome, Policy, Priority, QueueChoice, Reason, Verdict};
use crate::triage::{Assessment, Context, FirstEngine, SignalKind, Understand, clarify};
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
        let asker = if customer.is_some() { Asker::Customer } else { Asker::Anonymous };
        let context = Context {
            language: state.language,
            earlier_customer_messages: earlier,
            answers_rejected: state.turn.failed_attempts,
            clarifications_asked: state.turn.clarifications,
            asker,
            customer,
        };
        let assessment = FirstEngine::new(&published.index).assess(text, &context);
        let usable = usable_hit(draft, &assessment);
        let answer = usable.map(|hit| (source(hit), hit.text.clone()));
        let support = usable.map_or(0.0, |hit| hit.support);
        let failed_now = [SignalKind::NotHelpful, SignalKind::SameQuestionAgain];
        let failing = assessment.signals.iter().any(|signal| failed_now.contains(&signal.kind));
        let last_unrated = state.lines.iter().rev().find(|line| line.source.is_some() && line.seq >= state.turn.since);
        let fails_now = failing && last_unrated.is_some_and(|line| line.helpful.is_none());
        let topic = assessment.topic.clone().or_else(|| state.topic.clone());
        let facts = Facts {
            assessment: Some(&assessment),
            pressed_human: false,
            customer,
            failed_attempts: state.turn.failed_attempts + u32::from(fails_now),
            clarifications: state.turn.clarifications,
            offers: state.turn.offers,
            offer_accepted: state.turn.offer_open && says_yes(text),
            details_gathered: state.turn.asked_for_details,
            support,
            out_of_hours: closed(draft, topic.as_deref()),
        };
        let verdict = published.workspace.policy.judge(&facts);
        let mut judged = Self::of(&verdict, draft, topic.as_deref());
        judged.words = words(&verdict, &assessment);
        judged.considered = assessment.hits.iter().map(considered).collect();
        judged.measured = Some(measured(&assessment, support));
        judged.question = Some(clarify(text, &assessment, state.language));
        // Below the threshold a passage is no answer and no draft either.
        judged.answer = answer.filter(|_| support >= published.workspace.policy.thresholds.answer_support);
        let thanks = facts.strength(SignalKind::Thanks) > facts.strength(SignalKind::Greeting);
        if failing {
            judged.offer = BotLine::TryAnotherWay;
        }
        judged.small_talk = if thanks { BotLine::Welcome } else { BotLine::Greeting };
        judged
    }

    /// Judges the button that asks for a person.
    pub(super) fn button(draft: &Draft<'_>) -> Self {
        Self::without_message(draft, true)
    }

    /// Judges an answer that the customer called unhelpful.
    pub(super) fn failed_answer(draft: &Draft<'_>) -> Self {
        let mut judged = Self::without_message(draft, false);
        // Without a new message there is nothing new to answer: ask for other words, or bring somebody.
        if !matches!(judged.outcome, Outcome::HandOver | Outcome::Assist) {
            judged.outcome = Outcome::OfferHuman;
        }
        judged.offer = BotLine::TryAnotherWay;
        judged
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
        Self::of(&policy.judge(&facts), draft, state.topic.as_deref())
    }

    fn of(verdict: &Verdict<'_>, draft: &Draft<'_>, topic: Option<&str>) -> Self {
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
            say: verdict.say.map(|say| workspace.text(say, draft.state.language).to_owned()),
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

/// The best passage that has not failed in this turn.
fn usable_hit<'h>(draft: &Draft<'_>, assessment: &'h Assessment) -> Option<&'h Hit> {
    let failed = |hit: &Hit| {
        let rejected = &draft.state.turn.rejected;
        rejected.iter().any(|(article, heading)| *article == hit.article && *heading == hit.heading)
    };
    // What was just answered counts as failed where the customer says so with this very message.
    let failing = [SignalKind::NotHelpful, SignalKind::SameQuestionAgain];
    let fails_now = assessment.signals.iter().any(|signal| failing.contains(&signal.kind));
    let since = draft.state.turn.since;
    let last = draft.state.lines.iter().rev().find_map(|line| line.source.as_ref().filter(|_| line.seq >= since));
    let repeats = |hit: &Hit| fails_now && last.is_some_and(|s| s.article == hit.article && s.heading == hit.heading);
    assessment.hits.iter().find(|hit| !failed(hit) && !repeats(hit))
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
