//! The list of conversations.

use baton_shared::conversation::Status;
use baton_shared::policy::Priority;
use baton_shared::protocol::InboxRow;
use baton_ui::component::{button, chip};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::console::Console;
use super::ui::{Mark, Moment, Skeleton, Tone, TroubleLine, tag, toned};
use crate::model::inbox::Filter;
use crate::model::place::Place;
use crate::texts::Text;

/// Filters and rows.
#[component]
pub fn List(
    /// The conversation that is open.
    open: Memo<Option<String>>,
) -> impl IntoView {
    let console: Console = expect_context();
    let inbox = console.inbox;
    let listed = Memo::new(move |_| console.listed());
    let ids = move || listed.with(|rows| rows.iter().map(|row| row.conversation.clone()).collect::<Vec<_>>());
    let empty = move || listed.with(Vec::is_empty);
    // The open conversation has the page's first heading, also where it has the screen to itself.
    let heading = move || {
        if open.with(Option::is_some) {
            view! { <h2 class="unseen">{console.t(Text::Inbox)}</h2> }.into_any()
        } else {
            view! { <h1 class="unseen" id="page-title" tabindex="-1">{console.t(Text::Inbox)}</h1> }.into_any()
        }
    };
    view! {
        <section class="inbox" id="list" tabindex="-1" aria-label=console.t(Text::Conversations)>
            {heading}
            <div class="filters" role="group" aria-label=console.t(Text::Filters)>
                {Filter::ALL.map(|filter| view! { <FilterButton filter=filter /> }).collect_view()}
            </div>
            <TroubleLine trouble=inbox.trouble.into() />
            <ul class="rows" aria-busy=move || if inbox.loaded.get() { "false" } else { "true" }>
                <For each=ids key=Clone::clone let(id)>
                    <Row id=id listed=listed open=open />
                </For>
            </ul>
            {move || match (inbox.loaded.get(), empty()) {
                (false, _) if inbox.trouble.get().is_none() => Some(view! { <Skeleton /> }.into_any()),
                (true, true) => {
                    let filter = inbox.filter.get();
                    Some(
                        view! {
                            <div class="empty">
                                <p>{console.t(Text::Empty(filter))}</p>
                                {(filter == Filter::All)
                                    .then(|| view! { <p class="soft">{console.t(Text::EmptyHint)}</p> })}
                            </div>
                        }
                            .into_any(),
                    )
                }
                _ => None,
            }}
            {move || {
                let older = button(console.words(Text::Older)).class("quiet older");
                inbox.more.get().then(|| older.press(move || spawn_local(console.older())).view())
            }}
        </section>
    }
}

#[component]
fn FilterButton(filter: Filter) -> impl IntoView {
    let console: Console = expect_context();
    let pressed = move || console.inbox.filter.get() == filter;
    let waiting = move || if filter == Filter::Waiting { console.inbox.waiting.get() } else { 0 };
    chip(console.words(Text::Filter(filter)))
        .state("aria-pressed", pressed)
        .press(move || console.choose_filter(filter))
        .switch(
            move || waiting() as u64,
            |waiting| (waiting > 0).then(|| toned(waiting.to_string().as_str(), Tone::Warning).class("number")),
        )
        .view()
}

#[component]
fn Row(id: String, listed: Memo<Vec<InboxRow>>, open: Memo<Option<String>>) -> impl IntoView {
    let console: Console = expect_context();
    let href = Place::Inbox { open: Some(id.clone()) }.fragment();
    let element = format!("row-{id}");
    let mine = id.clone();
    let row = Memo::new(move |before: Option<&Option<InboxRow>>| {
        let found = listed.with(|rows| rows.iter().find(|row| row.conversation == id).cloned());
        // A row that is about to leave keeps its last words.
        found.or_else(|| before.cloned().flatten())
    });
    let current = move || open.with(|open| open.as_deref() == Some(mine.as_str())).then_some("true");
    view! {
        <li>
            <a class="row" href=href id=element aria-current=current>
                {move || row.get().map(|row| row_content(console, row))}
            </a>
        </li>
    }
}

fn row_content(console: Console, row: InboxRow) -> impl IntoView {
    let language = tag(row.language);
    let name = row.customer.unwrap_or_else(|| console.t(Text::Visitor)().into_owned());
    let status = row.status;
    let waiting = row.waiting_since.filter(|_| row.status == Status::Waiting);
    view! {
        <span class="row-head">
            <span class="row-name">{name}</span>
            {match waiting {
                Some(since) => view! { <span class="row-time strong"><Moment at=since as_wait=true /></span> }.into_any(),
                None => view! { <span class="row-time"><Moment at=row.updated_at /></span> }.into_any(),
            }}
        </span>
        <span class="row-preview" lang=language>
            {row.preview.unwrap_or_else(|| console.t(Text::NoPreview)().into_owned())}
        </span>
        <span class="row-facts">
            {move || (console.inbox.filter.get() == Filter::All).then(|| view! { <StatusBadge status=status /> })}
            {(row.priority != Priority::Normal && row.status != Status::Resolved)
                .then(|| view! { <PriorityBadge priority=row.priority /> })}
            {row.revenue_at_stake.then(|| view! { <RevenueBadge /> })}
            {row.reason.map(|code| view! { <span class="fact">{console.t(Text::Reason(code))}</span> })}
            {row.queue.map(|queue| view! { <span class="fact">{move || console.queue_name(&queue)}</span> })}
            <span class="fact">{console.t(Text::LanguageName(row.language))}</span>
            {row.agent.map(|agent| view! { <span class="fact">{console.t(Text::HeldBy(agent))}</span> })}
        </span>
    }
}

/// Where a conversation stands.
#[component]
pub fn StatusBadge(status: Status) -> impl IntoView {
    let console: Console = expect_context();
    let tone = match status {
        Status::WithBot | Status::Resolved => Tone::Plain,
        Status::Waiting => Tone::Warning,
        Status::WithHuman => Tone::Success,
    };
    toned(console.words(Text::Status(status)), tone).view()
}

/// How soon it should be taken.
#[component]
pub fn PriorityBadge(priority: Priority) -> impl IntoView {
    let console: Console = expect_context();
    let tone = match priority {
        Priority::Normal => Tone::Plain,
        Priority::High => Tone::Warning,
        Priority::Urgent => Tone::Danger,
    };
    toned(console.words(Text::Priority(priority)), tone).view()
}

/// Revenue is at stake.
#[component]
pub fn RevenueBadge() -> impl IntoView {
    let console: Console = expect_context();
    let hint = console.words(Text::RevenueHint);
    toned(console.words(Text::Revenue), Tone::Info).attr_when("title", move || Some(hint())).view()
}

/// Nothing is open yet.
#[component]
pub fn NothingOpen() -> impl IntoView {
    let console: Console = expect_context();
    view! {
        <div class="nothing">
            <Mark />
            <p class="nothing-head">{console.t(Text::NothingOpen)}</p>
            <p class="soft">{console.t(Text::NothingOpenHint)}</p>
        </div>
    }
}
