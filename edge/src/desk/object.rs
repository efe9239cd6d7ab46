//! The desk's object. Agents are present while they hold a socket; what waits is proposed to them.

#![allow(missing_docs, reason = "what the macro adds has none")]

use std::cell::Cell;
use std::rc::Rc;

use baton_shared::protocol::{DeskFrame, Ticket};
use baton_shared::routing::{Present, Proposal, Waiting as Handoff, place, propose};
use baton_shared::workspace::{Action, Workspace, may};
use worker::{
    DurableObject, Env, Request, Response, State, WebSocket, WebSocketIncomingMessage, WebSocketPair, durable_object,
    worker_sys,
};

use super::store::{Entry, Store};
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::{json, no_content, problem_response};
use crate::internal::{AskConversation, AskDesk, Standing, Waiting, ask};
use crate::parse::problem::{Code, problem};
use crate::parse::{form, id};
use crate::platform;
use crate::published::{self, Current};
use crate::token::sha256_hex;

/// Milliseconds that a ticket is good for.
const TICKET_MS: u64 = 30_000;
/// Customers who are told their place at a time; the others are told when the queue moves again.
const PLACES_AT_ONCE: usize = 50;

/// Closing code for whoever is signed out; the console then asks who is signed in.
const NO_LONGER: u16 = 4401;
/// Closing code of a socket that failed.
const FAILED: u16 = 1011;
/// `WebSocket.OPEN`.
const OPEN: u16 = 1;

/// The desk of one workspace.
#[durable_object]
pub struct Desk {
    inner: Rc<Inner>,
}

struct Inner {
    state: State,
    env: Env,
    store: Store,
    /// Whether the queue is being gone through, and whether to do so once more.
    busy: Cell<bool>,
    again: Cell<bool>,
    /// Whether the tables have been laid since waking.
    is_laid: Cell<bool>,
}

impl DurableObject for Desk {
    fn new(state: State, env: Env) -> Self {
        let store = Store::new(state.storage().sql());
        Self {
            inner: Rc::new(Inner {
                state,
                env,
                store,
                busy: Cell::new(false),
                again: Cell::new(false),
                is_laid: Cell::new(false),
            }),
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        let answer = self.inner.answer(request).await;
        answer.or_else(|failure| problem_response(&failure.into_problem())).map_err(Into::into)
    }

    async fn websocket_message(&self, _: WebSocket, _: WebSocketIncomingMessage) -> worker::Result<()> {
        Ok(())
    }

    async fn websocket_close(&self, socket: WebSocket, code: usize, _: String, _: bool) -> worker::Result<()> {
        let code = u16::try_from(code).ok().filter(|code| !matches!(code, 1005 | 1006 | 1015));
        socket.close(code.or(Some(1000)), Some("")).ok();
        Ok(self.inner.moved(&socket)?)
    }

    async fn websocket_error(&self, socket: WebSocket, _: worker::Error) -> worker::Result<()> {
        // It is of no use any more, and until it is closed it counts as open.
        socket.close(Some(FAILED), Some("")).ok();
        Ok(self.inner.moved(&socket)?)
    }
}

impl Inner {
    async fn answer(self: &Rc<Self>, mut request: Request) -> Result<Response, Failure> {
        self.lay()?;
        if request.headers().get("upgrade")?.is_some() {
            return self.connect(&request);
        }
        match serde_json::from_str(&request.text().await?)? {
            AskDesk::Update(update) => {
                let moved = self.store.update(&update, platform::now())?;
                self.tell_agents()?;
                if moved {
                    self.go_through_queue();
                }
                json(&self.standing(update.agent.as_deref().unwrap_or_default())?)
            }
            AskDesk::Standing { agent } => json(&self.standing(&agent)?),
            AskDesk::Ticket { agent } => {
                let (ticket, now) = (platform::random_hex(32)?, platform::now());
                self.store.add_ticket(&sha256_hex(ticket.as_bytes()), &agent, now, now.plus_ms(TICKET_MS))?;
                json(&Ticket { ticket })
            }
            AskDesk::Leave { agent } => {
                for socket in self.state.get_websockets_with_tag(&agent) {
                    socket.close(Some(NO_LONGER), Some("signed out")).ok();
                }
                no_content()
            }
            AskDesk::Waiting {} => {
                let waiting = self.store.waiting()?.into_iter().map(|entry| entry.waiting.conversation);
                json(&Waiting { conversations: waiting.collect() })
            }
        }
    }

    fn connect(self: &Rc<Self>, request: &Request) -> Result<Response, Failure> {
        let url = request.inner().url();
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let ticket = form::query(query, "ticket");
        let ticket = sha256_hex(id::ticket(ticket.as_deref())?.as_bytes());
        let Some(agent) = self.store.take_ticket(&ticket, platform::now())? else {
            return Err(problem(
                Code::BadTicket,
                "the ticket is unknown, used or older than 30 seconds; ask for a new one",
            )
            .into());
        };
        let pair = WebSocketPair::new()?;
        self.state.accept_websocket_with_tags(&pair.server, &[&agent]);
        let keepalive = worker_sys::WebSocketRequestResponsePair::new("ping", "pong").map_err(worker::Error::from)?;
        self.state.set_websocket_auto_response(&keepalive);
        self.moved(&pair.server)?;
        Ok(Response::from_websocket(pair.client)?)
    }

    fn lay(&self) -> Result<(), Failure> {
        if !self.is_laid.get() {
            self.store.migrate()?;
            self.is_laid.set(true);
        }
        Ok(())
    }

    /// A socket has opened or closed.
    fn moved(self: &Rc<Self>, socket: &WebSocket) -> Result<(), Failure> {
        self.lay()?;
        self.store.count_move()?;
        self.tell_presence(socket);
        self.go_through_queue();
        Ok(())
    }

    /// Whether an agent holds an open socket.
    fn standing(&self, agent: &str) -> Result<Standing, Failure> {
        let mut sockets = self.state.get_websockets_with_tag(agent).into_iter();
        let at_desk = sockets.any(|socket| socket.as_ref().ready_state() == OPEN);
        Ok(Standing { at_desk, moves: self.store.moves()? })
    }

    /// An agent's socket has opened or closed: the conversations that they have are told whether they are there. Each
    /// waits a little before its customer hears of somebody who has gone. What is lost, the conversation asks for while
    /// its customer looks on.
    fn tell_presence(self: &Rc<Self>, socket: &WebSocket) {
        let (inner, agents) = (Rc::clone(self), self.state.get_tags(socket));
        self.state.wait_until(async move {
            for agent in agents {
                if let Err(failure) = inner.tell_conversations(&agent).await {
                    worker::console_error!("presence: {}", failure.into_problem().detail);
                }
            }
        });
    }

    async fn tell_conversations(&self, agent: &str) -> Result<(), Failure> {
        let held = self.store.held_by(agent)?;
        if held.is_empty() {
            return Ok(());
        }
        let bindings = Bindings::new(&self.env);
        let current = published::current(&bindings).await?;
        for conversation in held {
            let object = bindings.conversation(current.workspace(), &conversation)?;
            let told = AskConversation::AtDesk { agent: agent.to_owned(), standing: self.standing(agent)? };
            // One that cannot be told must not keep the others from it.
            ask::<_, ()>(&object, &told).await.ok();
        }
        Ok(())
    }

    fn tell_agents(&self) -> Result<(), Failure> {
        let sockets = self.state.get_websockets();
        if sockets.is_empty() {
            return Ok(());
        }
        let frame = serde_json::to_string(&DeskFrame::InboxChanged {})?;
        for socket in sockets {
            socket.send_with_str(&frame).ok();
        }
        Ok(())
    }

    /// Proposes and places, after the answer has been given. Should it be lost, the next change does it again.
    fn go_through_queue(self: &Rc<Self>) {
        self.again.set(true);
        if self.busy.replace(true) {
            return;
        }
        let inner = Rc::clone(self);
        self.state.wait_until(async move {
            while inner.again.replace(false) {
                if let Err(failure) = inner.propose_and_place().await {
                    worker::console_error!("desk: {}", failure.into_problem().detail);
                }
            }
            inner.busy.set(false);
        });
    }

    async fn propose_and_place(&self) -> Result<(), Failure> {
        let bindings = Bindings::new(&self.env);
        let current = published::current(&bindings).await?;
        let present = self.present(&current.published.workspace)?;
        let entries = self.store.waiting()?;
        let is_there = |agent: &String| present.iter().any(|there| there.agent == *agent);
        let open = entries.iter().filter(|entry| !entry.proposed.as_ref().is_some_and(is_there));
        let open: Vec<Handoff> = open.map(|entry| entry.waiting.clone()).collect();
        for proposal in propose(&open, &present, &current.published.workspace.queues) {
            let Proposal { conversation, episode, agent } = proposal;
            self.store.set_proposed(&conversation, episode, Some(&agent))?;
            let object = bindings.conversation(current.workspace(), &conversation)?;
            let proposed = ask::<_, ()>(&object, &AskConversation::Propose { episode, agent }).await;
            // A handoff that has ended meanwhile refuses, which is as well; any other is proposed anew next time.
            if proposed.is_err() {
                self.store.set_proposed(&conversation, episode, None)?;
            }
        }
        self.tell_places(&bindings, &current, &entries, &present).await
    }

    async fn tell_places(
        &self,
        bindings: &Bindings<'_>,
        current: &Current,
        entries: &[Entry],
        present: &[Present],
    ) -> Result<(), Failure> {
        let waiting: Vec<Handoff> = entries.iter().map(|entry| entry.waiting.clone()).collect();
        let queues = &current.published.workspace.queues;
        let mut told = 0;
        for entry in entries {
            let handoff = &entry.waiting;
            let fitting = present.iter().filter(|agent| agent.fits(handoff, queues)).count();
            let fitting = u32::try_from(fitting).unwrap_or(u32::MAX);
            let accepted = self.store.accepted(&handoff.queue)?;
            let now = place(&handoff.conversation, &waiting, &accepted, fitting);
            let text = now.as_ref().map(serde_json::to_string).transpose()?;
            if text == entry.place || told >= PLACES_AT_ONCE {
                continue;
            }
            told += 1;
            self.store.set_place(&handoff.conversation, handoff.episode, text.as_deref())?;
            let object = bindings.conversation(current.workspace(), &handoff.conversation)?;
            let told = ask::<_, ()>(&object, &AskConversation::Place { episode: handoff.episode, place: now }).await;
            if told.is_err() {
                self.store.set_place(&handoff.conversation, handoff.episode, None)?;
            }
        }
        Ok(())
    }

    /// The agents who hold a socket and may answer, with what they have to do.
    fn present(&self, workspace: &Workspace) -> Result<Vec<Present>, Failure> {
        // The socket that has just closed is still listed while that is being told.
        let sockets = self.state.get_websockets().into_iter().filter(|socket| socket.as_ref().ready_state() == OPEN);
        let mut ids: Vec<String> = sockets.flat_map(|socket| self.state.get_tags(&socket)).collect();
        ids.sort_unstable();
        ids.dedup();
        let loads = self.store.loads()?;
        let proposed = self.store.waiting()?;
        let answers = workspace.team.iter().filter(|agent| may(agent.role, Action::WriteConversations));
        let there = answers.filter(|agent| ids.contains(&agent.id)).map(|agent| {
            let has = loads.iter().find(|(id, _)| *id == agent.id).map_or(0, |(_, load)| *load);
            let awaited = proposed.iter().filter(|entry| entry.proposed.as_ref() == Some(&agent.id)).count();
            Present {
                agent: agent.id.clone(),
                skills: agent.skills.clone(),
                languages: agent.languages.clone(),
                capacity: agent.capacity,
                load: has.saturating_add(u32::try_from(awaited).unwrap_or(u32::MAX)),
            }
        });
        Ok(there.collect())
    }
}
