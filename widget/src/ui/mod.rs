//! What the visitor sees. Rules are not in scope: components read the view and submit commands.

mod panel;
mod header;
mod notices;
mod transcript;
mod row;
mod answer;
mod markdown;
mod handoff;
mod unavailable;
mod rating;
mod composer;
mod sheet;

use std::rc::Rc;

use baton_shared::protocol::CustomerCommand;
use baton_shared::text::Language;
use baton_ui::Watched;

use crate::model::{Body, Row};
use crate::session::Session;
use crate::words::Words;

pub use panel::panel;
pub use sheet::Sheet;

/// What every component needs. There is one for each start, and it lives as long as the page: so it is passed by a
/// plain reference, and what is left of it after a shutdown holds nothing of the visitor.
pub type Ui = &'static Chat;

/// The session, and what only the screen knows.
pub struct Chat {
    /// The session.
    pub session: Rc<Session>,
    /// Whether the transcript's end is kept in sight.
    pub at_end: Watched<bool>,
    /// How many rows are drawn, from the end.
    pub rows: Watched<usize>,
    /// What lies over the conversation.
    pub sheet: Watched<Sheet>,
    /// A short word about something that was just done.
    pub told: Watched<String>,
}

impl Chat {
    /// Of a session.
    pub fn new(session: Rc<Session>) -> Ui {
        Box::leak(Box::new(Self {
            session,
            at_end: Watched::new(true),
            rows: Watched::new(transcript::FIRST_ROWS),
            sheet: Watched::new(Sheet::None),
            told: Watched::default(),
        }))
    }

    /// Language of the interface. Where it changes, everything is drawn anew.
    pub fn language(&self) -> Language {
        self.session.language.peeked()
    }

    /// The interface's sentences.
    pub fn words(&self) -> &'static Words {
        self.session.words()
    }

    /// Submits a command.
    pub fn submit(&self, command: CustomerCommand) {
        self.at_end.set(true);
        self.session.submit(command);
    }

    /// Says something.
    pub fn say(&self, text: &str) {
        self.at_end.set(true);
        self.session.say(text);
    }

    /// Name of the company.
    pub fn company(&self) -> String {
        self.session.brand.peek(|brand| brand.name.clone())
    }

    /// Forgets what only the screen knows.
    pub fn reset(&self) {
        self.sheet.set(Sheet::None);
        self.rows.set(transcript::FIRST_ROWS);
        self.at_end.set(true);
    }
}

/// A row as it changes.
#[derive(Clone)]
pub struct Live {
    chat: Ui,
    key: Rc<str>,
}

impl Live {
    /// The row with this key.
    pub fn new(chat: Ui, key: &str) -> Self {
        Self { chat, key: key.into() }
    }

    /// Its key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Reads something of it; watched.
    pub fn read<T>(&self, read: impl FnOnce(&Row) -> Option<T>) -> Option<T> {
        self.chat.session.view.with(|view| view.row(&self.key).and_then(read))
    }

    /// Reads its text; `None` once erased.
    pub fn text(&self) -> Option<String> {
        self.read(|row| row.body.text().map(str::to_owned))
    }

    /// Reads something of its body, or what stands for none.
    pub fn body<T: Default>(&self, read: impl FnOnce(&Body) -> Option<T>) -> T {
        self.read(|row| read(&row.body)).unwrap_or_default()
    }
}
