//! What every visitor may read: health, the published pointer and its parts.

use serde::Serialize;
use worker::Response;

use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::{Incoming, immutable_json, json, not_modified, revalidated_json};
use crate::parse::problem::{Code, problem};
use crate::published;

#[derive(Serialize)]
struct Health {
    status: &'static str,
    version: &'static str,
    workspace: Option<u64>,
}

/// `GET /health`: whether the edge runs, and which workspace it serves.
pub async fn health(bindings: &Bindings<'_>) -> Result<Response, Failure> {
    let workspace = published::current(bindings).await.ok().map(|current| current.published.versions.workspace);
    json(&Health { status: "ok", version: env!("CARGO_PKG_VERSION"), workspace })
}

/// `GET /published/manifest.json`.
pub async fn manifest(incoming: &Incoming, bindings: &Bindings<'_>) -> Result<Response, Failure> {
    let manifest = published::current(bindings).await?.manifest();
    let etag = format!("\"{}-{}\"", manifest.workspace, manifest.version);
    if incoming.header("if-none-match").is_some_and(|known| known.contains(&etag)) {
        return not_modified(&etag);
    }
    revalidated_json(serde_json::to_string(&manifest)?, &etag)
}

/// `GET /published/parts/<hash>.json`.
pub async fn part(bindings: &Bindings<'_>, name: &str) -> Result<Response, Failure> {
    let body = published::public_part(bindings, name).await?;
    immutable_json(
        body.ok_or_else(|| problem(Code::NotFound, "there is no public part with this name; read the manifest"))?,
    )
}
