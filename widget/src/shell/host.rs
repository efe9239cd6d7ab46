//! The loader, as the app sees it. The loader's side is in `loader/widget.js`; both are built together.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What the loader hands over.
    pub type Host;

    /// The edge's origin.
    #[wasm_bindgen(method, getter)]
    pub fn edge(this: &Host) -> String;
    /// `en` or `zh`.
    #[wasm_bindgen(method, getter)]
    pub fn language(this: &Host) -> String;
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

    /// A stylesheet that was added.
    pub type Sheet;
    /// Replaces its rules.
    #[wasm_bindgen(method, js_name = replaceSync)]
    pub fn replace(this: &Sheet, css: &str);
}
