//! One row of the transcript. Its kind never changes; what does change is read as it changes, so that nothing is
//! drawn twice and no field loses its focus.

use leptos::prelude::*;

use super::answer::{answer, bot};
use super::boxed::{maybe, press, says, value};
use super::handoff::handoff;
use super::header::person_mark;
use super::rating::resolved;
use super::unavailable::unavailable;
use super::{Chat, Live};
use crate::model::{Body, Delivery, Refusal, Row};
use crate::shell::time_of_day;
use crate::words::joined;

/// The row with this key.
pub fn row(chat: Chat, key: String) -> AnyView {
    let live = chat.row(key.clone());
    let body = live.0.with_untracked(|row| row.as_ref().map(|row| row.body.clone()));
    let class = value(move || live.read(|row| Some(class(row))));
    let time = maybe(move || {
        let at = live.read(|row| row.at.filter(|_| row.after_silence))?;
        Some(aside(time_of_day(at, chat.language)))
    });
    let drawn = body.map(|body| match body {
        Body::You { .. } => you(chat, live, key),
        Body::Answer { seq, source, .. } => answer(chat, live, seq, source),
        Body::Bot { .. } => bot(chat, live),
        Body::Handoff { team, passed_on, .. } => handoff(chat, live, &team, &passed_on),
        Body::Unavailable { why, .. } => unavailable(chat, live, why),
        Body::Joined { name } => aside(joined(chat.language, &name)),
        Body::Person { name, .. } => person(chat, live, name),
        Body::GivenBack => aside(chat.words.given_back.to_owned()),
        Body::Resolved { by, .. } => resolved(chat, live, by),
        Body::Reopened => aside(chat.words.reopened.to_owned()),
    });
    view! {
        {time}
        <div class=class>{drawn}</div>
    }
    .into_any()
}

fn class(row: &Row) -> &'static str {
    match (&row.body, row.joins) {
        (Body::You { .. }, false) => "row you",
        (Body::You { .. }, true) => "row you joins",
        (_, true) => "row joins",
        (_, false) => "row",
    }
}

fn aside(text: String) -> AnyView {
    view! { <p class="aside">{text}</p> }.into_any()
}

/// The visitor's own message, and how far it got.
fn you(chat: Chat, live: Live, key: String) -> AnyView {
    let words = chat.words;
    let key = StoredValue::new(key);
    let state = maybe(move || {
        let (delivery, says_sent) = live.read(|row| match &row.body {
            Body::You { delivery, says_sent, .. } => Some((*delivery, *says_sent)),
            _ => None,
        })?;
        let said = match delivery {
            None if says_sent => view! { <p class="fate">{words.sent}</p> }.into_any(),
            None => return None,
            Some(Delivery::Sending | Delivery::Later { .. }) => {
                view! { <p class="fate">{words.sending}</p> }.into_any()
            }
            Some(Delivery::NotSent { .. }) => {
                let retry = press(move || chat.session().retry());
                view! { <button type="button" class="fate failed" on:click=retry>{words.not_sent}</button> }.into_any()
            }
            Some(Delivery::Refused(refusal)) => {
                let why = match refusal {
                    Refusal::TooLong => words.refused_long,
                    Refusal::BadAddress | Refusal::Other => words.refused,
                };
                let edit = press(move || chat.session().take_back(&key.get_value()));
                view! {
                    <p class="fate failed">{why}</p>
                    <button type="button" class="fate failed" on:click=edit>{words.edit}</button>
                }
                .into_any()
            }
        };
        Some(said)
    });
    view! {
        <div class="stack">
            {bubble(chat, live)}
            {state}
        </div>
    }
    .into_any()
}

/// Plain text, as it was written.
fn bubble(chat: Chat, live: Live) -> AnyView {
    let text = says(move || live.text().unwrap_or_else(|| chat.words.erased.to_owned()));
    view! { <p class="bubble" dir="auto">{text}</p> }.into_any()
}

/// What a person wrote: their name once for a group.
fn person(chat: Chat, live: Live, name: String) -> AnyView {
    let first = live.0.with_untracked(|row| row.as_ref().is_some_and(|row| !row.joins));
    let at = live.0.with_untracked(|row| row.as_ref().and_then(|row| row.at));
    let time = at.map(|at| time_of_day(at, chat.language)).unwrap_or_default();
    view! {
        {person_mark(&name)}
        <div class="stack">
            {first.then(|| view! { <p class="by"><b class={""}>{name}</b><span class={"by-time"}>{time}</span></p> })}
            {bubble(chat, live)}
        </div>
    }
    .into_any()
}
