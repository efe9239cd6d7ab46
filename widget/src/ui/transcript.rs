//! The conversation, oldest first, its end kept in sight unless the visitor reads further up.

use leptos::html::Div;
use leptos::prelude::*;

use super::icon::{DOWN, icon};
use super::row::row;
use super::{Chat, header};

/// So near to its end counts as being there.
const NEAR_PX: i32 = 48;

/// The transcript.
pub fn transcript(chat: Chat) -> impl IntoView {
    let scroller: NodeRef<Div> = NodeRef::new();
    let on_scroll = move |_| {
        if let Some(element) = scroller.get_untracked() {
            let below = element.scroll_height() - element.client_height() - element.scroll_top();
            chat.at_end.set(below <= NEAR_PX);
        }
    };
    Effect::new(move |_| {
        chat.view.track();
        let _ = (chat.open.get(), chat.at_end.get(), chat.model.with(|model| model.typing.is_some()));
        // After the new rows have been laid out.
        request_animation_frame(move || {
            if let (Some(element), Some(true)) = (scroller.get_untracked(), chat.at_end.try_get_untracked()) {
                element.set_scroll_top(element.scroll_height());
            }
        });
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
                {move || match (is_empty.get(), is_loading.get()) {
                    (true, false) => Some(welcome(chat).into_any()),
                    (true, true) => Some(view! { <p class="aside">{chat.words.loading}</p> }.into_any()),
                    (false, _) => None,
                }}
                <For each=keys key=|key| key.clone() children=move |key| row(chat, key) />
                {move || typing(chat)}
            </div>
            {move || {
                (!chat.at_end.get()).then(|| view! {
                    <button type="button" class="round to-latest" aria-label={chat.words.to_latest} on:click=move |_| chat.at_end.set(true)>
                        {icon(DOWN)}
                    </button>
                })
            }}
        </div>
    }
}

/// The empty state: one line, and what people really ask.
fn welcome(chat: Chat) -> impl IntoView {
    let session = chat.session();
    let ask = move |question: String| {
        let said = question.clone();
        let press = move |_| {
            chat.at_end.set(true);
            chat.session().say(&said);
        };
        view! { <li class={""}><button type="button" class="suggestion" on:click=press>{question}</button></li> }
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
                <ul class="suggestions" aria-labelledby="baton-asked">{suggestions.into_iter().map(ask).collect_view()}</ul>
            })}
        </div>
    }
}

fn typing(chat: Chat) -> Option<impl IntoView> {
    let name = chat.model.with(|model| model.typing.as_ref().map(|(name, _)| name.clone()))?;
    let words = format!("{name} {}", chat.words.typing);
    Some(view! {
        <div class="row typing">
            {header::person_mark(&name)}
            <span class="bubble dots" role="img" aria-label={words}>
                <i class={"dot"}></i>
                <i class={"dot"}></i>
                <i class={"dot"}></i>
            </span>
        </div>
    })
}
