//! What the widget asks. Who asks is known by the conversation's token; which pages may ask, by their origin.

use baton_shared::conversation::{Channel, Identity, Page};
use baton_shared::notice::{Facts, for_visitor};
use baton_shared::protocol::{NoticesRequest, OpenRequest, Problem, PublicNotice, VisitorNotices};
use baton_shared::workspace::Workspace;
use worker::wasm_bindgen::JsValue;
use worker::{Response, Stub};

use super::file;
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::{Incoming, allow_origin, json, preflight as preflight_answer, problem_response};
use crate::internal::{AskConversation, OpenConversation, forward};
use crate::listing;
use crate::parse::problem::{self, Code, problem, rate_limited};
use crate::parse::{body, header, id};
use crate::platform;
use crate::published::{self, Current, number};
use crate::token::identity::{Keys, verify};
use crate::token::{mac, sha256_hex};

/// What a customer's request is about.
pub enum Wish<'p> {
    /// To open a conversation.
    Open,
    /// To do something in one.
    Command(&'p str),
    /// To be brought up to date.
    Events(&'p str),
    /// To be known.
    Identify(&'p str),
    /// A ticket for a socket.
    Ticket(&'p str),
    /// To know what came since, in a few words.
    Unread(&'p str),
    /// To find their own conversations again.
    Mine,
    /// To go on with one of them.
    Resume(&'p str),
    /// To upload a file.
    Upload(&'p str),
    /// To have a file back.
    File(&'p str, &'p str),
    /// To be told the notices that need a verified identity.
    Notices,
}

/// Answers a customer's request, also its problems, so that the page may read them.
pub async fn answer(incoming: Incoming, bindings: &Bindings<'_>, wish: Wish<'_>) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    let origin = allowed(&incoming, &current)?;
    let answered = carry_out(incoming, bindings, &current, wish).await;
    let response = answered.or_else(|failure| problem_response(&failure.into_problem()))?;
    allow_origin(response, origin.as_deref())
}

/// A refusal from before any route. A page that may ask a customer's address may read it too.
pub async fn refuse(incoming: &Incoming, bindings: &Bindings<'_>, problem: &Problem) -> Result<Response, Failure> {
    let response = problem_response(problem)?;
    if !incoming.path.starts_with("/v1/") {
        return Ok(response);
    }
    let current = published::current(bindings).await.ok();
    let origin = current.and_then(|current| allowed(incoming, &current).ok().flatten());
    allow_origin(response, origin.as_deref())
}

/// The answer to a browser that asks whether it may ask.
pub async fn preflight(incoming: &Incoming, bindings: &Bindings<'_>) -> Result<Response, Failure> {
    if incoming.path.starts_with("/published/") {
        return preflight_answer("*");
    }
    let current = published::current(bindings).await?;
    preflight_answer(&allowed(incoming, &current)?.unwrap_or_else(|| incoming.origin().to_owned()))
}

/// The origin of the page that asks, which must be one of the company's. No origin: it is not a page that asks.
fn allowed(incoming: &Incoming, current: &Current) -> Result<Option<String>, Failure> {
    let Some(origin) = incoming.header("origin") else { return Ok(None) };
    if header::origin_allowed(&origin, &current.published.workspace.allowed_origins, &incoming.own_origins) {
        return Ok(Some(origin));
    }
    let detail = "this page's origin is not among the workspace's allowed_origins; add it there and publish";
    Err(problem(Code::ForbiddenOrigin, detail).into())
}

async fn carry_out(
    mut incoming: Incoming,
    bindings: &Bindings<'_>,
    current: &Current,
    wish: Wish<'_>,
) -> Result<Response, Failure> {
    match wish {
        Wish::Open => open(incoming, bindings, current).await,
        Wish::Command(id) => {
            let (object, token_hash) = addressed(&incoming, bindings, current, id)?;
            let command = body::customer_command(&incoming.json().await?)?;
            forward(&object, &AskConversation::Customer { token_hash, command }).await
        }
        Wish::Events(id) => {
            let (object, token_hash) = addressed(&incoming, bindings, current, id)?;
            let after = id::after(incoming.query("after").as_deref())?;
            forward(&object, &AskConversation::CustomerEvents { token_hash, after }).await
        }
        Wish::Identify(id) => {
            let (object, token_hash) = addressed(&incoming, bindings, current, id)?;
            let request = body::identity_request(&incoming.json().await?)?;
            let identity = identify(bindings, current, &request.identity)?;
            forward(&object, &AskConversation::Identify { token_hash, identity }).await
        }
        Wish::Ticket(id) => {
            let (object, token_hash) = addressed(&incoming, bindings, current, id)?;
            forward(&object, &AskConversation::CustomerTicket { token_hash }).await
        }
        Wish::Unread(id) => {
            let (object, token_hash) = addressed(&incoming, bindings, current, id)?;
            let after = id::after(incoming.query("after").as_deref())?;
            forward(&object, &AskConversation::Unread { token_hash, after }).await
        }
        Wish::Mine => {
            let request = body::identity_request(&incoming.json().await?)?;
            let identity = identify(bindings, current, &request.identity)?;
            json(&listing::mine(bindings, current.workspace(), &identity.subject_hash).await?)
        }
        Wish::Resume(id) => {
            let object = bindings.conversation(current.workspace(), id::conversation_id(id)?)?;
            let request = body::resume_request(&incoming.json().await?)?;
            let Identity { subject_hash, .. } = identify(bindings, current, &request.identity)?;
            let token_hash = sha256_hex(request.token.as_bytes());
            forward(&object, &AskConversation::Resume { subject_hash, token_hash }).await
        }
        Wish::Upload(id) => {
            let (object, token_hash) = addressed(&incoming, bindings, current, id)?;
            let reserve = AskConversation::Reserve { token_hash };
            file::upload(incoming, bindings, (current.workspace(), id), &object, &reserve).await
        }
        Wish::File(id, file) => {
            let (object, token_hash) = addressed(&incoming, bindings, current, id)?;
            let who = AskConversation::File { token_hash: Some(token_hash), id: id::file_id(file)?.to_owned() };
            file::download(bindings, (current.workspace(), id), &object, &who, false).await
        }
        Wish::Notices => {
            let request = body::notices_request(&incoming.json().await?)?;
            let identity = identify(bindings, current, &request.identity)?;
            json(&VisitorNotices { notices: notices(&current.published.workspace, request, &identity) })
        }
    }
}

/// What this visitor sees beside the public notices. What the page says of them was checked, and decides nothing.
fn notices(workspace: &Workspace, request: NoticesRequest, identity: &Identity) -> Vec<PublicNotice> {
    let NoticesRequest { language, path, device, attributes, events, .. } = request;
    let facts =
        Facts { path, language, device, attributes, events: events.into_iter().collect(), now: platform::now() };
    for_visitor(&workspace.notices, &facts, &identity.facts, workspace.default_language())
}

/// Opens a conversation. Its id follows from the request's, so that repeating the request opens nothing new.
async fn open(mut incoming: Incoming, bindings: &Bindings<'_>, current: &Current) -> Result<Response, Failure> {
    let request = body::open_request(&incoming.json().await?)?;
    let OpenRequest { request_id, token, language, page, identity, attributes, command } = request;
    let identity = identity.map(|token| identify(bindings, current, &token)).transpose()?;
    may_open(&incoming, bindings).await?;
    let message = format!("{}\0{request_id}", current.workspace());
    let digest = mac(bindings.session_key()?.as_bytes(), "conversation", message.as_bytes());
    let id: String = platform::hex(&digest).chars().take(32).collect();
    // Of a place for files there is nothing to find.
    if command.is_some() {
        register(bindings, current, &id).await?;
    }
    let object = bindings.conversation(current.workspace(), &id)?;
    let open = OpenConversation {
        workspace: current.workspace().to_owned(),
        id,
        origin: incoming.base.clone(),
        token_hash: sha256_hex(token.as_bytes()),
        language,
        channel: channel(&incoming, page.as_ref()),
        page,
        identity,
        attributes: attributes.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(),
        command,
    };
    forward(&object, &AskConversation::Open(Box::new(open))).await
}

/// How a conversation comes in: a program sends no origin, and the chat's own page is the edge's.
fn channel(incoming: &Incoming, page: Option<&Page>) -> Channel {
    let Some(origin) = incoming.header("origin") else { return Channel::Api };
    let own = incoming.own_origins.contains(&origin);
    let is_chat = page.is_some_and(|page| page.url.trim_end_matches('/').ends_with("/chat"));
    if own && is_chat { Channel::ChatPage } else { Channel::Widget }
}

/// New conversations count against their address; open ones against themselves alone, so that colleagues behind
/// one address do not silence each other.
async fn may_open(incoming: &Incoming, bindings: &Bindings<'_>) -> Result<(), Failure> {
    let Some(limiter) = bindings.open_limit() else { return Ok(()) };
    if limiter.limit(incoming.address()).await?.success { Ok(()) } else { Err(rate_limited(60).into()) }
}

/// Notes that a conversation is about to exist, so that a sweep finds it whatever happens to its object.
async fn register(bindings: &Bindings<'_>, current: &Current, id: &str) -> Result<(), Failure> {
    let Some(database) = bindings.database() else { return Ok(()) };
    let insert = "INSERT OR IGNORE INTO conversation (workspace, id, opened_at, updated_at) VALUES (?1, ?2, ?3, ?3)";
    let values: [JsValue; 3] = [current.workspace().into(), id.into(), number(platform::now().0)];
    database.prepare(insert).bind(&values)?.run().await?;
    Ok(())
}

/// `GET …/socket`: the ticket in the address is all the authority that a socket has.
pub async fn socket(incoming: Incoming, bindings: &Bindings<'_>, id: &str) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    allowed(&incoming, &current)?;
    let object = bindings.conversation(current.workspace(), id::conversation_id(id)?)?;
    upgrade(incoming, &object, "/customer").await
}

/// Gives a request for a socket on to an object, under the object's own path.
pub async fn upgrade(incoming: Incoming, object: &Stub, path: &str) -> Result<Response, Failure> {
    if !incoming.header("upgrade").is_some_and(|upgrade| upgrade.eq_ignore_ascii_case("websocket")) {
        return Err(problem(Code::UpgradeRequired, "this address is a WebSocket; ask with `upgrade: websocket`").into());
    }
    let query = |name: &str| incoming.query(name).unwrap_or_default();
    let (ticket, after) = (query("ticket"), query("after"));
    // Both are checked again where they are used; here they must only fit into an address.
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !plain(&ticket) || !plain(&after) {
        return Err(problem(Code::BadTicket, "the ticket or the number after which to go on is malformed").into());
    }
    let address = format!("https://object{path}?ticket={ticket}&after={after}");
    let headers = worker::Headers::new();
    headers.set("upgrade", "websocket")?;
    let mut init = worker::RequestInit::new();
    init.with_headers(headers);
    Ok(object.fetch_with_request(worker::Request::new_with_init(&address, &init)?).await?)
}

fn addressed(
    incoming: &Incoming,
    bindings: &Bindings<'_>,
    current: &Current,
    id: &str,
) -> Result<(Stub, String), Failure> {
    let token_hash = sha256_hex(incoming.bearer()?.as_bytes());
    Ok((bindings.conversation(current.workspace(), id::conversation_id(id)?)?, token_hash))
}

fn identify(bindings: &Bindings<'_>, current: &Current, token: &str) -> Result<Identity, Failure> {
    let keys = Keys::parse(&bindings.identity_keys()?);
    let keys = keys.map_err(|error| worker::Error::from(format!("BATON_IDENTITY_KEYS: {error}")))?;
    let now_s = platform::now().0 / 1000;
    let verified = verify(token, &keys, current.workspace(), bindings.session_key()?.as_bytes(), now_s);
    verified.map_err(|error| problem::identity(&error).into())
}
