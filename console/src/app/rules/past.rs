//! What would change: the latest conversations decided again with the draft, out of what was measured then.

use baton_shared::conversation::{Change, Ruled};
use baton_shared::policy::{Priority, outcome_words};
use baton_ui::component::button;
use baton_ui::{El, el};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::Draft;
use crate::app::ui::mark_of;
use crate::model::place::Place;
use crate::texts::{Said, Text};

/// Longest example, in characters.
const EXAMPLE_CHARS: usize = 120;

/// The button that loads, and what was found.
pub fn draw(draft: Draft) -> El {
    let console = draft.console;
    let state = draft.state();
    let look = button(move || {
        let said = if state.past.with(Option::is_some) { Said::LookAgain } else { Said::LookBack };
        Text::from(said).say(console.language.get()).into_owned()
    })
    .disabled_when(move || state.loading.with(Option::is_some))
    .press(move || spawn_local(draft.look_back()));
    let progress = el("p", "soft").attr("role", "status").says(move || {
        let loading = state.loading.get().filter(|(_, of)| *of > 0);
        loading
            .map(|(done, of)| Text::from(Said::Loading(done, of)).say(console.language.get()).into_owned())
            .unwrap_or_default()
    });
    let trouble = el("p", "bad").attr("role", "alert").says(move || {
        let trouble = state.trouble.get();
        trouble.map(|trouble| Text::Trouble(trouble).say(console.language.get()).into_owned()).unwrap_or_default()
    });
    let key = move || mark_of(&(draft.simulation.get(), console.language.get(), state.is_changed()));
    el("div", "fields")
        .child(el("p", "soft").says(console.words(Said::PastHint)))
        .child(look)
        .child(progress)
        .child(trouble)
        .switch(key, move |_| found(draft))
}

fn found(draft: Draft) -> Option<El> {
    let console = draft.console;
    let simulation = draft.simulation.get_untracked()?;
    let line = |class: &str, said: Said| el("p", class).says(console.words(said));
    if simulation.conversations == 0 {
        return Some(line("empty", Said::NoPast));
    }
    let made = el("div", "fields");
    if !untrack(|| draft.state().is_changed()) {
        return Some(made.child(line("soft", Said::NothingChanged)));
    }
    let sum = line("past-sum", Said::WouldChange(simulation.changed, simulation.conversations)).attr("role", "status");
    let made = made.child(sum);
    if simulation.changes.is_empty() {
        return Some(made);
    }
    let calls = simulation.handed_over;
    let handed = el("p", "")
        .child(el("span", "").says(console.words(Said::HandedOver)))
        .text(" ")
        .child(el("strong", "").says(console.words(Said::Arrow(calls.before, calls.after))));
    let changes = simulation.changes.into_iter().map(|one| change(draft, one));
    Some(made.child(handed).child(el("ul", "changes").attr("role", "list").children(changes)))
}

fn change(draft: Draft, one: Change) -> El {
    let console = draft.console;
    let head = el("p", "change-head")
        .child(el("strong", "").says(console.words(Said::Times(one.count))))
        .child(side(draft, &one.before))
        .child(el("span", "").attr("aria-hidden", "true").text("→"))
        .child(side(draft, &one.after));
    let examples = one.examples.into_iter().map(|example| {
        let words = el("a", "").attr("href", &Place::Inbox { open: Some(example.conversation) }.fragment());
        let words = match example.words {
            Some(text) => words.text(&format!("“{}”", clipped(&text))),
            None => words.says(console.words(Said::ButtonOrFile)),
        };
        el("li", "").child(words)
    });
    el("li", "").child(head).child(el("ul", "examples").children(examples))
}

/// What a policy makes of them: what follows, and by which rule.
fn side(draft: Draft, ruled: &Ruled) -> El {
    let console = draft.console;
    let (queue, outcome, priority) = (ruled.queue.clone(), ruled.outcome, ruled.priority);
    let words = move || {
        let language = console.language.get();
        let said = |said: Said| Text::from(said).say(language).into_owned();
        let mut parts = match &queue {
            Some(queue) => vec![said(Said::HandedOver), draft.queue_name(queue)],
            None => vec![outcome_words(outcome, language).to_owned()],
        };
        match priority {
            Some(Priority::High) => parts.push(said(Said::High)),
            Some(Priority::Urgent) => parts.push(said(Said::Urgent)),
            Some(Priority::Normal) | None => {}
        }
        parts.join(" · ")
    };
    el("span", "change-side").child(el("span", "").says(words)).child(el("code", "").text(&ruled.rule))
}

fn clipped(text: &str) -> String {
    if text.chars().nth(EXAMPLE_CHARS).is_none() {
        return text.to_owned();
    }
    text.chars().take(EXAMPLE_CHARS).collect::<String>() + "…"
}
