//! Sessions at the console. The cookie is signed, and names a row that must be there: whoever deletes the row ends the
//! session. An isolate goes on with what it has read for some seconds.

use std::cell::RefCell;
use std::collections::BTreeMap;

use baton_shared::protocol::{AuditAction, SessionRow, Sessions};
use baton_shared::time::Timestamp;
use serde::Deserialize;
use worker::D1PreparedStatement;

use super::{Caller, Member};
use crate::audit::{self, Entry};
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::Incoming;
use crate::internal::{AskDesk, ask};
use crate::parse::header;
use crate::parse::problem::{self, Code, problem};
use crate::platform;
use crate::published::number;
use crate::token::session::{IDLE_S, SESSION_S, SessionError, from_cookies, read_session, session_token};
use crate::token::{same, sha256_hex};

/// How long an isolate goes on with what it has read, in milliseconds.
const FRESH_MS: u64 = 5000;
/// How exactly the last use is kept, in milliseconds.
const SEEN_MS: u64 = 60_000;
/// Sessions that an isolate remembers.
const REMEMBERED: usize = 1000;

/// A session that is good.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// Whose.
    pub agent: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Row {
    id: String,
    agent: String,
    device: String,
    token_hash: String,
    since: u64,
    last_seen: u64,
    until: u64,
}

impl Row {
    /// When it ends, if nothing more is done.
    fn ends(&self) -> u64 {
        self.until.min(self.last_seen + IDLE_S * 1000)
    }
}

thread_local! {
    static READ: RefCell<BTreeMap<String, (Timestamp, Row)>> = const { RefCell::new(BTreeMap::new()) };
}

const COLUMNS: &str = "id, agent, device, token_hash, since, last_seen, until";

/// The session that a request's cookie names.
pub async fn current(incoming: &Incoming, bindings: &Bindings<'_>, workspace: &str) -> Result<Session, Failure> {
    let cookies = incoming.header("cookie").unwrap_or_default();
    let (key, now) = (bindings.session_key()?, platform::now());
    let token = from_cookies(&cookies).ok_or(SessionError::Missing);
    let token = token.map_err(|error| problem::session(&error))?;
    let claimed = read_session(token, key.as_bytes(), now.0 / 1000).map_err(|error| problem::session(&error))?;
    let ended = || problem(Code::SignedOut, "the session has ended; sign in by a fresh link");
    let row = read(bindings, workspace, &claimed.sid, now).await?.ok_or_else(ended)?;
    let good = same(row.token_hash.as_bytes(), sha256_hex(token.as_bytes()).as_bytes()) && row.agent == claimed.agent;
    if !good || row.ends() <= now.0 {
        return Err(ended().into());
    }
    if now.0.saturating_sub(row.last_seen) >= SEEN_MS {
        touch(bindings, workspace, &row, now).await?;
    }
    Ok(Session { id: row.id, agent: row.agent })
}

async fn read(bindings: &Bindings<'_>, workspace: &str, id: &str, now: Timestamp) -> Result<Option<Row>, Failure> {
    let known = READ.with_borrow(|read| read.get(id).cloned());
    if let Some((_, row)) = known.filter(|(read_at, _)| now.since_ms(*read_at) < FRESH_MS) {
        return Ok(Some(row));
    }
    let select = format!("SELECT {COLUMNS} FROM session WHERE workspace = ?1 AND id = ?2");
    let values = [workspace.into(), id.into()];
    let row: Option<Row> = bindings.need_database()?.prepare(select).bind(&values)?.first(None).await?;
    READ.with_borrow_mut(|read| {
        if read.len() >= REMEMBERED {
            read.clear();
        }
        match &row {
            Some(row) => read.insert(id.to_owned(), (now, row.clone())),
            None => read.remove(id),
        };
    });
    Ok(row)
}

async fn touch(bindings: &Bindings<'_>, workspace: &str, row: &Row, now: Timestamp) -> Result<(), Failure> {
    let database = bindings.need_database()?;
    let update = "UPDATE session SET last_seen = ?3 WHERE workspace = ?1 AND id = ?2 AND last_seen < ?3";
    let update = database.prepare(update).bind(&[workspace.into(), row.id.as_str().into(), number(now.0)])?;
    database.batch(vec![update, seen(bindings, workspace, &row.agent, now)?]).await?;
    READ.with_borrow_mut(|read| read.remove(&row.id));
    Ok(())
}

fn seen(bindings: &Bindings<'_>, workspace: &str, agent: &str, now: Timestamp) -> Result<D1PreparedStatement, Failure> {
    let upsert = "INSERT INTO seen (workspace, agent, at) VALUES (?1, ?2, ?3) \
                  ON CONFLICT (workspace, agent) DO UPDATE SET at = max(at, ?3)";
    Ok(bindings.need_database()?.prepare(upsert).bind(&[workspace.into(), agent.into(), number(now.0)])?)
}

/// Begins a session, and gives what the cookie holds. Those that have ended are forgotten.
pub async fn begin(
    incoming: &Incoming,
    bindings: &Bindings<'_>,
    workspace: &str,
    agent: &str,
) -> Result<String, Failure> {
    let (now, id) = (platform::now(), platform::random_hex(16)?);
    let token = session_token(agent, &id, now.0 / 1000, bindings.session_key()?.as_bytes());
    let token = token.map_err(|_| worker::Error::from("a session could not be made"))?;
    let database = bindings.need_database()?;
    let ended = "DELETE FROM session WHERE until <= ?1 OR last_seen <= ?2";
    let ended = database.prepare(ended).bind(&[number(now.0), number(now.0.saturating_sub(IDLE_S * 1000))])?;
    let insert = format!("INSERT INTO session (workspace, {COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)");
    let insert = database.prepare(insert).bind(&[
        workspace.into(),
        id.as_str().into(),
        agent.into(),
        header::device(incoming.header("user-agent").as_deref()).into(),
        sha256_hex(token.as_bytes()).into(),
        number(now.0),
        number(now.0 + SESSION_S * 1000),
    ])?;
    let entry = Entry::new(agent.to_owned(), AuditAction::SignedIn, &id);
    let entry = audit::statement(&database, workspace, &entry)?;
    database.batch(vec![ended, insert, seen(bindings, workspace, agent, now)?, entry]).await?;
    Ok(token)
}

/// An agent's sessions, the latest first.
pub async fn list(bindings: &Bindings<'_>, workspace: &str, agent: &str, asking: &Member) -> Result<Sessions, Failure> {
    let now = platform::now().0;
    let select =
        format!("SELECT {COLUMNS} FROM session WHERE workspace = ?1 AND agent = ?2 ORDER BY since DESC, id LIMIT 100");
    let values = [workspace.into(), agent.into()];
    let rows: Vec<Row> = bindings.need_database()?.prepare(select).bind(&values)?.all().await?.results()?;
    let rows = rows.into_iter().filter(|row| row.ends() > now).map(|row| SessionRow {
        until: Timestamp(row.ends()),
        current: asking.session.as_ref() == Some(&row.id),
        id: row.id,
        agent: row.agent,
        device: row.device,
        since: Timestamp(row.since),
        last_seen: Timestamp(row.last_seen),
    });
    Ok(Sessions { sessions: rows.collect() })
}

/// Whose a session is.
pub async fn owner(bindings: &Bindings<'_>, workspace: &str, id: &str) -> Result<String, Failure> {
    #[derive(Deserialize)]
    struct Owner {
        agent: String,
    }
    let select = "SELECT agent FROM session WHERE workspace = ?1 AND id = ?2";
    let values = [workspace.into(), id.into()];
    let owner: Option<Owner> = bindings.need_database()?.prepare(select).bind(&values)?.first(None).await?;
    Ok(owner.ok_or_else(|| problem(Code::NotFound, "there is no session with this id; it may have ended"))?.agent)
}

/// Ends one session of an agent.
pub async fn end(
    bindings: &Bindings<'_>,
    workspace: &str,
    (id, agent): (&str, &str),
    (who, action): (String, AuditAction),
) -> Result<(), Failure> {
    let database = bindings.need_database()?;
    let delete = "DELETE FROM session WHERE workspace = ?1 AND id = ?2";
    let delete = database.prepare(delete).bind(&[workspace.into(), id.into()])?;
    let entry = audit::if_changed(&database, workspace, &Entry::new(who, action, id))?;
    database.batch(vec![delete, entry]).await?;
    READ.with_borrow_mut(|read| read.remove(id));
    leave_desk(bindings, workspace, agent).await
}

/// Whoever is signed out is not there any more.
async fn leave_desk(bindings: &Bindings<'_>, workspace: &str, agent: &str) -> Result<(), Failure> {
    ask(&bindings.desk(workspace)?, &AskDesk::Leave { agent: agent.to_owned() }).await
}

/// The member who signs out, and their session ends; whoever has none is signed out already.
pub async fn sign_out(incoming: &Incoming, bindings: &Bindings<'_>, workspace: &str) -> Result<(), Failure> {
    match current(incoming, bindings, workspace).await {
        Ok(session) => {
            end(bindings, workspace, (&session.id, &session.agent), (session.agent.clone(), AuditAction::SignedOut))
                .await
        }
        Err(Failure::Problem(_)) => Ok(()),
        Err(failure) => Err(failure),
    }
}

/// Ends everything that lets somebody in who is no longer of the team, or is to begin anew.
pub async fn end_all_of(bindings: &Bindings<'_>, workspace: &str, agent: &str) -> Result<(), Failure> {
    let database = bindings.need_database()?;
    let mut statements = Vec::new();
    for table in ["session", "invitation", "seen"] {
        let delete = format!("DELETE FROM {table} WHERE workspace = ?1 AND agent = ?2");
        statements.push(database.prepare(delete).bind(&[workspace.into(), agent.into()])?);
    }
    database.batch(statements).await?;
    READ.with_borrow_mut(|read| read.retain(|_, (_, row)| row.agent != agent));
    leave_desk(bindings, workspace, agent).await
}

/// Whether a session is the asking member's own, or they may end others'.
pub fn may_end(caller: &Caller, member: &Member, owner: &str) -> Result<(), Failure> {
    if member.agent.id == owner { Ok(()) } else { caller.allow(baton_shared::workspace::Action::ManageTeam) }
}
