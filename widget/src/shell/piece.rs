//! Pieces that are seldom needed, written for the browser (`pieces/*.js`) and fetched when they are.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlTextAreaElement};

use super::Host;

#[wasm_bindgen]
extern "C" {
    /// Files: choosing, uploading, drawing pictures (`pieces/attach.js`).
    pub type Attach;
    /// Lets the visitor choose files; `done` receives an array of them.
    #[wasm_bindgen(method)]
    pub fn pick(this: &Attach, done: &Function);
    /// What is wrong with a file, with so many beside the message: `large`, `empty`, `many`, or the empty text.
    #[wasm_bindgen(method)]
    pub fn refuse(this: &Attach, file: &JsValue, already: u32) -> String;
    /// Makes a place to upload files to before a conversation has begun; `told` receives its token, its request's id, and
    /// its own id; nothing where none could be made.
    #[wasm_bindgen(method)]
    pub fn place(this: &Attach, host: &Host, language: &str, told: &JsValue);
    /// Uploads a file: `told` receives the percents on the way, then the status (0 where nobody answered) and the body.
    #[wasm_bindgen(method)]
    pub fn send(this: &Attach, url: &str, token: &str, file: &JsValue, told: &JsValue);
    /// Draws a picture in an element; `token` authorises it where one is needed.
    #[wasm_bindgen(method)]
    pub fn draw(this: &Attach, place: &Element, url: &str, token: Option<&str>);
    /// Saves a file on the visitor's device.
    #[wasm_bindgen(method)]
    pub fn save(this: &Attach, url: &str, token: &str, name: &str) -> Promise;

    /// A small choice of emoji (`pieces/emoji.js`).
    pub type Emoji;
    /// Shows or hides them in an element. The one that is chosen goes into the field, as if it had been typed.
    #[wasm_bindgen(method)]
    pub fn toggle(this: &Emoji, place: &Element, field: &HtmlTextAreaElement, host: &Host);

    /// Forms that are seldom needed (`pieces/forms.js`). What the visitor chose, they tell as a list of texts.
    pub type Forms;
    /// How to go on where nobody can come; called again whenever something of it has changed.
    #[wasm_bindgen(method)]
    #[allow(clippy::too_many_arguments, clippy::fn_params_excessive_bools, reason = "as the piece takes them")]
    pub fn choices(
        this: &Forms,
        place: &Element,
        host: &Host,
        pending: bool,
        refused: bool,
        open: bool,
        made: Option<&str>,
        told: &JsValue,
    );
    /// A rating; 0 stands for none.
    #[wasm_bindgen(method)]
    pub fn rating(this: &Forms, place: &Element, host: &Host, score: u8, effort: u8, told: &JsValue);
    /// Ways to keep the transcript.
    #[wasm_bindgen(method)]
    pub fn transcript(this: &Forms, place: &Element, host: &Host, told: &JsValue);
    /// Conversations, four texts each.
    #[wasm_bindgen(method)]
    pub fn conversations(this: &Forms, place: &Element, host: &Host, rows: Vec<String>, told: &JsValue);

    /// Notices in the panel (`pieces/live.js`).
    pub type Live;
    /// Draws those that concern this visitor now.
    #[wasm_bindgen(method)]
    pub fn list(this: &Live, place: &Element, host: &Host, told: &JsValue);

    /// A soft sound, and the number of unread messages in the page's title (`pieces/sound.js`).
    pub type Sound;
    /// Plays it.
    #[wasm_bindgen(method)]
    pub fn play(this: &Sound) -> Promise;
    /// Puts a number before the title; 0 takes it away.
    #[wasm_bindgen(method)]
    pub fn title(this: &Sound, count: u32);

    /// Text that leaves the widget: to a file, to the clipboard (`pieces/transcript.js`).
    pub type Transcript;
    /// Saves lines as a text file.
    #[wasm_bindgen(method)]
    pub fn save(this: &Transcript, company: &str, lines: Vec<String>, language: &str);
    /// Copies; a promise of whether that worked.
    #[wasm_bindgen(method)]
    pub fn copy(this: &Transcript, lines: Vec<String>) -> Promise;
}

/// What a piece calls with what the visitor chose.
pub fn told(run: impl FnMut(Vec<String>) + 'static) -> JsValue {
    told_run(Box::new(run))
}

// One compiled form, whatever follows.
fn told_run(run: Box<dyn FnMut(Vec<String>)>) -> JsValue {
    // Let go of together with the form, by the browser.
    Closure::<dyn FnMut(Vec<String>)>::wrap(run).into_js_value()
}
