//! A request as the routes read it: method, path, query, headers, and a body with a limit.

use baton_shared::protocol::MAX_BODY_BYTES;
use futures_util::StreamExt as _;
use worker::{Method, Request, RequestInit};

use super::address::{Address, origin_of, without_prefix};
use crate::failure::Failure;
use crate::parse::{form, header};

/// Longest published workspace, in bytes.
pub const MAX_WORKSPACE_BYTES: usize = 8 * 1024 * 1024;

/// Bytes over the limit that are read and passed over, because who is still sending may not hear the answer.
const MAX_PASSED_OVER_BYTES: usize = 1024 * 1024;

/// A request that is being answered.
pub struct Incoming {
    request: Request,
    /// The path, `/v1/conversations` say; without the prefix under which a company's site hands requests on.
    pub path: String,
    query: String,
    /// That prefix, `/baton`, or nothing. What leads back to the edge on the same site has to begin with it.
    pub prefix: &'static str,
    /// Where links from outside begin: as configured, else where the request came to.
    pub base: String,
    /// Origins of the edge's own pages: the one that the request came to, and the configured one.
    pub own_origins: [String; 2],
}

impl Incoming {
    /// Takes the request apart.
    pub fn new(request: Request, configured_base: Option<String>) -> Self {
        let Address { origin, prefix, query, .. } = Address::parse(&request.inner().url());
        let path = without_prefix(&request.path()).1.to_owned();
        let base = configured_base.unwrap_or_else(|| format!("{origin}{prefix}"));
        let own_origins = [origin, origin_of(&base).to_owned()];
        Self { request, path, query, prefix, base, own_origins }
    }

    /// The origin that the request came to.
    pub fn origin(&self) -> &str {
        let [origin, _] = &self.own_origins;
        origin
    }

    /// The method, in capitals.
    pub fn method(&self) -> &'static str {
        match self.request.method() {
            Method::Head => "HEAD",
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
            Method::Options => "OPTIONS",
            Method::Connect | Method::Trace | Method::Report => "OTHER",
        }
    }

    /// A header, if it is there.
    pub fn header(&self, name: &str) -> Option<String> {
        self.request.headers().get(name).ok().flatten()
    }

    /// A parameter of the query, decoded.
    pub fn query(&self, name: &str) -> Option<String> {
        form::query(&self.query, name)
    }

    /// Where the request comes from, as far as the network tells.
    pub fn address(&self) -> String {
        self.header("cf-connecting-ip").map_or_else(|| "unknown".to_owned(), |address| header::network(&address))
    }

    /// The bearer token.
    pub fn bearer(&self) -> Result<String, Failure> {
        Ok(header::bearer(self.header("authorization").as_deref())?.to_owned())
    }

    /// The body of a customer's or agent's request.
    pub async fn body(&mut self) -> Result<Vec<u8>, Failure> {
        self.body_of(MAX_BODY_BYTES).await
    }

    /// The body, refused by its announced length before it is read. One that announces none is read piece by piece,
    /// so that nobody makes the edge hold more than the limit.
    pub async fn body_of(&mut self, limit: usize) -> Result<Vec<u8>, Failure> {
        if let Some(announced) = self.header("content-length") {
            header::size(Some(&announced), limit)?;
            return Ok(self.request.bytes().await?);
        }
        if self.request.inner().body().is_none() {
            return Ok(Vec::new());
        }
        let (mut stream, mut body, mut length) = (self.request.stream()?, Vec::new(), 0);
        while let Some(piece) = stream.next().await {
            let piece = piece?;
            length += piece.len();
            if length <= limit {
                body.extend(piece);
            } else if length > limit + MAX_PASSED_OVER_BYTES {
                break;
            }
        }
        header::size(Some(&length.to_string()), limit)?;
        Ok(body)
    }

    /// A JSON body.
    pub async fn json(&mut self) -> Result<Vec<u8>, Failure> {
        header::json(self.header("content-type").as_deref())?;
        self.body().await
    }

    /// The same request for a file, without prefix and query.
    pub fn for_file(&self) -> Result<Request, Failure> {
        let mut init = RequestInit::new();
        init.with_method(self.request.method()).with_headers(self.request.headers().clone());
        Ok(Request::new_with_init(&format!("{}{}", self.origin(), self.path), &init)?)
    }
}
