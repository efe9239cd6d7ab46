//! What a visitor may do beside talking: read an article in full, go back to an earlier conversation, keep the
//! transcript, hear a sound, speak another language; and what the page says of them.

use std::rc::Rc;

use baton_shared::knowledge::suggest;
use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlTextAreaElement};

use super::{Session, brand, with};
use crate::model::{Body, Counterpart, Earlier, Failure, Record};
use crate::shell::{Answered, Emoji, Sound, Transcript, is_visible, now};
use crate::wire::{self, identity_request, resume_request};
use crate::words::Words;

/// The other side is told that somebody types at most once in this time.
const TYPING_EVERY_MS: u64 = 2_500;
/// A draft shorter than this suggests nothing.
const MIN_TYPED: usize = 2;

impl Session {
    /// What has the focus within the widget.
    pub fn focused(&self) -> Option<HtmlElement> {
        let root = self.host.place().get_root_node();
        js_sys::Reflect::get(&root, &"activeElement".into()).ok()?.dyn_into().ok()
    }

    /// Whether something within the widget has the focus.
    pub fn has_focus(&self) -> bool {
        self.focused().is_some()
    }

    /// The transcript's element.
    pub fn log(&self) -> Option<HtmlElement> {
        self.host.place().query_selector("[role=log]").ok()??.dyn_into().ok()
    }

    /// Whether there is a conversation.
    pub fn has_begun(&self) -> bool {
        self.view.with(|view| !view.rows.is_empty())
    }

    /// Whether there may be conversations to go back to.
    pub fn has_earlier(&self) -> bool {
        self.host.identified() || !self.own_earlier().is_empty()
    }

    /// Earlier conversations on this device that are this visitor's.
    pub(super) fn own_earlier(&self) -> Vec<Earlier> {
        let mark = self.known.borrow().mark.clone();
        self.store.earlier().into_iter().filter(|one| one.is_for(mark.as_deref())).collect()
    }

    /// Another person is here: the conversations of the last one leave the device.
    pub(super) fn forget_earlier_of_others(&self) {
        let (own, all) = (self.own_earlier(), self.store.earlier().len());
        if own.len() != all {
            self.store.put_earlier(&own);
        }
        self.earlier.set(Vec::new());
    }

    /// Whether everything that the visitor did has arrived, so that nothing is lost by leaving the conversation.
    pub fn is_settled(&self) -> bool {
        self.model.peek(|model| model.outbox.entries().is_empty())
    }

    /// Begins another conversation; this one can be gone back to.
    pub fn start_over(self: &Rc<Self>) {
        self.set_aside();
        self.store.clear_current();
        self.forget();
    }

    /// Fetches the list of earlier conversations.
    pub fn find_earlier(self: &Rc<Self>) {
        self.earlier.set(self.own_earlier());
        let Some(identity) = self.known.borrow().token.clone() else { return };
        let done = self.alive(|session, answered: Answered| {
            let found = answered.map(|body| wire::mine(&body)).unwrap_or_default();
            let current = session.record.borrow().as_ref().and_then(|record| record.id.clone());
            session.earlier.update(|all| {
                for one in found {
                    match all.iter_mut().find(|known| known.id == one.id) {
                        Some(known) => *known = Earlier { token: known.token.take(), ..one },
                        None if current.as_deref() != Some(&one.id) => all.push(one),
                        None => {}
                    }
                }
                all.sort_unstable_by_key(|one| std::cmp::Reverse(one.updated_at));
            });
        });
        self.host.post("/v1/conversations/mine", None, &identity_request(&identity), done);
    }

    /// Goes back to a conversation.
    pub fn go_to(self: &Rc<Self>, id: &str) {
        if !self.is_settled() {
            return;
        }
        let Some(one) = self.earlier.peek(|all| all.iter().find(|one| one.id == id).cloned()) else { return };
        let Some(token) = one.token.clone().or_else(|| self.host.random_token()) else { return };
        let known = one.token.is_some();
        let record = Record {
            token: token.clone(),
            id: Some(one.id),
            open: one.open,
            who: self.known.borrow().mark.clone(),
            ..Record::default()
        };
        let go = move |session: &Rc<Self>| {
            session.start_over();
            session.store.keep_record(&record);
            session.adopt();
        };
        if known {
            go(self);
            return;
        }
        // A conversation that began elsewhere is opened by who the visitor is.
        let Some(identity) = self.known.borrow().token.clone() else { return };
        let done = self.alive(move |session, answered: Answered| {
            if answered.is_ok() {
                go(session);
            }
        });
        let path = format!("/v1/conversations/{id}/resume");
        self.host.post(&path, None, &resume_request(&identity, &token), done);
    }

    /// Keeps the conversation among the earlier ones.
    fn set_aside(&self) {
        let Some(Record { id: Some(id), token, open, who, .. }) = self.record.borrow().clone() else { return };
        let preview = self.view.peek(|view| {
            let first = view.rows.iter().find(|row| matches!(row.body, Body::You { .. }));
            first.and_then(|row| row.body.text()).map(|text| text.chars().take(80).collect()).unwrap_or_default()
        });
        self.store.keep_earlier(Earlier { id, token: Some(token), preview, updated_at: now(), open, who });
    }

    /// The visitor typed.
    pub fn typed(self: &Rc<Self>, text: String) {
        self.set_draft(text);
        if self.questions.peek(Option::is_none) {
            self.questions.set(Some(Vec::new()));
            self.fetch_questions();
        }
        let with_person = self.view.peek(|view| matches!(view.with, Counterpart::Person { .. }));
        if with_person && self.told_typing.get() + TYPING_EVERY_MS < now() {
            self.told_typing.set(now());
            if let Some(socket) = self.socket.borrow().as_ref() {
                socket.send("typing");
            }
        }
    }

    /// Questions that can be answered and look like what is being typed.
    pub fn suggested(&self) -> Vec<String> {
        let draft = self.draft.get();
        let typed = draft.trim();
        if typed.chars().count() < MIN_TYPED {
            return Vec::new();
        }
        self.questions.with(|all| {
            let all = all.as_deref().unwrap_or_default();
            suggest(all, typed).into_iter().filter_map(|at| all.get(at).cloned()).filter(|one| one != typed).collect()
        })
    }

    fn fetch_questions(self: &Rc<Self>) {
        let name = format!("suggest.{}", self.language.peeked());
        let session = Rc::downgrade(self);
        self.host.get("/published/manifest.json", None, move |answered| {
            let part = answered.ok().and_then(|manifest| wire::part(&manifest, &name));
            let (Some(part), Some(there)) = (part, session.upgrade()) else { return };
            there.host.get(&format!("/published/parts/{part}.json"), None, move |answered| {
                if let Ok(body) = answered {
                    with(&session, |session| session.questions.set(Some(wire::questions(&body))));
                }
            });
        });
    }

    /// Fetches an article: its Markdown, and where the company publishes it.
    pub fn article(&self, id: &str, done: impl FnOnce(Option<(String, Option<String>)>) + 'static) {
        let path = format!("/v1/articles/{id}?language={}", self.language.peeked());
        self.host.get(&path, None, |answered| done(answered.ok().and_then(|body| wire::article(&body))));
    }

    /// Speaks another language from now on; where its sentences cannot be had, the same.
    pub fn speak(self: &Rc<Self>, language: Language) {
        let session = Rc::downgrade(self);
        self.host.then(&self.host.speak(language.as_str()), move |brought| {
            let (Some(text), Some(session)) = (brought.and_then(|text| text.as_string()), session.upgrade()) else {
                return;
            };
            session.words.set(Words::of(session.host.words()));
            session.questions.set(None);
            session.brand.set(brand(&text, session.words()));
            session.language.set(language);
            session.notices_changed();
        });
    }

    /// The loader found other notices.
    pub fn notices_changed(&self) {
        self.notices.set(self.host.notices());
    }

    /// The page says other things of the visitor. Only the latest matters: what did not arrive is said again once the
    /// line is back.
    pub fn attributes_changed(self: &Rc<Self>) {
        let path = self.address("commands").filter(|_| self.record.borrow().as_ref().is_some_and(|record| record.open));
        let Some((path, token)) = path else { return };
        self.unsaid.set(false);
        let done = self.alive(|session, answered: Answered| match answered {
            Ok(body) => {
                if let Some(events) = wire::events(&body) {
                    session.take_in(events);
                }
            }
            Err(failure) => session.unsaid.set(failure == Failure::Unreachable),
        });
        self.host.post(&path, Some(&token), &wire::update(&self.host.attributes()), done);
    }

    /// Whether sound is wanted.
    pub fn is_loud(&self) -> bool {
        self.store.is_loud()
    }

    /// Switches the sound, and the number in the page's title.
    pub fn set_loud(self: &Rc<Self>, loud: bool) {
        self.store.keep_loud(loud);
        if loud {
            self.sound_piece(|piece| drop(piece.play()));
        } else {
            self.titled.set(0);
            self.sound_piece(|piece| piece.title(0));
        }
    }

    /// Something arrived; heard where the visitor wants to, and does not look.
    pub(super) fn sound(self: &Rc<Self>) {
        if self.is_loud() && !(self.open.peeked() && is_visible()) {
            self.sound_piece(|piece| drop(piece.play()));
        }
    }

    /// The number of unread messages, in the page's title.
    pub(super) fn title(&self, count: u32) {
        if self.is_loud() && self.titled.replace(count) != count {
            self.sound_piece(move |piece| piece.title(count));
        }
    }

    pub(super) fn sound_piece(&self, run: impl FnOnce(Sound) + 'static) {
        self.piece("sound", run);
    }

    /// Shows the emoji, or hides them. The one that is chosen goes where the text's mark stands.
    pub fn pick_emoji(self: &Rc<Self>, place: &Element, field: &HtmlTextAreaElement) {
        let (place, field, host) = (place.clone(), field.clone(), Rc::clone(&self.host));
        self.piece("emoji", move |piece: Emoji| piece.toggle(&place, &field, &host));
    }

    /// Copies a text; `done` receives whether that worked.
    pub fn copy(&self, text: &str, done: impl FnOnce(bool) + 'static) {
        let (text, host) = (text.to_owned(), Rc::clone(&self.host));
        self.host.then(&self.host.piece("transcript"), move |piece| match piece {
            Some(piece) => {
                let copied = piece.unchecked_into::<Transcript>().copy(vec![text]);
                host.then(&copied, |copied| done(copied.is_some_and(|copied| copied.is_truthy())));
            }
            None => done(false),
        });
    }

    /// Saves the transcript as a text file.
    pub fn download_transcript(&self) {
        let words = self.words();
        let language = self.language.peeked();
        let company = self.brand.peek(|brand| brand.name.clone());
        let mut lines = Vec::new();
        self.view.peek(|view| {
            for row in &view.rows {
                let who = match &row.body {
                    Body::You { .. } => words.you(),
                    Body::Person { name, .. } => name,
                    _ => &company,
                };
                let files = row.body.attachments().iter().map(|file| file.name.as_str());
                let said: Vec<&str> =
                    row.body.text().into_iter().chain(files).filter(|text| !text.is_empty()).collect();
                if !said.is_empty() {
                    let time = self.host.time_of_day(row.at.unwrap_or(Timestamp(now())));
                    lines.push(format!("{time}  {who}: {}", said.join("\n")));
                }
            }
        });
        self.piece("transcript", move |piece: Transcript| piece.save(&company, lines, language.as_str()));
    }

    /// Fetches a piece, and runs something with it; nothing where it cannot be had.
    pub fn piece<T: JsCast>(&self, name: &str, run: impl FnOnce(T) + 'static) {
        self.host.then(&self.host.piece(name), |piece| {
            if let Some(piece) = piece {
                run(piece.unchecked_into());
            }
        });
    }
}
