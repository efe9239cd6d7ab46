//! The object itself: loads, asks `decide`, stores, tells. Thin on purpose.

#![allow(missing_docs, reason = "what the macro adds has none")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use baton_shared::conversation::{
    self, AgentRef, Command, Content, Decision, Effect, EpisodeId, Event, Recorded, Refusal, Seq, Via, World, Writer,
    decide, evolve,
};
use baton_shared::handoff::{Links, WebhookKind, payload, webhook_kind};
use baton_shared::protocol::{AgentCommand, CustomerCommand, Opened, StaffEvents, Ticket, unread};
use baton_shared::time::Timestamp;
use worker::js_sys::Date;
use worker::wasm_bindgen::JsValue;
use worker::{
    DurableObject, Env, Request, Response, ScheduledTime, State, WebSocket, WebSocketIncomingMessage, durable_object,
};

use super::live::Live;
use super::presence::{TOKENS, recall};
use super::socket::{CUSTOMER, STAFF, staff_audience};
use super::store::{Meta, Side, Store};
use crate::audit::Entry;
use crate::binding::Bindings;
use crate::failpoint::failpoint;
use crate::failure::Failure;
use crate::http::{json, no_content, problem_response};
use crate::internal::{AskConversation, OpenConversation, ReplyView};
use crate::parse::command::{self, Asked};
use crate::parse::problem::{Code, problem, rate_limited};
use crate::platform;
use crate::published::{self, Current};
use crate::token::{same, sha256_hex};

/// Milliseconds that a projection may lag behind, so that a burst of messages is written once.
const PROJECT_WITHIN_MS: u64 = 200;
/// The same while the bot has the conversation, and nobody waits for a line in the inbox.
const PROJECT_BOT_WITHIN_MS: u64 = 2000;
/// Milliseconds after which the alarm looks whether everything that follows from an event has been done.
const NET_MS: u64 = 10_000;
/// Tokens that authorise one conversation, one for each device.
const MAX_TOKENS: usize = 10;
/// Milliseconds that a ticket is good for.
const TICKET_MS: u64 = 30_000;
/// Closing code of a socket that failed.
pub(super) const FAILED: u16 = 1011;
const NOT_OPEN: &str = "there is no conversation with this id";

/// One conversation.
#[durable_object]
pub struct Conversation {
    inner: Rc<Inner>,
}

/// Shared with what goes on after an answer was given.
pub(super) struct Inner {
    pub(super) state: State,
    pub(super) env: Env,
    pub(super) store: Store,
    pub(super) live: RefCell<Option<Live>>,
    /// Whether projections are being written.
    pub(super) projecting: Cell<bool>,
    /// Whether lines of the audit are being written.
    pub(super) auditing: Cell<bool>,
    /// Whether projections will be written shortly.
    projection_planned: Cell<bool>,
    alarm: Cell<Alarm>,
    /// When staff were last told that the customer is typing.
    pub(super) typed_at: Cell<Timestamp>,
}

/// What is known of the object's alarm.
#[derive(Clone, Copy, Debug)]
enum Alarm {
    /// The object has just woken up.
    Unknown,
    /// Nothing is due.
    Off,
    /// It is set.
    At(Timestamp),
}

impl DurableObject for Conversation {
    fn new(state: State, env: Env) -> Self {
        let store = Store::new(state.storage().sql());
        let (live, projecting, projection_planned) = (RefCell::new(None), Cell::new(false), Cell::new(false));
        let alarm = Cell::new(Alarm::Unknown);
        let (auditing, typed_at) = (Cell::new(false), Cell::new(Timestamp(0)));
        let inner = Inner { state, env, store, live, projecting, auditing, projection_planned, alarm, typed_at };
        Self { inner: Rc::new(inner) }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        let answer = self.inner.answer(request).await;
        answer.or_else(|failure| problem_response(&failure.into_problem())).map_err(Into::into)
    }

    async fn alarm(&self) -> worker::Result<Response> {
        self.inner.alarm.set(Alarm::Off);
        if let Err(failure) = Rc::clone(&self.inner).run_due().await {
            worker::console_error!("alarm: {}", failure.into_problem().detail);
            // An alarm that fails is repeated by the platform six times; this one does not give up.
            self.inner.wake_at(platform::now().plus_ms(5000)).await?;
        }
        Response::empty()
    }

    async fn websocket_message(&self, socket: WebSocket, message: WebSocketIncomingMessage) -> worker::Result<()> {
        // `ping` is answered by the platform while the object sleeps; sending is HTTP.
        if matches!(&message, WebSocketIncomingMessage::String(text) if text == "typing") {
            self.inner.customer_types(&socket);
        }
        Ok(())
    }

    async fn websocket_close(&self, socket: WebSocket, code: usize, _: String, _: bool) -> worker::Result<()> {
        // 1005 and 1006 may be received but not sent.
        let code = u16::try_from(code).ok().filter(|code| !matches!(code, 1005 | 1006 | 1015));
        socket.close(code.or(Some(1000)), Some("")).ok();
        self.inner.gone(&socket).await;
        Ok(())
    }

    async fn websocket_error(&self, socket: WebSocket, _: worker::Error) -> worker::Result<()> {
        // It is of no use any more, and until it is closed it counts as open.
        socket.close(Some(FAILED), Some("")).ok();
        self.inner.gone(&socket).await;
        Ok(())
    }
}

impl Inner {
    #[allow(clippy::too_many_lines, reason = "a line or two for each thing that can be asked")]
    async fn answer(self: &Rc<Self>, mut request: Request) -> Result<Response, Failure> {
        if request.headers().get("upgrade")?.is_some() {
            self.know_alarm().await?;
            return self.connect(&request).await;
        }
        let ask: AskConversation = serde_json::from_str(&request.text().await?)?;
        if let AskConversation::Fill(fill) = &ask {
            // Nothing is published yet.
            return self.fill(fill);
        }
        // Everything that is waited for comes before the conversation is read.
        let current = published::current(&self.bindings()).await?;
        self.know_alarm().await?;
        failpoint(&self.bindings(), "before-store").await;
        match ask {
            AskConversation::Open(open) => self.open(*open, &current).await,
            AskConversation::Customer { token_hash, command } => {
                self.authorise(&token_hash)?;
                self.take_turn()?;
                let command = self.command_of(command)?;
                let events = self.carry_out(command, &current).await?;
                self.with_live(|live| json(&live.events(&events)))
            }
            AskConversation::CustomerEvents { token_hash, after } => {
                self.authorise(&token_hash)?;
                self.look_again().await?;
                self.ask_desk_soon();
                let log = self.store.log(self.with_live(|live| Ok(live.after(after)))?)?;
                self.with_live(|live| json(&live.events(&log)))
            }
            AskConversation::Unread { token_hash, after } => {
                self.authorise(&token_hash)?;
                let log = self.store.log(self.with_live(|live| Ok(live.after(after)))?)?;
                self.with_live(|live| json(&unread(&live.state, &live.project(&log))))
            }
            AskConversation::Resume { subject_hash, token_hash } => self.resume(&subject_hash, token_hash),
            AskConversation::Reserve { token_hash } => {
                self.authorise(&token_hash)?;
                self.take_turn()?;
                self.reserve_file(Side::Customer).await
            }
            AskConversation::ReserveForAgent { agent } => self.reserve_for_agent(&agent).await,
            AskConversation::Keep { attachment } => self.keep_file(&attachment).await,
            AskConversation::Release { id } => self.release_file(&id).await,
            AskConversation::File { token_hash, id } => {
                token_hash.as_ref().map(|hash| self.authorise(hash)).transpose()?;
                self.file(&id, if token_hash.is_some() { Side::Customer } else { Side::Staff })
            }
            AskConversation::AtDesk { agent, standing } => {
                self.at_desk(&agent, standing).await?;
                no_content()
            }
            AskConversation::Identify { token_hash, identity } => {
                self.authorise(&token_hash)?;
                self.carry_out(Command::Identify { identity }, &current).await?;
                no_content()
            }
            AskConversation::CustomerTicket { token_hash } => {
                self.authorise(&token_hash)?;
                self.ticket(CUSTOMER)
            }
            AskConversation::Agent { agent, via, command, told } => {
                self.agent((&agent, via), command, told.as_ref(), &current).await
            }
            AskConversation::StaffEvents { after } => {
                self.load_begun()?;
                json(&StaffEvents { events: self.store.log(after)? })
            }
            AskConversation::StaffTicket { agent } => {
                self.load_begun()?;
                self.ticket(&staff_audience(&agent))
            }
            AskConversation::ReplyView { episode } => self.reply_view(episode, &current, false),
            AskConversation::Reply { episode, agent, key, text, told } => {
                let before = self.with_live(|live| Ok(live.state.seq))?;
                let command =
                    Command::Reply { agent, episode, message: key, text, attachments: Vec::new(), via: Via::ReplyLink };
                let events = self.carry_out_told(command, Some(&told), &current).await?;
                let joined = |recorded: &Recorded| matches!(recorded.event, Event::AgentJoined { .. });
                let first = events.iter().any(|recorded| recorded.seq > before && joined(recorded));
                self.reply_view(episode, &current, first)
            }
            AskConversation::Propose { episode, agent } => {
                self.carry_out(Command::Propose { episode, agent }, &current).await?;
                no_content()
            }
            AskConversation::Place { episode, place } => self.placed(episode, place),
            AskConversation::Delivery { id } => self.delivery(&id, &current),
            AskConversation::ReplayDelivery { id } => self.replay_delivery(&id).await,
            AskConversation::Erase { told } => {
                self.load_begun()?;
                let scope = baton_shared::conversation::ErasedScope::All;
                self.carry_out_told(Command::Erase { scope }, told.as_ref(), &current).await?;
                no_content()
            }
            AskConversation::ForgetFiles {} => {
                self.load_begun()?;
                self.forget_files().await
            }
            AskConversation::Project {} => {
                self.load_begun()?;
                self.project(true).await?;
                no_content()
            }
            AskConversation::Dump {} => self.dump(),
            AskConversation::Fill(fill) => self.fill(&fill),
            AskConversation::Wake {} => self.wake().await,
        }
    }

    pub(super) fn bindings(&self) -> Bindings<'_> {
        Bindings::new(&self.env)
    }

    /// Opens the conversation with its first command, or finds it open because the request was repeated. Without a
    /// command it becomes a place for files, which the same request with a command opens. Nothing is stored unless all of
    /// it is decided on.
    async fn open(self: &Rc<Self>, open: OpenConversation, current: &Current) -> Result<Response, Failure> {
        let OpenConversation {
            workspace,
            id,
            origin,
            token_hash,
            language,
            channel,
            page,
            identity,
            attributes,
            command,
        } = open;
        self.store.migrate()?;
        let mut fresh = None;
        if self.store.meta()?.is_none() {
            let meta = Meta { id: id.clone(), workspace, origin, token_hash };
            self.live.replace(Some(Live::new(meta.clone(), &[])));
            fresh = Some(meta);
        } else if !self.with_live(|live| Ok(live.knows(&token_hash)))? {
            let detail = "this request_id has been used with another token; make a new one for a new conversation";
            return Err(problem(Code::Conflict, detail).into());
        }
        let begun = self.with_live(|live| Ok(live.state.seq > 0))?;
        match command.filter(|_| !begun) {
            Some(command) => {
                let mut commands = vec![Command::Open { language, channel, page, attributes }];
                commands.extend(identity.map(|identity| Command::Identify { identity }));
                let decided = self.decide_opening(commands, command, current);
                if decided.is_err() {
                    self.live.replace(None);
                }
                let decision = decided?;
                match fresh {
                    Some(meta) => self.store.set_meta(&meta)?,
                    None => self.set_place_made_at(None)?,
                }
                let applied = self.store_decision(decision, current)?;
                self.follow_up(&applied).await?;
            }
            None => {
                if let Some(meta) = fresh {
                    self.store.set_meta(&meta)?;
                    self.set_place_made_at(Some(platform::now()))?;
                    self.tend_place().await?;
                }
            }
        }
        let log = self.store.log(0)?;
        self.with_live(|live| json(&Opened { conversation: id.clone(), events: live.project(&log) }))
    }

    fn decide_opening(
        &self,
        mut commands: Vec<Command>,
        first: CustomerCommand,
        current: &Current,
    ) -> Result<Decision, Failure> {
        commands.push(self.command_of(first)?);
        let world = World { now: platform::now(), published: &current.published };
        self.with_live(|live| Ok(decide_all(&live.state, commands, &world)?))
    }

    fn command_of(&self, mut command: CustomerCommand) -> Result<Command, Failure> {
        let mut files = Vec::new();
        if let CustomerCommand::Say { id, attachments, .. } = &mut command {
            files = self.files_for((Writer::Customer, id), attachments)?;
        }
        let file = |id: &str| files.iter().find(|file| file.id == id).cloned();
        self.with_live(|live| Ok(command::customer(command, |own| live.full(own), file)?))
    }

    async fn agent(
        self: &Rc<Self>,
        (agent, via): (&AgentRef, Via),
        mut command: AgentCommand,
        told: Option<&Entry>,
        current: &Current,
    ) -> Result<Response, Failure> {
        self.load_begun()?;
        let episode = self.with_live(|live| Ok(live.state.open_episode().map(|open| open.id)))?;
        let files = match &mut command {
            AgentCommand::Reply { id, attachments, .. } => self.files_for((Writer::Agent, id), attachments)?,
            _ => Vec::new(),
        };
        let file = |id: &str| files.iter().find(|file| file.id == id).cloned();
        match command::agent(command, agent, via, episode, file)? {
            Asked::Typing => {
                self.typing(&agent.name);
                json(&StaffEvents { events: Vec::new() })
            }
            Asked::Seen(up_to) => self.seen(&agent.id, up_to),
            Asked::Command(command) => {
                json(&StaffEvents { events: self.carry_out_told(command, told, current).await? })
            }
        }
    }

    /// Reads the conversation, unless it is in memory.
    pub(super) fn load(&self) -> Result<(), Failure> {
        if self.live.borrow().is_some() {
            return Ok(());
        }
        if !self.store.exists()? {
            return Err(problem(Code::NotFound, NOT_OPEN).into());
        }
        self.store.migrate()?;
        let meta = self.store.meta()?.ok_or_else(|| problem(Code::NotFound, NOT_OPEN))?;
        let mut live = Live::new(meta, &self.store.log(0)?);
        live.place = live.waiting().map(|episode| self.store.place(episode)).transpose()?.flatten();
        recall(&mut live, self.store.kept()?)?;
        self.live.replace(Some(live));
        Ok(())
    }

    /// The same, where a place for files counts for nothing: only its customer knows of it.
    pub(super) fn load_begun(&self) -> Result<(), Failure> {
        let begun = self.with_live(|live| Ok(live.state.seq > 0))?;
        if begun { Ok(()) } else { Err(problem(Code::NotFound, NOT_OPEN).into()) }
    }

    /// Looks at the conversation in memory.
    pub(super) fn with_live<T>(&self, look: impl FnOnce(&mut Live) -> Result<T, Failure>) -> Result<T, Failure> {
        self.load()?;
        let mut live = self.live.borrow_mut();
        look(live.as_mut().ok_or_else(|| Failure::from(problem(Code::NotFound, NOT_OPEN)))?)
    }

    fn authorise(&self, token_hash: &str) -> Result<(), Failure> {
        // A stranger cannot tell a wrong token from a conversation that does not exist.
        let good = self.with_live(|live| Ok(live.knows(token_hash)));
        if good.unwrap_or(false) { Ok(()) } else { Err(problem(Code::NotFound, NOT_OPEN).into()) }
    }

    /// The customer goes on from another device: its token authorises beside the others, of which the oldest is dropped
    /// where there are too many. Answers everything.
    fn resume(&self, subject_hash: &str, token_hash: String) -> Result<Response, Failure> {
        // A stranger cannot tell another's conversation from one that does not exist.
        let theirs = self.with_live(|live| {
            let known = live.state.known.subject_hash.as_deref().unwrap_or_default();
            Ok(!known.is_empty() && same(known.as_bytes(), subject_hash.as_bytes()))
        });
        if !theirs.unwrap_or(false) {
            return Err(problem(Code::NotFound, NOT_OPEN).into());
        }
        self.take_turn()?;
        if !self.with_live(|live| Ok(live.knows(&token_hash)))? {
            let (tokens, drops_first) = self.with_live(|live| {
                live.tokens.push(token_hash);
                let drops_first = live.tokens.len() >= MAX_TOKENS && !live.meta.token_hash.is_empty();
                if drops_first {
                    live.meta.token_hash.clear();
                }
                let over = live.tokens.len().saturating_sub(MAX_TOKENS);
                live.tokens.drain(..over);
                Ok((live.tokens.clone(), drops_first))
            })?;
            self.store.keep(TOKENS, Some(&tokens))?;
            if drops_first {
                self.store.drop_first_token()?;
            }
        }
        let log = self.store.log(0)?;
        self.with_live(|live| json(&live.events(&log)))
    }

    /// A socket has closed: where it was the last of whoever has the conversation, the customer learns of it in a while.
    async fn gone(&self, socket: &WebSocket) {
        let staff = self.state.get_tags(socket).iter().any(|tag| tag == STAFF);
        if staff && let Err(failure) = self.look_again().await {
            worker::console_error!("presence: {}", failure.into_problem().detail);
        }
    }

    /// Fairness: each conversation has its own share, whatever address it comes from.
    fn take_turn(&self) -> Result<(), Failure> {
        let limit = self.bindings().session_limit();
        let taken = self.with_live(|live| Ok(live.bucket.take(platform::now(), limit)))?;
        taken.map_err(|seconds| rate_limited(seconds).into())
    }

    /// Decides, stores and tells; then sees to what follows. Nothing is awaited before everything is stored.
    pub(super) async fn carry_out(
        self: &Rc<Self>,
        command: Command,
        current: &Current,
    ) -> Result<Vec<Recorded>, Failure> {
        let applied = self.apply(command, current)?;
        self.follow_up(&applied).await?;
        Ok(applied.events)
    }

    /// Sees to what follows from what was stored.
    pub(super) async fn follow_up(self: &Rc<Self>, applied: &Applied) -> Result<(), Failure> {
        if applied.events.is_empty() && applied.due.is_none() {
            return Ok(());
        }
        // Setting an alarm costs a write of its own: where only projections follow, it is the net below what is done
        // in the background, and one net serves all that happens within its time.
        let net = platform::now().plus_ms(NET_MS);
        self.wake_at(applied.due.map_or(net, |due| due.min(net))).await?;
        failpoint(&self.bindings(), "after-store").await;
        self.project_soon(applied.desk);
        // The bytes of erased files go at once; should that fail, the alarm does it again.
        if applied.erased
            && let Err(failure) = self.delete_files().await
        {
            worker::console_error!("files: {}", failure.into_problem().detail);
        }
        Ok(())
    }

    /// Projects in the background: at once where a person waits, else a little later, so that a burst of messages is
    /// written once. Should it fail or be lost, the alarm does it again.
    fn project_soon(self: &Rc<Self>, at_once: bool) {
        if !at_once && self.projection_planned.replace(true) {
            return;
        }
        let person = self.live.borrow().as_ref().is_some_and(|live| live.state.open_episode().is_some());
        let within = if person { PROJECT_WITHIN_MS } else { PROJECT_BOT_WITHIN_MS };
        let inner = Rc::clone(self);
        self.state.wait_until(async move {
            if !at_once {
                platform::sleep_ms(within).await;
                inner.projection_planned.set(false);
            }
            if let Err(failure) = inner.project(false).await {
                worker::console_error!("projection: {}", failure.into_problem().detail);
            }
        });
    }

    /// Decides and stores, without waiting for anything.
    pub(super) fn apply(&self, command: Command, current: &Current) -> Result<Applied, Failure> {
        let world = World { now: platform::now(), published: &current.published };
        let decision = self.with_live(|live| Ok(decide(&live.state, command, &world)?))?;
        self.store_decision(decision, current)
    }

    fn store_decision(&self, decision: Decision, current: &Current) -> Result<Applied, Failure> {
        let stored = self.store_all(decision, current);
        if stored.is_err() {
            // What is in memory may no longer be what is stored: it is read again.
            self.live.replace(None);
        }
        stored
    }

    fn store_all(&self, decision: Decision, current: &Current) -> Result<Applied, Failure> {
        let now = platform::now();
        let mut applied = Applied { due: None, desk: false, erased: false, events: decision.events };
        if !applied.events.is_empty() {
            let webhooks = webhooks(&applied.events, current);
            self.store.append(&applied.events, &webhooks)?;
            applied.due = (!webhooks.is_empty()).then_some(now);
            for (seq, ids) in files_sent(&applied.events) {
                self.store.send_files(&ids, seq)?;
            }
        }
        for effect in decision.effects {
            match effect {
                Effect::SetTimer { timer, at } => {
                    self.store.set_timer(timer, at)?;
                    applied.due = Some(applied.due.map_or(at, |due| due.min(at)));
                }
                Effect::Enqueue { .. } | Effect::Dequeue { .. } => applied.desk = true,
                Effect::DeleteContent { scope } => {
                    self.store.delete_content(scope)?;
                    if self.store.doom_erased(scope)? {
                        applied.erased = true;
                        applied.due = Some(now);
                    }
                }
            }
        }
        self.with_live(|live| {
            for recorded in &applied.events {
                live.apply(recorded);
            }
            if applied.desk {
                live.place = None;
            }
            Ok(())
        })?;
        self.broadcast(&applied.events, current)?;
        if applied.events.iter().any(|recorded| moves_presence(&recorded.event)) {
            let again = self.look_who_is_there(&applied.events)?;
            applied.due = applied.due.into_iter().chain(again).min();
        }
        Ok(applied)
    }

    /// Learns when the alarm is set for, so that setting it later needs no wait between it and what is stored.
    async fn know_alarm(&self) -> Result<(), Failure> {
        if matches!(self.alarm.get(), Alarm::Unknown) {
            let stored = self.state.storage().get_alarm().await?.and_then(|ms| u64::try_from(ms).ok());
            if matches!(self.alarm.get(), Alarm::Unknown) {
                self.alarm.set(stored.map_or(Alarm::Off, |ms| Alarm::At(Timestamp(ms))));
            }
        }
        Ok(())
    }

    /// Sets the alarm, unless it is set for an earlier time. It is stored together with what was written before.
    pub(super) async fn wake_at(&self, at: Timestamp) -> Result<(), Failure> {
        // Known already, and not waited for, unless a socket has woken the object.
        self.know_alarm().await?;
        if matches!(self.alarm.get(), Alarm::At(set) if set <= at) {
            return Ok(());
        }
        self.alarm.set(Alarm::At(at));
        #[allow(clippy::cast_precision_loss, reason = "milliseconds since 1970 are far below 2^53")]
        let date = Date::new(&JsValue::from_f64(at.0 as f64));
        let set = self.state.storage().set_alarm(ScheduledTime::new(date)).await;
        if set.is_err() {
            self.alarm.set(Alarm::Unknown);
        }
        Ok(set?)
    }

    /// Everything that is due: timers, then projections, then webhooks.
    async fn run_due(self: Rc<Self>) -> Result<(), Failure> {
        self.load()?;
        if self.is_place()? {
            return self.tend_place().await;
        }
        let current = published::current(&self.bindings()).await?;
        let now = platform::now();
        for timer in self.store.timers_due(now)? {
            self.apply(Command::TimerFired { timer }, &current)?;
            // What it led to may have set it again, for later.
            self.store.delete_timer(timer, now)?;
        }
        self.look_who_is_there(&[])?;
        let deleted = self.delete_files().await;
        self.ask_desk().await;
        let projected = self.project(false).await;
        let audited = self.write_audit().await;
        let delivered = self.deliver(&current).await;
        let now = platform::now();
        let again = self.look_who_is_there(&[])?;
        let due = [
            self.store.next_timer()?,
            self.next_webhook(now)?,
            self.next_projection(now)?,
            self.next_line(now)?,
            again,
        ];
        let due = due.into_iter().flatten().min();
        if let Some(due) = due {
            self.wake_at(due).await?;
        }
        deleted.and(projected).and(audited).and(delivered)
    }

    fn ticket(&self, audience: &str) -> Result<Response, Failure> {
        let (ticket, now) = (platform::random_hex(32)?, platform::now());
        self.store.add_ticket(&sha256_hex(ticket.as_bytes()), audience, now, now.plus_ms(TICKET_MS))?;
        json(&Ticket { ticket })
    }

    fn reply_view(&self, episode: EpisodeId, current: &Current, first: bool) -> Result<Response, Failure> {
        let log = self.with_live(|_| Ok(())).and_then(|()| self.store.log(0))?;
        self.with_live(|live| {
            let state = &live.state;
            let this = state.episode.as_ref().filter(|found| found.id == episode);
            let last = log.last().ok_or_else(|| problem(Code::NotFound, NOT_OPEN))?;
            let links = Links::default();
            let payload = payload(WebhookKind::Handoff, &live.meta.id, current.workspace(), state, &log, last, links);
            json(&ReplyView {
                language: state.language,
                open: this.is_some_and(|found| found.ended_at.is_none()),
                revoked: this.is_some_and(|found| found.links_revoked),
                agent: this.and_then(|found| found.agent.clone()),
                payload,
                first,
            })
        })
    }
}

/// Decides on commands one after the other, as if each had been stored before the next; all or none.
fn decide_all(
    state: &conversation::Conversation,
    commands: Vec<Command>,
    world: &World<'_>,
) -> Result<Decision, Refusal> {
    let mut state = state.clone();
    let mut all = Decision::default();
    for command in commands {
        let decision = decide(&state, command, world)?;
        state = decision.events.iter().fold(state, evolve);
        all.events.extend(decision.events);
        all.effects.extend(decision.effects);
    }
    Ok(all)
}

/// What was stored.
#[derive(Debug)]
pub(super) struct Applied {
    pub(super) events: Vec<Recorded>,
    /// The earliest time at which something new is due.
    due: Option<Timestamp>,
    /// Whether the desk must know at once.
    desk: bool,
    /// Whether files were erased.
    erased: bool,
}

/// The files that messages carry, by the number of the message.
fn files_sent(events: &[Recorded]) -> Vec<(Seq, Vec<&str>)> {
    let carried = events.iter().filter_map(|recorded| match &recorded.content {
        Some(Content::Text { attachments, .. }) if !attachments.is_empty() => {
            Some((recorded.seq, attachments.iter().map(|file| file.id.as_str()).collect()))
        }
        _ => None,
    });
    carried.collect()
}

/// Whether somebody else may have the conversation after an event.
fn moves_presence(event: &Event) -> bool {
    matches!(event, Event::AgentJoined { .. } | Event::HandoffEnded { .. })
}

/// The webhooks that follow from events, one for each endpoint that wants them.
fn webhooks(events: &[Recorded], current: &Current) -> Vec<(String, u64, WebhookKind)> {
    let told = events.iter().filter_map(|recorded| Some((recorded.seq, webhook_kind(&recorded.event)?)));
    let each = told.flat_map(|(seq, kind)| {
        let wanting = current.endpoints.iter().filter(move |endpoint| endpoint.wants(kind));
        wanting.map(move |endpoint| (endpoint.id.clone(), seq, kind))
    });
    each.collect()
}
