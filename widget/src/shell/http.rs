//! Requests to the edge: JSON, no cookies, a time limit.

use gloo_timers::callback::Timeout;
use js_sys::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCredentials, RequestInit, Response};

use crate::model::Failure;

/// How long an answer may take.
const LIMIT_MS: u32 = 15_000;

/// How to ask.
#[derive(Clone, Debug)]
pub enum Method {
    /// For what is there.
    Get,
    /// To do something; JSON.
    Post(String),
}

/// Asks, and returns the body.
pub async fn request(method: Method, url: &str, token: Option<&str>) -> Result<String, Failure> {
    let response = fetch(method, url, token).await.ok_or(Failure::Unreachable)?;
    let status = response.status();
    let retry_after = response.headers().get("retry-after").ok().flatten().and_then(|text| text.parse().ok());
    let body = match response.text() {
        Ok(text) => JsFuture::from(text).await.ok().and_then(|text| text.as_string()),
        Err(_) => None,
    };
    if status >= 400 {
        return Err(Failure::of(status, &body.unwrap_or_default(), retry_after));
    }
    body.ok_or(Failure::Unreachable)
}

async fn fetch(method: Method, url: &str, token: Option<&str>) -> Option<Response> {
    let abort = AbortController::new().ok()?;
    let headers = Headers::new().ok()?;
    if let Some(token) = token {
        headers.set("authorization", &format!("Bearer {token}")).ok()?;
    }
    let init = RequestInit::new();
    init.set_credentials(RequestCredentials::Omit);
    init.set_signal(Some(&abort.signal()));
    match method {
        Method::Get => init.set_method("GET"),
        Method::Post(body) => {
            headers.set("content-type", "application/json").ok()?;
            init.set_method("POST");
            init.set_body(&JsValue::from_str(&body));
        }
    }
    init.set_headers(&headers);
    let limit = Timeout::new(LIMIT_MS, move || abort.abort());
    let answered = JsFuture::from(super::window()?.fetch_with_str_and_init(url, &init)).await;
    drop(limit);
    // Not by its class: pages put another `fetch`, with answers of its own, in the browser's place.
    answered.ok().filter(JsValue::is_object).map(JsCast::unchecked_into)
}
