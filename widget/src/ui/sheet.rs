//! What lies over the conversation for a while: an article in full, earlier conversations, the transcript. Leaving one
//! leads back to where the visitor was.

use baton_shared::protocol::CustomerCommand;
use baton_shared::time::Timestamp;
use baton_ui::component::{dialog, focus};
use baton_ui::{El, Watched, el, next_frame, react};
use std::rc::Rc;

use super::Ui;
use super::markdown::markdown;
use super::panel::hash;
use crate::shell::{Forms, told};

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
        Sheet::Conversations => (words.your_conversations().to_owned(), conversations(chat)),
        Sheet::Transcript => (words.get_transcript().to_owned(), transcript(chat)),
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
    let drawn = dialog(&title, words.back(), leave, content);
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
                None => el("p", "aside").text(words.loading()),
                Some((body, _)) if body.is_empty() => el("p", "aside").text(words.not_loaded()),
                Some((body, url)) => {
                    let link = url.map(|url| {
                        el("a", "")
                            .attrs(&[("href", &url), ("target", "_blank"), ("rel", "noopener")])
                            .text(words.on_site())
                            .child(el("span", "unseen").text(words.new_tab()))
                    });
                    el("div", "blocks").child(markdown(chat, &body)).maybe(link.map(|link| el("p", "").child(link)))
                }
            })
        },
    )
}

fn conversations(chat: Ui) -> El {
    chat.session.find_earlier();
    let place = el("div", "");
    let node = place.node().clone();
    place.hold(react(move || {
        let words = chat.words();
        let mut rows = Vec::new();
        for one in chat.session.earlier.get() {
            rows.push(one.id);
            rows.push(if one.preview.is_empty() { words.chat().to_owned() } else { one.preview });
            rows.push(chat.session.host.day_and_time(Timestamp(one.updated_at)));
            rows.push(if one.open { words.open() } else { words.ended() }.to_owned());
        }
        let node = node.clone();
        chat.session.piece("forms", move |forms: Forms| {
            let chosen = told(move |id| {
                chat.reset();
                chat.session.go_to(&id.concat());
            });
            forms.conversations(&node, &chat.session.host, rows, &chosen);
        });
    }))
}

fn transcript(chat: Ui) -> El {
    let place = el("div", "");
    let node = place.node().clone();
    chat.session.piece("forms", move |forms: Forms| {
        let wanted = told(move |what| match what.into_iter().nth(1) {
            Some(address) => chat.submit(CustomerCommand::SendTranscript { address }),
            None => chat.session.download_transcript(),
        });
        forms.transcript(&node, &chat.session.host, &wanted);
    });
    place
}
