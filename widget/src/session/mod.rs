//! One visitor's conversation: what the visitor does goes in, the model changes, and requests and sockets
//! follow. The pure parts decide; this carries out.
//!
//! ```text
//! ui ─▶ submit ─▶ outbox ─▶ send ─▶ edge ─▶ receive ─▶ model ─▶ ui
//!                                    ▲ line (ticket, socket, poll)
//! ```

mod identity;
mod line;
mod send;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use baton_shared::protocol::{BrandPart, CustomerCommand, CustomerEvent, Events};
use baton_shared::text::Language;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::wasm_bindgen::JsCast;
use leptos::prelude::*;

use crate::connection::{Input, Machine};
use crate::model::{Counterpart, Delivery, Entry, Model, Notice, Record, announcement};
use crate::shell::{Host, Socket, Store, is_visible, now, random_id, random_token, window};

pub use identity::Known;

/// What the loader is told.
const EVENT_OPENED: &str = "conversation";
const EVENT_RESOLVED: &str = "resolved";

/// One visitor's conversation, and the page's own state around it.
pub struct Session {
    /// The loader.
    pub host: Host,
    /// Language of the interface.
    pub language: Language,
    /// How the company looks and speaks.
    pub brand: BrandPart,
    /// What the panel shows.
    pub model: ArcRwSignal<Model>,
    /// Whether the panel is open.
    pub open: ArcRwSignal<bool>,
    /// What stands in the composer.
    pub draft: ArcRwSignal<String>,
    /// What those who listen are told.
    pub announced: ArcRwSignal<String>,
    edge: String,
    store: Store,
    record: RefCell<Option<Record>>,
    /// Ids of the commands that are kept on the device.
    kept: RefCell<Vec<String>>,
    known: RefCell<Known>,
    machine: RefCell<Machine>,
    socket: RefCell<Option<Socket>>,
    timer: RefCell<Option<Timeout>>,
    sending: Cell<bool>,
    fetching: Cell<bool>,
    /// Raised when everything is forgotten: what was asked before that is not heard any more.
    life: Cell<u32>,
    listeners: RefCell<Vec<EventListener>>,
}

impl Session {
    /// Begins, and goes on with a conversation that is open on this device.
    pub fn start(host: Host) -> Rc<Self> {
        let language = host.language().parse().unwrap_or_default();
        let session = Rc::new(Self {
            language,
            brand: brand(&host, language),
            edge: host.edge(),
            store: Store::new(host.store()),
            host,
            model: ArcRwSignal::new(Model::default()),
            open: ArcRwSignal::new(false),
            draft: ArcRwSignal::new(String::new()),
            announced: ArcRwSignal::new(String::new()),
            record: RefCell::default(),
            kept: RefCell::default(),
            known: RefCell::default(),
            machine: RefCell::default(),
            socket: RefCell::default(),
            timer: RefCell::default(),
            sending: Cell::new(false),
            fetching: Cell::new(false),
            life: Cell::new(0),
            listeners: RefCell::default(),
        });
        session.listen();
        session.adopt();
        if session.host.identified() {
            session.identity_changed();
        }
        session
    }

    /// The visitor did something.
    pub fn submit(self: &Rc<Self>, command: CustomerCommand) {
        let Some(id) = command_id(&command) else { return };
        if !self.begin() {
            return;
        }
        let entry = Entry { id, made_at: now(), command, delivery: Delivery::Sending, attempts: 0 };
        self.store.keep_entry(&entry);
        self.kept.borrow_mut().push(entry.id.clone());
        self.model.update(|model| model.outbox.push(entry));
        self.pump();
    }

    /// Sends a text.
    pub fn say(self: &Rc<Self>, text: &str) {
        if let Some(id) = random_id() {
            self.submit(CustomerCommand::Say { id, text: text.to_owned() });
        }
    }

    /// Tries again what failed.
    pub fn retry(self: &Rc<Self>) {
        self.model.update(|model| model.outbox.retry());
        self.pump();
    }

    /// Takes back a command that cannot be sent as it is. A message's text returns to the composer.
    pub fn take_back(self: &Rc<Self>, id: &str) {
        let mut taken = None;
        self.model.update(|model| taken = model.outbox.take(id));
        if let Some(Entry { command: CustomerCommand::Say { text, .. }, .. }) = taken {
            let draft = self.draft.get_untracked();
            self.set_draft(if draft.is_empty() { text } else { format!("{text}\n{draft}") });
        }
        self.tidy();
        self.pump();
    }

    /// Drops refused choices, because another one is being made.
    pub fn forget_refused_choices(&self) {
        self.model.update(|model| {
            let refused = |entry: &&Entry| {
                matches!(entry.delivery, Delivery::Refused(_))
                    && matches!(entry.command, CustomerCommand::Choose { .. })
            };
            let ids: Vec<String> = model.outbox.entries().iter().filter(refused).map(|e| e.id.clone()).collect();
            for id in &ids {
                model.outbox.take(id);
            }
        });
        self.tidy();
    }

    /// What stands in the composer; kept on the device once there is a conversation.
    pub fn set_draft(&self, text: String) {
        if self.record.borrow().is_some() {
            self.store.keep_draft(&text);
        }
        self.draft.set(text);
    }

    /// Opens or closes the panel.
    pub fn set_open(&self, open: bool) {
        if self.open.get_untracked() != open {
            self.open.set(open);
            self.host.shown(open);
        }
        self.mark_seen();
    }

    /// Forgets everything, here and on the device.
    pub fn clear(&self) {
        self.store.clear();
        self.forget();
    }

    /// Looks again at everything that waits for a time.
    fn tick(self: &Rc<Self>) {
        let now = now();
        self.model.maybe_update(|model| {
            let over = model.typing.as_ref().is_some_and(|(_, until)| *until <= now);
            if over {
                model.typing = None;
            }
            over
        });
        self.step(Input::Wake);
        self.refresh_identity(now);
        self.pump();
    }

    /// Sets the one timer for whatever comes first.
    fn schedule(self: &Rc<Self>) {
        let model = self.model.with_untracked(|model| {
            let outbox = match model.outbox.next(now()) {
                crate::model::Next::Wait(at) => Some(at),
                crate::model::Next::Send(_) | crate::model::Next::Nothing => None,
            };
            [outbox, model.typing.as_ref().map(|(_, until)| *until)]
        });
        let others = [self.machine.borrow().wake_at(), self.refresh_at()];
        let first = model.into_iter().chain(others).flatten().min();
        *self.timer.borrow_mut() = first.map(|at| {
            let wait = u32::try_from(at.saturating_sub(now())).unwrap_or(u32::MAX).clamp(5, 1 << 30);
            let session = Rc::downgrade(self);
            Timeout::new(wait, move || with(&session, Self::tick))
        });
    }

    /// Makes sure that there is a conversation to send to. `false` where none can be made.
    fn begin(&self) -> bool {
        if self.record.borrow().is_some() {
            return true;
        }
        let (Some(token), Some(request)) = (random_token(), random_id()) else { return false };
        // Whatever of another person is on this device goes now.
        self.store.clear();
        let who = self.known.borrow().mark.clone();
        self.keep(Record { token, request, open: true, who, ..Record::default() });
        true
    }

    /// Goes on with the conversation on this device, if this visitor may see it.
    fn adopt(self: &Rc<Self>) {
        let Some(record) = self.store.record() else { return };
        if self.record.borrow().is_some() || !record.is_for(self.known.borrow().mark.as_deref()) {
            return;
        }
        let begun = record.id.is_some();
        *self.record.borrow_mut() = Some(record);
        let entries = self.store.entries();
        *self.kept.borrow_mut() = entries.iter().map(|entry| entry.id.clone()).collect();
        self.model.update(|model| {
            model.loading = begun;
            for entry in entries {
                model.outbox.push(entry);
            }
        });
        if let Some(draft) = self.store.draft().filter(|_| self.draft.with_untracked(String::is_empty)) {
            self.draft.set(draft);
        }
        if begun {
            self.fetch();
            self.step(Input::Start);
        }
        self.pump();
    }

    /// Takes in what the edge answered: it says the place too, or that there is none.
    fn take_in(self: &Rc<Self>, answered: Events) {
        self.receive(answered.events);
        self.model.maybe_update(|model| {
            let changed = model.place != answered.place;
            model.place = answered.place;
            changed
        });
    }

    /// Takes in events.
    fn receive(self: &Rc<Self>, events: Vec<CustomerEvent>) {
        let (mut fresh, mut gap, mut was) = (Vec::new(), false, None);
        self.model.update(|model| {
            was = Some((model.loading, model.view().with == Counterpart::Closed));
            let applied = model.apply(events);
            gap = applied.gap;
            fresh = model.log.latest(applied.added).to_vec();
        });
        let (was_loading, was_closed) = was.unwrap_or_default();
        if !was_loading {
            let said: Vec<String> =
                fresh.iter().filter_map(|event| announcement(event, self.language, &self.brand.name)).collect();
            if !said.is_empty() {
                self.announced.set(said.join(" "));
            }
        }
        let is_closed = self.model.with_untracked(|model| model.view().with == Counterpart::Closed);
        if is_closed && !was_closed && !was_loading {
            self.host.emit(EVENT_RESOLVED);
        }
        self.change_record(|record| record.open = !is_closed);
        self.tidy();
        self.mark_seen();
        if gap {
            self.fetch();
        }
    }

    /// What is on the screen is read; what is not is counted at the launcher.
    fn mark_seen(&self) {
        let (last, seen) = (self.model.with_untracked(|model| model.log.last()), self.seen());
        let reading = self.open.get_untracked() && is_visible();
        if reading && last > seen {
            self.change_record(|record| record.seen = last);
        }
        let count = if reading { 0 } else { self.model.with_untracked(|model| model.log.unread(seen)) };
        self.host.unread(u32::try_from(count).unwrap_or(u32::MAX));
    }

    fn seen(&self) -> u64 {
        self.record.borrow().as_ref().map_or(0, |record| record.seen)
    }

    fn keep(&self, record: Record) {
        self.store.keep_record(&record);
        *self.record.borrow_mut() = Some(record);
    }

    fn change_record(&self, change: impl FnOnce(&mut Record)) {
        let Some(before) = self.record.borrow().clone() else { return };
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            self.keep(after);
        }
    }

    /// Forgets on the device what has left the outbox.
    fn tidy(&self) {
        let left = |id: &String| self.model.with_untracked(|m| m.outbox.entries().iter().all(|e| e.id != *id));
        self.kept.borrow_mut().retain(|id| {
            let gone = left(id);
            if gone {
                self.store.forget_entry(id);
            }
            !gone
        });
    }

    /// Forgets everything in memory.
    fn forget(&self) {
        self.life.set(self.life.get() + 1);
        let _ = self.machine.borrow_mut().step(Input::Stop, now(), 0.0);
        drop(self.socket.borrow_mut().take());
        drop(self.timer.borrow_mut().take());
        *self.record.borrow_mut() = None;
        self.kept.borrow_mut().clear();
        self.sending.set(false);
        self.fetching.set(false);
        self.model.set(Model::default());
        self.draft.set(String::new());
        self.announced.set(String::new());
        self.host.unread(0);
    }

    fn set_notice(&self, notice: Option<Notice>) {
        self.model.maybe_update(|model| {
            let changed = model.notice != notice;
            model.notice = notice;
            changed
        });
    }

    fn listen(self: &Rc<Self>) {
        let Some(window) = window() else { return };
        let on = |target: &web_sys::EventTarget, name: &'static str, then: fn(&Rc<Self>, &web_sys::Event)| {
            let session = Rc::downgrade(self);
            EventListener::new(target, name, move |event| with(&session, |session| then(session, event)))
        };
        let mut listeners = vec![
            on(&window, "online", |session, _| {
                session.step(Input::Online);
                session.retry();
            }),
            on(&window, "offline", |session, _| session.step(Input::Offline)),
            on(&window, "storage", |session, event| {
                let key = event.dyn_ref::<web_sys::StorageEvent>().and_then(web_sys::StorageEvent::key);
                session.other_tab(key.as_deref());
            }),
        ];
        if let Some(document) = window.document() {
            listeners.push(on(&document, "visibilitychange", |session, _| {
                session.step(if is_visible() { Input::Visible } else { Input::Hidden });
                session.mark_seen();
            }));
        }
        *self.listeners.borrow_mut() = listeners;
    }

    /// Another tab began, moved on, or forgot.
    fn other_tab(self: &Rc<Self>, key: Option<&str>) {
        // No key: everything was cleared at once.
        if key.is_some_and(|key| key != self.store.record_key()) {
            return;
        }
        let own = self.record.borrow().clone();
        match (own, self.store.record()) {
            (None, _) => self.adopt(),
            (Some(_), None) => self.forget(),
            (Some(own), Some(other)) if own.token == other.token => {
                let (seen, begins) = (own.seen.max(other.seen), own.id.is_none() && other.id.is_some());
                *self.record.borrow_mut() = Some(Record { seen, ..other });
                if begins {
                    self.fetch();
                    self.step(Input::Start);
                }
                self.mark_seen();
            }
            // Both began at the same moment: each goes on with its own.
            (Some(_), Some(_)) => {}
        }
    }
}

/// Runs something on a session that is still there.
fn with(session: &Weak<Session>, run: impl FnOnce(&Rc<Session>)) {
    if let Some(session) = session.upgrade() {
        run(&session);
    }
}

/// A message has its own id; of the rest one of a kind is enough, so a repeat replaces nothing.
fn command_id(command: &CustomerCommand) -> Option<String> {
    match command {
        CustomerCommand::Say { id, .. } => Some(id.clone()),
        CustomerCommand::AskForHuman {} => Some("ask".to_owned()),
        CustomerCommand::RateAnswer { .. }
        | CustomerCommand::Choose { .. }
        | CustomerCommand::Rate { .. }
        | CustomerCommand::Update { .. }
        | CustomerCommand::End {} => random_id(),
    }
}

fn brand(host: &Host, language: Language) -> BrandPart {
    crate::wire::brand(&host.brand()).unwrap_or_else(|| BrandPart {
        name: crate::words::words(language).chat.to_owned(),
        accent: String::new(),
        on_accent: String::new(),
        greeting: crate::words::words(language).greeting.to_owned(),
        suggestions: Vec::new(),
    })
}
