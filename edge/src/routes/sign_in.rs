//! Signing in and out. A link is good once: one that the tool has signed, or an invitation, of which a hash is stored.
//! Either asks before it signs in, because mail programs open links by themselves.

use baton_shared::text::Language;
use baton_shared::workspace::Agent;
use worker::Response;

use crate::access::{from_own_page, member_of, session};
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::{Incoming, page, see_other};
use crate::invitation::{self, Found};
use crate::page::sign_in::{Newcomer, Refused, SignInSite, ask as ask_page, refused};
use crate::parse::form;
use crate::platform;
use crate::published::{self, Current, number};
use crate::token::session::{SessionError, SignIn, clear_cookie, cookie, read_sign_in};
use crate::webhook::target::Surroundings;

/// Bytes of a sign-in form.
const MAX_FORM_BYTES: usize = 8 * 1024;

/// What a link's token turned out to be.
enum Link {
    Invitation,
    Signed(SignIn),
}

/// `GET /console/sign-in?token=T`: asks before it signs in, so that a link preview does not use the link up.
pub async fn page_of_link(incoming: &Incoming, bindings: &Bindings<'_>) -> Result<Response, Failure> {
    let current = published::newest_of(bindings).await?;
    let site = site(incoming, &current);
    let token = incoming.query("token").unwrap_or_default();
    page(match read(bindings, &current, &token).await? {
        Ok((agent, link)) => {
            let inviter = match link {
                Link::Invitation => invitation::inviter(bindings, current.workspace(), &agent.id).await?,
                Link::Signed(_) => None,
            };
            let inviter = inviter.and_then(|id| member_of(&current, &id)).map(|inviter| inviter.name.as_str());
            let console = format!("{}/console/", incoming.base);
            ask_page(&site, &Newcomer { name: &agent.name, inviter, console: &console }, &token)
        }
        Err(because) => refused(&site, because),
    })
}

/// `POST /console/sign-in`: uses the link up and begins a session.
pub async fn sign_in(mut incoming: Incoming, bindings: &Bindings<'_>) -> Result<Response, Failure> {
    from_own_page(&incoming)?;
    let body = incoming.body_of(MAX_FORM_BYTES).await?;
    let token = form::sign_in(incoming.header("content-type").as_deref(), &body)?;
    let current = published::newest_of(bindings).await?;
    let site = site(&incoming, &current);
    let (agent, link) = match read(bindings, &current, &token).await? {
        Ok(found) => found,
        Err(because) => return page(refused(&site, because)),
    };
    let unused = match link {
        Link::Invitation => invitation::use_up(bindings, current.workspace(), &token).await?,
        Link::Signed(sign_in) => use_link(bindings, &sign_in).await?,
    };
    if !unused {
        return page(refused(&site, Refused::Used));
    }
    let session = session::begin(&incoming, bindings, current.workspace(), &agent.id).await?;
    see_other("/console/", &cookie(&session, secure(bindings)))
}

/// `POST /console/sign-out`: ends the session.
pub async fn sign_out(incoming: &Incoming, bindings: &Bindings<'_>) -> Result<Response, Failure> {
    from_own_page(incoming)?;
    let current = published::current(bindings).await?;
    session::sign_out(incoming, bindings, current.workspace()).await?;
    see_other("/console/", &clear_cookie(secure(bindings)))
}

/// Whom a link signs in, or why nobody.
async fn read<'c>(
    bindings: &Bindings<'_>,
    current: &'c Current,
    token: &str,
) -> Result<Result<(&'c Agent, Link), Refused>, Failure> {
    let (agent, link) = if invitation::is_one(token) {
        match invitation::find(bindings, current.workspace(), token).await? {
            Found::Good(agent) => (agent, Link::Invitation),
            Found::Expired => return Ok(Err(Refused::Expired)),
            Found::Nothing => return Ok(Err(Refused::Used)),
        }
    } else {
        match read_sign_in(token, bindings.session_key()?.as_bytes(), platform::now().0 / 1000) {
            Ok(sign_in) => (sign_in.agent.clone(), Link::Signed(sign_in)),
            Err(SessionError::Expired) => return Ok(Err(Refused::Expired)),
            Err(_) => return Ok(Err(Refused::Invalid)),
        }
    };
    Ok(member_of(current, &agent).map(|agent| (agent, link)).ok_or(Refused::NoLongerThere))
}

async fn use_link(bindings: &Bindings<'_>, link: &SignIn) -> Result<bool, Failure> {
    let database = bindings.need_database()?;
    let delete = "DELETE FROM used_link WHERE expires < ?1";
    database.prepare(delete).bind(&[number(platform::now().0 / 1000)])?.run().await?;
    let insert = "INSERT OR IGNORE INTO used_link (jti, expires) VALUES (?1, ?2)";
    let result = database.prepare(insert).bind(&[link.jti.as_str().into(), number(link.exp_s)])?.run().await?;
    Ok(result.meta()?.and_then(|meta| meta.changes) == Some(1))
}

fn secure(bindings: &Bindings<'_>) -> bool {
    bindings.surroundings() == Surroundings::Production
}

fn site<'c>(incoming: &Incoming, current: &'c Current) -> SignInSite<'c> {
    let workspace = &current.published.workspace;
    let wanted = incoming.header("accept-language").unwrap_or_default();
    let language: Language = wanted.split([',', ';']).next().and_then(|first| first.parse().ok()).unwrap_or_default();
    SignInSite { company: workspace.text(&workspace.brand.name, language), language }
}
