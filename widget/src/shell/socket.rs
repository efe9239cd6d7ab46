//! One WebSocket, and what happens to the page. Dropping either ends it, and nothing is heard of it any more.

use super::host::Line;
use super::{Host, told};

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
pub struct Socket(Line);

impl Socket {
    /// Opens one; `None` where the browser refuses at once.
    pub fn open(host: &Host, path: &str, mut heard: impl FnMut(Heard) + 'static) -> Option<Self> {
        let told = told(move |what| {
            let mut what = what.into_iter();
            heard(match (what.next().as_deref(), what.next()) {
                (Some("open"), _) => Heard::Opened,
                (_, Some(text)) => Heard::Text(text),
                (_, None) => Heard::Closed,
            });
        });
        host.socket(path, &told).ok().map(Self)
    }

    /// Sends a text. One that cannot be sent shows in the silence that follows.
    pub fn send(&self, text: &str) {
        self.0.send(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Hears what happens to the page until it is dropped.
pub struct Listening(Line);

impl Listening {
    /// Begins. `heard` receives the event's name; nothing where the page came in sight or went out of it.
    pub fn to(host: &Host, mut heard: impl FnMut(String) + 'static) -> Self {
        Self(host.listen(&told(move |what| heard(what.concat()))))
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.close();
    }
}
