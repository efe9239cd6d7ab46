//! The pages in which the customer's app runs on the edge's own origin: in a frame on a company's page, and in a
//! window of its own. Which files the app consists of is told by the build, in a file beside them.

use std::cell::RefCell;
use std::rc::Rc;

use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use baton_shared::workspace::{Published, Workspace};
use worker::Response;

use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::{Incoming, page};
use crate::page::hosted::{Chat, Names, Stage, chat as chat_page, embed as embed_page};
use crate::parse::header;
use crate::parse::problem::{Code, problem};
use crate::platform;
use crate::published;

/// Where the build says how the files are called.
const NAMES: &str = "/widget/names.json";
/// How long an isolate goes on with what it has read, in milliseconds.
const FRESH_MS: u64 = 5000;

thread_local! {
    static CACHE: RefCell<Option<(Timestamp, Rc<Names>)>> = const { RefCell::new(None) };
}

/// `GET /embed`: the page for a frame.
pub async fn embed(incoming: &Incoming, bindings: &Bindings<'_>) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    let workspace = &current.published.workspace;
    let allowed: Vec<String> = workspace.allowed_origins.iter().filter_map(|one| header::plain_origin(one)).collect();
    let names = names(incoming, bindings).await?;
    page(embed_page(&stage(incoming, workspace, &names), &allowed))
}

/// `GET /chat?language=`: the whole window.
pub async fn chat(incoming: &Incoming, bindings: &Bindings<'_>) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    let workspace = &current.published.workspace;
    let names = names(incoming, bindings).await?;
    let stage = stage(incoming, workspace, &names);
    let brand = serde_json::to_string(&Published::brand_part(workspace, stage.language))?;
    let (languages, accent) = (&workspace.languages, &workspace.brand.accent);
    let chat = Chat { workspace: &workspace.id, languages, brand: &brand, accent };
    page(chat_page(&stage, &chat))
}

fn stage<'a>(incoming: &'a Incoming, workspace: &'a Workspace, names: &'a Names) -> Stage<'a> {
    let language = language(incoming, workspace);
    Stage { company: workspace.text(&workspace.brand.name, language), language, own: &incoming.own_origins, names }
}

/// The language that is asked for, else the first that the browser names, else the workspace's first.
fn language(incoming: &Incoming, workspace: &Workspace) -> Language {
    let accepted = incoming.header("accept-language").unwrap_or_default();
    let accepted = accepted.split(',').map(|one| one.split(';').next().unwrap_or_default().trim().to_owned());
    let wanted = incoming.query("language").into_iter().chain(accepted);
    let mut known = wanted.filter_map(|one| one.parse().ok()).filter(|one| workspace.languages.contains(one));
    known.next().unwrap_or_else(|| workspace.default_language())
}

async fn names(incoming: &Incoming, bindings: &Bindings<'_>) -> Result<Rc<Names>, Failure> {
    let now = platform::now();
    let cached = CACHE.with_borrow(Clone::clone).filter(|(read_at, _)| now.since_ms(*read_at) < FRESH_MS);
    if let Some((_, names)) = cached {
        return Ok(names);
    }
    let missing = || problem(Code::NotFound, "the customer's app is not served here; build it, and bind ASSETS");
    let assets = bindings.assets().ok_or_else(missing)?;
    let mut answer: Response = assets.fetch(format!("{}{NAMES}", incoming.origin()), None).await?;
    if answer.status_code() != 200 {
        return Err(missing().into());
    }
    let names: Rc<Names> = Rc::new(serde_json::from_str(&answer.text().await?)?);
    CACHE.set(Some((now, Rc::clone(&names))));
    Ok(names)
}
