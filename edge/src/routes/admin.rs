//! What the command line asks with the deployment's own key, and programs with an API key.

use baton_shared::conversation::{AgentRef, Via};
use baton_shared::protocol::{AuditAction, DeskCommand, StaffEvents};
use baton_shared::workspace::{Action, Workspace};
use serde::Serialize;
use serde_json::Value;
use worker::Response;

use super::console;
use crate::access::Caller;
use crate::audit::{self, Entry};
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::{Incoming, json, no_content};
use crate::internal::{AskConversation, Log, ask, forward};
use crate::parse::header::{IfMatch, if_match};
use crate::parse::problem::{Code, field, problem};
use crate::parse::{body, header, id};
use crate::published::{self, Current};
use crate::token::identity::subject_hash;
use crate::token::mac;
use crate::{endpoint, listing, model, platform, record, sweep};

/// What the command line wants.
pub enum Wish<'p> {
    /// To publish a workspace.
    Publish,
    /// The published workspace.
    Workspace,
    /// To set an endpoint.
    PutEndpoint(&'p str),
    /// To take one away.
    DeleteEndpoint(&'p str),
    /// The inbox.
    Inbox,
    /// A conversation's full log.
    Log(&'p str),
    /// The delivery log.
    Deliveries,
    /// To find and mend what no projection holds.
    Sweep,
    /// Everything that is kept of the customer that the query names.
    ExportCustomer,
    /// To erase everything of the customer that the query names.
    EraseCustomer,
    /// To do something in a conversation, from a desk of the company's own.
    Command(&'p str),
    /// To erase what was written in a conversation.
    Erase(&'p str),
}

#[derive(Serialize)]
struct Version {
    version: u64,
    /// The model that came along; absent where none did, or none can be kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
}

#[derive(Serialize)]
struct PublishedWorkspace<'w> {
    version: u64,
    workspace: &'w Workspace,
    /// The model that guides the search, by its name; absent where none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'w str>,
}

/// Answers the command line, and programs with an API key.
pub async fn answer(
    mut incoming: Incoming,
    bindings: &Bindings<'_>,
    caller: &Caller,
    wish: Wish<'_>,
) -> Result<Response, Failure> {
    match wish {
        Wish::Publish => {
            let expected = if_match(incoming.header("if-match").as_deref())?;
            header::json(incoming.header("content-type").as_deref())?;
            let (workspace, learnt) = body::publication(&incoming.body_of(body::MAX_PUBLICATION_BYTES).await?)?;
            let model = match learnt {
                Some(bytes) => model::keep(bindings, bytes).await?,
                None => None,
            };
            let version = publish(bindings, caller, (&workspace, model.as_deref()), &expected).await?;
            json(&Version { version, model })
        }
        Wish::Workspace => {
            let current = published::current(bindings).await?;
            let (version, workspace) = (current.published.versions.workspace, &current.published.workspace);
            let model = current.parts.get(model::PART).filter(|_| current.published.model.is_some());
            json(&PublishedWorkspace { version, workspace, model: model.map(String::as_str) })
        }
        Wish::PutEndpoint(endpoint) => put_endpoint(incoming, bindings, caller, endpoint).await,
        Wish::DeleteEndpoint(endpoint) => {
            let current = published::current(bindings).await?;
            endpoint::remove(bindings, &current, id::id("id", endpoint)?, caller.who()).await?;
            no_content()
        }
        Wish::Inbox => {
            let current = published::current(bindings).await?;
            let before = id::before(incoming.query("before").as_deref())?;
            let status = incoming.query("status");
            json(&listing::inbox(bindings, current.workspace(), status.as_deref(), before).await?)
        }
        Wish::Log(conversation) => {
            let current = published::current(bindings).await?;
            let object = bindings.conversation(current.workspace(), id::conversation_id(conversation)?)?;
            let StaffEvents { events } = ask(&object, &AskConversation::StaffEvents { after: 0 }).await?;
            json(&Log { events })
        }
        Wish::Deliveries => {
            let current = published::current(bindings).await?;
            let conversation = incoming.query("conversation");
            let conversation = conversation.as_deref().map(id::conversation_id).transpose()?;
            json(&listing::deliveries(bindings, current.workspace(), conversation).await?)
        }
        Wish::Sweep => json(&sweep::sweep(bindings).await?),
        Wish::ExportCustomer => {
            let current = published::current(bindings).await?;
            let customer = named(&incoming, bindings, &current)?;
            json(&record::export(bindings, &current, &customer, caller.who()).await?)
        }
        Wish::EraseCustomer => {
            let current = published::current(bindings).await?;
            let customer = named(&incoming, bindings, &current)?;
            json(&record::erase(bindings, current.workspace(), &customer, caller.who()).await?)
        }
        Wish::Command(conversation) => {
            let DeskCommand { author, command } = body::desk_command(&incoming.json().await?)?;
            let agent = at_desk(bindings, author)?;
            console::carry_out(bindings, caller, conversation, (agent, Via::Api, command)).await
        }
        Wish::Erase(conversation) => {
            let current = published::current(bindings).await?;
            let object = bindings.conversation(current.workspace(), id::conversation_id(conversation)?)?;
            let told = Some(Entry::new(caller.who(), AuditAction::ConversationErased, conversation));
            forward(&object, &AskConversation::Erase { told }).await
        }
    }
}

/// Somebody at a desk of the company's own: a name that they give, with an id that is no member's. It is the same with
/// every key, so that a key may be replaced while they have a conversation.
fn at_desk(bindings: &Bindings<'_>, author: String) -> Result<AgentRef, Failure> {
    let digest = mac(bindings.session_key()?.as_bytes(), "desk-author", author.as_bytes());
    let id: String = platform::hex(&digest).chars().take(16).collect();
    Ok(AgentRef { id: format!("desk-{id}"), name: author })
}

/// Publishes a whole workspace. The team in it is changed by the deployment's key alone: an API key never manages people.
async fn publish(
    bindings: &Bindings<'_>,
    caller: &Caller,
    (workspace, model): (&Workspace, Option<&str>),
    expected: &IfMatch,
) -> Result<u64, Failure> {
    let current = match published::newest_of(bindings).await {
        Ok(current) => Some(current),
        Err(Failure::Problem(told)) if told.code == Code::NotPublished.as_str() => None,
        Err(failure) => return Err(failure),
    };
    let before = current.as_ref().map(|current| &current.published.workspace);
    if before.map(|before| &before.team) != Some(&workspace.team) && caller.allow(Action::ManageTeam).is_err() {
        let detail = "an API key does not change the team; send it as it is published, or use BATON_ADMIN_KEY";
        return Err(field(problem(Code::Forbidden, detail), "team").into());
    }
    let value =
        |workspace: Option<&Workspace>| Ok::<_, Failure>(workspace.map_or(Ok(Value::Null), serde_json::to_value)?);
    // Of the first workspace, all of it would be the change.
    let changes = if before.is_some() { audit::changes(&value(before)?, &value(Some(workspace))?) } else { Vec::new() };
    let entry = Entry { changes, ..Entry::new(caller.who(), AuditAction::WorkspacePublished, &workspace.id) };
    published::publish(&bindings.need_database()?, workspace, model, expected, &entry).await
}

/// The customer whom `?subject=` names, by the company's own id for them.
fn named(incoming: &Incoming, bindings: &Bindings<'_>, current: &Current) -> Result<String, Failure> {
    let subject = incoming.query("subject").filter(|subject| !subject.is_empty());
    let missing = || field(problem(Code::Invalid, "name the customer by the sub of their identity"), "subject");
    Ok(subject_hash(bindings.session_key()?.as_bytes(), current.workspace(), &subject.ok_or_else(missing)?))
}

/// Sets where webhooks go. A new secret goes on beside the one before for a day.
async fn put_endpoint(
    mut incoming: Incoming,
    bindings: &Bindings<'_>,
    caller: &Caller,
    endpoint: &str,
) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    let parsed = body::endpoint(&incoming.json().await?, bindings.surroundings())?;
    let (database, id) = (bindings.need_database()?, id::id("id", endpoint)?);
    let entry = Entry::new(caller.who(), AuditAction::EndpointChanged, id);
    let set = endpoint::Set { id, url: &parsed.target.url, kinds: &parsed.kinds, secret: &parsed.secret };
    endpoint::set(&database, &current, &set, entry).await?;
    no_content()
}
