//! Inviting somebody: who they are, and then the link, once.

use baton_shared::handoff::WebhookKind;
use baton_shared::protocol::{EndpointRow, Invite, Invited};
use baton_shared::text::Language;
use baton_shared::workspace::Action;
use baton_ui::component::{button, strong_button};
use baton_ui::{El, el};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fields::fields;
use crate::app::console::{Console, Secret};
use crate::app::form::Form;
use crate::app::ui::dialog;
use crate::model::form::{member, newcomer};
use crate::model::trouble::Trouble;
use crate::shell::{api, clock};
use crate::texts::{Office, Text};

/// The dialog, wherever one is in the console.
#[component]
pub fn InviteDialog() -> impl IntoView {
    let console: Console = expect_context();
    let about = RwSignal::new(newcomer(console.language.get_untracked()));
    let (tried, busy) = (RwSignal::new(false), RwSignal::new(false));
    let trouble = RwSignal::new(None::<Trouble>);
    dialog(console, console.inviting, Office::Invite, move || {
        // Nothing is written yet: it begins in the language that the console has by now.
        if Language::ALL.into_iter().any(|language| about.get_untracked() == newcomer(language)) {
            about.set(newcomer(console.language.get_untracked()));
        }
        let form = Form::new(console, "invite", tried, move || about.with(member));
        let fields = fields(&form, move || about.get(), move |change| about.update(|about| change(about)));
        let bad = el("p", "bad").attr("role", "alert").says(move || {
            trouble
                .get()
                .map(|trouble| Text::Trouble(trouble).say(console.language.get()).into_owned())
                .unwrap_or_default()
        });
        let cancel = button(console.words(Text::Cancel)).press(move || console.inviting.set(false));
        let send = strong_button(move || {
            let text = if busy.get() { Office::MakingInvitation } else { Office::MakeInvitation };
            Text::from(text).say(console.language.get()).into_owned()
        })
        .attr("type", "submit")
        .disabled_when(move || busy.get());
        el("form", "ask")
            .attr("novalidate", "")
            .child(fields)
            .child(who_is_told(console))
            .child(el("div", "form-end").child(bad).child(cancel).child(send))
            .on("submit", move |event| {
                event.prevent_default();
                if !form.check() || busy.get_untracked() {
                    return;
                }
                busy.set(true);
                spawn_local(async move {
                    let who = about.get_untracked();
                    let answer = api::invite(&Invite { id: None, about: who.clone() }).await;
                    busy.set(false);
                    match answer {
                        Ok(invited) => {
                            console.inviting.set(false);
                            about.set(newcomer(console.language.get_untracked()));
                            tried.set(false);
                            trouble.set(None);
                            show_link(console, &who.name, invited);
                            console.load_team().await;
                        }
                        Err(why) => {
                            console.note_trouble(&why);
                            trouble.set(Some(why));
                        }
                    }
                });
            })
    })
}

/// Which systems of the company will have the link, too: said before it is made.
pub fn who_is_told(console: Console) -> El {
    let told = RwSignal::new(Vec::<String>::new());
    if untrack(|| console.may(Action::ReadEndpoints)) {
        spawn_local(async move {
            // Where it cannot be had, what was told is said afterwards.
            if let Ok(all) = api::endpoints().await {
                let hears = |row: &EndpointRow| row.kinds.is_empty() || row.kinds.contains(&WebhookKind::MemberInvited);
                told.try_set(all.endpoints.into_iter().filter(hears).map(|row| row.id).collect());
            }
        });
    }
    let words = move || {
        let told = told.get();
        let told = (!told.is_empty()).then(|| Office::LinkGoesTo(told.join(", ")));
        told.map(|told| told.say(console.language.get()).into_owned()).unwrap_or_default()
    };
    el("p", "goes-to").attr("role", "status").hidden_when(move || told.with(Vec::is_empty)).says(words)
}

/// Shows a link of an invitation, once.
pub fn show_link(console: Console, name: &str, invited: Invited) {
    let until = clock::in_full(invited.until, console.language.get_untracked());
    let told = (!invited.told.is_empty()).then(|| Office::LinkTold(invited.told.join(", ")).into());
    let hint = [Some(Office::LinkOnce(until).into()), told].into_iter().flatten().collect();
    console.secret.set(Some(Secret { title: Office::LinkFor(name.to_owned()).into(), hint, text: invited.link }));
}
