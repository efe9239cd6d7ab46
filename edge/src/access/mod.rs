//! Who asks, and whether they may: the one place where that is decided, before any route is entered.
//!
//! ```text
//! route ─▶ table: what it needs ─▶ cookie ─▶ session ─────┐
//!                                  Cloudflare Access ─────┼─▶ Caller ─▶ may it? ─▶ the route
//!                                  bearer ─▶ key ─────────┘
//! ```

mod cloudflare;
pub mod key;
pub mod session;
mod table;

use baton_shared::conversation::AgentRef;
use baton_shared::workspace::{Action, Agent, Scope, may};

use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::{Incoming, Route};
use crate::parse::header;
use crate::parse::problem::{Code, problem};
use crate::published::{self, Current};
use crate::token::same;
use table::{Need, need};

/// Who asks.
#[derive(Clone, Debug)]
pub enum Caller {
    /// Nobody who is known here. The route asks for what it needs.
    Anybody,
    /// A member of the team, at the console.
    Member(Box<Member>),
    /// A program with an API key.
    Key {
        /// The key's id.
        id: String,
        /// What it may do.
        scopes: Vec<Scope>,
    },
    /// Whoever holds the deployment's own key.
    Tool,
}

/// A member of the team, at the console.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who, as published.
    pub agent: Agent,
    /// Their session; absent for who comes through Cloudflare Access, which keeps its own.
    pub session: Option<String>,
}

impl Member {
    /// As a conversation names them.
    pub fn named(&self) -> AgentRef {
        AgentRef { id: self.agent.id.clone(), name: self.agent.name.clone() }
    }
}

impl Caller {
    /// As the audit calls them.
    pub fn who(&self) -> String {
        match self {
            Self::Anybody => "system".to_owned(),
            Self::Member(member) => member.agent.id.clone(),
            Self::Key { id, .. } => format!("key:{id}"),
            Self::Tool => "tool".to_owned(),
        }
    }

    /// Refuses what they may not do.
    pub fn allow(&self, action: Action) -> Result<(), Failure> {
        let detail = match self {
            Self::Tool => return Ok(()),
            Self::Member(member) if may(member.agent.role, action) => return Ok(()),
            Self::Key { scopes, .. } if scopes.iter().any(|scope| scope.allows(action)) => return Ok(()),
            Self::Member(member) => {
                format!("the role {} does not include this; ask the owner", member.agent.role.as_str())
            }
            Self::Key { .. } => "the key's scopes do not include this; make one that does".to_owned(),
            Self::Anybody => return Err(problem(Code::Unauthorized, "sign in first").into()),
        };
        Err(problem(Code::Forbidden, detail).into())
    }

    /// The member who asks.
    pub fn member(&self) -> Result<&Member, Failure> {
        match self {
            Self::Member(member) => Ok(member),
            Self::Anybody | Self::Key { .. } | Self::Tool => {
                Err(problem(Code::SignedOut, "there is no session; sign in by a fresh link").into())
            }
        }
    }
}

/// Finds out who asks, and refuses what they may not.
pub async fn enter(incoming: &Incoming, bindings: &Bindings<'_>, route: &Route<'_>) -> Result<Caller, Failure> {
    let (caller, action) = match need(route) {
        Need::Nothing => return Ok(Caller::Anybody),
        Need::Session => (at_console(incoming, bindings).await?, None),
        Need::Role(action) => (at_console(incoming, bindings).await?, Some(action)),
        Need::Key(action) => (with_key(incoming, bindings).await?, Some(action)),
        Need::OwnKey => match with_key(incoming, bindings).await? {
            Caller::Tool => (Caller::Tool, None),
            _ => return Err(problem(Code::Forbidden, "this is for the deployment's own BATON_ADMIN_KEY alone").into()),
        },
    };
    action.map_or(Ok(()), |action| caller.allow(action))?;
    Ok(caller)
}

/// Refuses what another site's page sends: a cookie alone must not let it write, and nobody is to be signed in or out
/// by it. A browser always names the origin of what writes.
pub fn from_own_page(incoming: &Incoming) -> Result<(), Failure> {
    let origin = incoming.header("origin");
    if origin.is_none_or(|origin| header::origin_allowed(&origin, &[], &incoming.own_origins)) {
        return Ok(());
    }
    Err(problem(Code::ForbiddenOrigin, "the console answers its own pages alone").into())
}

/// A member of the published team.
pub fn member_of<'c>(current: &'c Current, id: &str) -> Option<&'c Agent> {
    current.published.workspace.team.iter().find(|agent| agent.id == id)
}

async fn at_console(incoming: &Incoming, bindings: &Bindings<'_>) -> Result<Caller, Failure> {
    let current = published::current(bindings).await?;
    let member = match session::current(incoming, bindings, current.workspace()).await {
        Ok(session) => {
            let gone = || problem(Code::SignedOut, "your account is no longer in the team; ask the owner");
            let agent = member_of(&current, &session.agent).ok_or_else(gone)?.clone();
            Member { agent, session: Some(session.id) }
        }
        Err(refused) => match cloudflare::email(incoming, bindings).await? {
            Some(email) => {
                let ours = |agent: &&Agent| agent.email.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(&email));
                let gone = || problem(Code::SignedOut, "your address is nobody's in the team; ask the owner");
                let agent = current.published.workspace.team.iter().find(ours).ok_or_else(gone)?.clone();
                Member { agent, session: None }
            }
            None => return Err(refused),
        },
    };
    if !matches!(incoming.method(), "GET" | "HEAD") {
        from_own_page(incoming)?;
    }
    Ok(Caller::Member(Box::new(member)))
}

async fn with_key(incoming: &Incoming, bindings: &Bindings<'_>) -> Result<Caller, Failure> {
    let bearer = incoming.bearer()?;
    if same(bearer.as_bytes(), bindings.admin_key()?.as_bytes()) {
        return Ok(Caller::Tool);
    }
    let unknown = || problem(Code::Unauthorized, "this is neither the deployment's BATON_ADMIN_KEY nor an API key");
    let (id, scopes) = key::find(bindings, &bearer).await?.ok_or_else(unknown)?;
    Ok(Caller::Key { id, scopes })
}
