//! One conversation: its transcript live, what is known, and what can be done.

mod state;
mod transcript;
mod decision;
mod side;
mod composer;
mod dialogs;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use baton_shared::policy::Priority;
use baton_shared::protocol::AgentCommand;
use baton_shared::workspace::Action;

use self::composer::Composer;
use self::dialogs::{EraseDialog, ResolveDialog, RevokeDialog};
use self::side::Side;
use self::state::Pane;
use self::transcript::Transcript;
use super::console::Console;
use super::inbox::{PriorityChip, RevenueChip, StatusChip};
use super::ui::{TroubleLine, tag};
use crate::model::actions::{Act, Holder};
use crate::model::details::details;
use crate::model::place::Place;
use crate::shell::{live, page};
use crate::texts::Text;

/// One conversation.
#[component]
pub fn ConversationPane(
    /// Its id.
    id: String,
) -> impl IntoView {
    let console: Console = expect_context();
    let pane = Pane::new(console, id);
    provide_context(pane);
    live::follow(pane);
    // What is read is read where it is shown: when it comes in, and when the page comes back into sight.
    Effect::new(move || {
        pane.log.track();
        pane.tell_seen();
    });
    let sight = window_event_listener(ev::visibilitychange, move |_| pane.tell_seen());
    on_cleanup(move || sight.remove());
    let loaded = Memo::new(move |_| pane.log.with(|log| log.after() > 0));
    let missing = move || (!loaded.get()).then(|| pane.load_trouble.get()).flatten();
    view! {
        <div class="conversation" class:side-open=move || pane.side.get()>
            {move || {
                if let Some(trouble) = missing() {
                    return view! {
                        <div class="nothing">
                            <p role="alert">{console.t(Text::Trouble(trouble))}</p>
                            <a class="button" href=Place::Inbox { open: None }.fragment()>{console.t(Text::Back)}</a>
                        </div>
                    }
                        .into_any();
                }
                if !loaded.get() {
                    return view! { <p class="nothing soft" aria-busy="true">{console.t(Text::Loading)}</p> }.into_any();
                }
                view! {
                    <div class="talk">
                        <Head />
                        <Transcript />
                        <Composer />
                    </div>
                    <Side />
                    <ResolveDialog />
                    <RevokeDialog />
                    <EraseDialog />
                }
                    .into_any()
            }}
        </div>
    }
}

#[component]
fn Head() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    let name =
        Memo::new(move |_| pane.log.with(|log| details(log.state()).verified.and_then(|verified| verified.name)));
    let status = Memo::new(move |_| pane.log.with(|log| log.state().status));
    let language = Memo::new(move |_| pane.log.with(|log| log.state().language));
    let flags = Memo::new(move |_| {
        pane.log.with(|log| log.state().open_episode().map(|open| (open.priority, open.revenue_at_stake)))
    });
    view! {
        <header class="talk-head">
            <a class="back" href=Place::Inbox { open: None }.fragment() aria-label=console.t(Text::Back)>"‹"</a>
            <div class="talk-who">
                <h1 id="talk-title" tabindex="-1">
                    {move || name.get().unwrap_or_else(|| Text::Visitor.say(console.language.get()).into_owned())}
                </h1>
                <p class="row-facts">
                    {move || view! { <StatusChip status=status.get() /> }}
                    {move || {
                        flags
                            .get()
                            .map(|(priority, revenue)| {
                                view! {
                                    {(priority != Priority::Normal).then(|| view! { <PriorityChip priority=priority /> })}
                                    {revenue.then(|| view! { <RevenueChip /> })}
                                }
                            })
                    }}
                    <span class="fact" lang=move || tag(language.get())>
                        {move || Text::LanguageName(language.get()).say(console.language.get())}
                    </span>
                </p>
            </div>
            <Buttons />
            <TroubleLine trouble=pane.action_trouble.into() />
        </header>
    }
}

#[component]
fn Buttons() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    let act = move |command: AgentCommand| spawn_local(pane.act(command));
    let buttons = move || {
        let actions = pane.actions.get();
        let writes = console.may(Action::WriteConversations);
        let busy = move || pane.busy.get();
        view! {
            {(writes && actions.offers(Act::Take))
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="button primary"
                            disabled=busy
                            on:click=move |_| {
                                act(AgentCommand::Take {});
                                page::focus("talk-title");
                            }
                        >
                            {console.t(Text::TakeOver)}
                        </button>
                    }
                })}
            {(writes && actions.offers(Act::GiveBack))
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="button"
                            disabled=busy
                            on:click=move |_| {
                                act(AgentCommand::GiveBack {});
                                page::focus("talk-title");
                            }
                        >
                            {console.t(Text::GiveBack)}
                        </button>
                    }
                })}
            {(writes && actions.offers(Act::Resolve))
                .then(|| {
                    view! {
                        <button type="button" class="button" disabled=busy on:click=move |_| pane.resolving.set(true)>
                            {console.t(Text::Resolve)}
                        </button>
                    }
                })}
            {match actions.holder {
                Holder::Other(name) => Some(view! { <span class="soft small-text">{console.t(Text::HeldBy(name))}</span> }),
                Holder::Me | Holder::Nobody => None,
            }}
        }
    };
    view! {
        <div class="talk-actions" role="group" aria-label=console.t(Text::Actions)>
            {buttons}
            <button
                type="button"
                class="button quiet"
                aria-pressed=move || if pane.side.get() { "true" } else { "false" }
                on:click=move |_| pane.side.update(|side| *side = !*side)
            >
                {console.t(Text::ShowDetails)}
            </button>
        </div>
    }
}
