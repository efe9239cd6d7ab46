//! How answers look: JSON, problems, pages; who may read them from another origin; what may be cached.

use baton_shared::protocol::{Attachment, Problem};
use serde::Serialize;
use worker::{Headers, Response, ResponseBody, ResponseBuilder};

use crate::attachment::{Kind, disposition};
use crate::failure::Failure;
use crate::page::Rendered;

/// May be kept, but must be asked for anew each time.
const REVALIDATED: &str = "public, max-age=0, must-revalidate";

/// A JSON answer that nobody stores.
pub fn json<T: Serialize>(value: &T) -> Result<Response, Failure> {
    json_text(200, serde_json::to_string(value)?, "application/json")
}

/// Nothing to say.
pub fn no_content() -> Result<Response, Failure> {
    Ok(private()?.with_status(204).empty())
}

/// A problem, as RFC 9457 writes it.
pub fn problem_response(problem: &Problem) -> Result<Response, Failure> {
    let mut response = json_text(problem.status, serde_json::to_string(problem)?, "application/problem+json")?;
    if let Some(seconds) = problem.retry_after {
        response.headers_mut().set("retry-after", &seconds.to_string())?;
    }
    Ok(response)
}

/// Something new, described.
pub fn created<T: Serialize>(value: &T) -> Result<Response, Failure> {
    json_text(201, serde_json::to_string(value)?, "application/json")
}

/// A file that a customer attached. Nothing in it may run: its kind is the one that was found in its content, and a browser
/// saves it, unless a picture is asked for to be shown in a page.
pub fn file(body: ResponseBody, file: &Attachment, inline: bool) -> Result<Response, Failure> {
    let inline = inline && Kind::of_media_type(&file.media_type).is_some_and(Kind::is_picture);
    let response = private()?
        .with_header("content-type", &file.media_type)?
        .with_header("content-disposition", &disposition(&file.name, inline))?
        .with_header("x-content-type-options", "nosniff")?
        .with_header("content-security-policy", "sandbox; default-src 'none'")?
        .with_header("cross-origin-resource-policy", "same-origin")?;
    Ok(response.body(body))
}

/// Bytes as they are, for the command line.
pub fn bytes(body: ResponseBody) -> Result<Response, Failure> {
    let response = private()?.with_header("content-type", "application/octet-stream")?;
    Ok(response.with_header("x-content-type-options", "nosniff")?.body(body))
}

/// A problem that every page may read.
pub fn public_problem(problem: &Problem) -> Result<Response, Failure> {
    let mut response = problem_response(problem)?;
    response.headers_mut().set("access-control-allow-origin", "*")?;
    Ok(response)
}

/// A page made by the edge itself.
pub fn page(rendered: Rendered) -> Result<Response, Failure> {
    let headers = Headers::new();
    for (name, value) in &rendered.headers {
        headers.set(name, value)?;
    }
    let response = Response::builder().with_status(rendered.status).with_headers(headers);
    Ok(response.fixed(rendered.html.into_bytes()))
}

/// Sends the browser on, with a cookie.
pub fn see_other(location: &str, cookie: &str) -> Result<Response, Failure> {
    let response = private()?.with_status(303).with_header("location", location)?.with_header("set-cookie", cookie)?;
    Ok(response.empty())
}

/// A public part: immutable under its name, readable by every page, nothing in it unique to a visitor.
pub fn immutable_json(body: String) -> Result<Response, Failure> {
    public(body, "public, max-age=31536000, immutable")
}

/// The public pointer: kept, but asked for anew each time.
pub fn revalidated_json(body: String, etag: &str) -> Result<Response, Failure> {
    let mut response = public(body, REVALIDATED)?;
    response.headers_mut().set("etag", etag)?;
    Ok(response)
}

/// What a cached copy of the pointer is answered with when it is still true.
pub fn not_modified(etag: &str) -> Result<Response, Failure> {
    let response = Response::builder().with_status(304).with_header("etag", etag)?;
    let response = response.with_header("cache-control", REVALIDATED)?;
    Ok(response.with_header("access-control-allow-origin", "*")?.empty())
}

/// Lets a page of an allowed origin read an answer.
pub fn allow_origin(response: Response, origin: Option<&str>) -> Result<Response, Failure> {
    // An object's answer comes with headers that cannot be changed: they are copied.
    let headers = Headers::new();
    for (name, value) in response.headers() {
        headers.append(&name, &value)?;
    }
    if let Some(origin) = origin {
        headers.set("access-control-allow-origin", origin)?;
        headers.set("access-control-expose-headers", "retry-after")?;
    }
    headers.append("vary", "origin")?;
    Ok(response.with_headers(headers))
}

/// Lets a redirect within the edge lead to where the request came from: below the prefix.
pub fn lead_back(response: Response, prefix: &str) -> Result<Response, Failure> {
    let location = response.headers().get("location")?.filter(|to| to.starts_with('/') && !to.starts_with("//"));
    let Some(location) = location.filter(|_| !prefix.is_empty()) else { return Ok(response) };
    // The answer's own headers cannot be changed: they are copied.
    let headers = Headers::new();
    for (name, value) in response.headers() {
        headers.append(&name, &value)?;
    }
    headers.set("location", &format!("{prefix}{location}"))?;
    Ok(response.with_headers(headers))
}

/// The answer to a browser that asks whether it may ask.
pub fn preflight(origin: &str) -> Result<Response, Failure> {
    let response = Response::builder()
        .with_status(204)
        .with_header("access-control-allow-origin", origin)?
        .with_header("access-control-allow-methods", "GET, POST")?
        .with_header("access-control-allow-headers", "authorization, content-type")?
        .with_header("access-control-max-age", "7200")?
        .with_header("vary", "origin")?;
    Ok(response.empty())
}

fn private() -> Result<ResponseBuilder, Failure> {
    Ok(Response::builder().with_header("cache-control", "private, no-store")?)
}

fn json_text(status: u16, body: String, content_type: &str) -> Result<Response, Failure> {
    let response = private()?
        .with_status(status)
        .with_header("content-type", content_type)?
        .with_header("x-content-type-options", "nosniff")?;
    Ok(response.fixed(body.into_bytes()))
}

fn public(body: String, cache: &str) -> Result<Response, Failure> {
    let response = Response::builder()
        .with_header("content-type", "application/json")?
        .with_header("cache-control", cache)?
        .with_header("access-control-allow-origin", "*")?
        .with_header("x-content-type-options", "nosniff")?;
    Ok(response.fixed(body.into_bytes()))
}
