//! A place in a queue: how many are served before, and how long it takes, computed or not said at all.

use serde::{Deserialize, Serialize};

use super::propose::Waiting;
use crate::time::MINUTE_MS;

/// Accepted handoffs from which a wait may be computed.
pub const FEWEST_SAMPLES: usize = 3;

/// A place in a queue, computed by the desk; never guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Place {
    /// How many are served before.
    pub ahead: u32,
    /// Minutes until somebody comes, from how long the latest ones waited; absent with too few of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
}

/// The place of a waiting handoff: those of its queue that are served before it, and, out of how long the queue's
/// latest handoffs waited (`accepted_ms`, milliseconds) and how many agents of the queue are present, the minutes.
/// `None` where the conversation does not wait.
pub fn place(conversation: &str, waiting: &[Waiting], accepted_ms: &[u64], agents_present: u32) -> Option<Place> {
    let own = waiting.iter().find(|one| one.conversation == conversation)?;
    let before = waiting.iter().filter(|other| other.queue == own.queue && other.before(own)).count();
    let ahead = u32::try_from(before).unwrap_or(u32::MAX);
    let minutes = median(accepted_ms).filter(|_| agents_present > 0).map(|median| {
        let wait = median.saturating_mul(u64::from(ahead) + 1).div_ceil(u64::from(agents_present));
        u32::try_from(wait.div_ceil(MINUTE_MS)).unwrap_or(u32::MAX).max(1)
    });
    Some(Place { ahead, minutes })
}

/// The upper median; `None` with fewer than [`FEWEST_SAMPLES`].
fn median(samples: &[u64]) -> Option<u64> {
    if samples.len() < FEWEST_SAMPLES {
        return None;
    }
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Priority;
    use crate::text::Language;
    use crate::time::Timestamp;

    fn waiting() -> Vec<Waiting> {
        let one = |conversation: &str, queue: &str, priority, since| Waiting {
            conversation: conversation.to_owned(),
            episode: 1,
            queue: queue.to_owned(),
            priority,
            language: Language::En,
            since: Timestamp(since),
            last_agent: None,
        };
        vec![
            one("first", "billing", Priority::Normal, 1),
            one("second", "billing", Priority::Normal, 2),
            one("urgent", "billing", Priority::Urgent, 3),
            one("elsewhere", "technical", Priority::Normal, 0),
        ]
    }

    #[track_caller]
    fn check(conversation: &str, accepted_minutes: &[u64], agents: u32, expect: Option<(u32, Option<u32>)>) {
        let accepted: Vec<u64> = accepted_minutes.iter().map(|minutes| minutes * MINUTE_MS).collect();
        let found = place(conversation, &waiting(), &accepted, agents).map(|place| (place.ahead, place.minutes));
        assert_eq!(found, expect);
    }

    #[test]
    fn a_wait_is_computed_or_not_said() {
        check("urgent", &[2, 4, 90], 1, Some((0, Some(4))));
        check("second", &[2, 4, 90], 1, Some((2, Some(12))));
        check("second", &[2, 4, 90], 2, Some((2, Some(6))));
        check("second", &[2, 4], 2, Some((2, None)));
        check("second", &[2, 4, 90], 0, Some((2, None)));
        check("elsewhere", &[0, 0, 0], 1, Some((0, Some(1))));
        check("nobody", &[2, 4, 90], 1, None);
    }
}
