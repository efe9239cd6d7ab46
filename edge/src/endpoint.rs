//! Where webhooks go, as staff see and change it: the list with its health, and new secrets.

use std::collections::BTreeMap;

use baton_shared::handoff::WebhookKind;
use baton_shared::protocol::{AuditAction, EndpointHealth, EndpointRow, EndpointSecret, Endpoints};
use baton_shared::time::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use worker::D1Database;

use crate::audit::{self, Entry};
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::parse::body;
use crate::parse::problem::{Code, field, problem};
use crate::published::{self, Current, Endpoint, number};
use crate::webhook::sign::Secret;
use crate::{platform, trial};

/// Milliseconds for which the secret before still signs after a new one was set.
const ROTATION_MS: u64 = 24 * 60 * 60 * 1000;
/// Most endpoints: every conversation sends to all of them.
const MAX_ENDPOINTS: usize = 20;
/// Bytes of a new secret.
const SECRET_BYTES: u32 = 32;

#[derive(Deserialize)]
struct Health {
    id: String,
    consecutive_failures: u32,
    open_until: Option<u64>,
    changed_at: u64,
}

#[derive(Deserialize)]
struct Count {
    endpoint: String,
    kind: String,
    state: String,
    number: u32,
    latest: u64,
}

/// All endpoints, and how they fare.
pub async fn list(bindings: &Bindings<'_>, current: &Current) -> Result<Endpoints, Failure> {
    let database = bindings.need_database()?;
    let workspace = || [current.workspace().into()];
    let select = "SELECT id, consecutive_failures, open_until, changed_at FROM endpoint WHERE workspace = ?1";
    let health: Vec<Health> = database.prepare(select).bind(&workspace())?.all().await?.results()?;
    let select = "SELECT endpoint, kind, state, count(*) AS number, max(updated_at) AS latest FROM delivery \
                  WHERE workspace = ?1 GROUP BY endpoint, kind, state";
    let counts: Vec<Count> = database.prepare(select).bind(&workspace())?.all().await?.results()?;
    let health: BTreeMap<&str, &Health> = health.iter().map(|row| (row.id.as_str(), row)).collect();
    let count = |endpoint: &str, state: &str| {
        let of = |count: &&Count| count.endpoint == endpoint && count.state == state;
        counts.iter().filter(of).map(|count| count.number).sum()
    };
    let now = platform::now();
    let endpoints = current.endpoints.iter().map(|endpoint| {
        let health = health.get(endpoint.id.as_str());
        let failures = health.map_or(0, |row| row.consecutive_failures);
        let rests_until = health.and_then(|row| row.open_until).map(Timestamp).filter(|until| *until > now);
        EndpointRow {
            id: endpoint.id.clone(),
            url: endpoint.url.clone(),
            kinds: endpoint.kinds(),
            health: match (rests_until, failures) {
                (Some(_), _) => EndpointHealth::Resting,
                (None, 0) => {
                    let since = health.map_or(0, |row| row.changed_at);
                    let of = |count: &&Count| count.endpoint == endpoint.id && count.latest >= since;
                    quiet_health(&counts.iter().filter(of))
                }
                (None, _) => EndpointHealth::Failing,
            },
            failures,
            rests_until,
            old_secret_until: endpoint
                .previous_until
                .filter(|until| endpoint.previous_secret.is_some() && *until > now),
            waiting: count(&endpoint.id, "waiting"),
            dead: count(&endpoint.id, "dead"),
        }
    });
    Ok(Endpoints { endpoints: endpoints.collect() })
}

/// How an endpoint fares whose last deliveries did not fail, out of its lines in the log since it has its address.
fn quiet_health<'c>(counts: &(impl Iterator<Item = &'c Count> + Clone)) -> EndpointHealth {
    let latest = |of: fn(&Count) -> bool| counts.clone().filter(|count| of(count)).map(|count| count.latest).max();
    let arrived = latest(|count| count.state == "delivered");
    let failed = latest(|count| count.state == "dead" && count.kind == trial::KIND);
    let uninvited = latest(|count| count.state == "dead" && count.kind == WebhookKind::MemberInvited.as_str());
    let refused = latest(|count| count.state == "dead" && !is_sent_once(&count.kind));
    let last = arrived.max(refused);
    if failed > last.max(uninvited) {
        EndpointHealth::TestFailed
    } else if uninvited > last {
        EndpointHealth::Failing
    } else if last.is_none() {
        EndpointHealth::Untried
    } else {
        EndpointHealth::Well
    }
}

/// Whether a webhook is tried while somebody waits and not by itself later, so that it is not among the failures in a row.
fn is_sent_once(kind: &str) -> bool {
    kind == trial::KIND || kind == WebhookKind::MemberInvited.as_str()
}

/// An endpoint as it shall be.
pub struct Set<'s> {
    /// Its id.
    pub id: &'s str,
    /// Where it is.
    pub url: &'s str,
    /// What it wants to be told; empty for all.
    pub kinds: &'s [WebhookKind],
    /// What signs.
    pub secret: &'s Secret,
}

/// Sets an endpoint. A new secret goes on beside the one before for a day; returns when that would be over. What had
/// failed is forgotten. Its line of the audit is given what has changed.
pub async fn set(database: &D1Database, current: &Current, set: &Set<'_>, entry: Entry) -> Result<Timestamp, Failure> {
    let now = platform::now();
    let until = now.plus_ms(ROTATION_MS);
    let upsert = "INSERT INTO endpoint (workspace, id, url, secret, kinds, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?7) \
                  ON CONFLICT (workspace, id) DO UPDATE SET url = ?3, kinds = ?5, consecutive_failures = 0, open_until = NULL, \
                  changed_at = CASE WHEN url = ?3 THEN changed_at ELSE ?7 END, \
                  previous_secret = CASE WHEN secret = ?4 THEN previous_secret ELSE secret END, \
                  previous_until = CASE WHEN secret = ?4 THEN previous_until ELSE ?6 END, secret = ?4";
    let values = [
        current.workspace().into(),
        set.id.into(),
        set.url.into(),
        set.secret.as_text().as_str().into(),
        serde_json::to_string(set.kinds)?.as_str().into(),
        number(until.0),
        number(now.0),
    ];
    let upsert = database.prepare(upsert).bind(&values)?;
    let shown = |url: &str, kinds: &[WebhookKind]| json!({ "url": url, "kinds": kinds });
    let known = current.endpoints.iter().find(|known| known.id == set.id);
    let before = known.map_or(Value::Null, |known| shown(&known.url, &known.kinds()));
    let entry = Entry { changes: audit::changes(&before, &shown(set.url, set.kinds)), ..entry };
    database.batch(vec![upsert, audit::statement(database, current.workspace(), &entry)?]).await?;
    published::forget();
    Ok(until)
}

/// Sets an endpoint as the console asks. Returns the secret where the endpoint is new.
pub async fn change(
    bindings: &Bindings<'_>,
    current: &Current,
    id: &str,
    bytes: &[u8],
    who: String,
) -> Result<Option<EndpointSecret>, Failure> {
    let (target, kinds) = body::endpoint_change(bytes, bindings.surroundings())?;
    let known = current.endpoints.iter().find(|known| known.id == id);
    if known.is_none() && current.endpoints.len() >= MAX_ENDPOINTS {
        let detail = format!("there are {MAX_ENDPOINTS} endpoints already; remove one first");
        return Err(field(problem(Code::Conflict, detail), "id").into());
    }
    let secret = match known {
        Some(known) => kept(known)?,
        None => fresh()?,
    };
    let database = bindings.need_database()?;
    let entry = Entry::new(who, AuditAction::EndpointChanged, id);
    set(&database, current, &Set { id, url: &target.url, kinds: &kinds, secret: &secret }, entry).await?;
    Ok(known.is_none().then(|| EndpointSecret { secret: secret.as_text(), old_secret_until: None }))
}

/// Takes an endpoint away; what was meant for it becomes dead letters.
pub async fn remove(bindings: &Bindings<'_>, current: &Current, id: &str, who: String) -> Result<(), Failure> {
    let database = bindings.need_database()?;
    let delete = "DELETE FROM endpoint WHERE workspace = ?1 AND id = ?2";
    let delete = database.prepare(delete).bind(&[current.workspace().into(), id.into()])?;
    let entry = audit::if_changed(&database, current.workspace(), &Entry::new(who, AuditAction::EndpointRemoved, id))?;
    database.batch(vec![delete, entry]).await?;
    published::forget();
    Ok(())
}

/// Gives an endpoint a new secret. The one before signs too for a day.
pub async fn rotate(
    bindings: &Bindings<'_>,
    current: &Current,
    id: &str,
    who: String,
) -> Result<EndpointSecret, Failure> {
    let known = find(current, id)?;
    let secret = fresh()?;
    let database = bindings.need_database()?;
    let (kinds, entry) = (known.kinds(), Entry::new(who, AuditAction::SecretRotated, id));
    let until = set(&database, current, &Set { id, url: &known.url, kinds: &kinds, secret: &secret }, entry).await?;
    Ok(EndpointSecret { secret: secret.as_text(), old_secret_until: Some(until) })
}

/// An endpoint by its id.
pub fn find<'c>(current: &'c Current, id: &str) -> Result<&'c Endpoint, Failure> {
    let unknown = || problem(Code::NotFound, "there is no endpoint with this id");
    Ok(current.endpoints.iter().find(|known| known.id == id).ok_or_else(unknown)?)
}

fn kept(known: &Endpoint) -> Result<Secret, Failure> {
    Secret::parse(&known.secret).or_else(|_| fresh())
}

fn fresh() -> Result<Secret, Failure> {
    let wrong = |_| worker::Error::from("a secret could not be made");
    Ok(Secret::new(platform::random_bytes(SECRET_BYTES)?).map_err(wrong)?)
}
