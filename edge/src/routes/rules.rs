//! The rules: reading them, publishing others, what stood before, and trying a message. They are a part of the published
//! workspace, so that each change is a publication; bringing an old version back is one too.

use std::collections::BTreeMap;

use baton_shared::conversation::says_yes;
use baton_shared::knowledge::Asker;
use baton_shared::notice::answering;
use baton_shared::protocol::{
    AuditAction, AuditChange, MAX_RULE_VERSIONS, RuleVersion, RuleVersions, Rules, RulesThen, Tried, Try,
};
use baton_shared::time::Timestamp;
use baton_shared::triage::{Context, Understand};
use baton_shared::workspace::{Workspace, topics};
use serde::Deserialize;
use serde_json::{Value, json as value};
use worker::Response;

use crate::access::Caller;
use crate::audit::{self, Entry};
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::{Incoming, RulesWish, json};
use crate::parse::header::{self, if_match_part};
use crate::parse::problem::{Code, problem};
use crate::parse::{self, id};
use crate::platform;
use crate::published::{self, Current, number, part_version, policy_part, stale_part};

/// Longest rules, in bytes.
const MAX_RULES_BYTES: usize = 256 * 1024;
/// Publications among which versions of the rules are looked for.
const MAX_PUBLICATIONS: u64 = 2000;

/// Answers.
pub async fn answer(
    mut incoming: Incoming,
    bindings: &Bindings<'_>,
    caller: &Caller,
    wish: RulesWish<'_>,
) -> Result<Response, Failure> {
    match wish {
        RulesWish::Show => json(&rules(&*published::newest_of(bindings).await?)?),
        RulesWish::Change => change(incoming, bindings, caller).await,
        RulesWish::Versions => json(&versions(bindings).await?),
        RulesWish::Then(version) => {
            let workspace = id::whole("version", version)?;
            let policy = policy_part(&bindings.need_database()?, workspace).await?;
            let policy = policy.ok_or_else(|| problem(Code::NotFound, "there is no publication with this number"))?;
            json(&RulesThen { workspace, policy })
        }
        RulesWish::Try => {
            let wish = parse::rules::try_rules(&incoming.json().await?)?;
            let current = published::current(bindings).await?;
            json(&tried(&current, &wish))
        }
    }
}

fn rules(current: &Current) -> Result<Rules, Failure> {
    let workspace = &current.published.workspace;
    Ok(Rules {
        workspace: current.published.versions.workspace,
        version: part_version(&workspace.policy)?,
        policy: workspace.policy.clone(),
        queues: workspace.queues.clone(),
        languages: workspace.languages.clone(),
        topics: topics(workspace).into_iter().map(str::to_owned).collect(),
    })
}

async fn change(mut incoming: Incoming, bindings: &Bindings<'_>, caller: &Caller) -> Result<Response, Failure> {
    let expected = if_match_part(incoming.header("if-match").as_deref())?;
    header::json(incoming.header("content-type").as_deref())?;
    let wanted = parse::rules::rules(&incoming.body_of(MAX_RULES_BYTES).await?, MAX_RULES_BYTES)?;
    let edit = |before: &Workspace| {
        if expected.as_ref().is_some_and(|expected| part_version(&before.policy).ok().as_ref() != Some(expected)) {
            return Err(stale_part("the rules"));
        }
        let after = Workspace { policy: wanted.policy.clone(), ..before.clone() };
        let mut changes = audit::changes(&serde_json::to_value(&before.policy)?, &serde_json::to_value(&after.policy)?);
        if let Some(from) = wanted.from {
            let back = AuditChange { path: "brought_back".to_owned(), before: Value::Null, after: value!(from) };
            changes.insert(0, back);
        }
        Ok((after, Entry { changes, ..Entry::new(caller.who(), AuditAction::RulesChanged, "policy") }))
    };
    json(&rules(&*published::change(bindings, edit).await?)?)
}

#[derive(Deserialize)]
struct Row {
    version: u64,
    policy: String,
    published_at: u64,
    published_by: Option<String>,
}

/// The publications in which the rules changed: of those with the same rules in a row, the first.
async fn versions(bindings: &Bindings<'_>) -> Result<RuleVersions, Failure> {
    let select = "SELECT version, coalesce(json_extract(parts, '$.policy'), '') AS policy, published_at, published_by \
                  FROM publication ORDER BY version DESC LIMIT ?1";
    let rows = bindings.need_database()?.prepare(select).bind(&[number(MAX_PUBLICATIONS)])?.all().await?;
    let rows: Vec<Row> = rows.results()?;
    let mut versions: Vec<RuleVersion> = Vec::new();
    for row in rows {
        let version = RuleVersion {
            workspace: row.version,
            policy: row.policy,
            at: Timestamp(row.published_at),
            who: row.published_by,
        };
        // The same rules again: they were there before.
        if versions.last().is_some_and(|last| last.policy == version.policy) {
            versions.pop();
        } else if versions.len() == MAX_RULE_VERSIONS {
            break;
        }
        versions.push(version);
    }
    Ok(RuleVersions { versions })
}

/// What triage makes of a message. What follows is for whoever asks to find out, with rules that nobody has published.
fn tried(current: &Current, wish: &Try) -> Tried {
    let published = &current.published;
    let now = platform::now();
    let notices = answering(&published.workspace.notices, &BTreeMap::new(), now);
    let asker = if wish.signed_in { Asker::Customer { tier: None } } else { Asker::Anonymous };
    let context = Context::alone(wish.language, asker, now, &notices);
    let assessment = published.engine().assess(&wish.text, &context);
    Tried { says_yes: says_yes(&wish.text), assessment, engine: published.versions.engine.clone() }
}
