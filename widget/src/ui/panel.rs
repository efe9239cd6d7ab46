//! The panel: a dialog beside the page, not over it.

use baton_shared::protocol::CustomerCommand;
use js_sys::wasm_bindgen::JsCast;
use leptos::html::Div;
use leptos::prelude::*;

use super::boxed::{maybe, press, says};
use super::composer::composer;
use super::header::header;
use super::transcript::transcript;
use super::{Chat, icon};
use crate::connection::Link;
use crate::model::{Counterpart, Notice};
use crate::words::slower;

/// The panel. `hidden` while closed, so that nothing in it is reached by keyboard.
pub fn panel(chat: Chat) -> impl IntoView {
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            event.stop_propagation();
            chat.session().set_open(false);
        }
    };
    let root: NodeRef<Div> = NodeRef::new();
    let keep = move || keep_focus(chat, root);
    view! {
        <div
            class="panel"
            role="dialog"
            aria-labelledby="baton-name"
            lang={html_lang(chat)}
            hidden=move || !chat.open.get()
            on:keydown=on_key
            on:click=press(keep)
            on:submit=move |_| keep()
            node_ref=root
        >
            {header(chat)}
            {transcript(chat)}
            {maybe(move || notice(chat))}
            {composer(chat)}
            {way_to_person(chat)}
            <p class="unseen" role="status">{says(move || chat.announced.get())}</p>
        </div>
    }
}

/// What was pressed may be gone afterwards, and the focus with it: then Escape, or the next Tab, would act on the page.
/// The transcript takes it, where what follows appears. Not the composer: on phones that would raise the keyboard.
fn keep_focus(chat: Chat, root: NodeRef<Div>) {
    request_animation_frame(move || {
        let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
        if !lost || chat.open.try_get_untracked() != Some(true) {
            return;
        }
        let log = root.try_get_untracked().flatten().and_then(|root| root.query_selector("[role=log]").ok().flatten());
        if let Some(log) = log.and_then(|log| log.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = log.focus();
        }
    });
}

fn html_lang(chat: Chat) -> &'static str {
    match chat.language {
        baton_shared::text::Language::En => "en",
        baton_shared::text::Language::Zh => "zh-CN",
    }
}

/// One thing about the chat itself, at most.
fn notice(chat: Chat) -> Option<AnyView> {
    let words = chat.words;
    let text = chat.model.with(|model| match (&model.notice, model.link) {
        (_, Link::Offline) => Some(words.offline.to_owned()),
        (Some(Notice::NotHere), _) => Some(words.not_here.to_owned()),
        (Some(Notice::Slower(seconds)), _) => Some(slower(chat.language, *seconds)),
        (_, Link::Trying) => Some(words.reconnecting.to_owned()),
        (Some(Notice::StartedAnew), Link::Fine) => Some(words.started_anew.to_owned()),
        (None, Link::Fine) => None,
    });
    text.map(|text| view! { <p class="notice" role="status">{text}</p> }.into_any())
}

/// The way to a person: the same words in the same place, whatever the state.
fn way_to_person(chat: Chat) -> AnyView {
    let state = move || {
        chat.view.with(|view| match (&view.with, &view.unmet) {
            (Counterpart::Person { .. }, _) => chat.words.person_here,
            (Counterpart::Waiting { .. }, _) => chat.words.person_called,
            (Counterpart::Bot | Counterpart::Closed, Some(unmet)) if unmet.asks_for_human && unmet.sending => {
                chat.words.sending
            }
            (Counterpart::Bot | Counterpart::Closed, Some(unmet)) if unmet.asks_for_human => chat.words.not_sent,
            (Counterpart::Bot | Counterpart::Closed, _) => "",
        })
    };
    let call = move || {
        let with = chat.view.with_untracked(|view| view.with.clone());
        match with {
            Counterpart::Bot | Counterpart::Closed => {
                chat.submit(CustomerCommand::AskForHuman {});
                chat.session().retry();
            }
            // Somebody has been called already: lead to where that is said.
            Counterpart::Waiting { .. } | Counterpart::Person { .. } => chat.at_end.set(true),
        }
    };
    view! {
        <div class="foot">
            <button type="button" class="to-person" on:click=press(call)>
                {icon::icon(icon::PERSON)}
                <span class={"to-person-words"}>{chat.words.talk_to_person}</span>
                {maybe(move || {
                    let state = state();
                    (!state.is_empty()).then(|| view! { <span class="to-person-state">{state}</span> }.into_any())
                })}
            </button>
        </div>
    }
    .into_any()
}
