//! What an awake object keeps in memory: the folded conversation, and what only matters while it is awake. All of
//! it can be lost at any time.

use baton_shared::conversation::{self, EpisodeId, Recorded, Seq, evolve, is_visible, project};
use baton_shared::protocol::{CustomerEvent, Events, Place};
use baton_shared::time::{MINUTE_MS, Timestamp};
use serde::{Deserialize, Serialize};

use super::store::Meta;
use crate::token::same;

/// An awake conversation.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) meta: Meta,
    pub(super) state: conversation::Conversation,
    /// Numbers of the events that the customer sees, in order: the customer's own number is the place plus one.
    visible: Vec<Seq>,
    pub(super) bucket: Bucket,
    /// Where the customer stands in the queue, as the desk last said.
    pub(super) place: Option<Place>,
    /// Hashes of further tokens that authorise, the oldest first.
    pub(super) tokens: Vec<String>,
    /// Up to which event a person has read.
    pub(super) read: Seq,
    /// Whether whoever has the conversation is there.
    pub(super) presence: Option<Presence>,
    /// When it was made as a place for files, while no conversation has begun in it.
    pub(super) place_made_at: Option<Timestamp>,
}

/// Whether the person who has the conversation is there, and what the customer was told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Presence {
    /// Who.
    pub(super) agent: String,
    /// Whether they hold a socket at the desk, as the desk last said.
    pub(super) at_desk: bool,
    /// What the customer knows.
    pub(super) told: bool,
    /// Since when they hold no socket anywhere, while the customer still believes that they are there.
    pub(super) gone_at: Option<Timestamp>,
    /// The desk's count of comings and goings when it last said so.
    #[serde(default)]
    pub(super) moves: u64,
    /// When the desk last said so.
    #[serde(default)]
    pub(super) heard_at: Timestamp,
}

impl Live {
    /// Folds a log.
    pub(super) fn new(meta: Meta, log: &[Recorded]) -> Self {
        let mut live = Self {
            meta,
            state: conversation::Conversation::default(),
            visible: Vec::new(),
            bucket: Bucket::default(),
            place: None,
            tokens: Vec::new(),
            read: 0,
            presence: None,
            place_made_at: None,
        };
        for recorded in log {
            live.apply(recorded);
        }
        live
    }

    /// Applies an event that has been stored.
    pub(super) fn apply(&mut self, recorded: &Recorded) {
        if is_visible(&recorded.event) {
            self.visible.push(recorded.seq);
        }
        self.state = evolve(std::mem::take(&mut self.state), recorded);
    }

    /// The handoff that waits for somebody.
    pub(super) fn waiting(&self) -> Option<EpisodeId> {
        self.state.open_episode().filter(|open| open.agent.is_none()).map(|open| open.id)
    }

    /// Whether a token's hash is one of those that authorise.
    pub(super) fn knows(&self, token_hash: &str) -> bool {
        let mut known = std::iter::once(&self.meta.token_hash).chain(&self.tokens).filter(|hash| !hash.is_empty());
        known.any(|hash| same(hash.as_bytes(), token_hash.as_bytes()))
    }

    /// Who has the conversation.
    pub(super) fn holder(&self) -> Option<&str> {
        self.state.open_episode()?.agent.as_ref().map(|agent| agent.id.as_str())
    }

    /// Up to which of the customer's own numbers a person has read; absent where nobody has read anything.
    pub(super) fn read_up_to(&self) -> Option<u64> {
        let own = self.visible.partition_point(|seq| *seq <= self.read) as u64;
        (own > 0).then_some(own)
    }

    /// Whether whoever has the conversation is there, as the customer was told.
    pub(super) fn present(&self) -> Option<bool> {
        let holder = self.holder()?;
        self.presence.as_ref().filter(|presence| presence.agent == holder).map(|presence| presence.told)
    }

    /// What a customer is answered who lacks these events.
    pub(super) fn events(&self, lacking: &[Recorded]) -> Events {
        Events { events: self.project(lacking), place: self.place, read: self.read_up_to(), present: self.present() }
    }

    /// The number of the full log behind one of the customer's own.
    pub(super) fn full(&self, own: u64) -> Option<Seq> {
        let index = usize::try_from(own.checked_sub(1)?).ok()?;
        self.visible.get(index).copied()
    }

    /// The number of the full log after which the customer lacks events, who has them up to `own`.
    pub(super) fn after(&self, own: u64) -> Seq {
        let last = self.visible.len() as u64;
        self.full(own.min(last)).unwrap_or(0)
    }

    /// The customer's own number of an event.
    fn own(&self, full: Seq) -> Option<u64> {
        self.visible.binary_search(&full).ok().map(|index| index as u64 + 1)
    }

    /// What the customer sees of stored events.
    pub(super) fn project(&self, events: &[Recorded]) -> Vec<CustomerEvent> {
        let seen = events.iter().filter_map(|recorded| Some((recorded, self.own(recorded.seq)?)));
        seen.filter_map(|(recorded, own)| project(recorded, own, |full| self.own(full))).collect()
    }
}

/// How fast one conversation may be written to: a bucket of tokens that fills up again within a minute.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    /// Milliseconds of the minute that are used up.
    used_ms: u64,
    at: Timestamp,
}

impl Bucket {
    /// Takes one command's share, or says in how many seconds there is one.
    pub(super) fn take(&mut self, now: Timestamp, per_minute: u32) -> Result<(), u32> {
        let share = MINUTE_MS / u64::from(per_minute.max(1));
        self.used_ms = self.used_ms.saturating_sub(now.since_ms(self.at));
        self.at = now;
        let over = (self.used_ms + share).saturating_sub(MINUTE_MS);
        if over > 0 {
            return Err(u32::try_from(over.div_ceil(1000)).unwrap_or(60));
        }
        self.used_ms += share;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_fills_up_again() {
        let mut bucket = Bucket::default();
        let start = Timestamp(1_000_000);
        for _ in 0..60 {
            assert_eq!(bucket.take(start, 60), Ok(()));
        }
        assert_eq!(bucket.take(start, 60), Err(1));
        assert_eq!(bucket.take(start.plus_ms(1000), 60), Ok(()));
        assert_eq!(bucket.take(start.plus_ms(1000), 60), Err(1));
        assert_eq!(bucket.take(start.plus_ms(3 * MINUTE_MS), 60), Ok(()));
    }
}
