//! Whether the person who has the conversation is there, how far they have read, and who types. None of it is an event.
//!
//! A person is there while they hold a socket at the desk, or one of the conversation. The customer is told when they
//! come, and when they have been gone for longer than a reload takes. The desk tells of its own accord; because it may be
//! stopped before it does, it is also asked now and then while a customer looks on.

use std::rc::Rc;

use baton_shared::conversation::{Event, Recorded, Seq, Via};
use baton_shared::protocol::{SocketFrame, StaffEvents, StaffFrame};
use baton_shared::time::Timestamp;
use worker::{Response, WebSocket};

use super::live::{Live, Presence};
use super::object::Inner;
use super::socket::{CUSTOMER, STAFF, is_open, send, staff_audience};
use crate::failure::Failure;
use crate::http::json;
use crate::internal::{AskDesk, Standing, ask};
use crate::platform;

/// Milliseconds that somebody may be gone before the customer is told: a reload, a change of network.
const GRACE_MS: u64 = 10_000;
/// Milliseconds after which the desk is asked whether somebody is still there, while a customer looks on.
const ASK_DESK_MS: u64 = 30_000;
/// Milliseconds between two signs that the customer is typing.
const TYPING_MS: u64 = 2000;
/// Names of what is kept beside the log.
const PRESENCE: &str = "presence";
const READ: &str = "read";
pub(super) const PLACE: &str = "place_made_at";
pub(super) const TOKENS: &str = "tokens";

impl Inner {
    /// Looks who is there, and tells the customer what has changed. Says when to look again.
    pub(super) fn look_who_is_there(&self, happened: &[Recorded]) -> Result<Option<Timestamp>, Failure> {
        let now = platform::now();
        let (holder, before) = self.with_live(|live| Ok((live.holder().map(str::to_owned), live.presence.clone())))?;
        let known = before.clone().filter(|known| holder.as_ref() == Some(&known.agent));
        let was_told = known.as_ref().map(|known| known.told);
        let after = holder.map(|holder| match known {
            Some(known) => went_on(known, self.has_open(&holder), now),
            None => came(self.has_open(&holder), holder, happened, now),
        });
        if after != before {
            self.set_presence(after.clone())?;
        }
        let told = after.as_ref().map(|known| known.told);
        if let Some(present) = told.filter(|_| told != was_told) {
            let frame = serde_json::to_string(&SocketFrame::Presence { present })?;
            send(&self.state.get_websockets_with_tag(CUSTOMER), &frame);
        }
        Ok(due(after.as_ref()).into_iter().chain(self.next_question(after.as_ref())).min())
    }

    /// Looks who is there, and sees to it that this is done again in time.
    pub(super) async fn look_again(&self) -> Result<(), Failure> {
        match self.look_who_is_there(&[])? {
            Some(at) => self.wake_at(at).await,
            None => Ok(()),
        }
    }

    /// The desk says whether an agent is there. What is older than what is known changes nothing.
    pub(super) async fn at_desk(&self, agent: &str, standing: Standing) -> Result<(), Failure> {
        let now = platform::now();
        let known = self.with_live(|live| Ok(live.presence.clone()))?;
        let Some(known) = known.filter(|known| known.agent == agent) else { return Ok(()) };
        let Some(heard) = heard(known.clone(), standing, now) else { return Ok(()) };
        let changed = heard.at_desk != known.at_desk;
        self.set_presence(Some(heard))?;
        if changed { self.look_again().await } else { Ok(()) }
    }

    /// When the desk is next asked whether somebody is still there.
    fn next_question(&self, presence: Option<&Presence>) -> Option<Timestamp> {
        let watched = || self.state.get_websockets_with_tag(CUSTOMER).iter().any(is_open);
        let known = presence.filter(|known| known.at_desk && watched())?;
        Some(known.heard_at.plus_ms(ASK_DESK_MS))
    }

    /// Asks the desk whether somebody is still there, where it has not said so for a while.
    pub(super) async fn ask_desk(&self) {
        if let Err(failure) = self.ask_desk_if_due().await {
            worker::console_error!("presence: {}", failure.into_problem().detail);
        }
    }

    /// The same, after the answer has been given.
    pub(super) fn ask_desk_soon(self: &Rc<Self>) {
        let inner = Rc::clone(self);
        self.state.wait_until(async move { inner.ask_desk().await });
    }

    async fn ask_desk_if_due(&self) -> Result<(), Failure> {
        let now = platform::now();
        let known = self.with_live(|live| Ok(live.presence.clone()))?;
        let due = |known: &Presence| known.at_desk && now.since_ms(known.heard_at) >= ASK_DESK_MS;
        let Some(mut known) = known.filter(due) else { return Ok(()) };
        let (agent, workspace) = (known.agent.clone(), self.with_live(|live| Ok(live.meta.workspace.clone()))?);
        // A desk that fails is not asked again at once.
        known.heard_at = now;
        self.set_presence(Some(known))?;
        let desk = self.bindings().desk(&workspace)?;
        let standing: Standing = ask(&desk, &AskDesk::Standing { agent: agent.clone() }).await?;
        self.at_desk(&agent, standing).await
    }

    fn set_presence(&self, presence: Option<Presence>) -> Result<(), Failure> {
        self.store.keep(PRESENCE, presence.as_ref())?;
        self.with_live(|live| {
            live.presence = presence;
            Ok(())
        })
    }

    fn has_open(&self, agent: &str) -> bool {
        self.state.get_websockets_with_tag(&staff_audience(agent)).iter().any(is_open)
    }

    /// A person has read up to an event. It counts where they have the conversation, or somebody was called and nobody has
    /// come yet: whoever merely looks on promises nothing.
    pub(super) fn seen(&self, agent: &str, up_to: Seq) -> Result<Response, Failure> {
        let read = self.with_live(|live| {
            let up_to = up_to.min(live.state.seq);
            let counts = live.state.open_episode().is_some() && live.holder().is_none_or(|holder| holder == agent);
            if !counts || up_to <= live.read {
                return Ok(None);
            }
            let before = live.read_up_to();
            live.read = up_to;
            Ok(Some((up_to, live.read_up_to().filter(|now| Some(*now) != before))))
        })?;
        if let Some((up_to, own)) = read {
            self.store.keep(READ, Some(&up_to))?;
            if let Some(up_to) = own {
                let frame = serde_json::to_string(&SocketFrame::Read { up_to })?;
                send(&self.state.get_websockets_with_tag(CUSTOMER), &frame);
            }
        }
        json(&StaffEvents { events: Vec::new() })
    }

    /// The customer is typing: staff who look at the conversation are told, now and then.
    pub(super) fn customer_types(&self, socket: &WebSocket) {
        let now = platform::now();
        let due = now.since_ms(self.typed_at.get()) >= TYPING_MS;
        if !due || !self.state.get_tags(socket).iter().any(|tag| tag == CUSTOMER) {
            return;
        }
        self.typed_at.set(now);
        if let Ok(frame) = serde_json::to_string(&StaffFrame::Typing {}) {
            send(&self.state.get_websockets_with_tag(STAFF), &frame);
        }
    }
}

/// Somebody has just taken the conversation, or is found to have it. Whoever took it from the console was there that
/// moment, though their socket may not have been seen yet.
fn came(here: bool, agent: String, happened: &[Recorded], now: Timestamp) -> Presence {
    let from_console = |recorded: &Recorded| matches!(recorded.event, Event::AgentJoined { via: Via::Console, .. });
    let just_now = !here && happened.iter().any(from_console);
    let gone_at = just_now.then_some(now);
    Presence { agent, at_desk: false, told: here || just_now, gone_at, moves: 0, heard_at: Timestamp(0) }
}

/// What is known once the desk has spoken; nothing where that is old, or nothing new.
fn heard(known: Presence, standing: Standing, now: Timestamp) -> Option<Presence> {
    let Standing { at_desk, moves } = standing;
    let fresh = now.since_ms(known.heard_at) < ASK_DESK_MS / 2;
    if moves < known.moves || (fresh && (at_desk, moves) == (known.at_desk, known.moves)) {
        return None;
    }
    Some(Presence { at_desk, moves, heard_at: now, ..known })
}

/// What holds now of somebody who has had the conversation already.
fn went_on(known: Presence, has_socket: bool, now: Timestamp) -> Presence {
    if known.at_desk || has_socket {
        return Presence { told: true, gone_at: None, ..known };
    }
    let gone_at = known.gone_at.unwrap_or(now);
    if !known.told || now.since_ms(gone_at) >= GRACE_MS {
        return Presence { told: false, gone_at: None, ..known };
    }
    Presence { gone_at: Some(gone_at), ..known }
}

/// When to look again.
fn due(presence: Option<&Presence>) -> Option<Timestamp> {
    presence?.gone_at.map(|at| at.plus_ms(GRACE_MS))
}

/// Reads what is kept beside the log.
pub(super) fn recall(live: &mut Live, kept: Vec<(String, String)>) -> Result<(), Failure> {
    for (name, value) in kept {
        match name.as_str() {
            PRESENCE => live.presence = Some(serde_json::from_str(&value)?),
            READ => live.read = serde_json::from_str(&value)?,
            TOKENS => live.tokens = serde_json::from_str(&value)?,
            PLACE => live.place_made_at = Some(serde_json::from_str(&value)?),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use baton_shared::conversation::AgentRef;

    use super::*;

    fn presence(at_desk: bool, told: bool, gone_at: Option<u64>) -> Presence {
        let (agent, gone_at) = ("mei".to_owned(), gone_at.map(Timestamp));
        Presence { agent, at_desk, told, gone_at, moves: 0, heard_at: Timestamp(0) }
    }

    #[track_caller]
    fn check(before: Presence, has_socket: bool, now: u64, expect: &Presence) {
        assert_eq!(went_on(before, has_socket, Timestamp(now)), *expect);
    }

    #[test]
    fn a_reload_is_not_told_and_going_away_is() {
        check(presence(false, true, None), false, 5, &presence(false, true, Some(5)));
        check(presence(false, true, Some(5)), true, 9_000, &presence(false, true, None));
        check(presence(false, true, Some(5)), false, 10_004, &presence(false, true, Some(5)));
        check(presence(false, true, Some(5)), false, 10_005, &presence(false, false, None));
        check(presence(false, false, None), false, 20_000, &presence(false, false, None));
        check(presence(false, false, None), true, 20_000, &presence(false, true, None));
        check(presence(true, false, None), false, 20_000, &presence(true, true, None));
        assert_eq!(due(Some(&presence(false, true, Some(5)))), Some(Timestamp(10_005)));
        assert_eq!(due(Some(&presence(false, true, None))), None);
    }

    #[test]
    fn what_the_desk_said_before_changes_nothing() {
        let known = |at_desk, moves, heard_at| {
            let known = presence(at_desk, true, None);
            Presence { moves, heard_at: Timestamp(heard_at), ..known }
        };
        let says = |at_desk, moves| heard(known(true, 5, 100), Standing { at_desk, moves }, Timestamp(200));
        assert_eq!(says(false, 4), None);
        assert_eq!(says(true, 5), None, "it is fresh, and nothing new");
        assert_eq!(says(false, 5), Some(known(false, 5, 200)), "a socket is shut before its end is counted");
        assert_eq!(says(true, 6), Some(known(true, 6, 200)));
        let later = heard(known(true, 5, 100), Standing { at_desk: true, moves: 5 }, Timestamp(60_000));
        assert_eq!(later, Some(known(true, 5, 60_000)));
    }

    #[test]
    fn whoever_took_it_in_the_console_was_there() {
        let came = |here, via| {
            let agent = AgentRef { id: "mei".to_owned(), name: "Mei".to_owned() };
            let event = Event::AgentJoined { episode: 1, agent, via };
            let happened = [Recorded { seq: 1, at: Timestamp(5), event, content: None }];
            super::came(here, "mei".to_owned(), &happened, Timestamp(5))
        };
        assert_eq!(came(false, Via::Console), presence(false, true, Some(5)));
        assert_eq!(came(false, Via::ReplyLink), presence(false, false, None));
        assert_eq!(came(true, Via::ReplyLink), presence(false, true, None));
    }
}
