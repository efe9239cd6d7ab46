//! Files: chosen, pasted or dropped, uploaded while the visitor writes, sent with the next message. Before a conversation
//! has begun they go to a place of their own at the edge, which the first message opens.

use std::rc::Rc;

use baton_shared::conversation::Attachment;
use js_sys::{Array, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use super::send::address_in;
use super::{Session, with};
use crate::model::{Record, Upload, UploadState};
use crate::shell::{Attach, told};
use crate::wire::{Json, attachment};

impl Session {
    /// Lets the visitor choose files.
    pub fn pick_files(self: &Rc<Self>) {
        self.attach(|session, piece| {
            let session = Rc::downgrade(session);
            let done = move |files: JsValue| with(&session, |session| session.add_files(files.unchecked_ref()));
            piece.pick(&Closure::<dyn FnMut(JsValue)>::new(done).into_js_value().unchecked_into());
        });
    }

    /// Takes files, as many as a message may carry.
    pub fn add_files(self: &Rc<Self>, files: &Array) {
        let files = files.clone();
        self.attach(move |session, piece| {
            let words = session.words();
            session.file_trouble.set(String::new());
            for file in files.iter() {
                let already = u32::try_from(session.uploads.peek(Vec::len)).unwrap_or(u32::MAX);
                let problem = match piece.refuse(&file, already).as_str() {
                    "" => {
                        session.add_file(&piece, &file);
                        continue;
                    }
                    "many" => words.too_many_files(),
                    "large" => words.file_too_large(),
                    _ => words.file_kind(),
                };
                session.file_trouble.set(problem.to_owned());
            }
        });
    }

    /// Takes a file back.
    pub fn remove_file(&self, key: u32) {
        self.uploads.update(|all| all.retain(|file| file.key != key));
        self.held_files.borrow_mut().retain(|(held, _)| *held != key);
    }

    /// Files of a message that was taken back stand in the composer again.
    pub(super) fn put_back(&self, files: Vec<Attachment>) {
        for file in files {
            let key = self.files.get() + 1;
            self.files.set(key);
            let upload = Upload { key, name: file.name.clone(), state: UploadState::Ready(file) };
            self.uploads.update(|all| all.push(upload));
        }
    }

    /// Draws a picture that stands on the edge: of an article, or one that was sent.
    pub fn draw_picture(self: &Rc<Self>, place: &Element, src: &str) {
        // Nothing is asked of anybody else: what does not lie with the edge is not drawn.
        let url = if src.starts_with('/') { format!("{}{src}", self.edge) } else { src.to_owned() };
        if url.starts_with(&format!("{}/", self.edge)) {
            self.draw(place, url, None);
        }
    }

    /// Draws a picture that somebody sent.
    pub fn draw_attachment(self: &Rc<Self>, place: &Element, id: &str) {
        if let Some((url, token)) = self.attachment(id) {
            self.draw(place, url, Some(token));
        }
    }

    /// Saves a file that somebody sent.
    pub fn save_attachment(self: &Rc<Self>, file: &Attachment) {
        let Some((url, token)) = self.attachment(&file.id) else { return };
        let name = file.name.clone();
        self.attach(move |_, piece| drop(piece.save(&url, &token, &name)));
    }

    /// The files that are at the edge leave the composer.
    pub(super) fn take_ready(&self) -> Vec<Attachment> {
        let mut ready = Vec::new();
        self.uploads.update(|all| {
            all.retain(|file| match &file.state {
                UploadState::Ready(file) => {
                    ready.push(file.clone());
                    false
                }
                UploadState::Waiting | UploadState::Sending(_) | UploadState::Failed(_) => true,
            });
        });
        ready
    }

    /// Uploads what waits for a conversation, or a place.
    pub(super) fn upload_held(self: &Rc<Self>) {
        self.attach(|session, piece| {
            for (key, file) in &*session.held_files.borrow() {
                session.upload(&piece, *key, file);
            }
        });
    }

    /// Another conversation goes on here than the one that the first message would have opened: its files go there anew.
    pub(super) fn leave_place(&self) {
        if self.place.take().is_some() {
            self.uploads.update(|all| all.iter_mut().for_each(|file| file.state = UploadState::Waiting));
        }
    }

    /// Makes a place for files, which nobody sees before the first message opens it.
    fn make_place(self: &Rc<Self>, piece: &Attach) {
        let (session, life) = (Rc::downgrade(self), self.life.peeked());
        let done = told(move |place| {
            with(&session, |session| {
                if session.life.peeked() == life {
                    session.placed(place);
                }
            });
        });
        piece.place(&self.host, self.language.peeked().as_str(), &done);
    }

    fn placed(self: &Rc<Self>, place: Vec<String>) {
        // Another conversation has begun meanwhile, or will: it takes what waits.
        if self.record.borrow().is_some() || self.place.borrow().is_some() {
            return;
        }
        let mut place = place.into_iter();
        if let (Some(token), Some(request), id @ Some(_)) = (place.next(), place.next(), place.next()) {
            *self.place.borrow_mut() = Some(Record { token, request, id, ..Record::default() });
            return self.upload_held();
        }
        self.held_files.borrow_mut().clear();
        self.uploads.update(|all| {
            for file in all {
                file.state = UploadState::Failed(self.words().file_not_sent().to_owned());
            }
        });
    }

    fn add_file(self: &Rc<Self>, piece: &Attach, file: &JsValue) {
        let key = self.files.get() + 1;
        self.files.set(key);
        let name = Reflect::get(file, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
        self.uploads.update(|all| all.push(Upload { key, name, state: UploadState::Waiting }));
        let first = self.held_files.borrow().is_empty();
        self.held_files.borrow_mut().push((key, file.clone()));
        if first && self.record.borrow().is_none() && self.place.borrow().is_none() {
            self.make_place(piece);
        }
        self.upload(piece, key, file);
    }

    fn upload(self: &Rc<Self>, piece: &Attach, key: u32, file: &JsValue) {
        let Some((url, token)) = self.attachment("").filter(|_| self.is_waiting(key)) else { return };
        self.file_is(key, UploadState::Sending(0));
        let session = Rc::downgrade(self);
        let heard = told(move |what| {
            let mut what = what.into_iter();
            let number = what.next().and_then(|text| text.parse().ok()).unwrap_or_default();
            with(&session, |session| match what.next() {
                Some(body) => session.uploaded(key, number, &body),
                None => session.file_is(key, UploadState::Sending(u8::try_from(number).unwrap_or(100))),
            });
        });
        piece.send(&url, &token, file, &heard);
    }

    fn uploaded(self: &Rc<Self>, key: u32, status: u16, body: &str) {
        let words = self.words();
        if status == 404 {
            // The place has gone; the next file makes another.
            self.place.take();
            self.held_files.borrow_mut().clear();
        }
        let read = Json::parse(body).as_ref().and_then(attachment);
        let state = match (status, read) {
            (201, Some(file)) => UploadState::Ready(file),
            (413, _) => UploadState::Failed(words.file_too_large().to_owned()),
            (0 | 404 | 409 | 429 | 500.., _) => UploadState::Failed(words.file_not_sent().to_owned()),
            _ => UploadState::Failed(words.file_kind().to_owned()),
        };
        self.file_is(key, state);
        // Files that follow a message go by themselves, once all of them are there.
        if self.waiting.get() && !self.uploads.peek(|all| all.iter().any(Upload::is_on_its_way)) {
            self.waiting.set(false);
            self.say("");
        }
    }

    fn is_waiting(&self, key: u32) -> bool {
        self.uploads.peek(|all| all.iter().any(|file| file.key == key && file.state == UploadState::Waiting))
    }

    /// Where a file is, and the token that opens it; without an id, where one is added.
    fn attachment(&self, id: &str) -> Option<(String, String)> {
        let (path, token) = self.address("attachments").or_else(|| address_in(&self.place, "attachments"))?;
        Some((format!("{}{path}{}{id}", self.edge, if id.is_empty() { "" } else { "/" }), token))
    }

    fn file_is(&self, key: u32, state: UploadState) {
        self.uploads.update(|all| {
            if let Some(file) = all.iter_mut().find(|file| file.key == key) {
                file.state = state;
            }
        });
    }

    fn draw(self: &Rc<Self>, place: &Element, url: String, token: Option<String>) {
        let place = place.clone();
        self.attach(move |_, piece| piece.draw(&place, &url, token.as_deref()));
    }

    fn attach(self: &Rc<Self>, run: impl FnOnce(&Rc<Self>, Attach) + 'static) {
        let session = Rc::downgrade(self);
        self.piece("attach", move |piece| with(&session, |session| run(session, piece)));
    }
}
