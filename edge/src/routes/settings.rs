//! The settings, section by section, and the audit. A section is a part of the published workspace: changing one
//! publishes.

use std::collections::BTreeMap;

use baton_shared::protocol::{AuditAction, Section, SectionValue, Settings, Versioned};
use baton_shared::workspace::Workspace;
use worker::Response;

use crate::access::Caller;
use crate::audit::{self, Entry};
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::{Incoming, json};
use crate::parse::header::{self, if_match_part};
use crate::parse::problem::{Code, problem};
use crate::parse::{body, id};
use crate::published::{self, Current, part_version, stale_part};

/// Longest section, in bytes.
const MAX_SECTION_BYTES: usize = 256 * 1024;

/// `GET /console/api/settings`.
pub async fn show(bindings: &Bindings<'_>) -> Result<Response, Failure> {
    json(&settings(&*published::newest_of(bindings).await?)?)
}

/// `PUT /console/api/settings/{section}`.
pub async fn change(
    mut incoming: Incoming,
    bindings: &Bindings<'_>,
    caller: &Caller,
    section: &str,
) -> Result<Response, Failure> {
    let section = Section::ALL.into_iter().find(|known| known.as_str() == section);
    let section = section.ok_or_else(|| problem(Code::NotFound, "there is no such section of the settings"))?;
    let expected = if_match_part(incoming.header("if-match").as_deref())?;
    header::json(incoming.header("content-type").as_deref())?;
    let value = body::section(section, &incoming.body_of(MAX_SECTION_BYTES).await?, MAX_SECTION_BYTES)?;
    let edit = |before: &Workspace| {
        let was = value_of(before, section);
        if expected.as_ref().is_some_and(|expected| part_version(&was).ok().as_ref() != Some(expected)) {
            return Err(stale_part("this section"));
        }
        let mut after = before.clone();
        put(&mut after, value.clone());
        let is = value_of(&after, section);
        let changes = audit::changes(&serde_json::to_value(was)?, &serde_json::to_value(is)?);
        Ok((after, Entry { changes, ..Entry::new(caller.who(), AuditAction::SettingsChanged, section.as_str()) }))
    };
    json(&settings(&*published::change(bindings, edit).await?)?)
}

/// `GET /console/api/audit?before=N`.
pub async fn audit(incoming: &Incoming, bindings: &Bindings<'_>) -> Result<Response, Failure> {
    let current = published::current(bindings).await?;
    json(&audit::list(bindings, current.workspace(), id::before(incoming.query("before").as_deref())?).await?)
}

fn settings(current: &Current) -> Result<Settings, Failure> {
    let mut sections = BTreeMap::new();
    for section in Section::ALL {
        let value = value_of(&current.published.workspace, section);
        sections.insert(section, Versioned { version: part_version(&value)?, value });
    }
    Ok(Settings { version: current.published.versions.workspace, sections })
}

fn value_of(workspace: &Workspace, section: Section) -> SectionValue {
    match section {
        Section::Brand => SectionValue::Brand { brand: workspace.brand.clone() },
        Section::Queues => SectionValue::Queues { queues: workspace.queues.clone() },
        Section::Replies => SectionValue::Replies { replies: workspace.replies.clone() },
        Section::Origins => SectionValue::Origins { allowed_origins: workspace.allowed_origins.clone() },
        Section::Languages => SectionValue::Languages { languages: workspace.languages.clone() },
        Section::Privacy => SectionValue::Privacy { privacy: workspace.privacy.clone() },
    }
}

fn put(workspace: &mut Workspace, value: SectionValue) {
    match value {
        SectionValue::Brand { brand } => workspace.brand = brand,
        SectionValue::Queues { queues } => workspace.queues = queues,
        SectionValue::Replies { replies } => workspace.replies = replies,
        SectionValue::Origins { allowed_origins } => workspace.allowed_origins = allowed_origins,
        SectionValue::Languages { languages } => workspace.languages = languages,
        SectionValue::Privacy { privacy } => workspace.privacy = privacy,
    }
}
