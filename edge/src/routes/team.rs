//! The team: who is in it, inviting, changing, removing. It is a part of the published workspace, so that each change is a
//! publication.

use baton_shared::protocol::{AuditAction, Invite, Member as MemberRow, MemberAbout, Team};
use baton_shared::time::Timestamp;
use baton_shared::workspace::{Agent, Role, Workspace};
use serde::Deserialize;
use worker::Response;

use crate::access::{Caller, member_of, session};
use crate::audit::{self, Entry};
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::{Incoming, created, json, no_content};
use crate::invitation;
use crate::parse::header::if_match_part;
use crate::parse::problem::{Code, field, problem};
use crate::parse::{body, id};
use crate::published::{self, Current, part_version, stale_part};

/// What is wanted of the team.
pub enum Wish<'p> {
    /// To see it.
    Team,
    /// To invite somebody.
    Invite,
    /// To change a member.
    Change(&'p str),
    /// To take a member off the team.
    Remove(&'p str),
    /// To make a new link for a member.
    Renew(&'p str),
}

/// Answers.
pub async fn answer(
    mut incoming: Incoming,
    bindings: &Bindings<'_>,
    caller: &Caller,
    wish: Wish<'_>,
) -> Result<Response, Failure> {
    match wish {
        Wish::Team => json(&team(bindings, &*published::newest_of(bindings).await?).await?),
        Wish::Invite => {
            let invite = body::invite(&incoming.json().await?)?;
            let (current, agent) = add(bindings, caller, &invite).await?;
            created(&invitation::make(bindings, &current, &incoming.base, &agent, caller.who()).await?)
        }
        Wish::Change(member) => {
            let expected = if_match_part(incoming.header("if-match").as_deref())?;
            let about = body::member(&incoming.json().await?)?;
            let current =
                published::change(bindings, |before| changed(before, caller, member, &about, expected.as_ref()))
                    .await?;
            json(&team(bindings, &current).await?)
        }
        Wish::Remove(member) => {
            let expected = match incoming.header("if-match") {
                Some(text) => if_match_part(Some(&text))?,
                None => None,
            };
            let current =
                published::change(bindings, |before| removed(before, caller, member, expected.as_ref())).await?;
            session::end_all_of(bindings, current.workspace(), member).await?;
            no_content()
        }
        Wish::Renew(member) => {
            let current = published::newest_of(bindings).await?;
            let agent = member_of(&current, id::id("id", member)?).ok_or_else(nobody)?;
            let invited = invitation::make(bindings, &current, &incoming.base, agent, caller.who()).await?;
            let entry = Entry::new(caller.who(), AuditAction::InvitationRenewed, member);
            audit::record(bindings, current.workspace(), &entry).await;
            created(&invited)
        }
    }
}

/// The team with what is known of each beside the workspace.
async fn team(bindings: &Bindings<'_>, current: &Current) -> Result<Team, Failure> {
    #[derive(Deserialize)]
    struct Seen {
        agent: String,
        at: u64,
    }
    let invited = invitation::waiting(bindings, current.workspace()).await?;
    let select = "SELECT agent, at FROM seen WHERE workspace = ?1";
    let seen = bindings.need_database()?.prepare(select).bind(&[current.workspace().into()])?.all().await?;
    let seen: Vec<Seen> = seen.results()?;
    let agents = &current.published.workspace.team;
    let members = agents.iter().map(|agent| MemberRow {
        id: agent.id.clone(),
        about: MemberAbout {
            name: agent.name.clone(),
            email: agent.email.clone(),
            role: agent.role,
            languages: agent.languages.clone(),
            skills: agent.skills.clone(),
            capacity: agent.capacity,
            picture: agent.picture.clone(),
        },
        invited: invited.iter().find(|(id, _)| *id == agent.id).map(|(_, invitation)| *invitation),
        last_seen: seen.iter().find(|seen| seen.agent == agent.id).map(|seen| Timestamp(seen.at)),
    });
    Ok(Team { version: part_version(agents)?, members: members.collect() })
}

/// Adds somebody to the team. Whatever was left of a member of this id lets nobody in.
async fn add(
    bindings: &Bindings<'_>,
    caller: &Caller,
    invite: &Invite,
) -> Result<(std::rc::Rc<Current>, Agent), Failure> {
    let newest = published::newest_of(bindings).await?;
    let id = new_id(&newest.published.workspace, invite)?;
    session::end_all_of(bindings, newest.workspace(), &id).await?;
    let agent = agent_of(&id, &invite.about);
    let current = published::change(bindings, |before| {
        if before.team.iter().any(|other| other.id == id) {
            return Err(taken(&id));
        }
        let mut after = before.clone();
        after.team.push(agent.clone());
        let changes = audit::changes(&serde_json::Value::Null, &serde_json::to_value(&agent)?);
        Ok((after, Entry { changes, ..Entry::new(caller.who(), AuditAction::MemberInvited, &id) }))
    });
    Ok((current.await?, agent))
}

fn changed(
    before: &Workspace,
    caller: &Caller,
    id: &str,
    about: &MemberAbout,
    expected: Option<&String>,
) -> Result<(Workspace, Entry), Failure> {
    is_expected(before, expected)?;
    let mut after = before.clone();
    let agent = after.team.iter_mut().find(|agent| agent.id == id).ok_or_else(nobody)?;
    if agent.role != about.role && is_self(caller, id) {
        let detail = "nobody changes their own role; ask another owner";
        return Err(field(problem(Code::Forbidden, detail), "role").into());
    }
    let was = std::mem::replace(agent, agent_of(id, about));
    let changes = audit::changes(&serde_json::to_value(was)?, &serde_json::to_value(&*agent)?);
    keeps_an_owner(before, &after)?;
    Ok((after, Entry { changes, ..Entry::new(caller.who(), AuditAction::MemberChanged, id) }))
}

fn removed(
    before: &Workspace,
    caller: &Caller,
    id: &str,
    expected: Option<&String>,
) -> Result<(Workspace, Entry), Failure> {
    is_expected(before, expected)?;
    let mut after = before.clone();
    after.team.retain(|agent| agent.id != id);
    if after.team.len() == before.team.len() {
        return Err(nobody());
    }
    keeps_an_owner(before, &after)?;
    if is_self(caller, id) {
        return Err(problem(Code::Forbidden, "nobody removes themselves; ask another owner").into());
    }
    Ok((after, Entry::new(caller.who(), AuditAction::MemberRemoved, id)))
}

fn is_expected(before: &Workspace, expected: Option<&String>) -> Result<(), Failure> {
    let version = part_version(&before.team)?;
    if expected.is_none_or(|expected| *expected == version) { Ok(()) } else { Err(stale_part("the team")) }
}

/// A deployment that nobody owns could invite nobody. One that had no owner before is not made worse.
fn keeps_an_owner(before: &Workspace, after: &Workspace) -> Result<(), Failure> {
    let owned = |workspace: &Workspace| workspace.team.iter().any(|agent| agent.role == Role::Owner);
    if owned(before) && !owned(after) {
        return Err(problem(Code::Conflict, "this is the last owner; make somebody else one first").into());
    }
    Ok(())
}

fn is_self(caller: &Caller, id: &str) -> bool {
    matches!(caller, Caller::Member(member) if member.agent.id == id)
}

fn agent_of(id: &str, about: &MemberAbout) -> Agent {
    Agent {
        id: id.to_owned(),
        name: about.name.clone(),
        languages: about.languages.clone(),
        skills: about.skills.clone(),
        role: about.role,
        capacity: about.capacity,
        email: about.email.clone(),
        picture: about.picture.clone(),
    }
}

/// The id that was asked for, else one made of the name or the address.
fn new_id(workspace: &Workspace, invite: &Invite) -> Result<String, Failure> {
    let is_taken = |id: &str| workspace.team.iter().any(|agent| agent.id == id);
    if let Some(id) = &invite.id {
        return if is_taken(id) { Err(taken(id)) } else { Ok(id.clone()) };
    }
    let of_address = || invite.about.email.as_deref().and_then(|email| email.split('@').next()).and_then(word);
    let base = word(&invite.about.name).or_else(of_address).unwrap_or_else(|| "member".to_owned());
    let mut numbered = (2..).map(|number| format!("{base}-{number}"));
    Ok(if is_taken(&base) { numbered.find(|id| !is_taken(id)).unwrap_or_default() } else { base })
}

/// A text as a word of lower-case letters, digits and hyphens; none where nothing is left of it, or not enough to be
/// told by.
fn word(text: &str) -> Option<String> {
    if !text.is_ascii() {
        return None;
    }
    let plain = text.to_ascii_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    let word: String = parts.join("-").chars().take(40).collect();
    let word = word.trim_end_matches('-');
    (!word.is_empty()).then(|| word.to_owned())
}

fn taken(id: &str) -> Failure {
    field(problem(Code::Conflict, format!("somebody has the id {id}; choose another")), "id").into()
}

fn nobody() -> Failure {
    problem(Code::NotFound, "nobody in the team has this id").into()
}
