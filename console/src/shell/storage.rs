//! What this browser remembers: choices for good, and what is being written until the tab closes. Where a browser
//! refuses to store, nothing is remembered and everything works.

use std::collections::BTreeMap;

use baton_shared::text::Language;
use web_sys::Storage;

use crate::model::compose::Draft;

const LANGUAGE: &str = "baton-console-language";
const SINGLE_KEYS: &str = "baton-console-single-keys";
const DRAFTS: &str = "baton-console-drafts";

/// The language that was chosen here, else the browser's first one that the console speaks.
pub fn language() -> Language {
    let chosen = local().and_then(|local| local.get_item(LANGUAGE).ok().flatten());
    let chosen = chosen.and_then(|language| language.parse().ok());
    let navigator = web_sys::window().map(|window| window.navigator());
    let browser = navigator.and_then(|navigator| {
        let tags = navigator.languages();
        (0..tags.length()).filter_map(|index| tags.get(index).as_string()).find_map(|tag| tag.parse().ok())
    });
    chosen.or(browser).unwrap_or_default()
}

/// Remembers the language.
pub fn keep_language(language: Language) {
    if let Some(local) = local() {
        // A full or forbidden store costs the memory of the choice, nothing else.
        let _ = local.set_item(LANGUAGE, language.as_str());
    }
}

/// Whether single keys do something; they do until switched off.
pub fn single_keys() -> bool {
    local().and_then(|local| local.get_item(SINGLE_KEYS).ok().flatten()).as_deref() != Some("off")
}

/// Remembers whether single keys do something.
pub fn keep_single_keys(on: bool) {
    if let Some(local) = local() {
        let _ = local.set_item(SINGLE_KEYS, if on { "on" } else { "off" });
    }
}

/// What was being written in this tab, by conversation.
pub fn drafts() -> BTreeMap<String, Draft> {
    let stored = session().and_then(|session| session.get_item(DRAFTS).ok().flatten());
    stored.and_then(|stored| serde_json::from_str(&stored).ok()).unwrap_or_default()
}

/// Keeps what is being written.
pub fn keep_drafts(drafts: &BTreeMap<String, Draft>) {
    let Some(session) = session() else { return };
    let written: BTreeMap<&String, Draft> =
        drafts.iter().filter_map(|(conversation, draft)| Some((conversation, draft.to_keep()?))).collect();
    let _ = match serde_json::to_string(&written) {
        Ok(stored) if !written.is_empty() => session.set_item(DRAFTS, &stored),
        _ => session.remove_item(DRAFTS),
    };
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn session() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}
