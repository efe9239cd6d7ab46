//! `cargo baton import tickets`.

use std::collections::BTreeMap;
use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use baton_shared::knowledge::{Asker, Index, Query, Status};
use baton_shared::time::Timestamp;
use baton_shared::workspace::{Workspace, write};
use serde_json::{Value, json};

use crate::arguments::{Import, ImportTickets, Imported};
use crate::import::{Columns, Draft, Group, draft, group, read};
use crate::local::admin;
use crate::{clock, say, weights, workspace};

/// Imports, and says what was made of what.
pub fn run(arguments: &Import) -> Result<ExitCode> {
    match &arguments.what {
        Imported::Tickets(tickets) => import_tickets(tickets),
    }
}

/// What came of all groups.
#[derive(Default)]
struct Report {
    drafted: Vec<(String, Draft)>,
    /// Groups that an approved article answers: its id, and the tickets.
    answered: Vec<(String, Group)>,
    /// Groups whose tickets an article was drafted from before.
    known: Vec<(String, Group)>,
    /// Tickets that nobody else asks, or whose replies say nothing that helps others.
    alone: usize,
    silent: usize,
}

fn import_tickets(arguments: &ImportTickets) -> Result<ExitCode> {
    let columns = Columns::parse(&arguments.map)?;
    let tickets = read(&arguments.file, &columns)?;
    let company = workspace::load_checked(&arguments.workspace)?;
    let count = tickets.len();
    let resolved: Vec<_> = tickets.into_iter().filter(|ticket| ticket.is_resolved).collect();
    if resolved.is_empty() {
        bail!("none of the {count} tickets is resolved; export those that are, or map the column with --map status=…");
    }
    let resolved_count = resolved.len();
    let table = weights::table()?;
    let groups = group(&table, resolved, arguments.language);
    let mut report = Report::default();
    let index = Index::build(&company.articles);
    for one in &groups {
        if one.tickets.len() < arguments.least {
            report.alone += one.tickets.len();
            continue;
        }
        if let Some(id) = drafted_before(&company, one) {
            report.known.push((id, one.clone()));
            continue;
        }
        let Some(mut made) = draft(&table, one, &groups) else {
            report.silent += one.tickets.len();
            continue;
        };
        if let Some(id) = answered_by(&company, &index, &made) {
            report.answered.push((id, one.clone()));
            continue;
        }
        made.article.topic = topic(&company, &index, &made);
        let taken = report.drafted.iter().filter(|(_, other)| other.article.id == made.article.id).count();
        if taken > 0 {
            made.article.id = format!("{}-{}", made.article.id, taken + 1);
        }
        let file = format!("articles/{}/{}.md", made.article.language, made.article.id);
        report.drafted.push((file, made));
    }
    save(arguments, &company, &report)?;
    if arguments.json {
        admin::print(&told(&report, count, resolved_count));
    } else {
        tell(arguments, &report, count, resolved_count);
    }
    Ok(ExitCode::SUCCESS)
}

/// The article that all tickets of a group stand in as sources already.
fn drafted_before(company: &Workspace, group: &Group) -> Option<String> {
    let has_all = |sources: &[String]| group.tickets.iter().all(|ticket| sources.contains(&ticket.id));
    let article = company.articles.iter().find(|article| !article.sources.is_empty() && has_all(&article.sources))?;
    Some(article.id.clone())
}

/// The approved article that answers at least half of what a group asks.
fn answered_by(company: &Workspace, index: &Index, made: &Draft) -> Option<String> {
    let enough = company.policy.thresholds.answer_support;
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    let asked = made.asked.iter().chain([&made.article.title]);
    for text in asked {
        if let Some(hit) = search(index, text, made).filter(|hit| hit.support >= enough) {
            *counted.entry(hit.article).or_default() += 1;
        }
    }
    let (id, times) = counted.into_iter().max_by_key(|(_, times)| *times)?;
    (times * 2 > made.asked.len()).then_some(id)
}

fn search(index: &Index, text: &str, made: &Draft) -> Option<baton_shared::knowledge::Hit> {
    let query = Query {
        text,
        language: made.article.language,
        asker: Asker::Customer { tier: None },
        now: Timestamp(clock::unix_ms()),
        notices: &[],
        opinion: None,
        limit: 1,
    };
    index.search(&query).into_iter().next()
}

/// The topic of the nearest approved article; where none is near, of the first queue.
fn topic(company: &Workspace, index: &Index, made: &Draft) -> String {
    let near = made.asked.iter().chain([&made.article.title]).filter_map(|text| search(index, text, made));
    let nearest = near.max_by(|a, b| a.support.total_cmp(&b.support)).map(|hit| hit.topic);
    let first = || company.queues.iter().flat_map(|queue| &queue.topics).next().cloned();
    nearest.or_else(first).unwrap_or_else(|| "general".to_owned())
}

/// Writes the drafts, all or none: a file that is there already is not written over.
fn save(arguments: &ImportTickets, company: &Workspace, report: &Report) -> Result<()> {
    let out = arguments.out.as_ref().unwrap_or(&arguments.workspace);
    for (file, _) in &report.drafted {
        let path = out.join(file);
        if path.exists() {
            bail!(
                "{} is there already, and nothing was written; move it, or choose another folder with --out",
                path.display()
            );
        }
    }
    let articles = report.drafted.iter().map(|(_, draft)| draft.article.clone()).collect();
    debug_assert!(report.drafted.iter().all(|(_, draft)| draft.article.status == Status::Draft));
    let files = write(&Workspace { articles, ..company.clone() });
    let files = files.map_err(|problems| {
        let first = problems.first().map(|problem| format!("{}: {}", problem.file, problem.message));
        anyhow::anyhow!(first.unwrap_or_default())
    })?;
    for (file, text) in files.iter().filter(|(file, _)| file.starts_with("articles/")) {
        let path = out.join(file);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

fn told(report: &Report, count: usize, resolved: usize) -> Value {
    let numbers = |group: &Group| group.tickets.iter().map(|ticket| ticket.id.clone()).collect::<Vec<_>>();
    let each = |all: &[(String, Group)]| {
        let one = |(id, group): &(String, Group)| json!({ "article": id, "language": group.language, "tickets": numbers(group) });
        all.iter().map(one).collect::<Vec<_>>()
    };
    let drafted = report.drafted.iter().map(|(file, draft)| {
        let article = &draft.article;
        json!({ "file": file, "title": article.title, "topic": article.topic, "tickets": article.sources })
    });
    json!({
        "read": count,
        "resolved": resolved,
        "drafted": drafted.collect::<Vec<_>>(),
        "answered": each(&report.answered),
        "drafted_before": each(&report.known),
        "alone": report.alone,
        "without_a_reply": report.silent,
    })
}

fn tell(arguments: &ImportTickets, report: &Report, count: usize, resolved: usize) {
    let out = arguments.out.as_ref().unwrap_or(&arguments.workspace);
    println!("{count} tickets read, {resolved} of them resolved");
    for (file, draft) in &report.drafted {
        let article = &draft.article;
        println!("  drafted   {}  {} ({} tickets)", out.join(file).display(), article.title, article.sources.len());
    }
    for (id, group) in &report.answered {
        println!("  answered  {id} answers {} tickets already ({})", group.tickets.len(), group.language);
    }
    for (id, group) in &report.known {
        println!("  known     {id} was drafted from {} of these tickets before", group.tickets.len());
    }
    if report.alone > 0 {
        println!("  left out  {} tickets that fewer than {} ask", report.alone, arguments.least);
    }
    if report.silent > 0 {
        println!("  left out  {} tickets whose replies say nothing that helps others", report.silent);
    }
    if !report.drafted.is_empty() {
        say::line(
            "Read each draft against its tickets, translate it, and approve it in the console, or set its status and push.",
        );
    }
}
