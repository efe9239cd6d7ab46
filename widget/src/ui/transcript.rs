//! The conversation, oldest first. Its end is kept in sight unless the visitor reads further up; of a long answer
//! its beginning.

use leptos::html::Div;
use leptos::prelude::*;

use super::boxed::{maybe, press};
use super::icon::{DOWN, icon};
use super::row::row;
use super::{Chat, header};
use crate::shell::follow_size;

/// So near to its end counts as being there.
const NEAR_PX: i32 = 48;
/// What is kept free above the beginning of a long answer.
const ABOVE_PX: i32 = 12;

/// The transcript.
pub fn transcript(chat: Chat) -> AnyView {
    let scroller: NodeRef<Div> = NodeRef::new();
    let content: NodeRef<Div> = NodeRef::new();
    // Where the transcript stood when it was last looked at: its top, the frame's height and that of what is in it.
    let before = StoredValue::new((0, 0, 0));
    let stands =
        |element: &web_sys::HtmlElement| (element.scroll_top(), element.client_height(), element.scroll_height());
    let on_scroll = move |_| {
        if let Some(element) = scroller.get_untracked() {
            let (top, frame, content) = stands(&element);
            let (top_before, frame_before, content_before) = before.get_value();
            // What grows or shrinks may move the top, too: a composer that is emptied, a form that closes. Only the
            // visitor moves it up while nothing else changes.
            let by_visitor = top < top_before && (frame, content) == (frame_before, content_before);
            if top >= resting_place(&element) - NEAR_PX {
                chat.at_end.set(true);
            } else if by_visitor {
                chat.at_end.set(false);
            }
            before.set_value((top, frame, content));
        }
    };
    let follow = move || {
        let Some(element) = scroller.get_untracked() else { return };
        if chat.at_end.try_get_untracked() == Some(true) {
            element.set_scroll_top(resting_place(&element));
        }
        let _ = before.try_set_value(stands(&element));
    };
    follow_size(scroller, content, follow);
    Effect::new(move |_| {
        if chat.at_end.get() && chat.open.get() {
            request_animation_frame(follow);
        }
    });
    let keys = move || chat.view.with(|view| view.rows.iter().map(|row| row.key.clone()).collect::<Vec<_>>());
    let is_empty = Memo::new(move |_| chat.view.with(|view| view.rows.is_empty()));
    let is_loading = Memo::new(move |_| chat.model.with(|model| model.loading));
    view! {
        <div class="log-frame">
            <div
                class="log"
                role="log"
                aria-live="off"
                aria-label={chat.words.transcript}
                tabindex="0"
                node_ref=scroller
                on:scroll=on_scroll
            >
                <div class="log-content" node_ref=content>
                    {maybe(move || match (is_empty.get(), is_loading.get()) {
                        (true, false) => Some(welcome(chat)),
                        (true, true) => Some(view! { <p class="aside">{chat.words.loading}</p> }.into_any()),
                        (false, _) => None,
                    })}
                    <For each=keys key=|key| key.clone() children=move |key| row(chat, key) />
                    {maybe(move || typing(chat))}
                </div>
            </div>
            {maybe(move || (!chat.at_end.get()).then(|| to_latest(chat)))}
        </div>
    }
    .into_any()
}

fn to_latest(chat: Chat) -> AnyView {
    let go = press(move || chat.at_end.set(true));
    view! {
        <button type="button" class="round to-latest" aria-label={chat.words.to_latest} on:click=go>{icon(DOWN)}</button>
    }
    .into_any()
}

/// Where the transcript rests: its end, or the beginning of its last row where that would be out of sight.
fn resting_place(scroller: &web_sys::HtmlElement) -> i32 {
    let end = (scroller.scroll_height() - scroller.client_height()).max(0);
    let rows = scroller.get_elements_by_class_name("row");
    let last = rows.length().checked_sub(1).and_then(|at| rows.item(at));
    let Some(last) = last else { return 0 };
    // Where it is on the screen, from the scroller's upper edge.
    let shown = last.get_bounding_client_rect().top() - scroller.get_bounding_client_rect().top();
    #[allow(clippy::cast_possible_truncation)]
    let beginning = scroller.scroll_top() + shown as i32 - ABOVE_PX;
    end.min(beginning.max(0))
}

/// The empty state: one line, and what people really ask.
fn welcome(chat: Chat) -> AnyView {
    let session = chat.session();
    let ask = move |question: String| {
        let said = question.clone();
        let ask = press(move || {
            chat.at_end.set(true);
            chat.session().say(&said);
        });
        view! { <li class={""}><button type="button" class="suggestion" on:click=ask>{question}</button></li> }
            .into_any()
    };
    let suggestions = session.brand.suggestions.clone();
    let has_some = !suggestions.is_empty();
    view! {
        <div class="welcome">
            {header::company_mark(chat)}
            <p class="greeting">{session.brand.greeting.clone()}</p>
            <p class="greeting-more">{chat.words.greeting_more}</p>
            {has_some.then(|| view! {
                <p class="label" id="baton-asked">{chat.words.often_asked}</p>
                <ul class="suggestions" aria-labelledby="baton-asked">{suggestions.into_iter().map(ask).collect::<Vec<_>>()}</ul>
            }.into_any())}
        </div>
    }
    .into_any()
}

fn typing(chat: Chat) -> Option<AnyView> {
    let name = chat.model.with(|model| model.typing.as_ref().map(|(name, _)| name.clone()))?;
    let words = format!("{name} {}", chat.words.typing);
    Some(
        view! {
            <div class="row typing">
                {header::person_mark(&name)}
                <span class="bubble dots" role="img" aria-label={words}>
                    <i class={"dot"}></i>
                    <i class={"dot"}></i>
                    <i class={"dot"}></i>
                </span>
            </div>
        }
        .into_any(),
    )
}
