//! What is asked before something that matters: the outcome, and what revoking or erasing does.

use baton_shared::conversation::ResolutionOutcome;
use baton_shared::protocol::{AgentCommand, QueueName};
use baton_ui::component::{bare_button, button, list, strong_button};
use baton_ui::{El, el};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::Pane;
use crate::app::console::Console;
use crate::app::form::{Bind, Form};
use crate::app::ui::dialog;
use crate::model::form::Faults;
use crate::shell::page;
use crate::texts::{Office, Text};

const OUTCOMES: [ResolutionOutcome; 3] =
    [ResolutionOutcome::Solved, ResolutionOutcome::Unsolved, ResolutionOutcome::NoAnswerNeeded];

/// What came of it.
#[component]
pub fn ResolveDialog() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    dialog(console, pane.resolving, Text::ResolveHeading, move || {
        let each = OUTCOMES.map(|outcome| {
            let words = el("span", "")
                .child(el("strong", "").says(console.words(Text::ResolvedAs(outcome))))
                .child(el("span", "way-hint").says(console.words(Text::ResolvedAsHint(outcome))));
            bare_button("way").child(words).press(move || {
                pane.resolving.set(false);
                spawn_local(pane.act(AgentCommand::Resolve { outcome }));
            })
        });
        said(console, [Text::ResolveHint]).child(list("ways", each))
    })
}

/// Which team goes on, and what they should know.
#[component]
pub fn TransferDialog() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    let (to, note) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    dialog(console, pane.transferring, Office::Transfer, move || {
        let here = pane.log.with_untracked(|log| log.state().open_episode().map(|open| open.queue.clone()));
        let form = Form::new(console, "transfer", RwSignal::new(false), Faults::new);
        let queues = untrack(|| console.me()).queues;
        let first = queues.iter().find(|queue| Some(&queue.id) != here.as_ref()).map(|queue| queue.id.clone());
        to.set(first.unwrap_or_default());
        let ways = queues.into_iter().map(|QueueName { id, .. }| {
            let said = untrack(|| console.queue_name(&id));
            let hint = (Some(&id) == here.as_ref()).then(|| Office::TransferHere.into());
            let wanted = id.clone();
            let bind = Bind::new(
                move || to.get() == id,
                move |on| {
                    if on {
                        to.set(wanted.clone());
                    }
                },
            );
            form.choice("queue", said.as_str(), hint, bind)
        });
        let ways: Vec<El> = ways.collect();
        let bind = Bind::new(move || note.get(), move |text| note.set(text));
        let note_field =
            form.line("note", console.words(Office::TransferNote), "text", bind, Some(Office::TransferNoteHint.into()));
        let cancel = button(console.words(Text::Cancel)).press(move || pane.transferring.set(false));
        let go = strong_button(console.words(Office::Transfer)).attr("type", "submit");
        el("form", "ask")
            .child(el("p", "").says(console.words(Office::TransferHint)))
            .child(form.group("queue", console.words(Office::TransferTo), ways))
            .child(note_field)
            .child(el("div", "form-end").child(cancel).child(go.disabled_when(move || to.with(String::is_empty))))
            .on("submit", move |event| {
                event.prevent_default();
                pane.transferring.set(false);
                let (queue, said) = (to.get_untracked(), note.get_untracked());
                note.set(String::new());
                let said = Some(said).filter(|said| !said.trim().is_empty());
                spawn_local(pane.act(AgentCommand::Transfer { id: page::random_id(), queue, note: said }));
                page::focus_soon("talk-title".to_owned());
            })
    })
}

/// Voids the reply links.
#[component]
pub fn RevokeDialog() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    dialog(console, pane.revoking, Text::RevokeHeading, move || {
        let command = AgentCommand::RevokeReplyLinks {};
        said(console, [Text::RevokeWhat]).child(decide(pane, pane.revoking, Text::Revoke, command))
    })
}

/// Erases everything that was written.
#[component]
pub fn EraseDialog() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    dialog(console, pane.erasing, Text::EraseHeading, move || {
        let last = el("p", "").child(el("strong", "").says(console.words(Text::EraseFinal)));
        said(console, [Text::EraseGoes, Text::EraseStays]).child(last).child(decide(
            pane,
            pane.erasing,
            Text::EraseNow,
            AgentCommand::Erase {},
        ))
    })
}

fn said<const N: usize>(console: Console, all: [Text; N]) -> El {
    el("div", "ask").children(all.map(|text| el("p", "").says(console.words(text))))
}

/// The way back, and the command.
fn decide(pane: Pane, open: RwSignal<bool>, yes: Text, command: AgentCommand) -> El {
    let console = pane.console;
    let cancel = button(console.words(Text::Cancel)).attr("autofocus", "").press(move || open.set(false));
    let go_on = button(console.words(yes)).class("danger").press(move || {
        open.set(false);
        spawn_local(pane.act(command.clone()));
    });
    el("div", "form-end").child(cancel).child(go_on)
}
