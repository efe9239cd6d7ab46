//! Webhooks that belong to no conversation: sent while somebody waits for the answer, a few times, to all endpoints that
//! want them at once. What did not arrive is said to who asked, and stands in the delivery log, where it can be sent again.

use baton_shared::handoff::WebhookKind;
use futures_util::future::join_all;

use crate::binding::Bindings;
use crate::failure::Failure;
use crate::line::{self, Kept, Line};
use crate::platform;
use crate::post::{request, send};
use crate::published::{Current, Endpoint};

/// How often an endpoint is tried.
const TRIES: u32 = 3;
/// Milliseconds for all tries of an endpoint.
const WITHIN_MS: u64 = 12_000;
/// Milliseconds before the first repetition; twice as long before the next.
const PAUSE_MS: u64 = 500;

/// What is told.
pub struct Telling<'t> {
    /// Which webhook.
    pub kind: WebhookKind,
    /// Its id, the same for all endpoints.
    pub id: &'t str,
    /// What is sent.
    pub body: &'t str,
}

/// Tells the endpoints that want to know, keeps a line for each, and gives the ids of those that took it. `kept` makes
/// what the log holds of it.
pub async fn tell(
    bindings: &Bindings<'_>,
    current: &Current,
    telling: &Telling<'_>,
    kept: impl Fn() -> Kept,
) -> Result<Vec<String>, Failure> {
    let wanting: Vec<&Endpoint> = current.endpoints.iter().filter(|endpoint| endpoint.wants(telling.kind)).collect();
    let told = join_all(wanting.iter().map(|endpoint| tell_one(bindings, current, endpoint, telling, kept()))).await;
    let told = told.into_iter().collect::<Result<Vec<bool>, Failure>>()?;
    Ok(wanting.iter().zip(told).filter(|(_, told)| *told).map(|(endpoint, _)| endpoint.id.clone()).collect())
}

async fn tell_one(
    bindings: &Bindings<'_>,
    current: &Current,
    endpoint: &Endpoint,
    telling: &Telling<'_>,
    mut kept: Kept,
) -> Result<bool, Failure> {
    let started = platform::now();
    let id = format!("msg_{}_{}", telling.id, endpoint.id);
    let (mut attempts, mut arrived) = (0, false);
    while attempts < TRIES {
        let request = request(endpoint, &id, telling.body, bindings.surroundings(), platform::now())?;
        // An address that may not be called any more: nothing was tried, and the line says so.
        let Some(request) = request else { break };
        let answered = send(request).await;
        attempts += 1;
        line::note(&mut kept, &answered);
        arrived = answered.status.is_some_and(|status| (200..300).contains(&status));
        if arrived || platform::now().since_ms(started) >= WITHIN_MS {
            break;
        }
        if attempts < TRIES {
            platform::sleep_ms(PAUSE_MS << (attempts - 1)).await;
        }
    }
    let line = Line { id: &id, kind: telling.kind.as_str(), target: endpoint };
    // Whoever invites has the link and is told what arrived: a log that cannot be written takes neither from them.
    if let Err(failure) = line::write(bindings, current, &line, attempts, &kept).await {
        worker::console_error!("delivery log: {}", failure.into_problem().detail);
    }
    Ok(arrived)
}
