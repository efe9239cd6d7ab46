//! How a rule is read: each thing that it asks, with what was found, so that everybody sees why it holds or does not.

use serde::{Deserialize, Serialize};

use super::condition::{Condition, Facts};
use super::rule::{Outcome, Policy, Rule, Thresholds};

/// One thing that a rule asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// What is asked: never a combination.
    pub condition: Condition,
    /// Whether it is so.
    pub holds: bool,
    /// Whether the rule wants that it is not.
    pub denied: bool,
    /// What was found and what is needed, of what is measured from 0 to 1.
    pub measure: Option<(f32, f32)>,
}

/// One rule, read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The rule.
    pub rule: String,
    /// Whether it holds.
    pub holds: bool,
    /// Whether it was passed over: for the button, only rules that hand over are read.
    pub passed_over: bool,
    /// What it asks.
    pub asked: Vec<Asked>,
}

impl Policy {
    /// Reads all rules, from top to bottom. The first that holds and is not passed over decides; those after it are read
    /// too, so that one sees what would have followed.
    pub fn read(&self, facts: &Facts<'_>) -> Vec<Reading> {
        let read = |rule: &Rule| {
            let mut asked = Vec::new();
            rule.when.read(facts, &self.thresholds, false, &mut asked);
            Reading {
                rule: rule.id.clone(),
                holds: rule.when.holds(facts, &self.thresholds, &mut Vec::new()),
                passed_over: facts.pressed_human && rule.outcome != Outcome::HandOver,
                asked,
            }
        };
        self.rules.iter().map(read).collect()
    }
}

impl Condition {
    fn read(&self, facts: &Facts<'_>, thresholds: &Thresholds, denied: bool, asked: &mut Vec<Asked>) {
        let within = self.all.iter().flatten().chain(self.any.iter().flatten());
        for inner in within {
            inner.read(facts, thresholds, denied, asked);
        }
        if let Some(inner) = &self.not {
            inner.read(facts, thresholds, !denied, asked);
        }
        if self.all.is_some() || self.any.is_some() || self.not.is_some() {
            return;
        }
        let signal = self
            .signal
            .map(|kind| (facts.strength(kind), self.at_least.unwrap_or_else(|| thresholds.for_signal(kind))));
        let needed = self.supported.map(|_| thresholds.answer_support);
        let support = needed.or(self.support_at_least).or(self.support_below).map(|needed| (facts.support, needed));
        let holds = self.holds(facts, thresholds, &mut Vec::new());
        asked.push(Asked { condition: self.clone(), holds, denied, measure: signal.or(support) });
    }
}
