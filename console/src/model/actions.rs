//! What an agent may do with a conversation as it stands. The edge decides in the end; this keeps the console from
//! offering what it would refuse.

use baton_shared::conversation::{Conversation, EpisodeId, Status};

/// Who has the conversation, seen by one agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// No person.
    Nobody,
    /// The agent.
    Me,
    /// A colleague, by name.
    Other(String),
}

/// How a reply can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replying {
    /// At once; the first reply of a waiting handoff also takes it.
    Now {
        /// The handoff.
        episode: EpisodeId,
    },
    /// After taking the conversation.
    AfterTaking,
    /// Not while a colleague has it.
    Held {
        /// Their name.
        by: String,
    },
}

/// What is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actions {
    /// Who has it.
    pub holder: Holder,
    /// How a reply can be sent.
    pub replying: Replying,
    /// What else is possible now.
    pub offered: Vec<Act>,
}

/// Something that a button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Taking it over.
    Take,
    /// Giving it back to the bot.
    GiveBack,
    /// Passing it on to another queue.
    Transfer,
    /// Closing it.
    Resolve,
    /// Voiding the reply addresses.
    Revoke,
}

impl Actions {
    /// Whether this is possible now.
    pub fn offers(&self, act: Act) -> bool {
        self.offered.contains(&act)
    }
}

/// Reads a conversation for the agent with this id.
pub fn actions(conversation: &Conversation, me: &str) -> Actions {
    let open = conversation.open_episode();
    let holder = match open.and_then(|open| open.agent.as_ref()) {
        None => Holder::Nobody,
        Some(agent) if agent.id == me => Holder::Me,
        Some(agent) => Holder::Other(agent.name.clone()),
    };
    let replying = match (&holder, open) {
        (Holder::Other(by), _) => Replying::Held { by: by.clone() },
        (_, Some(open)) => Replying::Now { episode: open.id },
        (_, None) => Replying::AfterTaking,
    };
    let held_by_other = matches!(holder, Holder::Other(_));
    let possible = [
        (Act::Take, holder == Holder::Nobody),
        (Act::GiveBack, holder == Holder::Me),
        (Act::Transfer, open.is_some() && !held_by_other),
        (Act::Resolve, !held_by_other && conversation.status != Status::Resolved),
        (Act::Revoke, open.is_some_and(|open| !open.links_revoked)),
    ];
    let offered = possible.into_iter().filter_map(|(act, now)| now.then_some(act)).collect();
    Actions { holder, replying, offered }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{handed_over, taken_by_mei};
    use crate::model::log::Log;

    #[track_caller]
    fn check(events: Vec<baton_shared::conversation::Recorded>, me: &str, expect: &(Holder, Replying, &[Act])) {
        let mut log = Log::default();
        log.accept(events);
        let found = actions(log.state(), me);
        assert_eq!(&(found.holder, found.replying, found.offered.as_slice()), expect);
    }

    #[test]
    fn what_is_offered_depends_on_who_has_it() {
        let now = Replying::Now { episode: 1 };
        check(
            handed_over(),
            "mei",
            &(Holder::Nobody, now.clone(), &[Act::Take, Act::Transfer, Act::Resolve, Act::Revoke]),
        );
        check(taken_by_mei(), "mei", &(Holder::Me, now, &[Act::GiveBack, Act::Transfer, Act::Resolve, Act::Revoke]));
        let held = Replying::Held { by: "Mei".to_owned() };
        check(taken_by_mei(), "tom", &(Holder::Other("Mei".to_owned()), held, &[Act::Revoke]));
        check(handed_over()[..3].to_vec(), "mei", &(Holder::Nobody, Replying::AfterTaking, &[Act::Take, Act::Resolve]));
    }
}
