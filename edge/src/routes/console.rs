//! What the console asks. Who asks is known by the session's cookie; what they may do is decided in one place,
//! `shared::workspace::may`.

use baton_shared::conversation::AgentRef;
use baton_shared::protocol::{AgentCommand, Me};
use baton_shared::text::Language;
use baton_shared::workspace::{Action, Agent, contrast_on, may};
use worker::{Response, Stub};

use super::customer::upgrade;
use super::file;
use crate::binding::Bindings;
use crate::conversation::conversation_of;
use crate::failure::Failure;
use crate::http::{CustomerWish, EndpointWish, Incoming, json, no_content, page, see_other};
use crate::internal::{AskConversation, AskDesk, forward};
use crate::page::sign_in::{Refused, SignInSite, ask as ask_page, refused};
use crate::parse::problem::{self, Code, problem};
use crate::parse::{body, form, header, id};
use crate::platform;
use crate::published::{self, Current, number};
use crate::token::session::{
    SessionError, clear_cookie, cookie, from_cookies, read_session, read_sign_in, session_token,
};
use crate::webhook::target::Surroundings;
use crate::{endpoint, listing, record};

/// Bytes of a sign-in form.
const MAX_FORM_BYTES: usize = 8 * 1024;

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
    /// To send a dead webhook again.
    Replay(&'p str),
    /// Where webhooks go.
    Endpoints,
    /// To change one of them.
    Endpoint(&'p str, EndpointWish),
}

/// Answers the console.
pub async fn answer(mut incoming: Incoming, bindings: &Bindings<'_>, wish: Wish<'_>) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    let agent = signed_in(&incoming, bindings, &current)?;
    if incoming.method() != "GET" {
        from_own_page(&incoming)?;
    }
    match wish {
        Wish::Me => json(&me(agent, &current)),
        Wish::Inbox => {
            allow(agent, Action::ReadConversations)?;
            let before = id::before(incoming.query("before").as_deref())?;
            let status = incoming.query("status");
            json(&listing::inbox(bindings, current.workspace(), status.as_deref(), before).await?)
        }
        Wish::Events(conversation) => {
            allow(agent, Action::ReadConversations)?;
            let after = id::after(incoming.query("after").as_deref())?;
            let object = bindings.conversation(current.workspace(), id::conversation_id(conversation)?)?;
            forward(&object, &AskConversation::StaffEvents { after }).await
        }
        Wish::Command(conversation) => {
            let object = bindings.conversation(current.workspace(), id::conversation_id(conversation)?)?;
            let command = body::agent_command(&incoming.json().await?)?;
            allow(agent, needed(&command))?;
            forward(&object, &AskConversation::Agent { agent: named(agent), command }).await
        }
        Wish::Upload(conversation) => {
            allow(agent, Action::WriteConversations)?;
            let object = bindings.conversation(current.workspace(), id::conversation_id(conversation)?)?;
            let reserve = AskConversation::ReserveForAgent { agent: named(agent) };
            file::upload(incoming, bindings, (current.workspace(), conversation), &object, &reserve).await
        }
        Wish::File(conversation, file) => {
            allow(agent, Action::ReadConversations)?;
            let object = bindings.conversation(current.workspace(), id::conversation_id(conversation)?)?;
            let who = AskConversation::File { token_hash: None, id: id::file_id(file)?.to_owned() };
            let inline = incoming.query("inline").is_some_and(|inline| inline == "1");
            file::download(bindings, (current.workspace(), conversation), &object, &who, inline).await
        }
        Wish::Ticket(conversation) => {
            allow(agent, Action::ReadConversations)?;
            let object = bindings.conversation(current.workspace(), id::conversation_id(conversation)?)?;
            forward(&object, &AskConversation::StaffTicket { agent: agent.id.clone() }).await
        }
        Wish::DeskTicket => {
            allow(agent, Action::ReadConversations)?;
            forward(&bindings.desk(current.workspace())?, &AskDesk::Ticket { agent: agent.id.clone() }).await
        }
        Wish::Deliveries => {
            allow(agent, Action::ReadDeliveries)?;
            json(&listing::deliveries(bindings, current.workspace(), None).await?)
        }
        Wish::Customer(customer, wish) => customers(bindings, &current, agent, customer, wish).await,
        Wish::Delivery(delivery) => {
            allow(agent, Action::ReadDeliveries)?;
            let ask = AskConversation::Delivery { id: delivery.to_owned() };
            forward(&sender(bindings, &current, delivery)?, &ask).await
        }
        Wish::Replay(delivery) => {
            allow(agent, Action::ReplayDeliveries)?;
            let ask = AskConversation::ReplayDelivery { id: delivery.to_owned() };
            forward(&sender(bindings, &current, delivery)?, &ask).await
        }
        Wish::Endpoints => {
            allow(agent, Action::ReadEndpoints)?;
            json(&endpoint::list(bindings, &current).await?)
        }
        Wish::Endpoint(endpoint, wish) => {
            allow(agent, Action::ManageEndpoints)?;
            endpoints(incoming, bindings, &current, id::id("id", endpoint)?, wish).await
        }
    }
}

/// Something of a customer's record.
async fn customers(
    bindings: &Bindings<'_>,
    current: &Current,
    agent: &Agent,
    customer: &str,
    wish: CustomerWish,
) -> Result<Response, Failure> {
    let needed = match wish {
        CustomerWish::Record => Action::ReadCustomers,
        CustomerWish::Export | CustomerWish::Erase => Action::ManageCustomers,
    };
    allow(agent, needed)?;
    let (workspace, customer) = (current.workspace(), id::subject_hash(customer)?);
    match wish {
        CustomerWish::Record => json(&record::record(bindings, workspace, customer).await?),
        CustomerWish::Export => json(&record::export(bindings, workspace, customer).await?),
        CustomerWish::Erase => json(&record::erase(bindings, workspace, customer).await?),
    }
}

/// A change of an endpoint.
async fn endpoints(
    mut incoming: Incoming,
    bindings: &Bindings<'_>,
    current: &Current,
    endpoint: &str,
    wish: EndpointWish,
) -> Result<Response, Failure> {
    match wish {
        EndpointWish::Put => {
            let body = incoming.json().await?;
            match endpoint::change(bindings, current, endpoint, &body).await? {
                Some(made) => json(&made),
                None => json(&endpoint::list(bindings, &*published::current(bindings).await?).await?),
            }
        }
        EndpointWish::Delete => {
            endpoint::remove(bindings, current, endpoint).await?;
            no_content()
        }
        EndpointWish::Rotate => json(&endpoint::rotate(bindings, current, endpoint).await?),
        EndpointWish::Test => json(&endpoint::test(bindings, current, endpoint).await?),
    }
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
    allow(signed_in(&incoming, bindings, &current)?, Action::ReadConversations)?;
    let object = bindings.conversation(current.workspace(), id::conversation_id(conversation)?)?;
    upgrade(incoming, &object, "/staff").await
}

/// `GET /console/api/desk/socket`.
pub async fn desk_socket(incoming: Incoming, bindings: &Bindings<'_>) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    allow(signed_in(&incoming, bindings, &current)?, Action::ReadConversations)?;
    upgrade(incoming, &bindings.desk(current.workspace())?, "/desk").await
}

/// `GET /console/sign-in?token=T`: asks before it signs in, so that a link preview does not use the link up.
pub async fn sign_in_page(incoming: &Incoming, bindings: &Bindings<'_>) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    let site = site(incoming, &current);
    let token = incoming.query("token").unwrap_or_default();
    let read = read_sign_in(&token, bindings.session_key()?.as_bytes(), platform::now().0 / 1000);
    page(match read {
        Ok(sign_in) => match member(&current, &sign_in.agent) {
            Some(agent) => ask_page(&site, &agent.name, &token),
            None => refused(&site, Refused::NoLongerThere),
        },
        Err(SessionError::Expired) => refused(&site, Refused::Expired),
        Err(_) => refused(&site, Refused::Invalid),
    })
}

/// `POST /console/sign-in`: uses the link up and sets the session.
pub async fn sign_in(mut incoming: Incoming, bindings: &Bindings<'_>) -> Result<Response, Failure> {
    from_own_page(&incoming)?;
    let current = published::current(bindings).await?;
    let body = incoming.body_of(MAX_FORM_BYTES).await?;
    let token = form::sign_in(incoming.header("content-type").as_deref(), &body)?;
    let site = site(&incoming, &current);
    let (key, now_s) = (bindings.session_key()?, platform::now().0 / 1000);
    let sign_in = match read_sign_in(&token, key.as_bytes(), now_s) {
        Ok(sign_in) => sign_in,
        Err(SessionError::Expired) => return page(refused(&site, Refused::Expired)),
        Err(_) => return page(refused(&site, Refused::Invalid)),
    };
    if member(&current, &sign_in.agent).is_none() {
        return page(refused(&site, Refused::NoLongerThere));
    }
    if !use_link(bindings, &sign_in.jti, sign_in.exp_s, now_s).await? {
        return page(refused(&site, Refused::Used));
    }
    let session = session_token(&sign_in.agent, &platform::random_hex(16)?, now_s, key.as_bytes());
    let session = session.map_err(|_| worker::Error::from("a session could not be made"))?;
    see_other("/console/", &cookie(&session, secure(bindings)))
}

/// `POST /console/sign-out`.
pub fn sign_out(incoming: &Incoming, bindings: &Bindings<'_>) -> Result<Response, Failure> {
    from_own_page(incoming)?;
    see_other("/console/", &clear_cookie(secure(bindings)))
}

/// Refuses what another site's page sends: the cookie alone must not let it write, and nobody is to be signed in or
/// out by it. A browser always names the origin of a POST.
fn from_own_page(incoming: &Incoming) -> Result<(), Failure> {
    let origin = incoming.header("origin");
    if origin.is_none_or(|origin| header::origin_allowed(&origin, &[], &incoming.own_origins)) {
        return Ok(());
    }
    Err(problem(Code::ForbiddenOrigin, "the console answers its own pages alone").into())
}

fn secure(bindings: &Bindings<'_>) -> bool {
    bindings.surroundings() == Surroundings::Production
}

async fn use_link(bindings: &Bindings<'_>, jti: &str, expires_s: u64, now_s: u64) -> Result<bool, Failure> {
    let database = bindings.need_database()?;
    database.prepare("DELETE FROM used_link WHERE expires < ?1").bind(&[number(now_s)])?.run().await?;
    let insert = "INSERT OR IGNORE INTO used_link (jti, expires) VALUES (?1, ?2)";
    let result = database.prepare(insert).bind(&[jti.into(), number(expires_s)])?.run().await?;
    Ok(result.meta()?.and_then(|meta| meta.changes) == Some(1))
}

fn signed_in<'c>(incoming: &Incoming, bindings: &Bindings<'_>, current: &'c Current) -> Result<&'c Agent, Failure> {
    let cookies = incoming.header("cookie").unwrap_or_default();
    let key = bindings.session_key()?;
    let session = from_cookies(&cookies)
        .ok_or(SessionError::Missing)
        .and_then(|token| read_session(token, key.as_bytes(), platform::now().0 / 1000));
    let session = session.map_err(|error| problem::session(&error))?;
    let gone = || problem(Code::SignedOut, "your account is no longer in the team; ask the owner");
    Ok(member(current, &session.agent).ok_or_else(gone)?)
}

fn member<'c>(current: &'c Current, id: &str) -> Option<&'c Agent> {
    current.published.workspace.team.iter().find(|agent| agent.id == id)
}

fn allow(agent: &Agent, action: Action) -> Result<(), Failure> {
    if may(agent.role, action) {
        return Ok(());
    }
    let detail = format!("the role {} does not include this; ask the owner", agent.role.as_str());
    Err(problem(Code::Forbidden, detail).into())
}

fn needed(command: &AgentCommand) -> Action {
    match command {
        AgentCommand::Take {}
        | AgentCommand::Reply { .. }
        | AgentCommand::Note { .. }
        | AgentCommand::GiveBack {}
        | AgentCommand::Transfer { .. }
        | AgentCommand::Resolve { .. }
        | AgentCommand::RevokeReplyLinks {}
        | AgentCommand::Typing {}
        | AgentCommand::Seen { .. } => Action::WriteConversations,
        AgentCommand::Erase {} => Action::Erase,
    }
}

fn named(agent: &Agent) -> AgentRef {
    AgentRef { id: agent.id.clone(), name: agent.name.clone() }
}

fn me(agent: &Agent, current: &Current) -> Me {
    let accent = &current.published.workspace.brand.accent;
    Me {
        id: agent.id.clone(),
        name: agent.name.clone(),
        role: agent.role.as_str().to_owned(),
        languages: agent.languages.clone(),
        accent: accent.clone(),
        on_accent: contrast_on(accent).to_owned(),
    }
}

fn site<'c>(incoming: &Incoming, current: &'c Current) -> SignInSite<'c> {
    let workspace = &current.published.workspace;
    let wanted = incoming.header("accept-language").unwrap_or_default();
    let language: Language = wanted.split([',', ';']).next().and_then(|first| first.parse().ok()).unwrap_or_default();
    SignInSite { company: workspace.text(&workspace.brand.name, language), language }
}
