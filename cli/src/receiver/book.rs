//! What the receiver has processed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use baton_shared::handoff::{MemberInvited, Payload, WebhookKind};

use crate::clock;

/// So many webhooks stand on the page.
const SHOWN: usize = 100;

/// One event of one conversation, told by one kind of webhook.
pub type Told = (String, u64, WebhookKind);

/// Everything processed so far.
#[derive(Default)]
pub struct Book {
    /// Requests, all of them.
    pub attempts: u64,
    /// Requests that were failed on purpose.
    pub failed_on_purpose: u64,
    /// Requests whose signature did not hold.
    pub forged: u64,
    /// Requests whose body is no payload.
    pub unreadable: u64,
    /// Requests for what was processed already: normal, where delivery is at least once.
    pub repeats: u64,
    /// The `webhook-id`s processed.
    pub ids: BTreeSet<String>,
    /// Events processed, by the ids that told them; more than one id is one too many.
    pub told: BTreeMap<Told, Vec<String>>,
    /// The latest payload of each conversation.
    pub latest: BTreeMap<String, Payload>,
    /// Handoffs received: conversation and episode, with the milliseconds since the epoch when they were processed.
    pub handoffs: BTreeMap<(String, u32), u64>,
    /// The latest, newest first.
    pub recent: VecDeque<Payload>,
    /// Who was invited lately, newest first: what a company's mailer would write to.
    pub invited: VecDeque<MemberInvited>,
}

/// What became of a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// It is new.
    New,
    /// It was processed before.
    Repeat,
}

impl Book {
    /// Processes a webhook, once for each id.
    pub fn note(&mut self, id: &str, payload: Payload) -> Noted {
        if !self.ids.insert(id.to_owned()) {
            self.repeats += 1;
            return Noted::Repeat;
        }
        let conversation = payload.conversation.id.clone();
        let told = (conversation.clone(), payload.sequence, payload.kind);
        self.told.entry(told).or_default().push(id.to_owned());
        if let (WebhookKind::Handoff, Some(handoff)) = (payload.kind, &payload.handoff) {
            self.handoffs.insert((conversation.clone(), handoff.episode), clock::unix_ms());
        }
        let is_later = self.latest.get(&conversation).is_none_or(|before| before.sequence < payload.sequence);
        if is_later {
            self.latest.insert(conversation, payload.clone());
        }
        self.recent.push_front(payload);
        self.recent.truncate(SHOWN);
        Noted::New
    }

    /// Takes an invitation, once for each id.
    pub fn note_invited(&mut self, id: &str, invited: MemberInvited) {
        if !self.ids.insert(id.to_owned()) {
            self.repeats += 1;
            return;
        }
        self.invited.push_front(invited);
        self.invited.truncate(SHOWN);
    }
}
