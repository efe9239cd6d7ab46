//! Conditions: small trees over facts, readable as they stand in the policy file.

use serde::{Deserialize, Serialize};

use super::rule::Thresholds;
use crate::customer::{Channel, CustomerFacts};
use crate::triage::{Assessment, Complexity, SignalKind, Urgency};

/// What a rule asks. Exactly one field is set; checking says so where that is not the case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Condition {
    /// All of these hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<Vec<Condition>>,
    /// At least one of these holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub any: Option<Vec<Condition>>,
    /// This does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not: Option<Box<Condition>>,
    /// Triage found this signal, with at least the strength in `at_least`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signal: Option<SignalKind>,
    /// Goes with `signal`: the least strength, in `[0, 1]`. The threshold for the signal, or any, where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f32>,
    /// The message is about this topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// The verified tier is one of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier_in: Option<Vec<String>>,
    /// The customer is of high value: a tier of `high_value_tiers`, or as long-standing as
    /// `high_value_tenure_months` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high_value: Option<bool>,
    /// Customer for at least so many months, verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenure_months_at_least: Option<u32>,
    /// So many answers failed since the conversation last belonged to the bot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed_attempts_at_least: Option<u32>,
    /// As many answers failed as `failed_attempts` allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed_too_often: Option<bool>,
    /// So many times a person was offered since then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offers_at_least: Option<u32>,
    /// A person was offered with the last words, and the customer says yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer_accepted: Option<bool>,
    /// So many clarifying questions were asked since then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clarifications_at_least: Option<u32>,
    /// An approved passage answers: it has at least the support that `answer_support` asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supported: Option<bool>,
    /// The best passage has at least this support, in `[0, 1]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_at_least: Option<f32>,
    /// The best passage has less support than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_below: Option<f32>,
    /// The urgency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// The complexity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complexity: Option<Complexity>,
    /// Whether the queue for the topic is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_hours: Option<bool>,
    /// The conversation came in this way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Whether the message is in a language that the bot does not speak.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_other: Option<bool>,
    /// The bot has just asked for the details that a person needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details_gathered: Option<bool>,
    /// Always (or never) holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub always: Option<bool>,
}

/// All that a rule may ask about.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own, asked by a condition of its name")]
pub struct Facts<'a> {
    /// What triage made of the message; absent where the customer pressed a button.
    pub assessment: Option<&'a Assessment>,
    /// The customer pressed the button for a person.
    pub pressed_human: bool,
    /// How the conversation came in.
    pub channel: Channel,
    /// What is verified about the customer.
    pub customer: Option<&'a CustomerFacts>,
    /// Answers that failed since the bot last got the conversation.
    pub failed_attempts: u32,
    /// Clarifying questions asked since then.
    pub clarifications: u32,
    /// How often a person was offered since then.
    pub offers: u32,
    /// Whether a person was offered with the last words, and the customer says yes.
    pub offer_accepted: bool,
    /// Whether the bot has asked for details and the customer has replied.
    pub details_gathered: bool,
    /// Support of the best passage that may still be used, in `[0, 1]`.
    pub support: f32,
    /// Whether the queue for the topic is closed.
    pub out_of_hours: bool,
}

impl Facts<'_> {
    /// Strength of a signal, in `[0, 1]`; 0 where it was not found.
    pub fn strength(&self, kind: SignalKind) -> f32 {
        if self.pressed_human && kind == SignalKind::AsksForHuman {
            return 1.0;
        }
        let signals = self.assessment.map_or(&[][..], |assessment| &assessment.signals);
        signals.iter().filter(|signal| signal.kind == kind).fold(0.0, |most, signal| most.max(signal.strength))
    }

    fn has_tier(&self, tiers: &[String]) -> bool {
        let tier = self.customer.and_then(|customer| customer.tier.as_ref());
        tier.is_some_and(|tier| tiers.contains(tier))
    }

    fn has_tenure(&self, months: u32) -> bool {
        self.customer.and_then(|customer| customer.tenure_months).is_some_and(|tenure| tenure >= months)
    }
}

impl Condition {
    /// Whether the condition holds. Where it does, the signals that carried it are added to `because`.
    pub fn holds(&self, facts: &Facts<'_>, thresholds: &Thresholds, because: &mut Vec<SignalKind>) -> bool {
        self.combined(facts, thresholds, because)
            .or_else(|| self.about_message(facts, thresholds, because))
            .or_else(|| self.about_history(facts, thresholds))
            .unwrap_or(false)
    }

    fn combined(&self, facts: &Facts<'_>, thresholds: &Thresholds, because: &mut Vec<SignalKind>) -> Option<bool> {
        if let Some(all) = &self.all {
            // Reasons count only where all of it holds.
            let mut carried = because.clone();
            let held = all.iter().all(|inner| inner.holds(facts, thresholds, &mut carried));
            if held {
                *because = carried;
            }
            return Some(held);
        }
        if let Some(any) = &self.any {
            // Every branch is asked, so that the reasons are complete.
            let held = any.iter().filter(|inner| inner.holds(facts, thresholds, because)).count();
            return Some(held > 0);
        }
        // What speaks against a rule is no reason for it.
        self.not.as_ref().map(|inner| !inner.holds(facts, thresholds, &mut Vec::new()))
    }

    fn about_message(&self, facts: &Facts<'_>, thresholds: &Thresholds, because: &mut Vec<SignalKind>) -> Option<bool> {
        if let Some(kind) = self.signal {
            let least = self.at_least.unwrap_or_else(|| thresholds.for_signal(kind));
            let held = facts.strength(kind) >= least;
            if held && !because.contains(&kind) {
                because.push(kind);
            }
            return Some(held);
        }
        if let Some(topic) = &self.topic {
            return Some(facts.assessment.and_then(|a| a.topic.as_ref()) == Some(topic));
        }
        if let Some(urgency) = self.urgency {
            return Some(facts.assessment.is_some_and(|a| a.urgency == urgency));
        }
        if let Some(complexity) = self.complexity {
            return Some(facts.assessment.is_some_and(|a| a.complexity == complexity));
        }
        if let Some(other) = self.language_other {
            return Some((facts.strength(SignalKind::OtherLanguage) > 0.0) == other);
        }
        if let Some(supported) = self.supported {
            return Some((facts.support >= thresholds.answer_support) == supported);
        }
        if let Some(least) = self.support_at_least {
            return Some(facts.support >= least);
        }
        self.support_below.map(|limit| facts.support < limit)
    }

    fn about_history(&self, facts: &Facts<'_>, thresholds: &Thresholds) -> Option<bool> {
        if let Some(tiers) = &self.tier_in {
            return Some(facts.has_tier(tiers));
        }
        if let Some(least) = self.tenure_months_at_least {
            return Some(facts.has_tenure(least));
        }
        if let Some(high_value) = self.high_value {
            let valued =
                facts.has_tier(&thresholds.high_value_tiers) || facts.has_tenure(thresholds.high_value_tenure_months);
            return Some(valued == high_value);
        }
        if let Some(least) = self.failed_attempts_at_least {
            return Some(facts.failed_attempts >= least);
        }
        if let Some(too_often) = self.failed_too_often {
            return Some((facts.failed_attempts >= thresholds.failed_attempts) == too_often);
        }
        if let Some(least) = self.offers_at_least {
            return Some(facts.offers >= least);
        }
        if let Some(accepted) = self.offer_accepted {
            return Some(facts.offer_accepted == accepted);
        }
        if let Some(least) = self.clarifications_at_least {
            return Some(facts.clarifications >= least);
        }
        if let Some(closed) = self.out_of_hours {
            return Some(facts.out_of_hours == closed);
        }
        if let Some(channel) = self.channel {
            return Some(facts.channel == channel);
        }
        if let Some(gathered) = self.details_gathered {
            return Some(facts.details_gathered == gathered);
        }
        self.always
    }

    /// Whether another condition holds whenever this one does. Says no where it cannot tell.
    pub fn implies(&self, other: &Self, thresholds: &Thresholds) -> bool {
        if self == other || self.always == Some(false) || other.always == Some(true) {
            return true;
        }
        if let Some(any) = &self.any {
            return any.iter().all(|one| one.implies(other, thresholds));
        }
        if let Some(all) = &other.all {
            return all.iter().all(|one| self.implies(one, thresholds));
        }
        self.all.iter().flatten().any(|one| one.implies(other, thresholds))
            || other.any.iter().flatten().any(|one| self.implies(one, thresholds))
            || self.is_stricter(other, thresholds)
    }

    /// The same question, with a figure that asks for more.
    fn is_stricter(&self, other: &Self, thresholds: &Thresholds) -> bool {
        let strength = |condition: &Self| {
            let kind = condition.signal?;
            Some((kind, condition.at_least.unwrap_or_else(|| thresholds.for_signal(kind))))
        };
        if let (Some((kind, least)), Some((other_kind, other_least))) = (strength(self), strength(other)) {
            return kind == other_kind && least >= other_least;
        }
        let counts = |condition: &Self| {
            [
                condition.tenure_months_at_least,
                condition.failed_attempts_at_least,
                condition.offers_at_least,
                condition.clarifications_at_least,
            ]
        };
        let more = counts(self).into_iter().zip(counts(other)).any(|pair| matches!(pair, (Some(a), Some(b)) if a >= b));
        let narrower = |few: &[String], many: &[String]| few.iter().all(|tier| many.contains(tier));
        let tiers = matches!((&self.tier_in, &other.tier_in), (Some(few), Some(many)) if narrower(few, many));
        more || tiers
            || matches!((self.support_at_least, other.support_at_least), (Some(a), Some(b)) if a >= b)
            || matches!((self.support_below, other.support_below), (Some(a), Some(b)) if a <= b)
    }

    /// The topics that it asks for, also further down.
    pub fn topics(&self) -> Vec<&str> {
        let within = self.all.iter().flatten().chain(self.any.iter().flatten()).chain(self.not.as_deref());
        self.topic.as_deref().into_iter().chain(within.flat_map(Self::topics)).collect()
    }

    /// The names of the fields that are set, to check that exactly one is (`at_least` goes with `signal`).
    pub fn fields(&self) -> Vec<&'static str> {
        let set = [
            ("all", self.all.is_some()),
            ("any", self.any.is_some()),
            ("not", self.not.is_some()),
            ("signal", self.signal.is_some()),
            ("topic", self.topic.is_some()),
            ("tier_in", self.tier_in.is_some()),
            ("high_value", self.high_value.is_some()),
            ("tenure_months_at_least", self.tenure_months_at_least.is_some()),
            ("failed_attempts_at_least", self.failed_attempts_at_least.is_some()),
            ("failed_too_often", self.failed_too_often.is_some()),
            ("offers_at_least", self.offers_at_least.is_some()),
            ("offer_accepted", self.offer_accepted.is_some()),
            ("clarifications_at_least", self.clarifications_at_least.is_some()),
            ("supported", self.supported.is_some()),
            ("support_at_least", self.support_at_least.is_some()),
            ("support_below", self.support_below.is_some()),
            ("urgency", self.urgency.is_some()),
            ("complexity", self.complexity.is_some()),
            ("out_of_hours", self.out_of_hours.is_some()),
            ("channel", self.channel.is_some()),
            ("language_other", self.language_other.is_some()),
            ("details_gathered", self.details_gathered.is_some()),
            ("always", self.always.is_some()),
        ];
        set.into_iter().filter_map(|(name, is_set)| is_set.then_some(name)).collect()
    }
}

#[cfg(test)]
#[cfg(feature = "authoring")]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str, expect: bool) {
        let thresholds = "answer_support = 0.5\nangry = 0.6\nhigh_value_tenure_months = 24\nhigh_value_tiers = []\n\
                          failed_attempts = 2";
        let read = |text: &str| toml::from_str::<Condition>(text).unwrap();
        assert_eq!(read(one).implies(&read(other), &toml::from_str(thresholds).unwrap()), expect, "{one} ─▶ {other}");
    }

    #[test]
    fn one_condition_may_imply_another() {
        check("signal = 'angry'", "signal = 'angry'", true);
        check("signal = 'angry'\nat_least = 0.8", "signal = 'angry'", true);
        check("signal = 'angry'", "signal = 'angry'\nat_least = 0.8", false);
        check("signal = 'angry'", "signal = 'vague'", false);
        check("signal = 'angry'", "always = true", true);
        check("always = false", "signal = 'angry'", true);
        check("all = [{ signal = 'angry' }, { high_value = true }]", "signal = 'angry'", true);
        check("signal = 'angry'", "all = [{ signal = 'angry' }, { high_value = true }]", false);
        check("signal = 'angry'", "any = [{ signal = 'angry' }, { high_value = true }]", true);
        check("any = [{ signal = 'angry' }, { high_value = true }]", "signal = 'angry'", false);
        check(
            "any = [{ topic = 'a' }, { topic = 'b' }]",
            "any = [{ topic = 'b' }, { topic = 'c' }, { topic = 'a' }]",
            true,
        );
        check("failed_attempts_at_least = 3", "failed_attempts_at_least = 2", true);
        check("failed_attempts_at_least = 2", "failed_attempts_at_least = 3", false);
        check("support_below = 0.2", "support_below = 0.3", true);
        check("tier_in = ['vip']", "tier_in = ['vip', 'gold']", true);
        check("not = { topic = 'a' }", "topic = 'a'", false);
    }
}
