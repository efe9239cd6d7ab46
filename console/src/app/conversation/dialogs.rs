//! What is asked before something that matters: the outcome, and what revoking or erasing does.

use baton_shared::conversation::ResolutionOutcome;
use baton_shared::protocol::AgentCommand;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::Pane;
use crate::app::console::Console;
use crate::app::ui::Dialog;
use crate::texts::Text;

const OUTCOMES: [ResolutionOutcome; 3] =
    [ResolutionOutcome::Solved, ResolutionOutcome::Unsolved, ResolutionOutcome::NoAnswerNeeded];

/// What came of it.
#[component]
pub fn ResolveDialog() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    view! {
        <Dialog open=pane.resolving title=Text::ResolveHeading>
            <p class="soft">{console.t(Text::ResolveHint)}</p>
            <div class="choices">
                {OUTCOMES
                    .map(|outcome| {
                        view! {
                            <button
                                type="button"
                                class="choice"
                                on:click=move |_| {
                                    pane.resolving.set(false);
                                    spawn_local(pane.act(AgentCommand::Resolve { outcome }));
                                }
                            >
                                <strong>{console.t(Text::ResolvedAs(outcome))}</strong>
                                <span class="soft">{console.t(Text::ResolvedAsHint(outcome))}</span>
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </Dialog>
    }
}

/// Voids the reply links.
#[component]
pub fn RevokeDialog() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    view! {
        <Dialog open=pane.revoking title=Text::RevokeHeading>
            <p>{console.t(Text::RevokeWhat)}</p>
            <Decide open=pane.revoking yes=Text::Revoke command=AgentCommand::RevokeReplyLinks {} />
        </Dialog>
    }
}

/// Erases everything that was written.
#[component]
pub fn EraseDialog() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    view! {
        <Dialog open=pane.erasing title=Text::EraseHeading>
            <p>{console.t(Text::EraseGoes)}</p>
            <p>{console.t(Text::EraseStays)}</p>
            <p><strong>{console.t(Text::EraseFinal)}</strong></p>
            <Decide open=pane.erasing yes=Text::EraseNow command=AgentCommand::Erase {} />
        </Dialog>
    }
}

#[component]
fn Decide(open: RwSignal<bool>, yes: Text, command: AgentCommand) -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    view! {
        <div class="dialog-foot">
            <button type="button" class="button" autofocus=true on:click=move |_| open.set(false)>
                {console.t(Text::Cancel)}
            </button>
            <button
                type="button"
                class="button danger"
                on:click=move |_| {
                    open.set(false);
                    spawn_local(pane.act(command.clone()));
                }
            >
                {console.t(yes)}
            </button>
        </div>
    }
}
