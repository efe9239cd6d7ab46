//! Fault tests stop the worker between two writes: at each point it asks the test whether to go on, or to break as
//! a panic would. In production there is no address to ask, and this does nothing.

use worker::{Fetch, Method, Request};

use crate::binding::Bindings;
use crate::failure::Failure;

/// Asks whether to go on past a point. A test that kills the worker never answers.
pub async fn failpoint(bindings: &Bindings<'_>, point: &str) {
    may_fail(bindings, point).await.ok();
}

/// The same, where a test may also say that what follows fails.
pub async fn may_fail(bindings: &Bindings<'_>, point: &str) -> Result<(), Failure> {
    let Some(url) = bindings.failpoint_url() else { return Ok(()) };
    let Ok(request) = Request::new(&format!("{url}?point={point}"), Method::Get) else { return Ok(()) };
    let Ok(mut answer) = Fetch::Request(request).send().await else { return Ok(()) };
    match answer.text().await.as_deref() {
        Ok("break") => std::process::abort(),
        Ok("fail") => Err(worker::Error::from(format!("a test lets {point} fail")).into()),
        _ => Ok(()),
    }
}
