//! What the rules make of one message, button, file or failed answer, as far as it can be done. Here and not beside the
//! rules, because it needs to know of the conversation; apart from judging, because a simulation rules without it.

use super::state::Conversation;
use crate::policy::{Facts, Outcome, Policy, QueueChoice, Reason, Verdict};
use crate::time::Timestamp;
use crate::workspace::{Queue, queue_for};

/// What is decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// A message; `has_answer` says whether an approved passage may be given.
    Message {
        /// Whether one may.
        has_answer: bool,
    },
    /// The button that asks for a person.
    Button,
    /// An answer that the customer called unhelpful.
    FailedAnswer,
    /// Files without words.
    File,
}

/// What is known of the conversation itself, whatever was said last.
pub(super) fn standing_facts<'a>(
    state: &'a Conversation,
    queues: &[Queue],
    topic: Option<&str>,
    now: Timestamp,
) -> Facts<'a> {
    Facts {
        assessment: None,
        pressed_human: false,
        channel: state.channel,
        customer: state.known.facts.as_ref(),
        failed_attempts: state.turn.failed_attempts,
        clarifications: state.turn.clarifications,
        offers: state.turn.offers,
        offer_accepted: false,
        details_gathered: state.turn.asked_for_details,
        support: 0.0,
        out_of_hours: own_queue(queues, topic, state.last_queue()).is_some_and(|queue| queue.is_closed(now)),
    }
}

/// What the policy wants, as far as it can be done: an approved text is followed by a person and nothing else, details
/// are asked for once, nobody is answered out of nothing, and where there are no words there is nothing to answer.
pub fn ruling<'p>(policy: &'p Policy, facts: &Facts<'_>, occasion: Occasion) -> Verdict<'p> {
    let mut verdict = policy.judge(facts);
    let has_answer = occasion == Occasion::Message { has_answer: true };
    verdict.outcome = match verdict.outcome {
        _ if verdict.say.is_some_and(|say| say.values().any(|text| !text.is_empty())) => Outcome::HandOver,
        Outcome::Assist if facts.details_gathered => Outcome::HandOver,
        Outcome::Answer if !has_answer => Outcome::OfferHuman,
        outcome => outcome,
    };
    let offers_instead = match occasion {
        Occasion::Message { .. } | Occasion::Button => None,
        Occasion::FailedAnswer => matches!(verdict.outcome, Outcome::Clarify | Outcome::SmallTalk)
            .then_some(("standing.answer_failed", "answer_failed")),
        Occasion::File => (verdict.outcome != Outcome::HandOver).then_some(("standing.file_received", "file_received")),
    };
    if let Some((rule, reason)) = offers_instead {
        (verdict.rule, verdict.outcome) = (rule, Outcome::OfferHuman);
        verdict.reasons = vec![Reason { code: reason.to_owned() }];
        verdict.because = Vec::new();
    }
    verdict
}

/// The queue that a choice leads to.
pub(super) fn chosen_queue<'q>(
    queues: &'q [Queue],
    choice: &QueueChoice,
    topic: Option<&str>,
    last: Option<&str>,
) -> Option<&'q Queue> {
    let named = match choice {
        QueueChoice::Queue(id) => queues.iter().find(|queue| queue.id == *id),
        QueueChoice::ByTopic => None,
    };
    named.or_else(|| own_queue(queues, topic, last))
}

/// Where a conversation goes unless a rule names a queue: back to that of the person who had it, who knows it; else where
/// its topic belongs.
pub(super) fn own_queue<'q>(queues: &'q [Queue], topic: Option<&str>, last: Option<&str>) -> Option<&'q Queue> {
    let before = last.and_then(|id| queues.iter().find(|queue| queue.id == id));
    before.or_else(|| queue_for(queues, topic))
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
pub fn says_yes(text: &str) -> bool {
    let words = crate::text::words(text);
    let han = words.iter().all(|word| !word.is_ascii());
    let said = words.join(if han { "" } else { " " });
    YES.contains(&said.as_str())
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
