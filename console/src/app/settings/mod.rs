//! The settings: each section is changed and saved by itself; what is not saved is kept, and said.

mod part;
mod brand;
mod hours;
mod replies;
mod lists;
mod keys;

use baton_shared::protocol::Section;
use leptos::prelude::*;

use self::part::{Part, frame};
use super::console::Console;
use super::ui::{awaited, keep_fresh};
use crate::model::edit::Edit;
use crate::model::place::{Place, Tab};
use crate::shell::page;
use crate::texts::Office;

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let console: Console = expect_context();
    keep_fresh(move || console.load_settings());
    let tab = Memo::new(move |_| match console.place.get() {
        Place::Settings(tab) => tab,
        _ => Tab::Of(Section::Brand),
    });
    Effect::new(move |before: Option<Tab>| {
        let now = tab.get();
        if before.is_some_and(|before| before != now) {
            page::focus_soon("page-title".to_owned());
        }
        now
    });
    let link = move |of: Tab| {
        let unsaved = Memo::new(move |_| match of {
            Tab::Of(section) => console.settings_edits.with(|edits| edits.get(&section).is_some_and(Edit::is_changed)),
            Tab::Keys => false,
        });
        view! {
            <a href=Place::Settings(of).fragment() aria-current=move || (tab.get() == of).then_some("page")>
                {console.t(Office::TabName(of))}
                {move || {
                    unsaved.get().then(|| view! { <span class="unsaved-dot"><span class="unseen">{console.t(Office::Unsaved)}</span></span> })
                }}
            </a>
        }
    };
    let links = move || Tab::ALL.into_iter().filter(|tab| console.may(tab.needs())).map(link).collect_view();
    view! {
        <main class="page" id="content" tabindex="-1">
            <h1 id="page-title" tabindex="-1">
                <span class="soft">{console.t(Office::Settings)} " / "</span>
                {move || view! { {console.t(Office::TabName(tab.get()))} }}
            </h1>
            <nav class="tabs" aria-label=console.t(Office::Settings)>{links}</nav>
            {move || match tab.get() {
                Tab::Keys => view! { <keys::KeysPart /> }.into_any(),
                Tab::Of(section) => {
                    awaited(console, console.settings, move || console.load_settings(), move || {
                        let part = Part::new(console, section);
                        let inner = match section {
                            Section::Brand => brand::draw(part),
                            Section::Queues => hours::draw(part),
                            Section::Replies => replies::draw(part),
                            Section::Origins => lists::origins(part),
                            Section::Languages => lists::languages(part),
                            Section::Privacy => lists::privacy(part),
                        };
                        frame(part, inner).view().into_any()
                    })
                        .into_any()
                }
            }}
        </main>
    }
}
