//! Where replies and notes are written. Enter makes a new line, because replies have paragraphs and because Enter
//! also ends a word in Chinese input; Ctrl or Command with Enter sends, and so does the button.

use baton_shared::workspace::Action;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::Pane;
use super::transcript::title;
use crate::app::console::Console;
use crate::app::ui::{TroubleLine, markdown, tag};
use crate::model::actions::Replying;
use crate::model::compose::Mode;
use crate::model::rows::open_draft;
use crate::shell::page;
use crate::texts::Text;

/// Prepared reply, tabs, text and button.
#[component]
pub fn Composer() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    let draft = Memo::new(move |_| pane.draft());
    let mode = Memo::new(move |_| draft.with(|draft| draft.mode));
    let held = Memo::new(move |_| match pane.actions.get().replying {
        Replying::Held { by } => Some(by),
        Replying::Now { .. } | Replying::AfterTaking => None,
    });
    let blocked = move || mode.get() == Mode::Reply && held.get().is_some();
    let send = move || {
        if !blocked() {
            spawn_local(pane.send());
        }
    };
    let label = move || match (mode.get(), pane.sending.get()) {
        (_, true) => Text::Sending,
        (Mode::Note, false) => Text::SaveNote,
        (Mode::Reply, false) if pane.actions.get().replying == Replying::AfterTaking => Text::TakeAndSend,
        (Mode::Reply, false) => Text::Send,
    };
    let placeholder = move || match mode.get() {
        Mode::Reply => Text::WriteReply.say(console.language.get()),
        Mode::Note => Text::WriteNote.say(console.language.get()),
    };
    let command_key = page::has_command_key();
    let form = move || {
        view! {
            <form
                class="composer"
                class:note-mode=move || mode.get() == Mode::Note
                aria-label=console.t(Text::Composer)
                on:submit=move |event| {
                    event.prevent_default();
                    send();
                }
            >
                <Prepared />
                <div class="modes" role="group" aria-label=console.t(Text::Composer)>
                    <ModeButton mode=Mode::Reply current=mode />
                    <ModeButton mode=Mode::Note current=mode />
                    {move || {
                        blocked()
                            .then(|| held.get())
                            .flatten()
                            .map(|by| view! { <span class="soft held">{console.t(Text::HeldByOther(by))}</span> })
                    }}
                </div>
                <textarea
                    id="compose"
                    rows="2"
                    aria-label=placeholder
                    placeholder=placeholder
                    prop:value=move || draft.with(|draft| draft.text().to_owned())
                    readonly=move || pane.sending.get()
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        let reply = pane
                            .edit(|draft| {
                                draft.write(&text);
                                draft.mode == Mode::Reply
                            });
                        if reply == Some(true) && !text.trim().is_empty() {
                            pane.told_typing();
                        }
                    }
                    on:keydown=move |event| {
                        if event.is_composing() {
                            return;
                        }
                        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                            event.prevent_default();
                            send();
                        } else if event.key() == "Escape" {
                            page::focus("talk-title");
                        }
                    }
                ></textarea>
                <TroubleLine trouble=pane.send_trouble.into() />
                <div class="composer-foot">
                    <span class="soft small-text send-keys">{console.t(Text::SendKeys(command_key))}</span>
                    <button
                        type="submit"
                        class="button primary"
                        disabled=move || {
                            blocked() || pane.sending.get() || draft.with(|draft| draft.text().trim().is_empty())
                        }
                    >
                        {move || label().say(console.language.get())}
                    </button>
                </div>
            </form>
        }
    };
    move || console.may(Action::WriteConversations).then(form)
}

#[component]
fn ModeButton(mode: Mode, current: Memo<Mode>) -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    let text = match mode {
        Mode::Reply => Text::ModeReply,
        Mode::Note => Text::ModeNote,
    };
    view! {
        <button
            type="button"
            class="filter"
            aria-pressed=move || if current.get() == mode { "true" } else { "false" }
            on:click=move |_| {
                pane.edit(|draft| draft.mode = mode);
                page::focus("compose");
            }
        >
            {console.t(text)}
        </button>
    }
}

/// The reply that was prepared for the open handoff, until somebody has replied.
#[component]
fn Prepared() -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    let prepared = Memo::new(move |_| {
        pane.log.with(|log| {
            let open = log.state().open_episode().filter(|open| !open.replied)?;
            let (seq, text) = open_draft(log.events(), open.id)?;
            let source = log.events().iter().find(|recorded| recorded.seq == seq)?;
            let source = match &source.event {
                baton_shared::conversation::Event::DraftPrepared { source, .. } => title(source),
                _ => String::new(),
            };
            Some((text, source, log.state().language))
        })
    });
    move || {
        prepared.get().map(|(text, source, language)| {
            let words = text.clone();
            view! {
                <div class="prepared-place">
                <details class="prepared">
                    <summary>
                        <span class="step-name">{console.t(Text::DraftPrepared)}</span>
                        <span class="step-why">{source}</span>
                    </summary>
                    <div class="prepared-body">
                        <div class="answer" lang=tag(language)>{markdown(&text)}</div>
                        <p class="soft small-text">{console.t(Text::DraftHint)}</p>
                    </div>
                </details>
                <button
                    type="button"
                    class="button small use-draft"
                    on:click=move |_| {
                        pane.edit(|draft| draft.insert(&words));
                        page::focus_soon("compose".to_owned());
                    }
                >
                    {console.t(Text::InsertDraft)}
                </button>
                </div>
            }
        })
    }
}
