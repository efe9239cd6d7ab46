//! What the widget knows, as plain data: the events of the conversation, what has not been sent yet, and the
//! view that both make. Pure: no browser, no clock, no randomness, so that all of it is tested natively.
//!
//! ```text
//! CustomerEvent ─▶ Log ──┐
//!                        ├─▶ View (header, rows) ─▶ ui
//! commands ─▶ Outbox ────┘
//! ```

mod announce;
mod failure;
mod identity;
mod log;
mod markdown;
mod outbox;
mod record;
mod view;
mod upload;

pub use announce::announcement;
pub use failure::{Failure, Refusal, Verdict, judge};
pub use identity::{Claims, REFRESH_BEFORE_MS, claims};
pub use log::{Applied, Log};
pub use markdown::{Block, Inline, parse, plain};
pub use outbox::{Delivery, Entry, Next, Outbox};
pub use record::Earlier;
pub use record::Record;
pub use upload::{Upload, UploadState};
pub use view::{Body, ChoiceMade, Counterpart, Fate, HandoffState, Rating, Row, Unmet, View};

use baton_shared::protocol::{CustomerEvent, Place};

use crate::connection::Link;

/// How long somebody counts as typing after the last word of it.
pub const TYPING_MS: u64 = 5_000;

/// Something that the visitor should know about the chat itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The edge does not serve this page.
    NotHere,
    /// The earlier conversation is gone; a new one begins.
    StartedAnew,
    /// Too much at once; sent again in this many seconds.
    Slower(u32),
}

/// Everything that the panel shows.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// What happened, as the edge says.
    pub log: Log,
    /// What the edge has not confirmed yet.
    pub outbox: Outbox,
    /// Place in the queue, where the edge computed one.
    pub place: Option<Place>,
    /// Highest number that a person has read.
    pub read: u64,
    /// Whether the person who has the conversation is connected, where somebody has it.
    pub present: Option<bool>,
    /// Who is typing, and until when that holds.
    pub typing: Option<(String, u64)>,
    /// State of the line.
    pub link: Link,
    /// Something to know.
    pub notice: Option<Notice>,
    /// Whether an earlier conversation is being fetched.
    pub loading: bool,
}

impl Model {
    /// Takes in events, whatever way they came. What they confirm leaves the outbox.
    pub fn apply(&mut self, events: Vec<CustomerEvent>) -> Applied {
        let applied = self.log.apply(events);
        self.loading = false;
        for event in self.log.latest(applied.added) {
            self.outbox.confirm(event);
        }
        let with = self.view().with;
        let has_left = matches!(with, Counterpart::Bot | Counterpart::Closed);
        if has_left || self.log.latest(applied.added).iter().any(Log::is_from_person) {
            self.typing = None;
        }
        if !with.is_waiting() {
            self.place = None;
        }
        if has_left {
            self.present = None;
        }
        applied
    }

    /// What the panel shows now.
    pub fn view(&self) -> View {
        View::of(&self.log, &self.outbox, self.read)
    }
}

#[cfg(test)]
pub(crate) mod fixture {
    //! Events for tests, written short.

    use baton_shared::conversation::Source;
    use baton_shared::protocol::{CustomerEvent, CustomerEventKind};
    use baton_shared::time::Timestamp;

    /// An event at `seq` seconds.
    pub fn event(seq: u64, kind: CustomerEventKind) -> CustomerEvent {
        CustomerEvent { seq, at: Timestamp(seq * 1000), kind }
    }

    /// Numbers kinds from 1.
    pub fn events(kinds: impl IntoIterator<Item = CustomerEventKind>) -> Vec<CustomerEvent> {
        (1..).zip(kinds).map(|(seq, kind)| event(seq, kind)).collect()
    }

    pub fn you(id: &str, text: &str) -> CustomerEventKind {
        CustomerEventKind::YouWrote { id: id.to_owned(), text: Some(text.to_owned()), attachments: Vec::new() }
    }

    pub fn answer(text: &str) -> CustomerEventKind {
        let source =
            Source { article: "a".to_owned(), version: 1, title: "Title".to_owned(), heading: None, url: None };
        CustomerEventKind::Answer { text: Some(text.to_owned()), source }
    }

    pub fn handoff(episode: u32) -> CustomerEventKind {
        CustomerEventKind::HandoffStarted { episode, team: "Billing".to_owned(), passed_on: Vec::new() }
    }

    pub fn joined(name: &str) -> CustomerEventKind {
        CustomerEventKind::AgentJoined { name: name.to_owned() }
    }

    pub fn wrote(name: &str, text: &str) -> CustomerEventKind {
        CustomerEventKind::AgentWrote { name: name.to_owned(), text: Some(text.to_owned()), attachments: Vec::new() }
    }
}
