//! The loader, as the app sees it. The loader's side is in `loader/widget.js`; where the app runs in a frame,
//! `loader/embed.js` stands in for it. All are built together.

use js_sys::Promise;
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
    /// The interface's sentences, in the order of `Words`.
    #[wasm_bindgen(method)]
    pub fn words(this: &Host) -> Vec<String>;
    /// The panel's frame, as the loader draws it in the language of the moment. It stands in the page already.
    #[wasm_bindgen(method)]
    pub fn bones(this: &Host) -> web_sys::Element;
    /// Whether the panel is open already.
    #[wasm_bindgen(method, getter)]
    pub fn open(this: &Host) -> bool;
    /// Where things are kept on this device: edge and workspace.
    #[wasm_bindgen(method, getter)]
    pub fn store(this: &Host) -> String;
    /// The published brand as JSON; empty where it could not be had.
    #[wasm_bindgen(method, getter)]
    pub fn brand(this: &Host) -> String;
    /// The element to draw in, inside the shadow root.
    #[wasm_bindgen(method, getter)]
    pub fn place(this: &Host) -> web_sys::HtmlElement;
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
    pub fn identify(this: &Host) -> Promise;
    /// What the page says of the visitor, as a JSON object of texts.
    #[wasm_bindgen(method)]
    pub fn attributes(this: &Host) -> String;
    /// Address and title of the company's page.
    #[wasm_bindgen(method)]
    pub fn page(this: &Host) -> Vec<String>;
    /// The notices that concern this page, as a JSON list.
    #[wasm_bindgen(method)]
    pub fn notices(this: &Host) -> String;
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
    pub fn piece(this: &Host, name: &str) -> Promise;
    /// Another language is spoken from now on; a promise of the brand in it, as JSON.
    #[wasm_bindgen(method)]
    pub fn speak(this: &Host, language: &str) -> Promise;

    /// Posts to the edge, or gets where there is no body. `told` receives status (0 where nobody answered), body, and
    /// the seconds after which to try again, as texts.
    #[wasm_bindgen(method)]
    pub(super) fn ask(this: &Host, path: &str, token: Option<&str>, body: Option<&str>, told: &JsValue);
    /// Opens a socket. `told` receives `open`, `text` with a text, or `closed`.
    #[wasm_bindgen(method, catch)]
    pub(super) fn socket(this: &Host, path: &str, told: &JsValue) -> Result<Line, JsValue>;
    /// Listens to the page. `told` receives `online`, `offline`, `pagehide`, `pageshow`, or nothing where the page came in
    /// sight or went out of it.
    #[wasm_bindgen(method)]
    pub(super) fn listen(this: &Host, told: &JsValue) -> Line;
    /// Hands over what a promise brings; `undefined` where it fails.
    #[wasm_bindgen(method)]
    pub(super) fn settle(this: &Host, promise: &Promise, done: &JsValue);
    /// So many random bytes as base64url; `None` where the browser gives no randomness: then nothing may be opened.
    #[wasm_bindgen(method)]
    pub(super) fn secret(this: &Host, bytes: u8) -> Option<String>;
    /// A time in the visitor's zone and language; `loader/reach.js` lists the kinds.
    #[wasm_bindgen(method)]
    pub(super) fn time(this: &Host, ms: f64, kind: u8) -> String;
    /// Days from one time to another, by the visitor's calendar.
    #[wasm_bindgen(method)]
    pub(super) fn days(this: &Host, from: f64, to: f64) -> i32;

    /// Something that goes on until it is closed: a socket, listening.
    pub(super) type Line;
    #[wasm_bindgen(method)]
    pub(super) fn send(this: &Line, text: &str);
    #[wasm_bindgen(method)]
    pub(super) fn close(this: &Line);
}

impl Host {
    /// Runs something with what a promise brings; with nothing where it fails.
    pub fn then(&self, promise: &Promise, run: impl FnOnce(Option<JsValue>) + 'static) {
        self.then_run(promise, Box::new(run));
    }

    // One compiled form, whatever it is given.
    fn then_run(&self, promise: &Promise, run: Box<dyn FnOnce(Option<JsValue>)>) {
        let run = |brought: JsValue| run(Some(brought).filter(|brought| !brought.is_undefined()));
        self.settle(promise, &Closure::once_into_js(run));
    }
}
