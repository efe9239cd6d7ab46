//! Where the visitor writes. Enter sends, Shift and Enter makes a line; while an input method composes, Enter
//! belongs to it. What is typed is matched with the questions that can be answered; files come by button, paste and
//! drop.

use baton_shared::protocol::MAX_MESSAGE_BYTES;
use baton_ui::component::{bare_button, focus, key, round_button};
use baton_ui::icon::{CLIP, CLOSE, PAGE, SMILE, icon};
use baton_ui::{El, el, next_frame, react};
use web_sys::{Event, HtmlTextAreaElement};

use super::Ui;
use crate::model::{Counterpart, Upload, UploadState};

/// What browsers report for a key that an input method has taken.
const TAKEN_BY_INPUT_METHOD: u32 = 229;

/// The composer, in its frame: the field has been there before, perhaps with the beginning of a message in it.
pub fn composer(chat: Ui, form: El) -> El {
    let words = chat.words();
    let session = &chat.session;
    let over = move || session.draft.with(|draft| draft.trim().len().saturating_sub(MAX_MESSAGE_BYTES));
    let cannot_send = move || {
        let has_files = session.uploads.with(|all| !all.is_empty());
        session.draft.with(|draft| draft.trim().is_empty()) && (!has_files || !session.has_begun()) || over() > 0
    };
    let send = move || {
        if cannot_send() {
            return;
        }
        let text = session.draft.peeked();
        session.set_draft(String::new());
        chat.say(text.trim());
    };
    let field = form
        .part("textarea")
        .attr("aria-describedby", "baton-too-long")
        .attr_when("aria-invalid", move || (over() > 0).then(|| "true".to_owned()))
        .attr_when("placeholder", move || {
            let is_closed = session.view.with(|view| view.with == Counterpart::Closed);
            Some(if is_closed { words.write_again() } else { words.write() }.to_owned())
        })
        .on("paste", move |event| take_files(chat, &event, "clipboardData"));
    let Some(input) = field.cast::<HtmlTextAreaElement>() else { return form };
    if !input.value().is_empty() {
        session.typed(input.value());
    }
    let (typed, shown, opened, refocus) = (input.clone(), input.clone(), input.clone(), input);
    let field = field
        .on("input", move |_| session.typed(typed.value()))
        .on("keydown", move |event| {
            let read = |name: &str| js_sys::Reflect::get(&event, &name.into()).unwrap_or_default();
            let taken = read("isComposing").is_truthy() || read("keyCode") == f64::from(TAKEN_BY_INPUT_METHOD);
            if key(&event) == "Enter" && !read("shiftKey").is_truthy() && !taken {
                event.prevent_default();
                send();
            }
        })
        .hold(react(move || {
            let draft = session.draft.get();
            if shown.value() != draft {
                shown.set_value(&draft);
            }
        }))
        .hold(react(move || {
            if session.open.get() {
                let opened = opened.clone();
                next_frame(move || focus(Some(&opened)));
            }
        }));
    let emoji_input = refocus.clone();
    let send_button = form.part(".send").state("aria-disabled", cannot_send);
    let grow = form.part(".composer-grow").attr_when("data-text", move || Some(session.draft.get()));
    let wrong = move || match over() {
        0 => session.file_trouble.get(),
        over => words.too_long(chat.language(), over),
    };
    let emoji = round_button(words.emoji(), SMILE);
    let place = el("div", "emoji-place");
    let emoji = match place.cast() {
        Some(place) => emoji.press(move || session.pick_emoji(&place, &emoji_input)),
        None => emoji,
    };
    let tray = el("div", "tray").each(
        move || session.uploads.with(|all| all.iter().map(|file| file.key.to_string()).collect()),
        move |key| upload(chat, key.parse().unwrap_or_default()),
    );
    let attach = round_button(words.attach(), CLIP).press(move || session.pick_files());
    let beneath = el("div", "")
        .child(el("div", "tools").child(attach).child(emoji))
        .child(el("p", "bad").attrs(&[("id", "baton-too-long"), ("role", "alert")]).says(wrong));
    form.keep(field)
        .keep(grow)
        .keep(send_button)
        .put(".above", el("div", "").child(suggested(chat)).child(place).child(tray))
        .put(".beneath", beneath)
        .on("submit", move |event| {
            event.prevent_default();
            send();
            focus(Some(&refocus));
        })
        .on("dragover", |event| event.prevent_default())
        .on("drop", move |event| take_files(chat, &event, "dataTransfer"))
}

/// Takes the files out of a paste or a drop.
fn take_files(chat: Ui, event: &Event, from: &str) {
    let files = js_sys::Reflect::get(event, &from.into()).and_then(|from| js_sys::Reflect::get(&from, &"files".into()));
    let Some(files) = files.ok().filter(wasm_bindgen::JsValue::is_object) else { return };
    let files = js_sys::Array::from(&files);
    if files.length() > 0 {
        event.prevent_default();
        chat.session.add_files(&files);
    }
}

/// Questions that can be answered, as one types. Sending what was typed stays the first thing to do.
fn suggested(chat: Ui) -> El {
    let session = &chat.session;
    let found = move || {
        let with_bot = session.view.with(|view| view.with == Counterpart::Bot);
        if with_bot { session.suggested() } else { Vec::new() }
    };
    let draw = move |question: &str| {
        let said = question.to_owned();
        let ask = bare_button("way").text(question).press(move || {
            session.set_draft(String::new());
            chat.say(&said);
        });
        el("div", "").attr("role", "listitem").child(ask)
    };
    el("div", "suggested ways").attrs(&[("role", "list"), ("aria-label", chat.words().often_asked())]).each(found, draw)
}

/// A file that goes with the next message.
fn upload(chat: Ui, key: u32) -> El {
    let words = chat.words();
    let session = &chat.session;
    let read = move || session.uploads.with(|all| all.iter().find(|file| file.key == key).cloned());
    let Some(Upload { name, .. }) = read() else { return el("div", "") };
    let state = move || match read().map(|file| file.state) {
        Some(UploadState::Sending(percent)) => words.uploading(percent),
        Some(UploadState::Failed(why)) => why,
        Some(UploadState::Waiting | UploadState::Ready(_)) | None => String::new(),
    };
    let remove = format!("{}: {name}", words.remove());
    let width = move || match read().map(|file| file.state) {
        Some(UploadState::Sending(percent)) => Some(percent.to_string()),
        _ => None,
    };
    el("div", "file")
        .child(icon(PAGE))
        .child(
            el("span", "file-text")
                .child(el("span", "file-name").attr("dir", "auto").text(&name))
                .child(el("span", "label").attr("role", "status").says(state)),
        )
        .child(el("progress", "file-bar").attr("max", "100").attr("aria-label", &name).attr_when("value", width))
        .child(round_button(remove.as_str(), CLOSE).press(move || session.remove_file(key)))
}
