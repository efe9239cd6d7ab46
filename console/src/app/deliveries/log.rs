//! The delivery log: what was sent to the company's own systems, and what failed for good.

use std::collections::BTreeSet;

use baton_shared::protocol::{Deliveries, DeliveryDetail, DeliveryRow};
use baton_shared::workspace::Action;
use baton_ui::El;
use baton_ui::component::{button, chip};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Resting;
use crate::app::console::{Console, Loaded};
use crate::app::ui::{Moment, Tone, awaited, table, toned};
use crate::model::delivery::{Rests, Stands, Which};
use crate::model::palette::fit;
use crate::model::place::Place;
use crate::shell::{api, clock};
use crate::texts::{Office, Text};

/// After how many milliseconds each one looks what came of a delivery that was sent again.
const LOOK_AGAIN_MS: [u32; 5] = [400, 800, 1600, 3200, 6400];

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
    let filter =
        Filter { state: RwSignal::new(Which::All), typed: RwSignal::new(String::new()), sent: RwSignal::default() };
    let Filter { state, typed, .. } = filter;
    let chips = Which::ALL.map(|of| {
        chip(console.words(Office::Which(of)))
            .state("aria-pressed", move || state.get() == of)
            .press(move || filter.choose(of))
            .view()
    });
    let draw = move || (move || rows(console, (log, resting), load, filter)).into_any();
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

/// What is looked for in the log.
#[derive(Clone, Copy)]
struct Filter {
    state: RwSignal<Which>,
    typed: RwSignal<String>,
    /// What was sent again under this filter: it stays in sight, so that one sees what came of it, and no other row comes
    /// under the pointer.
    sent: RwSignal<BTreeSet<String>>,
}

impl Filter {
    fn choose(self, of: Which) {
        self.state.set(of);
        self.sent.update(BTreeSet::clear);
    }

    fn admits(self, row: &DeliveryRow, resting: &Rests) -> bool {
        let words = format!("{} {} {}", row.kind, row.endpoint, row.conversation);
        let stands = self.state.get().admits(&Stands::of(row, resting));
        (stands || self.sent.with(|sent| sent.contains(&row.id))) && fit(&self.typed.get(), &words).is_some()
    }
}

fn rows<F: Future<Output = ()> + 'static>(
    console: Console,
    (log, resting): (Loaded<Deliveries>, Memo<Rests>),
    load: impl Fn() -> F + Copy + Send + Sync + 'static,
    filter: Filter,
) -> AnyView {
    let all = log.value.get().map(|log| log.deliveries).unwrap_or_default();
    if all.is_empty() {
        return view! { <p class="empty">{console.t(Text::NoDeliveries)}</p> }.into_any();
    }
    let resting = resting.get();
    let found: Vec<DeliveryRow> = all.into_iter().filter(|row| filter.admits(row, &resting)).collect();
    if found.is_empty() {
        let clear = button(console.words(Office::ShowAll)).press(move || {
            filter.choose(Which::All);
            filter.typed.set(String::new());
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
    // A column that would stay empty is left out; one that has just been used stays.
    let any = found.iter().any(|row| row.state != "delivered") || filter.sent.with(|sent| !sent.is_empty());
    if console.may(Action::ReplayDeliveries) && any {
        columns.push(Text::ColumnAction);
    }
    let cells = found.into_iter().map(|row| cells(console, load, (&resting, filter), row)).collect();
    view! { <div class="delivery-log">{table(console, Text::Deliveries, &columns, cells)}</div> }.into_any()
}

/// A badge for where a delivery stands.
pub fn stands_badge(console: Console, stands: Stands) -> El {
    let tone = match stands {
        Stands::Arrived => Tone::Success,
        Stands::Failed | Stands::Paused(_) => Tone::Danger,
        Stands::Again => Tone::Warning,
        Stands::First | Stands::Other(_) => Tone::Plain,
    };
    toned(console.words(Office::Stands(stands)), tone)
}

/// Who paused an endpoint, why, and until when, where that is why something waits.
pub fn paused_words(console: Console, stands: &Stands) -> Option<impl Fn() -> String + Clone + use<>> {
    let Stands::Paused(until) = *stands else { return None };
    Some(move || {
        let language = console.language.get();
        Office::PausedUntil(clock::in_full(until, language)).say(language).into_owned()
    })
}

fn cells<F: Future<Output = ()> + 'static>(
    console: Console,
    load: impl Fn() -> F + Copy + Send + Sync + 'static,
    (resting, filter): (&Rests, Filter),
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
        let (id, tried) = (row.id.clone(), tried_before(&row));
        button(console.words(Text::Replay))
            .class("small")
            .press(move || {
                filter.sent.update(|sent| _ = sent.insert(id.clone()));
                spawn_local(replay(console, (id.clone(), tried), load));
            })
            .view()
    });
    let stands = Stands::of(&row, resting);
    let paused = paused_words(console, &stands).map(|words| view! { <span class="soft below paused">{words}</span> });
    // A test and an invitation belong to no conversation.
    let conversation =
        (!row.conversation.is_empty()).then(|| view! { <a href=conversation>{console.t(Text::OpenConversation)}</a> });
    vec![
        view! { {stands_badge(console, stands).view()} {paused} }.into_any(),
        view! { <a href=details id=format!("delivery-{}", row.id)><code>{row.kind}</code></a> }.into_any(),
        row.endpoint.into_any(),
        view! { <span class="number">{row.attempts}</span> }.into_any(),
        answer,
        (row.attempts > 0).then(|| view! { <Moment at=row.updated_at /> }).into_any(),
        conversation.into_any(),
        again.into_any(),
    ]
}

/// How many attempts do not count as that of sending it again: what had failed for good begins anew.
pub fn tried_before(row: &DeliveryRow) -> u32 {
    if Stands::of(row, &Rests::new()) == Stands::Failed { 0 } else { row.attempts }
}

/// Sends a delivery again, says so, and looks again until it is known what came of it.
pub async fn replay<F: Future<Output = ()>>(console: Console, (id, tried): (String, u32), load: impl Fn() -> F) {
    match api::replay(&id).await {
        Ok(()) => {
            console.toast(Text::Replayed);
            load().await;
            for wait in LOOK_AGAIN_MS {
                TimeoutFuture::new(wait).await;
                let Ok(DeliveryDetail { delivery, .. }) = api::delivery(&id).await else { break };
                let DeliveryRow { state, endpoint, last_status, attempts, .. } = delivery;
                let came = match state.as_str() {
                    "delivered" => Office::ArrivedNow(endpoint),
                    "waiting" if attempts <= tried => continue,
                    _ => Office::FailedAgain(endpoint, last_status),
                };
                console.take_toast_back(&Text::Replayed);
                console.toast(came);
                break;
            }
            load().await;
        }
        Err(trouble) => {
            console.note_trouble(&trouble);
            console.toast(Text::Trouble(trouble));
            load().await;
        }
    }
}
