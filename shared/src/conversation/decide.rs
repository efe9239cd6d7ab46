//! What happens next, and why. Pure: time and the published workspace come in through [`World`].
//!
//! ```text
//! Say ──▶ store ──▶ waiting or with a human? ──yes──▶ nothing more: the bot is silent
//!                        └─no─▶ assess ─▶ judge ─▶ answer | clarify | assist | hand over | offer a person
//! ```

use super::command::{Command, Effect, Identity, MAX_MESSAGE_BYTES, MAX_PAGE_BYTES, Page, Refusal, Timer};
use super::event::{
    AgentRef, BotLine, Content, EpisodeEnd, EpisodeId, ErasedScope, Event, MoodPoint, Recorded, ResolutionOutcome,
    ResolvedBy, Seq, Unavailable, Via, WaitChoice,
};
use super::judge::Judged;
use super::state::{Conversation, Status};
use super::wording::standing;
use crate::policy::{Outcome, Priority};
use crate::text::mask_secrets;
use crate::time::Timestamp;
use crate::workspace::{Opening, Published};

/// Milliseconds after which a handoff that reached nobody raises an alert.
pub const DELIVERY_ALERT_MS: u64 = 2 * 60_000;
/// Longest address or telephone number that a customer may leave, in bytes.
pub const MAX_ADDRESS_BYTES: usize = 254;

/// All that a decision may know beside the conversation itself.
#[derive(Clone, Copy, Debug)]
pub struct World<'w> {
    /// The time.
    pub now: Timestamp,
    /// What the company has published.
    pub published: &'w Published,
}

/// What happens. Empty where a command had been carried out before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// To be stored in one transaction, in order.
    pub events: Vec<Recorded>,
    /// To be done after that.
    pub effects: Vec<Effect>,
}

/// Decides what a command leads to. A refusal changes nothing.
pub fn decide(conversation: &Conversation, command: Command, world: &World<'_>) -> Result<Decision, Refusal> {
    let opening = matches!(command, Command::Open { .. });
    if opening != (conversation.seq == 0) {
        return Err(Refusal::NotNow(if opening { "already open" } else { "not open yet" }));
    }
    let mut draft = Draft { state: conversation.clone(), world, decision: Decision::default() };
    match command {
        Command::Open { language, channel, page } => {
            draft.record(Event::Opened { language, channel }, page.as_ref().map(page_content));
        }
        Command::Identify { identity } => draft.identify(identity),
        Command::Say { message, text } => draft.say(message, &text)?,
        Command::AskForHuman {} => draft.ask_for_human(),
        Command::RateAnswer { answer, helpful } => draft.rate_answer(answer, helpful)?,
        Command::Choose { choice, address, when } => draft.choose(choice, address, when)?,
        Command::Rate { score, effort, comment } => draft.rate(score, effort, comment)?,
        Command::End {} => draft.resolve(ResolvedBy::Customer, ResolutionOutcome::NoAnswerNeeded),
        Command::Propose { episode, agent } => draft.propose(episode, agent)?,
        Command::Take { agent, via } => draft.take(agent, via)?,
        Command::Reply { agent, episode, message, text, via } => draft.reply(agent, episode, message, &text, via)?,
        Command::Note { agent, message, text } => draft.note(agent, message, &text)?,
        Command::GiveBack { agent } => draft.give_back(&agent)?,
        Command::Resolve { agent, outcome } => {
            draft.held_by(&agent)?;
            draft.resolve(ResolvedBy::Agent, outcome);
        }
        Command::RevokeReplyLinks { episode } => draft.revoke_links(episode)?,
        Command::HandoffDelivered { episode, endpoint } => draft.delivered(episode, endpoint),
        Command::TimerFired { timer } => draft.timer_fired(timer),
        Command::Erase { scope } => draft.erase(scope),
    }
    Ok(draft.decision)
}

/// A decision in the making: each event is applied at once, so that the next step sees it.
pub(super) struct Draft<'a> {
    pub(super) state: Conversation,
    pub(super) world: &'a World<'a>,
    decision: Decision,
}

impl Draft<'_> {
    /// Records an event and applies it. Returns its number.
    pub(super) fn record(&mut self, event: Event, content: Option<Content>) -> Seq {
        let recorded = Recorded { seq: self.state.seq + 1, at: self.world.now, event, content };
        self.state = super::state::evolve(std::mem::take(&mut self.state), &recorded);
        let seq = recorded.seq;
        self.decision.events.push(recorded);
        seq
    }

    fn effect(&mut self, effect: Effect) {
        self.decision.effects.push(effect);
    }

    fn identify(&mut self, identity: Identity) {
        let known = &self.state.known;
        let Identity { subject_hash, subject, name, email, facts } = identity;
        if known.subject_hash.as_ref() == Some(&subject_hash)
            && known.facts.as_ref() == Some(&facts)
            && (&known.name, &known.email) == (&name, &email)
        {
            return;
        }
        let content = Content::Identity { subject, name, email };
        self.record(Event::CustomerIdentified { subject_hash, facts }, Some(content));
    }

    fn say(&mut self, message: String, text: &str) -> Result<(), Refusal> {
        if self.state.seen.contains(&message) {
            return Ok(());
        }
        let text = checked_text(text)?;
        if self.state.status == Status::Resolved {
            self.record(Event::Reopened {}, None);
        }
        let earlier = self.state.customer_texts();
        let first = self.state.customer_wrote_at.is_none();
        let on = self.record(Event::CustomerWrote { message }, Some(Content::Text { text: text.clone() }));
        // Somebody has been called or is here: the bot is silent, and mood is still followed.
        let bot_has_it = self.state.status == Status::WithBot;
        let judged = Judged::message(self, &text, &earlier);
        if first {
            self.record(Event::MoodMeasured { point: MoodPoint::Start, mood: judged.mood() }, None);
        }
        if bot_has_it {
            self.carry_out(on, judged);
        }
        Ok(())
    }

    fn ask_for_human(&mut self) {
        if self.state.open_episode().is_some() {
            return;
        }
        if self.state.status == Status::Resolved {
            self.record(Event::Reopened {}, None);
        }
        let judged = Judged::button(self);
        self.carry_out(self.state.seq, judged);
    }

    fn rate_answer(&mut self, answer: Seq, helpful: bool) -> Result<(), Refusal> {
        let line = self.state.line(answer).filter(|line| line.source.is_some());
        let rated = line.ok_or(Refusal::NoSuchAnswer(answer))?.helpful;
        if rated == Some(helpful) {
            return Ok(());
        }
        let on = self.record(Event::AnswerRated { answer, helpful }, None);
        if self.state.status != Status::WithBot {
            return Ok(());
        }
        if helpful {
            self.resolve(ResolvedBy::Bot, ResolutionOutcome::Solved);
        } else {
            let judged = Judged::failed_answer(self);
            self.carry_out(on, judged);
        }
        Ok(())
    }

    /// Carries a judgement out: first the reasons are recorded, then what follows from them.
    fn carry_out(&mut self, on: Seq, judged: Judged) {
        let decided = Event::Decided {
            on,
            outcome: judged.outcome,
            rule: judged.rule.clone(),
            reasons: judged.reasons.clone(),
            measured: judged.measured.clone(),
            versions: self.world.published.versions.clone(),
        };
        let evidence = Content::Evidence { words: judged.words.clone(), considered: judged.considered.clone() };
        self.record(decided, Some(evidence));
        if let Some(text) = &judged.say {
            let said = Event::BotSaid { line: BotLine::Approved, offers_human: false };
            self.record(said, Some(Content::Text { text: text.clone() }));
        }
        match judged.outcome {
            Outcome::Answer => match judged.answer {
                Some((source, text)) => {
                    self.record(Event::BotAnswered { source }, Some(Content::Text { text }));
                }
                None => self.say_line(BotLine::NothingFound, true),
            },
            Outcome::Clarify => {
                let text = judged.question.unwrap_or_default();
                self.record(Event::BotAskedToClarify {}, Some(Content::Text { text }));
            }
            Outcome::Assist if !self.state.turn.asked_for_details => self.say_line(BotLine::GatherDetails, false),
            Outcome::Assist | Outcome::HandOver => self.hand_over(judged),
            Outcome::OfferHuman => self.say_line(judged.offer, true),
            Outcome::SmallTalk => self.say_line(judged.small_talk, false),
        }
    }

    fn say_line(&mut self, line: BotLine, offers_human: bool) {
        let text = standing(line, self.state.language).to_owned();
        self.record(Event::BotSaid { line, offers_human }, Some(Content::Text { text }));
    }

    fn hand_over(&mut self, judged: Judged) {
        let published = self.world.published;
        let episode = self.state.episodes + 1;
        let team = published
            .workspace
            .queue(&judged.queue)
            .map_or_else(String::new, |queue| published.workspace.text(&queue.name, self.state.language).to_owned());
        let passed_on = self.passed_on();
        self.record(
            Event::HandoffStarted {
                episode,
                queue: judged.queue,
                team,
                priority: judged.priority,
                reasons: judged.reasons,
                passed_on,
                revenue_at_stake: judged.revenue_at_stake,
            },
            None,
        );
        if let Some((source, text)) = judged.answer {
            self.record(Event::DraftPrepared { episode, source }, Some(Content::Text { text }));
        }
        self.effect(Effect::Enqueue { episode });
        let alert = self.world.now.plus_ms(DELIVERY_ALERT_MS);
        self.effect(Effect::SetTimer { timer: Timer::DeliveryAlert { episode }, at: alert });
        self.watch_queue(episode);
    }

    /// Tells the customer at once where the queue is closed, else sets its limit.
    fn watch_queue(&mut self, episode: EpisodeId) {
        let Some(open) = self.state.open_episode() else { return };
        let Some(queue) = self.world.published.workspace.queue(&open.queue) else { return };
        match queue.hours.at(self.world.now, queue.utc_offset_minutes, &queue.holidays) {
            Opening::Open => {
                let at = self.world.now.plus_ms(u64::from(queue.accept_within_seconds) * 1000);
                self.effect(Effect::SetTimer { timer: Timer::AcceptLimit { episode }, at });
            }
            Opening::Closed(opens_at) => {
                let unavailable = Unavailable::OutOfHours { opens_at };
                self.record(Event::NobodyAvailable { episode, unavailable }, None);
            }
        }
    }

    fn passed_on(&self) -> Vec<super::event::PassedOn> {
        use super::event::PassedOn;
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

    fn choose(&mut self, choice: WaitChoice, address: Option<String>, when: Option<String>) -> Result<(), Refusal> {
        let Some(open) = self.state.open_episode() else { return Err(Refusal::NotNow("not waiting for anybody")) };
        let episode = open.id;
        let content = match choice {
            WaitChoice::Wait => None,
            WaitChoice::Email => Some(email(address)?),
            WaitChoice::Call => Some(telephone(address)?),
        };
        if open.choice == Some(choice) && content == self.state.known.contact {
            return Ok(());
        }
        let when = when.map(|when| clip(when.trim(), MAX_ADDRESS_BYTES)).filter(|when| !when.is_empty());
        let content = content.map(|address| Content::Contact { address, when });
        self.record(Event::CustomerChose { episode, choice }, content);
        Ok(())
    }

    fn rate(&mut self, score: u8, effort: Option<u8>, comment: Option<String>) -> Result<(), Refusal> {
        if !(1..=5).contains(&score) || effort.is_some_and(|effort| !(1..=5).contains(&effort)) {
            return Err(Refusal::BadRating);
        }
        let comment = comment.filter(|comment| !comment.trim().is_empty());
        let text = comment.as_deref().map(checked_text).transpose()?;
        if text.is_none() && (self.state.score, self.state.effort) == (Some(score), effort) {
            return Ok(());
        }
        self.record(Event::Rated { score, effort }, text.map(|text| Content::Text { text }));
        Ok(())
    }

    fn propose(&mut self, episode: EpisodeId, agent: String) -> Result<(), Refusal> {
        let open = self.episode(episode)?;
        if open.agent.is_none() && open.proposed.as_ref() != Some(&agent) {
            self.record(Event::AgentProposed { episode, agent }, None);
        }
        Ok(())
    }

    fn take(&mut self, agent: AgentRef, via: Via) -> Result<(), Refusal> {
        self.held_by(&agent)?;
        if self.state.open_episode().is_some_and(|open| open.agent.is_some()) {
            return Ok(());
        }
        if self.state.status == Status::Resolved {
            self.record(Event::Reopened {}, None);
        }
        if self.state.open_episode().is_none() {
            self.start_taken();
        }
        self.join(agent, via);
        Ok(())
    }

    /// An agent steps in by their own decision: a handoff without a wait.
    fn start_taken(&mut self) {
        let workspace = &self.world.published.workspace;
        let Some(queue) = workspace.queue_for(self.state.topic.as_deref()) else { return };
        let event = Event::HandoffStarted {
            episode: self.state.episodes + 1,
            queue: queue.id.clone(),
            team: workspace.text(&queue.name, self.state.language).to_owned(),
            priority: Priority::Normal,
            reasons: vec![crate::policy::Reason { code: "agent_stepped_in".to_owned() }],
            passed_on: self.passed_on(),
            revenue_at_stake: false,
        };
        self.record(event, None);
    }

    fn join(&mut self, agent: AgentRef, via: Via) {
        let Some(episode) = self.state.open_episode().map(|open| open.id) else { return };
        self.record(Event::AgentJoined { episode, agent, via }, None);
        self.effect(Effect::Dequeue { episode });
    }

    fn reply(
        &mut self,
        agent: AgentRef,
        episode: EpisodeId,
        message: String,
        text: &str,
        via: Via,
    ) -> Result<(), Refusal> {
        if self.state.seen.contains(&message) {
            return Ok(());
        }
        let text = checked_text(text)?;
        let open = self.episode(episode)?;
        if via == Via::ReplyLink && open.links_revoked {
            return Err(Refusal::EpisodeOver(episode));
        }
        self.held_by(&agent)?;
        let open = self.episode(episode)?;
        let (started_at, replied, joined) = (open.started_at, open.replied, open.agent.is_some());
        if !joined {
            self.join(agent.clone(), via);
        }
        self.record(Event::AgentWrote { message, agent }, Some(Content::Text { text }));
        if !replied {
            let after_ms = self.world.now.since_ms(started_at);
            self.record(Event::FirstHumanReply { episode, after_ms }, None);
        }
        Ok(())
    }

    fn note(&mut self, agent: AgentRef, message: String, text: &str) -> Result<(), Refusal> {
        if self.state.seen.contains(&message) {
            return Ok(());
        }
        let text = checked_text(text)?;
        self.record(Event::NoteWritten { message, agent }, Some(Content::Text { text }));
        Ok(())
    }

    fn give_back(&mut self, agent: &AgentRef) -> Result<(), Refusal> {
        self.held_by(agent)?;
        let Some(episode) = self.state.open_episode().map(|open| open.id) else {
            return Ok(());
        };
        self.record(Event::HandoffEnded { episode, end: EpisodeEnd::GivenBack }, None);
        self.effect(Effect::Dequeue { episode });
        Ok(())
    }

    fn resolve(&mut self, by: ResolvedBy, outcome: ResolutionOutcome) {
        if self.state.status == Status::Resolved {
            return;
        }
        if let Some(episode) = self.state.open_episode().map(|open| open.id) {
            self.record(Event::HandoffEnded { episode, end: EpisodeEnd::Resolved }, None);
            self.effect(Effect::Dequeue { episode });
        }
        if let Some(mood) = self.state.mood {
            self.record(Event::MoodMeasured { point: MoodPoint::End, mood }, None);
        }
        self.record(Event::Resolved { by, outcome }, None);
    }

    fn revoke_links(&mut self, episode: EpisodeId) -> Result<(), Refusal> {
        if !self.episode(episode)?.links_revoked {
            self.record(Event::ReplyLinksRevoked { episode }, None);
        }
        Ok(())
    }

    fn delivered(&mut self, episode: EpisodeId, endpoint: String) {
        let current = self.state.episode.as_ref().filter(|current| current.id == episode);
        if current.is_some_and(|current| !current.delivered) {
            self.record(Event::HandoffDelivered { episode, endpoint }, None);
        }
    }

    fn timer_fired(&mut self, timer: Timer) {
        match timer {
            Timer::AcceptLimit { episode } => {
                let waiting = self.state.open_episode().filter(|open| open.id == episode && open.agent.is_none());
                if waiting.is_some_and(|open| open.unavailable.is_none()) {
                    let unavailable = Unavailable::NobodyAccepted;
                    self.record(Event::NobodyAvailable { episode, unavailable }, None);
                }
            }
            Timer::DeliveryAlert { episode } => {
                let waiting = self.state.open_episode().filter(|open| open.id == episode && open.agent.is_none());
                if waiting.is_some_and(|open| !open.delivered && !open.alerted) {
                    self.record(Event::HandoffUndelivered { episode }, None);
                }
            }
        }
    }

    fn erase(&mut self, scope: ErasedScope) {
        self.record(Event::ContentErased { scope }, None);
        self.effect(Effect::DeleteContent { scope });
    }

    fn episode(&self, episode: EpisodeId) -> Result<&super::state::Episode, Refusal> {
        self.state.open_episode().filter(|open| open.id == episode).ok_or(Refusal::EpisodeOver(episode))
    }

    /// Refuses where another agent has the conversation.
    fn held_by(&self, agent: &AgentRef) -> Result<(), Refusal> {
        match self.state.open_episode().and_then(|open| open.agent.as_ref()) {
            Some(holder) if holder.id != agent.id => Err(Refusal::TakenBy(holder.name.clone())),
            _ => Ok(()),
        }
    }
}

/// Text that may be stored: not empty, within its limit, without passwords and card numbers.
fn checked_text(text: &str) -> Result<String, Refusal> {
    if text.len() > MAX_MESSAGE_BYTES {
        return Err(Refusal::TooLong { bytes: text.len(), limit: MAX_MESSAGE_BYTES });
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::EmptyMessage);
    }
    Ok(mask_secrets(text).text)
}

/// The page without its query and fragment, which may hold tokens and names.
fn page_content(page: &Page) -> Content {
    let url = page.url.split(['?', '#']).next().unwrap_or_default();
    Content::Page { url: clip(url, MAX_PAGE_BYTES), title: clip(&mask_secrets(&page.title).text, MAX_PAGE_BYTES) }
}

fn email(address: Option<String>) -> Result<String, Refusal> {
    let address = address.unwrap_or_default().trim().to_owned();
    let (local, domain) = address.rsplit_once('@').ok_or(Refusal::BadAddress)?;
    let plausible = !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && address.len() <= MAX_ADDRESS_BYTES
        && !address.chars().any(|c| c.is_whitespace() || c.is_control());
    if plausible { Ok(address) } else { Err(Refusal::BadAddress) }
}

fn telephone(address: Option<String>) -> Result<String, Refusal> {
    let address = address.unwrap_or_default().trim().to_owned();
    let digits = address.chars().filter(char::is_ascii_digit).count();
    let plausible = (5..=20).contains(&digits)
        && address.len() <= 40
        && address.chars().all(|c| c.is_ascii_digit() || " +-().#/x".contains(c));
    if plausible { Ok(address) } else { Err(Refusal::BadAddress) }
}

/// At most `limit` bytes, cut between characters.
fn clip(text: &str, limit: usize) -> String {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}
