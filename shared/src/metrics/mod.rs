//! Figures, each defined once. Reads a conversation; changes nothing.

use serde::{Deserialize, Serialize};

use crate::conversation::{Conversation, ResolutionOutcome, Status};
use crate::time::{HOUR_MS, Timestamp};

/// A customer who comes back within this time was not served.
pub const RETURN_WINDOW_MS: u64 = 72 * HOUR_MS;
/// Satisfaction up to which a rating counts as bad.
pub const BAD_SCORE: u8 = 2;

/// Whether the bot resolved a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BotResolution {
    /// The bot answered, no human was needed, nobody came back within 72 hours, and it was not rated badly.
    Resolved,
    /// So far so good, but the customer may still come back.
    TooEarly,
    /// Not by the bot alone.
    No,
}

/// Whether the bot alone resolved a conversation, as of `now`.
pub fn resolved_by_bot(conversation: &Conversation, now: Timestamp) -> BotResolution {
    let rated_badly =
        conversation.score.is_some_and(|score| score <= BAD_SCORE) || conversation.last_rating_helpful == Some(false);
    let came_back = conversation.soonest_return_ms.is_some_and(|away| away < RETURN_WINDOW_MS);
    if !conversation.answered || conversation.episodes > 0 || came_back || rated_badly {
        return BotResolution::No;
    }
    let last = conversation.customer_wrote_at.unwrap_or(conversation.opened_at);
    if now.since_ms(last) < RETURN_WINDOW_MS { BotResolution::TooEarly } else { BotResolution::Resolved }
}

/// The facts of one conversation that dashboards sum up. Holds no personal content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Facts {
    /// Day on which it began, counted from 1970-01-01.
    pub day: i64,
    /// Whether the bot ever answered.
    pub answered: bool,
    /// Number of handoffs.
    pub handoffs: u32,
    /// Satisfaction, 1 to 5.
    pub score: Option<u8>,
    /// Effort, 1 to 5.
    pub effort: Option<u8>,
    /// How often the customer came back.
    pub reopened: u32,
    /// What came of it, where it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ResolutionOutcome>,
    /// Whether the bot alone resolved it, as of the last event.
    pub by_bot: BotResolution,
}

/// The facts of a conversation as it stands.
pub fn facts(conversation: &Conversation, now: Timestamp) -> Facts {
    Facts {
        day: conversation.opened_at.days(),
        answered: conversation.answered,
        handoffs: conversation.episodes,
        score: conversation.score,
        effort: conversation.effort,
        reopened: conversation.reopened,
        outcome: conversation.resolved_as.filter(|_| conversation.status == Status::Resolved),
        by_bot: resolved_by_bot(conversation, now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(change: impl Fn(&mut Conversation), expect: BotResolution) {
        let mut conversation = Conversation { answered: true, ..Conversation::default() };
        conversation.customer_wrote_at = Some(Timestamp(0));
        change(&mut conversation);
        assert_eq!(resolved_by_bot(&conversation, Timestamp(RETURN_WINDOW_MS)), expect);
    }

    #[test]
    fn resolved_by_the_bot_means_all_of_it() {
        check(|_| {}, BotResolution::Resolved);
        check(|c| c.answered = false, BotResolution::No);
        check(|c| c.episodes = 1, BotResolution::No);
        check(|c| c.soonest_return_ms = Some(RETURN_WINDOW_MS - 1), BotResolution::No);
        check(|c| c.soonest_return_ms = Some(RETURN_WINDOW_MS), BotResolution::Resolved);
        check(|c| c.score = Some(2), BotResolution::No);
        check(|c| c.score = Some(4), BotResolution::Resolved);
        check(|c| c.last_rating_helpful = Some(false), BotResolution::No);
        check(|c| c.customer_wrote_at = Some(Timestamp(1)), BotResolution::TooEarly);
    }
}
