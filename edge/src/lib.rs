//! Baton's edge: the Cloudflare Worker. It knows who asks, keeps conversations in objects of their own, and tells
//! the company's systems; what happens in a conversation is decided by `baton_shared`.
//!
//! ```text
//! request ─▶ http::route ─▶ routes ─▶ conversation | desk (objects) ─▶ projections, webhooks
//!                             └─▶ published, listing (database)
//! ```
//!
//! `webhook`, `token`, `page` and `parse` are pure: they read no clock and run natively, where they are tested.

pub mod webhook;
pub mod token;
pub mod page;
pub mod parse;

mod binding;
mod conversation;
mod desk;
mod failpoint;
mod failure;
mod http;
mod internal;
mod listing;
mod platform;
mod published;
mod routes;
mod sweep;

pub use crate::conversation::Conversation;
pub use crate::desk::Desk;

use worker::{Context, Env, Request, Response, ScheduleContext, ScheduledEvent, event};

use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::{Incoming, Route, problem_response, route};
use crate::parse::problem::{Code, problem};
use crate::routes::{admin, console, customer, everyone, reply};

/// Answers a request.
#[event(fetch)]
async fn fetch(request: Request, env: Env, _: Context) -> worker::Result<Response> {
    let origin = Bindings::new(&env).origin();
    let answer = answer(Incoming::new(request, origin), &env).await;
    answer.or_else(|failure| problem_response(&failure.into_problem())).map_err(Into::into)
}

/// Sweeps every five minutes.
#[event(scheduled)]
async fn scheduled(_: ScheduledEvent, env: Env, _: ScheduleContext) {
    if let Err(failure) = sweep::sweep(&Bindings::new(&env)).await {
        worker::console_error!("sweep: {}", failure.into_problem().detail);
    }
}

async fn answer(incoming: Incoming, env: &Env) -> Result<Response, Failure> {
    let bindings = &Bindings::new(env);
    let path = incoming.path.clone();
    match route(incoming.method(), &path) {
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
        Route::ReplyPage { token } => reply::show(&incoming, bindings, token).await,
        Route::ReplyContinue { token } => reply::proceed(incoming, bindings, token).await,
        Route::ReplySend { token } => reply::send(incoming, bindings, token).await,
        Route::SignInPage => console::sign_in_page(&incoming, bindings).await,
        Route::SignIn => console::sign_in(incoming, bindings).await,
        Route::SignOut => console::sign_out(&incoming, bindings),
        Route::Me => console::answer(incoming, bindings, console::Wish::Me).await,
        Route::Inbox => console::answer(incoming, bindings, console::Wish::Inbox).await,
        Route::StaffEvents { id } => console::answer(incoming, bindings, console::Wish::Events(id)).await,
        Route::StaffCommand { id } => console::answer(incoming, bindings, console::Wish::Command(id)).await,
        Route::StaffTicket { id } => console::answer(incoming, bindings, console::Wish::Ticket(id)).await,
        Route::StaffSocket { id } => console::socket(incoming, bindings, id).await,
        Route::DeskTicket => console::answer(incoming, bindings, console::Wish::DeskTicket).await,
        Route::DeskSocket => console::desk_socket(incoming, bindings).await,
        Route::Deliveries => console::answer(incoming, bindings, console::Wish::Deliveries).await,
        Route::ReplayDelivery { id } => console::answer(incoming, bindings, console::Wish::Replay(id)).await,
        Route::AdminPublish => admin::answer(incoming, bindings, admin::Wish::Publish).await,
        Route::AdminWorkspace => admin::answer(incoming, bindings, admin::Wish::Workspace).await,
        Route::AdminPutEndpoint { id } => admin::answer(incoming, bindings, admin::Wish::PutEndpoint(id)).await,
        Route::AdminDeleteEndpoint { id } => admin::answer(incoming, bindings, admin::Wish::DeleteEndpoint(id)).await,
        Route::AdminInbox => admin::answer(incoming, bindings, admin::Wish::Inbox).await,
        Route::AdminLog { id } => admin::answer(incoming, bindings, admin::Wish::Log(id)).await,
        Route::AdminDeliveries => admin::answer(incoming, bindings, admin::Wish::Deliveries).await,
        Route::AdminSweep => admin::answer(incoming, bindings, admin::Wish::Sweep).await,
        Route::AdminErase { id } => admin::answer(incoming, bindings, admin::Wish::Erase(id)).await,
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
    if let Some(assets) = bindings.assets() {
        return Ok(assets.fetch_request(incoming.into_request()).await?);
    }
    Err(problem(Code::NotFound, "there is nothing at this address").into())
}
