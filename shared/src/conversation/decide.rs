//! What happens next, and why. Pure: time and the published workspace come in through [`World`].
//!
//! ```text
//! Say ──▶ store ──▶ waiting or with a human? ──yes──▶ nothing more: the bot is silent
//!                        └─no─▶ assess ─▶ judge ─▶ answer | clarify | assist | hand over | offer a person
//! ```

use std::collections::BTreeMap;

use super::checked::{checked_attributes, checked_message, checked_text, clip, email, page_content, telephone};
use super::command::{
    Command, Effect, Identity, MAX_ADDRESS_BYTES, MAX_EVENTS, MAX_TRANSCRIPT_BYTES, MAX_TRANSCRIPTS, Refusal,
};
use super::event::{
    AgentRef, Attachment, BotLine, Content, EpisodeEnd, ErasedScope, Event, MoodPoint, Recorded, ResolutionOutcome,
    ResolvedBy, Seq, WaitChoice,
};
use super::judge::Judged;
use super::state::{Author, Conversation, Status, Writer};
use super::wording::standing;
use crate::notice::MAX_ATTRIBUTES;
use crate::policy::Outcome;
use crate::text::Language;
use crate::time::Timestamp;
use crate::workspace::Published;

/// Milliseconds within which a second rating completes the first: stars first, then how hard it was and a comment.
pub const RATING_GESTURE_MS: u64 = 60_000;

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
        Command::Open { language, channel, page, attributes } => {
            let content = page_content(page.as_ref(), checked_attributes(attributes));
            draft.record(Event::Opened { language, channel }, content);
        }
        Command::Update { attributes } => draft.update(attributes)?,
        Command::Identify { identity } => draft.identify(identity)?,
        Command::Say { message, text, attachments } => draft.say(message, &text, attachments)?,
        Command::AskForHuman {} => draft.ask_for_human(),
        Command::RateAnswer { answer, helpful } => draft.rate_answer(answer, helpful)?,
        Command::Choose { choice, address, when } => draft.choose(choice, address, when)?,
        Command::Rate { score, effort, comment } => draft.rate(score, effort, comment)?,
        Command::SendTranscript { address } => draft.send_transcript(address)?,
        Command::End {} => draft.resolve(ResolvedBy::Customer, ResolutionOutcome::NoAnswerNeeded),
        Command::Propose { episode, agent } => draft.propose(episode, agent)?,
        Command::Take { agent, via } => draft.take(agent, via)?,
        Command::Reply { agent, episode, message, text, attachments, via } => {
            draft.reply(agent, episode, Said { message, text: &text, attachments }, via)?;
        }
        Command::Note { agent, message, text } => draft.note(agent, message, &text)?,
        Command::GiveBack { agent } => draft.give_back(&agent)?,
        Command::Transfer { agent, message, queue, note } => draft.transfer(agent, message, queue, note)?,
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

/// What somebody writes.
pub(super) struct Said<'a> {
    /// The client's id for it.
    pub(super) message: String,
    /// The words.
    pub(super) text: &'a str,
    /// The files.
    pub(super) attachments: Vec<Attachment>,
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

    pub(super) fn effect(&mut self, effect: Effect) {
        self.decision.effects.push(effect);
    }

    /// A conversation belongs to one person: whoever signs in next begins another.
    fn identify(&mut self, identity: Identity) -> Result<(), Refusal> {
        let known = &self.state.known;
        let Identity { subject_hash, subject, name, email, facts } = identity;
        if known.subject_hash.as_ref().is_some_and(|known| *known != subject_hash) {
            return Err(Refusal::NotNow("another customer's"));
        }
        // What was erased does not come back by itself: a widget says who is there again and again.
        if self.state.erased {
            return Ok(());
        }
        if known.subject_hash.as_ref() == Some(&subject_hash)
            && known.facts.as_ref() == Some(&facts)
            && (&known.name, &known.email) == (&name, &email)
        {
            return Ok(());
        }
        let mut facts = facts;
        // Attributes may be personal: they are content, and the state gets them back from there.
        let attributes = std::mem::take(&mut facts.attributes);
        let content = Content::Identity { subject, name, email, attributes };
        self.record(Event::CustomerIdentified { subject_hash, facts }, Some(content));
        Ok(())
    }

    /// The content holds all attributes, not the new ones alone: erasing it leaves none, and needs no other event.
    fn update(&mut self, attributes: BTreeMap<String, Option<String>>) -> Result<(), Refusal> {
        // What was erased does not come back by itself.
        if self.state.erased {
            return Ok(());
        }
        let mut all = self.state.known.attributes.clone();
        all.retain(|name, _| !matches!(attributes.get(name), Some(None)));
        let said = attributes.into_iter().filter_map(|(name, value)| Some((name, value?)));
        all.extend(checked_attributes(said.collect()));
        if all.len() > MAX_ATTRIBUTES {
            return Err(Refusal::TooManyAttributes { count: all.len(), limit: MAX_ATTRIBUTES });
        }
        if all != self.state.known.attributes {
            if self.state.seq >= MAX_EVENTS {
                return Err(Refusal::Full);
            }
            self.record(Event::PageUpdated {}, page_content(None, all));
        }
        Ok(())
    }

    fn say(&mut self, message: String, text: &str, attachments: Vec<Attachment>) -> Result<(), Refusal> {
        if self.state.has_seen(Writer::Customer, &message) {
            return Ok(());
        }
        let text = checked_message(text, &attachments)?;
        if self.state.bytes_with(&text, &attachments) > MAX_TRANSCRIPT_BYTES {
            return Err(Refusal::Full);
        }
        if self.state.status == Status::Resolved {
            self.record(Event::Reopened {}, None);
        }
        let earlier = self.state.customer_texts();
        let first = self.state.customer_wrote_at.is_none();
        let content = Content::Text { text: text.clone(), attachments };
        let on = self.record(Event::CustomerWrote { message }, Some(content));
        // Where somebody has been called or is here, the bot is silent.
        let bot_has_it = self.state.status == Status::WithBot;
        if !first && !bot_has_it {
            return Ok(());
        }
        // A file without words says nothing that could be judged.
        let judged = if text.is_empty() { Judged::file(self) } else { Judged::message(self, &text, &earlier) };
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
        let rethought = self.state.status == Status::Resolved && self.state.resolved_by == Some(ResolvedBy::Bot);
        if rethought && !helpful {
            self.record(Event::Reopened {}, None);
        }
        // What is said of an answer from before somebody else had the conversation is kept, and leads to nothing.
        let current = rethought || (self.state.status == Status::WithBot && answer >= self.state.turn.since);
        let latest = !self.state.lines.iter().any(|line| line.seq > answer && line.author == Author::Customer);
        let on = self.record(Event::AnswerRated { answer, helpful }, None);
        match helpful {
            true if current && latest => self.resolve(ResolvedBy::Bot, ResolutionOutcome::Solved),
            false if current => {
                let judged = Judged::failed_answer(self);
                self.carry_out(on, judged);
            }
            true | false => {}
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
            failed: judged.failed.clone(),
            versions: self.world.published.versions.clone(),
        };
        let evidence = Content::Evidence { words: judged.words.clone(), considered: judged.considered.clone() };
        self.record(decided, Some(evidence));
        if let Some(text) = &judged.say {
            let said = Event::BotSaid { line: BotLine::Approved, offers_human: false };
            self.record(said, Some(Content::text(text)));
        }
        match judged.outcome {
            Outcome::Answer => match judged.answer {
                Some((source, text)) => {
                    self.record(Event::BotAnswered { source }, Some(Content::text(text)));
                }
                None => self.say_line(BotLine::NothingFound, true, judged.language),
            },
            Outcome::Clarify => {
                let text = judged.question.unwrap_or_default();
                self.record(Event::BotAskedToClarify {}, Some(Content::text(text)));
            }
            Outcome::Assist => self.say_line(BotLine::GatherDetails, false, judged.language),
            Outcome::HandOver => self.hand_over(judged),
            Outcome::OfferHuman => self.say_line(judged.offer, true, judged.language),
            Outcome::SmallTalk => self.say_line(judged.small_talk, false, judged.language),
        }
    }

    fn say_line(&mut self, line: BotLine, offers_human: bool, language: Language) {
        let text = standing(line, language).to_owned();
        self.record(Event::BotSaid { line, offers_human }, Some(Content::text(text)));
    }

    fn choose(&mut self, choice: WaitChoice, address: Option<String>, when: Option<String>) -> Result<(), Refusal> {
        let Some(open) = self.state.open_episode() else { return Err(Refusal::NotNow("not waiting for anybody")) };
        let episode = open.id;
        let content = match choice {
            WaitChoice::Wait => None,
            WaitChoice::Email => Some(email(address)?),
            WaitChoice::Call => Some(telephone(address)?),
        };
        let when = when.map(|when| clip(when.trim(), MAX_ADDRESS_BYTES)).filter(|when| !when.is_empty());
        let known = &self.state.known;
        let same = content.is_none() || (&content, &when) == (&known.contact, &known.contact_when);
        if open.choice == Some(choice) && same {
            return Ok(());
        }
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
        // A rating has no id of its own: one that says nothing new is a repeat, and one that follows at once is the same
        // gesture going on.
        let goes_on = self.state.rated_at.is_some_and(|at| self.world.now.since_ms(at) <= RATING_GESTURE_MS);
        let effort = effort.or(self.state.effort.filter(|_| goes_on));
        let same = self.state.score == Some(score) && (effort.is_none() || self.state.effort == effort);
        if same && (text.is_none() || text == self.state.known.comment) {
            return Ok(());
        }
        self.record(Event::Rated { score, effort }, text.map(Content::text));
        Ok(())
    }

    /// Asks the company to send the transcript. One that has just been asked for is not asked for again.
    fn send_transcript(&mut self, address: String) -> Result<(), Refusal> {
        let address = email(Some(address))?;
        let known = &self.state.known;
        let since = known.transcript_seq.unwrap_or(0);
        let nothing_new = self.state.lines.last().is_none_or(|line| line.seq < since);
        if known.transcript_to.as_ref() == Some(&address) && nothing_new {
            return Ok(());
        }
        if self.state.transcripts >= MAX_TRANSCRIPTS {
            return Err(Refusal::TooManyTranscripts { limit: MAX_TRANSCRIPTS });
        }
        self.record(Event::TranscriptRequested {}, Some(Content::Contact { address, when: None }));
        Ok(())
    }

    pub(super) fn note(&mut self, agent: AgentRef, message: String, text: &str) -> Result<(), Refusal> {
        if self.state.has_seen(Writer::Note, &message) {
            return Ok(());
        }
        let text = checked_text(text)?;
        self.record(Event::NoteWritten { message, agent }, Some(Content::text(text)));
        Ok(())
    }

    fn resolve(&mut self, by: ResolvedBy, outcome: ResolutionOutcome) {
        if self.state.status == Status::Resolved {
            return;
        }
        let mood = Judged::latest_mood(self);
        if let Some(episode) = self.state.open_episode().map(|open| open.id) {
            self.record(Event::HandoffEnded { episode, end: EpisodeEnd::Resolved }, None);
            self.effect(Effect::Dequeue { episode });
        }
        if let Some(mood) = mood {
            self.record(Event::MoodMeasured { point: MoodPoint::End, mood }, None);
        }
        self.record(Event::Resolved { by, outcome }, None);
    }

    /// With a message goes the evidence that quotes it: that of its own decision and of the next one, which may
    /// have been made with both.
    fn erase(&mut self, scope: ErasedScope) {
        if let ErasedScope::One { seq } = scope
            && !(1..=self.state.seq).contains(&seq)
        {
            return;
        }
        self.record(Event::ContentErased { scope }, None);
        self.effect(Effect::DeleteContent { scope });
        let ErasedScope::One { seq } = scope else { return };
        if self.state.line(seq).is_none_or(|line| line.author != Author::Customer) {
            return;
        }
        let since = self.state.lines.iter().filter(|line| line.seq >= seq && line.author == Author::Customer);
        let quoting: Vec<Seq> = since.take(2).filter_map(|line| line.decided).collect();
        for seq in quoting {
            self.effect(Effect::DeleteContent { scope: ErasedScope::One { seq } });
        }
    }
}
