//! The connections for requests, shared by all seats: as many as requests may be under way. A connection of each
//! seat's own would stand idle, and workerd closes idle ones after five seconds.

use anyhow::Result;
use hyper::body::Bytes;
use std::sync::{Mutex, PoisonError};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::wire::Http;

/// Messages under way at a time, over all seats.
const UNDER_WAY: usize = 64;

/// Connections to one worker.
pub struct Pool {
    authority: String,
    permits: Semaphore,
    idle: Mutex<Vec<Http>>,
}

/// The right to have one request under way.
pub struct Turn<'p> {
    pool: &'p Pool,
    _permit: SemaphorePermit<'p>,
}

impl Pool {
    /// To a worker.
    pub fn new(authority: &str) -> Self {
        Self { authority: authority.to_owned(), permits: Semaphore::new(UNDER_WAY), idle: Mutex::default() }
    }

    /// Where the worker is.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Waits for a turn.
    pub async fn turn(&self) -> Result<Turn<'_>> {
        Ok(Turn { pool: self, _permit: self.permits.acquire().await? })
    }
}

impl Turn<'_> {
    /// Posts JSON; the answer must be a success.
    pub async fn post(&self, path: &str, bearer: &str, body: &str) -> Result<Bytes> {
        let idle = || self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let kept = idle().pop();
            let is_fresh = kept.is_none();
            let mut http = match kept {
                Some(http) => http,
                None => Http::connect(&self.pool.authority).await?,
            };
            match http.send(path, bearer, body).await {
                Ok(bytes) => {
                    idle().push(http);
                    return Ok(bytes);
                }
                // It may have been closed while it stood idle.
                Err(_) if !is_fresh && http.is_closed() => {}
                Err(error) => return Err(error),
            }
        }
    }
}
