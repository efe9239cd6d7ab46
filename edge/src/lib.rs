//! Baton's edge: the Cloudflare Worker. It knows who asks, keeps conversations in objects of their own, and tells
//! the company's systems; what happens in a conversation is decided by `baton_shared`.
//!
//! ```text
//! request ─▶ http::route ─▶ routes ─▶ conversation | desk (objects) ─▶ projections, webhooks
//!                             └─▶ published, listing (database)
//! ```
//!
//! Before any route is entered, `access` finds out who asks and whether they may.
//!
//! `webhook`, `token`, `page`, `parse` and `attachment` are pure: they read no clock and run natively, where they are tested.

pub mod webhook;
pub mod token;
pub mod page;
pub mod parse;
pub mod attachment;

mod access;
mod audit;
mod backup;
mod binding;
mod conversation;
mod desk;
mod endpoint;
mod failpoint;
mod failure;
mod http;
mod gaps;
mod internal;
mod invitation;
mod line;
mod listing;
mod model;
mod platform;
mod post;
mod published;
mod record;
mod routes;
mod sql;
mod sweep;
mod tell;
mod trial;

pub use crate::conversation::Conversation;
pub use crate::desk::Desk;
pub use crate::record::Customer;

use worker::{Context, Env, Request, Response, ScheduleContext, ScheduledEvent, event};

use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::{Incoming, Route, lead_back, needs_own_address, problem_response, route};
use crate::parse::problem::{Code, problem};
use crate::routes::{admin, console, customer, everyone, hosted, knowledge, reply, rules, settings, sign_in, team};

/// Answers a request.
#[event(fetch)]
async fn fetch(request: Request, env: Env, _: Context) -> worker::Result<Response> {
    let base = Bindings::new(&env).base();
    let answer = answer(Incoming::new(request, base), &env).await;
    answer.or_else(|failure| problem_response(&failure.into_problem())).map_err(Into::into)
}

/// Sweeps every five minutes.
#[event(scheduled)]
async fn scheduled(_: ScheduledEvent, env: Env, _: ScheduleContext) {
    if let Err(failure) = sweep::sweep(&Bindings::new(&env)).await {
        worker::console_error!("sweep: {}", failure.into_problem().detail);
    }
}

/// Why the console and the command line's side are not served on a company's site.
const NOT_ON_A_SITE: &str = "the console and /admin have an address of their own, which scripts of the company's \
                             pages do not share: use Baton's own address, and set BATON_ORIGIN to it";

#[allow(clippy::too_many_lines, reason = "a line or two for each route")]
async fn answer(incoming: Incoming, env: &Env) -> Result<Response, Failure> {
    let bindings = &Bindings::new(env);
    let path = incoming.path.clone();
    if !incoming.prefix.is_empty() && needs_own_address(&path) {
        return Err(problem(Code::NotFound, NOT_ON_A_SITE).into());
    }
    let route = route(incoming.method(), &path);
    let caller = access::enter(&incoming, bindings, &route).await?;
    match route {
        Route::Health => everyone::health(bindings).await,
        Route::Manifest => everyone::manifest(&incoming, bindings).await,
        Route::Part { name } => everyone::part(bindings, name).await,
        Route::Preflight => customer::preflight(&incoming, bindings).await,
        Route::Article { id } => everyone::article(&incoming, bindings, id).await,
        Route::Notices => customer::answer(incoming, bindings, customer::Wish::Notices).await,
        Route::OpenConversation => customer::answer(incoming, bindings, customer::Wish::Open).await,
        Route::CustomerCommand { id } => customer::answer(incoming, bindings, customer::Wish::Command(id)).await,
        Route::CustomerEvents { id } => customer::answer(incoming, bindings, customer::Wish::Events(id)).await,
        Route::CustomerIdentity { id } => customer::answer(incoming, bindings, customer::Wish::Identify(id)).await,
        Route::CustomerTicket { id } => customer::answer(incoming, bindings, customer::Wish::Ticket(id)).await,
        Route::CustomerSocket { id } => customer::socket(incoming, bindings, id).await,
        Route::Unread { id } => customer::answer(incoming, bindings, customer::Wish::Unread(id)).await,
        Route::Mine => customer::answer(incoming, bindings, customer::Wish::Mine).await,
        Route::Resume { id } => customer::answer(incoming, bindings, customer::Wish::Resume(id)).await,
        Route::Upload { id } => customer::answer(incoming, bindings, customer::Wish::Upload(id)).await,
        Route::CustomerFile { id, file } => customer::answer(incoming, bindings, customer::Wish::File(id, file)).await,
        Route::Embed => hosted::embed(&incoming, bindings).await,
        Route::Chat => hosted::chat(&incoming, bindings).await,
        Route::ReplyPage { token } => reply::show(&incoming, bindings, token).await,
        Route::ReplyContinue { token } => reply::proceed(incoming, bindings, token).await,
        Route::ReplySend { token } => reply::send(incoming, bindings, token).await,
        Route::SignInPage => sign_in::page_of_link(&incoming, bindings).await,
        Route::SignIn => sign_in::sign_in(incoming, bindings).await,
        Route::SignOut => sign_in::sign_out(&incoming, bindings).await,
        Route::Me => console::answer(incoming, bindings, &caller, console::Wish::Me).await,
        Route::Inbox => console::answer(incoming, bindings, &caller, console::Wish::Inbox).await,
        Route::StaffEvents { id } => console::answer(incoming, bindings, &caller, console::Wish::Events(id)).await,
        Route::StaffCommand { id } => console::answer(incoming, bindings, &caller, console::Wish::Command(id)).await,
        Route::StaffUpload { id } => console::answer(incoming, bindings, &caller, console::Wish::Upload(id)).await,
        Route::StaffFile { id, file } => {
            console::answer(incoming, bindings, &caller, console::Wish::File(id, file)).await
        }
        Route::StaffTicket { id } => console::answer(incoming, bindings, &caller, console::Wish::Ticket(id)).await,
        Route::StaffSocket { id } => console::socket(incoming, bindings, id).await,
        Route::DeskTicket => console::answer(incoming, bindings, &caller, console::Wish::DeskTicket).await,
        Route::DeskSocket => console::desk_socket(incoming, bindings).await,
        Route::AdminBackup(wish) => backup::answer(incoming, bindings, wish).await,
        Route::Deliveries => console::answer(incoming, bindings, &caller, console::Wish::Deliveries).await,
        Route::ReplayDelivery { id } => console::answer(incoming, bindings, &caller, console::Wish::Replay(id)).await,
        Route::Delivery { id } => console::answer(incoming, bindings, &caller, console::Wish::Delivery(id)).await,
        Route::Endpoints => console::answer(incoming, bindings, &caller, console::Wish::Endpoints).await,
        Route::Endpoint { id, wish } => {
            console::answer(incoming, bindings, &caller, console::Wish::Endpoint(id, wish)).await
        }
        Route::Customer { id, wish } => {
            console::answer(incoming, bindings, &caller, console::Wish::Customer(id, wish)).await
        }
        Route::Team => team::answer(incoming, bindings, &caller, team::Wish::Team).await,
        Route::Invite | Route::AdminInvite => team::answer(incoming, bindings, &caller, team::Wish::Invite).await,
        Route::ChangeMember { id } => team::answer(incoming, bindings, &caller, team::Wish::Change(id)).await,
        Route::RemoveMember { id } => team::answer(incoming, bindings, &caller, team::Wish::Remove(id)).await,
        Route::RenewInvitation { id } | Route::AdminRenewInvitation { id } => {
            team::answer(incoming, bindings, &caller, team::Wish::Renew(id)).await
        }
        Route::Sessions => console::answer(incoming, bindings, &caller, console::Wish::Sessions).await,
        Route::EndSession { id } => console::answer(incoming, bindings, &caller, console::Wish::EndSession(id)).await,
        Route::Keys => console::answer(incoming, bindings, &caller, console::Wish::Keys).await,
        Route::MakeKey => console::answer(incoming, bindings, &caller, console::Wish::MakeKey).await,
        Route::RevokeKey { id } => console::answer(incoming, bindings, &caller, console::Wish::RevokeKey(id)).await,
        Route::Settings => settings::show(bindings).await,
        Route::ChangeSettings { section } => settings::change(incoming, bindings, &caller, section).await,
        Route::Rules(wish) => rules::answer(incoming, bindings, &caller, wish).await,
        Route::Knowledge(wish) => knowledge::answer(incoming, bindings, &caller, wish).await,
        Route::Audit | Route::AdminAudit => settings::audit(&incoming, bindings).await,
        Route::AdminPublish => admin::answer(incoming, bindings, &caller, admin::Wish::Publish).await,
        Route::AdminWorkspace => admin::answer(incoming, bindings, &caller, admin::Wish::Workspace).await,
        Route::AdminPutEndpoint { id } => {
            admin::answer(incoming, bindings, &caller, admin::Wish::PutEndpoint(id)).await
        }
        Route::AdminDeleteEndpoint { id } => {
            admin::answer(incoming, bindings, &caller, admin::Wish::DeleteEndpoint(id)).await
        }
        Route::AdminInbox => admin::answer(incoming, bindings, &caller, admin::Wish::Inbox).await,
        Route::AdminLog { id } => admin::answer(incoming, bindings, &caller, admin::Wish::Log(id)).await,
        Route::AdminDeliveries => admin::answer(incoming, bindings, &caller, admin::Wish::Deliveries).await,
        Route::AdminReplayDelivery { id } => console::replay(bindings, &caller, id).await,
        Route::AdminSweep => admin::answer(incoming, bindings, &caller, admin::Wish::Sweep).await,
        Route::AdminCommand { id } => admin::answer(incoming, bindings, &caller, admin::Wish::Command(id)).await,
        Route::AdminErase { id } => admin::answer(incoming, bindings, &caller, admin::Wish::Erase(id)).await,
        Route::AdminExportCustomer => admin::answer(incoming, bindings, &caller, admin::Wish::ExportCustomer).await,
        Route::AdminEraseCustomer => admin::answer(incoming, bindings, &caller, admin::Wish::EraseCustomer).await,
        Route::WrongMethod { allowed } => {
            let detail = format!("this address does not answer this method; use {allowed}");
            let mut response = customer::refuse(&incoming, bindings, &problem(Code::MethodNotAllowed, detail)).await?;
            response.headers_mut().set("allow", &allowed)?;
            Ok(response)
        }
        Route::Nothing => {
            let nothing = problem(Code::NotFound, "there is nothing at this address; see /openapi.json");
            customer::refuse(&incoming, bindings, &nothing).await
        }
        Route::Asset => asset(incoming, bindings).await,
    }
}

/// Gives a request on to the files; what is none of them does not exist.
async fn asset(incoming: Incoming, bindings: &Bindings<'_>) -> Result<Response, Failure> {
    let assets = bindings.assets().ok_or_else(|| problem(Code::NotFound, "there is nothing at this address"))?;
    let answer: Response = assets.fetch_request(incoming.for_file()?).await?;
    lead_back(answer, incoming.prefix)
}
