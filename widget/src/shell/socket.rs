//! One WebSocket. Dropping it closes it, and nothing is heard of it any more.

use wasm_bindgen::prelude::*;

use super::Host;
use super::host::Line;

/// What happens on a socket.
#[derive(Clone, Debug)]
pub enum Heard {
    /// It is open.
    Opened,
    /// A text arrived.
    Text(String),
    /// It is closed.
    Closed,
}

/// A socket that is open, or about to be.
pub struct Socket {
    inner: Line,
    _heard: Closure<dyn FnMut(u8, Option<String>)>,
}

impl Socket {
    /// Opens one; `None` where the browser refuses at once.
    pub fn open(host: &Host, path: &str, mut heard: impl FnMut(Heard) + 'static) -> Option<Self> {
        let heard = Closure::<dyn FnMut(u8, Option<String>)>::new(move |what, text: Option<String>| {
            heard(match (what, text) {
                (0, _) => Heard::Opened,
                (1, Some(text)) => Heard::Text(text),
                _ => Heard::Closed,
            });
        });
        Some(Self { inner: host.socket(path, heard.as_ref()).ok()?, _heard: heard })
    }

    /// Sends a text. One that cannot be sent shows in the silence that follows.
    pub fn send(&self, text: &str) {
        self.inner.send(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.inner.close();
    }
}
