//! One WebSocket. Dropping it closes it and lets go of its listeners.

use gloo_events::EventListener;
use js_sys::wasm_bindgen::JsCast;
use web_sys::{MessageEvent, WebSocket};

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
#[derive(Debug)]
pub struct Socket {
    inner: WebSocket,
    _listeners: [EventListener; 3],
}

impl Socket {
    /// Opens one; `None` where the browser refuses at once.
    pub fn open(url: &str, heard: impl Fn(Heard) + Clone + 'static) -> Option<Self> {
        let inner = WebSocket::new(url).ok()?;
        let (opened, text, closed) = (heard.clone(), heard.clone(), heard);
        let listeners = [
            EventListener::new(&inner, "open", move |_| opened(Heard::Opened)),
            EventListener::new(&inner, "message", move |event| {
                let data = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
                if let Some(data) = data {
                    text(Heard::Text(data));
                }
            }),
            EventListener::new(&inner, "close", move |_| closed(Heard::Closed)),
        ];
        Some(Self { inner, _listeners: listeners })
    }

    /// Sends a text. One that cannot be sent shows in the silence that follows.
    pub fn send(&self, text: &str) {
        let _ = self.inner.send_with_str(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = self.inner.close();
    }
}
