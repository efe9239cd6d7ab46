//! The list of conversations.

use baton_shared::conversation::Status;
use baton_shared::policy::Priority;
use baton_shared::protocol::InboxRow;
use baton_ui::El;
use baton_ui::component::{badge, button, chip};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::console::Console;
use super::ui::{Mark, Moment, Skeleton, Tone, TroubleLine, tag, toned};
use crate::model::actions::Holder;
use crate::model::inbox::{Filter, Standing, holder};
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
    let count = move || match filter {
        Filter::Waiting => console.inbox.waiting.get(),
        Filter::Mine => console.inbox.mine.get(),
        Filter::WithBot => console.inbox.came_back.get(),
        Filter::All | Filter::Resolved => 0,
    };
    let tone = if filter == Filter::Waiting { Tone::Warning } else { Tone::Plain };
    chip(console.words(Text::Filter(filter)))
        .state("aria-pressed", pressed)
        .press(move || console.choose_filter(filter))
        .switch(
            move || count() as u64,
            move |count| (count > 0).then(|| toned(count.to_string().as_str(), tone).class("number")),
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
    let holder = holder(&row, &console.me());
    let name = row.customer.unwrap_or_else(|| console.t(Text::Visitor)().into_owned());
    let colleague = if let Holder::Other(name) = &holder { Some(name.clone()) } else { None };
    let standing = Standing::of(row.status, holder, row.outcome);
    let (outcome, filter) = (row.outcome, console.inbox.filter);
    // What pressed in a handoff that is over presses no more.
    let called = !matches!(row.status, Status::Resolved | Status::WithBot);
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
            {move || match (filter.get(), outcome) {
                (Filter::All, _) => Some(standing_badge(console, standing.clone())),
                (Filter::Resolved, Some(outcome)) => Some(badge(console.words(Text::ResolvedAs(outcome))).view().into_any()),
                _ => None,
            }}
            {row.came_back.then(|| came_back_badge(console).view())}
            {(row.priority != Priority::Normal && called).then(|| view! { <PriorityBadge priority=row.priority /> })}
            {(row.revenue_at_stake && row.status != Status::WithBot).then(|| view! { <RevenueBadge /> })}
            {row.reason.map(|code| view! { <span class="fact">{console.t(Text::Reason(code))}</span> })}
            {row.queue.map(|queue| view! { <span class="fact">{move || console.queue_name(&queue)}</span> })}
            <span class="fact">{console.t(Text::LanguageName(row.language))}</span>
            {colleague
                .map(|name| {
                    let held = move || (filter.get() != Filter::All).then(|| Text::HeldBy(name.clone()).say(console.language.get()));
                    view! { <span class="fact">{held}</span> }
                })}
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

/// Where a conversation stands, seen by the agent.
pub fn standing_badge(console: Console, standing: Standing) -> AnyView {
    let tone = match standing {
        Standing::As(status) => return view! { <StatusBadge status=status /> }.into_any(),
        Standing::Closed(_) | Standing::With(_) => Tone::Plain,
        Standing::WithMe => Tone::Success,
    };
    toned(console.words(Text::Standing(standing)), tone).view().into_any()
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

/// The customer wrote again after a person had closed it.
pub fn came_back_badge(console: Console) -> El {
    let hint = console.words(Text::CameBackHint);
    toned(console.words(Text::CameBack), Tone::Info).attr_when("title", move || Some(hint()))
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
    let any = Memo::new(move |_| !console.listed().is_empty());
    let hint = move || if any.get() { Text::NothingOpenHint } else { Text::NothingHereHint };
    view! {
        <div class="nothing">
            <Mark />
            <p class="nothing-head">{console.t(Text::NothingOpen)}</p>
            <p class="soft">{move || hint().say(console.language.get())}</p>
        </div>
    }
}
