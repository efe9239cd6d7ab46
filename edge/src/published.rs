//! The published workspace: read from the database once an isolate and kept for some seconds, and published by
//! compare-and-swap as immutable parts named by the hash of their content.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use baton_shared::handoff::WebhookKind;
use baton_shared::knowledge::lessons;
use baton_shared::policy::Policy;
use baton_shared::protocol::{AuditAction, Manifest};
use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use baton_shared::workspace::{Published, Workspace, problems};
use serde::{Deserialize, Serialize};
use worker::wasm_bindgen::JsValue;
use worker::{D1Database, D1PreparedStatement};

use crate::audit::{self, Entry};
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::model;
use crate::parse::header::IfMatch;
use crate::parse::problem::{Code, field, problem, workspace as workspace_problem};
use crate::platform;
use crate::token::sha256_hex;

/// How long an isolate goes on with what it has read, in milliseconds. A publication or a new endpoint takes
/// effect everywhere within this time.
const FRESH_MS: u64 = 5000;
/// Longest part, in bytes: the database keeps rows up to 2 MB.
const MAX_PART_BYTES: usize = 1_900_000;
/// The part that holds the articles.
const ARTICLES: &str = "articles";
/// The kinds of parts that every visitor may read, of those that are made when a workspace is published.
const PUBLIC: [&str; 2] = ["brand.", "suggest."];
/// When what comes without a database counts as published: its parts must be the same each time they are made.
const SINCE_EVER: Timestamp = Timestamp(0);
/// How often a change is tried while others publish.
const MAX_TRIES: usize = 8;
/// How long the notices before are still answered, in milliseconds: who has just read the pointer finds them.
const LINGER_MS: u64 = 60_000;

/// What the edge works with at the moment.
#[derive(Debug)]
pub struct Current {
    /// The workspace, with its index; shared by all versions that differ in endpoints alone.
    pub published: Rc<Published>,
    /// Part by its name, `brand.en` say; the public ones stand in the manifest.
    pub parts: BTreeMap<String, String>,
    /// Where webhooks go.
    pub endpoints: Vec<Endpoint>,
}

impl Current {
    /// The workspace's id.
    pub fn workspace(&self) -> &str {
        &self.published.workspace.id
    }

    /// The pointer that every visitor reads, with the notices that are live now.
    pub fn manifest(&self, now: Timestamp) -> Result<Manifest, Failure> {
        let is_public = |name: &str| PUBLIC.iter().any(|kind| name.starts_with(kind));
        let public = self.parts.iter().filter(|(name, _)| is_public(name));
        let mut parts: BTreeMap<String, String> = public.map(|(name, hash)| (name.clone(), hash.clone())).collect();
        parts.extend(live(&self.published.workspace, now)?.into_iter().map(|part| (part.name, part.hash)));
        Ok(Manifest {
            version: self.published.versions.workspace,
            workspace: self.workspace().to_owned(),
            languages: self.published.workspace.languages.clone(),
            parts,
        })
    }
}

/// Where webhooks go.
#[derive(Clone, Debug, Deserialize)]
pub struct Endpoint {
    /// Stable id.
    pub id: String,
    /// Address.
    pub url: String,
    /// `whsec_…`.
    pub secret: String,
    /// The secret before, during rotation.
    pub previous_secret: Option<String>,
    /// Until when the secret before signs too.
    pub previous_until: Option<Timestamp>,
    /// Which webhooks, as a JSON list; empty for all.
    kinds: String,
}

impl Endpoint {
    /// Which webhooks it is told; empty for all.
    pub fn kinds(&self) -> Vec<WebhookKind> {
        serde_json::from_str(&self.kinds).unwrap_or_default()
    }

    /// Whether this endpoint is told of such an event.
    pub fn wants(&self, kind: WebhookKind) -> bool {
        let kinds = self.kinds();
        kinds.is_empty() || kinds.contains(&kind)
    }
}

thread_local! {
    static CACHE: RefCell<Option<(Timestamp, Rc<Current>)>> = const { RefCell::new(None) };
}

/// What is published now, at most [`FRESH_MS`] old.
pub async fn current(bindings: &Bindings<'_>) -> Result<Rc<Current>, Failure> {
    let now = platform::now();
    let cached = CACHE.with_borrow(Clone::clone);
    if let Some((read_at, current)) = &cached
        && now.since_ms(*read_at) < FRESH_MS
    {
        return Ok(Rc::clone(current));
    }
    let known = cached.map(|(_, current)| current);
    let current = match bindings.database() {
        Some(database) => match (read(bindings, &database, known.as_deref()).await, known) {
            (Ok(current), _) => Rc::new(current),
            // While the database does not answer, conversations go on with what was read last.
            (Err(Failure::Platform(error)), Some(known)) => {
                worker::console_error!("published: {error}");
                known
            }
            (Err(failure), _) => return Err(failure),
        },
        None => known.map_or_else(|| from_variable(bindings).map(Rc::new), Ok)?,
    };
    CACHE.set(Some((now, Rc::clone(&current))));
    Ok(current)
}

/// Forgets what was read, so that a change shows at once in this isolate.
pub fn forget() {
    CACHE.set(None);
}

#[derive(Deserialize)]
struct PublicationRow {
    workspace: String,
    version: u64,
    parts: String,
}

#[derive(Deserialize)]
struct PartRow {
    hash: String,
    body: String,
}

async fn read(bindings: &Bindings<'_>, database: &D1Database, known: Option<&Current>) -> Result<Current, Failure> {
    let row = newest(database).await?;
    let row =
        row.ok_or_else(|| problem(Code::NotPublished, "no workspace is published yet; run `cargo baton push`"))?;
    let parts: BTreeMap<String, String> = serde_json::from_str(&row.parts)?;
    let published = match known.filter(|known| known.published.versions.workspace == row.version) {
        Some(known) => Rc::clone(&known.published),
        None => Rc::new(assemble(database, row.version, &parts).await?),
    };
    let published = with_model(bindings, published, parts.get(model::PART)).await;
    let select =
        "SELECT id, url, secret, previous_secret, previous_until, kinds FROM endpoint WHERE workspace = ?1 ORDER BY id";
    let rows = database.prepare(select).bind(&[published.workspace.id.as_str().into()])?.all().await?;
    Ok(Current { published, parts, endpoints: rows.results()? })
}

/// The same with its model, where it has one that can be read and is not there yet.
async fn with_model(bindings: &Bindings<'_>, published: Rc<Published>, name: Option<&String>) -> Rc<Published> {
    let Some(name) = name.filter(|_| published.model.is_none()) else { return published };
    match model::load(bindings, name).await {
        Some(model) => Rc::new(Rc::unwrap_or_clone(published).with_model(model)),
        None => published,
    }
}

async fn newest(database: &D1Database) -> Result<Option<PublicationRow>, Failure> {
    let select = "SELECT workspace, version, parts FROM publication ORDER BY version DESC LIMIT 1";
    Ok(database.prepare(select).first(None).await?)
}

async fn assemble(database: &D1Database, version: u64, parts: &BTreeMap<String, String>) -> Result<Published, Failure> {
    let hash = |name: &str| parts.get(name).cloned().unwrap_or_default();
    let (settings, policy, articles) = (hash("settings"), hash("policy"), hash(ARTICLES));
    // What was published before there were notices has no part of them.
    let notices = parts.get("notices");
    let select = "SELECT hash, body FROM part WHERE hash IN (?1, ?2, ?3, ?4)";
    let last = notices.map_or("", String::as_str);
    let wanted = [settings.as_str().into(), policy.as_str().into(), articles.as_str().into(), last.into()];
    let rows: Vec<PartRow> = database.prepare(select).bind(&wanted)?.all().await?.results()?;
    let body = |hash: &str| {
        let row = rows.iter().find(|row| row.hash == hash);
        let row = row.ok_or_else(|| worker::Error::from(format!("the part {hash} is missing")))?;
        Ok::<_, Failure>(serde_json::from_str::<serde_json::Value>(&row.body)?)
    };
    let mut whole = body(&settings)?;
    if let Some(object) = whole.as_object_mut() {
        object.insert("policy".to_owned(), body(&policy)?);
        object.insert("articles".to_owned(), body(&articles)?);
        if let Some(notices) = notices {
            object.insert("notices".to_owned(), body(notices)?);
        }
    }
    let workspace: Workspace = serde_json::from_value(whole)?;
    Ok(Published::new(workspace, version, policy, articles))
}

fn from_variable(bindings: &Bindings<'_>) -> Result<Current, Failure> {
    let text = bindings.static_workspace();
    let text = text.ok_or_else(|| worker::Error::from("neither a database nor BATON_WORKSPACE is bound"))?;
    let workspace: Workspace = serde_json::from_str(&text)?;
    let cut = cut(&workspace, SINCE_EVER)?;
    let parts: BTreeMap<String, String> = cut.iter().map(|part| (part.name.clone(), part.hash.clone())).collect();
    let hash = |name: &str| parts.get(name).cloned().unwrap_or_default();
    let published = Rc::new(Published::new(workspace, 1, hash("policy"), hash("articles")));
    Ok(Current { published, parts, endpoints: Vec::new() })
}

/// One immutable part.
struct Part {
    name: String,
    hash: String,
    body: String,
    public: bool,
}

impl Part {
    fn new(name: String, body: String, public: bool) -> Self {
        let hash = sha256_hex(body.as_bytes()).chars().take(32).collect();
        Self { name, hash, body, public }
    }
}

/// Cuts a workspace into its parts, as of when it is published.
fn cut(workspace: &Workspace, now: Timestamp) -> Result<Vec<Part>, Failure> {
    let mut settings = serde_json::to_value(workspace)?;
    let mut take = |name: &str| settings.as_object_mut().and_then(|object| object.remove(name)).unwrap_or_default();
    let (policy, articles, notices) = (take("policy"), take("articles"), take("notices"));
    let mut parts = Vec::new();
    let mut push = |name: String, body: String, public: bool| {
        if body.len() > MAX_PART_BYTES {
            let detail =
                format!("the part {name} has {} bytes, more than {MAX_PART_BYTES}; retire what is old", body.len());
            return Err(Failure::from(problem(Code::TooLarge, detail)));
        }
        parts.push(Part::new(name, body, public));
        Ok(())
    };
    push("settings".to_owned(), settings.to_string(), false)?;
    push("policy".to_owned(), policy.to_string(), false)?;
    push(ARTICLES.to_owned(), articles.to_string(), false)?;
    push("notices".to_owned(), notices.to_string(), false)?;
    for language in Language::ALL.into_iter().filter(|language| workspace.languages.contains(language)) {
        let brand = serde_json::to_string(&Published::brand_part(workspace, language))?;
        push(format!("brand.{language}"), brand, true)?;
        let suggest = serde_json::to_string(&Published::suggest_part(workspace, language, now))?;
        push(format!("suggest.{language}"), suggest, true)?;
    }
    Ok(parts)
}

/// The public parts that follow from the time: notices. They are made when they are asked for.
fn live(workspace: &Workspace, now: Timestamp) -> Result<Vec<Part>, Failure> {
    let mut parts = Vec::new();
    for language in &workspace.languages {
        if let Some(notices) = Published::notices_part(workspace, *language, now) {
            parts.push(Part::new(format!("notices.{language}"), serde_json::to_string(&notices)?, true));
        }
    }
    Ok(parts)
}

/// A part that is live now, or was a moment ago.
fn live_part(workspace: &Workspace, hash: &str, now: Timestamp) -> Result<Option<Part>, Failure> {
    let changes = workspace.notices.iter().flat_map(|notice| [notice.from, notice.until]).flatten();
    let lately = changes.filter(|at| *at <= now && now.since_ms(*at) < LINGER_MS);
    for moment in lately.map(|at| Timestamp(at.0.saturating_sub(1))).chain([now]) {
        if let Some(part) = live(workspace, moment)?.into_iter().find(|part| part.hash == hash) {
            return Ok(Some(part));
        }
    }
    Ok(None)
}

/// What is published now, read anew.
pub async fn newest_of(bindings: &Bindings<'_>) -> Result<Rc<Current>, Failure> {
    let known = CACHE.with_borrow(Clone::clone).map(|(_, current)| current);
    let current = Rc::new(read(bindings, &bindings.need_database()?, known.as_deref()).await?);
    CACHE.set(Some((platform::now(), Rc::clone(&current))));
    Ok(current)
}

/// Publishes a change of the workspace. `edit` is given what is published, and makes of it what shall be, with its line
/// for the audit; where somebody publishes something else meanwhile, it is asked again. What was wrong before stands in
/// nobody's way: only what a change breaks is refused. The model of the articles stays for as long as it fits: where only
/// drafts are changed, say.
pub async fn change(
    bindings: &Bindings<'_>,
    edit: impl Fn(&Workspace) -> Result<(Workspace, Entry), Failure>,
) -> Result<Rc<Current>, Failure> {
    let database = bindings.need_database()?;
    for _ in 0..MAX_TRIES {
        let current = newest_of(bindings).await?;
        let before = &current.published.workspace;
        let (after, entry) = edit(before)?;
        if after == *before {
            return Ok(current);
        }
        let known = problems(before);
        let found: Vec<_> = problems(&after).into_iter().filter(|found| !known.contains(found)).collect();
        if !found.is_empty() {
            return Err(workspace_problem(found).into());
        }
        let expected = IfMatch::Version(current.published.versions.workspace);
        let fits = lessons(&before.articles) == lessons(&after.articles);
        let model = current.parts.get(model::PART).filter(|_| fits).map(String::as_str);
        match publish(&database, &after, model, &expected, &entry).await {
            Ok(_) => return newest_of(bindings).await,
            Err(Failure::Problem(told)) if told.code == Code::Stale.as_str() => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(busy())
}

/// Publishes a model of the articles by its name, where what is approved then still has that version of lessons.
pub async fn teach(bindings: &Bindings<'_>, model: &str, expected: Option<&str>, who: &str) -> Result<(), Failure> {
    let database = bindings.need_database()?;
    for _ in 0..MAX_TRIES {
        let current = newest_of(bindings).await?;
        let workspace = &current.published.workspace;
        if expected.is_some_and(|expected| lessons_version(workspace).is_ok_and(|version| version != expected)) {
            return Err(stale_part("the articles"));
        }
        if current.parts.get(model::PART).is_some_and(|known| known == model) {
            return Ok(());
        }
        let entry = Entry::new(who.to_owned(), AuditAction::ArticlesLearnt, &workspace.id);
        let expected = IfMatch::Version(current.published.versions.workspace);
        match publish(&database, workspace, Some(model), &expected, &entry).await {
            Ok(_) => return Ok(()),
            Err(Failure::Problem(told)) if told.code == Code::Stale.as_str() => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(busy())
}

/// The version of what a model is learnt of.
pub fn lessons_version(workspace: &Workspace) -> Result<String, Failure> {
    part_version(&lessons(&workspace.articles))
}

fn busy() -> Failure {
    problem(Code::Conflict, "others publish all the time; try again in a moment").into()
}

/// Publishes a workspace if the version before it is the expected one, with its line in the audit. Returns the new
/// version. Without a model the one before stays, as long as the articles do.
pub async fn publish(
    database: &D1Database,
    workspace: &Workspace,
    model: Option<&str>,
    expected: &IfMatch,
    entry: &Entry,
) -> Result<u64, Failure> {
    let parts = cut(workspace, platform::now())?;
    let newest_row = newest(database).await?;
    if let Some(row) = newest_row.as_ref().filter(|row| row.workspace != workspace.id) {
        // Everything stored is keyed by the workspace: under another id, no conversation would be found again.
        let detail = format!("this deployment serves the workspace {}; keep that id, or deploy another", row.workspace);
        return Err(field(problem(Code::Conflict, detail), "id").into());
    }
    let before = newest_row.as_ref().map_or(0, |row| row.version);
    if let IfMatch::Version(version) = expected
        && *version != before
    {
        return Err(stale(before));
    }
    let mut statements: Vec<D1PreparedStatement> = Vec::new();
    // Notices that are live already are kept like any part, so that they are found before everybody has read this
    // publication; the pointer to them follows from the time, so it is not stored.
    let live = live(workspace, platform::now())?;
    for part in parts.iter().chain(&live) {
        let insert = "INSERT OR IGNORE INTO part (hash, kind, body, public) VALUES (?1, ?2, ?3, ?4)";
        let values = [
            part.hash.as_str().into(),
            part.name.as_str().into(),
            part.body.as_str().into(),
            JsValue::from(u32::from(part.public)),
        ];
        statements.push(database.prepare(insert).bind(&values)?);
    }
    let known: BTreeMap<String, String> =
        newest_row.map(|row| serde_json::from_str(&row.parts)).transpose()?.unwrap_or_default();
    let mut names: BTreeMap<&str, &str> = parts.iter().map(|part| (part.name.as_str(), part.hash.as_str())).collect();
    let learnt = || known.get(ARTICLES).is_some_and(|hash| names.get(ARTICLES) == Some(&hash.as_str()));
    if let Some(model) = model.or_else(|| known.get(model::PART).filter(|_| learnt()).map(String::as_str)) {
        names.insert(model::PART, model);
    }
    let insert = "INSERT INTO publication (workspace, version, parts, published_at, published_by) \
                  SELECT ?1, ?2, ?3, ?4, ?6 WHERE (SELECT coalesce(max(version), 0) FROM publication) = ?5";
    let values = [
        workspace.id.as_str().into(),
        number(before + 1),
        serde_json::to_string(&names)?.as_str().into(),
        number(platform::now().0),
        number(before),
        entry.who.as_str().into(),
    ];
    statements.push(database.prepare(insert).bind(&values)?);
    let published_at = statements.len() - 1;
    statements.push(audit::if_changed(database, &workspace.id, entry)?);
    let results = database.batch(statements).await?;
    let written =
        results.get(published_at).and_then(|result| result.meta().ok().flatten()).and_then(|meta| meta.changes);
    if written != Some(1) {
        return Err(stale(newest(database).await?.map_or(0, |row| row.version)));
    }
    forget();
    Ok(before + 1)
}

/// The rules of a publication; none where there is no such publication.
pub async fn policy_part(database: &D1Database, version: u64) -> Result<Option<Policy>, Failure> {
    let select = "SELECT part.hash, part.body FROM publication \
                  JOIN part ON part.hash = json_extract(publication.parts, '$.policy') WHERE publication.version = ?1";
    let row: Option<PartRow> = database.prepare(select).bind(&[number(version)])?.first(None).await?;
    Ok(row.map(|row| serde_json::from_str(&row.body)).transpose()?)
}

fn stale(version: u64) -> Failure {
    let detail = format!("version {version} has been published meanwhile; pull it, compare, and push again");
    problem(Code::Stale, detail).into()
}

/// The version of a part of the workspace that is changed by itself: the hash of its content.
pub fn part_version<T: Serialize>(part: &T) -> Result<String, Failure> {
    Ok(sha256_hex(&serde_json::to_vec(part)?).chars().take(16).collect())
}

/// Somebody else has changed a part meanwhile.
pub fn stale_part(what: &str) -> Failure {
    problem(Code::Stale, format!("somebody else has changed {what} meanwhile; load it again, and compare")).into()
}

/// The body of a public part.
pub async fn public_part(bindings: &Bindings<'_>, name: &str) -> Result<Option<String>, Failure> {
    let Some(hash) = name.strip_suffix(".json") else { return Ok(None) };
    let Some(database) = bindings.database() else {
        let current = current(bindings).await?;
        let workspace = &current.published.workspace;
        let part = cut(workspace, SINCE_EVER)?.into_iter().find(|part| part.public && part.hash == hash);
        let live = live_part(workspace, hash, platform::now())?;
        return Ok(part.or(live).map(|part| part.body));
    };
    let select = "SELECT hash, body FROM part WHERE hash = ?1 AND public = 1";
    let row: Option<PartRow> = database.prepare(select).bind(&[hash.into()])?.first(None).await?;
    if let Some(row) = row {
        return Ok(Some(row.body));
    }
    let current = current(bindings).await?;
    let live = live_part(&current.published.workspace, hash, platform::now())?;
    Ok(live.map(|part| part.body))
}

/// A whole number as the database binds it.
#[allow(clippy::cast_precision_loss, reason = "times and counts are far below 2^53")]
pub fn number(value: u64) -> JsValue {
    JsValue::from_f64(value as f64)
}
