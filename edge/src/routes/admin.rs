//! What the command line asks, with the deployment's own key.

use baton_shared::protocol::StaffEvents;
use serde::Serialize;
use worker::Response;

use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::{Incoming, MAX_WORKSPACE_BYTES, json, no_content};
use crate::internal::{AskConversation, Log, ask, forward};
use crate::parse::header::if_match;
use crate::parse::problem::{Code, field, problem};
use crate::parse::{body, header, id};
use crate::published::{self, Current};
use crate::token::identity::subject_hash;
use crate::token::same;
use crate::{endpoint, listing, record, sweep};

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
    /// To erase what was written in a conversation.
    Erase(&'p str),
}

#[derive(Serialize)]
struct Version {
    version: u64,
}

#[derive(Serialize)]
struct PublishedWorkspace<'w> {
    version: u64,
    workspace: &'w baton_shared::workspace::Workspace,
}

/// Answers the command line.
pub async fn answer(mut incoming: Incoming, bindings: &Bindings<'_>, wish: Wish<'_>) -> Result<Response, Failure> {
    authorise(&incoming, bindings)?;
    match wish {
        Wish::Publish => {
            let expected = if_match(incoming.header("if-match").as_deref())?;
            header::json(incoming.header("content-type").as_deref())?;
            let workspace = body::workspace(&incoming.body_of(MAX_WORKSPACE_BYTES).await?)?;
            json(&Version { version: published::publish(&bindings.need_database()?, &workspace, &expected).await? })
        }
        Wish::Workspace => {
            let current = published::current(bindings).await?;
            let (version, workspace) = (current.published.versions.workspace, &current.published.workspace);
            json(&PublishedWorkspace { version, workspace })
        }
        Wish::PutEndpoint(endpoint) => put_endpoint(incoming, bindings, endpoint).await,
        Wish::DeleteEndpoint(endpoint) => {
            let current = published::current(bindings).await?;
            endpoint::remove(bindings, &current, id::id("id", endpoint)?).await?;
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
            json(&record::export(bindings, current.workspace(), &customer).await?)
        }
        Wish::EraseCustomer => {
            let current = published::current(bindings).await?;
            let customer = named(&incoming, bindings, &current)?;
            json(&record::erase(bindings, current.workspace(), &customer).await?)
        }
        Wish::Erase(conversation) => {
            let current = published::current(bindings).await?;
            let object = bindings.conversation(current.workspace(), id::conversation_id(conversation)?)?;
            forward(&object, &AskConversation::Erase {}).await
        }
    }
}

/// Refuses whoever does not have the deployment's own key.
pub fn authorise(incoming: &Incoming, bindings: &Bindings<'_>) -> Result<(), Failure> {
    if same(incoming.bearer()?.as_bytes(), bindings.admin_key()?.as_bytes()) {
        return Ok(());
    }
    Err(problem(Code::Unauthorized, "this is not the deployment's BATON_ADMIN_KEY").into())
}

/// The customer whom `?subject=` names, by the company's own id for them.
fn named(incoming: &Incoming, bindings: &Bindings<'_>, current: &Current) -> Result<String, Failure> {
    let subject = incoming.query("subject").filter(|subject| !subject.is_empty());
    let missing = || field(problem(Code::Invalid, "name the customer by the sub of their identity"), "subject");
    Ok(subject_hash(bindings.session_key()?.as_bytes(), current.workspace(), &subject.ok_or_else(missing)?))
}

/// Sets where webhooks go. A new secret goes on beside the one before for a day.
async fn put_endpoint(mut incoming: Incoming, bindings: &Bindings<'_>, endpoint: &str) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    let parsed = body::endpoint(&incoming.json().await?, bindings.surroundings())?;
    let (database, id) = (bindings.need_database()?, id::id("id", endpoint)?);
    endpoint::set(&database, current.workspace(), id, &parsed.target.url, &parsed.kinds, &parsed.secret).await?;
    no_content()
}
