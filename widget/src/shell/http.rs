//! Requests to the edge: JSON, no cookies, a time limit. How they are made, the loader knows (`loader/reach.js`).

use wasm_bindgen::closure::Closure;

use super::Host;
use crate::model::Failure;

/// What becomes of a request: the body, or why there is none.
pub type Answered = Result<String, Failure>;

impl Host {
    /// Gets something of the edge; `path` begins with a slash.
    pub fn get(&self, path: &str, token: Option<&str>, done: impl FnOnce(Answered) + 'static) {
        self.request(path, token, None, Box::new(done));
    }

    /// Posts JSON to the edge.
    pub fn post(&self, path: &str, token: Option<&str>, body: &str, done: impl FnOnce(Answered) + 'static) {
        self.request(path, token, Some(body), Box::new(done));
    }

    // One compiled form, whatever follows.
    fn request(&self, path: &str, token: Option<&str>, body: Option<&str>, done: Box<dyn FnOnce(Answered)>) {
        let heard = |status: u16, body: String, retry: Option<u32>| {
            done(match status {
                0 => Err(Failure::Unreachable),
                200..400 => Ok(body),
                _ => Err(Failure::of(status, &body, retry)),
            });
        };
        self.ask(path, token, body, &Closure::once_into_js(heard));
    }
}
