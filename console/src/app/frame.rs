//! The frame: who is signed in, the header, the places, and the keys that work everywhere.

use baton_ui::component::toast;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use baton_shared::protocol::Me;
use baton_shared::workspace::Action;
use wasm_bindgen::JsCast;
use web_sys::{BeforeUnloadEvent, DragEvent, HtmlElement, KeyboardEvent};

use super::audit::AuditPage;
use super::console::{Console, Desk, Session};
use super::conversation::ConversationPane;
use super::customer::CustomerPage;
use super::deliveries::DeliveriesPage;
use super::header::{Header, Places};
use super::help::Help;
use super::inbox::{List, NothingOpen};
use super::knowledge::KnowledgePage;
use super::overlay::Overlays;
use super::palette::Palette;
use super::rules::RulesPage;
use super::settings::SettingsPage;
use super::sign_in::SignedOut;
use super::team::{InviteDialog, TeamPage};
use super::ui::{Mark, every};
use crate::model::compose::Mode;
use crate::model::inbox::step;
use crate::model::link::{Link, POLL_EVERY_MS};
use crate::model::place::{Page, Place};
use crate::shell::upload::holds_files;
use crate::shell::{clock, live, page};
use crate::texts::{Office, Text};

/// Milliseconds between two looks at the clock, for what is said of the past.
const TICK_MS: u64 = 10_000;
/// Milliseconds between two looks whether somebody has signed in.
const SESSION_CHECK_MS: u64 = 4000;

/// Milliseconds between two signs, while the page is in sight, that the session is used.
const ALIVE_MS: u64 = 15 * 60 * 1000;

/// The whole console.
#[component]
pub fn App() -> impl IntoView {
    let console = Console::new();
    provide_context(console);
    keep_page_in_step(console);
    spawn_local(console.check_session());
    let who = Memo::new(move |_| match console.session.get() {
        // What is being written is kept, and stands there again after signing in.
        _ if console.expired.get() => Err(Some(None)),
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
    Effect::new(move || page::set_scheme(console.scheme.get()));
    Effect::new(move || {
        let text = match console.inbox.waiting.get() {
            0 => Text::Title,
            waiting => Text::TitleWaiting(waiting),
        };
        let title = text.say(console.language.get());
        page::set_title(&console.place.with(|place| match place {
            Place::Inbox { .. } => title.into_owned(),
            other => format!("{} · {title}", Text::from(Office::PlaceName(other.clone())).say(console.language.get())),
        }));
    });
    // What was said on one page says nothing on another.
    Effect::new(move |before: Option<Place>| {
        let now = console.place.get();
        let elsewhere = |before: Place| match (&before, &now) {
            (Place::Settings(before), Place::Settings(tab)) => before != tab,
            _ => before.page() != now.page(),
        };
        if before.is_some_and(elsewhere) {
            console.toasts.update(Vec::clear);
        }
        now
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
    keep_session(console);
}

/// A session ends where it is not used. While the page is in sight it is, and who comes back to a page whose session has
/// ended meanwhile sees that at once, not in the middle of what they do next.
fn keep_session(console: Console) {
    let asked = StoredValue::new(clock::now());
    let ask = move || {
        let due = clock::now().since_ms(asked.get_value()) >= ALIVE_MS;
        if due && page::visible() && matches!(console.session.get_untracked(), Session::In(_)) {
            asked.set_value(clock::now());
            spawn_local(console.check_session());
        }
    };
    every(ALIVE_MS / 15, ask);
    let back = window_event_listener(ev::visibilitychange, move |_| ask());
    on_cleanup(move || back.remove());
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

#[component]
fn SignedIn() -> impl IntoView {
    let console: Console = expect_context();
    let keys = window_event_listener(ev::keydown, move |event| on_key(console, &event));
    on_cleanup(move || keys.remove());
    Effect::new(move || presence(console));
    warn_of_unsaved(console);
    let open = Memo::new(move |_| console.place.get().conversation());
    let here = Memo::new(move |_| console.place.with(Place::page));
    let customer = Memo::new(move |_| console.place.get().customer());
    // Who may not see this page begins at the first that they may see.
    Effect::new(move || {
        let first = Page::ALL.into_iter().find(|page| console.may(page.needs()));
        if let Some(first) = first.filter(|_| !console.may(here.get().needs())) {
            page::go(&first.start());
        }
    });
    // Whoever listens, or goes by keyboard, begins where the page begins.
    Effect::new(move |before: Option<(Page, Option<String>)>| {
        let now = (here.get(), customer.get());
        if before.is_some_and(|before| before != now) {
            page::focus_soon("page-title".to_owned());
        }
        now
    });
    view! {
        <a class="skip" href="#content" on:click=move |event| { event.prevent_default(); page::focus("list"); page::focus("content"); }>
            {console.t(Text::SkipToContent)}
        </a>
        <Header />
        <Places />
        {toast("unseen", move || {
            console.announced.get().map(|text| text.say(console.language.get()).into_owned()).unwrap_or_default()
        })
            .view()}
        {move || match (here.get(), customer.get()) {
            (_, Some(id)) => view! { <CustomerPage id=id /> }.into_any(),
            (Page::Deliveries, _) => view! { <DeliveriesPage /> }.into_any(),
            (Page::Knowledge, _) => view! { <KnowledgePage /> }.into_any(),
            (Page::Team, _) => view! { <TeamPage /> }.into_any(),
            (Page::Settings, _) => view! { <SettingsPage /> }.into_any(),
            (Page::Rules, _) => view! { <RulesPage /> }.into_any(),
            (Page::Audit, _) => view! { <AuditPage /> }.into_any(),
            (Page::Inbox, None) => {
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
            }
        }}
        <Help />
        <Palette />
        <InviteDialog />
        <Overlays />
    }
}

/// Whoever closes the tab with changes that are not saved is asked by the browser first.
fn warn_of_unsaved(console: Console) {
    let unsaved = move || {
        let pages = || console.rules.is_changed() || console.knowledge.unsaved();
        untrack(|| console.settings_unsaved() || console.team_unsaved() || pages())
    };
    let leaving = window_event_listener(ev::beforeunload, move |event: BeforeUnloadEvent| {
        if unsaved() {
            event.prevent_default();
        }
    });
    on_cleanup(move || leaving.remove());
}

/// Keeps the line to the desk while the agent is available; away, the list is asked for every few seconds.
fn presence(console: Console) {
    // Whoever may not read conversations is told of none.
    if !untrack(|| console.may(Action::ReadConversations)) {
        return;
    }
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

/// Keys that work wherever nothing is being typed.
fn on_key(console: Console, event: &KeyboardEvent) {
    let command = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
    if command && event.key() == "k" && (console.palette.get_untracked() || !page::dialog_open()) {
        console.palette.update(|open| *open = !*open);
        event.prevent_default();
        return;
    }
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
    let at_inbox = console.place.with_untracked(|place| matches!(place, Place::Inbox { .. }));
    let open = console.place.get_untracked().conversation();
    let single = console.single_keys.get_untracked();
    let in_list = page::focus_within("list");
    let handled = match key.as_str() {
        "j" if single && at_inbox => move_focus(console, open.as_deref(), 1),
        "k" if single && at_inbox => move_focus(console, open.as_deref(), -1),
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
