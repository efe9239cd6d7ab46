//! The panel: a dialog beside the page, not over it. The loader has drawn its frame and the text field
//! (`loader/panel.js`), so that one can write before the app is there; here the rest is put in.

use baton_shared::protocol::CustomerCommand;
use baton_ui::component::{bare_button, focus, key, toast};
use baton_ui::icon::{PERSON, icon};
use baton_ui::{El, el, next_frame, react};
use web_sys::HtmlElement;

use super::Ui;
use super::composer::composer;
use super::header::header;
use super::notices::notices;
use super::sheet::{Sheet, sheet};
use super::transcript::transcript;
use crate::connection::Link;
use crate::model::{Counterpart, Notice};
use crate::shell::focused;

/// The panel. `hidden` while closed, so that nothing in it is reached by keyboard.
pub fn panel(chat: Ui) -> El {
    let bones = El::of(chat.session.host.bones());
    let conversation =
        el("div", "conversation").child(notices(chat)).child(transcript(chat)).child(el("div", "hint-place").switch(
            move || hash(&about_chat(chat)),
            move |_| {
                let text = about_chat(chat);
                (!text.is_empty()).then(|| el("p", "hint").attr("role", "status").text(&text))
            },
        ));
    // While something lies over the conversation, nothing below it is reached.
    let below = bones
        .part(".below")
        .attr_when("inert", move || chat.sheet.with(|sheet| *sheet != Sheet::None).then(String::new));
    let middle = bones.part(".middle").switch(move || chat.sheet.with(Sheet::mark), move |_| sheet(chat));
    let form = composer(chat, bones.part(".composer"));
    let whole = bones
        .keep(below)
        .keep(middle)
        .keep(form)
        .put(".head", header(chat))
        .put(".log-frame", conversation)
        .put(".foot", way_to_person(chat))
        .hidden_when(move || !chat.session.open.get())
        .child(toast("told", move || chat.told.get()))
        .child(toast("unseen", move || chat.session.announced.get()))
        .on("keydown", move |event| {
            let composing = js_sys::Reflect::get(&event, &"isComposing".into()).is_ok_and(|is| is.is_truthy());
            if key(&event) == "Escape" && !composing {
                event.stop_propagation();
                chat.session.set_open(false);
            }
        });
    let whole = whole.hold(react(move || {
        chat.session.life.with(|_| ());
        chat.sheet.set(Sheet::None);
    }));
    let root = whole.cast::<HtmlElement>();
    let (clicked, sent) = (root.clone(), root);
    whole.press(move || keep_focus(chat, clicked.clone())).on("submit", move |_| keep_focus(chat, sent.clone()))
}

/// What was pressed may be gone afterwards, and the focus with it: then Escape, or the next Tab, would act on the page.
/// The transcript takes it, where what follows appears. Not the composer: on phones that would raise the keyboard.
fn keep_focus(chat: Ui, root: Option<HtmlElement>) {
    next_frame(move || {
        let Some(root) = root else { return };
        if !chat.session.open.peeked() || focused(&root) {
            return;
        }
        let to = root.query_selector(".dialog, [role=log]").ok().flatten();
        focus(to.and_then(|to| wasm_bindgen::JsCast::dyn_into(to).ok()).as_ref());
    });
}

/// One thing about the chat itself, at most.
fn about_chat(chat: Ui) -> String {
    let words = chat.words();
    chat.session.model.with(|model| match (&model.notice, model.link) {
        (_, Link::Offline) => words.offline().to_owned(),
        (Some(Notice::NotHere), _) => words.not_here().to_owned(),
        (Some(Notice::Slower(seconds)), _) => words.slower(*seconds),
        (_, Link::Trying) => words.reconnecting().to_owned(),
        (Some(Notice::StartedAnew), Link::Fine) => words.started_anew().to_owned(),
        (None, Link::Fine) => String::new(),
    })
}

/// The way to a person: the same words in the same place, whatever the state.
fn way_to_person(chat: Ui) -> El {
    let state = move || {
        let words = chat.words();
        chat.session.view.with(|view| match (&view.with, &view.unmet) {
            (Counterpart::Person { .. }, _) => words.person_here(),
            (Counterpart::Waiting { .. }, _) => words.person_called(),
            (Counterpart::Bot | Counterpart::Closed, Some(unmet)) if unmet.asks_for_human && unmet.sending => {
                words.sending()
            }
            (Counterpart::Bot | Counterpart::Closed, Some(unmet)) if unmet.asks_for_human => words.not_sent(),
            (Counterpart::Bot | Counterpart::Closed, _) => "",
        })
    };
    let call = move || {
        let with = chat.session.view.peek(|view| view.with.clone());
        match with {
            Counterpart::Bot | Counterpart::Closed => {
                chat.submit(CustomerCommand::AskForHuman {});
                chat.session.retry();
            }
            // Somebody has been called already: lead to where that is said.
            Counterpart::Waiting { .. } | Counterpart::Person { .. } => chat.at_end.set(true),
        }
    };
    let button = bare_button("to-person")
        .child(icon(PERSON))
        .child(el("span", "").text(chat.words().talk_to_person()))
        .child(el("span", "to-person-state").says(move || state().to_owned()))
        .press(call);
    el("div", "foot").child(button)
}

/// A number for a text: another text has, for all that matters here, another number. FNV-1a, 64 bits.
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
