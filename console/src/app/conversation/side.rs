//! The details: what to confirm first, the brief, the handoff, and what is seldom needed.

use baton_shared::conversation::{Episode, Event, Status};
use baton_shared::handoff::brief;
use baton_shared::workspace::Action;
use baton_ui::component::{button, round_button};
use baton_ui::icon::CLOSE;
use leptos::prelude::*;

use super::decision::because;
use super::state::Pane;
use crate::app::console::Console;
use crate::app::ui::{Moment, breakable, fact, tag};
use crate::model::actions::Act;
use crate::model::details::{Details, details};
use crate::model::explain::{Mood, why};
use crate::model::log::Log;
use crate::model::place::Place;
use crate::texts::{Office, Text};

/// The column at the end.
#[component]
pub fn Side() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    view! {
        <aside class="side" aria-label=console.t(Text::Details)>
            <div class="side-head">
                <h2>{console.t(Text::Details)}</h2>
                {round_button(console.words(Text::Close), CLOSE).press(move || pane.side.set(false)).view()}
            </div>
            <Confirm />
            <InShort />
            <HandoffFacts />
            <More />
        </aside>
    }
}

/// The queue of the open handoff, and the name that it had when it began.
pub(super) fn queue(log: &Log, episode: &Episode) -> Option<(String, String)> {
    let started = log.events().iter().find(|recorded| recorded.seq == episode.started_seq)?;
    match &started.event {
        Event::HandoffStarted { team, .. } => Some((episode.queue.clone(), team.clone())),
        _ => None,
    }
}

#[component]
fn Confirm() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    let known = Memo::new(move |_| pane.log.with(|log| details(log.state())));
    // Closed, there is nothing left to confirm before.
    let closed = Memo::new(move |_| pane.log.with(|log| log.state().status == Status::Resolved));
    // Where nothing is known there is nothing, either.
    let to_confirm = move || !closed.get() && known.with(|known| known.verified.is_some() || !known.orders.is_empty());
    view! {
        <section>
            <h3>{move || if to_confirm() { Text::ConfirmFirst } else { Text::Customer }.say(console.language.get())}</h3>
            {move || to_confirm().then(|| view! { <p class="soft small-text">{console.t(Text::ConfirmHint)}</p> })}
            {move || known.with(|known| confirm_facts(console, known))}
        </section>
    }
}

fn confirm_facts(console: Console, known: &Details) -> impl IntoView + use<> {
    let verified = match known.verified.clone() {
        None => view! { <p class="group-label">{console.t(Text::NotVerified)}</p> }.into_any(),
        Some(verified) => {
            let to = Place::Customer { id: verified.hash }.fragment();
            let all = console.may(Action::ReadCustomers).then(|| {
                view! { <p><a href=to>{console.t(Office::AllOfCustomer)}</a></p> }
            });
            view! {
            <p class="group-label verified">{console.t(Text::VerifiedBy)}</p>
            <dl class="facts">
                {verified.name.map(|name| fact(console, Text::Name, name))}
                {verified.email.map(|email| fact(console, Text::Email, breakable(&email)))}
                {verified.subject.map(|subject| fact(console, Text::CustomerId, view! { <code>{subject}</code> }))}
                {verified.tier.map(|tier| fact(console, Text::Tier, tier))}
                {verified.tenure_months.map(|months| fact(console, Text::Tenure, console.t(Text::Months(months))))}
            </dl>
            {all}
            }
            .into_any()
        }
    };
    let anything = !known.orders.is_empty() || known.contact.is_some() || known.page.is_some();
    let said = anything.then(|| {
        let page = known.page.clone().map(|(url, title)| {
            let shown = if title.is_empty() { url.clone() } else { title };
            fact(console, Text::Page, view! { <span title=url.clone()>{shown}</span> <br /> <span class="soft url">{breakable(&url)}</span> })
        });
        let contact = known.contact.clone().map(|(address, when)| {
            let when = when.map(|when| view! { <br /> <span class="soft">{console.t(Text::ContactWhen(when))}</span> });
            fact(console, Text::Contact, view! { {breakable(&address)} {when} })
        });
        view! {
            <p class="group-label">{console.t(Text::Unverified)}</p>
            <dl class="facts">
                {known.orders.iter().map(|order| fact(console, Text::Order, view! { <code>{order.clone()}</code> })).collect_view()}
                {contact} {page}
            </dl>
        }
    });
    view! { {verified} {said} }
}

#[component]
fn InShort() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    let short = Memo::new(move |_| pane.log.with(|log| (brief(log.state()), log.state().written_language())));
    view! {
        <section>
            <h3>{console.t(Text::Brief)}</h3>
            {move || {
                let (brief, language) = short.get();
                let tried = if brief.tried.is_empty() {
                    view! { <span class="soft">{console.t(Text::NothingTried)}</span> }.into_any()
                } else {
                    let each = brief
                        .tried
                        .into_iter()
                        .map(|tried| {
                            view! {
                                <li>
                                    {tried.title} <br />
                                    <span class="soft">{console.t(Text::TriedResult(tried.helpful))}</span>
                                </li>
                            }
                        });
                    view! { <ul class="tried">{each.collect_view()}</ul> }.into_any()
                };
                view! {
                    <dl class="facts stacked" lang=tag(language)>
                        {brief.opening_question.map(|words| fact(console, Text::OpeningQuestion, words))}
                        {fact(console, Text::Tried, tried)}
                        {brief.latest_message.map(|words| fact(console, Text::LatestMessage, words))}
                    </dl>
                }
            }}
        </section>
    }
}

#[component]
fn HandoffFacts() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    // Also once it is over: that is when one looks back.
    let latest = Memo::new(move |_| {
        pane.log.with(|log| {
            let state = log.state();
            let episode = state.episode.clone()?;
            let why = why(log.events(), episode.started_seq, &episode.reasons);
            let queue = queue(log, &episode)?;
            let outcome = state.resolved_as.filter(|_| state.status == Status::Resolved);
            // The mood is that of the latest message: once the bot answers again, it is none of the handoff's.
            let mood = state.mood.filter(|_| state.status != Status::WithBot);
            Some((episode, why, queue, mood, outcome))
        })
    });
    move || {
        latest.get().map(|(episode, why, (queue, team), mood, outcome)| {
            let mood = mood.map(|mood| fact(console, Text::MoodLabel, console.t(Text::MoodIs(Mood::of(mood)))));
            let outcome = outcome.map(|outcome| fact(console, Text::Result, console.t(Text::ResolvedAs(outcome))));
            let ended = episode.ended_at.map(|at| fact(console, Text::Ended, view! { <Moment at=at /> }));
            let heading = if episode.ended_at.is_some() { Text::LastHandoff } else { Text::Handoff };
            let agent = episode.agent.map(|agent| fact(console, Text::Colleague, agent.name));
            view! {
                <section>
                    <h3>{console.t(heading)}</h3>
                    <dl class="facts">
                        {fact(console, Text::Why, because(console, why, true))}
                        {mood}
                        {fact(console, Text::Queue, move || console.queue_or(&queue, &team))}
                        {fact(console, Text::Since, view! { <Moment at=episode.started_at /> })}
                        {ended}
                        {agent}
                        {outcome}
                    </dl>
                </section>
            }
        })
    }
}

#[component]
fn More() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    view! {
        <section>
            <h3>{console.t(Text::More)}</h3>
            <label class="switch-line">
                <input
                    type="checkbox"
                    prop:checked=move || pane.every_step.get()
                    on:change=move |event| pane.every_step.set(event_target_checked(&event))
                />
                <span>{console.t(Text::ShowAll)}</span>
            </label>
            <div class="stack">
                {move || {
                    let revoke = button(console.words(Text::Revoke)).class("small");
                    let may = pane.actions.get().offers(Act::Revoke) && console.may(Action::WriteConversations);
                    may.then(|| {
                        view! {
                            {revoke.press(move || pane.revoking.set(true)).view()}
                            <p class="soft small-text">{console.t(Text::RevokeHint)}</p>
                        }
                    })
                }}
                {move || {
                    let erase = button(console.words(Text::EraseContent)).class("small danger");
                    console.may(Action::Erase).then(|| erase.press(move || pane.erasing.set(true)).view())
                }}
            </div>
        </section>
    }
}
