//! Versions of the rules: when and by whom each was published, what bringing it back would change, and bringing it back.

use baton_shared::policy::{Differs, Policy, difference};
use baton_shared::protocol::RuleVersion;
use baton_ui::component::{button, modal, strong_button};
use baton_ui::{El, el};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::conflict::differences;
use super::state::{Draft, name_in};
use crate::app::ui::{Tone, mark_of, toned};
use crate::model::audit::who;
use crate::model::trouble::Trouble;
use crate::shell::{api, clock};
use crate::texts::{Said, Text};

/// A version that is looked at: its number, and its rules once they are here.
pub type Looked = RwSignal<Option<(u64, Option<Policy>)>>;

/// The list. Its signals are made by whoever draws it, so that a dialog that closes late still finds them.
pub fn draw(draft: Draft, (looked, trouble): (Looked, RwSignal<Option<Trouble>>)) -> El {
    let console = draft.console;
    let state = draft.state();
    let failed = el("p", "bad").attr("role", "alert").says(move || {
        let trouble = trouble.get().or_else(|| state.versions.trouble.get());
        trouble.map(|trouble| Text::Trouble(trouble).say(console.language.get()).into_owned()).unwrap_or_default()
    });
    let key = move || mark_of(&(state.versions.value.get(), console.names().len()));
    let list = el("div", "").switch(key, move |_| {
        let versions = state.versions.value.get_untracked()?.versions;
        let each = versions.into_iter().enumerate();
        let each = each.map(|(place, version)| row(draft, &version, place == 0, looked, trouble));
        Some(el("ol", "versions").attr("role", "list").children(each))
    });
    el("div", "fields")
        .child(el("p", "soft").says(console.words(Said::VersionsHint)))
        .child(failed)
        .child(list)
        .child(question(draft, looked))
}

fn row(draft: Draft, version: &RuleVersion, is_now: bool, looked: Looked, trouble: RwSignal<Option<Trouble>>) -> El {
    let console = draft.console;
    let (number, at) = (version.workspace, version.at);
    let head = el("p", "version-head").child(el("strong", "").says(console.words(Said::Version(number))));
    let now = is_now.then(|| toned(console.words(Said::NowPublished), Tone::Info));
    let when = el("span", "").says(move || clock::in_full(at, console.language.get()));
    let by = version.who.clone().map(|word| {
        el("span", "").says(move || {
            let language = console.language.get();
            Text::from(Said::By(who(&word, &console.names()))).say(language).into_owned()
        })
    });
    let about = el("p", "soft").child(when).text(" ").maybe(by);
    let compare = button(console.words(Said::Compare)).class("small").press(move || {
        spawn_local(async move {
            match api::rules_then(number).await {
                Ok(then) => {
                    looked.try_set(Some((number, Some(then.policy))));
                }
                Err(failure) => {
                    trouble.try_set(Some(failure));
                }
            }
        });
    });
    el("li", "").child(head.maybe(now)).child(about).maybe((!is_now).then_some(compare))
}

/// What bringing a version back would change.
fn back(draft: Draft, looked: Looked) -> Vec<Differs> {
    let language = draft.console.language.get();
    let then = looked.get().and_then(|(_, policy)| policy);
    let (Some(then), Some(now)) = (then, draft.state().loaded.value.get()) else { return Vec::new() };
    difference(&now.policy, &then, language, &|id| name_in(&now.queues, id, language))
}

/// The question before a version is brought back, with the difference.
fn question(draft: Draft, looked: Looked) -> El {
    let console = draft.console;
    let (open, leave) = (move || looked.try_with(Option::is_some).unwrap_or(false), move || drop(looked.try_set(None)));
    modal(console.words(Said::BringBackTitle), console.words(Text::Close), open, leave, move || {
        let shown = el("div", "").switch(
            move || mark_of(&back(draft, looked)),
            move |_| {
                let all = untrack(|| back(draft, looked));
                Some(if all.is_empty() {
                    el("p", "soft").says(console.words(Said::Same))
                } else {
                    differences(draft, all)
                })
            },
        );
        let go = move || {
            let Some((number, Some(policy))) = looked.get_untracked() else { return };
            looked.set(None);
            spawn_local(draft.publish(policy, Some(number)));
        };
        let bring = strong_button(console.words(Said::BringBack)).press(go);
        let bring = bring.disabled_when(move || draft.locked() || back(draft, looked).is_empty());
        let cancel = button(console.words(Text::Cancel)).press(leave);
        el("div", "fields").child(shown).child(el("div", "form-end").child(cancel).child(bring))
    })
}
