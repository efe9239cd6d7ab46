//! Everything that touches the browser: requests, sockets, storage, timers, the clock, `Intl`, and the loader
//! that started the app. Decisions are not in scope.

mod clock;
mod host;
mod http;
mod intl;
mod piece;
mod socket;
mod store;
mod viewport;

pub use clock::{now, random, random_id, random_token};
pub use host::{Host, Sheet};
pub use http::{Method, request};
pub use intl::{day_and_time, opening_time, time_of_day};
pub use piece::{Attach, Emoji, Sound, Transcript, fetched};
pub use socket::{Heard, Socket};
pub use store::Store;
pub use viewport::{SizeWatch, follow_size, follow_viewport};

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

/// Address and title of the page; `elsewhere` where the app runs in a frame, and the customer is on another page.
pub fn page(elsewhere: Option<(String, String)>) -> baton_shared::protocol::Page {
    let window = window();
    let url = window.as_ref().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let title = window.and_then(|window| window.document()).map(|document| document.title()).unwrap_or_default();
    let (url, title) = elsewhere.unwrap_or((url, title));
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
