//! The end: who closed the conversation, and a rating. Each press is sent at once, so there is nothing to submit:
//! one for how it was, one more, where the visitor likes, for how much work it was.

use baton_shared::conversation::ResolvedBy;
use baton_shared::protocol::CustomerCommand;
use leptos::prelude::*;

use super::boxed::{maybe, press, value};
use super::{Chat, Live};
use crate::model::{Body, Rating};

/// The card.
pub fn resolved(chat: Chat, live: Live, by: ResolvedBy) -> AnyView {
    let words = chat.words;
    let title = match by {
        ResolvedBy::Bot => words.resolved_bot,
        ResolvedBy::Agent => words.resolved_agent,
        ResolvedBy::Customer => words.resolved_you,
    };
    let rating = Memo::new(move |_| {
        let read = live.read(|row| match &row.body {
            Body::Resolved { rating, .. } => Some(*rating),
            _ => None,
        });
        read.unwrap_or_default()
    });
    let score = move |score| {
        let Rating { effort, .. } = rating.get_untracked();
        chat.submit(CustomerCommand::Rate { score, effort, comment: None });
    };
    let effort = move |effort| {
        let Some(score) = rating.get_untracked().score else { return };
        chat.submit(CustomerCommand::Rate { score, effort: Some(effort), comment: None });
    };
    let has_score = Memo::new(move |_| rating.get().score.is_some());
    let has_all = Memo::new(move |_| rating.get().effort.is_some());
    view! {
        <section class="card">
            <p class="card-title">{title}</p>
            {scale("baton-score", words.rate_score, words.scores, move || rating.get().score, score)}
            {maybe(move || has_score.get().then(|| {
                scale("baton-effort", words.rate_effort, words.efforts, move || rating.get().effort, effort)
            }))}
            {maybe(move || has_all.get().then(|| view! { <p class="fate" role="status">{words.rated}</p> }.into_any()))}
        </section>
    }
    .into_any()
}

/// Five steps with their two ends in words; each step has its own words for those who listen.
fn scale(
    id: &'static str,
    question: &'static str,
    steps: [&'static str; 5],
    chosen: impl Fn() -> Option<u8> + Copy + Send + 'static,
    choose: impl Fn(u8) + Copy + Send + 'static,
) -> AnyView {
    let step = move |(number, words): (u8, &'static str)| {
        let pressed = value(move || Some(if chosen() == Some(number) { "true" } else { "false" }));
        // What is seen is part of the name, for those who speak to their computer.
        let name = format!("{number}, {words}");
        view! {
            <button
                type="button"
                class="step"
                aria-pressed=pressed
                aria-label={name}
                title={words}
                on:click=press(move || choose(number))
            >
                {number.to_string()}
            </button>
        }
        .into_any()
    };
    let [first, .., last] = steps;
    view! {
        <div class="scale" role="group" aria-labelledby={id}>
            <p class="card-text" id={id}>{question}</p>
            <div class="steps">{(1..).zip(steps).map(step).collect::<Vec<_>>()}</div>
            <p class="ends" aria-hidden="true"><span class={""}>{first}</span><span class={""}>{last}</span></p>
        </div>
    }
    .into_any()
}
