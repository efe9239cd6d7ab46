//! API keys: what each may do and when it was last used. A key is shown once.

use baton_shared::protocol::{KeyRequest, KeyRow, Keys};
use baton_shared::workspace::{Action, Scope};
use baton_ui::component::{badge, button, strong_button};
use baton_ui::el;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::console::{Console, Loaded, Secret};
use crate::app::form::{Bind, Form, listed};
use crate::app::ui::{Moment, awaited, dialog, keep_fresh, table};
use crate::model::audit::name_of;
use crate::model::form::{Faults, Wrong};
use crate::model::trouble::Trouble;
use crate::shell::api;
use crate::texts::{Office, Text};

/// The keys.
#[component]
pub fn KeysPart() -> impl IntoView {
    let console: Console = expect_context();
    let keys = Loaded::<Keys>::new();
    let making = RwSignal::new(false);
    let load = move || async move { keys.take(console, api::keys().await) };
    keep_fresh(load);
    if console.may(Action::ReadTeam) {
        spawn_local(console.load_team());
    }
    let draw = move || {
        let rows = move || keys.value.get().map(|keys| keys.keys).unwrap_or_default();
        view! {
            {move || {
                let rows = rows();
                if rows.is_empty() {
                    return view! { <p class="empty">{console.t(Office::NoKeys)}</p> }.into_any();
                }
                let columns = [Office::KeyName, Office::KeyScopes, Office::MadeBy, Office::LastUsed];
                let cells = rows.into_iter().map(|row| cells(console, keys, row)).collect();
                table(console, Office::Keys.into(), &columns.map(Text::from).into_iter().chain([Text::ColumnAction]).collect::<Vec<_>>(), cells)
            }}
        }
        .into_any()
    };
    view! {
        <div class="page-head">
            <p class="soft">{console.t(Office::KeysHint)}</p>
            {strong_button(console.words(Office::NewKey)).press(move || making.set(true)).view()}
        </div>
        {awaited(console, keys, load, draw)}
        {make(console, keys, making)}
    }
}

fn cells(console: Console, keys: Loaded<Keys>, row: KeyRow) -> Vec<AnyView> {
    let KeyRow { id, name, scopes, by, last_used, .. } = row;
    let scopes = scopes.into_iter().map(|scope| badge(console.words(Office::ScopeName(scope))).view()).collect_view();
    let used = match last_used {
        Some(at) => view! { <Moment at=at /> }.into_any(),
        None => view! { <span class="soft">{console.t(Office::Never)}</span> }.into_any(),
    };
    let asked = name.clone();
    let key = id.clone();
    let void = button(console.words(Office::VoidKey)).class("small danger").press(move || {
        let id = key.clone();
        console.ask(Office::VoidWho(asked.clone()), Office::VoidWhat, Office::VoidKey, move || {
            let id = id.clone();
            spawn_local(async move {
                match api::void_key(&id).await {
                    Ok(()) => console.toast(Office::KeyVoided),
                    Err(trouble) => console.toast(Text::Trouble(trouble)),
                }
                keys.take(console, api::keys().await);
            });
        });
    });
    vec![
        view! { <strong>{name}</strong> <span class="soft below"><code>{id}</code></span> }.into_any(),
        view! { <span class="tags">{scopes}</span> }.into_any(),
        name_of(&by, &console.names()).into_any(),
        used,
        void.view().into_any(),
    ]
}

fn faults(key: &KeyRequest) -> Faults {
    let missing = key.name.trim().is_empty().then(|| ("name".to_owned(), Wrong::Missing));
    let none = key.scopes.is_empty().then(|| ("scopes".to_owned(), Wrong::NoneChosen));
    missing.into_iter().chain(none).collect()
}

fn make(console: Console, keys: Loaded<Keys>, making: RwSignal<bool>) -> impl IntoView {
    let fresh = || KeyRequest { name: String::new(), scopes: Vec::new() };
    let (key, tried) = (RwSignal::new(fresh()), RwSignal::new(false));
    let trouble = RwSignal::new(None::<Trouble>);
    dialog(console, making, Office::NewKey, move || {
        let form = Form::new(console, "key", tried, move || key.with(faults));
        let name = Bind::new(move || key.get().name, move |name| key.update(|key| key.name = name));
        let scopes = Scope::ALL.map(|scope| {
            let bind = listed(scope, move || key.get().scopes, move |scopes| key.update(|key| key.scopes = scopes));
            form.tick(console.words(Office::ScopeName(scope)), bind)
        });
        let bad = el("p", "bad").attr("role", "alert").says(move || {
            trouble
                .get()
                .map(|trouble| Text::Trouble(trouble).say(console.language.get()).into_owned())
                .unwrap_or_default()
        });
        let fields = el("div", "fields")
            .child(form.line("name", console.words(Office::KeyName), "text", name, Some(Office::KeyNameHint.into())))
            .child(form.group("scopes", console.words(Office::KeyScopes), scopes));
        let cancel = button(console.words(Text::Cancel)).press(move || making.set(false));
        let go = strong_button(console.words(Office::NewKey)).attr("type", "submit");
        el("form", "ask")
            .attr("novalidate", "")
            .child(fields)
            .child(bad)
            .child(el("div", "form-end").child(cancel).child(go))
            .on("submit", move |event| {
                event.prevent_default();
                if !form.check() {
                    return;
                }
                spawn_local(async move {
                    match api::make_key(&key.get_untracked()).await {
                        Ok(made) => {
                            making.set(false);
                            let hint = vec![Office::KeyOnce.into()];
                            console.secret.set(Some(Secret { title: Office::YourKey.into(), hint, text: made.key }));
                            key.try_set(KeyRequest { name: String::new(), scopes: Vec::new() });
                            tried.try_set(false);
                            trouble.try_set(None);
                            keys.take(console, api::keys().await);
                        }
                        Err(why) => {
                            console.note_trouble(&why);
                            trouble.try_set(Some(why));
                        }
                    }
                });
            })
    })
}
