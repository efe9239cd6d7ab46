//! Posting a signed webhook to an endpoint, with a limit on time, and what came back.

use baton_shared::time::Timestamp;
use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use worker::wasm_bindgen::JsValue;
use worker::{AbortController, Fetch, Headers, Method, Request, RequestInit, RequestRedirect, Response};

use crate::failure::Failure;
use crate::platform;
use crate::published::Endpoint;
use crate::webhook::retry::Outcome;
use crate::webhook::sign::{HEADER_ID, HEADER_SIGNATURE, HEADER_TIMESTAMP, Secret, signature_header};
use crate::webhook::target::{self, Surroundings};

/// Milliseconds that an endpoint has for its answer.
pub const TIMEOUT_MS: u64 = 10_000;
/// Bytes of an answer that are read: its beginning tells what went wrong.
const MAX_ANSWER_BYTES: usize = 2000;
/// Characters of an answer that are kept.
const MAX_ANSWER_CHARS: usize = 500;

/// What came of an attempt.
#[derive(Default)]
pub struct Answered {
    /// HTTP status; absent where nobody answered in time.
    pub status: Option<u16>,
    /// The header of this name.
    pub retry_after: Option<String>,
    /// Milliseconds until the answer.
    pub took_ms: u64,
    /// Its beginning, where it reports a failure in text.
    pub text: String,
}

impl Answered {
    /// As the retry rules read it.
    pub fn outcome(&self) -> Outcome<'_> {
        match self.status {
            Some(status) => Outcome::Answered { status, retry_after: self.retry_after.as_deref() },
            None => Outcome::NoAnswer,
        }
    }
}

/// The signed request; absent where the endpoint's address or secret is no longer good.
pub fn request(
    endpoint: &Endpoint,
    id: &str,
    body: &str,
    surroundings: Surroundings,
    now: Timestamp,
) -> Result<Option<Request>, Failure> {
    let Ok(target) = target::check(&endpoint.url, surroundings) else { return Ok(None) };
    let before = endpoint.previous_secret.as_ref().filter(|_| endpoint.previous_until.is_some_and(|until| now < until));
    let secrets: Vec<Secret> =
        [Some(&endpoint.secret), before].into_iter().flatten().filter_map(|text| Secret::parse(text).ok()).collect();
    if secrets.is_empty() {
        return Ok(None);
    }
    let second = now.0 / 1000;
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    headers.set("user-agent", "Baton-Webhooks/1")?;
    headers.set(HEADER_ID, id)?;
    headers.set(HEADER_TIMESTAMP, &second.to_string())?;
    headers.set(HEADER_SIGNATURE, &signature_header(id, second, body, &secrets))?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers).with_redirect(RequestRedirect::Manual);
    init.with_body(Some(JsValue::from_str(body)));
    Ok(Some(Request::new_with_init(&target.url, &init)?))
}

/// Sends it and waits for the answer, at most [`TIMEOUT_MS`].
pub async fn send(request: Request) -> Answered {
    let began = platform::now();
    let controller = AbortController::default();
    let signal = controller.signal();
    let fetch = Fetch::Request(request);
    let sending = Box::pin(async {
        let mut answered = Answered::default();
        if let Ok(mut response) = fetch.send_with_signal(&signal).await {
            answered.status = Some(response.status_code());
            answered.retry_after = response.headers().get("retry-after").ok().flatten();
            answered.took_ms = platform::now().since_ms(began);
            if response.status_code() >= 300 {
                answered.text = beginning(&mut response).await;
            }
        }
        answered
    });
    let waiting = Box::pin(platform::sleep_ms(TIMEOUT_MS));
    let answered = match select(sending, waiting).await {
        Either::Left((answered, _)) => answered,
        Either::Right(((), _)) => Answered::default(),
    };
    // What is left of the answer is nobody's business.
    controller.abort();
    match answered.status {
        Some(_) => answered,
        None => Answered { took_ms: platform::now().since_ms(began), ..answered },
    }
}

/// The beginning of an answer's text; empty where it has none.
async fn beginning(response: &mut Response) -> String {
    let Ok(mut stream) = response.stream() else { return String::new() };
    let mut bytes = Vec::new();
    while let Some(Ok(chunk)) = stream.next().await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() >= MAX_ANSWER_BYTES {
            break;
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    text.chars().filter(|c| !c.is_control() || *c == '\n').take(MAX_ANSWER_CHARS).collect()
}
