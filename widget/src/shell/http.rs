//! Requests to the edge: JSON, no cookies, a time limit. How they are made, the loader knows (`loader/reach.js`).

use super::{Host, told};
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
        let mut done = Some(done);
        let heard = told(move |answer| {
            let mut answer = answer.into_iter();
            let status = answer.next().and_then(|text| text.parse().ok()).unwrap_or_default();
            let body = answer.next().unwrap_or_default();
            // It is told once.
            let Some(done) = done.take() else { return };
            done(match status {
                0 => Err(Failure::Unreachable),
                200..400 => Ok(body),
                _ => Err(Failure::of(status, &body, answer.next().and_then(|text| text.parse().ok()))),
            });
        });
        self.ask(path, token, body, &heard);
    }
}
