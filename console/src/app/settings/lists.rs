//! Sites that may embed the widget, languages, and how long things are kept.

use baton_shared::protocol::SectionValue;
use baton_shared::text::Language;
use baton_shared::workspace::Privacy;
use baton_ui::component::{button, list, round_button};
use baton_ui::icon::CLOSE;
use baton_ui::{El, el, react};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::part::{Loose, Part};
use crate::app::form::{Bind, listed};
use crate::model::form::{Kept, Wrong, origin};
use crate::texts::{Office, Text};

/// Sites that may embed the widget.
pub fn origins(part: Part) -> El {
    let (console, locked) = (part.console, part.locked());
    let all = move || match part.value() {
        Some(SectionValue::Origins { allowed_origins }) => allowed_origins,
        _ => Vec::new(),
    };
    let change = move |change: &dyn Fn(&mut Vec<String>)| {
        part.change(|value| {
            if let SectionValue::Origins { allowed_origins } = value {
                change(allowed_origins);
            }
        });
    };
    let wrong = RwSignal::new(None::<Wrong>);
    let rows = el("div", "lines").each(all, move |text| {
        let site = text.to_owned();
        let remove = round_button(console.words(Office::RemoveOrigin(site.clone())), CLOSE).press(move || {
            let place = untrack(all).iter().position(|other| *other == site).unwrap_or_default();
            change(&|all| all.retain(|other| *other != site));
            let back = site.clone();
            console.toast_draft(Office::OriginRemoved(site.clone()), move || {
                change(&|all| all.insert(place.min(all.len()), back.clone()));
            });
        });
        el("div", "line").child(el("code", "line-words").text(text)).maybe((!locked).then_some(remove))
    });
    let none = el("p", "empty").hidden_when(move || !all().is_empty()).says(console.words(Office::NoOrigins));
    let input = el("input", "input")
        .attrs(&[
            ("type", "url"),
            ("id", "origin"),
            ("placeholder", "https://www.example.com"),
            ("aria-describedby", "origin-bad"),
        ])
        .attr_when("aria-invalid", move || wrong.get().map(|_| "true".to_owned()));
    let element = input.cast::<HtmlInputElement>();
    let (taken, typed) = (element.clone(), element.clone());
    let empty = move || taken.as_ref().is_none_or(|element| element.value().trim().is_empty());
    let add = move || {
        let Some(element) = &element else { return true };
        let found = origin(&element.value());
        let fault = match &found {
            None => Some(Wrong::Origin),
            Some(site) => untrack(all).contains(site).then_some(Wrong::Twice),
        };
        wrong.set(fault);
        if let (None, Some(site)) = (fault, found) {
            change(&|all| all.push(site.clone()));
            element.set_value("");
            part.set_loose("origin", None);
        }
        fault.is_none()
    };
    let (by_key, by_save) = (add.clone(), add.clone());
    part.take_in(move || empty() || by_save());
    let gone = typed.clone();
    let input = input
        .on("input", move |_| {
            let text = typed.as_ref().map(HtmlInputElement::value).unwrap_or_default();
            let typed = !text.trim().is_empty();
            part.set_loose("origin", typed.then_some(Loose { typed, text, wrong: None }));
        })
        .hold(react(move || {
            // Everything was discarded, what is typed here too.
            if part.loose("origin").is_none()
                && let Some(element) = &gone
            {
                element.set_value("");
            }
        }));
    let input = input.on("keydown", move |event| {
        if baton_ui::component::key(&event) == "Enter" {
            event.prevent_default();
            let _ = by_key();
        }
    });
    let bad = el("p", "bad").attrs(&[("id", "origin-bad"), ("role", "alert")]).says(move || {
        wrong
            .get()
            .map(|wrong| Text::from(Office::Wrong(wrong)).say(console.language.get()).into_owned())
            .unwrap_or_default()
    });
    let adding = el("div", "field")
        .child(el("label", "label").attr("for", "origin").says(console.words(Office::NewOrigin)))
        .child(el("div", "add-line").child(input).child(button(console.words(Office::Add)).press(move || {
            let _ = add();
        })))
        .child(bad);
    el("div", "fields")
        .child(el("p", "soft").says(console.words(Office::OriginsHint)))
        .child(rows)
        .child(none)
        .maybe((!locked).then_some(adding))
}

/// Languages, and which of them is the default.
pub fn languages(part: Part) -> El {
    let console = part.console;
    let form = part.form("languages");
    let all = move || match part.value() {
        Some(SectionValue::Languages { languages }) => languages,
        _ => Vec::new(),
    };
    let set = move |new: Vec<Language>| {
        part.change(|value| {
            if let SectionValue::Languages { languages } = value {
                *languages = new;
            }
        });
    };
    let spoken = Language::ALL
        .map(|language| form.tick(console.words(Text::LanguageName(language)), listed(language, all, set)));
    let first = Language::ALL.map(|language| {
        let bind = Bind::new(
            move || all().first() == Some(&language),
            move |on| {
                if on {
                    let rest = untrack(all).into_iter().filter(|other| *other != language);
                    set(std::iter::once(language).chain(rest).collect());
                }
            },
        );
        form.choice("first", console.words(Text::LanguageName(language)), None, bind)
    });
    el("div", "fields")
        .child(el("p", "soft").says(console.words(Office::LanguagesHint)))
        .child(form.group("languages", console.words(Office::LanguagesSpoken), spoken))
        .child(form.group("first", console.words(Office::DefaultLanguage), first))
}

/// How long things are kept.
pub fn privacy(part: Part) -> El {
    let console = part.console;
    let form = part.form("privacy");
    let rules = move || match part.value() {
        Some(SectionValue::Privacy { privacy }) => privacy,
        _ => Privacy::default(),
    };
    let fields = Kept::ALL.map(|kind| {
        let bind = Bind::new(
            move || kind.of(&rules()),
            move |days| {
                part.change(|value| {
                    if let SectionValue::Privacy { privacy } = value {
                        *kind.of_mut(privacy) = days;
                    }
                });
            },
        );
        form.number(kind.as_str(), console.words(Office::KeptName(kind)), bind, Some(Office::KeptHint(kind).into()))
    });
    let hint = el("p", "soft").says(console.words(Office::PrivacyHint));
    el("div", "fields").child(hint).child(list("fields", fields))
}
