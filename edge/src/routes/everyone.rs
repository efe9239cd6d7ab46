//! What every visitor may read: health, the published pointer and its parts, articles.

use baton_shared::protocol::ArticlePage;
use serde::Serialize;
use worker::Response;

use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::{Incoming, immutable_json, json, not_modified, public_problem, revalidated_json};
use crate::parse::body;
use crate::parse::problem::{Code, problem};
use crate::platform;
use crate::published;
use crate::token::sha256_hex;

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
    let manifest = published::current(bindings).await?.manifest(platform::now())?;
    revalidated(incoming, serde_json::to_string(&manifest)?)
}

/// `GET /v1/articles/{id}`: an approved article that anybody may read, also from another origin.
pub async fn article(incoming: &Incoming, bindings: &Bindings<'_>, id: &str) -> Result<Response, Failure> {
    let found = read_article(incoming, bindings, id).await;
    match found {
        Ok(article) => revalidated(incoming, serde_json::to_string(&article)?),
        Err(failure) => public_problem(&failure.into_problem()),
    }
}

async fn read_article(incoming: &Incoming, bindings: &Bindings<'_>, id: &str) -> Result<ArticlePage, Failure> {
    let language = body::language(incoming.query("language").as_deref())?;
    let published = &published::current(bindings).await?.published;
    let language = language.unwrap_or_else(|| published.workspace.default_language());
    let article = published.article_page(id, language, platform::now());
    article.ok_or_else(|| problem(Code::NotFound, "there is no public article with this id in this language").into())
}

/// An answer that is kept, and is asked for anew each time. Its tag changes with its words.
fn revalidated(incoming: &Incoming, body: String) -> Result<Response, Failure> {
    let hash: String = sha256_hex(body.as_bytes()).chars().take(32).collect();
    let etag = format!("\"{hash}\"");
    if incoming.header("if-none-match").is_some_and(|known| known.contains(&etag)) {
        return not_modified(&etag);
    }
    revalidated_json(body, &etag)
}

/// `GET /published/parts/<hash>.json`.
pub async fn part(bindings: &Bindings<'_>, name: &str) -> Result<Response, Failure> {
    let body = published::public_part(bindings, name).await?;
    immutable_json(
        body.ok_or_else(|| problem(Code::NotFound, "there is no public part with this name; read the manifest"))?,
    )
}
