//! What is wrong or questionable about the rules, each beside the rule that it concerns: those that never fire,
//! contradict or trap, and those that name what is not there. Used by the check of files, by the edge and by the console.

use std::collections::BTreeSet;

use super::model::Queue;
use crate::policy::{Outcome, Policy, QueueChoice, Repeats, Rule};
use crate::text::Language;

/// What the rules are checked against.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The workspace's queues.
    pub queues: &'a [Queue],
    /// Its languages.
    pub languages: &'a [Language],
    /// Topics that a message may be about.
    pub topics: &'a BTreeSet<&'a str>,
}

/// A rule, and what is the matter with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its place, from 0.
    pub place: usize,
    /// Its id.
    pub rule: String,
    /// What.
    pub flaw: Flaw,
}

/// What may be the matter with a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A rule before it always decides.
    AfterAlways,
    /// Whenever it holds, this one decides before it.
    Shadowed(String),
    /// This one asks the same before it, and does something else.
    Contradicts(String),
    /// The same, save that the button for a person passes over the first.
    ContradictsButButton(String),
    /// Nothing can fulfil its condition.
    NeverHolds,
    /// The bot may ask for ever.
    AsksForEver,
    /// The bot may offer for ever and never bring a person.
    OffersForEver,
    /// There is no such queue.
    NoQueue(String),
    /// The queue never opens.
    NeverOpens(String),
    /// No message is about this topic.
    NoTopic(String),
    /// An approved text, and no person after it.
    TextWithoutPerson,
    /// The approved text is missing in a language.
    NoText(Language),
}

impl Flaw {
    /// Whether it keeps the rules from being published; else it is a hint.
    pub fn is_problem(&self) -> bool {
        match self {
            Self::AfterAlways
            | Self::Shadowed(_)
            | Self::Contradicts(_)
            | Self::NoQueue(_)
            | Self::TextWithoutPerson
            | Self::NoText(_) => true,
            Self::ContradictsButButton(_)
            | Self::NeverHolds
            | Self::AsksForEver
            | Self::OffersForEver
            | Self::NeverOpens(_)
            | Self::NoTopic(_) => false,
        }
    }

    /// The field of the rule where it is mended.
    pub fn field(&self) -> String {
        match self {
            Self::AfterAlways
            | Self::Shadowed(_)
            | Self::Contradicts(_)
            | Self::ContradictsButButton(_)
            | Self::NeverHolds
            | Self::AsksForEver
            | Self::OffersForEver
            | Self::NoTopic(_) => "when".to_owned(),
            Self::NoQueue(_) | Self::NeverOpens(_) => "queue".to_owned(),
            Self::TextWithoutPerson => "outcome".to_owned(),
            Self::NoText(language) => format!("say.{language}"),
        }
    }

    /// What is the matter, and what to do.
    pub fn message(&self) -> String {
        match self {
            Self::AfterAlways => "the rule can never fire: one before it always does; move it up".to_owned(),
            Self::Shadowed(before) => {
                format!("the rule can never fire: whenever it holds, {before} does before it; move it up")
            }
            Self::Contradicts(before) => {
                format!("{before} asks the same before it and does something else; keep one of them")
            }
            Self::ContradictsButButton(before) => format!(
                "{before} asks the same before it and does something else, so that this one fires for the button alone; \
                 keep one of them"
            ),
            Self::NeverHolds => "the rule never fires; delete it, or give it a condition".to_owned(),
            Self::AsksForEver => {
                "the bot may ask for ever; add not = { clarifications_at_least = 1 }, or a rule before it \
                                  that hands over then"
                    .to_owned()
            }
            Self::OffersForEver => "the bot may offer a person for ever and never bring one; put a rule with \
                                    offers_at_least = 2 before it that hands over"
                .to_owned(),
            Self::NoQueue(id) => format!("there is no queue `{id}`; name one of queues.toml"),
            Self::NeverOpens(id) => format!("the queue {id} never opens, so that nobody comes; give it hours"),
            Self::NoTopic(topic) => {
                format!("no article is about `{topic}`, so that no message is; name the topic of one")
            }
            Self::TextWithoutPerson => {
                "after an approved text a person comes: set the outcome to hand_over, or drop `say`".to_owned()
            }
            Self::NoText(_) => "the translation is missing; add it".to_owned(),
        }
    }
}

/// All that is the matter with the rules, in their order.
pub fn flaws(policy: &Policy, around: &Around<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (place, rule) in policy.rules.iter().enumerate() {
        let all = order(policy, place, rule).into_iter().chain(itself(policy, place, rule, around));
        found.extend(all.map(|flaw| Found { place, rule: rule.id.clone(), flaw }));
    }
    found
}

/// What the rules before it do to it. The button for a person passes over rules that fetch none, so that behind these a
/// rule that fetches one may still fire.
fn order(policy: &Policy, place: usize, rule: &Rule) -> Option<Flaw> {
    let mut before = policy.rules.iter().take(place);
    if before.clone().any(|before| before.when.always == Some(true)) {
        return Some(Flaw::AfterAlways);
    }
    let implied = |before: &&Rule| rule.when.implies(&before.when, &policy.thresholds);
    let passed_over = |before: &Rule| rule.outcome == Outcome::HandOver && before.outcome != Outcome::HandOver;
    let same = |before: &Rule| before.when.implies(&rule.when, &policy.thresholds) && before.outcome != rule.outcome;
    let button = before.clone().filter(implied).find(|before| passed_over(before) && same(before));
    let Some(first) = before.find(|before| !passed_over(before) && implied(before)) else {
        return button.map(|before| Flaw::ContradictsButButton(before.id.clone()));
    };
    Some(if same(first) { Flaw::Contradicts(first.id.clone()) } else { Flaw::Shadowed(first.id.clone()) })
}

/// What is the matter with the rule itself.
fn itself(policy: &Policy, place: usize, rule: &Rule, around: &Around<'_>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if rule.when.is_impossible(&policy.thresholds) {
        flaws.push(Flaw::NeverHolds);
    }
    flaws.extend(policy.repeats(place).map(|repeats| match repeats {
        Repeats::Asks => Flaw::AsksForEver,
        Repeats::Offers => Flaw::OffersForEver,
    }));
    if let QueueChoice::Queue(id) = &rule.queue {
        match around.queues.iter().find(|queue| queue.id == *id) {
            None => flaws.push(Flaw::NoQueue(id.clone())),
            Some(queue) if (0..7).all(|day| queue.hours.day(day).is_none()) => {
                flaws.push(Flaw::NeverOpens(id.clone()));
            }
            Some(_) => {}
        }
    }
    if let Some(say) = &rule.say {
        if rule.outcome != Outcome::HandOver {
            flaws.push(Flaw::TextWithoutPerson);
        }
        let missing = around.languages.iter().filter(|language| say.get(language).is_none_or(String::is_empty));
        flaws.extend(missing.map(|language| Flaw::NoText(*language)));
    }
    let topics = rule.when.topics();
    let unknown = topics.into_iter().filter(|topic| !around.topics.contains(topic));
    flaws.extend(unknown.map(|topic| Flaw::NoTopic(topic.to_owned())));
    flaws
}

#[cfg(test)]
#[cfg(feature = "authoring")]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rules: &[(&str, &str, &str)], expect: &[(&str, Flaw)]) {
        let thresholds = "[thresholds]\nanswer_support = 0.5\nangry = 0.6\nhigh_value_tenure_months = 24\n\
                          high_value_tiers = []\nfailed_attempts = 2\n";
        let rules = rules.iter().map(|(id, when, outcome)| {
            format!("[[rule]]\nid = '{id}'\nwhen = {{ {when} }}\noutcome = '{outcome}'\nreason = '{id}'\n")
        });
        let policy: Policy = toml::from_str(&format!("{thresholds}{}", rules.collect::<String>())).unwrap();
        let topics = BTreeSet::from(["billing"]);
        let found = flaws(&policy, &Around { queues: &[], languages: &[Language::En], topics: &topics });
        let found: Vec<_> = found.iter().map(|found| (found.rule.as_str(), found.flaw.clone())).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn rules_that_never_fire_contradict_or_trap_are_found() {
        let named = |id: &str| id.to_owned();
        check(
            &[("a", "signal = 'angry'", "hand_over"), ("b", "signal = 'angry', at_least = 0.9", "hand_over")],
            &[("b", Flaw::Shadowed(named("a")))],
        );
        check(
            &[("a", "supported = true", "hand_over"), ("b", "supported = true", "answer")],
            &[("b", Flaw::Contradicts(named("a")))],
        );
        check(
            &[("a", "supported = true", "answer"), ("b", "supported = true", "hand_over")],
            &[("b", Flaw::ContradictsButButton(named("a")))],
        );
        check(
            &[("a", "always = true", "hand_over"), ("b", "topic = 'billing'", "answer")],
            &[("b", Flaw::AfterAlways)],
        );
        check(&[("a", "signal = 'vague'", "clarify")], &[("a", Flaw::AsksForEver)]);
        check(
            &[("a", "topic = 'tv'", "offer_human")],
            &[("a", Flaw::OffersForEver), ("a", Flaw::NoTopic(named("tv")))],
        );
    }
}
