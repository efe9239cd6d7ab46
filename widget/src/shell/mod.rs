//! Everything that touches the browser: requests, sockets, storage, timers, the clock, `Intl`, and the loader
//! that started the app. Decisions are not in scope.

mod clock;
mod host;
mod http;
mod intl;
mod socket;
mod store;
mod viewport;

pub use clock::{now, random, random_id, random_token};
pub use host::{Host, Sheet};
pub use http::{Method, request};
pub use intl::{opening_time, time_of_day};
pub use socket::{Heard, Socket};
pub use store::Store;
pub use viewport::{follow_size, follow_viewport};

/// The window; absent only outside a page.
pub fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

/// Whether the page is in sight.
pub fn is_visible() -> bool {
    let document = window().and_then(|window| window.document());
    document.is_none_or(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}

/// Address and title of the page.
pub fn page() -> baton_shared::protocol::Page {
    let window = window();
    let url = window.as_ref().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let title = window.and_then(|window| window.document()).map(|document| document.title()).unwrap_or_default();
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
