//! What the visitor sees. Rules are not in scope: components read the view and submit commands.
//!
//! Static elements inside a `view!` would be built from HTML text by Leptos, which a page that enforces Trusted
//! Types forbids; so each of ours has an attribute or a child that is an expression.

mod boxed;
mod answer;
mod composer;
mod handoff;
mod header;
mod icon;
mod markdown;
mod panel;
mod rating;
mod row;
mod transcript;
mod unavailable;

use std::rc::Rc;

use baton_shared::protocol::CustomerCommand;
use baton_shared::text::Language;
use leptos::prelude::*;

use crate::model::{Body, Model, Row, View};
use crate::session::Session;
use crate::words::{Words, words};

pub use panel::panel;

/// Styles of everything in the shadow root: tokens and components, in one.
pub const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/style.css"));

/// What every component needs. Copied freely; its signals are owned by the panel.
#[derive(Clone, Copy)]
pub struct Chat {
    session: StoredValue<Rc<Session>, LocalStorage>,
    /// What is known.
    pub model: RwSignal<Model>,
    /// What is shown of it.
    pub view: Memo<View>,
    /// Whether the panel is open.
    pub open: RwSignal<bool>,
    /// What stands in the composer.
    pub draft: RwSignal<String>,
    /// What those who listen are told.
    pub announced: RwSignal<String>,
    /// Whether the transcript's end is kept in sight.
    pub at_end: RwSignal<bool>,
    /// Language of the interface.
    pub language: Language,
    /// Its sentences.
    pub words: &'static Words,
}

impl Chat {
    /// Of a session, within the panel's owner.
    pub fn new(session: Rc<Session>) -> Self {
        let model = RwSignal::from(session.model.clone());
        Self {
            model,
            view: Memo::new(move |_| model.with(Model::view)),
            open: RwSignal::from(session.open.clone()),
            draft: RwSignal::from(session.draft.clone()),
            announced: RwSignal::from(session.announced.clone()),
            at_end: RwSignal::new(true),
            language: session.language,
            words: words(session.language),
            session: StoredValue::new_local(session),
        }
    }

    /// The session.
    pub fn session(self) -> Rc<Session> {
        self.session.get_value()
    }

    /// Submits a command.
    pub fn submit(self, command: CustomerCommand) {
        self.at_end.set(true);
        self.session().submit(command);
    }

    /// Name of the company.
    pub fn company(self) -> String {
        self.session.with_value(|session| session.brand.name.clone())
    }

    /// A row that stays in sight of its component.
    pub fn row(self, key: String) -> Live {
        Live(Memo::new(move |_| self.view.with(|view| view.row(&key).cloned())))
    }
}

/// A row as it changes.
#[derive(Clone, Copy)]
pub struct Live(Memo<Option<Row>>);

impl Live {
    /// Reads something of it.
    pub fn read<T>(self, read: impl FnOnce(&Row) -> Option<T>) -> Option<T> {
        self.0.with(|row| row.as_ref().and_then(read))
    }

    /// Reads its text; `None` once erased.
    pub fn text(self) -> Option<String> {
        self.read(|row| match &row.body {
            Body::You { text, .. } | Body::Answer { text, .. } | Body::Bot { text, .. } | Body::Person { text, .. } => {
                text.clone()
            }
            Body::Handoff { .. }
            | Body::Unavailable { .. }
            | Body::Joined { .. }
            | Body::GivenBack
            | Body::Resolved { .. }
            | Body::Reopened => None,
        })
    }
}
