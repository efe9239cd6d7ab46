//! What one open conversation holds, and how it reaches the edge.

use baton_shared::conversation::Seq;
use baton_shared::protocol::{AgentCommand, StaffEvents, StaffFrame};
use baton_shared::workspace::Action;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use crate::app::console::{Console, bytes};
use crate::model::actions::{Actions, Holder, Replying, actions};
use crate::model::announce::announcement;
use crate::model::compose::{Draft, Mode, Outgoing, Typing};
use crate::model::link::Link;
use crate::model::log::{Accepted, Log};
use crate::model::seen::seen;
use crate::model::trouble::Trouble;
use crate::model::upload::{FileTrouble, check};
use crate::shell::live::Source;
use crate::shell::{api, clock, page};
use crate::texts::Text;

/// Milliseconds that a sign of typing is good for.
const TYPING_GOOD_MS: u32 = 5000;

/// Milliseconds within which two presses are one double click.
const SETTLE_MS: u32 = 500;

/// One open conversation. Signals are made here, once.
#[derive(Clone, Copy)]
pub struct Pane {
    /// What all components share.
    pub console: Console,
    id: StoredValue<String>,
    /// The log.
    pub log: RwSignal<Log>,
    /// What is offered.
    pub actions: Memo<Actions>,
    /// How news comes in.
    pub link: RwSignal<Link>,
    /// Why the log could not be had.
    pub load_trouble: RwSignal<Option<Trouble>>,
    /// Why a button did not work.
    pub action_trouble: RwSignal<Option<Trouble>>,
    /// Why a file was not taken, by its name.
    pub file_trouble: RwSignal<Option<(String, FileTrouble)>>,
    /// Why a text was not taken in.
    pub send_trouble: RwSignal<Option<Trouble>>,
    /// Whether a button's command is under way.
    pub busy: RwSignal<bool>,
    /// Whether a text is under way.
    pub sending: RwSignal<bool>,
    /// Counts what the agent has sent from here.
    pub sent: RwSignal<u32>,
    /// Whether the details are shown. On wide screens they are, on narrow ones they take the transcript's place.
    pub side: RwSignal<bool>,
    /// Whether every step is shown.
    pub every_step: RwSignal<bool>,
    /// Whether the dialog is open.
    pub giving_back: RwSignal<bool>,
    /// Whether the dialog is open.
    pub resolving: RwSignal<bool>,
    /// Whether the dialog is open.
    pub transferring: RwSignal<bool>,
    /// Whether the dialog is open.
    pub revoking: RwSignal<bool>,
    /// Whether the dialog is open.
    pub erasing: RwSignal<bool>,
    /// Whether files are held above the conversation.
    pub dropping: RwSignal<bool>,
    /// Whether the customer is typing.
    pub customer_types: RwSignal<bool>,
    typing: StoredValue<Typing>,
    /// Up to which event the customer was told that it was read.
    told_seen: StoredValue<Seq>,
    /// Counts the signs that the customer is typing, so that only the last one's end counts.
    signs: StoredValue<u32>,
}

impl Pane {
    /// Opens a conversation.
    pub fn new(console: Console, id: String) -> Self {
        let log = RwSignal::new(Log::default());
        Self {
            console,
            id: StoredValue::new(id),
            log,
            actions: Memo::new(move |_| {
                let me = console.me();
                log.with(|log| actions(log.state(), &me.id))
            }),
            link: RwSignal::new(Link::Connecting),
            load_trouble: RwSignal::new(None),
            action_trouble: RwSignal::new(None),
            file_trouble: RwSignal::new(None),
            send_trouble: RwSignal::new(None),
            busy: RwSignal::new(false),
            sending: RwSignal::new(false),
            sent: RwSignal::new(0),
            side: RwSignal::new(page::wide()),
            every_step: RwSignal::new(false),
            giving_back: RwSignal::new(false),
            resolving: RwSignal::new(false),
            transferring: RwSignal::new(false),
            revoking: RwSignal::new(false),
            erasing: RwSignal::new(false),
            dropping: RwSignal::new(false),
            customer_types: RwSignal::new(false),
            typing: StoredValue::new(Typing::default()),
            told_seen: StoredValue::new(0),
            signs: StoredValue::new(0),
        }
    }

    /// Its id; empty once the conversation has been left.
    pub fn id(self) -> String {
        self.id.try_get_value().unwrap_or_default()
    }

    /// What is being written here.
    pub fn draft(self) -> Draft {
        self.console.draft(&self.id())
    }

    /// Changes what is being written here.
    pub fn edit<T>(self, edit: impl FnOnce(&mut Draft) -> T) -> Option<T> {
        self.console.edit_draft(&self.id(), edit)
    }

    /// Takes events in, and tells a screen reader of what the customer wrote.
    fn accept(self, events: StaffEvents) -> Accepted {
        let Some(seen) = self.log.try_with_untracked(Log::after) else { return Accepted::Nothing };
        let fresh = events.events.last().is_some_and(|last| last.seq > seen);
        if !fresh {
            return Accepted::Nothing;
        }
        let accepted = self.log.try_update(|log| log.accept(events.events)).unwrap_or(Accepted::Nothing);
        let said = self.log.try_with_untracked(|log| announcement(log.events(), seen)).flatten();
        if let Some(text) = said {
            self.console.announce(&text);
            self.customer_types.try_set(false);
        }
        accepted
    }

    /// Asks for what is new. Whether the edge answered.
    pub async fn catch_up(self) -> bool {
        let Some(after) = self.log.try_with_untracked(Log::after) else { return true };
        match api::events(&self.id(), after).await {
            Ok(events) => {
                self.accept(events);
                self.load_trouble.try_set(None);
                true
            }
            Err(trouble) => {
                let reached = self.console.note_trouble(&trouble);
                self.load_trouble.try_set(Some(trouble));
                reached
            }
        }
    }

    fn holder(self) -> Option<Holder> {
        self.actions.try_get_untracked().map(|actions| actions.holder)
    }

    async fn command(self, id: &str, command: &AgentCommand) -> Result<(), Trouble> {
        let held = self.holder();
        match api::command(id, command).await {
            Ok(events) => {
                if self.accept(events) == Accepted::Gap {
                    self.catch_up().await;
                }
                if held == Some(Holder::Nobody) && self.holder() == Some(Holder::Me) {
                    self.console.show_taken();
                }
                Ok(())
            }
            Err(trouble) => {
                self.console.note_trouble(&trouble);
                // A refusal means that something has happened which is not on the screen yet.
                if matches!(trouble, Trouble::Taken { .. } | Trouble::EpisodeOver | Trouble::NotNow) {
                    self.catch_up().await;
                }
                Err(trouble)
            }
        }
    }

    /// A button's command.
    pub async fn act(self, command: AgentCommand) {
        self.busy.try_set(true);
        self.action_trouble.try_set(None);
        let outcome = self.command(&self.id(), &command).await;
        if matches!(command, AgentCommand::Take {}) {
            // Other buttons have come where this one was; the second press of a double click was not for them.
            TimeoutFuture::new(SETTLE_MS).await;
        }
        self.busy.try_set(false);
        self.action_trouble.try_set(outcome.err());
    }

    /// Sends what is written. It is cleared only once it was taken in.
    pub async fn send(self) {
        if self.sending.get_untracked() {
            return;
        }
        let id = self.id();
        let mode = untrack(|| self.draft()).mode;
        let Some(sent) = self.edit(|draft| draft.send(&page::random_id())).flatten() else { return };
        self.sending.set(true);
        self.send_trouble.set(None);
        self.file_trouble.set(None);
        let outcome = self.deliver(&id, mode, sent.clone()).await;
        if outcome.is_ok() {
            self.console.edit_draft(&id, |draft| draft.taken_in(&sent));
            self.console.announce(&Text::Sent);
            self.sent.try_update(|sent| *sent = sent.wrapping_add(1));
        }
        self.sending.try_set(false);
        self.send_trouble.try_set(outcome.err());
    }

    async fn deliver(self, id: &str, mode: Mode, sent: Outgoing) -> Result<(), Trouble> {
        let Outgoing { id: message, text, files } = sent;
        if mode == Mode::Note {
            return self.command(id, &AgentCommand::Note { id: message, text }).await;
        }
        let mut replying = self.actions.get_untracked().replying;
        if replying == Replying::AfterTaking {
            self.command(id, &AgentCommand::Take {}).await?;
            replying = self.actions.try_get_untracked().ok_or(Trouble::NotNow)?.replying;
        }
        match replying {
            Replying::Now { episode } => {
                let reply = AgentCommand::Reply { id: message, text, attachments: files, episode };
                self.command(id, &reply).await
            }
            Replying::Held { by } => Err(Trouble::Taken { name: Some(by) }),
            Replying::AfterTaking => Err(Trouble::NotNow),
        }
    }

    /// Takes files to go with the reply: as many as it may carry, and none that cannot pass.
    pub fn add_files(self, files: Vec<File>) {
        self.file_trouble.set(None);
        let why_not = match (self.actions.get_untracked().replying, untrack(|| self.draft()).mode) {
            (Replying::Held { by }, Mode::Reply) => Some(FileTrouble::Other(Trouble::Taken { name: Some(by) })),
            (_, Mode::Note) => Some(FileTrouble::OnNote),
            (Replying::Now { .. } | Replying::AfterTaking, Mode::Reply) => None,
        };
        for file in files {
            let beside = untrack(|| self.draft()).files().len();
            let possible = why_not.clone().map_or_else(|| check(bytes(&file), beside), Err);
            match possible {
                Ok(()) => self.console.add_file(&self.id(), file),
                Err(trouble) => self.file_trouble.set(Some((file.name(), trouble))),
            }
        }
    }

    /// Takes a file away.
    pub fn remove_file(self, key: &str) {
        self.file_trouble.set(None);
        self.console.remove_file(&self.id(), key);
    }

    /// Tells the customer now and then that somebody is typing a reply.
    pub fn told_typing(self) {
        let replying = matches!(self.actions.get_untracked().replying, Replying::Now { .. });
        let due = replying && self.typing.try_update_value(|typing| typing.due(clock::now())) == Some(true);
        if due {
            let id = self.id();
            // A sign that is lost costs nothing; the next one comes in three seconds.
            spawn_local(async move { drop(api::command(&id, &AgentCommand::Typing {}).await) });
        }
    }

    /// Tells the customer what has been read, while the conversation is in sight.
    pub fn tell_seen(self) {
        if !page::visible() || !self.console.may(Action::WriteConversations) {
            return;
        }
        let (me, Some(told)) = (self.console.me().id, self.told_seen.try_get_value()) else { return };
        let Some(up_to) = self.log.try_with_untracked(|log| seen(log.state(), &me, told)).flatten() else { return };
        self.told_seen.try_set_value(up_to);
        let id = self.id();
        spawn_local(async move {
            if api::command(&id, &AgentCommand::Seen { up_to }).await.is_err() {
                // It is said again with the next message.
                self.told_seen.try_set_value(told);
            }
        });
    }

    /// The customer is typing: shown for as long as the sign is good.
    fn sign_of_typing(self) {
        let Some(sign) = self.signs.try_update_value(|signs| {
            *signs = signs.wrapping_add(1);
            *signs
        }) else {
            return;
        };
        self.customer_types.try_set(true);
        spawn_local(async move {
            TimeoutFuture::new(TYPING_GOOD_MS).await;
            if self.signs.try_get_value() == Some(sign) {
                self.customer_types.try_set(false);
            }
        });
    }
}

impl Source for Pane {
    fn ticket_path(&self) -> String {
        format!("/console/api/conversations/{}/ticket", self.id())
    }

    fn socket_path(&self, ticket: &str) -> String {
        let after: Seq = self.log.with_untracked(Log::after);
        format!("/console/api/conversations/{}/socket?ticket={ticket}&after={after}", self.id())
    }

    fn frame(&self, text: &str) {
        let pane = *self;
        let events = match serde_json::from_str(text) {
            Ok(StaffFrame::Events { events }) => events,
            Ok(StaffFrame::Typing {}) => return pane.sign_of_typing(),
            Err(_) => return,
        };
        if pane.accept(StaffEvents { events }) == Accepted::Gap {
            spawn_local(async move {
                pane.catch_up().await;
            });
        }
    }

    async fn ask(&self) -> bool {
        self.catch_up().await
    }

    fn set_link(&self, link: Link) {
        if self.link.try_get_untracked().is_some_and(|before| before != link) {
            self.link.try_set(link);
        }
    }
}
