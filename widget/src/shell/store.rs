//! What is kept on the visitor's device, from the first message on: the conversation, what was not sent yet, and
//! the draft. Where the browser keeps nothing, all of this lives as long as the page.

use web_sys::Storage;

use crate::model::{Entry, Record};
use crate::wire;

/// Keys under one prefix, for one edge and workspace.
#[derive(Clone, Debug)]
pub struct Store {
    prefix: String,
}

impl Store {
    /// Of an edge and a workspace.
    pub fn new(prefix: String) -> Self {
        Self { prefix }
    }

    /// Key of the conversation.
    pub fn record_key(&self) -> String {
        format!("{}:conversation", self.prefix)
    }

    /// The conversation.
    pub fn record(&self) -> Option<Record> {
        wire::record_from(&get(&self.record_key())?)
    }

    /// Keeps the conversation.
    pub fn keep_record(&self, record: &Record) {
        set(&self.record_key(), &wire::record_text(record));
    }

    /// What has not been sent yet, of this tab and of those that were closed.
    pub fn entries(&self) -> Vec<Entry> {
        let prefix = self.entry_key("");
        let found = keys().into_iter().filter(|key| key.starts_with(&prefix));
        found.filter_map(|key| wire::entry_from(&get(&key)?)).collect()
    }

    /// Keeps one command. Each has its own key, so that two tabs do not overwrite each other.
    pub fn keep_entry(&self, entry: &Entry) {
        set(&self.entry_key(&entry.id), &wire::entry_text(entry));
    }

    /// Forgets one command.
    pub fn forget_entry(&self, id: &str) {
        remove(&self.entry_key(id));
    }

    /// The draft.
    pub fn draft(&self) -> Option<String> {
        get(&self.draft_key())
    }

    /// Keeps the draft; an empty one is forgotten.
    pub fn keep_draft(&self, draft: &str) {
        if draft.is_empty() { remove(&self.draft_key()) } else { set(&self.draft_key(), draft) }
    }

    /// Forgets everything.
    pub fn clear(&self) {
        let prefix = format!("{}:", self.prefix);
        keys().iter().filter(|key| key.starts_with(&prefix)).for_each(|key| remove(key));
    }

    fn entry_key(&self, id: &str) -> String {
        format!("{}:out:{id}", self.prefix)
    }

    fn draft_key(&self) -> String {
        format!("{}:draft", self.prefix)
    }
}

fn storage() -> Option<Storage> {
    super::window()?.local_storage().ok().flatten()
}

fn keys() -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok().flatten()).collect()
}

fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

fn set(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage is no reason to stop.
        let _ = storage.set_item(key, value);
    }
}

fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}
