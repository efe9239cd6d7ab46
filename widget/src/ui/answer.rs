//! What the bot says: answers with their source and a question, and its standing lines.

use baton_shared::conversation::Source;
use baton_shared::protocol::CustomerCommand;
use leptos::prelude::*;

use super::boxed::{changing, maybe, press};
use super::header::company_mark;
use super::icon::{PAGE, icon};
use super::markdown::markdown;
use super::{Chat, Live};
use crate::model::Body;

/// An answer.
pub fn answer(chat: Chat, live: Live, seq: u64, source: Source) -> AnyView {
    let words = chat.words;
    let asked = maybe(move || {
        let (helpful, asks) = live.read(|row| match &row.body {
            Body::Answer { helpful, asks, .. } => Some((*helpful, *asks)),
            _ => None,
        })?;
        let said = match (helpful, asks) {
            (Some(true), _) => view! { <p class="fate">{words.helped}</p> }.into_any(),
            (Some(false), _) => view! { <p class="fate">{words.not_helped}</p> }.into_any(),
            (None, true) => question(chat, seq),
            (None, false) => return None,
        };
        Some(said)
    });
    view! {
        {company_mark(chat)}
        <div class="stack">
            {said(chat, live)}
            {card(chat, source)}
            {asked}
        </div>
    }
    .into_any()
}

/// A standing line or a clarifying question.
pub fn bot(chat: Chat, live: Live) -> AnyView {
    let offers = move || live.read(|row| Some(matches!(row.body, Body::Bot { offers_human: true, .. }))) == Some(true);
    let offer = maybe(move || {
        let ask = press(move || chat.submit(CustomerCommand::AskForHuman {}));
        let button =
            || view! { <button type="button" class="button" on:click=ask>{chat.words.talk_to_person}</button> };
        offers().then(|| button().into_any())
    });
    view! {
        {company_mark(chat)}
        <div class="stack">
            {said(chat, live)}
            {offer}
        </div>
    }
    .into_any()
}

fn said(chat: Chat, live: Live) -> AnyView {
    let text = changing(move || match live.text() {
        Some(text) => markdown(&text),
        None => chat.words.erased.into_any(),
    });
    view! {
        <div class="bubble prose" dir="auto">
            {text}
        </div>
    }
    .into_any()
}

fn question(chat: Chat, answer: u64) -> AnyView {
    let rate = move |helpful| press(move || chat.submit(CustomerCommand::RateAnswer { answer, helpful }));
    let label = format!("baton-help-{answer}");
    let labelled_by = label.clone();
    view! {
        <div class="helped" role="group" aria-labelledby={labelled_by}>
            <span class={"helped-words"} id={label}>{chat.words.did_help}</span>
            <button type="button" class="chip" on:click=rate(true)>{chat.words.yes}</button>
            <button type="button" class="chip" on:click=rate(false)>{chat.words.no}</button>
        </div>
    }
    .into_any()
}

/// Where an answer stands. It opens where the company publishes it; else the text above is all there is.
fn card(chat: Chat, source: Source) -> AnyView {
    let Source { title, heading, url, .. } = source;
    let text = view! {
        {icon(PAGE)}
        <span class={"source-text"}>
            <span class={"unseen"}>{chat.words.source}</span>
            <span class={"source-title"}>{title}</span>
            {heading.map(|heading| view! { <span class={"source-section"}>{heading}</span> }.into_any())}
        </span>
    }
    .into_any();
    let safe = url.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    match safe {
        Some(url) => view! {
            <a class="source" href={url} target="_blank" rel="noopener">
                {text}
                <span class={"unseen"}>{chat.words.new_tab}</span>
            </a>
        }
        .into_any(),
        None => view! { <div class="source">{text}</div> }.into_any(),
    }
}
