//! The loader, as the app sees it. The loader's side is in `loader/widget.js`; where the app runs in a frame,
//! `loader/embed.js` stands in for it. All are built together.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What the loader hands over.
    pub type Host;

    /// Where Baton is: what its addresses begin with, without the last slash.
    #[wasm_bindgen(method, getter)]
    pub fn edge(this: &Host) -> String;
    /// `en` or `zh`.
    #[wasm_bindgen(method, getter)]
    pub fn language(this: &Host) -> String;
    /// `ltr` or `rtl`, as the page reads.
    #[wasm_bindgen(method, getter)]
    pub fn dir(this: &Host) -> String;
    /// Where things are kept on this device: edge and workspace.
    #[wasm_bindgen(method, getter)]
    pub fn store(this: &Host) -> String;
    /// The published brand as JSON; empty where it could not be had.
    #[wasm_bindgen(method, getter)]
    pub fn brand(this: &Host) -> String;
    /// The element to draw in, inside the shadow root.
    #[wasm_bindgen(method, getter)]
    pub fn place(this: &Host) -> web_sys::HtmlElement;
    /// Adds a stylesheet to the shadow root.
    #[wasm_bindgen(method)]
    pub fn adopt(this: &Host, css: &str) -> Sheet;
    /// The panel was opened or closed.
    #[wasm_bindgen(method)]
    pub fn shown(this: &Host, open: bool);
    /// Number of unread messages.
    #[wasm_bindgen(method)]
    pub fn unread(this: &Host, count: u32);
    /// Tells the page.
    #[wasm_bindgen(method)]
    pub fn emit(this: &Host, event: &str);
    /// Whether the company said who the visitor is.
    #[wasm_bindgen(method, getter)]
    pub fn identified(this: &Host) -> bool;
    /// Asks the company for a signed identity; a promise of text, empty where there is none.
    #[wasm_bindgen(method)]
    pub fn identify(this: &Host) -> js_sys::Promise;
    /// What the page says of the visitor, as a JSON object of texts.
    #[wasm_bindgen(method)]
    pub fn attributes(this: &Host) -> String;
    /// Address and title of the company's page as a JSON object, where the app runs in a frame on it.
    #[wasm_bindgen(method, getter)]
    pub fn page(this: &Host) -> Option<String>;
    /// The notices that concern this page, as a JSON list.
    #[wasm_bindgen(method)]
    pub fn notices(this: &Host) -> String;
    /// The visitor did something with a notice: `dismissed`, `clicked` or `yes`.
    #[wasm_bindgen(method)]
    pub fn notice(this: &Host, id: &str, what: &str);
    /// What is kept on the device under a key.
    #[wasm_bindgen(method)]
    pub fn kept(this: &Host, key: &str) -> Option<String>;
    /// Keeps something, or forgets it.
    #[wasm_bindgen(method)]
    pub fn keep(this: &Host, key: &str, value: Option<&str>);
    /// Keys of everything that is kept.
    #[wasm_bindgen(method)]
    pub fn keys(this: &Host) -> Vec<String>;
    /// Fetches a piece that is seldom needed; a promise of the module.
    #[wasm_bindgen(method)]
    pub fn piece(this: &Host, name: &str) -> js_sys::Promise;
    /// Another language is spoken from now on; a promise of the brand in it, as JSON.
    #[wasm_bindgen(method)]
    pub fn speak(this: &Host, language: &str) -> js_sys::Promise;

    /// A stylesheet that was added.
    pub type Sheet;
    /// Replaces its rules.
    #[wasm_bindgen(method, js_name = replaceSync)]
    pub fn replace(this: &Sheet, css: &str);
}
