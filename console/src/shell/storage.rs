//! What this browser remembers: choices for good, and what is being written until the tab closes. Where a browser
//! refuses to store, nothing is remembered and everything works.

use std::collections::BTreeMap;

use baton_shared::policy::Policy;
use baton_shared::protocol::{MemberAbout, Section, SectionValue};
use baton_shared::text::Language;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::Storage;

use crate::model::compose::Draft;
use crate::model::edit::Edit;
use crate::model::knowledge::Languages;
use crate::model::scheme::Scheme;

const LANGUAGE: &str = "baton-console-language";
const SCHEME: &str = "baton-console-scheme";
const SINGLE_KEYS: &str = "baton-console-single-keys";
const DRAFTS: &str = "baton-console-drafts";
const SETTINGS: &str = "baton-console-settings";
const TEAM: &str = "baton-console-team";
const RULES: &str = "baton-console-rules";
const ARTICLES: &str = "baton-console-articles";

/// Changes to the settings that are not saved, by section.
pub type SettingsEdits = BTreeMap<Section, Edit<SectionValue>>;
/// Changes to members that are not saved, by id.
pub type TeamEdits = BTreeMap<String, Edit<MemberAbout>>;

/// Changes to articles that are not saved, by id; that of a new one is empty.
pub type ArticleEdits = BTreeMap<String, Edit<Languages>>;

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

/// Whether the page is drawn light, dark, or as the system is.
pub fn scheme() -> Scheme {
    let chosen = local().and_then(|local| local.get_item(SCHEME).ok().flatten());
    chosen.map(|word| Scheme::parse(&word)).unwrap_or_default()
}

/// Remembers how the page is drawn.
pub fn keep_scheme(scheme: Scheme) {
    if let Some(local) = local() {
        let _ = local.set_item(SCHEME, scheme.as_str());
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
    kept(DRAFTS)
}

/// Keeps what is being written.
pub fn keep_drafts(drafts: &BTreeMap<String, Draft>) {
    let written: BTreeMap<&String, Draft> =
        drafts.iter().filter_map(|(conversation, draft)| Some((conversation, draft.to_keep()?))).collect();
    keep(DRAFTS, &written);
}

/// What was being changed in this tab: settings, and members.
pub fn edits() -> (SettingsEdits, TeamEdits) {
    (kept(SETTINGS), kept(TEAM))
}

/// The rules that were being changed in this tab.
pub fn rules_edit() -> Option<Edit<Policy>> {
    kept::<String, Edit<Policy>>(RULES).into_values().next()
}

/// Keeps the rules that are being changed.
pub fn keep_rules_edit(edit: Option<&Edit<Policy>>) {
    let changed = edit.filter(|edit| edit.is_changed()).map(|edit| ("rules", edit));
    keep(RULES, &changed.into_iter().collect::<BTreeMap<_, _>>());
}

/// Keeps what is being changed in the settings.
pub fn keep_settings_edits(edits: &SettingsEdits) {
    let changed: BTreeMap<&Section, &Edit<SectionValue>> = edits.iter().filter(|(_, edit)| edit.is_changed()).collect();
    keep(SETTINGS, &changed);
}

/// Keeps what is being changed about members.
pub fn keep_team_edits(edits: &TeamEdits) {
    let changed: BTreeMap<&String, &Edit<MemberAbout>> = edits.iter().filter(|(_, edit)| edit.is_changed()).collect();
    keep(TEAM, &changed);
}

/// What was being written about articles in this tab.
pub fn article_edits() -> ArticleEdits {
    kept(ARTICLES)
}

/// Keeps what is being written about articles.
pub fn keep_article_edits(edits: &ArticleEdits) {
    let changed: BTreeMap<&String, &Edit<Languages>> = edits.iter().filter(|(_, edit)| edit.is_changed()).collect();
    keep(ARTICLES, &changed);
}

fn kept<K: Ord + DeserializeOwned, V: DeserializeOwned>(name: &str) -> BTreeMap<K, V> {
    let stored = session().and_then(|session| session.get_item(name).ok().flatten());
    stored.and_then(|stored| serde_json::from_str(&stored).ok()).unwrap_or_default()
}

/// Keeps something until the tab closes; nothing where there is nothing to keep.
fn keep<K: Serialize, V: Serialize>(name: &str, all: &BTreeMap<K, V>) {
    let Some(session) = session() else { return };
    let _ = match serde_json::to_string(all) {
        Ok(stored) if !all.is_empty() => session.set_item(name, &stored),
        _ => session.remove_item(name),
    };
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn session() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}
