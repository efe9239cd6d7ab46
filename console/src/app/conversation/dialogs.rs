//! What is asked before something that matters: the outcome, and what revoking or erasing does.

use baton_shared::conversation::ResolutionOutcome;
use baton_shared::protocol::AgentCommand;
use baton_ui::component::{bare_button, button, list};
use baton_ui::{El, el};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::Pane;
use crate::app::console::Console;
use crate::app::ui::dialog;
use crate::texts::Text;

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
