//! Small pieces that several components use.

use std::fmt::Debug;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use baton_ui::component::{Words, badge, button, modal};
use baton_ui::{El, View};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::console::{Console, Loaded};
use crate::model::ago::Ago;
use crate::model::markdown::{Block, Inline, blocks};
use crate::model::trouble::Trouble;
use crate::shell::{clock, page};
use crate::texts::Text;

/// Milliseconds between two looks at what has no live connection: team, settings, endpoints.
const FRESH_EVERY_MS: u64 = 15_000;

/// The console's mark: one hand passes a line to another.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 28 16" width="28" height="16" aria-hidden="true" focusable="false">
            <circle class="mark-from" cx="5" cy="8" r="4" />
            <path class="mark-line" d="M9 8h10" />
            <circle class="mark-to" cx="23" cy="8" r="4" />
        </svg>
    }
}

/// When something happened, in one unit, with the full time for those who ask.
#[component]
pub fn Moment(
    /// When.
    at: Timestamp,
    /// How it is said.
    #[prop(optional)]
    as_wait: bool,
) -> impl IntoView {
    let console: Console = expect_context();
    let ago = Memo::new(move |_| Ago::between(at, console.now.get()));
    let said = move || {
        let text = if as_wait { Text::WaitingSince(ago.get()) } else { Text::Ago(ago.get()) };
        text.say(console.language.get())
    };
    view! { <time datetime=at.rfc3339() title=move || clock::in_full(at, console.language.get())>{said}</time> }
}

/// What went wrong, where it went wrong.
#[component]
pub fn TroubleLine(
    /// What went wrong, while it matters.
    trouble: Signal<Option<Trouble>>,
) -> impl IntoView {
    let console: Console = expect_context();
    view! {
        <div class="trouble-place" role="alert">
            {move || {
                trouble
                    .get()
                    .map(|trouble| view! { <p class="trouble">{Text::Trouble(trouble).say(console.language.get())}</p> })
            }}
        </div>
    }
}

/// Does something again and again until the current owner is cleaned up.
pub fn every(ms: u64, what: impl Fn() + 'static) {
    if let Ok(handle) = set_interval_with_handle(what, Duration::from_millis(ms)) {
        on_cleanup(move || handle.clear());
    }
}

/// Asks now, every fifteen seconds while the page is in sight, and when somebody comes back to it.
pub fn keep_fresh<F: Future<Output = ()> + 'static>(load: impl Fn() -> F + Clone + 'static) {
    spawn_local(load());
    let again = load.clone();
    every(FRESH_EVERY_MS, move || {
        if page::visible() {
            spawn_local(again());
        }
    });
    let back = window_event_listener(ev::focus, move |_| spawn_local(load()));
    on_cleanup(move || back.remove());
}

/// What stands on a page while it loads, where that fails, and once it is there. `draw` is called once.
pub fn awaited<T: Clone + PartialEq + Send + Sync + 'static, F: Future<Output = ()> + 'static>(
    console: Console,
    loaded: Loaded<T>,
    load: impl Fn() -> F + Clone + Send + 'static,
    draw: impl Fn() -> AnyView + Send + 'static,
) -> impl IntoView {
    let here = Memo::new(move |_| loaded.value.with(Option::is_some));
    let failed = Memo::new(move |_| loaded.trouble.get());
    let trouble = move || {
        let load = load.clone();
        failed.get().map(|trouble| {
            let again = button(console.words(Text::TryAgain)).class("small").press(move || spawn_local(load()));
            view! {
                <div class="trouble-line" role="alert">
                    <p class="trouble">{console.t(Text::Trouble(trouble))}</p>
                    {again.view()}
                </div>
            }
        })
    };
    let content = move || {
        if here.get() {
            return draw();
        }
        failed.with(Option::is_none).then(|| view! { <Skeleton /> }).into_any()
    };
    view! {
        {trouble}
        {content}
    }
}

/// The shape of what is to come.
#[component]
pub fn Skeleton() -> impl IntoView {
    let console: Console = expect_context();
    view! {
        <div class="skeleton" aria-busy="true">
            <span class="unseen">{console.t(Text::Loading)}</span>
            <span class="bone"></span>
            <span class="bone"></span>
            <span class="bone"></span>
        </div>
    }
}

/// A table that narrow screens show as cards, with the column's name beside each value.
pub fn table(console: Console, name: Text, columns: &[Text], rows: Vec<Vec<AnyView>>) -> AnyView {
    let head =
        columns.iter().map(|column| view! { <th scope="col" role="columnheader">{console.t(column.clone())}</th> });
    let head = head.collect_view();
    let row = |cells: Vec<AnyView>| {
        let cells = columns.iter().zip(cells).map(|(column, cell)| {
            view! { <td role="cell" data-label=console.t(column.clone())><div class="cell">{cell}</div></td> }
        });
        view! { <tr role="row">{cells.collect_view()}</tr> }
    };
    let rows = rows.into_iter().map(row).collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=console.t(name)>
            <table class="table" role="table">
                <thead role="rowgroup"><tr role="row">{head}</tr></thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A name with its value, in a list of facts.
pub fn fact(console: Console, label: Text, value: impl IntoView) -> impl IntoView {
    view! { <div><dt>{console.t(label)}</dt><dd>{value}</dd></div> }
}

/// An address that breaks before its `@` where it does not fit into a line.
pub fn breakable(address: &str) -> impl IntoView + use<> {
    let (name, host) = address.split_at(address.find('@').unwrap_or(address.len()));
    let (name, host) = (name.to_owned(), host.to_owned());
    view! { {name} <wbr /> {host} }
}

/// A number that differs where what is shown differs, to draw anew by.
pub fn mark_of(value: &impl Debug) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{value:?}").hash(&mut hasher);
    hasher.finish()
}

/// The first letter of a name, for those without a picture.
pub fn initial(name: &str) -> String {
    name.chars().next().map(|first| first.to_uppercase().to_string()).unwrap_or_default()
}

/// A dialog over the page, drawn while `open`.
pub fn dialog(console: Console, open: RwSignal<bool>, title: impl Into<Text>, draw: impl Fn() -> El + 'static) -> View {
    let (is_open, leave) = (move || open.try_get().unwrap_or(false), move || open.set(false));
    modal(console.words(title), console.words(Text::Close), is_open, leave, draw).view()
}

/// What a badge says beyond its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing.
    Plain,
    /// Good to know.
    Info,
    /// As it should be.
    Success,
    /// Somebody should look.
    Warning,
    /// Somebody must look.
    Danger,
}

/// A badge in a tone.
pub fn toned(words: impl Words, tone: Tone) -> El {
    let name = match tone {
        Tone::Plain => return badge(words),
        Tone::Info => "info",
        Tone::Success => "success",
        Tone::Warning => "warning",
        Tone::Danger => "danger",
    };
    badge(words).attr("data-tone", name)
}

/// How many wait; nothing where nobody does.
pub fn count(console: Console) -> impl Fn() -> Option<View> + Send {
    move || {
        let waiting = console.inbox.waiting.get();
        (waiting > 0).then(|| toned(waiting.to_string().as_str(), Tone::Warning).class("number").view())
    }
}

/// Markdown out of an article, drawn element by element.
pub fn markdown(text: &str) -> impl IntoView + use<> {
    blocks(text).into_iter().map(block).collect_view()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Paragraph(line) => view! { <p>{inlines(line)}</p> }.into_any(),
        Block::Heading(line) => view! { <p class="answer-heading">{inlines(line)}</p> }.into_any(),
        Block::List { ordered: true, items } => view! { <ol>{list_items(items)}</ol> }.into_any(),
        Block::List { ordered: false, items } => view! { <ul>{list_items(items)}</ul> }.into_any(),
    }
}

fn list_items(items: Vec<Vec<Inline>>) -> impl IntoView {
    items.into_iter().map(|item| view! { <li>{inlines(item)}</li> }).collect_view()
}

fn inlines(line: Vec<Inline>) -> impl IntoView {
    line.into_iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.into_any(),
            Inline::Strong(text) => view! { <strong>{text}</strong> }.into_any(),
            Inline::Emphasis(text) => view! { <em>{text}</em> }.into_any(),
            Inline::Code(text) => view! { <code>{text}</code> }.into_any(),
            Inline::Link { text, href } => {
                view! { <a href=href target="_blank" rel="noopener noreferrer">{text}</a> }.into_any()
            }
        })
        .collect_view()
}

/// The tag of a language, for `lang` attributes.
pub fn tag(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Zh => "zh-Hans",
    }
}
