//! What lies over the conversation for a while: an article in full, earlier conversations, the transcript. Leaving one
//! leads back to where the visitor was.

use baton_shared::protocol::CustomerCommand;
use baton_ui::component::{Field, badge, bare_button, button, dialog, field, focus, list, strong_button};
use baton_ui::{El, Watched, el, next_frame};
use std::rc::Rc;

use super::Ui;
use super::markdown::markdown;
use super::panel::hash;
use super::unavailable::is_plausible;
use crate::shell::day_and_time;

/// What lies over the conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Sheet {
    /// Nothing.
    #[default]
    None,
    /// An article of the knowledge base.
    Article {
        /// Its id.
        id: String,
        /// Its title.
        title: String,
    },
    /// The visitor's conversations.
    Conversations,
    /// Ways to keep the transcript.
    Transcript,
}

impl Sheet {
    /// A number that differs from sheet to sheet.
    pub fn mark(&self) -> u64 {
        match self {
            Self::None => 0,
            Self::Conversations => 1,
            Self::Transcript => 2,
            Self::Article { id, .. } => hash(id).max(3),
        }
    }
}

/// The sheet that is open, and its way back.
pub fn sheet(chat: Ui) -> Option<El> {
    let words = chat.words();
    let (title, content) = match chat.sheet.peeked() {
        Sheet::None => return None,
        Sheet::Article { id, title } => (title, article(chat, &id)),
        Sheet::Conversations => (words.your_conversations.to_owned(), conversations(chat)),
        Sheet::Transcript => (words.get_transcript.to_owned(), transcript(chat)),
    };
    // The focus returns to what opened it, or to the transcript where that is gone.
    let from = chat.session.focused();
    let leave = move || {
        chat.sheet.set(Sheet::None);
        let from = from.clone();
        next_frame(move || {
            focus(from.as_ref());
            if !chat.session.has_focus() {
                focus(chat.session.log().as_ref());
            }
        });
    };
    let drawn = dialog(&title, words.back, leave, content);
    let element = drawn.cast();
    next_frame(move || focus(element.as_ref()));
    Some(drawn)
}

fn article(chat: Ui, id: &str) -> El {
    let words = chat.words();
    // The text, once it is there; empty where it could not be had.
    let text = Rc::new(Watched::new(None::<(String, Option<String>)>));
    let arrived = Rc::clone(&text);
    chat.session.article(id, move |found| arrived.set(Some(found.unwrap_or_default())));
    let key = Rc::clone(&text);
    el("div", "prose").attrs(&[("dir", "auto"), ("aria-live", "polite")]).switch(
        move || key.with(|text| u64::from(text.is_some())),
        move |_| {
            Some(match text.peeked() {
                None => el("p", "aside").text(words.loading),
                Some((body, _)) if body.is_empty() => el("p", "aside").text(words.not_loaded),
                Some((body, url)) => {
                    let link = url.map(|url| {
                        el("a", "")
                            .attrs(&[("href", &url), ("target", "_blank"), ("rel", "noopener")])
                            .text(words.on_site)
                            .child(el("span", "unseen").text(words.new_tab))
                    });
                    el("div", "blocks").child(markdown(chat, &body)).maybe(link.map(|link| el("p", "").child(link)))
                }
            })
        },
    )
}

fn conversations(chat: Ui) -> El {
    chat.session.find_earlier();
    let key = move || chat.session.earlier.with(|all| all.iter().map(|one| hash(&one.id)).fold(1, u64::wrapping_add));
    el("div", "").switch(key, move |_| {
        let words = chat.words();
        let all = chat.session.earlier.peeked();
        if all.is_empty() {
            return Some(el("p", "aside").text(words.no_earlier));
        }
        let row = |one: crate::model::Earlier| {
            let when = day_and_time(one.updated_at, chat.language());
            let preview = if one.preview.is_empty() { words.chat.to_owned() } else { one.preview.clone() };
            let state = if one.open { badge(words.open) } else { badge(words.closed) };
            bare_button("way")
                .child(
                    el("span", "file-text")
                        .child(el("span", "file-name").attr("dir", "auto").text(&preview))
                        .child(el("span", "label").text(&when)),
                )
                .child(state)
                .press(move || {
                    chat.reset();
                    chat.session.go_to(&one.id);
                })
        };
        Some(list("ways", all.into_iter().map(row)))
    })
}

fn transcript(chat: Ui) -> El {
    let words = chat.words();
    let bad = Rc::new(Watched::new(false));
    let sent = Rc::new(Watched::new(false));
    let shown = Rc::clone(&bad);
    let wrong = move || shown.get().then(|| words.bad_email.to_owned());
    let about = Field { label: words.email, kind: "email", complete: "email", longest: "254", example: "" };
    let (line, input) = field(about, wrong);
    let (done, typed) = (Rc::clone(&sent), Rc::clone(&bad));
    let mail = el("form", "form")
        .attr("novalidate", "")
        .child(line)
        .child(strong_button(words.mail_transcript).attr("type", "submit"))
        .on("input", move |_| typed.set(false))
        .on("submit", move |event| {
            event.prevent_default();
            let address = input.as_ref().map(|input| input.value().trim().to_owned()).unwrap_or_default();
            if !is_plausible(&address, false) {
                bad.set(true);
                focus(input.as_ref().map(wasm_bindgen::JsCast::unchecked_ref));
                return;
            }
            chat.submit(CustomerCommand::SendTranscript { address });
            done.set(true);
        });
    let told = move || if sent.get() { words.transcript_coming.to_owned() } else { String::new() };
    el("div", "stack-wide")
        .child(button(words.download_transcript).press(move || chat.session.download_transcript()))
        .child(mail)
        .child(el("p", "fate").attr("role", "status").says(told))
}
