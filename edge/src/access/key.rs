//! API keys: `baton_<id>_<secret>`, shown once, stored as a hash, accepted below `/admin` alone.

use baton_shared::protocol::{AuditAction, AuditChange, KeyRequest, KeyRow, Keys, NewKey};
use baton_shared::time::Timestamp;
use baton_shared::workspace::Scope;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::audit::{self, Entry};
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::parse::id;
use crate::parse::problem::{Code, problem};
use crate::platform;
use crate::published::{self, number};
use crate::token::{same, sha256_hex};

/// How exactly the last use is kept, in milliseconds.
const USED_MS: u64 = 60_000;

#[derive(Deserialize)]
struct Row {
    id: String,
    name: String,
    scopes: String,
    key_hash: String,
    made_by: String,
    at: u64,
    last_used: Option<u64>,
}

impl Row {
    fn scopes(&self) -> Vec<Scope> {
        serde_json::from_str(&self.scopes).unwrap_or_default()
    }
}

const COLUMNS: &str = "id, name, scopes, key_hash, made_by, at, last_used";

/// The id and the scopes of a key that is good. It is read anew each time: a voided key is of no use at once.
pub async fn find(bindings: &Bindings<'_>, bearer: &str) -> Result<Option<(String, Vec<Scope>)>, Failure> {
    let id = bearer.strip_prefix("baton_").and_then(|rest| rest.split_once('_')).map(|(id, _)| id);
    let Some(id) = id.filter(|text| id::id("id", text).is_ok()) else { return Ok(None) };
    let Some(database) = bindings.database() else { return Ok(None) };
    let current = published::current(bindings).await?;
    let select = format!("SELECT {COLUMNS} FROM api_key WHERE workspace = ?1 AND id = ?2");
    let row: Option<Row> = database.prepare(select).bind(&[current.workspace().into(), id.into()])?.first(None).await?;
    let hash = sha256_hex(bearer.as_bytes());
    let Some(row) = row.filter(|row| same(row.key_hash.as_bytes(), hash.as_bytes())) else { return Ok(None) };
    let now = platform::now().0;
    if row.last_used.is_none_or(|used| now.saturating_sub(used) >= USED_MS) {
        let update = "UPDATE api_key SET last_used = ?3 WHERE workspace = ?1 AND id = ?2";
        let values = [current.workspace().into(), id.into(), number(now)];
        database.prepare(update).bind(&values)?.run().await?;
    }
    let scopes = row.scopes();
    Ok(Some((row.id, scopes)))
}

/// All keys, the latest first.
pub async fn list(bindings: &Bindings<'_>, workspace: &str) -> Result<Keys, Failure> {
    let select = format!("SELECT {COLUMNS} FROM api_key WHERE workspace = ?1 ORDER BY at DESC, id LIMIT 1000");
    let rows = bindings.need_database()?.prepare(select).bind(&[workspace.into()])?.all().await?;
    let keys = rows.results::<Row>()?.into_iter().map(|row| KeyRow {
        scopes: row.scopes(),
        id: row.id,
        name: row.name,
        by: row.made_by,
        at: Timestamp(row.at),
        last_used: row.last_used.map(Timestamp),
    });
    Ok(Keys { keys: keys.collect() })
}

/// Makes a key.
pub async fn make(
    bindings: &Bindings<'_>,
    workspace: &str,
    request: &KeyRequest,
    who: String,
) -> Result<NewKey, Failure> {
    let (id, secret) = (platform::random_hex(6)?, platform::random_hex(32)?);
    let key = format!("baton_{id}_{secret}");
    let database = bindings.need_database()?;
    let insert = format!("INSERT INTO api_key (workspace, {COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL)");
    let insert = database.prepare(insert).bind(&[
        workspace.into(),
        id.as_str().into(),
        request.name.as_str().into(),
        serde_json::to_string(&request.scopes)?.into(),
        sha256_hex(key.as_bytes()).into(),
        who.as_str().into(),
        number(platform::now().0),
    ])?;
    let made = |path: &str, after: Value| AuditChange { path: path.to_owned(), before: Value::Null, after };
    let changes = vec![made("name", json!(request.name)), made("scopes", json!(request.scopes))];
    let entry = Entry { changes, ..Entry::new(who, AuditAction::KeyMade, &id) };
    database.batch(vec![insert, audit::statement(&database, workspace, &entry)?]).await?;
    Ok(NewKey { id, key })
}

/// Voids a key.
pub async fn revoke(bindings: &Bindings<'_>, workspace: &str, id: &str, who: String) -> Result<(), Failure> {
    let database = bindings.need_database()?;
    let delete = "DELETE FROM api_key WHERE workspace = ?1 AND id = ?2";
    let delete = database.prepare(delete).bind(&[workspace.into(), id.into()])?;
    let entry = audit::if_changed(&database, workspace, &Entry::new(who, AuditAction::KeyRevoked, id))?;
    let results = database.batch(vec![delete, entry]).await?;
    let deleted = results.first().and_then(|result| result.meta().ok().flatten()).and_then(|meta| meta.changes);
    if deleted == Some(1) { Ok(()) } else { Err(problem(Code::NotFound, "there is no key with this id").into()) }
}
