//! What lies over every page: messages with a way back, what is shown once, and what is asked.

use baton_ui::component::{button, modal, round_button, strong_button};
use baton_ui::icon::{CHECK, CLOSE, COPY, icon};
use baton_ui::{El, el};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

use super::console::{Console, Toast};
use crate::shell::page;
use crate::texts::{Office, Text};

/// How long a message stands.
const TOAST_MS: u64 = 6000;
/// How long one stands that can take something back.
const UNDO_MS: u64 = 20_000;

/// The id of the dialog that shows something once.
const SHOWN_ONCE: &str = "shown-once";
/// Characters of it that stand in a line, about.
const SECRET_COLUMNS: usize = 44;

/// Everything that lies over the page.
#[component]
pub fn Overlays() -> impl IntoView {
    let console: Console = expect_context();
    view! {
        <Toasts />
        {shown_once(console).view()}
        {asked(console).view()}
    }
}

#[component]
fn Toasts() -> impl IntoView {
    let console: Console = expect_context();
    view! {
        <div class="toasts" role="status">
            <For each=move || console.toasts.get() key=|toast| toast.number let(toast)>
                {shown(console, toast)}
            </For>
        </div>
    }
}

fn shown(console: Console, toast: Toast) -> impl IntoView {
    let Toast { number, words, undo, .. } = toast;
    let leave = move || {
        let _ = console.toasts.try_update(|toasts| toasts.retain(|other| other.number != number));
    };
    let time = if undo.is_some() { UNDO_MS } else { TOAST_MS };
    // Who is about to press it has all the time that they need.
    let held = RwSignal::new(false);
    let gone = StoredValue::new(false);
    set_timeout(
        move || {
            gone.try_set_value(true);
            if held.try_get_untracked() == Some(false) {
                leave();
            }
        },
        Duration::from_millis(time),
    );
    let let_go = move || {
        held.set(false);
        if gone.get_value() {
            leave();
        }
    };
    let undo = undo.map(|undo| {
        let press = move || {
            leave();
            undo.run(());
        };
        button(console.words(Office::Undo)).class("small").press(press).view()
    });
    view! {
        <div
            class="toast"
            on:mouseenter=move |_| held.set(true)
            on:mouseleave=move |_| let_go()
            on:focusin=move |_| held.set(true)
            on:focusout=move |_| let_go()
        >
            <p>{console.t(words)}</p>
            {undo}
            {round_button(console.words(Text::Close), CLOSE).press(leave).view()}
        </div>
    }
}

/// A link, a key or a secret, with a button that copies it.
fn shown_once(console: Console) -> El {
    let secret = console.secret;
    let copied = RwSignal::new(false);
    let title = move || {
        secret.with(|secret| {
            secret.as_ref().map(|secret| secret.title.say(console.language.get()).into_owned()).unwrap_or_default()
        })
    };
    let open = Memo::new(move |_| secret.with(Option::is_some));
    // Whoever leaves without a copy is warned once.
    let warned = RwSignal::new(false);
    let close = move || {
        secret.set(None);
        copied.set(false);
        warned.set(false);
    };
    let leave = move || {
        if page::is_open(SHOWN_ONCE) && !copied.get_untracked() && !warned.get_untracked() {
            warned.set(true);
        } else {
            close();
        }
    };
    let draw = move || {
        let Some(shown) = secret.get_untracked() else { return el("div", "") };
        let text = shown.text.clone();
        // All of it is in sight, however long it is.
        let rows = shown.text.chars().count().div_ceil(SECRET_COLUMNS).to_string();
        let field = el("textarea", "input secret").attrs(&[("readonly", ""), ("rows", &rows), ("spellcheck", "false")]);
        let field = field.text(&shown.text);
        let field = field.attr("aria-label", &console.say(&shown.title));
        let copy =
            strong_button(console.words(Office::Copy)).child(icon(COPY)).attr("autofocus", "").press(move || {
                let text = text.clone();
                spawn_local(async move {
                    copied.try_set(page::copy(&text).await);
                });
            });
        let done = el("p", "copied").attr("role", "status").when(
            move || copied.get(),
            move || el("span", "").child(icon(CHECK)).child(el("span", "").says(console.words(Office::Copied))),
        );
        let warning = el("p", "trouble-place").attr("role", "alert").when(
            move || warned.get() && !copied.get(),
            move || el("span", "bad").says(console.words(Office::NotCopied)),
        );
        let close = button(console.words(Office::Done)).press(leave);
        el("div", "ask")
            .children(shown.hint.into_iter().map(|hint| el("p", "").says(console.words(hint))))
            .child(field)
            .child(done)
            .child(warning)
            .child(el("div", "form-end").child(close).child(copy))
    };
    modal(title, console.words(Text::Close), move || open.get(), leave, draw).attr("id", SHOWN_ONCE).on(
        "cancel",
        move |event| {
            if !copied.get_untracked() && !warned.get_untracked() {
                event.prevent_default();
                warned.set(true);
            }
        },
    )
}

/// A question before something that cannot be taken back.
fn asked(console: Console) -> El {
    let question = console.question;
    let title = move || {
        question.with(|asked| {
            asked.as_ref().map(|asked| asked.title.say(console.language.get()).into_owned()).unwrap_or_default()
        })
    };
    let open = Memo::new(move |_| question.with(Option::is_some));
    let leave = move || question.set(None);
    let draw = move || {
        let Some(asked) = question.get_untracked() else { return el("div", "") };
        let cancel = button(console.words(Text::Cancel)).attr("autofocus", "").press(leave);
        let run = asked.run;
        let yes = button(console.words(asked.yes)).class("danger").press(move || {
            leave();
            run.run(());
        });
        let what = el("p", "").says(console.words(asked.what));
        el("div", "ask").child(what).child(el("div", "form-end").child(cancel).child(yes))
    };
    modal(title, console.words(Text::Close), move || open.get(), leave, draw)
}
