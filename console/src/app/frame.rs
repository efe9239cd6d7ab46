//! The frame: who is signed in, the header, the places, and the keys that work everywhere.

use std::rc::Rc;
use std::time::Duration;

use baton_ui::component::{Item, bare_button, item, menu, toast};
use baton_ui::{El, el};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use baton_shared::protocol::Me;
use baton_shared::text::Language;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, HtmlElement, KeyboardEvent};

use super::console::{Console, Desk, Session};
use super::conversation::ConversationPane;
use super::deliveries::DeliveriesPage;
use super::help::Help;
use super::inbox::{List, NothingOpen};
use super::sign_in::SignedOut;
use super::ui::{Mark, count};
use crate::model::compose::Mode;
use crate::model::inbox::step;
use crate::model::link::{Link, POLL_EVERY_MS};
use crate::model::place::Place;
use crate::shell::upload::holds_files;
use crate::shell::{clock, live, page, storage};
use crate::texts::Text;

/// Milliseconds between two looks at the clock, for what is said of the past.
const TICK_MS: u64 = 10_000;
/// Milliseconds between two looks whether somebody has signed in.
const SESSION_CHECK_MS: u64 = 4000;

/// The whole console.
#[component]
pub fn App() -> impl IntoView {
    let console = Console::new();
    provide_context(console);
    keep_page_in_step(console);
    spawn_local(console.check_session());
    let who = Memo::new(move |_| match console.session.get() {
        Session::In(me) => Ok(me.id),
        Session::Checking => Err(None),
        Session::Unreachable(trouble) => Err(Some(Some(trouble))),
        Session::SignedOut => Err(Some(None)),
    });
    view! {
        {move || match who.get() {
            Ok(_) => view! { <SignedIn /> }.into_any(),
            Err(None) => view! { <main class="gate" id="content" aria-busy="true"><Mark /></main> }.into_any(),
            Err(Some(None)) => view! { <SignedOut /> }.into_any(),
            Err(Some(Some(trouble))) => {
                view! {
                    <main class="gate" id="content">
                        <div class="card gate-card">
                            <Mark />
                            <p role="alert">{console.t(Text::Trouble(trouble))}</p>
                        </div>
                    </main>
                }
                    .into_any()
            }
        }}
    }
}

/// Title, language, accent, address and clock follow the state.
fn keep_page_in_step(console: Console) {
    Effect::new(move || {
        let Me { accent, on_accent, .. } = console.me();
        page::set_accent(&accent, &on_accent);
    });
    keep_files_out();
    Effect::new(move || page::set_language(console.language.get()));
    Effect::new(move || {
        let text = match console.inbox.waiting.get() {
            0 => Text::Title,
            waiting => Text::TitleWaiting(waiting),
        };
        page::set_title(&text.say(console.language.get()));
    });
    let hash = window_event_listener(ev::hashchange, move |_| console.place.set(page::place()));
    on_cleanup(move || hash.remove());
    every(TICK_MS, move || console.now.set(clock::now()));
    every(SESSION_CHECK_MS, move || {
        let waiting = console.expired.get_untracked() || !matches!(console.session.get_untracked(), Session::In(_));
        if waiting && page::visible() {
            spawn_local(console.check_session());
        }
    });
}

/// A file that is dropped beside where it belongs would take the console's place.
fn keep_files_out() {
    let keep_out = |event: DragEvent| {
        if holds_files(event.data_transfer().as_ref()) {
            event.prevent_default();
        }
    };
    let (over, drop) = (window_event_listener(ev::dragover, keep_out), window_event_listener(ev::drop, keep_out));
    on_cleanup(move || {
        over.remove();
        drop.remove();
    });
}

/// Does something again and again until the current owner is cleaned up.
fn every(ms: u64, what: impl Fn() + 'static) {
    if let Ok(handle) = set_interval_with_handle(what, Duration::from_millis(ms)) {
        on_cleanup(move || handle.clear());
    }
}

#[component]
fn SignedIn() -> impl IntoView {
    let console: Console = expect_context();
    let keys = window_event_listener(ev::keydown, move |event| on_key(console, &event));
    on_cleanup(move || keys.remove());
    Effect::new(move || presence(console));
    let open = Memo::new(move |_| match console.place.get() {
        Place::Inbox { open } => open,
        Place::Deliveries => None,
    });
    let deliveries = Memo::new(move |_| console.place.get() == Place::Deliveries);
    view! {
        <a class="skip" href="#content" on:click=move |event| { event.prevent_default(); page::focus("list"); page::focus("content"); }>
            {console.t(Text::SkipToContent)}
        </a>
        <Header />
        {toast("unseen", move || console.announced.get()).view()}
        {move || {
            console
                .expired
                .get()
                .then(|| view! { <p class="banner" role="alert">{console.t(Text::SignedOutMeanwhile)}</p> })
        }}
        {move || {
            if deliveries.get() {
                return view! { <DeliveriesPage /> }.into_any();
            }
            view! {
                <main class="desk" class:has-open=move || open.get().is_some()>
                    <List open=open />
                    <div class="pane" id="content" tabindex="-1">
                        {move || match open.get() {
                            Some(id) => view! { <ConversationPane id=id /> }.into_any(),
                            None => view! { <NothingOpen /> }.into_any(),
                        }}
                    </div>
                </main>
            }
                .into_any()
        }}
        <Help />
    }
}

/// Keeps the line to the desk while the agent is available; away, the list is asked for every few seconds.
fn presence(console: Console) {
    if console.present.get() {
        live::follow(Desk(console));
        return;
    }
    console.desk.set(Link::Away);
    every(u64::from(POLL_EVERY_MS), move || {
        if page::visible() {
            spawn_local(async move {
                console.refresh_inbox().await;
            });
        }
    });
}

#[component]
fn Header() -> impl IntoView {
    let console: Console = expect_context();
    let at_inbox = move || matches!(console.place.get(), Place::Inbox { .. });
    let current = move |here: bool| here.then_some("page");
    let link_word = move || match console.desk.get() {
        Link::Live => "live",
        Link::Connecting | Link::Polling => "trying",
        Link::Lost => "lost",
        Link::Away => "away",
    };
    view! {
        <header class="top">
            <span class="brand"><Mark /><span class="brand-name">"Baton"</span></span>
            <nav class="places" aria-label=console.t(Text::Places)>
                <a href="#/" aria-current=move || current(at_inbox())>
                    {console.t(Text::Inbox)}
                    {count(console)}
                </a>
                <a href="#/deliveries" aria-current=move || current(!at_inbox())>{console.t(Text::Deliveries)}</a>
            </nav>
            <button
                type="button"
                class="presence"
                role="switch"
                aria-checked=move || if console.present.get() { "true" } else { "false" }
                aria-label=console.t(Text::Presence)
                title=move || Text::PresenceHint(console.present.get()).say(console.language.get())
                on:click=move |_| console.present.update(|present| *present = !*present)
            >
                <span class="track" aria-hidden="true"><span class="thumb"></span></span>
                <span class=move || format!("presence-word {}", link_word())>
                    {move || Text::PresenceIs(console.desk.get()).say(console.language.get())}
                </span>
            </button>
            {account(console).view()}
        </header>
    }
}

/// The agent's own menu: language, help, and the way out.
fn account(console: Console) -> El {
    let opener = bare_button("account")
        .child(el("span", "avatar").attr("aria-hidden", "true").says(move || initial(&console.me().name)))
        .child(el("span", "account-name").says(move || console.me().name));
    menu(opener, move || {
        let language = bare_button("menu-item").attr("lang", other_tag(console));
        let help = bare_button("menu-item").child(el("span", "").says(console.words(Text::Help)));
        let help = help.child(el("kbd", "").attr("aria-hidden", "true").text("?"));
        vec![
            Item(language.says(console.words(Text::OtherLanguage)), Rc::new(move || switch_language(console))),
            Item(help, Rc::new(move || console.help.set(true))),
            item(console.words(Text::SignOut), Rc::new(move || spawn_local(console.sign_out()))),
        ]
    })
}

fn initial(name: &str) -> String {
    name.chars().next().map(|first| first.to_uppercase().to_string()).unwrap_or_default()
}

fn other(language: Language) -> Language {
    match language {
        Language::En => Language::Zh,
        Language::Zh => Language::En,
    }
}

/// The tag of the language that the button switches to.
pub fn other_tag(console: Console) -> &'static str {
    super::ui::tag(other(console.language.get()))
}

/// Switches the language and remembers it.
pub fn switch_language(console: Console) {
    console.language.update(|language| *language = other(*language));
    storage::keep_language(console.language.get_untracked());
}

/// Keys that work wherever nothing is being typed.
fn on_key(console: Console, event: &KeyboardEvent) {
    if event.is_composing() || event.ctrl_key() || event.meta_key() || event.alt_key() || page::dialog_open() {
        return;
    }
    let key = event.key();
    let typing = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()).is_some_and(|element| {
        ["INPUT", "TEXTAREA", "SELECT"].contains(&element.tag_name().as_str()) || element.is_content_editable()
    });
    if typing {
        return;
    }
    let open = match console.place.get_untracked() {
        Place::Inbox { open } => open,
        Place::Deliveries => None,
    };
    let single = console.single_keys.get_untracked();
    let in_list = page::focus_within("list");
    let handled = match key.as_str() {
        "j" if single => move_focus(console, open.as_deref(), 1),
        "k" if single => move_focus(console, open.as_deref(), -1),
        "ArrowDown" if in_list => move_focus(console, open.as_deref(), 1),
        "ArrowUp" if in_list => move_focus(console, open.as_deref(), -1),
        "r" if single && open.is_some() => write(console, open.as_deref(), Mode::Reply),
        "n" if single && open.is_some() => write(console, open.as_deref(), Mode::Note),
        "?" if single => {
            console.help.set(true);
            true
        }
        "Escape" if open.is_some() => {
            page::go(&Place::Inbox { open: None });
            page::focus_soon(format!("row-{}", open.unwrap_or_default()));
            true
        }
        _ => false,
    };
    if handled {
        event.prevent_default();
    }
}

/// Moves through the list: from the row in focus, else from the open conversation.
fn move_focus(console: Console, open: Option<&str>, by: isize) -> bool {
    let rows = untrack(|| console.listed());
    let focused = page::focused_id().and_then(|id| id.strip_prefix("row-").map(str::to_owned));
    let from = focused.as_deref().or(open);
    let Some(next) = step(&rows, from, by) else { return false };
    page::focus(&format!("row-{next}"));
    true
}

fn write(console: Console, open: Option<&str>, mode: Mode) -> bool {
    let Some(id) = open else { return false };
    console.edit_draft(id, |draft| draft.mode = mode);
    page::focus_soon("compose".to_owned());
    true
}
