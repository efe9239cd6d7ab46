//! How the company shows itself: name, colour, greeting, first questions, and what the widget makes of them.

use std::collections::BTreeMap;

use baton_shared::protocol::SectionValue;
use baton_shared::text::Language;
use baton_shared::workspace::{Brand, contrast, contrast_on};
use baton_ui::component::Words;
use baton_ui::icon::icon;
use baton_ui::{El, el, react};
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::part::Part;
use crate::app::form::{Bind, Form};
use crate::app::icons::LETTERS;
use crate::app::ui::{Tone, initial, tag, toned};
use crate::model::form::MAX_SUGGESTIONS;
use crate::texts::{Office, Text};

/// The widget's grounds, light and dark.
const GROUNDS: [(&str, &str); 2] = [("light", "#ffffff"), ("dark", "#1d1b19")];
/// The least contrast of words, and of shapes, by WCAG 2.2.
const WORDS: f64 = 4.5;
const SHAPES: f64 = 3.0;

fn brand(part: Part) -> Option<Brand> {
    match part.value()? {
        SectionValue::Brand { brand } => Some(brand),
        _ => None,
    }
}

fn change(part: Part, change: impl FnOnce(&mut Brand)) {
    part.change(|value| {
        if let SectionValue::Brand { brand } = value {
            change(brand);
        }
    });
}

fn text_of(texts: &BTreeMap<Language, String>, language: Language) -> String {
    texts.get(&language).cloned().unwrap_or_default()
}

/// The fields, and the preview beside them.
pub fn draw(part: Part) -> El {
    let console = part.console;
    let form = part.form("brand");
    let accent = move || brand(part).map(|brand| brand.accent).unwrap_or_default();
    let set_accent = move |text: String| change(part, |brand| brand.accent = text.trim().to_lowercase());
    let picker = form.bare("accent-pick", console.words(Office::PickColour), "color", Bind::new(accent, set_accent));
    let typed = form.line(
        "accent",
        console.words(Office::Accent),
        "text",
        Bind::new(accent, set_accent),
        Some(Office::AccentHint.into()),
    );
    let languages = untrack(|| part.languages());
    let texts = languages.iter().map(|language| in_language(part, &form, *language));
    el("div", "brand-page")
        .child(el("div", "fields").child(el("div", "accent-line").child(picker).child(typed)).children(texts))
        .child(preview(part))
}

fn in_language(part: Part, form: &Form, language: Language) -> El {
    let words = |text: Office| part.console.words(text);
    let name = Bind::new(
        move || brand(part).map(|brand| text_of(&brand.name, language)).unwrap_or_default(),
        move |text| change(part, |brand| drop(brand.name.insert(language, text))),
    );
    let greeting = Bind::new(
        move || brand(part).map(|brand| text_of(&brand.greeting, language)).unwrap_or_default(),
        move |text| change(part, |brand| drop(brand.greeting.insert(language, text))),
    );
    let suggestions = (0..MAX_SUGGESTIONS).map(|place| {
        let bind = Bind::new(
            move || {
                brand(part).and_then(|brand| brand.suggestions.get(&language)?.get(place).cloned()).unwrap_or_default()
            },
            move |text: String| {
                change(part, |brand| {
                    let all = brand.suggestions.entry(language).or_default();
                    all.resize(all.len().max(place + 1), String::new());
                    if let Some(slot) = all.get_mut(place) {
                        *slot = text;
                    }
                    all.retain(|text| !text.trim().is_empty());
                });
            },
        );
        form.late(&format!("suggestion.{language}.{place}"), words(Office::SuggestionNumber(place + 1)), bind)
    });
    let fields = [
        form.line(&format!("name.{language}"), words(Office::CompanyName), "text", name, None),
        form.line(&format!("greeting.{language}"), words(Office::Greeting), "text", greeting, None),
        form.group(&format!("suggestions.{language}"), words(Office::Suggestions), suggestions),
    ];
    form.group(&format!("texts.{language}"), part.console.words(Text::LanguageName(language)), fields)
        .attr("lang", tag(language))
        .class("boxed")
}

/// The launcher and the head of the panel, in light and in dark, with the contrast in figures.
fn preview(part: Part) -> El {
    let console = part.console;
    let accent = move || {
        let accent = brand(part).map(|brand| brand.accent).unwrap_or_default();
        if contrast(&accent, "#ffffff").is_some() { accent } else { "#302d29".to_owned() }
    };
    // In the language of whoever looks, where the widget speaks it.
    let language = move || {
        let (here, spoken) = (console.language.get(), part.languages());
        if spoken.contains(&here) { here } else { spoken.first().copied().unwrap_or_default() }
    };
    let said = move |read: fn(&Brand, Language) -> String| {
        move || brand(part).map(|brand| read(&brand, language())).unwrap_or_default()
    };
    let each = GROUNDS.map(|(scheme, ground)| {
        let name = said(|brand, language| text_of(&brand.name, language));
        let mark = el("span", "preview-mark").says(move || initial(&name()));
        let head = el("div", "preview-head")
            .child(mark)
            .child(el("strong", "").says(said(|brand, language| text_of(&brand.name, language))));
        let greeting = el("p", "").says(said(|brand, language| text_of(&brand.greeting, language)));
        let chips = el("div", "preview-chips").each(
            move || brand(part).and_then(|brand| brand.suggestions.get(&language()).cloned()).unwrap_or_default(),
            |text| el("span", "preview-chip").text(text),
        );
        let panel = el("div", "preview-panel").child(head).child(greeting).child(chips);
        let launcher = el("div", "preview-launcher").child(icon(LETTERS));
        let made = el("div", &format!("preview {scheme}"))
            .attr_when("lang", move || Some(tag(language()).to_owned()))
            .child(el("div", "preview-page").attr("aria-hidden", "true").child(panel).child(launcher));
        let style = made.cast::<HtmlElement>().map(|element| element.style());
        let made = made.hold(react(move || {
            let accent = accent();
            for (name, value) in [("--accent", accent.as_str()), ("--on-accent", contrast_on(&accent))] {
                if let Some(style) = &style {
                    let _ = style.set_property(name, value);
                }
            }
        }));
        let label = if scheme == "light" { Office::OnLight as fn(String) -> Office } else { Office::OnDark };
        let ratio = move || contrast(&accent(), ground).unwrap_or(1.0);
        made.child(measure(part, ratio, SHAPES, label))
    });
    let words = move || contrast(&accent(), contrast_on(&accent())).unwrap_or(1.0);
    el("section", "previews")
        .child(Words::on(console.words(Office::Preview), el("h2", "")))
        .children(each)
        .child(measure(part, words, WORDS, Office::OnAccent))
}

/// A contrast in figures, and whether it is enough.
fn measure(part: Part, ratio: impl Fn() -> f64 + Copy + 'static, least: f64, label: fn(String) -> Office) -> El {
    let console = part.console;
    let words = move || Text::from(label(format!("{:.1}", ratio()))).say(console.language.get()).into_owned();
    el("p", "measure-line").child(el("span", "").says(words)).switch(
        move || u64::from(ratio() >= least),
        move |enough| {
            let (text, tone) =
                if enough > 0 { (Office::ContrastFine, Tone::Success) } else { (Office::ContrastLow, Tone::Warning) };
            Some(toned(console.words(text), tone))
        },
    )
}
