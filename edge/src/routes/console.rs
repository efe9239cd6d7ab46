//! What the console asks. Who asks, and that they may, is known before (`access`).

use baton_shared::conversation::{AgentRef, Via};
use baton_shared::protocol::{AgentCommand, AuditAction, Me, QueueName};
use baton_shared::workspace::{Action, Agent, contrast_on, may};
use worker::{Response, Stub};

use super::customer::upgrade;
use super::file;
use crate::access::{Caller, key, session};
use crate::audit::{self, Entry};
use crate::binding::Bindings;
use crate::conversation::conversation_of;
use crate::failure::Failure;
use crate::http::{CustomerWish, EndpointWish, Incoming, created, json, no_content};
use crate::internal::{AskConversation, AskDesk, forward};
use crate::parse::problem::{Code, problem};
use crate::parse::{body, id};
use crate::published::{self, Current};
use crate::{endpoint, line, listing, record, trial};

/// What the console wants.
pub enum Wish<'p> {
    /// To know who is signed in.
    Me,
    /// The inbox.
    Inbox,
    /// A conversation's log.
    Events(&'p str),
    /// To do something in a conversation.
    Command(&'p str),
    /// To upload a file.
    Upload(&'p str),
    /// A file that was sent in a conversation.
    File(&'p str, &'p str),
    /// A ticket for a conversation's socket.
    Ticket(&'p str),
    /// A ticket for the desk's socket.
    DeskTicket,
    /// The delivery log.
    Deliveries,
    /// Something of a customer's record.
    Customer(&'p str, CustomerWish),
    /// What is known of a webhook.
    Delivery(&'p str),
    /// To send a webhook that has not arrived again.
    Replay(&'p str),
    /// Their sessions, or another's.
    Sessions,
    /// To end a session.
    EndSession(&'p str),
    /// The API keys.
    Keys,
    /// To make one.
    MakeKey,
    /// To void one.
    RevokeKey(&'p str),
    /// Where webhooks go.
    Endpoints,
    /// To change one of them.
    Endpoint(&'p str, EndpointWish),
}

/// Answers the console.
pub async fn answer(
    mut incoming: Incoming,
    bindings: &Bindings<'_>,
    caller: &Caller,
    wish: Wish<'_>,
) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    let member = caller.member()?;
    match wish {
        Wish::Me => json(&me(&member.agent, &current)),
        Wish::Inbox => {
            let before = id::before(incoming.query("before").as_deref())?;
            let status = incoming.query("status");
            json(&listing::inbox(bindings, current.workspace(), status.as_deref(), before).await?)
        }
        Wish::Events(conversation) => {
            let after = id::after(incoming.query("after").as_deref())?;
            let object = bindings.conversation(current.workspace(), id::conversation_id(conversation)?)?;
            forward(&object, &AskConversation::StaffEvents { after }).await
        }
        Wish::Command(conversation) => {
            let command = body::agent_command(&incoming.json().await?)?;
            carry_out(bindings, caller, conversation, (member.named(), Via::Console, command)).await
        }
        Wish::Upload(conversation) => {
            let object = bindings.conversation(current.workspace(), id::conversation_id(conversation)?)?;
            let reserve = AskConversation::ReserveForAgent { agent: member.named() };
            let place = (current.workspace(), conversation);
            let answer = file::upload(incoming, bindings, place, &object, &reserve).await?;
            let entry = Entry::in_conversation(caller.who(), conversation, "upload");
            audit::record(bindings, current.workspace(), &entry).await;
            Ok(answer)
        }
        Wish::File(conversation, file) => {
            let object = bindings.conversation(current.workspace(), id::conversation_id(conversation)?)?;
            let who = AskConversation::File { token_hash: None, id: id::file_id(file)?.to_owned() };
            let inline = incoming.query("inline").is_some_and(|inline| inline == "1");
            file::download(bindings, (current.workspace(), conversation), &object, &who, inline).await
        }
        Wish::Ticket(conversation) => {
            let object = bindings.conversation(current.workspace(), id::conversation_id(conversation)?)?;
            forward(&object, &AskConversation::StaffTicket { agent: member.agent.id.clone() }).await
        }
        Wish::DeskTicket => {
            forward(&bindings.desk(current.workspace())?, &AskDesk::Ticket { agent: member.agent.id.clone() }).await
        }
        Wish::Deliveries => json(&listing::deliveries(bindings, current.workspace(), None).await?),
        Wish::Replay(delivery) => replay(bindings, caller, delivery).await,
        Wish::Sessions => {
            let asked = incoming.query("agent").unwrap_or_else(|| member.agent.id.clone());
            session::may_end(caller, member, &asked)?;
            json(&session::list(bindings, current.workspace(), id::id("agent", &asked)?, member).await?)
        }
        Wish::Customer(customer, wish) => customers(bindings, &current, caller, customer, wish).await,
        Wish::Delivery(delivery) if line::is_one(delivery) => json(&line::detail(bindings, &current, delivery).await?),
        Wish::Delivery(delivery) => {
            let ask = AskConversation::Delivery { id: delivery.to_owned() };
            forward(&sender(bindings, &current, delivery)?, &ask).await
        }
        Wish::Endpoints => json(&endpoint::list(bindings, &current).await?),
        Wish::Endpoint(endpoint, wish) => {
            endpoints(incoming, bindings, &current, caller, (id::id("id", endpoint)?, wish)).await
        }
        Wish::EndSession(session) => {
            let owner = session::owner(bindings, current.workspace(), id::id("id", session)?).await?;
            session::may_end(caller, member, &owner)?;
            session::end(bindings, current.workspace(), (session, &owner), (caller.who(), AuditAction::SessionRevoked))
                .await?;
            no_content()
        }
        Wish::Keys => json(&key::list(bindings, current.workspace()).await?),
        Wish::MakeKey => {
            let request = body::key_request(&incoming.json().await?)?;
            created(&key::make(bindings, current.workspace(), &request, caller.who()).await?)
        }
        Wish::RevokeKey(key) => {
            key::revoke(bindings, current.workspace(), id::id("id", key)?, caller.who()).await?;
            no_content()
        }
    }
}

/// Does something in a conversation, for a member of the team or for somebody at a desk of the company's own.
pub async fn carry_out(
    bindings: &Bindings<'_>,
    caller: &Caller,
    conversation: &str,
    (agent, via, command): (AgentRef, Via, AgentCommand),
) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    let object = bindings.conversation(current.workspace(), id::conversation_id(conversation)?)?;
    if let AgentCommand::Erase {} = &command {
        caller.allow(Action::Erase)?;
    }
    let told = told(&command, caller.who(), conversation);
    forward(&object, &AskConversation::Agent { agent, via, command, told }).await
}

/// Something of a customer's record.
async fn customers(
    bindings: &Bindings<'_>,
    current: &Current,
    caller: &Caller,
    customer: &str,
    wish: CustomerWish,
) -> Result<Response, Failure> {
    let customer = id::subject_hash(customer)?;
    match wish {
        CustomerWish::Record => json(&record::record(bindings, current, customer).await?),
        CustomerWish::Export => json(&record::export(bindings, current, customer, caller.who()).await?),
        CustomerWish::Erase => json(&record::erase(bindings, current.workspace(), customer, caller.who()).await?),
    }
}

/// A change of an endpoint.
async fn endpoints(
    mut incoming: Incoming,
    bindings: &Bindings<'_>,
    current: &Current,
    caller: &Caller,
    (endpoint, wish): (&str, EndpointWish),
) -> Result<Response, Failure> {
    match wish {
        EndpointWish::Put => {
            let body = incoming.json().await?;
            match endpoint::change(bindings, current, endpoint, &body, caller.who()).await? {
                Some(made) => json(&made),
                None => json(&endpoint::list(bindings, &*published::current(bindings).await?).await?),
            }
        }
        EndpointWish::Delete => {
            endpoint::remove(bindings, current, endpoint, caller.who()).await?;
            no_content()
        }
        EndpointWish::Rotate => json(&endpoint::rotate(bindings, current, endpoint, caller.who()).await?),
        EndpointWish::Test => json(&trial::send(bindings, current, endpoint, caller.who()).await?),
    }
}

/// Sends a webhook that has not arrived again.
pub async fn replay(bindings: &Bindings<'_>, caller: &Caller, delivery: &str) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    let answer = if line::is_one(delivery) {
        line::again(bindings, &current, delivery).await?;
        no_content()?
    } else {
        let ask = AskConversation::ReplayDelivery { id: delivery.to_owned() };
        forward(&sender(bindings, &current, delivery)?, &ask).await?
    };
    if answer.status_code() < 300 {
        let entry = Entry::new(caller.who(), AuditAction::DeliveryReplayed, delivery);
        audit::record(bindings, current.workspace(), &entry).await;
    }
    Ok(answer)
}

/// The conversation that a delivery belongs to.
fn sender(bindings: &Bindings<'_>, current: &Current, delivery: &str) -> Result<Stub, Failure> {
    let unknown = || problem(Code::NotFound, "there is no delivery with this id");
    let conversation = conversation_of(delivery).ok_or_else(unknown)?;
    bindings.conversation(current.workspace(), id::conversation_id(conversation)?)
}

/// `GET …/socket` of a conversation.
pub async fn socket(incoming: Incoming, bindings: &Bindings<'_>, conversation: &str) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    let object = bindings.conversation(current.workspace(), id::conversation_id(conversation)?)?;
    upgrade(incoming, &object, "/staff").await
}

/// `GET /console/api/desk/socket`.
pub async fn desk_socket(incoming: Incoming, bindings: &Bindings<'_>) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    upgrade(incoming, &bindings.desk(current.workspace())?, "/desk").await
}

/// What the audit says of a command: its word, never what was written. Typing and reading are no writes.
fn told(command: &AgentCommand, who: String, conversation: &str) -> Option<Entry> {
    let word = match command {
        AgentCommand::Take {} => "take",
        AgentCommand::Reply { .. } => "reply",
        AgentCommand::Note { .. } => "note",
        AgentCommand::GiveBack {} => "give_back",
        AgentCommand::Transfer { .. } => "transfer",
        AgentCommand::Resolve { .. } => "resolve",
        AgentCommand::RevokeReplyLinks {} => "revoke_reply_links",
        AgentCommand::Erase {} => {
            return Some(Entry::new(who, AuditAction::ConversationErased, conversation));
        }
        AgentCommand::Typing {} | AgentCommand::Seen { .. } => return None,
    };
    Some(Entry::in_conversation(who, conversation, word))
}

fn me(agent: &Agent, current: &Current) -> Me {
    let workspace = &current.published.workspace;
    let accent = &workspace.brand.accent;
    let queues = workspace.queues.iter().map(|queue| QueueName { id: queue.id.clone(), name: queue.name.clone() });
    Me {
        id: agent.id.clone(),
        name: agent.name.clone(),
        role: agent.role.as_str().to_owned(),
        may: Action::ALL.into_iter().filter(|action| may(agent.role, *action)).collect(),
        languages: agent.languages.clone(),
        accent: accent.clone(),
        on_accent: contrast_on(accent).to_owned(),
        queues: queues.collect(),
        replies: workspace.replies.clone(),
    }
}
