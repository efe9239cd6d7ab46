//! The command palette: pages, conversations and actions, found by a few letters.

use baton_shared::protocol::InboxRow;
use baton_shared::workspace::Action;
use baton_ui::component::key;
use baton_ui::{El, el, react};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::HtmlInputElement;

use super::console::Console;
use super::header::switch_language;
use super::ui::dialog;
use crate::model::inbox::Filter;
use crate::model::palette::{best, step};
use crate::model::place::{Page, Place, Tab};
use crate::shell::{api, page};
use crate::texts::{Office, Text};

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq)]
enum Entry {
    /// Going somewhere.
    Go(Place),
    /// Looking at the customer of the open conversation.
    Customer(String, Option<String>),
    /// Opening a conversation.
    Talk(Box<InboxRow>),
    /// Inviting somebody.
    Invite,
    /// Being available or not.
    Presence,
    /// The other language.
    Language,
    /// The help.
    Help,
    /// The way out.
    SignOut,
}

/// The dialog that Ctrl K opens.
#[component]
pub fn Palette() -> impl IntoView {
    let console: Console = expect_context();
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let talks = RwSignal::new(Vec::<InboxRow>::new());
    // Conversations that the list does not show are found too.
    Effect::new(move || {
        if console.palette.get() {
            typed.set(String::new());
            at.set(0);
            if console.may(Action::ReadConversations) {
                spawn_local(async move {
                    if let Ok(inbox) = api::inbox(Filter::All, None).await {
                        talks.try_set(inbox.conversations);
                    }
                });
            }
        }
    });
    let found = Memo::new(move |_| best(&typed.get(), entries(console, talks), |entry| words(console, entry)));
    dialog(console, console.palette, Office::Find, move || draw(console, typed, at, found))
}

fn draw(console: Console, typed: RwSignal<String>, at: RwSignal<usize>, found: Memo<Vec<Entry>>) -> El {
    let input = el("input", "input").attrs(&[
        ("type", "text"),
        ("role", "combobox"),
        ("aria-expanded", "true"),
        ("aria-controls", "palette-list"),
        ("aria-autocomplete", "list"),
        ("autocomplete", "off"),
        ("autofocus", ""),
    ]);
    let (name, example) = (console.words(Office::Find), console.words(Office::FindExample));
    let element = input.cast::<HtmlInputElement>();
    let input = input
        .attr_when("aria-label", move || Some(name()))
        .attr_when("placeholder", move || Some(example()))
        .attr_when("aria-activedescendant", move || {
            let count = found.with(Vec::len);
            (count > 0).then(|| format!("palette-{}", at.get().min(count - 1)))
        })
        .on("input", move |_| {
            typed.set(element.as_ref().map(HtmlInputElement::value).unwrap_or_default());
            at.set(0);
        })
        .on("keydown", move |event| {
            let count = found.with_untracked(Vec::len);
            match key(&event).as_str() {
                "ArrowDown" => at.update(|at| *at = step(*at, 1, count)),
                "ArrowUp" => at.update(|at| *at = step(*at, -1, count)),
                "Enter" => {
                    let chosen =
                        found.with_untracked(|found| found.get(at.get_untracked().min(count.max(1) - 1)).cloned());
                    if let Some(entry) = chosen {
                        run(console, entry);
                    }
                }
                _ => return,
            }
            event.prevent_default();
        });
    let list = el("div", "palette-list").attrs(&[("id", "palette-list"), ("role", "listbox")]);
    let heard = console.words(Office::Find);
    let list = list.attr_when("aria-label", move || Some(heard())).each(
        move || {
            found.with(|found| {
                found.iter().enumerate().map(|(place, entry)| format!("{place}:{}", words(console, entry))).collect()
            })
        },
        move |row| {
            let place = row.split_once(':').and_then(|(place, _)| place.parse::<usize>().ok()).unwrap_or_default();
            let entry = found.with_untracked(|found| found.get(place).cloned());
            option(console, place, entry, at)
        },
    );
    let none = el("p", "empty")
        .hidden_when(move || found.with(|found| !found.is_empty()))
        .says(console.words(Office::FoundNothing));
    el("div", "palette").child(input).child(list).child(none)
}

fn option(console: Console, place: usize, entry: Option<Entry>, at: RwSignal<usize>) -> El {
    let made = el("div", "palette-item").attrs(&[("id", &format!("palette-{place}")), ("role", "option")]);
    let Some(entry) = entry else { return made };
    let (name, kind) = parts(console, &entry);
    let made = made
        .child(el("span", "palette-name").text(&name))
        .child(el("span", "soft").text(&kind))
        .state("aria-selected", move || at.get() == place)
        .press(move || run(console, entry.clone()));
    let element = made.node().clone();
    made.hold(react(move || {
        if at.get() == place {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }))
}

fn entries(console: Console, talks: RwSignal<Vec<InboxRow>>) -> Vec<Entry> {
    let may = |action| console.may(action);
    let pages = Page::ALL.into_iter().filter(|page| may(page.needs()) && *page != Page::Settings).map(Page::start);
    let endpoints = may(Action::ReadEndpoints).then_some(Place::Endpoints);
    let tabs = Tab::ALL.into_iter().filter(|tab| may(tab.needs()) && may(Action::ReadSettings)).map(Place::Settings);
    let places = pages.chain(endpoints).chain(tabs).map(Entry::Go);
    let invite = may(Action::ManageTeam).then_some(Entry::Invite);
    let own = [Entry::Presence, Entry::Language, Entry::Help, Entry::SignOut];
    let talks = talks.get().into_iter().map(|row| Entry::Talk(Box::new(row)));
    let customer = console.talking_to.get().filter(|_| may(Action::ReadCustomers));
    let customer = customer.map(|(id, name)| Entry::Customer(id, name));
    customer.into_iter().chain(places).chain(invite).chain(own).chain(talks).collect()
}

/// What an entry is found by: its name first, then what else people call it.
fn words(console: Console, entry: &Entry) -> String {
    let (name, kind) = parts(console, entry);
    let more = match entry {
        Entry::Go(place) => Office::FoundBy(place.clone()).say(console.language.get()),
        _ => "".into(),
    };
    format!("{name} {kind} {more}")
}

/// What an entry is called, and what it is.
fn parts(console: Console, entry: &Entry) -> (String, String) {
    let say = |text: Text| text.say(console.language.get()).into_owned();
    let action = || say(Office::IsAction.into());
    match entry {
        Entry::Go(place) => (say(Office::PlaceName(place.clone()).into()), say(Office::IsPage.into())),
        Entry::Customer(_, name) => {
            (name.clone().unwrap_or_else(|| say(Text::Visitor)), say(Office::AllOfCustomer.into()))
        }
        Entry::Talk(row) => {
            let who = row.customer.clone().unwrap_or_else(|| say(Text::Visitor));
            let said = row.preview.clone().unwrap_or_else(|| say(Text::NoPreview));
            (format!("{who}: {said}"), say(Text::Status(row.status)))
        }
        Entry::Invite => (say(Office::Invite.into()), action()),
        Entry::Presence => (say(Office::SwitchPresence(console.present.get()).into()), action()),
        Entry::Language => (say(Text::OtherLanguage), action()),
        Entry::Help => (say(Text::Help), action()),
        Entry::SignOut => (say(Text::SignOut), action()),
    }
}

fn run(console: Console, entry: Entry) {
    console.palette.set(false);
    match entry {
        Entry::Go(place) => page::go(&place),
        Entry::Customer(id, _) => page::go(&Place::Customer { id }),
        Entry::Talk(row) => page::go(&Place::Inbox { open: Some(row.conversation) }),
        Entry::Invite => console.inviting.set(true),
        Entry::Presence => console.present.update(|present| *present = !*present),
        Entry::Language => switch_language(console),
        Entry::Help => console.help.set(true),
        Entry::SignOut => spawn_local(console.sign_out()),
    }
}
