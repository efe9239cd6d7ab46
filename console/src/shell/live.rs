//! Following something live: a socket with a ticket, and asking again while there is none.
//!
//! ```text
//! ask once ─▶ ticket ─▶ socket ──open──▶ live ──silent or closed──┐
//!               ▲          └─refused─┐                            │
//!               └── pause, asking every 5 s ◀─────────────────────┘
//! ```

use futures::future::{AbortHandle, Abortable, Either, select};
use futures::{FutureExt, SinkExt, StreamExt};
use gloo_net::websocket::Message;
use gloo_net::websocket::futures::WebSocket;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{api, clock, page};
use crate::model::link::{Link, PING_EVERY_MS, POLL_EVERY_MS, SILENT_AFTER_MS, pause_ms};

/// What is followed.
pub trait Source: 'static {
    /// Where to post for a ticket.
    fn ticket_path(&self) -> String;
    /// Where the socket is, with its ticket.
    fn socket_path(&self, ticket: &str) -> String;
    /// Takes a text frame in.
    fn frame(&self, text: &str);
    /// Asks for what is new. Whether the edge answered.
    fn ask(&self) -> impl Future<Output = bool>;
    /// How news comes in now.
    fn set_link(&self, link: Link);
}

/// Follows a source until the current owner is cleaned up.
pub fn follow(source: impl Source) {
    let (handle, registration) = AbortHandle::new_pair();
    spawn_local(Abortable::new(run(source), registration).map(drop));
    on_cleanup(move || handle.abort());
}

async fn run(source: impl Source) {
    source.set_link(Link::Connecting);
    let mut reached = source.ask().await;
    let mut attempt = 0;
    loop {
        if connect(&source).await {
            attempt = 0;
        }
        attempt += 1;
        let until = clock::now().plus_ms(u64::from(pause_ms(attempt, js_sys::Math::random())));
        loop {
            // A lost socket is looked into at once; nobody is asked while the browser has no network.
            reached = !page::offline() && source.ask().await || (reached && attempt == 1 && !page::offline());
            source.set_link(if reached { Link::Polling } else { Link::Lost });
            let left = until.since_ms(clock::now());
            let nap = u32::try_from(left).unwrap_or(POLL_EVERY_MS).min(POLL_EVERY_MS);
            TimeoutFuture::new(nap.max(250)).await;
            if left <= u64::from(POLL_EVERY_MS) {
                break;
            }
        }
    }
}

/// One connection, until it is lost. Whether it was ever open.
async fn connect(source: &impl Source) -> bool {
    let Ok(ticket) = api::ticket(&source.ticket_path()).await else { return false };
    let Ok(socket) = WebSocket::open(&source.socket_path(&ticket.ticket)) else { return false };
    let (mut sink, mut frames) = socket.split();
    // The sink takes the first text only once the socket is open.
    let opening = select(sink.send(Message::Text("ping".to_owned())), TimeoutFuture::new(10_000));
    match opening.await {
        Either::Left((Ok(()), _)) => {}
        Either::Left((Err(_), _)) | Either::Right(_) => return false,
    }
    source.set_link(Link::Live);
    // Something may have happened between the last answer and the opening.
    source.ask().await;
    let mut heard = clock::now();
    loop {
        match select(frames.next(), TimeoutFuture::new(PING_EVERY_MS)).await {
            Either::Left((Some(Ok(Message::Text(text))), _)) => {
                heard = clock::now();
                if text != "pong" {
                    source.frame(&text);
                }
            }
            Either::Left((Some(Ok(Message::Bytes(_))), _)) => heard = clock::now(),
            Either::Left((Some(Err(_)) | None, _)) => return true,
            Either::Right(_) => {
                let silent = clock::now().since_ms(heard) > SILENT_AFTER_MS;
                if silent || page::offline() || sink.send(Message::Text("ping".to_owned())).await.is_err() {
                    return true;
                }
            }
        }
    }
}
