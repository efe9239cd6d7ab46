//! Pieces that are seldom needed, written for the browser (`pieces/*.js`) and fetched when they are.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
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
    /// Uploads a file: `progress` receives percents, `done` the status (0 where nobody answered) and the body.
    #[wasm_bindgen(method)]
    pub fn send(this: &Attach, url: &str, token: &str, file: &JsValue, progress: &Function, done: &Function);
    /// Draws a picture in an element; `token` authorises it where one is needed.
    #[wasm_bindgen(method)]
    pub fn draw(this: &Attach, place: &Element, url: &str, token: Option<&str>);
    /// Saves a file on the visitor's device.
    #[wasm_bindgen(method)]
    pub fn save(this: &Attach, url: &str, token: &str, name: &str) -> Promise;

    /// A small choice of emoji (`pieces/emoji.js`).
    pub type Emoji;
    /// Shows or hides them in an element. The one that is chosen goes into the field; `done` is called after it.
    #[wasm_bindgen(method)]
    pub fn toggle(this: &Emoji, place: &Element, field: &HtmlTextAreaElement, host: &Host, done: &Function);

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
    pub fn save(this: &Transcript, company: &str, lines: &Array, language: &str);
    /// Copies; a promise of whether that worked.
    #[wasm_bindgen(method)]
    pub fn copy(this: &Transcript, lines: &Array) -> Promise;
}

/// A fetched piece; `None` where it could not be had.
pub async fn fetched<T: JsCast>(piece: Promise) -> Option<T> {
    JsFuture::from(piece).await.ok().map(JsCast::unchecked_into)
}
