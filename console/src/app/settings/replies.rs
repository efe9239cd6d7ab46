//! Prepared replies: each folded under its name; opened, its name and its text in each language.

use baton_shared::protocol::SectionValue;
use baton_shared::text::Language;
use baton_shared::workspace::{MAX_REPLIES, PreparedReply};
use baton_ui::component::button;
use baton_ui::{El, el};
use leptos::prelude::*;

use super::part::Part;
use crate::app::form::{Bind, Form};
use crate::app::ui::tag;
use crate::shell::page;
use crate::texts::{Office, Text};

fn all(part: Part) -> Vec<PreparedReply> {
    match part.value() {
        Some(SectionValue::Replies { replies }) => replies,
        _ => Vec::new(),
    }
}

fn change(part: Part, change: impl FnOnce(&mut Vec<PreparedReply>)) {
    part.change(|value| {
        if let SectionValue::Replies { replies } = value {
            change(replies);
        }
    });
}

/// The list, and a button that adds to it.
pub fn draw(part: Part) -> El {
    let console = part.console;
    let form = part.form("reply");
    let ids = move || all(part).into_iter().map(|reply| reply.id).collect();
    // What has just been added stands open.
    let added = StoredValue::new(None::<String>);
    let list = el("div", "replies").each(ids, move |id| {
        let is_new = added.with_value(|added| added.as_deref() == Some(id));
        one(part, &form, id, is_new)
    });
    let none = el("p", "empty").hidden_when(move || !all(part).is_empty()).says(console.words(Office::NoReplies));
    let add =
        button(console.words(Office::AddReply)).hidden_when(move || all(part).len() >= MAX_REPLIES).press(move || {
            let id = format!("reply-{}", page::random_id().chars().take(8).collect::<String>());
            added.set_value(Some(id.clone()));
            let language = untrack(|| part.languages()).first().copied().unwrap_or_default();
            page::focus_soon(format!("reply-{id}-name-{language}"));
            change(part, |replies| replies.push(PreparedReply { id, ..PreparedReply::default() }));
        });
    el("div", "fields")
        .child(el("p", "soft").says(console.words(Office::RepliesHint)))
        .child(el("p", "soft").says(console.words(Office::BlanksHint)))
        .child(list)
        .child(none)
        .maybe((!part.locked()).then(|| el("div", "").child(add)))
}

fn one(part: Part, form: &Form, id: &str, is_new: bool) -> El {
    let (console, id) = (part.console, id.to_owned());
    let read = {
        let id = id.clone();
        move || all(part).into_iter().find(|reply| reply.id == id).unwrap_or_default()
    };
    let title = {
        let read = read.clone();
        move || {
            let language = console.language.get();
            let name = read().name(language).to_owned();
            if name.trim().is_empty() { Text::from(Office::NewReply).say(language).into_owned() } else { name }
        }
    };
    let languages = untrack(|| part.languages());
    let fields = languages.into_iter().map(|language| in_language(part, form, &id, language));
    let remove = {
        let (id, title) = (id.clone(), title.clone());
        button(console.words(Office::RemoveReply)).class("small danger").press(move || {
            let Some(place) = untrack(|| all(part)).iter().position(|reply| reply.id == id) else { return };
            let name = untrack(&title);
            let mut gone = None;
            change(part, |replies| gone = Some(replies.remove(place)));
            let Some(gone) = gone else { return };
            console.toast_draft(Office::ReplyRemoved(name), move || {
                change(part, |replies| replies.insert(place.min(replies.len()), gone.clone()));
            });
        })
    };
    let made = el("details", "reply")
        .child(el("summary", "").child(el("span", "reply-name").says(title)))
        .child(el("div", "fields").children(fields))
        .maybe((!part.locked()).then(|| el("div", "form-end").child(remove)));
    if is_new { made.attr("open", "") } else { made }
}

fn in_language(part: Part, form: &Form, id: &str, language: Language) -> El {
    type Texts = std::collections::BTreeMap<Language, String>;
    let bind = |of: fn(&PreparedReply) -> &Texts, of_mut: fn(&mut PreparedReply) -> &mut Texts| {
        let (reading, writing) = (id.to_owned(), id.to_owned());
        Bind::new(
            move || {
                let found = all(part).into_iter().find(|reply| reply.id == reading);
                found.and_then(|reply| of(&reply).get(&language).cloned()).unwrap_or_default()
            },
            move |text: String| {
                change(part, |replies| {
                    if let Some(reply) = replies.iter_mut().find(|reply| reply.id == writing) {
                        of_mut(reply).insert(language, text);
                    }
                });
            },
        )
    };
    let console = part.console;
    let name = bind(|reply| &reply.name, |reply| &mut reply.name);
    let text = bind(|reply| &reply.text, |reply| &mut reply.text);
    let fields = [
        form.line(&format!("{id}.name.{language}"), console.words(Office::ReplyName), "text", name, None),
        form.area((&format!("{id}.text.{language}"), "input"), console.words(Office::ReplyText), 4, text, None),
    ];
    form.group(&format!("{id}.{language}"), console.words(Text::LanguageName(language)), fields)
        .attr("lang", tag(language))
}
