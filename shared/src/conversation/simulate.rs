//! What another policy would have done: the decisions of past conversations made again under two policies, out of what
//! was measured then. Nothing is assessed anew, so that it costs next to nothing and runs in a browser.
//!
//! A conversation is followed until a policy does something else than was done: what a customer would have said after
//! that, nobody knows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::{Event, Finding, Measured, Recorded, Seq};
use super::ruling::{Occasion, chosen_queue, ruling, says_yes, standing_facts};
use super::state::{Conversation, evolve};
use crate::policy::{Facts, Outcome, Policy, Priority, Verdict};
use crate::text::Detected;
use crate::triage::{Assessment, Signal};
use crate::workspace::Queue;

/// Examples that are kept of each change.
pub const MAX_EXAMPLES: usize = 5;

/// What a policy makes of one message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ruled {
    /// The rule that decides.
    pub rule: String,
    /// What follows.
    pub outcome: Outcome,
    /// Where it goes, where a person takes over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// How soon, where a person takes over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Whether an approved text is said first.
    pub says: bool,
}

/// A message on which the policies part, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The conversation.
    pub conversation: String,
    /// The event that is decided on.
    pub on: Seq,
    /// What the customer wrote; nothing for a button, or once erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// Decisions that change in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Under the policy before.
    pub before: Ruled,
    /// Under the new one.
    pub after: Ruled,
    /// How many.
    pub count: usize,
    /// Some of them, the first ones first.
    pub examples: Vec<Example>,
}

/// How often a rule decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fired {
    /// Under the policy before.
    pub before: usize,
    /// Under the new one.
    pub after: usize,
}

/// What a new policy would change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Simulation {
    /// Conversations that were played.
    pub conversations: usize,
    /// Decisions that were made again.
    pub decisions: usize,
    /// Conversations in which something changes.
    pub changed: usize,
    /// Conversations in which a person is called: under the policy before, and under the new one.
    pub handed_over: Fired,
    /// How often each rule decides; rules that never do are left out.
    pub rules: BTreeMap<String, Fired>,
    /// What changes, the most frequent first.
    pub changes: Vec<Change>,
}

/// Two policies that are compared.
#[derive(Clone, Copy, Debug)]
pub struct Policies<'p> {
    /// The one that stands.
    pub before: &'p Policy,
    /// The one that shall stand.
    pub after: &'p Policy,
    /// The workspace's queues, for the hours and for where handoffs go.
    pub queues: &'p [Queue],
}

impl Simulation {
    /// Plays one more conversation.
    pub fn play(&mut self, policies: &Policies<'_>, conversation: &str, log: &[Recorded]) {
        let mut state = Conversation::default();
        let (mut decided, mut changed, mut called) = (false, false, [false; 2]);
        for recorded in log {
            if let Event::Decided { on, measured, failed, outcome, .. } = &recorded.event {
                let decided_on = log.iter().find(|earlier| earlier.seq == *on).map(|earlier| &earlier.event);
                let (measured, failed) = (measured.as_ref(), failed.len());
                let moment = Moment { state: &state, recorded, on: *on, decided_on, measured, failed };
                let [before, after] =
                    [policies.before, policies.after].map(|policy| moment.ruled(policy, policies.queues));
                decided = true;
                self.decisions += 1;
                self.rules.entry(before.rule.clone()).or_default().before += 1;
                self.rules.entry(after.rule.clone()).or_default().after += 1;
                called = [called[0] || before.queue.is_some(), called[1] || after.queue.is_some()];
                let parted = before.outcome != after.outcome || before.outcome != *outcome;
                if before != after {
                    changed = true;
                    let example = Example { conversation: conversation.to_owned(), on: *on, words: moment.words() };
                    self.note(before, after, example);
                }
                if parted {
                    break;
                }
            }
            state = evolve(state, recorded);
        }
        self.conversations += usize::from(decided);
        self.handed_over.before += usize::from(called[0]);
        self.handed_over.after += usize::from(called[1]);
        self.changed += usize::from(changed);
    }

    fn note(&mut self, before: Ruled, after: Ruled, example: Example) {
        let known = self.changes.iter_mut().find(|change| change.before == before && change.after == after);
        match known {
            Some(change) => {
                change.count += 1;
                if change.examples.len() < MAX_EXAMPLES {
                    change.examples.push(example);
                }
            }
            None => self.changes.push(Change { before, after, count: 1, examples: vec![example] }),
        }
    }

    /// The same with the most frequent changes first.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.changes
            .sort_by(|a, b| b.count.cmp(&a.count).then_with(|| (&a.before, &a.after).cmp(&(&b.before, &b.after))));
        self
    }
}

/// One decision, with what was known when it was made.
struct Moment<'l> {
    state: &'l Conversation,
    recorded: &'l Recorded,
    on: Seq,
    decided_on: Option<&'l Event>,
    measured: Option<&'l Measured>,
    failed: usize,
}

impl Moment<'_> {
    fn words(&self) -> Option<String> {
        let line = self.state.line(self.on)?;
        line.text.clone().filter(|text| !text.is_empty())
    }

    fn ruled(&self, policy: &Policy, queues: &[Queue]) -> Ruled {
        let (state, now) = (self.state, self.recorded.at);
        let Some(measured) = self.measured else {
            let standing = standing_facts(state, queues, state.topic.as_deref(), now);
            let occasion = self.occasion();
            let facts = Facts { pressed_human: occasion == Occasion::Button, ..standing };
            return said(&ruling(policy, &facts, occasion), (queues, state.topic.as_deref(), state.last_queue()));
        };
        let assessment = assessment(measured);
        let topic = measured.topic.as_deref().or(state.topic.as_deref());
        let facts = Facts {
            assessment: Some(&assessment),
            failed_attempts: state.turn.failed_attempts.saturating_add(u32::try_from(self.failed).unwrap_or(u32::MAX)),
            offer_accepted: state.turn.offer_open && self.words().is_some_and(|words| says_yes(&words)),
            support: measured.support,
            ..standing_facts(state, queues, topic, now)
        };
        let has_answer = measured.support > 0.0 && measured.support >= policy.thresholds.answer_support;
        said(&ruling(policy, &facts, Occasion::Message { has_answer }), (queues, topic, state.last_queue()))
    }

    /// Without measurements it was a button, an answer that was called unhelpful, or files alone.
    fn occasion(&self) -> Occasion {
        match self.decided_on {
            Some(Event::CustomerWrote { .. }) => Occasion::File,
            Some(Event::AnswerRated { helpful: false, .. }) => Occasion::FailedAnswer,
            _ => Occasion::Button,
        }
    }
}

/// What was measured, as triage gave it; the words behind it are not needed to rule.
pub fn assessment(measured: &Measured) -> Assessment {
    let signal = |found: &Finding| Signal { kind: found.kind, strength: found.strength, evidence: Vec::new() };
    Assessment {
        language: Detected::Other,
        topic: measured.topic.clone(),
        mood: measured.mood,
        urgency: measured.urgency,
        complexity: measured.complexity,
        signals: measured.findings.iter().map(signal).collect(),
        hits: Vec::new(),
    }
}

fn said(verdict: &Verdict<'_>, (queues, topic, last): (&[Queue], Option<&str>, Option<&str>)) -> Ruled {
    let handed_over = verdict.outcome == Outcome::HandOver;
    let queue = chosen_queue(queues, &verdict.queue, topic, last).map_or_else(String::new, |queue| queue.id.clone());
    Ruled {
        rule: verdict.rule.to_owned(),
        outcome: verdict.outcome,
        queue: handed_over.then_some(queue),
        priority: handed_over.then_some(verdict.priority),
        says: verdict.say.is_some(),
    }
}
