//! What is kept on the visitor's device, from the first message on: the conversation, what was not sent yet, and
//! the draft. Where the browser keeps nothing, all of this lives as long as the page.

use std::rc::Rc;

use super::Host;
use crate::model::{Earlier, Entry, Record};
use crate::wire;

/// Earlier conversations that are kept on a device, at most.
const MAX_EARLIER: usize = 20;

/// Keys under one prefix, for one edge and workspace. The loader keeps them: it knows whether the visitor agreed, and
/// the page whose they are.
pub struct Store {
    host: Rc<Host>,
    prefix: String,
}

impl Store {
    /// Of a host: its edge and workspace.
    pub fn new(host: Rc<Host>) -> Self {
        Self { prefix: host.store(), host }
    }

    /// Key of the conversation.
    pub fn record_key(&self) -> String {
        format!("{}:conversation", self.prefix)
    }

    /// The conversation.
    pub fn record(&self) -> Option<Record> {
        wire::record_from(&self.host.kept(&self.record_key())?)
    }

    /// Keeps the conversation.
    pub fn keep_record(&self, record: &Record) {
        self.host.keep(&self.record_key(), Some(&wire::record_text(record)));
    }

    /// What has not been sent yet, of this tab and of those that were closed.
    pub fn entries(&self) -> Vec<Entry> {
        let prefix = self.entry_key("");
        let found = self.host.keys().into_iter().filter(|key| key.starts_with(&prefix));
        found.filter_map(|key| wire::entry_from(&self.host.kept(&key)?)).collect()
    }

    /// Keeps one command. Each has its own key, so that two tabs do not overwrite each other.
    pub fn keep_entry(&self, entry: &Entry) {
        self.host.keep(&self.entry_key(&entry.id), Some(&wire::entry_text(entry)));
    }

    /// Forgets one command.
    pub fn forget_entry(&self, id: &str) {
        self.host.keep(&self.entry_key(id), None);
    }

    /// The draft.
    pub fn draft(&self) -> Option<String> {
        self.host.kept(&self.draft_key())
    }

    /// Keeps the draft; an empty one is forgotten.
    pub fn keep_draft(&self, draft: &str) {
        self.host.keep(&self.draft_key(), Some(draft).filter(|draft| !draft.is_empty()));
    }

    /// Forgets everything.
    pub fn clear(&self) {
        let prefix = format!("{}:", self.prefix);
        self.host.keys().iter().filter(|key| key.starts_with(&prefix)).for_each(|key| self.host.keep(key, None));
    }

    /// Forgets the conversation and what belongs to it, but not the earlier ones.
    pub fn clear_current(&self) {
        for entry in self.entries() {
            self.forget_entry(&entry.id);
        }
        self.host.keep(&self.record_key(), None);
        self.host.keep(&self.draft_key(), None);
    }

    /// Earlier conversations, the latest first.
    pub fn earlier(&self) -> Vec<Earlier> {
        self.host.kept(&self.earlier_key()).map(|text| wire::earlier_from(&text)).unwrap_or_default()
    }

    /// Keeps an earlier conversation as the latest.
    pub fn keep_earlier(&self, one: Earlier) {
        let mut all = self.earlier();
        all.retain(|known| known.id != one.id);
        all.insert(0, one);
        all.truncate(MAX_EARLIER);
        self.put_earlier(&all);
    }

    /// Keeps a list of earlier conversations in place of what was kept.
    pub fn put_earlier(&self, all: &[Earlier]) {
        let text = wire::earlier_text(all);
        self.host.keep(&self.earlier_key(), Some(text.as_str()).filter(|_| !all.is_empty()));
    }

    /// Whether sound is wanted.
    pub fn is_loud(&self) -> bool {
        self.host.kept(&self.loud_key()).is_some()
    }

    /// Keeps whether sound is wanted.
    pub fn keep_loud(&self, loud: bool) {
        self.host.keep(&self.loud_key(), loud.then_some("1"));
    }

    fn entry_key(&self, id: &str) -> String {
        format!("{}:out:{id}", self.prefix)
    }

    fn draft_key(&self) -> String {
        format!("{}:draft", self.prefix)
    }

    fn earlier_key(&self) -> String {
        format!("{}:earlier", self.prefix)
    }

    fn loud_key(&self) -> String {
        format!("{}:loud", self.prefix)
    }
}
