//! The console: the company's side of Baton. Here are the inbox, one conversation live with every reason, deliveries and
//! endpoints, the team, the settings and the audit.
//!
//! ```text
//! model   pure: logs, rows, explanations, the inbox, drafts, connections     tested natively
//! texts   every word, English and Chinese, checked by the compiler
//! shell   the browser: requests, sockets, clock, storage
//! app     Leptos components over these
//! ```

pub mod model;
pub mod texts;
pub mod shell;
pub mod app;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the console in the page's `#app`.
#[wasm_bindgen(start)]
pub fn start() {
    let document = web_sys::window().and_then(|window| window.document());
    let root = document.and_then(|document| document.get_element_by_id("app"));
    let Some(root) = root.and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok()) else { return };
    root.set_inner_text("");
    mount_to(root, app::App).forget();
}
