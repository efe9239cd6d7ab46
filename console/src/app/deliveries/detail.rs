//! One delivery: how often it was tried, what came back, and what is sent.

use baton_shared::protocol::{DeliveryAttempt, DeliveryDetail};
use baton_shared::workspace::Action;
use baton_ui::component::{button, list, modal};
use baton_ui::{El, el};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Resting;
use super::log::{paused_words, replay, stands_badge, tried_before};
use crate::app::console::{Console, Loaded};
use crate::app::ui::{Tone, keep_fresh, mark_of, toned};
use crate::model::delivery::{Rests, Stands};
use crate::model::place::Place;
use crate::shell::{api, clock, page};
use crate::texts::{Office, Text};

/// The drawer.
#[component]
pub fn DeliveryDrawer() -> impl IntoView {
    let console: Console = expect_context();
    let open = Memo::new(move |_| match console.place.get() {
        Place::Deliveries { open } => open,
        _ => None,
    });
    let detail = Loaded::<DeliveryDetail>::new();
    let load = move || async move {
        let Some(id) = open.try_get_untracked().flatten() else { return };
        let answer = api::delivery(&id).await;
        if open.try_get_untracked().flatten() == Some(id) {
            detail.take(console, answer);
        }
    };
    keep_fresh(load);
    Effect::new(move || {
        open.track();
        detail.value.set(None);
        detail.trouble.set(None);
        spawn_local(load());
    });
    let shown = Memo::new(move |_| open.with(Option::is_some));
    let leave = move || {
        if let Some(id) = open.get_untracked() {
            page::go(&Place::Deliveries { open: None });
            page::focus_soon(format!("delivery-{id}"));
        }
    };
    let Resting(resting) = expect_context();
    let draw = move || {
        el("div", "ask").switch(
            move || mark_of(&(detail.value.get(), detail.trouble.get(), resting.get())),
            move |_| {
                if let Some(trouble) = detail.trouble.get_untracked() {
                    return Some(el("p", "trouble").attr("role", "alert").says(console.words(Text::Trouble(trouble))));
                }
                let Some(found) = detail.value.get_untracked() else {
                    return Some(el("p", "soft").attr("aria-busy", "true").says(console.words(Text::Loading)));
                };
                let again = (found.delivery.state != "delivered" && untrack(|| console.may(Action::ReplayDeliveries)))
                    .then(|| {
                        let again = (found.delivery.id.clone(), tried_before(&found.delivery));
                        button(console.words(Text::Replay))
                            .press(move || spawn_local(replay(console, again.clone(), load)))
                    });
                Some(content(console, &resting.get_untracked(), found, again))
            },
        )
    };
    modal(console.words(Office::Delivery), console.words(Text::Close), move || shown.get(), leave, draw)
        .class("drawer")
        .view()
}

fn content(console: Console, resting: &Rests, found: DeliveryDetail, again: Option<El>) -> El {
    let DeliveryDetail { delivery, next_at, attempts, body } = found;
    let fact = |label: Text, value: El| {
        el("div", "").child(el("dt", "").says(console.words(label))).child(el("dd", "").child(value))
    };
    let stands = Stands::of(&delivery, resting);
    let paused = paused_words(console, &stands).map(|words| el("span", "soft below").says(words));
    let at = |at| el("span", "number").says(move || clock::in_full(at, console.language.get()));
    let open = (!delivery.conversation.is_empty()).then(|| {
        let open = el("a", "").attr("href", &Place::Inbox { open: Some(delivery.conversation) }.fragment());
        fact(Text::ColumnConversation, open.says(console.words(Text::OpenConversation)))
    });
    let facts = el("dl", "facts")
        .child(fact(Text::ColumnState, el("span", "").child(stands_badge(console, stands)).maybe(paused)))
        .child(fact(Text::ColumnKind, el("code", "").text(&delivery.kind)))
        .child(fact(Text::ColumnEndpoint, el("span", "").text(&delivery.endpoint)))
        .child(fact(Office::Id.into(), el("code", "").text(&delivery.id)))
        .maybe(next_at.map(|next| fact(Office::NextAttempt.into(), at(next))))
        .maybe(open);
    let each = attempts.into_iter().enumerate().map(|(place, attempt)| one(console, place + 1, attempt));
    let none = el("p", "soft").says(console.words(Office::NoAttempts));
    let tried = list("lines", each);
    let tried = if delivery.attempts == 0 { none } else { tried };
    let part = |title: Office, content: El| {
        el("section", "part").child(el("h3", "").says(console.words(title))).child(content)
    };
    let code = el("pre", "code").attr("tabindex", "0").child(el("code", "").text(&pretty(&body)));
    el("div", "ask")
        .child(facts)
        .maybe(again.map(|again| el("div", "form-end").child(again)))
        .child(part(Office::Attempts, tried))
        .child(part(Office::WhatIsSent, code))
}

fn one(console: Console, number: usize, attempt: DeliveryAttempt) -> El {
    let DeliveryAttempt { at, status, took_ms, answer } = attempt;
    let fine = status.is_some_and(|status| (200..300).contains(&status));
    let tone = if fine { Tone::Success } else { Tone::Danger };
    let status = match status {
        Some(status) => toned(status.to_string().as_str(), tone),
        None => toned(console.words(Office::TestAnswer(None, took_ms)), tone),
    };
    let when = el("span", "number").says(move || clock::to_the_second(at, console.language.get()));
    let line = el("div", "attempt")
        .child(el("span", "number soft").text(&format!("{number}.")))
        .child(status)
        .child(when)
        .child(el("span", "soft number").text(&format!("{took_ms} ms")));
    let said =
        (!answer.is_empty()).then(|| el("pre", "code").attr("tabindex", "0").child(el("code", "").text(&answer)));
    el("div", "").child(line).maybe(said)
}

/// JSON with a line for each field; anything else as it is.
fn pretty(body: &str) -> String {
    let read = serde_json::from_str::<serde_json::Value>(body);
    read.and_then(|value| serde_json::to_string_pretty(&value)).unwrap_or_else(|_| body.to_owned())
}
