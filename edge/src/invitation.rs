//! Invitations: a link that signs a member in once, within a week. Of its token only the hash is stored; the link is
//! shown once, and told to the endpoints that want it, so that the company's mailer can send it. The token follows from the
//! session key, the member and the time: so it can be told again without being kept, and nobody without the key can make it.

use baton_shared::handoff::{Invitee, MemberInvited, PAYLOAD_VERSION, WebhookKind};
use baton_shared::protocol::{Invitation, Invited};
use baton_shared::time::{DAY_MS, Timestamp};
use baton_shared::workspace::Agent;
use serde::{Deserialize, Serialize};

use crate::binding::Bindings;
use crate::failure::Failure;
use crate::line::Kept;
use crate::parse::problem::{Code, problem};
use crate::platform;
use crate::published::{Current, number};
use crate::tell::{Telling, tell};
use crate::token::{hex, mac, sha256_hex};

/// How long an invitation is good, in milliseconds.
const GOOD_MS: u64 = 7 * DAY_MS;
/// What its token begins with; a signed one never does.
const PREFIX: &str = "invite_";
/// What stands in its place where others read.
const HIDDEN: &str = "…";

/// What a token stands for.
pub enum Found {
    /// It signs this member in.
    Good(String),
    /// Its time is over.
    Expired,
    /// It was used, or a new one was made, or it never was one.
    Nothing,
}

/// Which invitation it is: what its token follows from, with the session key.
#[derive(Clone, Serialize, Deserialize)]
pub struct Made {
    /// Whom it is for.
    agent: String,
    /// When it was made.
    at: Timestamp,
}

#[derive(Deserialize)]
struct Row {
    agent: String,
    at: u64,
    until: u64,
}

/// Whether a token is an invitation's.
pub fn is_one(token: &str) -> bool {
    token.starts_with(PREFIX)
}

/// Whom an invitation is for.
pub async fn find(bindings: &Bindings<'_>, workspace: &str, token: &str) -> Result<Found, Failure> {
    let select = "SELECT agent, at, until FROM invitation WHERE workspace = ?1 AND token_hash = ?2";
    let values = [workspace.into(), sha256_hex(token.as_bytes()).into()];
    let row: Option<Row> = bindings.need_database()?.prepare(select).bind(&values)?.first(None).await?;
    Ok(match row {
        Some(row) if row.until > platform::now().0 => Found::Good(row.agent),
        Some(_) => Found::Expired,
        None => Found::Nothing,
    })
}

/// Who made a member's invitation, as the audit knows: a member's id, or a word for a key or the tool.
pub async fn inviter(bindings: &Bindings<'_>, workspace: &str, agent: &str) -> Result<Option<String>, Failure> {
    let select = "SELECT who FROM audit WHERE workspace = ?1 AND subject = ?2 \
                  AND action IN ('member_invited', 'invitation_renewed') ORDER BY number DESC LIMIT 1";
    let select = bindings.need_database()?.prepare(select).bind(&[workspace.into(), agent.into()])?;
    Ok(select.first(Some("who")).await?)
}

/// Uses an invitation up; whether it was still good.
pub async fn use_up(bindings: &Bindings<'_>, workspace: &str, token: &str) -> Result<bool, Failure> {
    let delete = "DELETE FROM invitation WHERE workspace = ?1 AND token_hash = ?2 AND until > ?3";
    let values = [workspace.into(), sha256_hex(token.as_bytes()).into(), number(platform::now().0)];
    let result = bindings.need_database()?.prepare(delete).bind(&values)?.run().await?;
    Ok(result.meta()?.and_then(|meta| meta.changes) == Some(1))
}

/// The invitations that wait to be used, by member.
pub async fn waiting(bindings: &Bindings<'_>, workspace: &str) -> Result<Vec<(String, Invitation)>, Failure> {
    let select = "SELECT agent, at, until FROM invitation WHERE workspace = ?1 AND until > ?2";
    let values = [workspace.into(), number(platform::now().0)];
    let rows: Vec<Row> = bindings.need_database()?.prepare(select).bind(&values)?.all().await?.results()?;
    let invitation = |row: &Row| Invitation { at: Timestamp(row.at), until: Timestamp(row.until) };
    Ok(rows.into_iter().map(|row| (row.agent.clone(), invitation(&row))).collect())
}

/// Makes an invitation, which voids the one before, and tells the endpoints of it.
pub async fn make(
    bindings: &Bindings<'_>,
    current: &Current,
    base: &str,
    agent: &Agent,
    by: String,
) -> Result<Invited, Failure> {
    let now = platform::now();
    let made = Made { agent: agent.id.clone(), at: now };
    let token = token(bindings, current.workspace(), &made)?;
    let until = now.plus_ms(GOOD_MS);
    let upsert = "INSERT INTO invitation (workspace, agent, token_hash, at, until) VALUES (?1, ?2, ?3, ?4, ?5) \
                  ON CONFLICT (workspace, agent) DO UPDATE SET token_hash = ?3, at = ?4, until = ?5";
    let values = [
        current.workspace().into(),
        agent.id.as_str().into(),
        sha256_hex(token.as_bytes()).into(),
        number(now.0),
        number(until.0),
    ];
    bindings.need_database()?.prepare(upsert).bind(&values)?.run().await?;
    let link = |token: &str| format!("{base}/console/sign-in?token={token}");
    let mut payload = MemberInvited {
        kind: WebhookKind::MemberInvited,
        version: PAYLOAD_VERSION,
        timestamp: now.rfc3339(),
        workspace: current.workspace().to_owned(),
        member: Invitee {
            id: agent.id.clone(),
            name: agent.name.clone(),
            email: agent.email.clone(),
            languages: agent.languages.clone(),
        },
        by,
        link: link(&token),
        until: until.rfc3339(),
    };
    let body = serde_json::to_string(&payload)?;
    payload.link = link(HIDDEN);
    let shown = serde_json::to_string(&payload)?;
    // Told apart from each other, the endpoints know a repeat by the invitation's time.
    let id = format!("invitation_{}_{}", agent.id, now.0);
    let telling = Telling { kind: WebhookKind::MemberInvited, id: &id, body: &body };
    let kept = || Kept { body: shown.clone(), invitation: Some(made.clone()), ..Kept::default() };
    let told = tell(bindings, current, &telling, kept).await?;
    Ok(Invited { id: agent.id.clone(), link: link(&token), until, told })
}

/// A body from the log with its link, to be sent again. Refuses where the link would sign nobody in any more.
pub async fn with_link(bindings: &Bindings<'_>, workspace: &str, made: &Made, body: &str) -> Result<String, Failure> {
    let token = token(bindings, workspace, made)?;
    if !matches!(find(bindings, workspace, &token).await?, Found::Good(_)) {
        let detail = "this invitation was used, has ended or has been replaced; make a new link in the team";
        return Err(problem(Code::InvitationOver, detail).into());
    }
    let mut payload: MemberInvited = serde_json::from_str(body)?;
    payload.link = payload.link.replace(HIDDEN, &token);
    Ok(serde_json::to_string(&payload)?)
}

fn token(bindings: &Bindings<'_>, workspace: &str, made: &Made) -> Result<String, Failure> {
    let of = format!("{workspace}\0{}\0{}", made.agent, made.at.0);
    Ok(format!("{PREFIX}{}", hex(&mac(bindings.session_key()?.as_bytes(), "invitation", of.as_bytes()))))
}
