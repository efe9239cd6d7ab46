//! Where the visitor writes. Enter sends, Shift and Enter makes a line; while an input method composes, Enter
//! belongs to it.

use baton_shared::protocol::MAX_MESSAGE_BYTES;
use leptos::html::Textarea;
use leptos::prelude::*;

use super::Chat;
use super::boxed::{says, value};
use super::icon::{SEND, icon};
use crate::model::Counterpart;
use crate::words::too_long;

/// What browsers report for a key that an input method has taken.
const TAKEN_BY_INPUT_METHOD: u32 = 229;

/// The composer.
pub fn composer(chat: Chat) -> AnyView {
    let words = chat.words;
    let field: NodeRef<Textarea> = NodeRef::new();
    let over = Memo::new(move |_| chat.draft.with(|draft| draft.trim().len().saturating_sub(MAX_MESSAGE_BYTES)));
    let is_blank = Memo::new(move |_| chat.draft.with(|draft| draft.trim().is_empty()));
    let send = move || {
        if over.get_untracked() > 0 || is_blank.get_untracked() {
            return;
        }
        let session = chat.session();
        let text = session.draft.get_untracked();
        session.set_draft(String::new());
        chat.at_end.set(true);
        session.say(text.trim());
        if let Some(field) = field.get_untracked() {
            let _ = field.focus();
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let composing = event.is_composing() || event.key_code() == TAKEN_BY_INPUT_METHOD;
        if event.key() == "Enter" && !event.shift_key() && !composing {
            event.prevent_default();
            send();
        }
    };
    Effect::new(move |_| {
        if chat.open.get()
            && let Some(field) = field.get()
        {
            request_animation_frame(move || drop(field.focus()));
        }
    });
    let placeholder = value(move || {
        let is_closed = chat.view.with(|view| view.with == Counterpart::Closed);
        Some(if is_closed { words.write_again } else { words.write })
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        send();
    };
    view! {
        <form class="composer" on:submit=submit>
            <div class="composer-box">
                // The copy of the text, unseen, gives the box its height.
                <div class="composer-grow" data-text=move || chat.draft.get()>
                    <textarea
                        class="composer-field"
                        rows="1"
                        dir="auto"
                        enterkeyhint="send"
                        aria-label={words.message}
                        aria-describedby="baton-too-long"
                        aria-invalid=value(move || (over.get() > 0).then_some("true"))
                        placeholder=placeholder
                        prop:value=move || chat.draft.get()
                        on:input=move |event| chat.session().set_draft(event_target_value(&event))
                        on:keydown=on_key
                        node_ref=field
                    ></textarea>
                </div>
                <button
                    type="submit"
                    class="round send"
                    aria-label={words.send}
                    aria-disabled=value(move || Some(if is_blank.get() || over.get() > 0 { "true" } else { "false" }))
                >
                    {icon(SEND)}
                </button>
            </div>
            <p class="bad" id="baton-too-long" role="alert">
                {says(move || match over.get() {
                    0 => String::new(),
                    over => too_long(chat.language, over),
                })}
            </p>
        </form>
    }
    .into_any()
}
