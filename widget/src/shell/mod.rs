//! Everything that touches the browser: requests, sockets, storage, timers, the clock, `Intl`, and the loader
//! that started the app. Decisions are not in scope.

mod clock;
mod host;
mod http;
mod intl;
mod piece;
mod size;
mod socket;
mod store;

pub use clock::{now, random};
pub use host::Host;
pub use http::Answered;
pub use piece::{Attach, Emoji, Forms, Live, Sound, Transcript, told};
pub use size::{SizeWatch, follow_size};
pub use socket::{Heard, Listening, Socket};
pub use store::Store;

/// The window; absent only outside a page.
pub fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

/// Runs something after some milliseconds.
pub fn later(ms: u32, run: impl FnOnce() + 'static) {
    gloo_timers::callback::Timeout::new(ms, run).forget();
}

/// Whether the focus is on something that is shown: in the element's own shadow root, or elsewhere on the page.
pub fn focused(within: &web_sys::HtmlElement) -> bool {
    let root = within.get_root_node();
    let active = js_sys::Reflect::get(&root, &"activeElement".into()).ok();
    if active.is_some_and(|active| active.is_object()) {
        return true;
    }
    let document = window().and_then(|window| window.document());
    document.and_then(|document| document.active_element()).is_some_and(|element| element.tag_name() != "BODY")
}

/// Whether the page is in sight.
pub fn is_visible() -> bool {
    let document = window().and_then(|window| window.document());
    document.is_none_or(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}

/// Address and title of the page.
pub fn page(host: &Host) -> baton_shared::protocol::Page {
    let mut told = host.page().into_iter();
    let (url, title) = (told.next().unwrap_or_default(), told.next().unwrap_or_default());
    // The query and the fragment may hold tokens and names; the edge drops them too.
    let url = url.split(['?', '#']).next().unwrap_or_default();
    baton_shared::protocol::Page { url: clip(url), title: clip(&title) }
}

/// At most a page's length, cut between characters.
fn clip(text: &str) -> String {
    let mut end = text.len().min(baton_shared::protocol::MAX_PAGE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}
