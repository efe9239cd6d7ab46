//! Webhooks that belong to no conversation: sent while somebody waits for the answer, a few times, to all endpoints that
//! want them at once. What did not arrive is said to who asked, who can do it again; nothing is kept.

use baton_shared::handoff::WebhookKind;
use futures_util::future::join_all;

use crate::binding::Bindings;
use crate::failure::Failure;
use crate::platform;
use crate::post::{request, send};
use crate::published::{Current, Endpoint};

/// How often an endpoint is tried.
const TRIES: u32 = 3;
/// Milliseconds for all tries of an endpoint.
const WITHIN_MS: u64 = 12_000;
/// Milliseconds before the first repetition; twice as long before the next.
const PAUSE_MS: u64 = 500;

/// Tells the endpoints that want to know, and gives the ids of those that took it.
pub async fn tell(
    bindings: &Bindings<'_>,
    current: &Current,
    kind: WebhookKind,
    id: &str,
    body: &str,
) -> Result<Vec<String>, Failure> {
    let wanting: Vec<&Endpoint> = current.endpoints.iter().filter(|endpoint| endpoint.wants(kind)).collect();
    let told = join_all(wanting.iter().map(|endpoint| tell_one(bindings, endpoint, id, body))).await;
    let told = told.into_iter().collect::<Result<Vec<bool>, Failure>>()?;
    Ok(wanting.iter().zip(told).filter(|(_, told)| *told).map(|(endpoint, _)| endpoint.id.clone()).collect())
}

async fn tell_one(bindings: &Bindings<'_>, endpoint: &Endpoint, id: &str, body: &str) -> Result<bool, Failure> {
    let started = platform::now();
    let id = format!("msg_{id}_{}", endpoint.id);
    for tried in 0..TRIES {
        let request = request(endpoint, &id, body, bindings.surroundings(), platform::now())?;
        let Some(request) = request else { return Ok(false) };
        let answered = send(request).await;
        if answered.status.is_some_and(|status| (200..300).contains(&status)) {
            return Ok(true);
        }
        if platform::now().since_ms(started) >= WITHIN_MS {
            break;
        }
        if tried + 1 < TRIES {
            platform::sleep_ms(PAUSE_MS << tried).await;
        }
    }
    Ok(false)
}
