//! Where webhooks go: how each endpoint fares, adding and changing one, its secret, and a test.

use baton_shared::handoff::WebhookKind;
use baton_shared::protocol::{EndpointChange, EndpointHealth, EndpointRow, EndpointTest, Endpoints as All};
use baton_shared::workspace::Action;
use baton_ui::component::{button, modal, strong_button};
use baton_ui::el;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::console::{Console, Loaded, Secret};
use crate::app::form::{Bind, Form, listed};
use crate::app::ui::{Tone, awaited, keep_fresh, toned};
use crate::model::form::endpoint as faults;
use crate::model::place::Place;
use crate::model::trouble::Trouble;
use crate::shell::{api, clock, page};
use crate::texts::{Office, Text};

/// What is typed into the dialog.
#[derive(Clone, Debug, Default, PartialEq)]
struct Typed {
    /// Whether it is new.
    new: bool,
    id: String,
    url: String,
    kinds: Vec<WebhookKind>,
}

#[derive(Clone, Copy)]
struct State {
    console: Console,
    all: Loaded<All>,
    open: RwSignal<bool>,
    typed: RwSignal<Typed>,
    tried: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
    /// What came of the last test, by endpoint.
    tested: RwSignal<Option<(String, Result<EndpointTest, Trouble>)>>,
}

/// The list and its dialog.
#[component]
pub fn Endpoints() -> impl IntoView {
    let console: Console = expect_context();
    let state = State {
        console,
        all: Loaded::new(),
        open: RwSignal::new(false),
        typed: RwSignal::new(Typed::default()),
        tried: RwSignal::new(false),
        trouble: RwSignal::new(None),
        tested: RwSignal::new(None),
    };
    let load = move || state.load();
    keep_fresh(load);
    let add = move || {
        let add = strong_button(console.words(Office::AddEndpoint))
            .press(move || state.begin(Typed { new: true, ..Typed::default() }));
        console.may(Action::ManageEndpoints).then(|| add.view())
    };
    let draw = move || {
        let rows = move || {
            let rows = state.all.value.get().map(|all| all.endpoints).unwrap_or_default();
            if rows.is_empty() {
                return view! { <div class="empty"><p>{console.t(Office::NoEndpoints)}</p></div> }.into_any();
            }
            view! { <ul class="cards" role="list">{rows.into_iter().map(|row| card(state, row)).collect_view()}</ul> }
                .into_any()
        };
        rows.into_any()
    };
    view! {
        <div class="page-head">
            <p class="soft">{console.t(Office::EndpointsHint)}</p>
            {add}
        </div>
        {awaited(console, state.all, load, draw)}
        {form(state)}
    }
}

impl State {
    async fn load(self) {
        self.all.take(self.console, api::endpoints().await);
    }

    fn begin(self, typed: Typed) {
        self.typed.set(typed);
        self.tried.set(false);
        self.trouble.set(None);
        self.open.set(true);
    }

    fn taken(self) -> Vec<String> {
        let ids = |all: &All| all.endpoints.iter().map(|row| row.id.clone()).collect();
        self.all.value.with(|all| all.as_ref().map(ids).unwrap_or_default())
    }

    async fn save(self) {
        let console = self.console;
        let Typed { new, id, url, kinds } = self.typed.get_untracked();
        let before =
            self.all.value.with_untracked(|all| all.as_ref()?.endpoints.iter().find(|row| row.id == id).cloned());
        match api::set_endpoint(&id, &EndpointChange { url: url.clone(), kinds }).await {
            Ok(secret) => {
                self.open.try_set(false);
                // What came of a test was about the address before.
                self.tested.try_set(None);
                match (secret, before) {
                    (Some(secret), _) if new => self.show(&id, secret.secret),
                    (_, Some(before)) => {
                        // What waited for the address before goes to the new one at once.
                        let moved = before.waiting > 0 && before.url != url;
                        let said = if moved {
                            Office::EndpointMoved(id.clone(), before.waiting)
                        } else {
                            Office::EndpointSaved(id.clone())
                        };
                        let undo = EndpointChange { url: before.url, kinds: before.kinds };
                        console.toast_undo(said, move || {
                            let (id, undo) = (id.clone(), undo.clone());
                            spawn_local(async move {
                                self.said(api::set_endpoint(&id, &undo).await.map(drop), Office::PutBack).await;
                            });
                        });
                    }
                    _ => console.toast(Office::EndpointSaved(id)),
                }
                self.load().await;
            }
            Err(trouble) => {
                console.note_trouble(&trouble);
                self.trouble.try_set(Some(trouble));
            }
        }
    }

    fn show(self, id: &str, secret: String) {
        let hint = vec![Office::SecretOnce.into()];
        self.console.secret.set(Some(Secret { title: Office::SecretOf(id.to_owned()).into(), hint, text: secret }));
    }

    /// Says what came of something, and looks again.
    async fn said(self, answer: Result<(), Trouble>, words: Office) {
        match answer {
            Ok(()) => self.console.toast(words),
            Err(trouble) => {
                self.console.note_trouble(&trouble);
                self.console.toast(Text::Trouble(trouble));
            }
        }
        self.load().await;
    }

    async fn test(self, id: String) {
        let answer = api::test_endpoint(&id).await;
        self.tested.try_set(Some((id, answer)));
        self.load().await;
    }

    async fn rotate(self, id: String) {
        match api::rotate_secret(&id).await {
            Ok(secret) => {
                self.show(&id, secret.secret);
                self.load().await;
            }
            Err(trouble) => self.said(Err(trouble), Office::PutBack).await,
        }
    }
}

fn card(state: State, row: EndpointRow) -> impl IntoView {
    let console = state.console;
    let (health, tone) = match row.health {
        EndpointHealth::Untried => (Office::Untried, Tone::Plain),
        EndpointHealth::Well => (Office::Well, Tone::Success),
        EndpointHealth::TestFailed => (Office::TestFailing, Tone::Warning),
        EndpointHealth::Failing => (Office::Failing, Tone::Warning),
        EndpointHealth::Resting => (Office::Resting, Tone::Danger),
    };
    let EndpointRow { id, url, kinds, failures, rests_until, old_secret_until, waiting, dead, .. } = row;
    let typed = Typed { new: false, id: id.clone(), url: url.clone(), kinds: kinds.clone() };
    let at = move |at| clock::in_full(at, console.language.get());
    let events = if kinds.is_empty() {
        view! { {console.t(Office::AllEvents)} }.into_any()
    } else {
        let each = kinds.into_iter().map(|kind| view! { <code class="badge">{kind.as_str()}</code> });
        view! { <span class="tags">{each.collect_view()}</span> }.into_any()
    };
    let manage = console.may(Action::ManageEndpoints);
    let buttons = manage.then(|| {
        let (test, rotate, remove) = (id.clone(), id.clone(), id.clone());
        let test = button(console.words(Office::SendTest)).press(move || spawn_local(state.test(test.clone())));
        let change = button(console.words(Office::Change)).press(move || state.begin(typed.clone()));
        let rotate = button(console.words(Office::RotateSecret)).press(move || {
            let id = rotate.clone();
            console.ask(Office::RotateFor(id.clone()), Office::RotateWhat, Office::RotateSecret, move || {
                spawn_local(state.rotate(id.clone()));
            });
        });
        let remove = button(console.words(Office::Remove)).class("danger").press(move || {
            let id = remove.clone();
            console.ask(Office::RemoveEndpoint(id.clone()), Office::RemoveEndpointWhat, Office::Remove, move || {
                let id = id.clone();
                spawn_local(async move {
                    state.said(api::remove_endpoint(&id).await, Office::EndpointRemoved(id)).await;
                });
            });
        });
        view! { <div class="form-end">{test.view()}{change.view()}{rotate.view()}{remove.view()}</div> }
    });
    let result = {
        let id = id.clone();
        move || match state.tested.get() {
            Some((of, answer)) if of == id => Some(test_result(console, answer)),
            _ => None,
        }
    };
    let log = Place::Deliveries { open: None }.fragment();
    let queue = (waiting > 0 || dead > 0).then(|| {
        view! { <div><dt>{console.t(Office::Outstanding)}</dt><dd><a href=log>{console.t(Office::WaitingAndDead(waiting, dead))}</a></dd></div> }
    });
    let failures = (failures > 0).then(|| {
        view! { <div><dt>{console.t(Office::FailuresInARow)}</dt><dd class="number">{failures}</dd></div> }
    });
    view! {
        <li class="card">
            <div class="card-head">
                <h2>{id}</h2>
                {toned(console.words(health), tone).view()}
            </div>
            <dl class="facts">
                <div><dt>{console.t(Office::Address)}</dt><dd><code>{url}</code></dd></div>
                <div><dt>{console.t(Office::Events)}</dt><dd>{events}</dd></div>
                {failures}
                {queue}
                {rests_until.map(|until| view! { <div><dt>{console.t(Office::TriedAgain)}</dt><dd>{move || at(until)}</dd></div> })}
                {old_secret_until.map(|until| view! { <div><dt>{console.t(Office::OldSecretUntil)}</dt><dd>{move || at(until)}</dd></div> })}
            </dl>
            <div role="status">{result}</div>
            {buttons}
        </li>
    }
}

fn test_result(console: Console, answer: Result<EndpointTest, Trouble>) -> AnyView {
    match answer {
        Err(trouble) => view! { <p class="trouble">{console.t(Text::Trouble(trouble))}</p> }.into_any(),
        Ok(EndpointTest { status, took_ms, answer, body }) => {
            let fine = status.is_some_and(|status| (200..300).contains(&status));
            let tone = if fine { Tone::Success } else { Tone::Danger };
            let came = match status {
                Some(_) if fine => Office::TestFine,
                Some(_) => Office::TestRefused,
                None => Office::TestFailed,
            };
            let badge = toned(console.words(came), tone);
            view! {
                <p class="test-line">
                    {badge.view()} " " {console.t(Office::TestAnswer(status, took_ms))}
                </p>
                {(!answer.is_empty()).then(|| view! { <pre class="code" tabindex="0"><code>{answer}</code></pre> })}
                <details>
                    <summary>{console.t(Office::WhatIsSent)}</summary>
                    <pre class="code" tabindex="0"><code>{body}</code></pre>
                </details>
            }
            .into_any()
        }
    }
}

fn form(state: State) -> impl IntoView {
    let State { console, open, typed, tried, trouble, .. } = state;
    let title = move || {
        let text =
            typed.with(|typed| if typed.new { Office::AddEndpoint } else { Office::ChangeEndpoint(typed.id.clone()) });
        text.say(console.language.get()).into_owned()
    };
    let is_open = move || open.try_get().unwrap_or(false);
    modal(
        title,
        console.words(Text::Close),
        is_open,
        move || open.set(false),
        move || {
            let found = move || {
                typed.with(|typed| {
                    let taken = if typed.new { state.taken() } else { Vec::new() };
                    faults(&typed.id, &typed.url, &taken, page::is_local())
                })
            };
            let form = Form::new(console, "endpoint", tried, found);
            let new = typed.with_untracked(|typed| typed.new);
            let id = Bind::new(
                move || typed.get().id,
                move |id: String| typed.update(|typed| typed.id = id.trim().to_lowercase()),
            );
            let url = Bind::new(
                move || typed.get().url,
                move |url: String| typed.update(|typed| url.trim().clone_into(&mut typed.url)),
            );
            let id = form.clone().locked(!new).line(
                "id",
                console.words(Office::EndpointId),
                "text",
                id,
                Some(Office::EndpointIdHint.into()),
            );
            let hint = if page::is_local() { Office::AddressHintHere } else { Office::AddressHint };
            let url = form.line("url", console.words(Office::Address), "url", url, Some(hint.into()));
            let kinds = WebhookKind::ALL.map(|kind| {
                let bind =
                    listed(kind, move || typed.get().kinds, move |kinds| typed.update(|typed| typed.kinds = kinds));
                form.tick(kind.as_str(), bind)
            });
            let bad = el("p", "bad").attr("role", "alert").says(move || {
                trouble
                    .get()
                    .map(|trouble| Text::Trouble(trouble).say(console.language.get()).into_owned())
                    .unwrap_or_default()
            });
            let cancel = button(console.words(Text::Cancel)).press(move || open.set(false));
            let save = strong_button(console.words(Office::Save)).attr("type", "submit");
            el("form", "ask")
                .attr("novalidate", "")
                .child(
                    el("div", "fields")
                        .child(id)
                        .child(url)
                        .child(form.group("kinds", console.words(Office::EventsChosen), kinds))
                        .child(el("p", "hint").says(console.words(Office::InvitedHint))),
                )
                .child(el("div", "form-end").child(bad).child(cancel).child(save))
                .on("submit", move |event| {
                    event.prevent_default();
                    if form.check() {
                        spawn_local(state.save());
                    }
                })
        },
    )
    .view()
}
