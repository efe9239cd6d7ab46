//! The reply page: where a person who received a handoff by webhook answers it. Its address is the authority: made
//! for one handoff and one endpoint, void when the handoff ends. Looking changes nothing.

use baton_shared::conversation::{AgentRef, Refusal};
use baton_shared::handoff::TranscriptLine;
use baton_shared::protocol::Problem;
use baton_shared::text::Language;
use worker::Response;

use crate::audit::Entry;
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::{Incoming, page};
use crate::internal::{AskConversation, ReplyView, ask};
use crate::page::Rendered;
use crate::page::reply::{Draft, Site, Standing, State, before, state, whole};
use crate::parse::form::{self, Reply};
use crate::parse::problem::Code;
use crate::platform;
use crate::published::{self, Current};
use crate::token::mac;
use crate::token::reply::{ReplyScope, read};

/// Bytes of a reply form: the text, three bytes for each of its bytes once encoded.
const MAX_FORM_BYTES: usize = 32 * 1024;

/// The address of a reply page.
#[derive(Clone, Copy)]
struct Place<'a> {
    token: &'a str,
    prefix: &'static str,
}

/// `GET /reply/<token>`: the last message, and nothing else.
pub async fn show(incoming: &Incoming, bindings: &Bindings<'_>, token: &str) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    let asked = incoming.query("language").and_then(|language| language.parse().ok());
    let page_of = |view: &ReplyView, site: &Site<'_>| {
        let mut lines = view.payload.conversation.transcript.iter();
        let last: Option<&TranscriptLine> = lines.rfind(|line| line.author == "customer");
        before(site, last)
    };
    let place = Place { token, prefix: incoming.prefix };
    render(bindings, &current, place, asked, page_of).await
}

/// `POST /reply/<token>/continue`: the whole conversation, and the form.
pub async fn proceed(mut incoming: Incoming, bindings: &Bindings<'_>, token: &str) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    let body = incoming.body_of(MAX_FORM_BYTES).await?;
    let asked = form::continued(incoming.header("content-type").as_deref(), &body)?;
    let key = platform::random_hex(16)?;
    let empty = Draft { idempotency_key: &key, author: "", text: "", error: None };
    let place = Place { token, prefix: incoming.prefix };
    render(bindings, &current, place, asked, |view, site| whole_page(view, site, &empty)).await
}

/// `POST /reply/<token>`: a reply.
pub async fn send(mut incoming: Incoming, bindings: &Bindings<'_>, token: &str) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    let place = Place { token, prefix: incoming.prefix };
    let body = incoming.body_of(MAX_FORM_BYTES).await?;
    let content_type = incoming.header("content-type");
    let json = content_type.as_deref().is_some_and(|kind| kind.starts_with("application/json"));
    let reply = match form::reply(content_type.as_deref(), incoming.header("idempotency-key").as_deref(), &body) {
        Ok(reply) => reply,
        Err(problem) if json => return Err(problem.into()),
        Err(problem) => return refused_form(bindings, &current, place, &body, &problem).await,
    };
    let Ok(scope) = read(token, bindings.session_key()?.as_bytes()) else {
        return unknown(bindings, &current, place, json);
    };
    if !is_known(&current, &scope) {
        let over = Refusal::EpisodeOver(scope.episode);
        return if json { Err(over.into()) } else { page(state(&default_site(&current, place), &State::Revoked)) };
    }
    let agent = author(bindings, &scope, &reply)?;
    let object = bindings.conversation(current.workspace(), &scope.conversation)?;
    let asked = AskConversation::Reply {
        episode: scope.episode,
        agent: agent.clone(),
        key: message_id(bindings, &scope, &reply)?,
        text: reply.text.clone(),
        told: Entry::in_conversation(format!("reply:{}", scope.endpoint), &scope.conversation, "reply"),
    };
    match ask::<_, ReplyView>(&object, &asked).await {
        Ok(view) if json => crate::http::json(&view.payload.conversation.transcript),
        Ok(view) => {
            let site = site(&current, reply.language.unwrap_or(view.language), place);
            page(state(&site, &State::Sent { first: view.first }))
        }
        Err(failure) if json => Err(failure),
        Err(failure) => refused(bindings, &current, place, &reply, failure.into_problem()).await,
    }
}

/// Who writes: a name that they give, and an id that is theirs within this address alone.
fn author(bindings: &Bindings<'_>, scope: &ReplyScope, reply: &Reply) -> Result<AgentRef, Failure> {
    let who = format!("{}\0{}", scope.endpoint, reply.author);
    let digest = mac(bindings.session_key()?.as_bytes(), "reply-author", who.as_bytes());
    let id: String = platform::hex(&digest).chars().take(16).collect();
    Ok(AgentRef { id: format!("reply-{id}"), name: reply.author.clone() })
}

/// The reply's id: a key is its author's own within this address, so that nobody's reply is taken for somebody else's.
fn message_id(bindings: &Bindings<'_>, scope: &ReplyScope, reply: &Reply) -> Result<String, Failure> {
    let key = format!("{}\0{}\0{}\0{}", scope.endpoint, scope.episode, reply.author, reply.idempotency_key);
    let digest = mac(bindings.session_key()?.as_bytes(), "reply-key", key.as_bytes());
    Ok(platform::hex(&digest).chars().take(32).collect())
}

/// The page for a reply that was not taken in: nothing that was written is lost.
async fn refused(
    bindings: &Bindings<'_>,
    current: &Current,
    place: Place<'_>,
    reply: &Reply,
    problem: Problem,
) -> Result<Response, Failure> {
    let key = platform::random_hex(16)?;
    let draft = Draft { idempotency_key: &key, author: &reply.author, text: &reply.text, error: Some(&problem) };
    render(bindings, current, place, reply.language, |view, site| match &view.agent {
        Some(holder) if problem.code == "taken" => state(site, &State::Taken { by: &holder.name, text: &reply.text }),
        _ => whole_page(view, site, &draft),
    })
    .await
}

/// The page for a form that could not be read as a reply.
async fn refused_form(
    bindings: &Bindings<'_>,
    current: &Current,
    place: Place<'_>,
    body: &[u8],
    problem: &Problem,
) -> Result<Response, Failure> {
    let field = |name: &str| form::query(&String::from_utf8_lossy(body), name).unwrap_or_default();
    let (author, text) = (field("author"), field("text"));
    let language = field("language").parse().ok();
    let key = platform::random_hex(16)?;
    let draft = Draft { idempotency_key: &key, author: &author, text: &text, error: Some(problem) };
    render(bindings, current, place, language, |view, site| whole_page(view, site, &draft)).await
}

fn unknown(bindings: &Bindings<'_>, current: &Current, place: Place<'_>, json: bool) -> Result<Response, Failure> {
    if json {
        let error = read(place.token, bindings.session_key()?.as_bytes()).err();
        if let Some(error) = error {
            return Err(crate::parse::problem::reply_token(&error).into());
        }
    }
    page(state(&default_site(current, place), &State::Unknown))
}

/// Whether the endpoint that was given the address is still there: with it, its addresses are taken away.
fn is_known(current: &Current, scope: &ReplyScope) -> bool {
    current.endpoints.iter().any(|endpoint| endpoint.id == scope.endpoint)
}

/// Finds the handoff that an address stands for, and shows it, or says why it cannot be shown.
async fn render(
    bindings: &Bindings<'_>,
    current: &Current,
    place: Place<'_>,
    language: Option<Language>,
    show: impl FnOnce(&ReplyView, &Site<'_>) -> Rendered,
) -> Result<Response, Failure> {
    let Ok(scope) = read(place.token, bindings.session_key()?.as_bytes()) else {
        return unknown(bindings, current, place, false);
    };
    if !is_known(current, &scope) {
        return page(state(&default_site(current, place), &State::Revoked));
    }
    let object = bindings.conversation(current.workspace(), &scope.conversation)?;
    let view: ReplyView = match ask(&object, &AskConversation::ReplyView { episode: scope.episode }).await {
        Ok(view) => view,
        Err(failure) => {
            let told = failure.into_problem();
            let state_of = if told.code == Code::NotFound.as_str() { State::Unknown } else { State::TryAgain };
            return page(state(&default_site(current, place), &state_of));
        }
    };
    let site = site(current, language.unwrap_or(view.language), place);
    page(match (view.open, view.revoked) {
        (false, _) => state(&site, &State::Over),
        (true, true) => state(&site, &State::Revoked),
        (true, false) => show(&view, &site),
    })
}

fn whole_page(view: &ReplyView, site: &Site<'_>, draft: &Draft<'_>) -> Rendered {
    let standing = match &view.agent {
        None => Standing::Open,
        Some(agent) if agent.id.starts_with("reply-") => Standing::Yours { name: &agent.name },
        Some(agent) => Standing::Taken { by: &agent.name },
    };
    whole(site, &view.payload, &standing, draft)
}

fn default_site<'a>(current: &'a Current, place: Place<'a>) -> Site<'a> {
    site(current, current.published.workspace.default_language(), place)
}

fn site<'a>(current: &'a Current, language: Language, place: Place<'a>) -> Site<'a> {
    let workspace = &current.published.workspace;
    Site {
        company: workspace.text(&workspace.brand.name, language),
        language,
        token: place.token,
        prefix: place.prefix,
    }
}
