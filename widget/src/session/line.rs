//! Carries out what the line's machine asks for: tickets, the socket, polls.

use std::rc::Rc;

use baton_shared::protocol::{Events, SocketFrame};

use super::{Session, with};
use crate::connection::{Effect, Input, Trouble};
use crate::model::{Failure, TYPING_MS, Verdict, judge};
use crate::shell::{Answered, Heard, Socket, later, now, random};
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
        self.events(|session, answered| {
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
        self.events(|session, answered| match answered {
            Ok(events) => {
                session.take_in(events);
                session.step(Input::Polled);
            }
            Err(failure) => session.step(Input::PollFailed(trouble(&failure))),
        });
    }

    fn events(self: &Rc<Self>, then: fn(&Rc<Self>, Result<Events, Failure>)) {
        let after = self.model.peek(|model| model.log.last());
        let Some((path, token)) = self.address(&format!("events?after={after}")) else { return };
        let done = self.alive(move |session, answered: Answered| {
            then(session, answered.and_then(|body| wire::events(&body).ok_or(Failure::Unreachable)));
        });
        self.host.get(&path, Some(&token), done);
    }

    fn get_ticket(self: &Rc<Self>) {
        let Some((path, token)) = self.address("ticket") else { return };
        let done = self.alive(|session, answered: Answered| {
            let ticket = answered.and_then(|body| wire::ticket(&body).ok_or(Failure::Unreachable));
            session.step(match ticket {
                Ok(ticket) => Input::Ticket(ticket),
                Err(failure) => Input::TicketFailed(trouble(&failure)),
            });
        });
        self.host.post(&path, Some(&token), "{}", done);
    }

    fn open_socket(self: &Rc<Self>, ticket: &str) {
        let after = self.model.peek(|model| model.log.last());
        let Some((path, _)) = self.address(&format!("socket?ticket={ticket}&after={after}")) else { return };
        let session = Rc::downgrade(self);
        let socket = Socket::open(&self.host, &path, move |heard| with(&session, |session| session.heard(heard)));
        let failed = socket.is_none();
        *self.socket.borrow_mut() = socket;
        if failed {
            // Not at once: the machine is in the middle of a step's effects.
            let session = Rc::downgrade(self);
            later(0, move || with(&session, |session| session.step(Input::Closed)));
        }
    }

    fn heard(self: &Rc<Self>, heard: Heard) {
        match heard {
            Heard::Opened => {
                self.step(Input::Opened);
                // The line is back: what failed goes now.
                self.retry();
                if self.unsaid.get() {
                    self.attributes_changed();
                }
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
