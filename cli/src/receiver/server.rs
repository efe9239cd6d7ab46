//! The receiver's HTTP server.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use baton_shared::handoff::{MemberInvited, Payload};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use standardwebhooks::Webhook;
use tokio::net::{TcpListener, TcpStream};

use super::book::Book;
use super::faults::{Fault, Faults};
use super::page::page;

/// Longer than Baton waits for an answer.
const TOO_LATE: Duration = Duration::from_secs(12);
const LONGEST_BODY: usize = 16 * 1024 * 1024;

/// How to receive.
pub struct Settings {
    /// The port, 0 for any.
    pub port: u16,
    /// The endpoint's secret.
    pub secret: String,
    /// Share of requests to fail, in percent.
    pub fails_percent: u8,
    /// Chooses which.
    pub seed: u64,
}

/// A running receiver; it ends with the tool.
pub struct Receiver {
    /// Where it listens.
    pub url: String,
    shared: Arc<Shared>,
}

struct Shared {
    webhook: Webhook,
    faults: Mutex<Faults>,
    book: Mutex<Book>,
}

impl Receiver {
    /// Starts a receiver on a thread of its own.
    pub fn start(settings: &Settings) -> Result<Self> {
        let webhook =
            Webhook::new(&settings.secret).map_err(|error| anyhow!("the webhook secret is unusable: {error}"))?;
        let faults = Mutex::new(Faults::new(settings.fails_percent, settings.seed));
        let shared = Arc::new(Shared { webhook, faults, book: Mutex::default() });
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, settings.port));
        let listener = std::net::TcpListener::bind(address).context("the webhook receiver gets no port")?;
        listener.set_nonblocking(true)?;
        let url = format!("http://{}", listener.local_addr()?);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let served = Arc::clone(&shared);
        thread::spawn(move || runtime.block_on(serve(listener, served)));
        Ok(Self { url, shared })
    }

    /// What it has processed.
    pub fn book(&self) -> MutexGuard<'_, Book> {
        self.shared.book()
    }
}

impl Shared {
    /// A thread that failed with the lock in hand left a whole book: each note is one call.
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pick_fault(&self, headers: &HeaderMap) -> Option<Fault> {
        let id = headers.get("webhook-id").and_then(|id| id.to_str().ok())?;
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).pick(id)
    }
}

async fn serve(listener: std::net::TcpListener, shared: Arc<Shared>) {
    let Ok(listener) = TcpListener::from_std(listener) else { return };
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(stream, Arc::clone(&shared)));
        }
    }
}

async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    let service = service_fn(|request| answer(request, Arc::clone(&shared)));
    // A connection that fails on purpose ends in an error, which nobody needs to see.
    let _ = http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service).await;
}

/// An error closes the connection without an answer.
async fn answer(request: Request<Incoming>, shared: Arc<Shared>) -> io::Result<Response<Full<Bytes>>> {
    if request.method() == Method::GET {
        let html = page(&shared.book());
        let response = Response::builder().header("content-type", "text/html; charset=utf-8");
        return Ok(response.body(Full::from(html)).unwrap_or_default());
    }
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, LONGEST_BODY).collect().await.map_err(io::Error::other)?.to_bytes();
    shared.book().attempts += 1;
    if shared.webhook.verify(&body, &parts.headers).is_err() {
        shared.book().forged += 1;
        return Ok(status(StatusCode::UNAUTHORIZED));
    }
    let fault = shared.pick_fault(&parts.headers);
    if fault.is_some() {
        shared.book().failed_on_purpose += 1;
    }
    match fault {
        None => Ok(process(&shared, &parts.headers, &body)),
        Some(Fault::Error) => Ok(status(StatusCode::INTERNAL_SERVER_ERROR)),
        Some(Fault::Patience) => {
            let mut response = status(StatusCode::SERVICE_UNAVAILABLE);
            response.headers_mut().insert("retry-after", hyper::header::HeaderValue::from_static("1"));
            Ok(response)
        }
        Some(Fault::Dropped) => Err(io::Error::other("dropped on purpose")),
        Some(Fault::DroppedAfterwards) => {
            process(&shared, &parts.headers, &body);
            Err(io::Error::other("dropped on purpose"))
        }
        Some(Fault::Slow) => {
            let response = process(&shared, &parts.headers, &body);
            tokio::time::sleep(TOO_LATE).await;
            Ok(response)
        }
    }
}

fn process(shared: &Shared, headers: &HeaderMap, body: &[u8]) -> Response<Full<Bytes>> {
    let id = headers.get("webhook-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    let mut book = shared.book();
    if let Ok(payload) = serde_json::from_slice::<Payload>(body) {
        book.note(id, payload);
    } else if let Ok(invited) = serde_json::from_slice::<MemberInvited>(body) {
        book.note_invited(id, invited);
    } else {
        book.unreadable += 1;
        return status(StatusCode::BAD_REQUEST);
    }
    status(StatusCode::NO_CONTENT)
}

fn status(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::default();
    *response.status_mut() = status;
    response
}
