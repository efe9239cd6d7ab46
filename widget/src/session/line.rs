//! Carries out what the line's machine asks for: tickets, the socket, polls.

use std::rc::Rc;

use baton_shared::protocol::{Events, SocketFrame};
use wasm_bindgen_futures::spawn_local;

use super::{Session, with};
use crate::connection::{Effect, Input, Trouble};
use crate::model::{Failure, TYPING_MS, Verdict, judge};
use crate::shell::{Heard, Method, Socket, now, random, request};
use crate::wire;

impl Session {
    /// One step of the machine, and what follows.
    pub(super) fn step(self: &Rc<Self>, input: Input) {
        let (effects, link) = {
            let mut machine = self.machine.borrow_mut();
            (machine.step(input, now(), random()), machine.link())
        };
        self.maybe_update(|model| {
            let changed = model.link != link;
            model.link = link;
            changed
        });
        for effect in effects {
            match effect {
                Effect::GetTicket => self.get_ticket(),
                Effect::OpenSocket(ticket) => self.open_socket(&ticket),
                Effect::CloseSocket => drop(self.socket.borrow_mut().take()),
                Effect::Ping => {
                    if let Some(socket) = self.socket.borrow().as_ref() {
                        socket.send("ping");
                    }
                }
                Effect::Poll => self.poll(),
                Effect::GiveUp => self.gone(),
            }
        }
        self.schedule();
    }

    /// Fetches what is missing, once.
    pub(super) fn fetch(self: &Rc<Self>) {
        if self.fetching.replace(true) {
            return;
        }
        let (session, life) = (Rc::clone(self), self.life.peeked());
        spawn_local(async move {
            let answered = session.events().await;
            if life != session.life.peeked() {
                return;
            }
            session.fetching.set(false);
            match answered {
                Ok(events) => session.take_in(events),
                Err(failure) if judge(&failure, false) == Verdict::Gone => session.gone(),
                // The line itself brings the rest.
                Err(_) => {}
            }
        });
    }

    fn poll(self: &Rc<Self>) {
        let (session, life) = (Rc::clone(self), self.life.peeked());
        spawn_local(async move {
            let answered = session.events().await;
            if life != session.life.peeked() {
                return;
            }
            match answered {
                Ok(events) => {
                    session.take_in(events);
                    session.step(Input::Polled);
                }
                Err(failure) => session.step(Input::PollFailed(trouble(&failure))),
            }
        });
    }

    async fn events(self: &Rc<Self>) -> Result<Events, Failure> {
        let after = self.model.peek(|model| model.log.last());
        let (url, token) = self.address(&format!("events?after={after}")).ok_or(Failure::Unreachable)?;
        let body = request(Method::Get, &url, Some(&token)).await?;
        wire::events(&body).ok_or(Failure::Unreachable)
    }

    fn get_ticket(self: &Rc<Self>) {
        let Some((url, token)) = self.address("ticket") else { return };
        let (session, life) = (Rc::clone(self), self.life.peeked());
        spawn_local(async move {
            let answered = request(Method::Post("{}".to_owned()), &url, Some(&token)).await;
            if life != session.life.peeked() {
                return;
            }
            let ticket = answered.and_then(|body| wire::ticket(&body).ok_or(Failure::Unreachable));
            session.step(match ticket {
                Ok(ticket) => Input::Ticket(ticket),
                Err(failure) => Input::TicketFailed(trouble(&failure)),
            });
        });
    }

    fn open_socket(self: &Rc<Self>, ticket: &str) {
        let after = self.model.peek(|model| model.log.last());
        let Some((url, _)) = self.address(&format!("socket?ticket={ticket}&after={after}")) else { return };
        // http becomes ws, https becomes wss.
        let url = url.replacen("http", "ws", 1);
        let session = Rc::downgrade(self);
        let socket = Socket::open(&url, move |heard| with(&session, |session| session.heard(heard)));
        let failed = socket.is_none();
        *self.socket.borrow_mut() = socket;
        if failed {
            // Not at once: the machine is in the middle of a step's effects.
            let session = Rc::downgrade(self);
            spawn_local(async move { with(&session, |session| session.step(Input::Closed)) });
        }
    }

    fn heard(self: &Rc<Self>, heard: Heard) {
        match heard {
            Heard::Opened => {
                self.step(Input::Opened);
                // The line is back: what failed goes now.
                self.retry();
            }
            Heard::Closed => {
                drop(self.socket.borrow_mut().take());
                self.step(Input::Closed);
            }
            Heard::Text(text) => {
                if let Some(frame) = wire::frame(&text) {
                    self.frame(frame);
                }
                self.step(Input::Heard);
            }
        }
    }

    fn frame(self: &Rc<Self>, frame: SocketFrame) {
        match frame {
            SocketFrame::Events { events } => self.receive(events),
            SocketFrame::Typing { name } => {
                self.update(|model| model.typing = Some((name, now() + TYPING_MS)));
            }
            SocketFrame::Place { place } => self.update(|model| model.place = Some(place)),
            SocketFrame::Read { up_to } => self.update(|model| model.read = model.read.max(up_to)),
            SocketFrame::Presence { present } => self.update(|model| model.present = Some(present)),
        }
    }
}

fn trouble(failure: &Failure) -> Trouble {
    match judge(failure, false) {
        Verdict::Gone => Trouble::Gone,
        Verdict::Later(seconds) => Trouble::Later(seconds),
        Verdict::Retry | Verdict::NotHere | Verdict::Identity | Verdict::Stale | Verdict::Refused(_) => {
            Trouble::Unreachable
        }
    }
}
