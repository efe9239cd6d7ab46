//! The moment of handing over: a thin line from the company's mark to a person, drawn once; what was passed on,
//! who comes, and how long it takes where that is known.

use baton_shared::conversation::PassedOn;
use baton_ui::icon::{PERSON, icon};
use baton_ui::{El, el};

use super::header::{company_mark, person_mark};
use super::panel::hash;
use super::{Live, Ui};
use crate::model::{Body, HandoffState};

/// The card.
pub fn handoff(chat: Ui, live: Live, team: &str, items: &[PassedOn]) -> El {
    let state = move || {
        live.read(|row| match &row.body {
            Body::Handoff { state, .. } => Some(state.clone()),
            _ => None,
        })
    };
    let (title_state, key_state, wait_state) = (state.clone(), state.clone(), state.clone());
    // Nobody is brought in where nobody can come: what follows says so.
    let (coming, kept) = (chat.words().bringing(team), chat.words().passed_to(team));
    let title = move || {
        if title_state() == Some(HandoffState::Unavailable) { kept.clone() } else { coming.clone() }
    };
    let name = |state: Option<HandoffState>| match state {
        Some(HandoffState::Joined { name }) => name,
        _ => String::new(),
    };
    let to = move |_| {
        let name = name(state());
        Some(if name.is_empty() { el("span", "mark person expected").child(icon(PERSON)) } else { person_mark(&name) })
    };
    let baton = el("div", "baton")
        .attr("aria-hidden", "true")
        .child(company_mark(chat))
        .child(el("span", "baton-line"))
        .switch(move || hash(&name(key_state())), to);
    el("section", "card handoff")
        .child(baton)
        .child(el("p", "card-title").says(title))
        .child(el("p", "card-text").text(&chat.words().passed_on(items)))
        .when(move || wait_state() == Some(HandoffState::Waiting), move || waiting(chat))
}

/// The wait, with a number only where the edge computed one.
fn waiting(chat: Ui) -> El {
    let stands = move || {
        let known = chat.session.model.with(|model| model.place);
        known.map_or_else(|| chat.words().someone_comes().to_owned(), |known| chat.words().place(known))
    };
    el("p", "wait")
        .attr("role", "status")
        .child(el("strong", "").says(stands))
        .child(el("span", "wait-more").text(chat.words().keep_place()))
}
