//! The moment of handing over: a thin line from the company's mark to a person, drawn once; what was passed on,
//! who comes, and how long it takes where that is known.

use baton_shared::conversation::PassedOn;
use leptos::prelude::*;

use super::boxed::{changing, maybe, says};
use super::header::{company_mark, person_mark};
use super::icon::{PERSON, icon};
use super::{Chat, Live};
use crate::model::{Body, HandoffState};
use crate::words::{bringing, passed_on as passed_on_words, passed_to, place};

/// The card.
pub fn handoff(chat: Chat, live: Live, team: &str, items: &[PassedOn]) -> AnyView {
    let state = Memo::new(move |_| {
        live.read(|row| match &row.body {
            Body::Handoff { state, .. } => Some(state.clone()),
            _ => None,
        })
    });
    // Nobody is brought in where nobody can come: what follows says so.
    let (coming, kept) = (bringing(chat.language, team), passed_to(chat.language, team));
    let title =
        says(move || if state.get() == Some(HandoffState::Unavailable) { kept.clone() } else { coming.clone() });
    let passed = passed_on_words(chat.language, items);
    let to = changing(move || match state.get() {
        Some(HandoffState::Joined { name }) => person_mark(&name),
        _ => view! { <span class="mark person expected" aria-hidden="true">{icon(PERSON)}</span> }.into_any(),
    });
    view! {
        <section class="card handoff">
            <div class="baton" aria-hidden="true">
                {company_mark(chat)}
                <span class={"baton-line"}></span>
                {to}
            </div>
            <p class="card-title">{title}</p>
            <p class={"card-text"}>{passed}</p>
            {maybe(move || (state.get() == Some(HandoffState::Waiting)).then(|| waiting(chat)))}
        </section>
    }
    .into_any()
}

/// The wait, with a number only where the edge computed one.
fn waiting(chat: Chat) -> AnyView {
    let stands = says(move || {
        let known = chat.model.with(|model| model.place);
        known.map_or_else(|| chat.words.someone_comes.to_owned(), |known| place(chat.language, known))
    });
    view! {
        <p class="wait" role="status">
            <strong class={""}>{stands}</strong>
            <span class={"wait-more"}>{chat.words.keep_place}</span>
        </p>
    }
    .into_any()
}
