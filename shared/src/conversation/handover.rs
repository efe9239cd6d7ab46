//! From calling a person until they leave: queue, proposal, taking, replying, giving back, and the timers that
//! watch over it.

use super::checked::checked_message;
use super::command::{Effect, Refusal, Timer};
use super::decide::{Draft, Said};
use super::event::{AgentRef, Content, EpisodeEnd, EpisodeId, Event, PassedOn, Unavailable, Via, WaitChoice};
use super::judge::Judged;
use super::ruling::own_queue;
use super::state::{Episode, Status, Writer};
use crate::policy::{Priority, Reason};
use crate::workspace::Opening;

/// Milliseconds after which a handoff that reached nobody raises an alert.
pub const DELIVERY_ALERT_MS: u64 = 2 * 60_000;
/// The reason of a handoff that an agent began.
const STEPPED_IN: &str = "agent_stepped_in";
/// The reason of a handoff that an agent gave on to another queue.
const TRANSFERRED: &str = "transferred";

impl Draft<'_> {
    pub(super) fn hand_over(&mut self, judged: Judged) {
        let episode = self.start(judged.queue, judged.priority, judged.reasons, judged.revenue_at_stake);
        if let Some((source, text)) = judged.answer {
            self.record(Event::DraftPrepared { episode, source }, Some(Content::text(text)));
        }
        self.call(episode);
    }

    /// Records that a person is brought in. Returns the handoff's number.
    fn start(&mut self, queue: String, priority: Priority, reasons: Vec<Reason>, revenue_at_stake: bool) -> EpisodeId {
        let workspace = &self.world.published.workspace;
        let episode = self.state.episodes + 1;
        let name = workspace.queue(&queue).map_or("", |queue| workspace.text(&queue.name, self.state.language));
        let (team, passed_on) = (name.to_owned(), self.passed_on());
        let event = Event::HandoffStarted { episode, queue, team, priority, reasons, passed_on, revenue_at_stake };
        self.record(event, None);
        episode
    }

    /// Calls somebody, and watches over that they come.
    fn call(&mut self, episode: EpisodeId) {
        self.effect(Effect::Enqueue { episode });
        let alert = self.world.now.plus_ms(DELIVERY_ALERT_MS);
        self.effect(Effect::SetTimer { timer: Timer::DeliveryAlert { episode }, at: alert });
        self.watch_queue(episode);
    }

    /// Sets the limit within which somebody should come. Where the queue is closed, the customer is told at once,
    /// and the limit runs from its opening.
    fn watch_queue(&mut self, episode: EpisodeId) {
        let Some((opening, limit_ms)) = self.opening(episode) else { return };
        let from = match opening {
            Opening::Open => Some(self.world.now),
            Opening::Closed(opens_at) => {
                self.tell_unavailable(episode, Unavailable::OutOfHours { opens_at });
                opens_at
            }
        };
        if let Some(from) = from {
            let timer = Timer::AcceptLimit { episode };
            self.effect(Effect::SetTimer { timer, at: from.plus_ms(limit_ms) });
        }
    }

    /// Whether the queue of a waiting handoff is open, and its limit.
    fn opening(&self, episode: EpisodeId) -> Option<(Opening, u64)> {
        let waiting = self.state.open_episode().filter(|open| open.id == episode && open.agent.is_none())?;
        let queue = self.world.published.workspace.queue(&waiting.queue)?;
        let opening = queue.hours.at(self.world.now, queue.utc_offset_minutes, &queue.holidays);
        Some((opening, u64::from(queue.accept_within_seconds) * 1000))
    }

    /// Tells the customer why nobody has come, once for each reason.
    fn tell_unavailable(&mut self, episode: EpisodeId, unavailable: Unavailable) {
        let waiting = self.state.open_episode().filter(|open| open.id == episode && open.agent.is_none());
        if waiting.is_some_and(|open| open.unavailable != Some(unavailable)) {
            self.record(Event::NobodyAvailable { episode, unavailable }, None);
        }
    }

    /// The limit has passed: the truth is that nobody accepted, or that the queue has closed meanwhile.
    fn limit_passed(&mut self, episode: EpisodeId) {
        let choice = self.state.open_episode().and_then(|open| open.choice);
        if matches!(choice, Some(WaitChoice::Email | WaitChoice::Call)) {
            // They left an address and need not wait.
            return;
        }
        match self.opening(episode) {
            Some((Opening::Closed(_), _)) => self.watch_queue(episode),
            Some((Opening::Open, _)) | None => self.tell_unavailable(episode, Unavailable::NobodyAccepted),
        }
    }

    fn passed_on(&self) -> Vec<PassedOn> {
        let state = &self.state;
        let has_text = state.customer_wrote_at.is_some();
        let tried = state.lines.iter().any(|line| line.source.is_some());
        let known = &state.known;
        [
            (PassedOn::Question, has_text),
            (PassedOn::Transcript, has_text),
            (PassedOn::Tried, tried),
            (PassedOn::Identity, known.subject_hash.is_some()),
            (PassedOn::Page, known.page_url.is_some()),
        ]
        .into_iter()
        .filter_map(|(what, present)| present.then_some(what))
        .collect()
    }

    pub(super) fn propose(&mut self, episode: EpisodeId, agent: String) -> Result<(), Refusal> {
        let open = self.episode(episode)?;
        if open.agent.is_none() && open.proposed.as_ref() != Some(&agent) {
            self.record(Event::AgentProposed { episode, agent }, None);
        }
        Ok(())
    }

    pub(super) fn take(&mut self, agent: AgentRef, via: Via) -> Result<(), Refusal> {
        self.held_by(&agent)?;
        if self.state.open_episode().is_some_and(|open| open.agent.is_some()) {
            return Ok(());
        }
        if self.state.open_episode().is_none() {
            self.start_taken();
        }
        self.join(agent, via);
        Ok(())
    }

    /// An agent steps in by their own decision: a handoff without a wait.
    fn start_taken(&mut self) {
        let queues = &self.world.published.workspace.queues;
        let queue = own_queue(queues, self.state.topic.as_deref(), self.state.last_queue());
        let queue = queue.map_or_else(String::new, |queue| queue.id.clone());
        self.start(queue, Priority::Normal, vec![Reason { code: STEPPED_IN.to_owned() }], false);
    }

    fn join(&mut self, agent: AgentRef, via: Via) {
        let Some(episode) = self.state.open_episode().map(|open| open.id) else { return };
        self.record(Event::AgentJoined { episode, agent, via }, None);
        self.effect(Effect::Dequeue { episode });
    }

    pub(super) fn reply(
        &mut self,
        agent: AgentRef,
        episode: EpisodeId,
        said: Said<'_>,
        via: Via,
    ) -> Result<(), Refusal> {
        let Said { message, text, attachments } = said;
        if self.state.has_seen(Writer::Agent, &message) {
            return Ok(());
        }
        let text = checked_message(text, &attachments)?;
        let open = self.episode(episode)?;
        if via == Via::ReplyLink && open.links_revoked {
            return Err(Refusal::EpisodeOver(episode));
        }
        self.held_by(&agent)?;
        let (started_at, replied, joined) = (open.started_at, open.replied, open.agent.is_some());
        if !joined {
            self.join(agent.clone(), via);
        }
        self.record(Event::AgentWrote { message, agent }, Some(Content::Text { text, attachments }));
        if !replied {
            let after_ms = self.world.now.since_ms(started_at);
            self.record(Event::FirstHumanReply { episode, after_ms }, None);
        }
        Ok(())
    }

    /// Only who has it can give it back: a customer who waits for a person is not sent back to the bot.
    pub(super) fn give_back(&mut self, agent: &AgentRef) -> Result<(), Refusal> {
        self.held_by(agent)?;
        if self.state.status == Status::Waiting {
            return Err(Refusal::NotNow("waiting for somebody; take it first"));
        }
        let Some(episode) = self.state.open_episode().map(|open| open.id) else { return Ok(()) };
        self.record(Event::HandoffEnded { episode, end: EpisodeEnd::GivenBack }, None);
        self.effect(Effect::Dequeue { episode });
        Ok(())
    }

    /// Gives the conversation to another queue, with why it was handed over and how soon it should be taken; within its
    /// own queue, to whoever is free. What waits may be moved by anybody, what somebody has only by them.
    pub(super) fn transfer(
        &mut self,
        agent: AgentRef,
        message: String,
        queue: String,
        note: Option<String>,
    ) -> Result<(), Refusal> {
        if self.state.has_seen(Writer::Note, &message) {
            return Ok(());
        }
        if self.world.published.workspace.queue(&queue).is_none() {
            return Err(Refusal::NoSuchQueue(queue));
        }
        self.held_by(&agent)?;
        let open = self.state.open_episode().ok_or(Refusal::NotNow("not handed over; take it first"))?;
        if open.agent.is_none() && open.queue == queue {
            return Ok(());
        }
        let (ended, priority, revenue_at_stake, choice) = (open.id, open.priority, open.revenue_at_stake, open.choice);
        let mut reasons = open.reasons.clone();
        reasons.retain(|reason| reason.code != TRANSFERRED);
        reasons.push(Reason { code: TRANSFERRED.to_owned() });
        if let Some(note) = note.filter(|note| !note.trim().is_empty()) {
            self.note(agent, message, &note)?;
        }
        self.record(Event::HandoffEnded { episode: ended, end: EpisodeEnd::Transferred }, None);
        self.effect(Effect::Dequeue { episode: ended });
        let episode = self.start(queue, priority, reasons, revenue_at_stake);
        self.call(episode);
        // Who has left an address is not asked for it again.
        let left = choice.filter(|choice| *choice != WaitChoice::Wait).zip(self.state.known.contact.clone());
        if let Some((choice, address)) = left {
            let contact = Content::Contact { address, when: self.state.known.contact_when.clone() };
            self.record(Event::CustomerChose { episode, choice }, Some(contact));
        }
        Ok(())
    }

    pub(super) fn revoke_links(&mut self, episode: EpisodeId) -> Result<(), Refusal> {
        if !self.episode(episode)?.links_revoked {
            self.record(Event::ReplyLinksRevoked { episode }, None);
        }
        Ok(())
    }

    pub(super) fn delivered(&mut self, episode: EpisodeId, endpoint: String) {
        let current = self.state.episode.as_ref().filter(|current| current.id == episode);
        if current.is_some_and(|current| !current.delivered) {
            self.record(Event::HandoffDelivered { episode, endpoint }, None);
        }
    }

    pub(super) fn timer_fired(&mut self, timer: Timer) {
        match timer {
            Timer::AcceptLimit { episode } => self.limit_passed(episode),
            Timer::DeliveryAlert { episode } => {
                let waiting = self.state.open_episode().filter(|open| open.id == episode && open.agent.is_none());
                if waiting.is_some_and(|open| !open.delivered && !open.alerted) {
                    self.record(Event::HandoffUndelivered { episode }, None);
                }
            }
        }
    }

    fn episode(&self, episode: EpisodeId) -> Result<&Episode, Refusal> {
        self.state.open_episode().filter(|open| open.id == episode).ok_or(Refusal::EpisodeOver(episode))
    }

    /// Refuses where another agent has the conversation.
    pub(super) fn held_by(&self, agent: &AgentRef) -> Result<(), Refusal> {
        match self.state.open_episode().and_then(|open| open.agent.as_ref()) {
            Some(holder) if holder.id != agent.id => Err(Refusal::TakenBy(holder.name.clone())),
            _ => Ok(()),
        }
    }
}
