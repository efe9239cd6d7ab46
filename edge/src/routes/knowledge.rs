//! The articles, one with its translations at a time, what would answer a question, and questions that nothing answered.
//! An article is a part of the published workspace: changing one publishes.

use std::collections::{BTreeMap, BTreeSet};

use baton_shared::knowledge::{Article, Asker, Index, MOST_BYTES, Query, Status, lessons, needs_approval};
use baton_shared::notice::documents;
use baton_shared::protocol::{
    ArticleChange, ArticleLine, ArticleOwner, ArticlePair, ArticleRow, Articles, AuditAction, Learnt, Lessons,
    NEW_ARTICLE, Trial, TrialRequest,
};
use baton_shared::text::Language;
use baton_shared::triage::Context;
use baton_shared::workspace::{Action, Published, Workspace, may};
use worker::Response;

use crate::access::Caller;
use crate::audit::{self, Entry};
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::{Incoming, Knowledge, json, no_content};
use crate::parse::header::{self, if_match_part};
use crate::parse::problem::{Code, problem};
use crate::parse::{article, body, id};
use crate::published::{self, Current, part_version, stale_part};
use crate::{gaps, model, platform};

/// Passages that a trial shows.
const TRIED: usize = 3;

/// Answers the console.
pub async fn answer(
    mut incoming: Incoming,
    bindings: &Bindings<'_>,
    caller: &Caller,
    wish: Knowledge<'_>,
) -> Result<Response, Failure> {
    match wish {
        Knowledge::List => {
            let current = published::newest_of(bindings).await?;
            json(&Articles { learnt: learnt(bindings, &current), ..list(&current.published.workspace) })
        }
        Knowledge::Read(id) => {
            let current = published::newest_of(bindings).await?;
            let pair = pair(&current.published.workspace, id)?;
            if pair.languages.is_empty() {
                return Err(problem(Code::NotFound, "there is no article with this id").into());
            }
            json(&pair)
        }
        Knowledge::Change(id) => change(incoming, bindings, caller, id).await,
        Knowledge::Try => {
            header::json(incoming.header("content-type").as_deref())?;
            let request = article::trial(&incoming.body_of(article::MAX_TRIAL_BYTES).await?)?;
            let current = published::current(bindings).await?;
            json(&try_out(&current.published, &request))
        }
        Knowledge::Lessons => {
            let current = published::newest_of(bindings).await?;
            let workspace = &current.published.workspace;
            let version = published::lessons_version(workspace)?;
            json(&Lessons { version, learnt: learnt(bindings, &current), articles: lessons(&workspace.articles) })
        }
        Knowledge::Learn => learn(incoming, bindings, caller).await,
        Knowledge::Gaps => {
            let current = published::current(bindings).await?;
            json(&gaps::list(bindings, &current).await?)
        }
        Knowledge::Dismiss(gap) => {
            let current = published::current(bindings).await?;
            gaps::dismiss(bindings, current.workspace(), id::id("id", gap)?, caller.who()).await?;
            no_content()
        }
    }
}

/// `PUT /console/api/articles/{id}`: one article with its translations, by compare-and-swap over all of them.
async fn change(
    mut incoming: Incoming,
    bindings: &Bindings<'_>,
    caller: &Caller,
    named: &str,
) -> Result<Response, Failure> {
    let id = id::id("id", named)?;
    let expected = if_match_part(incoming.header("if-match").as_deref())?;
    header::json(incoming.header("content-type").as_deref())?;
    let wanted = article::article_change(id, &incoming.body_of(body::MAX_PUBLICATION_BYTES).await?)?;
    let edit = |before: &Workspace| {
        let was = pair(before, id)?;
        let standing = if was.languages.is_empty() { NEW_ARTICLE } else { was.version.as_str() };
        if expected.as_ref().is_some_and(|expected| expected != standing) {
            return Err(stale_part("this article"));
        }
        let languages = counted(&was.languages, &wanted);
        for language in Language::ALL {
            if needs_approval(was.languages.get(&language), languages.get(&language)) {
                caller.allow(Action::ApproveKnowledge)?;
            }
        }
        let (old, new) = (serde_json::to_value(&was.languages)?, serde_json::to_value(&languages)?);
        let changes = audit::changes(&old, &new);
        let entry = Entry { changes, ..Entry::new(caller.who(), AuditAction::ArticleChanged, id) };
        Ok((with(before, id, languages), entry))
    };
    let current = published::change(bindings, edit).await?;
    json(&pair(&current.published.workspace, id)?)
}

/// `PUT /console/api/knowledge/model`: what somebody has learnt of the approved articles, checked and published.
async fn learn(mut incoming: Incoming, bindings: &Bindings<'_>, caller: &Caller) -> Result<Response, Failure> {
    let expected = if_match_part(incoming.header("if-match").as_deref())?;
    header::bytes(incoming.header("content-type").as_deref())?;
    let bytes = incoming.body_of(MOST_BYTES).await?;
    let Some(model) = model::keep(bindings, bytes).await? else {
        let detail = "no bucket is bound as FILES, so that models cannot be kept; bind one, and send it again";
        return Err(problem(Code::AttachmentsNotSetUp, detail).into());
    };
    published::teach(bindings, &model, expected.as_deref(), &caller.who()).await?;
    no_content()
}

fn learnt(bindings: &Bindings<'_>, current: &Current) -> Learnt {
    match (&current.published.model, bindings.files()) {
        (Some(_), _) => Learnt::Yes,
        (None, Some(_)) => Learnt::Due,
        (None, None) => Learnt::Never,
    }
}

/// What is wanted, with the versions counted: raised where anything of an article has changed.
fn counted(was: &BTreeMap<Language, Article>, wanted: &ArticleChange) -> BTreeMap<Language, Article> {
    let count = |(language, article): (&Language, &Article)| {
        let before = was.get(language);
        let same = |before: &Article| *before == Article { version: before.version, ..article.clone() };
        let version = before.map_or(1, |before| before.version.saturating_add(u32::from(!same(before))));
        (*language, Article { version, ..article.clone() })
    };
    wanted.languages.iter().map(count).collect()
}

/// The workspace with an article in place of what stood there; a new one stands at the end of its language's.
fn with(before: &Workspace, id: &str, mut languages: BTreeMap<Language, Article>) -> Workspace {
    let mut after = before.clone();
    after.articles = before
        .articles
        .iter()
        .filter_map(
            |article| if article.id == id { languages.remove(&article.language) } else { Some(article.clone()) },
        )
        .collect();
    after.articles.extend(languages.into_values());
    after
}

fn pair(workspace: &Workspace, id: &str) -> Result<ArticlePair, Failure> {
    let own = workspace.articles.iter().filter(|article| article.id == id);
    let languages: BTreeMap<Language, Article> = own.map(|article| (article.language, article.clone())).collect();
    Ok(ArticlePair { id: id.to_owned(), version: part_version(&languages)?, languages })
}

fn list(workspace: &Workspace) -> Articles {
    let mut rows: BTreeMap<&str, BTreeMap<Language, ArticleLine>> = BTreeMap::new();
    for article in &workspace.articles {
        let line = ArticleLine {
            title: article.title.clone(),
            topic: article.topic.clone(),
            status: article.status,
            owner: article.owner.clone(),
            review_by: article.review_by.clone(),
            tickets: u32::try_from(article.sources.len()).unwrap_or(u32::MAX),
        };
        rows.entry(&article.id).or_default().insert(article.language, line);
    }
    let topics = workspace.queues.iter().flat_map(|queue| &queue.topics);
    let topics =
        topics.chain(workspace.articles.iter().map(|article| &article.topic)).filter(|topic| !topic.is_empty());
    let writes = |role| may(role, Action::WriteKnowledge) || may(role, Action::WriteConversations);
    let owners = workspace.team.iter().filter(|agent| writes(agent.role));
    Articles {
        articles: rows.into_iter().map(|(id, languages)| ArticleRow { id: id.to_owned(), languages }).collect(),
        languages: workspace.languages.clone(),
        topics: topics.collect::<BTreeSet<_>>().into_iter().cloned().collect(),
        owners: owners.map(|agent| ArticleOwner { id: agent.id.clone(), name: agent.name.clone() }).collect(),
        learnt: Learnt::default(),
    }
}

/// What would answer a verified customer, with what is being written as if it were approved. What is written is known to
/// no model: it is found by its words, as it will be after it is published without one.
fn try_out(published: &Published, request: &TrialRequest) -> Trial {
    let (text, language) = (request.text.as_str(), request.language);
    let (asker, now) = (Asker::Customer { tier: request.tier.as_deref() }, platform::now());
    let hits = if request.drafts.is_empty() {
        let context = Context::alone(language, asker, now, &[]);
        published.engine().search(text, language, &context, TRIED)
    } else {
        let replaced = |article: &&Article| {
            !request.drafts.iter().any(|draft| draft.id == article.id && draft.language == article.language)
        };
        let drafts = request.drafts.iter().map(|draft| Article { status: Status::Approved, ..draft.clone() });
        let all: Vec<Article> = published.workspace.articles.iter().filter(replaced).cloned().chain(drafts).collect();
        let index = Index::with_notices(&all, &documents(&published.workspace.notices));
        index.search(&Query { text, language, asker, now, notices: &[], opinion: None, limit: TRIED })
    };
    Trial { hits, answers_from: published.workspace.policy.thresholds.answer_support }
}
