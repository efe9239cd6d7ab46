//! Somebody else has published other rules while these were changed: what both did, in sentences, and one choice.

use baton_shared::policy::{Differs, Policy, difference};
use baton_ui::component::{button, strong_button};
use baton_ui::{El, el};
use leptos::prelude::*;

use super::state::{Draft, name_in};
use crate::app::ui::mark_of;
use crate::texts::{Office, Said};

/// What clashes: what they did, and what was done here.
fn clash(draft: Draft) -> Option<(Vec<Differs>, Vec<Differs>)> {
    let rules = draft.state().loaded.value.get()?;
    let edit = draft.state().edit.get()?;
    if !edit.is_changed() || rules.policy == edit.base || rules.policy == edit.value {
        return None;
    }
    let language = draft.console.language.get();
    let since = |after: &Policy| difference(&edit.base, after, language, &|id| name_in(&rules.queues, id, language));
    Some((since(&rules.policy), since(&edit.value)))
}

/// A list of differences.
pub fn differences(draft: Draft, all: Vec<Differs>) -> El {
    let each = all.into_iter().map(|differs| el("li", "").says(draft.console.words(Said::Differs(differs))));
    el("ul", "differences").children(each)
}

/// The differences and the two ways on, while there is a clash.
pub fn draw(draft: Draft) -> El {
    let console = draft.console;
    el("div", "").switch(
        move || mark_of(&clash(draft)),
        move |_| {
            let (theirs, mine) = untrack(|| clash(draft))?;
            let over = move || {
                let Some(rules) = draft.state().loaded.value.get_untracked() else { return };
                draft.state().edit.update(|edit| {
                    if let Some(edit) = edit {
                        edit.over(&rules.version, &rules.policy);
                    }
                });
            };
            let head = el("div", "")
                .attr("role", "alert")
                .child(el("h2", "").says(console.words(Said::Conflict)))
                .child(el("p", "").says(console.words(Office::ConflictWhat)));
            let side = |title: Said, all: Vec<Differs>| {
                el("div", "").child(el("h3", "").says(console.words(title))).child(differences(draft, all))
            };
            let ways = el("div", "form-end")
                .child(button(console.words(Office::TakeTheirs)).press(move || draft.discard()))
                .child(strong_button(console.words(Office::PutMineOver)).press(over));
            let made = el("section", "conflict").child(head).child(side(Said::WhatTheyDid, theirs));
            Some(made.child(side(Said::WhatYouDid, mine)).child(ways))
        },
    )
}

/// Whether there is a clash.
pub fn is_there(draft: Draft) -> bool {
    clash(draft).is_some()
}
