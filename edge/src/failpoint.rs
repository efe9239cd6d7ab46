//! Fault tests stop the worker between two writes: at each point it asks the test whether to go on, or to break as
//! a panic would. In production there is no address to ask, and this does nothing.

use worker::{Fetch, Method, Request};

use crate::binding::Bindings;

/// Asks whether to go on past a point. A test that kills the worker never answers.
pub async fn failpoint(bindings: &Bindings<'_>, point: &str) {
    let Some(url) = bindings.failpoint_url() else { return };
    if let Ok(request) = Request::new(&format!("{url}?point={point}"), Method::Get) {
        let Ok(mut answer) = Fetch::Request(request).send().await else { return };
        if answer.text().await.is_ok_and(|text| text == "break") {
            std::process::abort();
        }
    }
}
