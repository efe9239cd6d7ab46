//! Sockets: opened with a ticket, brought up to date from a number on, told of every event. They hibernate, so an
//! object with open sockets may sleep.

use std::rc::Rc;

use baton_shared::conversation::{EpisodeId, Recorded};
use baton_shared::protocol::{Place, SocketFrame, StaffFrame};
use baton_shared::time::Timestamp;
use baton_shared::workspace::{Action, may};
use worker::{Request, Response, WebSocket, WebSocketPair, worker_sys};

use super::live::Live;
use super::object::Inner;
use crate::failure::Failure;
use crate::http::no_content;
use crate::parse::problem::{Code, problem};
use crate::parse::{form, id};
use crate::platform;
use crate::published::Current;
use crate::token::sha256_hex;

/// Tag of customers' sockets and audience of their tickets.
pub(super) const CUSTOMER: &str = "customer";
/// Tag of consoles' sockets.
pub(super) const STAFF: &str = "staff";
/// What stands before an agent's id, in the other tag of their socket and in the audience of their tickets.
const AGENT: &str = "agent:";
/// Closing code for whoever may no longer listen; the console then asks who is signed in.
const NO_LONGER: u16 = 4401;
/// Milliseconds for which an agent's socket hears of events.
const LISTENS_MS: u64 = 10 * 60_000;
/// `WebSocket.OPEN`.
const OPEN: u16 = 1;

/// The audience of an agent's tickets.
pub(super) fn staff_audience(agent: &str) -> String {
    format!("{AGENT}{agent}")
}

impl Inner {
    /// Opens a socket. `ticket` and `after` stand in the query.
    pub(super) async fn connect(self: &Rc<Self>, request: &Request) -> Result<Response, Failure> {
        let url = request.inner().url();
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let staff = request.path() == "/staff";
        let ticket = form::query(query, "ticket");
        let ticket = sha256_hex(id::ticket(ticket.as_deref())?.as_bytes());
        let after = id::after(form::query(query, "after").as_deref())?;
        self.load()?;
        let audience = self.store.take_ticket(&ticket, platform::now())?.unwrap_or_default();
        if audience.starts_with(AGENT) != staff || audience.is_empty() {
            return Err(problem(
                Code::BadTicket,
                "the ticket is unknown, used or older than 30 seconds; ask for a new one",
            )
            .into());
        }
        let pair = WebSocketPair::new()?;
        let tags: &[&str] = if staff { &[STAFF, &audience] } else { &[CUSTOMER] };
        self.state.accept_websocket_with_tags(&pair.server, tags);
        let keepalive = worker_sys::WebSocketRequestResponsePair::new("ping", "pong").map_err(worker::Error::from)?;
        self.state.set_websocket_auto_response(&keepalive);
        if staff {
            pair.server.serialize_attachment(platform::now())?;
        }
        let missed = if staff {
            serde_json::to_string(&StaffFrame::Events { events: self.store.log(after)? })?
        } else {
            let log = self.store.log(self.with_live(|live| Ok(live.after(after)))?)?;
            self.with_live(|live| Ok(serde_json::to_string(&SocketFrame::Events { events: live.project(&log) })?))?
        };
        pair.server.send_with_str(missed)?;
        self.look_again().await?;
        if !staff {
            self.ask_desk_soon();
            for frame in self.with_live(|live| Ok(standing(live)))? {
                pair.server.send_with_str(serde_json::to_string(&frame)?)?;
            }
        }
        Ok(Response::from_websocket(pair.client)?)
    }

    /// Tells every socket what has happened, each side what it may see.
    pub(super) fn broadcast(&self, events: &[Recorded], current: &Current) -> Result<(), Failure> {
        if events.is_empty() {
            return Ok(());
        }
        let customers = self.state.get_websockets_with_tag(CUSTOMER);
        if !customers.is_empty() {
            let seen = self.with_live(|live| Ok(live.project(events)))?;
            if !seen.is_empty() {
                send(&customers, &serde_json::to_string(&SocketFrame::Events { events: seen })?);
            }
        }
        let staff = self.state.get_websockets_with_tag(STAFF);
        let (staff, gone): (Vec<_>, Vec<_>) = staff.into_iter().partition(|socket| self.may_listen(socket, current));
        for socket in gone {
            socket.close(Some(NO_LONGER), Some("signed out")).ok();
        }
        if !staff.is_empty() {
            send(&staff, &serde_json::to_string(&StaffFrame::Events { events: events.to_vec() })?);
        }
        Ok(())
    }

    /// Whether the agent behind a socket is still of the team and may read conversations. A socket outlives requests,
    /// so this is asked each time something is told; and it may outlive the session that opened it, so that it has to be
    /// opened anew after a while, which needs a session that is good.
    fn may_listen(&self, socket: &WebSocket, current: &Current) -> bool {
        let opened_at: Option<Timestamp> = socket.deserialize_attachment().ok().flatten();
        if opened_at.is_none_or(|at| platform::now().since_ms(at) > LISTENS_MS) {
            return false;
        }
        let tags = self.state.get_tags(socket);
        let agent = tags.iter().find_map(|tag| tag.strip_prefix(AGENT));
        let mut team = current.published.workspace.team.iter();
        team.any(|member| Some(member.id.as_str()) == agent && may(member.role, Action::ReadConversations))
    }

    /// Tells the customer that somebody is typing. Not an event: it is forgotten.
    pub(super) fn typing(&self, name: &str) {
        if let Ok(frame) = serde_json::to_string(&SocketFrame::Typing { name: name.to_owned() }) {
            send(&self.state.get_websockets_with_tag(CUSTOMER), &frame);
        }
    }

    /// Tells the customer where they stand in the queue.
    pub(super) fn placed(&self, episode: EpisodeId, place: Option<Place>) -> Result<Response, Failure> {
        let changed = self.with_live(|live| {
            let place = place.filter(|_| live.waiting() == Some(episode));
            let changed = live.place != place;
            live.place = place;
            Ok(changed.then_some(place))
        })?;
        let Some(place) = changed else { return no_content() };
        self.store.set_place(episode, place)?;
        if let Some(place) = place {
            let frame = serde_json::to_string(&SocketFrame::Place { place })?;
            send(&self.state.get_websockets_with_tag(CUSTOMER), &frame);
        }
        no_content()
    }
}

/// What stands beside the events: the place in the queue, how far a person has read, whether they are there.
fn standing(live: &Live) -> Vec<SocketFrame> {
    let place = live.place.map(|place| SocketFrame::Place { place });
    let read = live.read_up_to().map(|up_to| SocketFrame::Read { up_to });
    let presence = live.present().map(|present| SocketFrame::Presence { present });
    [place, read, presence].into_iter().flatten().collect()
}

/// Whether a socket can still be heard. One that has just closed is listed while that is being told.
pub(super) fn is_open(socket: &WebSocket) -> bool {
    socket.as_ref().ready_state() == OPEN
}

/// A socket that has gone away gets its events when it comes back.
pub(super) fn send(sockets: &[WebSocket], frame: &str) {
    for socket in sockets {
        socket.send_with_str(frame).ok();
    }
}
