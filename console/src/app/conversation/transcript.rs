//! The transcript: what was said, with the steps between.

use baton_shared::conversation::{Attachment, Source};
use baton_shared::policy::Priority;
use baton_shared::text::Language;
use baton_ui::component::{badge, button, list};
use baton_ui::icon::{DOWN, PAGE, icon};
use baton_ui::{View, el};
use leptos::html;
use leptos::prelude::*;

use super::decision::{Decision, because};
use super::state::Pane;
use crate::app::console::Console;
use crate::app::inbox::{PriorityBadge, RevenueBadge};
use crate::app::ui::{Mark, markdown, tag};
use crate::model::audit::name_of;
use crate::model::details::details;
use crate::model::files::{FileView, Picture, view_of};
use crate::model::link::Link;
use crate::model::rows::{Handoff, Message, Row, RowKind, Sender, Weight, rows};
use crate::shell::clock;
use crate::shell::page::SizeWatch;
use crate::texts::Text;

/// So many pixels from the end still count as the end.
const NEAR_END_PX: i32 = 80;

/// All rows, and the line that says how news comes in.
#[component]
pub fn Transcript() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    let all = Memo::new(move |_| pane.log.with(|log| rows(log.events())));
    let scroller: NodeRef<html::Div> = NodeRef::new();
    let at_end = RwSignal::new(true);
    let last_top = StoredValue::new(0);
    let to_end = move || {
        if let Some(element) = scroller.get_untracked() {
            element.set_scroll_top(element.scroll_height());
        }
    };
    // Files beside the reply take their room from here.
    let beside = Memo::new(move |_| pane.draft().files().len());
    // New rows are followed only where the end was in sight: nothing moves under somebody who reads.
    Effect::new(move || {
        all.track();
        pane.customer_types.track();
        beside.track();
        if at_end.get_untracked() {
            request_animation_frame(to_end);
        }
    });
    // What somebody has sent themself they want to see, wherever they were reading.
    Effect::new(move |before: Option<u32>| {
        let sent = pane.sent.get();
        if before.is_some_and(|before| before != sent) {
            at_end.set(true);
            request_animation_frame(to_end);
        }
        sent
    });
    // A list above the composer, or a longer reply, takes its room from here: what was in sight at the end stays so.
    Effect::new(move || {
        if let Some(element) = scroller.get() {
            let follow = move || {
                if at_end.try_get_untracked() == Some(true) {
                    to_end();
                }
            };
            StoredValue::new_local(SizeWatch::new(&element, follow));
        }
    });
    let seen = RwSignal::new(0_usize);
    Effect::new(move || {
        let count = all.with(Vec::len);
        if at_end.get() {
            seen.set(count);
        }
    });
    let behind = move || !at_end.get() && all.with(Vec::len) > seen.get();
    view! {
        <div
            class="transcript"
            class:every-step=move || pane.every_step.get()
            node_ref=scroller
            tabindex="0"
            role="log"
            aria-live="off"
            aria-label=console.t(Text::Transcript)
            on:scroll=move |_| {
                if let Some(element) = scroller.get_untracked() {
                    let (top, before) = (element.scroll_top(), last_top.get_value());
                    last_top.set_value(top);
                    let left = element.scroll_height() - top - element.client_height();
                    // Only who goes up leaves the end: where the room shrinks, the end goes away by itself.
                    if left < NEAR_END_PX {
                        at_end.set(true);
                    } else if top < before {
                        at_end.set(false);
                    }
                }
            }
        >
            <For each=move || all.get() key=Row::key let(row)>
                {draw(console, pane, row)}
            </For>
        </div>
        {move || {
            behind()
                .then(|| {
                    button(console.words(Text::NewMessages))
                        .class("small to-end")
                        .child(icon(DOWN))
                        .press(to_end)
                        .view()
                })
        }}
        {move || {
            pane.customer_types
                .get()
                .then(|| view! { <p class="types" aria-hidden="true">{console.t(Text::CustomerTypes)}</p> })
        }}
        {move || match pane.link.get() {
            Link::Polling | Link::Lost => {
                Some(view! { <p class="link-line">{console.t(Text::LinkIs(pane.link.get()))}</p> })
            }
            Link::Connecting | Link::Live | Link::Away => None,
        }}
    }
}

fn draw(console: Console, pane: Pane, row: Row) -> AnyView {
    let language = pane.log.with_untracked(|log| log.state().written_language());
    let at = row.at;
    let time = move || {
        let full = move || clock::in_full(at, console.language.get());
        view! { <time class="row-clock" datetime=at.rfc3339() title=full>{clock::time_of_day(at)}</time> }
    };
    match row.kind {
        RowKind::Message(message) => {
            let class = match (&message.sender, row.opens_group) {
                (Sender::Customer, true) => "said customer first",
                (Sender::Customer, false) => "said customer",
                (Sender::Bot, true) => "said bot first",
                (Sender::Bot, false) => "said bot",
                (Sender::Agent(_), true) => "said agent first",
                (Sender::Agent(_), false) => "said agent",
            };
            let head = row.opens_group.then(|| {
                view! { <p class="said-head">{sender(console, &message.sender)} {time()}</p> }
            });
            let files = files(console, &pane.id(), &message.files);
            view! { <article class=class>{head} {bubble(console, language, message)} {files}</article> }.into_any()
        }
        RowKind::Note { name, text } => view! {
            <article class="card note">
                <p class="said-head">{console.t(Text::NoteBy(name))} {time()}</p>
                {plain(console, text)}
            </article>
        }
        .into_any(),
        RowKind::Decision(explanation) => view! { <Decision explanation=*explanation /> }.into_any(),
        RowKind::Handoff(handoff) => view! { <HandoffCard handoff=handoff>{time()}</HandoffCard> }.into_any(),
        RowKind::Draft { source, text, .. } => view! {
            <details class="step quiet-step">
                <summary>
                    <span class="step-name">{console.t(Text::DraftPrepared)}</span>
                    <span class="step-why">{title(&source)}</span>
                </summary>
                <div class="card step-body answer" lang=tag(language)>
                    {match text {
                        Some(text) => markdown(&text).into_any(),
                        None => view! { <p class="soft">{console.t(Text::Erased)}</p> }.into_any(),
                    }}
                </div>
            </details>
        }
        .into_any(),
        RowKind::Mark { text, weight } => {
            let class = match weight {
                Weight::Quiet => "mark-line-text quiet-step",
                Weight::Normal => "mark-line-text",
                Weight::Alert => "mark-line-text alert",
            };
            let text = move || match &text {
                // Events hold the id of a member.
                Text::MarkProposed(id) => Text::MarkProposed(name_of(id, &console.names())),
                other => other.clone(),
            };
            let text = move || text().say(console.language.get()).into_owned();
            view! { <p class=class><span>{text} " " {time()}</span></p> }.into_any()
        }
    }
}

fn sender(console: Console, sender: &Sender) -> AnyView {
    match sender {
        Sender::Customer => {
            let pane: Pane = expect_context();
            let name = move || pane.log.with(|log| details(log.state()).verified.and_then(|verified| verified.name));
            let who = move || name().unwrap_or_else(|| Text::Customer.say(console.language.get()).into_owned());
            view! { <span class="who"><bdi>{who}</bdi></span> }.into_any()
        }
        Sender::Bot => view! { <span class="who badge">{console.t(Text::Bot)}</span> }.into_any(),
        Sender::Agent(name) => {
            let name = name.clone();
            let mine = name == console.me().name;
            let said = if mine { console.say(&Text::You(name.clone())).into_owned() } else { name.clone() };
            let first: String = name.chars().take(1).collect();
            view! {
                <span class="avatar small" aria-hidden="true">{first}</span>
                <span class="who">{said}</span>
            }
            .into_any()
        }
    }
}

fn bubble(console: Console, language: Language, message: Message) -> impl IntoView {
    let Message { text, source, helpful, files, .. } = message;
    let body = match (text, &source) {
        // Files stand for words.
        (Some(text), _) if text.is_empty() && !files.is_empty() => ().into_any(),
        (Some(text), Some(_)) => {
            view! { <div class="bubble answer" lang=tag(language)>{markdown(&text)}</div> }.into_any()
        }
        (text, _) => view! { <div class="bubble">{plain(console, text)}</div> }.into_any(),
    };
    view! {
        {body}
        {source.map(|source| view! { <p class="under">{console.t(Text::SourceIs(title(&source)))}</p> })}
        {helpful
            .map(|helpful| {
                let class = if helpful { "under helped" } else { "under failed" };
                view! { <p class=class>{console.t(Text::Helpful(helpful))}</p> }
            })}
    }
}

/// The files of a message: pictures to look at, others as rows to save.
fn files(console: Console, conversation: &str, files: &[Attachment]) -> Option<View> {
    if files.is_empty() {
        return None;
    }
    let each = files.iter().map(|file| {
        let FileView { name, size, href, picture } = view_of(conversation, file);
        match picture {
            Some(Picture { src, width, height }) => {
                let side = |side: u32| side.to_string();
                let image = el("img", "").attrs(&[
                    ("src", &src),
                    ("alt", &name),
                    ("width", &side(width)),
                    ("height", &side(height)),
                    ("loading", "lazy"),
                    ("decoding", "async"),
                ]);
                el("a", "picture").attrs(&[("href", &src), ("target", "_blank"), ("rel", "noopener")]).child(image)
            }
            None => el("a", "file")
                .attrs(&[("href", &href), ("download", &name)])
                .child(icon(PAGE))
                .child(el("span", "unseen").says(console.words(Text::Save)))
                .text(" ")
                .child(el("bdi", "file-name").text(&name))
                .child(el("span", "soft").text(&size)),
        }
    });
    Some(list("files", each).view())
}

fn plain(console: Console, text: Option<String>) -> AnyView {
    match text {
        Some(text) => view! { <p class="words">{text}</p> }.into_any(),
        None => view! { <p class="words soft">{console.t(Text::Erased)}</p> }.into_any(),
    }
}

/// Title and section.
pub fn title(source: &Source) -> String {
    match &source.heading {
        Some(heading) => format!("{}, {heading}", source.title),
        None => source.title.clone(),
    }
}

/// The moment of handing over is drawn: a line from one to the other, with what was passed on.
#[component]
fn HandoffCard(handoff: Handoff, children: Children) -> impl IntoView {
    let console: Console = expect_context();
    let team = move || console.queue_or(&handoff.queue, &handoff.team);
    let urgent = handoff.priority != Priority::Normal;
    view! {
        <section class="card handoff">
            <p class="handoff-head">
                <Mark />
                <strong>{move || Text::HandedTo(team()).say(console.language.get())}</strong>
                {children()}
            </p>
            {(urgent || handoff.revenue_at_stake)
                .then(|| {
                    view! {
                        <p class="handoff-line">
                            {urgent.then(|| view! { <PriorityBadge priority=handoff.priority /> })}
                            {handoff.revenue_at_stake.then(|| view! { <RevenueBadge /> })}
                        </p>
                    }
                })}
            <div class="handoff-line handoff-why">
                <span class="soft">{console.t(Text::Why)}</span>
                {because(console, handoff.reasons, true)}
            </div>
            {(!handoff.passed_on.is_empty())
                .then(|| {
                    view! {
                        <p class="handoff-line">
                            <span class="soft">{console.t(Text::PassedOnLabel)}</span>
                            {handoff
                                .passed_on
                                .into_iter()
                                .map(|what| badge(console.words(Text::PassedOn(what))).view())
                                .collect_view()}
                        </p>
                    }
                })}
        </section>
    }
}
