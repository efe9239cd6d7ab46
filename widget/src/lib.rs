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

use baton_ui::{El, react};
use reactive_graph::effect::RenderEffect;
use reactive_graph::graph::untrack;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::session::Session;
use crate::shell::Host;

/// Takes a quarter of the bytes of the one that comes with the library, and as little time.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// The one app of a page.
struct App {
    session: Rc<Session>,
    chat: ui::Ui,
    drawn: Rc<RefCell<Option<El>>>,
    _redraw: RenderEffect<()>,
}

thread_local! {
    static APP: RefCell<Option<App>> = const { RefCell::new(None) };
}

/// Starts the app in the element that the loader made. Where a document was opened anew, what is left of the app in the
/// former one ends.
#[wasm_bindgen]
pub fn start(host: Host) {
    end();
    baton_ui::prepare();
    let session = Session::start(host);
    let chat = ui::Chat::new(Rc::clone(&session));
    let drawn = Rc::new(RefCell::new(None::<El>));
    let panel = Rc::clone(&drawn);
    let redraw = react(move || {
        chat.session.language.with(|_| ());
        // The old one goes first: the new one finds the same place.
        if let Some(old) = panel.take() {
            old.leave();
        }
        panel.replace(Some(untrack(|| ui::panel(chat))));
    });
    APP.set(Some(App { session, chat, drawn, _redraw: redraw }));
}

/// Opens or closes the panel.
#[wasm_bindgen]
pub fn show(open: bool) {
    with_session(|session| session.set_open(open));
}

/// Says something in the visitor's name, as the page asks.
#[wasm_bindgen]
pub fn ask(text: &str) {
    with_session(|session| session.say(text));
}

/// The company says anew who the visitor is.
#[wasm_bindgen]
pub fn identify() {
    with_session(Session::identity_changed);
}

/// The page says other things of the visitor.
#[wasm_bindgen]
pub fn attributes() {
    with_session(Session::attributes_changed);
}

/// The loader found other notices.
#[wasm_bindgen]
pub fn notices() {
    with_session(|session| session.notices_changed());
}

/// Another tab changed what is kept under a key; without one, everything.
#[wasm_bindgen]
#[allow(clippy::needless_pass_by_value, reason = "the binding hands over a value")]
pub fn stored(key: Option<String>) {
    with_session(|session| session.other_tab(key.as_deref()));
}

/// Ends the app: everything of this visitor is forgotten, and nothing is left listening.
#[wasm_bindgen]
pub fn shutdown() {
    with_session(|session| session.clear());
    end();
}

fn end() {
    if let Some(app) = APP.take() {
        app.session.stop();
        app.chat.reset();
        if let Some(panel) = app.drawn.take() {
            panel.leave();
        }
    }
}

fn with_session(run: impl FnOnce(&Rc<Session>)) {
    let session = APP.with_borrow(|app| app.as_ref().map(|app| Rc::clone(&app.session)));
    if let Some(session) = session {
        run(&session);
    }
}
