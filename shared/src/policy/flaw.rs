//! What is questionable about a rule by itself or beside others: it can never hold, or asks or offers for ever.

use super::condition::Condition;
use super::rule::{Outcome, Policy, Thresholds};

/// What the bot may do again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// It asks another question each time.
    Asks,
    /// It offers a person each time, and never brings one.
    Offers,
}

impl Policy {
    /// Whether a rule may do the same for ever: however often the bot has asked or offered, the rule still decides.
    pub fn repeats(&self, place: usize) -> Option<Repeats> {
        let rule = self.rules.get(place)?;
        let repeats = match rule.outcome {
            Outcome::Clarify => Repeats::Asks,
            Outcome::OfferHuman => Repeats::Offers,
            Outcome::Answer | Outcome::Assist | Outcome::HandOver | Outcome::SmallTalk => return None,
        };
        let ends = rule.when.after_many(repeats) == Some(false);
        let mut before = self.rules.iter().take(place).filter(|before| before.outcome != rule.outcome);
        let is_ended = before.any(|before| before.when.after_many(repeats) == Some(true));
        (!ends && !is_ended).then_some(repeats)
    }
}

impl Condition {
    /// Whether it holds after the bot has done something many times; none where that depends on something else.
    fn after_many(&self, what: Repeats) -> Option<bool> {
        if let Some(all) = &self.all {
            let each: Vec<Option<bool>> = all.iter().map(|one| one.after_many(what)).collect();
            return if each.contains(&Some(false)) {
                Some(false)
            } else {
                each.into_iter().try_fold(true, |_, one| one)
            };
        }
        if let Some(any) = &self.any {
            let each: Vec<Option<bool>> = any.iter().map(|one| one.after_many(what)).collect();
            return if each.contains(&Some(true)) {
                Some(true)
            } else {
                each.into_iter().try_fold(false, |_, one| one)
            };
        }
        if let Some(inner) = &self.not {
            return inner.after_many(what).map(|held| !held);
        }
        let counted = match what {
            Repeats::Asks => self.clarifications_at_least,
            Repeats::Offers => self.offers_at_least,
        };
        counted.map(|_| true).or(self.always)
    }

    /// Whether nothing can ever fulfil it. Says no where it cannot tell.
    pub fn is_impossible(&self, thresholds: &Thresholds) -> bool {
        if let Some(any) = &self.any {
            return any.iter().all(|one| one.is_impossible(thresholds));
        }
        if let Some(all) = &self.all {
            let excludes = |(place, one): (usize, &Self)| {
                let mut others = all.iter().skip(place + 1);
                others.any(|other| one.excludes(other, thresholds) || other.excludes(one, thresholds))
            };
            return all.iter().any(|one| one.is_impossible(thresholds)) || all.iter().enumerate().any(excludes);
        }
        if let Some(inner) = &self.not {
            return inner.always == Some(true);
        }
        self.always == Some(false)
            || self.tier_in.as_ref().is_some_and(Vec::is_empty)
            || self.at_least.is_some_and(|least| least > 1.0)
            || self.support_at_least.is_some_and(|least| least > 1.0)
            || self.support_below.is_some_and(|limit| limit <= 0.0)
    }

    /// Whether another one cannot hold beside it. Says no where it cannot tell.
    fn excludes(&self, other: &Self, thresholds: &Thresholds) -> bool {
        fn differ<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
            matches!((one, other), (Some(one), Some(other)) if one != other)
        }
        let denied = other.not.as_ref().is_some_and(|denied| self.implies(denied, thresholds));
        let support = |condition: &Self| match condition.supported {
            Some(true) => Some(thresholds.answer_support),
            Some(false) | None => condition.support_at_least,
        };
        let below = |condition: &Self| match condition.supported {
            Some(false) => Some(thresholds.answer_support),
            Some(true) | None => condition.support_below,
        };
        denied
            || matches!((support(self), below(other)), (Some(least), Some(limit)) if least >= limit)
            || differ(self.topic.as_ref(), other.topic.as_ref())
            || differ(self.channel.as_ref(), other.channel.as_ref())
            || differ(self.urgency.as_ref(), other.urgency.as_ref())
            || differ(self.complexity.as_ref(), other.complexity.as_ref())
            || differ(self.high_value.as_ref(), other.high_value.as_ref())
            || differ(self.failed_too_often.as_ref(), other.failed_too_often.as_ref())
            || differ(self.offer_accepted.as_ref(), other.offer_accepted.as_ref())
            || differ(self.out_of_hours.as_ref(), other.out_of_hours.as_ref())
            || differ(self.language_other.as_ref(), other.language_other.as_ref())
            || differ(self.details_gathered.as_ref(), other.details_gathered.as_ref())
    }
}

#[cfg(test)]
#[cfg(feature = "authoring")]
mod tests {
    use super::*;

    fn policy(rules: &str) -> Policy {
        let thresholds = "[thresholds]\nanswer_support = 0.5\nangry = 0.6\nhigh_value_tenure_months = 24\n\
                          high_value_tiers = []\nfailed_attempts = 2\n";
        toml::from_str(&format!("{thresholds}{rules}")).unwrap()
    }

    #[track_caller]
    fn impossible(when: &str, expect: bool) {
        let policy = policy(&format!("[[rule]]\nid = 'a'\nwhen = {when}\noutcome = 'answer'\nreason = 'a'"));
        assert_eq!(policy.rules[0].when.is_impossible(&policy.thresholds), expect, "{when}");
    }

    #[test]
    fn what_can_never_hold_is_found() {
        impossible("{ always = false }", true);
        impossible("{ all = [{ signal = 'angry', at_least = 0.8 }, { not = { signal = 'angry' } }] }", true);
        impossible("{ all = [{ not = { signal = 'angry', at_least = 0.8 } }, { signal = 'angry' }] }", false);
        impossible("{ all = [{ supported = true }, { support_below = 0.4 }] }", true);
        impossible("{ all = [{ supported = true }, { support_below = 0.9 }] }", false);
        impossible("{ all = [{ channel = 'api' }, { channel = 'widget' }] }", true);
        impossible("{ any = [{ always = false }, { topic = 'billing' }] }", false);
        impossible("{ tier_in = [] }", true);
    }

    #[test]
    fn what_asks_or_offers_for_ever_is_found() {
        let rule = |id: &str, when: &str, outcome: &str| {
            format!("[[rule]]\nid = '{id}'\nwhen = {when}\noutcome = '{outcome}'\nreason = '{id}'\n")
        };
        let vague = rule("vague", "{ signal = 'vague' }", "clarify");
        let once =
            rule("vague", "{ all = [{ signal = 'vague' }, { not = { clarifications_at_least = 1 } }] }", "clarify");
        let enough = rule("enough", "{ clarifications_at_least = 2 }", "hand_over");
        let offer = rule("offer", "{ always = true }", "offer_human");
        let again = rule("again", "{ any = [{ offers_at_least = 1 }, { signal = 'angry' }] }", "hand_over");
        assert_eq!(policy(&vague).repeats(0), Some(Repeats::Asks));
        assert_eq!(policy(&once).repeats(0), None);
        assert_eq!(policy(&(enough + &vague)).repeats(1), None);
        assert_eq!(policy(&offer).repeats(0), Some(Repeats::Offers));
        assert_eq!(policy(&(again + &offer)).repeats(1), None);
    }
}
