//! Where replies and notes are written. Enter makes a new line, because replies have paragraphs and because Enter
//! also ends a word in Chinese input; Ctrl or Command with Enter sends, and so does the button. Files come by button,
//! paste and drop, and are uploaded while one writes.

use std::borrow::Cow;

use baton_shared::conversation::Status;
use baton_shared::handoff::brief;
use baton_shared::workspace::Action;
use baton_ui::component::{button, chip, round_button, strong_button};
use baton_ui::icon::{AGAIN, CLIP, CLOSE, PAGE, icon};
use baton_ui::{El, el};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{ClipboardEvent, KeyboardEvent};

use super::replies::{LIST, Offer, on_key};
use super::side::queue;
use super::state::Pane;
use super::transcript::title;
use crate::app::console::Console;
use crate::app::ui::{TroubleLine, markdown, tag};
use crate::model::actions::Replying;
use crate::model::compose::{Draft, Mode};
use crate::model::details::{details, first_words};
use crate::model::files::size;
use crate::model::markdown::plain;
use crate::model::rows::open_draft;
use crate::model::upload::{Upload, UploadState};
use crate::shell::page;
use crate::shell::upload::{choose, files_of};
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
    let offer = Offer::new(pane);
    let label = move || send_label(pane, mode.get());
    let placeholder = move || match mode.get() {
        Mode::Reply => Text::WriteReply.say(console.language.get()),
        Mode::Note => Text::WriteNote.say(console.language.get()),
    };
    let command_key = page::has_command_key();
    let keys = move || match mode.get() {
        Mode::Reply => Text::SendKeys(command_key).say(console.language.get()),
        Mode::Note => Text::NoteKeys(command_key).say(console.language.get()),
    };
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
                {offer.list().view()}
                {modes(console, mode, held, keys)}
                <textarea
                    id="compose"
                    class="input"
                    rows="2"
                    dir="auto"
                    aria-label=placeholder
                    placeholder=placeholder
                    aria-autocomplete="list"
                    aria-controls=LIST
                    aria-activedescendant=move || offer.active()
                    prop:value=move || draft.with(|draft| draft.text().to_owned())
                    readonly=move || pane.sending.get()
                    on:input=move |event| {
                        offer.close();
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
                    on:paste=move |event| paste(pane, &event)
                    on:keydown=move |event| on_keydown(offer, &event, send)
                ></textarea>
                {files(pane, mode).view()}
                <TroubleLine trouble=pane.send_trouble.into() />
                <div class="composer-foot">
                    {move || {
                        let add = round_button(console.words(Text::AddFile), CLIP).disabled_when(blocked);
                        (mode.get() == Mode::Reply)
                            .then(|| add.press(move || choose(move |files| pane.add_files(files))).view())
                    }}
                    {move || (mode.get() == Mode::Reply).then(|| offer.button(blocked))}
                    {move || greets(pane, draft, blocked).then(|| greeting(pane))}
                    {strong_button(move || label().say(console.language.get()).into_owned())
                        .attr("type", "submit")
                        .disabled_when(move || blocked() || pane.sending.get() || !draft.with(Draft::can_go))
                        .view()}
                </div>
            </form>
        }
    };
    move || {
        if console.may(Action::WriteConversations) {
            form().into_any()
        } else {
            view! { <p class="soft small-text looks-on">{console.t(Text::OnlyReads)}</p> }.into_any()
        }
    }
}

/// Whether first words are offered: as long as nobody has replied, and nothing is written.
fn greets(pane: Pane, draft: Memo<Draft>, blocked: impl Fn() -> bool) -> bool {
    let fresh = pane.log.with(|log| log.state().open_episode().is_some_and(|open| !open.replied));
    let empty = draft.with(|draft| draft.mode == Mode::Reply && draft.text().trim().is_empty());
    fresh && empty && !blocked()
}

/// A button that writes first words.
fn greeting(pane: Pane) -> impl IntoView {
    button(pane.console.words(Text::InsertFirstWords)).class("small").press(move || greet(pane)).view()
}

/// Writes first words that show the customer that they are known.
fn greet(pane: Pane) {
    let console = pane.console;
    let me = console.me();
    let (language, queue, known, wrote) = pane.log.with_untracked(|log| {
        let state = log.state();
        let queue = state.open_episode().and_then(|open| queue(log, open));
        (state.written_language(), queue, details(state), brief(state).opening_question.is_some())
    });
    // In the customer's language, whatever the interface's is.
    let team = queue.map(|(id, team)| {
        let known = me.queues.iter().find(|known| known.id == id);
        known.map_or(team, |known| known.say(language).to_owned())
    });
    let words = first_words(language, &me.name, team.as_deref(), &known, wrote);
    pane.edit(|draft| draft.insert(&words));
    page::focus_soon("compose".to_owned());
}

/// To whom it goes, and why it cannot go to the customer; else which keys send it.
fn modes(
    console: Console,
    mode: Memo<Mode>,
    held: Memo<Option<String>>,
    keys: impl Fn() -> Cow<'static, str> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let why_not = move || held.get().filter(|_| mode.get() == Mode::Reply);
    view! {
        <div class="modes" role="group" aria-label=console.t(Text::Composer)>
            <ModeButton mode=Mode::Reply current=mode />
            <ModeButton mode=Mode::Note current=mode />
            {move || match why_not() {
                Some(by) => view! { <span class="soft held">{console.t(Text::HeldByOther(by))}</span> }.into_any(),
                None => view! { <span class="soft small-text send-keys">{keys}</span> }.into_any(),
            }}
        </div>
    }
}

/// What the button that sends says.
fn send_label(pane: Pane, mode: Mode) -> Text {
    let closed = move || pane.log.with(|log| log.state().status == Status::Resolved);
    match (mode, pane.actions.get().replying) {
        _ if pane.sending.get() => Text::Sending,
        (Mode::Note, _) => Text::SaveNote,
        (Mode::Reply, Replying::AfterTaking) if closed() => Text::ReopenAndSend,
        (Mode::Reply, Replying::AfterTaking) => Text::TakeAndSend,
        (Mode::Reply, Replying::Now { .. } | Replying::Held { .. }) => Text::Send,
    }
}

#[component]
fn ModeButton(mode: Mode, current: Memo<Mode>) -> impl IntoView {
    let console: Console = expect_context();
    let pane: Pane = expect_context();
    let text = match mode {
        Mode::Reply => Text::ModeReply,
        Mode::Note => Text::ModeNote,
    };
    chip(console.words(text))
        .state("aria-pressed", move || current.get() == mode)
        .press(move || {
            pane.edit(|draft| draft.mode = mode);
            page::focus("compose");
        })
        .view()
}

/// What keys do beside writing: they choose a prepared reply, send, or lead out of the composer.
fn on_keydown(offer: Offer, event: &KeyboardEvent, send: impl Fn()) {
    if event.is_composing() {
        return;
    }
    let command = event.ctrl_key() || event.meta_key();
    if !(command || event.shift_key() || event.alt_key()) && on_key(offer, event) {
        return;
    }
    if event.key() == "Enter" && command {
        event.prevent_default();
        send();
    } else if event.key() == "Escape" {
        page::focus("talk-title");
    }
}

/// Takes the files out of what is pasted; words go where they always go.
fn paste(pane: Pane, event: &ClipboardEvent) {
    let files = files_of(event.clipboard_data());
    if !files.is_empty() {
        event.prevent_default();
        pane.add_files(files);
    }
}

/// The files beside the reply, and why another was not taken.
fn files(pane: Pane, mode: Memo<Mode>) -> El {
    let console = pane.console;
    let name = console.words(Text::FilesToSend);
    let keys = move || pane.draft().files().iter().map(|file| file.key.clone()).collect::<Vec<_>>();
    let tray = el("ul", "tray")
        .attr("role", "list")
        .attr_when("aria-label", move || Some(name()))
        .hidden_when(move || mode.get() == Mode::Note || pane.draft().files().is_empty())
        .each(keys, move |key| el("li", "").child(beside(pane, key)));
    let refused = move || {
        let trouble = pane.file_trouble.get();
        trouble.map_or_else(String::new, |(name, trouble)| {
            format!("{name}: {}", Text::FileTrouble(trouble).say(console.language.get()))
        })
    };
    el("div", "beside").child(tray).child(el("p", "bad").attr("role", "alert").says(refused))
}

/// One file beside the reply.
fn beside(pane: Pane, key: &str) -> El {
    let (console, key) = (pane.console, key.to_owned());
    let of = key.clone();
    let read = move || pane.draft().file(&of).cloned();
    let Some(Upload { name, bytes, .. }) = untrack(&read) else { return el("div", "file") };
    let progress = {
        let read = read.clone();
        move || match read()?.state {
            UploadState::Sending(percent) => Some(percent),
            UploadState::Ready(_) | UploadState::Failed(_) => None,
        }
    };
    let failed = {
        let read = read.clone();
        move || match read()?.state {
            UploadState::Failed(trouble) => Some(trouble),
            UploadState::Sending(_) | UploadState::Ready(_) => None,
        }
    };
    let how_far = {
        let (progress, failed) = (progress.clone(), failed.clone());
        move || match (progress(), failed()) {
            (Some(percent), _) => Text::Uploading(percent).say(console.language.get()).into_owned(),
            (_, Some(trouble)) => Text::FileTrouble(trouble).say(console.language.get()).into_owned(),
            (None, None) => size(bytes),
        }
    };
    let (is_bad, may_pass) = (failed.clone(), move || failed().is_some_and(|trouble| trouble.may_pass_later()));
    let words = el("span", "file-text")
        .child(el("bdi", "file-name").text(&name))
        .child(el("span", "file-state").attr("role", "status").says(how_far));
    let (again, removed) = (key.clone(), key);
    let named = name.clone();
    let retry = move || {
        let (again, words) = (again.clone(), console.words(Text::SendFileAgain(named.clone())));
        round_button(words, AGAIN).press(move || console.send_file(&pane.id(), &again))
    };
    let bar_name = name.clone();
    let bar = {
        let progress = progress.clone();
        move || {
            let progress = progress.clone();
            el("progress", "file-bar")
                .attrs(&[("max", "100"), ("aria-label", &bar_name)])
                .attr_when("value", move || progress().map(|percent| percent.to_string()))
        }
    };
    let remove = round_button(console.words(Text::RemoveFile(name)), CLOSE).press(move || {
        pane.remove_file(&removed);
        // The button is gone now.
        page::focus("compose");
    });
    el("div", "file")
        .attr_when("data-tone", move || is_bad().map(|_| "danger".to_owned()))
        .child(icon(PAGE))
        .child(words)
        .when(move || progress().is_some(), bar)
        .when(may_pass, retry)
        .child(remove)
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
            Some((text, source, log.state().written_language()))
        })
    });
    move || {
        prepared.get().map(|(text, source, language)| {
            let words = plain(&text);
            let details: NodeRef<html::Details> = NodeRef::new();
            view! {
                <div class="prepared-place">
                <details class="prepared" node_ref=details>
                    <summary>
                        <span class="step-name">{console.t(Text::DraftPrepared)}</span>
                        <span class="step-why">{source}</span>
                    </summary>
                    <div class="prepared-body">
                        <div class="answer" lang=tag(language)>{markdown(&text)}</div>
                        <p class="soft small-text">{console.t(Text::DraftHint)}</p>
                    </div>
                </details>
                {button(console.words(Text::InsertDraft))
                    .class("small use-draft")
                    .press(move || {
                        pane.edit(|draft| draft.insert(&words));
                        // It stands in the reply now, and the conversation needs the room.
                        if let Some(details) = details.get_untracked() {
                            details.set_open(false);
                        }
                        page::focus_soon("compose".to_owned());
                    })
                    .view()}
                </div>
            }
        })
    }
}
