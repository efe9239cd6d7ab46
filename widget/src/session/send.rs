//! Empties the outbox: one command at a time, in order, opening the conversation with the first.

use std::cell::RefCell;
use std::rc::Rc;

use baton_shared::protocol::{CustomerCommand, Events, OpenRequest};

use super::{EVENT_OPENED, Session};
use crate::connection::Input;
use crate::model::{Entry, Failure, Next, Notice, Record, UploadState, Verdict, judge};
use crate::shell::{Answered, now, page};
use crate::wire;

impl Session {
    /// Sends what is next, if nothing is on its way.
    pub(super) fn pump(self: &Rc<Self>) {
        let next = self.model.peek(|model| model.outbox.next(now()));
        if let (Next::Send(entry), false) = (next, self.sending.get()) {
            self.sending.set(true);
            self.maybe_update(|model| model.outbox.begin(&entry.id));
            self.send(entry);
        }
        self.schedule();
    }

    /// Address of something of this conversation, and its token.
    pub(super) fn address(&self, of: &str) -> Option<(String, String)> {
        address_in(&self.record, of)
    }

    /// The conversation is no longer there. What the visitor wrote meanwhile opens a new one.
    pub(super) fn gone(self: &Rc<Self>) {
        let _ = self.machine.borrow_mut().step(Input::Stop, now(), 0.0);
        drop(self.socket.borrow_mut().take());
        self.life.update(|life| *life += 1);
        self.sending.set(false);
        self.fetching.set(false);
        *self.record.borrow_mut() = None;
        self.update(|model| {
            let old = std::mem::take(model);
            let entries = old.outbox.entries().iter().filter(|entry| opens(&entry.command)).cloned();
            // Files of the conversation that is gone are gone with it.
            for entry in entries.filter_map(without_files) {
                model.outbox.push(entry);
            }
            model.outbox.retry();
            model.notice = Some(Notice::StartedAnew);
        });
        self.store.clear_current();
        self.uploads.update(|all| all.retain(|file| file.state == UploadState::Waiting));
        self.kept.borrow_mut().clear();
        let entries = self.model.peek(|model| model.outbox.entries().to_vec());
        if !entries.is_empty() && self.begin() {
            for entry in &entries {
                self.store.keep_entry(entry);
                self.kept.borrow_mut().push(entry.id.clone());
            }
        }
        self.pump();
    }

    fn send(self: &Rc<Self>, entry: Entry) {
        let Some((path, token)) = self.address("commands") else {
            self.identity_token(move |session, identity| session.open_with(entry, identity));
            return;
        };
        let body = wire::command(&entry.command).print();
        let done = self.alive(move |session, answered: Answered| {
            let events = answered.and_then(|body| wire::events(&body).ok_or(Failure::Unreachable));
            session.answered(&entry, false, events);
        });
        self.host.post(&path, Some(&token), &body, done);
    }

    fn answered(self: &Rc<Self>, entry: &Entry, opening: bool, answered: Result<Events, Failure>) {
        self.sending.set(false);
        match answered {
            Ok(events) => self.sent(entry, opening, events),
            Err(failure) => self.failed(entry, judge(&failure, opening)),
        }
        self.pump();
    }

    fn sent(self: &Rc<Self>, entry: &Entry, opening: bool, events: Events) {
        let told = self.model.peek(|model| model.notice.clone());
        if told != Some(Notice::StartedAnew) {
            self.set_notice(None);
        }
        self.take_in(events);
        self.update(|model| drop(model.outbox.take(&entry.id)));
        self.tidy();
        if opening {
            self.host.emit(EVENT_OPENED);
            self.step(Input::Start);
            // What is at its place is here now.
            self.place.take();
            self.upload_held();
        }
    }

    fn failed(self: &Rc<Self>, entry: &Entry, verdict: Verdict) {
        self.update(|model| {
            model.outbox.failed(&entry.id, verdict, now());
        });
        match verdict {
            Verdict::Retry | Verdict::Refused(_) => {}
            Verdict::Later(seconds) => self.set_notice(Some(Notice::Slower(seconds))),
            Verdict::NotHere => self.set_notice(Some(Notice::NotHere)),
            Verdict::Gone => self.gone(),
            Verdict::Identity => {
                self.identity_refused();
                self.update(|model| model.outbox.retry());
            }
            Verdict::Stale => self.fetch(),
        }
        self.tidy();
    }

    fn open_with(self: &Rc<Self>, entry: Entry, identity: Option<String>) {
        let Some(Record { token, request: request_id, .. }) = self.record.borrow().clone() else {
            self.answered(&entry, true, Err(Failure::Unreachable));
            return;
        };
        let open = OpenRequest {
            request_id,
            token,
            language: self.language.peeked(),
            page: Some(page(&self.host)),
            attributes: Vec::new(),
            identity,
            command: Some(entry.command.clone()),
        };
        let done = self.alive(move |session, answered: Answered| {
            let events = session.opened(answered);
            session.answered(&entry, true, events);
        });
        self.host.post("/v1/conversations", None, &wire::open_request(&open, &self.host.attributes()), done);
    }

    fn opened(&self, answered: Answered) -> Result<Events, Failure> {
        if let Err(Failure::Status { status: 409, .. }) = &answered
            && let (Some(token), Some(request)) = (self.host.random_token(), self.host.random_id())
        {
            // The id is taken, by a request whose answer was lost and whose secret is another: begin afresh.
            self.change_record(|record| {
                record.token = token;
                record.request = request;
            });
        }
        let opened = wire::opened(&answered?).ok_or(Failure::Unreachable)?;
        self.change_record(|record| record.id = Some(opened.conversation));
        Ok(Events { events: opened.events, place: None, read: None, present: None })
    }
}

/// Address of something of a conversation, or of a place for files, and its token.
pub(super) fn address_in(record: &RefCell<Option<Record>>, of: &str) -> Option<(String, String)> {
    let record = record.borrow();
    let record = record.as_ref()?;
    let id = record.id.as_ref()?;
    Some((format!("/v1/conversations/{id}/{of}"), record.token.clone()))
}

/// A command without the files that it names; none where nothing is left of it.
fn without_files(mut entry: Entry) -> Option<Entry> {
    entry.attachments.clear();
    if let CustomerCommand::Say { text, attachments, .. } = &mut entry.command {
        attachments.clear();
        if text.is_empty() {
            return None;
        }
    }
    Some(entry)
}

/// Whether a conversation can begin with it.
fn opens(command: &CustomerCommand) -> bool {
    match command {
        CustomerCommand::Say { .. } | CustomerCommand::AskForHuman {} => true,
        CustomerCommand::RateAnswer { .. }
        | CustomerCommand::Choose { .. }
        | CustomerCommand::Rate { .. }
        | CustomerCommand::SendTranscript { .. }
        | CustomerCommand::Update { .. }
        | CustomerCommand::End {} => false,
    }
}
