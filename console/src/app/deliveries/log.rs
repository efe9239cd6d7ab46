//! The delivery log: what was sent to the company's own systems, and what failed for good.

use baton_shared::protocol::{Deliveries, DeliveryRow};
use baton_shared::workspace::Action;
use baton_ui::El;
use baton_ui::component::{button, chip};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Resting;
use crate::app::console::{Console, Loaded};
use crate::app::ui::{Moment, Tone, awaited, table, toned};
use crate::model::delivery::{Stands, Which};
use crate::model::palette::fit;
use crate::model::place::Place;
use crate::shell::api;
use crate::texts::{Office, Text};

/// The log.
#[component]
pub fn Log() -> impl IntoView {
    let console: Console = expect_context();
    let log = Loaded::<Deliveries>::new();
    let load = move || async move { log.take(console, api::deliveries().await) };
    // Each change in the inbox may have caused a delivery; the clock's tick follows those under way.
    Effect::new(move || {
        console.now.track();
        spawn_local(load());
    });
    let Resting(resting) = expect_context();
    let (state, typed) = (RwSignal::new(Which::All), RwSignal::new(String::new()));
    let chips = Which::ALL.map(|of| {
        chip(console.words(Office::Which(of)))
            .state("aria-pressed", move || state.get() == of)
            .press(move || state.set(of))
            .view()
    });
    let draw = move || (move || rows(console, (log, resting), load, state, typed)).into_any();
    view! {
        <p class="soft">{console.t(Text::DeliveriesHint)}</p>
        <div class="filter-line">
            <div class="chips" role="group" aria-label=console.t(Office::FilterDeliveries)>{chips.into_iter().collect_view()}</div>
            <input
                class="input"
                type="search"
                aria-label=console.t(Office::FindDeliveries)
                placeholder=console.t(Office::FindDeliveries)
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
        </div>
        {awaited(console, log, load, draw)}
    }
}

fn rows<F: Future<Output = ()> + 'static>(
    console: Console,
    (log, resting): (Loaded<Deliveries>, Memo<Vec<String>>),
    load: impl Fn() -> F + Copy + Send + Sync + 'static,
    state: RwSignal<Which>,
    typed: RwSignal<String>,
) -> AnyView {
    let all = log.value.get().map(|log| log.deliveries).unwrap_or_default();
    if all.is_empty() {
        return view! { <p class="empty">{console.t(Text::NoDeliveries)}</p> }.into_any();
    }
    let fits = |row: &DeliveryRow| {
        let words = format!("{} {} {}", row.kind, row.endpoint, row.conversation);
        state.get().admits(&Stands::of(row, &resting.get())) && fit(&typed.get(), &words).is_some()
    };
    let found: Vec<DeliveryRow> = all.into_iter().filter(fits).collect();
    if found.is_empty() {
        let clear = button(console.words(Office::ShowAll)).press(move || {
            state.set(Which::All);
            typed.set(String::new());
        });
        return view! { <div class="empty"><p>{console.t(Office::NothingFits)}</p>{clear.view()}</div> }.into_any();
    }
    let mut columns = vec![
        Text::ColumnState,
        Text::ColumnKind,
        Text::ColumnEndpoint,
        Text::ColumnAttempts,
        Text::ColumnAnswer,
        Text::ColumnWhen,
        Text::ColumnConversation,
    ];
    // A column that would stay empty is left out.
    if console.may(Action::ReplayDeliveries) && found.iter().any(|row| row.state != "delivered") {
        columns.push(Text::ColumnAction);
    }
    let resting = resting.get();
    let cells = found.into_iter().map(|row| cells(console, load, &resting, row)).collect();
    view! { <div class="delivery-log">{table(console, Text::Deliveries, &columns, cells)}</div> }.into_any()
}

/// A badge for where a delivery stands.
pub fn stands_badge(console: Console, stands: Stands) -> El {
    let tone = match stands {
        Stands::Arrived => Tone::Success,
        Stands::Failed | Stands::Paused => Tone::Danger,
        Stands::Again => Tone::Warning,
        Stands::First | Stands::Other(_) => Tone::Plain,
    };
    toned(console.words(Office::Stands(stands)), tone)
}

fn cells<F: Future<Output = ()> + 'static>(
    console: Console,
    load: impl Fn() -> F + Copy + Send + Sync + 'static,
    resting: &[String],
    row: DeliveryRow,
) -> Vec<AnyView> {
    let answer = match row.last_status {
        Some(status) => view! { <span class="number">{status}</span> }.into_any(),
        None if row.attempts == 0 => ().into_any(),
        None => view! { <span class="soft">{console.t(Text::NoAnswer)}</span> }.into_any(),
    };
    let conversation = Place::Inbox { open: Some(row.conversation.clone()) }.fragment();
    let details = Place::Deliveries { open: Some(row.id.clone()) }.fragment();
    let again = (row.state != "delivered" && console.may(Action::ReplayDeliveries)).then(|| {
        let id = row.id.clone();
        button(console.words(Text::Replay))
            .class("small")
            .press(move || spawn_local(replay(console, id.clone(), load)))
            .view()
    });
    // A test and an invitation belong to no conversation.
    let conversation =
        (!row.conversation.is_empty()).then(|| view! { <a href=conversation>{console.t(Text::OpenConversation)}</a> });
    vec![
        stands_badge(console, Stands::of(&row, resting)).view().into_any(),
        view! { <a href=details id=format!("delivery-{}", row.id)><code>{row.kind}</code></a> }.into_any(),
        row.endpoint.into_any(),
        view! { <span class="number">{row.attempts}</span> }.into_any(),
        answer,
        (row.attempts > 0).then(|| view! { <Moment at=row.updated_at /> }).into_any(),
        conversation.into_any(),
        again.into_any(),
    ]
}

/// Sends a delivery again, says so, and looks again.
pub async fn replay<F: Future<Output = ()>>(console: Console, id: String, load: impl Fn() -> F) {
    match api::replay(&id).await {
        Ok(()) => {
            console.toast(Text::Replayed);
            load().await;
        }
        Err(trouble) => {
            console.note_trouble(&trouble);
            console.toast(Text::Trouble(trouble));
            load().await;
        }
    }
}
