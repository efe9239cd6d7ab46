//! The bar at the top and the places beside it, or below it where the screen is narrow.

use std::rc::Rc;

use baton_shared::text::Language;
use baton_shared::workspace::Action;
use baton_ui::component::{Item, bare_button, item, menu};
use baton_ui::icon::{PAGE, PERSON, icon};
use baton_ui::{El, el};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::console::Console;
use super::icons::{BOOK, LETTERS, LOOK, ORDER, SENT, SLIDERS};
use super::ui::{Mark, count, initial, tag};
use crate::model::link::Link;
use crate::model::place::{Page, Place};
use crate::shell::{page, storage};
use crate::texts::{Office, Text};

/// Who is here, what one looks for, and one's own menu.
#[component]
pub fn Header() -> impl IntoView {
    let console: Console = expect_context();
    let link_word = move || match console.desk.get() {
        Link::Live => "live",
        Link::Connecting | Link::Polling => "trying",
        Link::Lost => "lost",
        Link::Away => "away",
    };
    let find = bare_button("find")
        .child(icon(LOOK))
        .child(el("span", "find-words").says(console.words(Office::Find)))
        .child(el("kbd", "").attr("aria-hidden", "true").text(if page::has_command_key() { "⌘ K" } else { "Ctrl K" }))
        .attr("aria-haspopup", "dialog")
        .press(move || console.palette.set(true));
    // Nobody is proposed to somebody who may not reply.
    let switch = move || {
        view! {
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
        }
    };
    view! {
        <header class="top">
            <span class="brand"><Mark /><span class="brand-name">"Baton"</span></span>
            {find.view()}
            {move || console.may(Action::WriteConversations).then(switch)}
            {account(console).view()}
        </header>
    }
}

/// The places that one may go to.
#[component]
pub fn Places() -> impl IntoView {
    let console: Console = expect_context();
    let here = Memo::new(move |_| console.place.with(Place::page));
    let may = Memo::new(move |_| Page::ALL.into_iter().filter(|page| console.may(page.needs())).collect::<Vec<_>>());
    let link = move |page: Page| {
        let unsaved = move || match page {
            Page::Settings => console.settings_unsaved(),
            Page::Team => console.team_unsaved(),
            Page::Rules => console.rules.is_changed(),
            Page::Knowledge => console.knowledge.unsaved(),
            Page::Inbox | Page::Deliveries | Page::Audit => false,
        };
        let unsaved = Memo::new(move |_| unsaved());
        view! {
            <a href=page.start().fragment() aria-current=move || (here.get() == page).then_some("page")>
                {icon(drawn(page)).view()}
                <span class="place-name">{console.t(Office::Page(page))}</span>
                {(page == Page::Inbox).then(|| count(console))}
                {move || {
                    unsaved.get().then(|| view! { <span class="unsaved-dot"><span class="unseen">{console.t(Office::Unsaved)}</span></span> })
                }}
            </a>
        }
    };
    view! {
        <nav class="places" aria-label=console.t(Text::Places)>
            {move || may.get().into_iter().map(link).collect_view()}
        </nav>
    }
}

fn drawn(page: Page) -> &'static str {
    match page {
        Page::Inbox => LETTERS,
        Page::Knowledge => BOOK,
        Page::Deliveries => SENT,
        Page::Team => PERSON,
        Page::Settings => SLIDERS,
        Page::Rules => ORDER,
        Page::Audit => PAGE,
    }
}

/// The agent's own menu: language, help, and the way out.
fn account(console: Console) -> El {
    let opener = bare_button("account")
        .child(el("span", "avatar").attr("aria-hidden", "true").says(move || initial(&console.me().name)))
        .child(el("span", "account-name").says(move || console.me().name));
    menu(opener, move || {
        let language = bare_button("menu-item").attr("lang", other_tag(console));
        let appearance = bare_button("menu-item").child(el("span", "").says(console.words(Office::Appearance))).child(
            el("span", "soft")
                .says(move || Office::SchemeIs(console.scheme.get()).say(console.language.get()).into_owned()),
        );
        let help = bare_button("menu-item").child(el("span", "").says(console.words(Text::Help)));
        let help = help.child(el("kbd", "").attr("aria-hidden", "true").text("?"));
        vec![
            Item(language.says(console.words(Text::OtherLanguage)), Rc::new(move || switch_language(console))),
            Item(appearance, Rc::new(move || switch_scheme(console))),
            Item(help, Rc::new(move || console.help.set(true))),
            item(console.words(Text::SignOut), Rc::new(move || spawn_local(console.sign_out()))),
        ]
    })
}

fn other(language: Language) -> Language {
    match language {
        Language::En => Language::Zh,
        Language::Zh => Language::En,
    }
}

/// The tag of the language that the button switches to.
pub fn other_tag(console: Console) -> &'static str {
    tag(other(console.language.get()))
}

/// Draws the page light, dark, then as the system is, and remembers it.
fn switch_scheme(console: Console) {
    console.scheme.update(|scheme| *scheme = scheme.next());
    storage::keep_scheme(console.scheme.get_untracked());
}

/// Switches the language and remembers it.
pub fn switch_language(console: Console) {
    console.language.update(|language| *language = other(*language));
    storage::keep_language(console.language.get_untracked());
}
