//! Publishing: the bar that says what is not published yet, and the question that shows the difference first.

use baton_shared::policy::Policy;
use baton_ui::component::{button, modal, strong_button};
use baton_ui::{El, el};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::conflict::{self, differences};
use super::state::Draft;
use crate::app::ui::mark_of;
use crate::texts::{Office, Said, Text};

/// The bar.
pub fn bar(draft: Draft) -> El {
    let console = draft.console;
    let (open, busy) = (RwSignal::new(false), RwSignal::new(false));
    let changed = move || draft.state().is_changed();
    let state = el("span", "soft").attr("role", "status").says(move || {
        let said = match (changed(), draft.is_wrong()) {
            (false, _) => Said::AsPublished,
            (true, true) => Said::MendFirst,
            (true, false) => Said::NotPublished(draft.differences().len()),
        };
        Text::from(said).say(console.language.get()).into_owned()
    });
    let bad = el("p", "bad").attr("role", "alert").says(move || {
        let trouble = draft.state().trouble.get();
        trouble.map(|trouble| Text::Trouble(trouble).say(console.language.get()).into_owned()).unwrap_or_default()
    });
    let discard =
        button(console.words(Office::Discard)).disabled_when(move || !changed()).press(move || draft.discard());
    let publish = strong_button(console.words(Said::PublishAsk)).press(move || open.set(true));
    let publish =
        publish.disabled_when(move || busy.get() || !changed() || draft.is_wrong() || conflict::is_there(draft));
    let (is_open, leave) = (move || open.try_get().unwrap_or(false), move || open.set(false));
    let question = modal(console.words(Said::PublishTitle), console.words(Text::Close), is_open, leave, move || {
        let go = move || {
            open.set(false);
            let Some(policy) = untrack(|| draft.with(Policy::clone)) else { return };
            busy.set(true);
            spawn_local(async move {
                draft.publish(policy, None).await;
                busy.try_set(false);
            });
        };
        let shown = el("div", "").switch(
            move || mark_of(&draft.differences()),
            move |_| Some(differences(draft, untrack(|| draft.differences()))),
        );
        let impact = el("p", "").says(move || {
            let found = draft.simulation.with(|found| found.as_ref().map(|found| (found.changed, found.conversations)));
            let said = found.map(|(changed, of)| {
                Text::from(Said::WouldChange(changed, of)).say(console.language.get()).into_owned()
            });
            said.unwrap_or_default()
        });
        let ways = el("div", "form-end")
            .child(button(console.words(Text::Cancel)).press(move || open.set(false)))
            .child(strong_button(console.words(Said::Publish)).press(go));
        el("div", "fields")
            .child(el("p", "").says(console.words(Said::PublishWhat)))
            .child(shown)
            .child(impact)
            .child(ways)
    });
    let line = el("div", "save-bar").child(state).child(discard).child(publish);
    el("div", "rules-bar").child(bad).child(line).child(question)
}
