//! Rules and the verdict they give.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::condition::{Condition, Facts};
use crate::text::Language;
use crate::triage::SignalKind;

/// What is to happen with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The bot answers with the best passage.
    Answer,
    /// The bot asks one clarifying question.
    Clarify,
    /// The bot gathers details and drafts; a person approves or finishes.
    Assist,
    /// A person takes over.
    HandOver,
    /// The bot says that it has no reliable answer, and offers a person.
    OfferHuman,
    /// The bot greets back or says that the customer is welcome.
    SmallTalk,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 6] =
        [Self::Answer, Self::Clarify, Self::Assist, Self::HandOver, Self::OfferHuman, Self::SmallTalk];

    /// Its stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Clarify => "clarify",
            Self::Assist => "assist",
            Self::HandOver => "hand_over",
            Self::OfferHuman => "offer_human",
            Self::SmallTalk => "small_talk",
        }
    }
}

/// How soon a handoff should be taken. Later ones are greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// In its turn.
    #[default]
    Normal,
    /// Before the others.
    High,
    /// Now.
    Urgent,
}

/// Why something was decided, as a stable word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Reason {
    /// The rule's reason, or a signal that carried it.
    pub code: String,
}

/// A text in each of the workspace's languages.
pub type Say = BTreeMap<Language, String>;

/// Where a handoff goes: a queue's id, or `by_topic`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(from = "String", into = "String")]
pub enum QueueChoice {
    /// The queue that lists the message's topic, else the first queue.
    ByTopic,
    /// This queue.
    Queue(String),
}

impl From<String> for QueueChoice {
    fn from(text: String) -> Self {
        if text == "by_topic" { Self::ByTopic } else { Self::Queue(text) }
    }
}

impl From<QueueChoice> for String {
    fn from(choice: QueueChoice) -> Self {
        match choice {
            QueueChoice::ByTopic => "by_topic".to_owned(),
            QueueChoice::Queue(id) => id,
        }
    }
}

/// Figures that several rules share, in one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Support from which a passage may answer, in `[0, 1]`.
    pub answer_support: f32,
    /// Strength from which a customer counts as angry, in `[0, 1]`.
    pub angry: f32,
    /// Strength from which any other signal counts, in `[0, 1]`.
    #[serde(default = "default_signal")]
    pub signal: f32,
    /// Months after which a customer is long-standing.
    pub high_value_tenure_months: u32,
    /// Tiers that are served by people.
    pub high_value_tiers: Vec<String>,
    /// Answers that may fail before a person comes.
    pub failed_attempts: u32,
}

fn default_signal() -> f32 {
    0.5
}

impl Thresholds {
    /// Strength from which a signal counts.
    pub fn for_signal(&self, kind: SignalKind) -> f32 {
        if kind == SignalKind::Angry { self.angry } else { self.signal }
    }
}

/// One rule: when it holds, what follows, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable and unique; it stands in decisions and figures.
    pub id: String,
    /// When it holds.
    pub when: Condition,
    /// What follows.
    pub outcome: Outcome,
    /// Why, as a stable word.
    pub reason: String,
    /// Where a handoff goes.
    #[serde(default = "by_topic")]
    pub queue: QueueChoice,
    /// How soon a handoff should be taken.
    #[serde(default)]
    pub priority: Priority,
    /// Whether revenue is at stake, so that the handoff is flagged.
    #[serde(default)]
    pub revenue_at_stake: bool,
    /// An approved text that the bot says before a person comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub say: Option<BTreeMap<Language, String>>,
}

fn by_topic() -> QueueChoice {
    QueueChoice::ByTopic
}

/// All rules, in order. The first that holds decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Figures that several rules share.
    pub thresholds: Thresholds,
    /// The rules.
    #[serde(rename = "rule")]
    pub rules: Vec<Rule>,
}

/// What the policy says of one situation.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict<'p> {
    /// Id of the rule that fired.
    pub rule: &'p str,
    /// What follows.
    pub outcome: Outcome,
    /// Why: the rule's reason, then the signals that carried it. Where a person takes over, those follow that would have
    /// brought one too.
    pub reasons: Vec<Reason>,
    /// The signals among the reasons, in the same order.
    pub because: Vec<SignalKind>,
    /// Where a handoff goes.
    pub queue: QueueChoice,
    /// How soon.
    pub priority: Priority,
    /// Whether revenue is at stake.
    pub revenue_at_stake: bool,
    /// An approved text.
    pub say: Option<&'p Say>,
}

impl Policy {
    /// The first rule that holds decides. A customer who pressed the button gets a person whatever the rules
    /// say, and where no rule holds, a person is offered: nobody is trapped by an incomplete policy.
    pub fn judge<'p>(&'p self, facts: &Facts<'_>) -> Verdict<'p> {
        for (index, rule) in self.rules.iter().enumerate() {
            if facts.pressed_human && rule.outcome != Outcome::HandOver {
                continue;
            }
            let mut because = Vec::new();
            if rule.when.holds(facts, &self.thresholds, &mut because) {
                because.sort_by(|a, b| facts.strength(*b).total_cmp(&facts.strength(*a)));
                if rule.outcome == Outcome::HandOver {
                    let rest = self.rules.get(index + 1..).unwrap_or_default();
                    self.add_what_hands_over_too(rest, facts, &mut because);
                }
                let mut reasons = vec![Reason { code: rule.reason.clone() }];
                reasons.extend(because.iter().map(|kind| Reason { code: kind.as_str().to_owned() }));
                return Verdict {
                    rule: &rule.id,
                    outcome: rule.outcome,
                    reasons,
                    because,
                    queue: rule.queue.clone(),
                    priority: rule.priority,
                    revenue_at_stake: rule.revenue_at_stake,
                    say: rule.say.as_ref(),
                };
            }
        }
        let (rule, outcome) = if facts.pressed_human {
            ("standing.asked_for_human", Outcome::HandOver)
        } else {
            ("standing.no_rule", Outcome::OfferHuman)
        };
        Verdict {
            rule,
            outcome,
            reasons: vec![Reason { code: rule.to_owned() }],
            because: Vec::new(),
            queue: QueueChoice::ByTopic,
            priority: Priority::Normal,
            revenue_at_stake: false,
            say: None,
        }
    }

    /// Signals for which later rules would have called a person as well: whoever takes over reads all that the customer
    /// said, not the first thing alone.
    fn add_what_hands_over_too(&self, rules: &[Rule], facts: &Facts<'_>, because: &mut Vec<SignalKind>) {
        let mut further = Vec::new();
        for rule in rules.iter().filter(|rule| rule.outcome == Outcome::HandOver) {
            let mut carried = Vec::new();
            if rule.when.holds(facts, &self.thresholds, &mut carried) {
                further.extend(carried);
            }
        }
        further.sort_by(|a, b| facts.strength(*b).total_cmp(&facts.strength(*a)));
        for kind in further {
            if !because.contains(&kind) {
                because.push(kind);
            }
        }
    }
}
