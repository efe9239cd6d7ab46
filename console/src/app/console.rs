//! What all components share: language, session, place, the inbox and what is being written. Signals are made here,
//! once, and handed down as one small copyable value.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use baton_shared::protocol::{DeskFrame, Inbox, InboxRow, Me, Settings, Team};
use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use baton_shared::workspace::Action;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::knowledge::Knowledge;
use super::rules::RulesState;
use crate::model::audit::{Names, names};
use crate::model::compose::Draft;
use crate::model::edit::Edit;
use crate::model::inbox::{Filter, listed, merge_older};
use crate::model::link::Link;
use crate::model::place::Place;
use crate::model::scheme::Scheme;
use crate::model::trouble::Trouble;
use crate::model::upload::{FileTrouble, Upload, UploadState};
use crate::shell::live::Source;
use crate::shell::storage::{SettingsEdits, TeamEdits};
use crate::shell::upload::Transfer;
use crate::shell::{api, clock, page, storage};
use crate::texts::Text;

/// Milliseconds for which an announcement stands.
const ANNOUNCED_MS: u64 = 6000;

/// Whether somebody is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Session {
    /// Not known yet.
    #[default]
    Checking,
    /// The edge does not answer.
    Unreachable(Trouble),
    /// Nobody.
    SignedOut,
    /// This agent.
    In(Me),
}

/// The list of conversations.
#[derive(Clone, Copy)]
pub struct InboxState {
    /// Which ones.
    pub filter: RwSignal<Filter>,
    /// What the edge gave for the filter.
    pub rows: RwSignal<Vec<InboxRow>>,
    /// How many wait for a person.
    pub waiting: RwSignal<usize>,
    /// How many the agent has.
    pub mine: RwSignal<usize>,
    /// How many customers wrote again after a person had closed their conversation, and have the bot.
    pub came_back: RwSignal<usize>,
    /// Whether the filter's rows are here.
    pub loaded: RwSignal<bool>,
    /// What went wrong the last time.
    pub trouble: RwSignal<Option<Trouble>>,
    /// Whether there may be older rows.
    pub more: RwSignal<bool>,
    /// Number of the latest request, so that a late answer does not overwrite a newer one.
    asked: StoredValue<u64>,
}

/// Something that the edge has, as it was when it was last asked for.
pub struct Loaded<T: 'static> {
    /// What it answered.
    pub value: RwSignal<Option<T>>,
    /// What went wrong the last time.
    pub trouble: RwSignal<Option<Trouble>>,
}

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loaded<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Loaded<T> {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { value: RwSignal::new(None), trouble: RwSignal::new(None) }
    }

    /// Takes an answer in; what is the same as before is drawn no second time.
    pub fn take(self, console: Console, answer: Result<T, Trouble>) {
        match answer {
            Ok(value) => {
                self.trouble.try_set(None);
                if self.value.try_with_untracked(|before| before.as_ref() != Some(&value)) == Some(true) {
                    self.value.set(Some(value));
                }
            }
            Err(trouble) => {
                console.note_trouble(&trouble);
                self.trouble.try_set(Some(trouble));
            }
        }
    }
}

/// A short message that appears by itself.
#[derive(Clone)]
pub struct Toast {
    /// Counts up.
    pub number: u64,
    /// What it says.
    pub words: Text,
    /// What takes it back.
    pub undo: Option<Callback<()>>,
    /// Whether it is about what is not saved yet.
    pub of_draft: bool,
}

/// Something that is shown once and never again.
#[derive(Clone)]
pub struct Secret {
    /// What it is.
    pub title: Text,
    /// What to do with it.
    pub hint: Vec<Text>,
    /// The thing itself.
    pub text: String,
}

/// What is asked before something that cannot be taken back.
#[derive(Clone)]
pub struct Question {
    /// What is asked.
    pub title: Text,
    /// What it would do.
    pub what: Text,
    /// The button that does it.
    pub yes: Text,
    /// Does it.
    pub run: Callback<()>,
}

/// Everything shared.
#[derive(Clone, Copy)]
pub struct Console {
    /// Language of the interface.
    pub language: RwSignal<Language>,
    /// Whether the page is drawn light or dark.
    pub scheme: RwSignal<Scheme>,
    /// Who is signed in.
    pub session: RwSignal<Session>,
    /// Whether the session ended while the console was open.
    pub expired: RwSignal<bool>,
    /// Where the agent is.
    pub place: RwSignal<Place>,
    /// The time, told every ten seconds.
    pub now: RwSignal<Timestamp>,
    /// Whether the agent wants to be available.
    pub present: RwSignal<bool>,
    /// The line to the desk.
    pub desk: RwSignal<Link>,
    /// The list.
    pub inbox: InboxState,
    /// The customer of the open conversation: the hash that stands for them, and their name.
    pub talking_to: RwSignal<Option<(String, Option<String>)>>,
    /// What is being written, by conversation.
    pub drafts: RwSignal<BTreeMap<String, Draft>>,
    /// What a screen reader is told of.
    pub announced: RwSignal<Option<Text>>,
    announcements: StoredValue<u64>,
    /// Whether single keys do something.
    pub single_keys: RwSignal<bool>,
    /// Whether the help is open.
    pub help: RwSignal<bool>,
    /// Whether the command palette is open.
    pub palette: RwSignal<bool>,
    /// Whether somebody is being invited.
    pub inviting: RwSignal<bool>,
    /// The team.
    pub team: Loaded<Team>,
    /// The settings.
    pub settings: Loaded<Settings>,
    /// Changes to the settings that are not saved.
    pub settings_edits: RwSignal<SettingsEdits>,
    /// Changes to members that are not saved.
    pub team_edits: RwSignal<TeamEdits>,
    /// The rules.
    pub rules: RulesState,
    /// The articles, what they lack, and changes to them that are not saved.
    pub knowledge: Knowledge,
    /// Messages that are shown.
    pub toasts: RwSignal<Vec<Toast>>,
    toasts_shown: StoredValue<u64>,
    /// What is shown once.
    pub secret: RwSignal<Option<Secret>>,
    /// What is asked.
    pub question: RwSignal<Option<Question>>,
    /// Files that are on their way, or did not get there, by their keys.
    transfers: StoredValue<BTreeMap<String, Transfer>, LocalStorage>,
}

impl Console {
    /// Everything, as this browser remembers it.
    pub fn new() -> Self {
        let (settings_edits, team_edits) = storage::edits();
        Self {
            language: RwSignal::new(storage::language()),
            scheme: RwSignal::new(storage::scheme()),
            session: RwSignal::new(Session::Checking),
            expired: RwSignal::new(false),
            place: RwSignal::new(page::place()),
            now: RwSignal::new(clock::now()),
            present: RwSignal::new(true),
            desk: RwSignal::new(Link::Connecting),
            inbox: InboxState {
                filter: RwSignal::new(Filter::default()),
                rows: RwSignal::new(Vec::new()),
                waiting: RwSignal::new(0),
                mine: RwSignal::new(0),
                came_back: RwSignal::new(0),
                loaded: RwSignal::new(false),
                trouble: RwSignal::new(None),
                more: RwSignal::new(false),
                asked: StoredValue::new(0),
            },
            talking_to: RwSignal::new(None),
            drafts: RwSignal::new(storage::drafts()),
            announced: RwSignal::new(None),
            announcements: StoredValue::new(0),
            single_keys: RwSignal::new(storage::single_keys()),
            help: RwSignal::new(false),
            palette: RwSignal::new(false),
            inviting: RwSignal::new(false),
            team: Loaded::new(),
            settings: Loaded::new(),
            settings_edits: RwSignal::new(settings_edits),
            team_edits: RwSignal::new(team_edits),
            rules: RulesState::new(),
            knowledge: Knowledge::new(),
            toasts: RwSignal::new(Vec::new()),
            toasts_shown: StoredValue::new(0),
            secret: RwSignal::new(None),
            question: RwSignal::new(None),
            transfers: StoredValue::new_local(BTreeMap::new()),
        }
    }

    /// A text that follows the language.
    pub fn t(self, text: impl Into<Text>) -> impl Fn() -> Cow<'static, str> + Clone + Send + Sync + 'static {
        let text = text.into();
        move || text.say(self.language.get())
    }

    /// The same for what is drawn with `baton_ui`.
    pub fn words(self, text: impl Into<Text>) -> impl Fn() -> String + Clone + Send + Sync + 'static {
        let text = text.into();
        move || text.say(self.language.get()).into_owned()
    }

    /// A text in the language of this moment.
    pub fn say(self, text: &Text) -> Cow<'static, str> {
        text.say(self.language.get_untracked())
    }

    /// Tells a screen reader. What was said goes again: whoever walks through the page later does not come upon it.
    pub fn announce(self, text: &Text) {
        let number = self.announcements.with_value(|count| count + 1);
        self.announcements.set_value(number);
        self.announced.set(Some(text.clone()));
        let gone = move || {
            if self.announcements.try_get_value() == Some(number) {
                self.announced.try_set(None);
            }
        };
        set_timeout(gone, Duration::from_millis(ANNOUNCED_MS));
    }

    /// The agent. Only a signed-in one reaches what asks for it.
    pub fn me(self) -> Me {
        match self.session.get() {
            Session::In(me) => me,
            Session::Checking | Session::Unreachable(_) | Session::SignedOut => Me::default(),
        }
    }

    /// Whether the agent's role allows something. The edge decides; this only keeps from offering in vain.
    pub fn may(self, action: Action) -> bool {
        self.me().may.contains(&action)
    }

    /// What a queue is called in the language of the interface; its id where it is no longer there.
    pub fn queue_name(self, id: &str) -> String {
        self.queue_or(id, id)
    }

    /// The same, with another name for a queue that is no longer there.
    pub fn queue_or(self, id: &str, otherwise: &str) -> String {
        let (me, language) = (self.me(), self.language.get());
        let queue = me.queues.iter().find(|queue| queue.id == id);
        queue.map_or(otherwise, |queue| queue.say(language)).to_owned()
    }

    /// Shows a message for a while.
    pub fn toast(self, words: impl Into<Text>) {
        self.show(Toast { number: 0, words: words.into(), undo: None, of_draft: false });
    }

    /// Shows what was done, with a way to take it back.
    pub fn toast_undo(self, words: impl Into<Text>, undo: impl Fn() + Send + Sync + 'static) {
        let undo = Some(Callback::new(move |()| undo()));
        self.show(Toast { number: 0, words: words.into(), undo, of_draft: false });
    }

    /// Shows what was changed and not saved yet, with a way to take it back until it is saved or discarded.
    pub fn toast_draft(self, words: impl Into<Text>, undo: impl Fn() + Send + Sync + 'static) {
        let undo = Some(Callback::new(move |()| undo()));
        self.show(Toast { number: 0, words: words.into(), undo, of_draft: true });
    }

    /// What was not saved is saved or gone: nothing of it is left to take back.
    pub fn drop_draft_toasts(self) {
        self.toasts.update(|toasts| toasts.retain(|toast| !toast.of_draft));
    }

    /// Takes a message back that is no longer news.
    pub fn take_toast_back(self, words: &Text) {
        self.toasts.update(|toasts| toasts.retain(|toast| toast.words != *words));
    }

    fn show(self, toast: Toast) {
        // Never a number again: another message under it would be drawn as the one before.
        self.toasts_shown.update_value(|count| *count += 1);
        let number = self.toasts_shown.get_value();
        self.toasts.update(|toasts| {
            // Said again, it stands once: the way back is that of the last time.
            toasts.retain(|other| other.words != toast.words);
            toasts.push(Toast { number, ..toast });
        });
    }

    /// Asks before something that cannot be taken back.
    pub fn ask(
        self,
        title: impl Into<Text>,
        what: impl Into<Text>,
        yes: impl Into<Text>,
        run: impl Fn() + Send + Sync + 'static,
    ) {
        let (title, what, yes) = (title.into(), what.into(), yes.into());
        self.question.set(Some(Question { title, what, yes, run: Callback::new(move |()| run()) }));
    }

    /// Asks for the team again.
    pub async fn load_team(self) {
        let answer = api::team().await;
        if let Ok(team) = &answer {
            self.take_team(team);
        }
        self.team.take(self, answer);
    }

    /// What is being changed follows the team, as far as that costs nobody anything.
    fn take_team(self, team: &Team) {
        self.team_edits.update(|edits| {
            for member in &team.members {
                if let Some(edit) = edits.get_mut(&member.id) {
                    edit.follow(&team.version, &member.about);
                }
            }
            edits.retain(|id, _| team.members.iter().any(|member| member.id == *id));
        });
        self.keep_edits();
    }

    /// Names of the team by id; ids stand for themselves until it is known.
    pub fn names(self) -> Names {
        self.team.value.with(|team| team.as_ref().map(names).unwrap_or_default())
    }

    /// Asks for the settings again.
    pub async fn load_settings(self) {
        let answer = api::settings().await;
        self.take_settings(answer);
    }

    /// Takes the settings in; what is being changed follows, as far as that costs nobody anything.
    pub fn take_settings(self, answer: Result<Settings, Trouble>) {
        if let Ok(settings) = &answer {
            self.settings_edits.update(|edits| {
                for (section, edit) in edits.iter_mut() {
                    if let Some(now) = settings.sections.get(section) {
                        edit.follow(&now.version, &now.value);
                    }
                }
            });
            self.keep_edits();
        }
        self.settings.take(self, answer);
    }

    /// Keeps what is being changed, over a reload too.
    pub fn keep_edits(self) {
        self.settings_edits.with_untracked(storage::keep_settings_edits);
        self.team_edits.with_untracked(storage::keep_team_edits);
        self.knowledge.edits.with_untracked(storage::keep_article_edits);
    }

    /// Whether changes to the settings wait to be saved.
    pub fn settings_unsaved(self) -> bool {
        self.settings_edits.with(|edits| edits.values().any(Edit::is_changed))
    }

    /// Whether changes to members wait to be saved.
    pub fn team_unsaved(self) -> bool {
        self.team_edits.with(|edits| edits.values().any(Edit::is_changed))
    }

    /// Looks who is signed in.
    pub async fn check_session(self) {
        match api::me().await {
            Ok(me) => {
                let before = self.session.get_untracked();
                if matches!(&before, Session::In(other) if other.id != me.id) {
                    page::reload();
                }
                self.expired.set(false);
                if before != Session::In(me.clone()) {
                    self.session.set(Session::In(me));
                }
            }
            Err(Trouble::SignedOut) => match self.session.get_untracked() {
                Session::In(_) => self.expired.set(true),
                Session::SignedOut => {}
                Session::Checking | Session::Unreachable(_) => self.session.set(Session::SignedOut),
            },
            Err(trouble) => match self.session.get_untracked() {
                Session::In(_) | Session::SignedOut => {}
                Session::Checking | Session::Unreachable(_) => self.session.set(Session::Unreachable(trouble)),
            },
        }
    }

    /// Notes what a request says of the session. Whether the edge was reached.
    pub fn note_trouble(self, trouble: &Trouble) -> bool {
        if *trouble == Trouble::SignedOut {
            self.expired.set(true);
        }
        *trouble != Trouble::Offline
    }

    /// Asks for the list again. Whether the edge answered.
    pub async fn refresh_inbox(self) -> bool {
        let inbox = self.inbox;
        let filter = inbox.filter.get_untracked();
        let number = inbox.asked.with_value(|asked| asked + 1);
        inbox.asked.set_value(number);
        // Three lists are counted whichever is shown.
        let beside = |counted: Filter| async move {
            if counted == filter { None } else { api::inbox(counted, None).await.ok() }
        };
        let (answer, waiting, mine, with_bot) = futures::join!(
            api::inbox(filter, None),
            beside(Filter::Waiting),
            beside(Filter::Mine),
            beside(Filter::WithBot)
        );
        if inbox.asked.get_value() != number {
            return answer.is_ok();
        }
        let me = untrack(|| self.me());
        let count = |counted: Filter, beside: Option<&Inbox>, which: fn(&InboxRow) -> bool| {
            let rows = if counted == filter { answer.as_ref().ok() } else { beside };
            rows.map(|rows| rows.conversations.iter().filter(|row| counted.admits(row, &me) && which(row)).count())
        };
        let waiting = count(Filter::Waiting, waiting.as_ref(), |_| true);
        let mine = count(Filter::Mine, mine.as_ref(), |_| true);
        let came_back = count(Filter::WithBot, with_bot.as_ref(), |row| row.came_back);
        if let Some(count) = came_back.filter(|count| *count != inbox.came_back.get_untracked()) {
            inbox.came_back.set(count);
        }
        if let Some(count) = mine.filter(|count| *count != inbox.mine.get_untracked()) {
            inbox.mine.set(count);
        }
        if let Some(count) = waiting {
            let before = inbox.waiting.get_untracked();
            if before != count {
                inbox.waiting.set(count);
            }
            if count > before && inbox.loaded.get_untracked() {
                self.announce(&Text::NowWaiting(count));
            }
        }
        match answer {
            Ok(answer) => {
                inbox.more.set(answer.conversations.len() >= 100);
                if inbox.rows.with_untracked(|rows| *rows != answer.conversations) {
                    inbox.rows.set(answer.conversations);
                }
                inbox.trouble.set(None);
                inbox.loaded.set(true);
                true
            }
            Err(trouble) => {
                let reached = self.note_trouble(&trouble);
                inbox.trouble.set(Some(trouble));
                reached
            }
        }
    }

    /// What the agent has just taken stands among their own, no longer among those that wait.
    pub fn show_taken(self) {
        if self.inbox.filter.get_untracked() == Filter::Waiting {
            self.choose_filter(Filter::Mine);
        }
    }

    /// Shows another filter.
    pub fn choose_filter(self, filter: Filter) {
        if self.inbox.filter.get_untracked() == filter {
            return;
        }
        self.inbox.filter.set(filter);
        self.inbox.rows.set(Vec::new());
        self.inbox.loaded.set(false);
        spawn_local(async move {
            self.refresh_inbox().await;
        });
    }

    /// Adds older rows.
    pub async fn older(self) {
        let inbox = self.inbox;
        let filter = inbox.filter.get_untracked();
        let Some(before) = inbox.rows.with_untracked(|rows| rows.iter().map(|row| row.updated_at).min()) else {
            return;
        };
        match api::inbox(filter, Some(before)).await {
            Ok(answer) if inbox.filter.get_untracked() == filter => {
                inbox.more.set(answer.conversations.len() >= 100);
                inbox.rows.update(|rows| merge_older(rows, answer.conversations));
            }
            Ok(_) => {}
            Err(trouble) => {
                self.note_trouble(&trouble);
                inbox.trouble.set(Some(trouble));
            }
        }
    }

    /// The rows in the order of the screen.
    pub fn listed(self) -> Vec<InboxRow> {
        let me = self.me();
        self.inbox.rows.with(|rows| listed(rows, self.inbox.filter.get(), &me))
    }

    /// What is being written in a conversation.
    pub fn draft(self, id: &str) -> Draft {
        self.drafts.with(|drafts| drafts.get(id).cloned().unwrap_or_default())
    }

    /// Changes what is being written, and keeps it.
    pub fn edit_draft<T>(self, id: &str, edit: impl FnOnce(&mut Draft) -> T) -> Option<T> {
        let result = self.drafts.try_update(|drafts| edit(drafts.entry(id.to_owned()).or_default()));
        self.drafts.with_untracked(storage::keep_drafts);
        result
    }

    /// Adds a file to the reply in a conversation, and sends it ahead. It goes on also where the conversation is left.
    pub fn add_file(self, conversation: &str, file: File) {
        let key = page::random_id();
        let (name, bytes) = (file.name(), bytes(&file));
        let upload = Upload { key: key.clone(), name, bytes, state: UploadState::Sending(0) };
        self.edit_draft(conversation, |draft| draft.put_file(upload, true));
        self.transfers.update_value(|all| drop(all.insert(key.clone(), Transfer::new(file))));
        self.send_file(conversation, &key);
    }

    /// Sends a file again that did not get there.
    pub fn send_file(self, conversation: &str, key: &str) {
        let (told, of) = (conversation.to_owned(), key.to_owned());
        let tell = move |state: UploadState| self.file_is(&told, &of, state);
        tell(UploadState::Sending(0));
        let mut transfer = self.transfers.with_value(|all| all.get(key).cloned());
        if let Some(transfer) = &mut transfer {
            transfer.send(conversation, tell);
        }
        self.transfers.update_value(|all| all.extend(transfer.map(|transfer| (key.to_owned(), transfer))));
    }

    /// Takes a file away from a reply.
    pub fn remove_file(self, conversation: &str, key: &str) {
        self.edit_draft(conversation, |draft| draft.remove_file(key));
        let transfer = self.transfers.try_update_value(|all| all.remove(key)).flatten();
        if let Some(transfer) = transfer {
            transfer.abort();
        }
    }

    fn file_is(self, conversation: &str, key: &str, state: UploadState) {
        if let UploadState::Failed(FileTrouble::Other(trouble)) = &state {
            self.note_trouble(trouble);
        }
        if matches!(state, UploadState::Ready(_)) {
            self.transfers.update_value(|all| drop(all.remove(key)));
        }
        let known = self.drafts.with_untracked(|drafts| drafts.get(conversation)?.file(key).cloned());
        if let Some(known) = known {
            self.edit_draft(conversation, |draft| draft.put_file(Upload { state, ..known }, false));
        }
    }

    /// Ends the session; nothing of it stays in this browser.
    pub async fn sign_out(self) {
        // Where the edge cannot be reached the cookie stays; the next page says who is signed in.
        let _ = api::sign_out().await;
        self.drafts.update(BTreeMap::clear);
        self.drafts.with_untracked(storage::keep_drafts);
        self.settings_edits.update(BTreeMap::clear);
        self.team_edits.update(BTreeMap::clear);
        self.knowledge.edits.update(BTreeMap::clear);
        self.keep_edits();
        page::reload();
    }
}

/// How large a file is.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a file's size")]
pub fn bytes(file: &File) -> u64 {
    file.size() as u64
}

/// The desk: news of the inbox, and being present.
pub struct Desk(pub Console);

impl Source for Desk {
    fn ticket_path(&self) -> String {
        "/console/api/desk/ticket".to_owned()
    }

    fn socket_path(&self, ticket: &str) -> String {
        format!("/console/api/desk/socket?ticket={ticket}")
    }

    fn frame(&self, text: &str) {
        let console = self.0;
        if let Ok(DeskFrame::InboxChanged {}) = serde_json::from_str(text) {
            spawn_local(async move {
                console.refresh_inbox().await;
            });
        }
    }

    async fn ask(&self) -> bool {
        self.0.refresh_inbox().await
    }

    fn set_link(&self, link: Link) {
        if self.0.desk.get_untracked() != link {
            self.0.desk.set(link);
        }
    }
}
