//! The customer's side of Baton: a chat panel in a shadow root on the company's page.
//!
//! The modules stand in the order in which to read them. `model`, `connection` and `words` are pure and tested
//! natively; `shell` holds everything that touches the browser; `session` lets the one drive the other; `ui`
//! draws. The loader (`loader/widget.js`) draws the launcher and calls what this crate exports.

pub mod model;
pub mod connection;
pub mod words;
pub mod wire;
pub mod shell;
pub mod session;
pub mod ui;

use std::cell::RefCell;
use std::rc::Rc;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::session::Session;
use crate::shell::{Host, follow_viewport};

/// The one app of a page.
struct App {
    session: Rc<Session>,
    _mounted: UnmountHandle<AnyViewState>,
}

thread_local! {
    static APP: RefCell<Option<App>> = const { RefCell::new(None) };
}

/// Starts the app in the element that the loader made. Starting twice changes nothing.
#[wasm_bindgen]
pub fn start(host: Host) {
    if APP.with_borrow(Option::is_some) {
        return;
    }
    host.adopt(ui::STYLE);
    let (viewport, place) = (host.adopt(""), host.place());
    let session = Session::start(host);
    let drawn = Rc::clone(&session);
    let mounted = mount_to(place, move || {
        let chat = ui::Chat::new(drawn);
        follow_viewport(viewport, chat.open);
        ui::panel(chat).into_any()
    });
    APP.set(Some(App { session, _mounted: mounted }));
}

/// Opens or closes the panel.
#[wasm_bindgen]
pub fn show(open: bool) {
    with_session(|session| session.set_open(open));
}

/// The company says anew who the visitor is.
#[wasm_bindgen]
pub fn identify() {
    with_session(Session::identity_changed);
}

/// Ends the app: everything of this visitor is forgotten, and nothing is left listening.
#[wasm_bindgen]
pub fn shutdown() {
    with_session(|session| session.clear());
    drop(APP.take());
}

fn with_session(run: impl FnOnce(&Rc<Session>)) {
    let session = APP.with_borrow(|app| app.as_ref().map(|app| Rc::clone(&app.session)));
    if let Some(session) = session {
        run(&session);
    }
}
