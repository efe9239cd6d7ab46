//! One visitor's conversation: what the visitor does goes in, the model changes, and requests and sockets
//! follow. The pure parts decide; this carries out.
//!
//! ```text
//! ui ─▶ submit ─▶ outbox ─▶ send ─▶ edge ─▶ receive ─▶ model ─▶ ui
//!                                    ▲ line (ticket, socket, poll)
//! ```

mod send;
mod line;
mod identity;
mod files;
mod more;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use baton_shared::conversation::Attachment;
use baton_shared::protocol::{BrandPart, CustomerCommand, CustomerEvent, Events};
use baton_shared::text::Language;
use baton_ui::Watched;
use gloo_timers::callback::Timeout;
use js_sys::wasm_bindgen::JsValue;

use crate::connection::{Input, Machine};
use crate::model::{Counterpart, Delivery, Earlier, Entry, Model, Notice, Record, Upload, View, announcement};
use crate::shell::{Host, Listening, Socket, Store, is_visible, now};
use crate::words::Words;

pub use identity::Known;

/// What the loader is told.
const EVENT_OPENED: &str = "conversation";
const EVENT_RESOLVED: &str = "resolved";

/// One visitor's conversation, and the page's own state around it.
pub struct Session {
    /// The loader.
    pub host: Rc<Host>,
    /// Language of the interface.
    pub language: Watched<Language>,
    words: Cell<&'static Words>,
    /// How the company looks and speaks.
    pub brand: Watched<BrandPart>,
    /// What is known.
    pub model: Watched<Model>,
    /// What the panel shows of it.
    pub view: Watched<View>,
    /// Whether the panel is open.
    pub open: Watched<bool>,
    /// What stands in the composer.
    pub draft: Watched<String>,
    /// Files that wait in the composer.
    pub uploads: Watched<Vec<Upload>>,
    /// What is wrong with a file that was not taken.
    pub file_trouble: Watched<String>,
    /// What those who listen are told.
    pub announced: Watched<String>,
    /// Notices that concern this page, as a JSON list.
    pub notices: Watched<String>,
    /// Conversations that the visitor may go back to.
    pub earlier: Watched<Vec<Earlier>>,
    /// Questions that can be answered; fetched with the first letter that is typed.
    questions: Watched<Option<Vec<String>>>,
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
    /// When the other side was last told that the visitor types.
    told_typing: Cell<u64>,
    /// Number of the latest file.
    files: Cell<u32>,
    /// Files that wait for the conversation to begin, by their numbers.
    held_files: RefCell<Vec<(u32, JsValue)>>,
    /// Where they go meanwhile, on this page alone: nothing is kept before the first message.
    place: RefCell<Option<Record>>,
    /// Whether files follow a message by themselves.
    waiting: Cell<bool>,
    /// Whether what the page says of the visitor has not arrived.
    unsaid: Cell<bool>,
    /// The number in the page's title.
    titled: Cell<u32>,
    /// Raised when everything is forgotten: what was asked before that is not heard any more, and what lies over the
    /// conversation goes.
    pub life: Watched<u32>,
    listening: RefCell<Option<Listening>>,
}

impl Session {
    /// Begins, and goes on with a conversation that is open on this device.
    pub fn start(host: Host) -> Rc<Self> {
        let host = Rc::new(host);
        let language = host.language().parse().unwrap_or_default();
        let words = Words::of(host.words());
        let session = Rc::new(Self {
            language: Watched::new(language),
            words: Cell::new(words),
            brand: Watched::new(brand(&host.brand(), words)),
            edge: host.edge(),
            open: Watched::new(host.open()),
            store: Store::new(Rc::clone(&host)),
            host,
            model: Watched::default(),
            view: Watched::default(),
            draft: Watched::default(),
            uploads: Watched::default(),
            file_trouble: Watched::default(),
            announced: Watched::default(),
            notices: Watched::default(),
            earlier: Watched::default(),
            questions: Watched::default(),
            record: RefCell::default(),
            kept: RefCell::default(),
            known: RefCell::default(),
            machine: RefCell::default(),
            socket: RefCell::default(),
            timer: RefCell::default(),
            sending: Cell::new(false),
            fetching: Cell::new(false),
            told_typing: Cell::new(0),
            files: Cell::new(0),
            held_files: RefCell::default(),
            place: RefCell::default(),
            waiting: Cell::new(false),
            unsaid: Cell::new(false),
            titled: Cell::new(0),
            life: Watched::default(),
            listening: RefCell::default(),
        });
        session.listen();
        session.adopt();
        session.notices_changed();
        if session.host.identified() {
            session.identity_changed();
        }
        session
    }

    /// The interface's sentences.
    pub fn words(&self) -> &'static Words {
        self.words.get()
    }

    /// What follows a question, unless everything has been forgotten meanwhile.
    fn alive<T>(self: &Rc<Self>, then: impl FnOnce(&Rc<Self>, T) + 'static) -> impl FnOnce(T) + 'static {
        let (session, life) = (Rc::downgrade(self), self.life.peeked());
        move |answer| {
            with(&session, |session| {
                if session.life.peeked() == life {
                    then(session, answer);
                }
            });
        }
    }

    /// Changes what is known, and what is shown of it.
    fn update(&self, change: impl FnOnce(&mut Model)) {
        self.model.update(change);
        self.shown_anew();
    }

    /// The same, where `change` says whether anything has changed.
    fn maybe_update(&self, change: impl FnOnce(&mut Model) -> bool) {
        let mut changed = false;
        self.model.maybe_update(|model| {
            changed = change(model);
            changed
        });
        if changed {
            self.shown_anew();
        }
    }

    fn shown_anew(&self) {
        self.view.set(self.model.peek(Model::view));
    }

    /// The visitor did something.
    pub fn submit(self: &Rc<Self>, command: CustomerCommand) {
        self.submit_with(command, Vec::new());
    }

    /// The same, with the files that the command names.
    fn submit_with(self: &Rc<Self>, command: CustomerCommand, attachments: Vec<Attachment>) {
        let Some(id) = command_id(&command, &self.host) else { return };
        if !self.begin() {
            return;
        }
        let entry = Entry { id, made_at: now(), command, delivery: Delivery::Sending, attempts: 0, attachments };
        self.store.keep_entry(&entry);
        self.kept.borrow_mut().push(entry.id.clone());
        self.update(|model| model.outbox.push(entry));
        self.pump();
    }

    /// Sends a text, and the files that are ready. Those that are not follow by themselves.
    pub fn say(self: &Rc<Self>, text: &str) {
        let attachments = self.take_ready();
        self.waiting.set(self.uploads.peek(|all| all.iter().any(Upload::is_on_its_way)));
        if let Some(id) = self.host.random_id().filter(|_| !text.is_empty() || !attachments.is_empty()) {
            self.submit_with(
                CustomerCommand::Say {
                    id,
                    text: text.to_owned(),
                    attachments: attachments.iter().map(|file| file.id.clone()).collect(),
                },
                attachments,
            );
        }
    }

    /// Tries again what failed.
    pub fn retry(self: &Rc<Self>) {
        self.update(|model| model.outbox.retry());
        self.pump();
    }

    /// Takes back a command that cannot be sent as it is. A message's text returns to the composer.
    pub fn take_back(self: &Rc<Self>, id: &str) {
        let mut taken = None;
        self.update(|model| taken = model.outbox.take(id));
        if let Some(Entry { command: CustomerCommand::Say { text, .. }, attachments, .. }) = taken {
            self.put_back(attachments);
            let draft = self.draft.peeked();
            self.set_draft(if draft.is_empty() { text } else { format!("{text}\n{draft}") });
        }
        self.tidy();
        self.pump();
    }

    /// Drops refused choices, because another one is being made.
    pub fn forget_refused_choices(&self) {
        self.update(|model| {
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
        if self.open.peeked() != open {
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
        self.maybe_update(|model| {
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
        let model = self.model.peek(|model| {
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
        let fresh = || {
            let (token, request) = (self.host.random_token()?, self.host.random_id()?);
            Some(Record { token, request, ..Record::default() })
        };
        let Some(place) = self.place.borrow().clone().or_else(fresh) else { return false };
        let who = self.known.borrow().mark.clone();
        // Whatever of another person is on this device goes now.
        if self.store.record().is_some_and(|old| !old.is_for(who.as_deref())) {
            self.store.clear();
        } else {
            self.store.clear_current();
        }
        self.keep(Record { id: None, open: true, who, ..place });
        true
    }

    /// Goes on with the conversation on this device, if this visitor may see it.
    fn adopt(self: &Rc<Self>) {
        let Some(record) = self.store.record() else { return };
        if self.record.borrow().is_some() || !record.is_for(self.known.borrow().mark.as_deref()) {
            return;
        }
        let begun = record.id.is_some();
        self.leave_place();
        *self.record.borrow_mut() = Some(record);
        let entries = self.store.entries();
        *self.kept.borrow_mut() = entries.iter().map(|entry| entry.id.clone()).collect();
        self.update(|model| {
            model.loading = begun;
            for entry in entries {
                model.outbox.push(entry);
            }
        });
        if let Some(draft) = self.store.draft().filter(|_| self.draft.peek(String::is_empty)) {
            self.draft.set(draft);
        }
        if begun {
            self.upload_held();
            self.fetch();
            self.step(Input::Start);
        }
        self.pump();
    }

    /// Takes in what the edge answered: it says the place too, or that there is none.
    fn take_in(self: &Rc<Self>, answered: Events) {
        self.receive(answered.events);
        self.maybe_update(|model| {
            let (place, present) = (model.place, model.present);
            let read = model.read.max(answered.read.unwrap_or(0));
            let changed = (place, present, model.read) != (answered.place, answered.present, read);
            (model.place, model.present, model.read) = (answered.place, answered.present, read);
            changed
        });
    }

    /// Takes in events.
    fn receive(self: &Rc<Self>, events: Vec<CustomerEvent>) {
        let (mut fresh, mut gap, mut was) = (Vec::new(), false, None);
        self.update(|model| {
            was = Some((model.loading, model.view().with == Counterpart::Closed));
            let applied = model.apply(events);
            gap = applied.gap;
            fresh = model.log.latest(applied.added).to_vec();
        });
        let (was_loading, was_closed) = was.unwrap_or_default();
        if !was_loading {
            let company = self.brand.peek(|brand| brand.name.clone());
            let said: Vec<String> =
                fresh.iter().filter_map(|event| announcement(event, self.words(), &company)).collect();
            if !said.is_empty() {
                self.announced.set(said.join(" "));
                self.sound();
            }
        }
        let is_closed = self.model.peek(|model| model.view().with == Counterpart::Closed);
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
        let (last, seen) = (self.model.peek(|model| model.log.last()), self.seen());
        let reading = self.open.peeked() && is_visible();
        if reading && last > seen {
            self.change_record(|record| record.seen = last);
        }
        let count = if reading { 0 } else { self.model.peek(|model| model.log.unread(seen)) };
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        self.host.unread(count);
        self.title(count);
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
        let left = |id: &String| self.model.peek(|m| m.outbox.entries().iter().all(|e| e.id != *id));
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
        self.life.update(|life| *life += 1);
        let _ = self.machine.borrow_mut().step(Input::Stop, now(), 0.0);
        drop(self.socket.borrow_mut().take());
        drop(self.timer.borrow_mut().take());
        *self.record.borrow_mut() = None;
        self.kept.borrow_mut().clear();
        self.sending.set(false);
        self.fetching.set(false);
        self.update(|model| *model = Model::default());
        self.draft.set(String::new());
        self.uploads.set(Vec::new());
        self.held_files.borrow_mut().clear();
        self.place.take();
        self.waiting.set(false);
        if self.titled.replace(0) != 0 {
            self.sound_piece(|piece| piece.title(0));
        }
        self.file_trouble.set(String::new());
        self.earlier.set(Vec::new());
        self.announced.set(String::new());
        self.host.unread(0);
    }

    /// Lets go of the page, and of the line. What is on the device stays.
    pub fn stop(&self) {
        self.forget();
        drop(self.listening.borrow_mut().take());
    }

    fn set_notice(&self, notice: Option<Notice>) {
        self.maybe_update(|model| {
            let changed = model.notice != notice;
            model.notice = notice;
            changed
        });
    }

    fn listen(self: &Rc<Self>) {
        let session = Rc::downgrade(self);
        let listening = Listening::to(&self.host, move |what| {
            with(&session, |session| match what.as_str() {
                "online" => {
                    session.step(Input::Online);
                    session.retry();
                }
                "offline" => session.step(Input::Offline),
                "pagehide" => session.step(Input::Left),
                "pageshow" => session.step(Input::Visible),
                _ => {
                    session.step(if is_visible() { Input::Visible } else { Input::Hidden });
                    session.mark_seen();
                }
            });
        });
        *self.listening.borrow_mut() = Some(listening);
    }

    /// Another tab began, moved on, or forgot.
    pub fn other_tab(self: &Rc<Self>, key: Option<&str>) {
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
                    self.upload_held();
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
fn command_id(command: &CustomerCommand, host: &Host) -> Option<String> {
    match command {
        CustomerCommand::Say { id, .. } => Some(id.clone()),
        CustomerCommand::AskForHuman {} => Some("ask".to_owned()),
        CustomerCommand::RateAnswer { .. }
        | CustomerCommand::Choose { .. }
        | CustomerCommand::Rate { .. }
        | CustomerCommand::SendTranscript { .. }
        | CustomerCommand::Update { .. }
        | CustomerCommand::End {} => host.random_id(),
    }
}

fn brand(text: &str, words: &Words) -> BrandPart {
    crate::wire::brand(text).unwrap_or_else(|| BrandPart {
        name: words.chat().to_owned(),
        accent: String::new(),
        on_accent: String::new(),
        greeting: words.greeting().to_owned(),
        suggestions: Vec::new(),
    })
}
