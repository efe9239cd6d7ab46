//! One conversation: its transcript live, what is known, and what can be done.

mod state;
mod transcript;
mod decision;
mod side;
mod composer;
mod replies;
mod dialogs;

use baton_ui::component::{button, strong_button};
use baton_ui::icon::{BACK, icon};
use baton_ui::{El, el};
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Node};

use baton_shared::conversation::Status;
use baton_shared::policy::Priority;
use baton_shared::protocol::AgentCommand;
use baton_shared::workspace::Action;

use self::composer::Composer;
use self::dialogs::{EraseDialog, GiveBackDialog, ResolveDialog, RevokeDialog, TransferDialog};
use self::side::Side;
use self::state::Pane;
use self::transcript::Transcript;
use super::console::Console;
use super::inbox::{PriorityBadge, RevenueBadge, came_back_badge, standing_badge};
use super::ui::{TroubleLine, tag};
use crate::model::actions::Act;
use crate::model::details::{Verified, details};
use crate::model::inbox::Standing;
use crate::model::place::Place;
use crate::shell::upload::{files_of, holds_files};
use crate::shell::{live, page};
use crate::texts::{Office, Text};

/// Milliseconds for which nothing takes the place of the button that took over.
const STILL_MS: u64 = 2000;

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
    let may_drop = move || console.may(Action::WriteConversations);
    // Events name members by their ids.
    if console.team.value.with_untracked(Option::is_none) {
        spawn_local(console.load_team());
    }
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
                    <div
                        class="talk"
                        class:dropping=move || pane.dropping.get()
                        on:dragover=move |event| {
                            pane.dropping.set(may_drop() && holds_files(event.data_transfer().as_ref()));
                        }
                        on:dragleave=move |event| {
                            if has_left(&event) {
                                pane.dropping.set(false);
                            }
                        }
                        on:drop=move |event| {
                            if pane.dropping.get_untracked() {
                                pane.dropping.set(false);
                                event.prevent_default();
                                pane.add_files(files_of(event.data_transfer()));
                            }
                        }
                    >
                        <Head />
                        <Transcript />
                        <Composer />
                        <p class="drop-here" aria-hidden="true">{console.t(Text::DropHere)}</p>
                    </div>
                    <Side />
                    <TransferDialog />
                    <GiveBackDialog />
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
    let who = Memo::new(move |_| pane.log.with(|log| details(log.state()).verified));
    // The palette finds who is talked to.
    Effect::new(move || {
        console.talking_to.set(who.get().map(|Verified { hash, name, .. }| (hash, name)));
    });
    on_cleanup(move || drop(console.talking_to.try_set(None)));
    let name = move || {
        let (name, hash) = who.get().map_or((None, None), |verified| (verified.name, Some(verified.hash)));
        let name = name.unwrap_or_else(|| Text::Visitor.say(console.language.get()).into_owned());
        match hash.filter(|_| console.may(Action::ReadCustomers)) {
            Some(id) => view! { <a class="who-link" href=Place::Customer { id }.fragment()>{name}</a> }.into_any(),
            None => name.into_any(),
        }
    };
    let standing = Memo::new(move |_| {
        let holder = pane.actions.get().holder;
        pane.log.with(|log| Standing::of(log.state().status, holder, log.state().resolved_as))
    });
    let came_back = Memo::new(move |_| pane.log.with(|log| log.state().has_come_back()));
    let language = Memo::new(move |_| pane.log.with(|log| log.state().written_language()));
    let flags = Memo::new(move |_| {
        pane.log.with(|log| log.state().open_episode().map(|open| (open.priority, open.revenue_at_stake)))
    });
    view! {
        <header class="talk-head">
            {back(console).view()}
            <div class="talk-who">
                <h1 id="talk-title" tabindex="-1">
                    {name}
                </h1>
                <p class="row-facts">
                    {move || standing_badge(console, standing.get())}
                    {move || came_back.get().then(|| came_back_badge(console).view())}
                    {move || {
                        flags
                            .get()
                            .map(|(priority, revenue)| {
                                view! {
                                    {(priority != Priority::Normal).then(|| view! { <PriorityBadge priority=priority /> })}
                                    {revenue.then(|| view! { <RevenueBadge /> })}
                                }
                            })
                    }}
                    <span class="fact" lang=move || tag(language.get())>
                        {move || Text::LanguageName(language.get()).say(console.language.get())}
                    </span>
                </p>
            </div>
            {button(console.words(Text::ShowDetails))
                .class("quiet show-details")
                .state("aria-pressed", move || pane.side.get())
                .press(move || pane.side.update(|side| *side = !*side))
                .view()}
            <Buttons />
            <TroubleLine trouble=pane.action_trouble.into() />
        </header>
    }
}

/// Whether what is dragged has left the element itself, not one within it.
fn has_left(event: &DragEvent) -> bool {
    let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
    let from = event.current_target().and_then(|from| from.dyn_into::<Node>().ok());
    from.is_none_or(|from| !from.contains(to.as_ref()))
}

/// The way back to the list, where that is not beside.
fn back(console: Console) -> El {
    let link = el("a", "round back").attr("href", &Place::Inbox { open: None }.fragment());
    let name = console.words(Text::Back);
    link.attr_when("aria-label", move || Some(name())).child(icon(BACK))
}

#[component]
fn Buttons() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    let taken = RwSignal::new(false);
    let act = move |command: AgentCommand| spawn_local(pane.act(command));
    let buttons = move || {
        let actions = pane.actions.get();
        let writes = console.may(Action::WriteConversations);
        let busy = move || pane.busy.get();
        let may = |what| writes && actions.offers(what);
        // The button that was pressed may be gone then.
        let done = move |command| {
            act(command);
            page::focus("talk-title");
        };
        let closed = pane.log.with_untracked(|log| log.state().status == Status::Resolved);
        let take = console.words(if closed { Text::Reopen } else { Text::TakeOver });
        let take = strong_button(take).press(move || {
            taken.set(true);
            set_timeout(move || _ = taken.try_set(false), Duration::from_millis(STILL_MS));
            done(AgentCommand::Take {});
        });
        // In the place of the button that took over, for a moment: a second press meets no other button. Those beside it
        // stay where they are.
        let just = taken.get() && may(Act::GiveBack);
        let still = strong_button(console.words(Text::TakenOver)).attr("disabled", "");
        let give_back = button(console.words(Text::GiveBack)).press(move || pane.giving_back.set(true));
        let transfer = button(console.words(Office::Transfer)).press(move || pane.transferring.set(true));
        let resolve = button(console.words(Text::Resolve)).press(move || pane.resolving.set(true));
        view! {
            {may(Act::Take).then(|| take.disabled_when(busy).view())}
            {just.then(|| still.view())}
            {(may(Act::GiveBack) && !just).then(|| give_back.disabled_when(busy).view())}
            {may(Act::Transfer).then(|| transfer.disabled_when(busy).view())}
            {may(Act::Resolve).then(|| resolve.disabled_when(busy).view())}
        }
    };
    view! {
        <div class="talk-actions" role="group" aria-label=console.t(Text::Actions)>
            {buttons}
        </div>
    }
}
