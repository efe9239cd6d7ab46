//! One section while it is changed: reading and changing it, saving it, and what happens where somebody else has
//! changed it meanwhile.

use std::collections::BTreeMap;
use std::rc::Rc;

use baton_shared::protocol::{Section, SectionValue, Versioned};
use baton_shared::text::Language;
use baton_shared::workspace::Action;
use baton_ui::component::{button, strong_button};
use baton_ui::{El, el};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::conflict::conflict;
use crate::app::console::Console;
use crate::app::form::Form;
use crate::app::ui::mark_of;
use crate::model::diff::Clash;
use crate::model::edit::Edit;
use crate::model::form::{Faults, Wrong, section};
use crate::model::trouble::Trouble;
use crate::shell::api;
use crate::texts::{Office, Text};

/// A section.
#[derive(Clone, Copy)]
pub struct Part {
    /// What all components share.
    pub console: Console,
    /// Which one.
    pub section: Section,
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
    /// What fields hold beside the value. Here, because what is drawn for a list is drawn anew with it.
    loose: RwSignal<BTreeMap<String, Loose>>,
    takers: StoredValue<Vec<Taker>, LocalStorage>,
}

/// What a field holds that is not part of the value yet, as one that adds to a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loose {
    /// Whether anything is typed there.
    pub typed: bool,
    /// What, as far as it can be read.
    pub text: String,
    /// What is wrong with it, once somebody has tried to add it.
    pub wrong: Option<Wrong>,
}

/// Takes what is typed in a field into the value, or says at the field what is wrong with it. Whether that was right.
type Taker = Rc<dyn Fn() -> bool>;

impl Part {
    /// A section that is shown.
    pub fn new(console: Console, section: Section) -> Self {
        let (tried, busy, trouble) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None));
        let (loose, takers) = (RwSignal::new(BTreeMap::new()), StoredValue::new_local(Vec::new()));
        Self { console, section, tried, busy, trouble, loose, takers }
    }

    /// Has a field's words taken in before anything is saved: what stands in a field that adds to a list is meant.
    pub fn take_in(self, taker: impl Fn() -> bool + 'static) {
        self.takers.update_value(|takers| takers.push(Rc::new(taker)));
    }

    /// Sets what a field holds beside the value; nothing where it is as it was drawn.
    pub fn set_loose(self, field: &str, loose: Option<Loose>) {
        if untrack(|| self.loose(field)) != loose {
            self.loose.update(|all| {
                let _ = match loose {
                    Some(loose) => all.insert(field.to_owned(), loose),
                    None => all.remove(field),
                };
            });
        }
    }

    /// What a field holds beside the value. All of it goes where everything is discarded.
    pub fn loose(self, field: &str) -> Option<Loose> {
        self.loose.with(|all| all.get(field).cloned())
    }

    fn all_taken_in(self) -> bool {
        // Every field, so that each says what is wrong with it.
        // Each is asked, whatever the one before says.
        self.takers.get_value().iter().filter(|taker| !taker()).count() == 0
    }

    /// Whether it may only be looked at.
    pub fn locked(self) -> bool {
        untrack(|| !self.console.may(Action::ChangeSettings))
    }

    /// A form over it.
    pub fn form(self, name: &'static str) -> Form {
        Form::new(self.console, name, self.tried, move || self.faults()).locked(self.locked())
    }

    fn faults(self) -> Faults {
        self.value().map(|value| section(&value, &self.languages())).unwrap_or_default()
    }

    /// The workspace's languages, the default first.
    pub fn languages(self) -> Vec<Language> {
        let now =
            self.console.settings.value.with(|settings| settings.as_ref()?.sections.get(&Section::Languages).cloned());
        match now.map(|now| now.value) {
            Some(SectionValue::Languages { languages }) => languages,
            _ => vec![Language::En],
        }
    }

    fn now(self) -> Option<Versioned> {
        self.console.settings.value.with(|settings| settings.as_ref()?.sections.get(&self.section).cloned())
    }

    /// What it holds: as it is being changed, else as it stands.
    pub fn value(self) -> Option<SectionValue> {
        let edited = self.console.settings_edits.with(|edits| edits.get(&self.section).map(|edit| edit.value.clone()));
        edited.or_else(|| self.now().map(|now| now.value))
    }

    /// Changes it.
    pub fn change(self, change: impl FnOnce(&mut SectionValue)) {
        let Some(now) = untrack(|| self.now()) else { return };
        self.console.settings_edits.update(|edits| {
            let edit = edits.entry(self.section).or_insert_with(|| Edit::begin(&now.version, now.value));
            change(&mut edit.value);
        });
        self.console.keep_edits();
    }

    fn is_changed(self) -> bool {
        let edited = self.console.settings_edits.with(|edits| edits.get(&self.section).is_some_and(Edit::is_changed));
        edited || self.loose.with(|all| all.values().any(|loose| loose.typed))
    }

    fn clashes(self) -> Vec<Clash> {
        let Some(now) = self.now() else { return Vec::new() };
        self.console
            .settings_edits
            .with(|edits| edits.get(&self.section).map(|edit| edit.clashes(&now.value)).unwrap_or_default())
    }

    fn discard(self) {
        self.console.settings_edits.update(|edits| drop(edits.remove(&self.section)));
        self.console.keep_edits();
        self.console.drop_draft_toasts();
        self.tried.set(false);
        self.trouble.set(None);
        // Whoever holds something loose hears of it and lets go.
        self.loose.set(BTreeMap::new());
    }

    async fn save(self) {
        let (console, of) = (self.console, self.section);
        let Some(edit) = console.settings_edits.with_untracked(|edits| edits.get(&of).cloned()) else { return };
        self.busy.try_set(true);
        let answer = api::change_settings(of, &edit.version, &edit.value).await;
        self.busy.try_set(false);
        match answer {
            Ok(settings) => {
                // What was changed while it was on its way is not saved yet.
                let later = console.settings_edits.try_update(|edits| edits.remove(&of)).flatten();
                let later = later.map(|later| later.value).filter(|value| *value != edit.value);
                console.take_settings(Ok(settings));
                match later {
                    Some(value) => self.change(|now| *now = value),
                    None => console.drop_draft_toasts(),
                }
                self.tried.try_set(false);
                self.trouble.try_set(None);
                if of == Section::Replies {
                    // They come with who is signed in.
                    spawn_local(console.check_session());
                }
                console.toast_undo(Office::SectionSaved(of), move || {
                    spawn_local(put_back(console, edit.base.clone(), edit.value.clone()));
                });
            }
            Err(Trouble::Stale) => console.load_settings().await,
            Err(trouble) => {
                console.note_trouble(&trouble);
                self.trouble.try_set(Some(trouble));
            }
        }
    }

    fn over(self) {
        let Some(now) = untrack(|| self.now()) else { return };
        self.console.settings_edits.update(|edits| {
            if let Some(edit) = edits.get_mut(&self.section) {
                edit.over(&now.version, &now.value);
            }
        });
        spawn_local(self.save());
    }
}

/// Takes a change back, unless somebody has changed the section since.
async fn put_back(console: Console, before: SectionValue, saved: SectionValue) {
    let of = saved.section();
    console.load_settings().await;
    let now = console.settings.value.with_untracked(|settings| settings.as_ref()?.sections.get(&of).cloned());
    let Some(now) = now.filter(|now| now.value == saved) else { return console.toast(Office::ChangedSince) };
    match api::change_settings(of, &now.version, &before).await {
        Ok(settings) => {
            console.take_settings(Ok(settings));
            console.toast(Office::PutBack);
        }
        Err(trouble) => console.toast(Text::Trouble(trouble)),
    }
}

/// A section's fields, with what clashes above them and the buttons that save below.
pub fn frame(part: Part, fields: El) -> El {
    let console = part.console;
    let clash = el("div", "").switch(
        move || mark_of(&part.clashes()),
        move |_| {
            let clashes = untrack(|| part.clashes());
            (!clashes.is_empty()).then(|| conflict(console, clashes, move || part.discard(), move || part.over()))
        },
    );
    let made = el("form", "settings").attr("novalidate", "").child(clash).child(fields);
    if part.locked() {
        return made.child(el("p", "soft").says(console.words(Office::OnlyLook)));
    }
    let bad = el("p", "bad").attr("role", "alert").says(move || {
        part.trouble
            .get()
            .map(|trouble| Text::Trouble(trouble).say(console.language.get()).into_owned())
            .unwrap_or_default()
    });
    let state = el("span", "soft").attr("role", "status").says(move || {
        let text = if part.is_changed() { Office::Unsaved } else { Office::AllSaved };
        Text::from(text).say(console.language.get()).into_owned()
    });
    let discard =
        button(console.words(Office::Discard)).disabled_when(move || !part.is_changed()).press(move || part.discard());
    let save = strong_button(console.words(Office::Save)).attr("type", "submit");
    let save = save.disabled_when(move || part.busy.get() || !part.is_changed());
    let form = part.form("save");
    made.child(bad).child(el("div", "save-bar").child(state).child(discard).child(save)).on("submit", move |event| {
        event.prevent_default();
        if part.all_taken_in() && form.check() && untrack(|| part.is_changed()) {
            spawn_local(part.save());
        }
    })
}
