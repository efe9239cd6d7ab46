//! The delivery log: what was sent to the company's own systems, and what failed for good.

use baton_shared::protocol::DeliveryRow;
use baton_shared::workspace::Action;
use baton_ui::component::button;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::console::Console;
use super::ui::{Moment, Tone, TroubleLine, toned};
use crate::model::place::Place;
use crate::model::trouble::Trouble;
use crate::shell::api;
use crate::texts::Text;

#[derive(Clone, Copy)]
struct State {
    rows: RwSignal<Option<Vec<DeliveryRow>>>,
    trouble: RwSignal<Option<Trouble>>,
}

impl State {
    async fn load(self, console: Console) {
        match api::deliveries().await {
            Ok(answer) => {
                self.rows.try_set(Some(answer.deliveries));
                self.trouble.try_set(None);
            }
            Err(trouble) => {
                console.note_trouble(&trouble);
                self.trouble.try_set(Some(trouble));
            }
        }
    }

    async fn replay(self, console: Console, id: String) {
        match api::replay(&id).await {
            Ok(()) => {
                console.announce(&Text::Replayed);
                self.load(console).await;
            }
            Err(trouble) => {
                console.note_trouble(&trouble);
                self.trouble.try_set(Some(trouble));
            }
        }
    }
}

/// The table.
#[component]
pub fn DeliveriesPage() -> impl IntoView {
    let console: Console = expect_context();
    let state = State { rows: RwSignal::new(None), trouble: RwSignal::new(None) };
    // Each change in the inbox may have caused a delivery; the clock's tick follows those under way.
    Effect::new(move || {
        console.now.track();
        spawn_local(state.load(console));
    });
    view! {
        <main class="page" id="content" tabindex="-1">
            <h1>{console.t(Text::Deliveries)}</h1>
            <p class="soft">{console.t(Text::DeliveriesHint)}</p>
            <TroubleLine trouble=state.trouble.into() />
            {move || match state.rows.get() {
                None => view! { <p class="soft" aria-busy="true">{console.t(Text::Loading)}</p> }.into_any(),
                Some(rows) if rows.is_empty() => view! { <p class="empty">{console.t(Text::NoDeliveries)}</p> }.into_any(),
                Some(rows) => view! { <Table rows=rows state=state /> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn Table(rows: Vec<DeliveryRow>, state: State) -> impl IntoView {
    let console: Console = expect_context();
    let columns = [
        Text::ColumnState,
        Text::ColumnKind,
        Text::ColumnEndpoint,
        Text::ColumnAttempts,
        Text::ColumnAnswer,
        Text::ColumnWhen,
        Text::ColumnConversation,
        Text::ColumnAction,
    ];
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=console.t(Text::Deliveries)>
            <table class="table" role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        {columns
                            .map(|column| {
                                let number = matches!(column, Text::ColumnAttempts | Text::ColumnAnswer);
                                view! {
                                    <th scope="col" role="columnheader" class:number=number>{console.t(column)}</th>
                                }
                            })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows.into_iter().map(|row| table_row(console, state, row)).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn table_row(console: Console, state: State, row: DeliveryRow) -> impl IntoView {
    let tone = match row.state.as_str() {
        "delivered" => Tone::Success,
        "dead" => Tone::Danger,
        _ => Tone::Warning,
    };
    let dead = row.state == "dead" && console.may(Action::ReplayDeliveries);
    let answer = match row.last_status {
        Some(status) => status.to_string().into_any(),
        None => view! { <span class="soft">{console.t(Text::NoAnswer)}</span> }.into_any(),
    };
    let conversation = Place::Inbox { open: Some(row.conversation.clone()) }.fragment();
    let id = row.id.clone();
    let again = dead.then(|| {
        let again = move || spawn_local(state.replay(console, id.clone()));
        button(console.words(Text::Replay)).class("small").press(again).view()
    });
    // Narrow screens show a card for each row, with the column's name beside each value.
    let cell = move |column: Text, value: AnyView| {
        let number = matches!(column, Text::ColumnAttempts | Text::ColumnAnswer);
        view! { <td role="cell" class:number=number data-label=console.t(column)>{value}</td> }
    };
    view! {
        <tr role="row">
            {cell(Text::ColumnState, toned(console.words(Text::DeliveryState(row.state)), tone).view().into_any())}
            {cell(Text::ColumnKind, view! { <code title=row.id>{row.kind}</code> }.into_any())}
            {cell(Text::ColumnEndpoint, row.endpoint.into_any())}
            {cell(Text::ColumnAttempts, row.attempts.into_any())}
            {cell(Text::ColumnAnswer, answer)}
            {cell(Text::ColumnWhen, view! { <Moment at=row.updated_at /> }.into_any())}
            {cell(Text::ColumnConversation, view! { <a href=conversation>{console.t(Text::OpenConversation)}</a> }.into_any())}
            {cell(Text::ColumnAction, again.into_any())}
        </tr>
    }
}
