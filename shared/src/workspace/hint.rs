//! Hints: what is no mistake of the files, and yet not as anybody would want it. They keep nothing from being published,
//! because many come with time alone.

use std::collections::BTreeSet;

use super::check::{Checker, Problem, article_file, topics};
use super::model::{Agent, Queue, Texts, Workspace};
use super::role::{Action, may};
use super::rules::{Around, flaws};
use super::write::{Files, notice_files};
use crate::knowledge::{Article, Status};
use crate::time::Timestamp;

/// Days before an article stops answering from which that is said.
const SOON: i64 = 14;

/// All hints about a workspace whose files have no problems, at a time.
pub fn hints(workspace: &Workspace, files: &Files, now: Timestamp) -> Vec<Problem> {
    let mut checker = Checker::default();
    texts(&mut checker, workspace);
    queues(&mut checker, workspace);
    policy(&mut checker, workspace);
    articles(&mut checker, workspace, now);
    notices(&mut checker, workspace, files, now);
    checker.problems
}

/// Texts that some languages have and others lack.
fn texts(checker: &mut Checker, workspace: &Workspace) {
    let file = "workspace.toml";
    let mut missing = |path: &str, has: &dyn Fn(crate::text::Language) -> bool| {
        if workspace.languages.iter().any(|language| has(*language)) {
            for language in workspace.languages.iter().filter(|language| !has(**language)) {
                checker.report(file, format!("{path}.{language}"), "the translation is missing; add it");
            }
        }
    };
    missing("suggestions", &|language| workspace.brand.suggestions.get(&language).is_some_and(|list| !list.is_empty()));
    let emergency: &Texts = &workspace.emergency.emergency;
    missing("contact.emergency", &|language| emergency.contains_key(&language));
}

fn queues(checker: &mut Checker, workspace: &Workspace) {
    let file = "queues.toml";
    for queue in &workspace.queues {
        let at = format!("queue.{}.skills", queue.id);
        let takers = takers(workspace, queue);
        if takers.is_empty() {
            let message = "nobody in team.toml who takes conversations has one of these skills; give them to somebody";
            checker.report(file, at, message);
            continue;
        }
        for language in &workspace.languages {
            if !takers.iter().any(|agent| agent.languages.contains(language)) {
                let message = format!("nobody with one of these skills writes {language}; find somebody who does");
                checker.report(file, at.clone(), message);
            }
        }
    }
    let (mut seen, mut twice) = (BTreeSet::new(), BTreeSet::new());
    for topic in workspace.queues.iter().flat_map(|queue| &queue.topics) {
        if !seen.insert(topic) && twice.insert(topic) {
            let message = format!("the topic `{topic}` is listed twice; the first queue gets it, drop the other");
            checker.report(file, "topics", message);
        }
    }
}

/// Who may be given a conversation of a queue.
fn takers<'w>(workspace: &'w Workspace, queue: &Queue) -> Vec<&'w Agent> {
    let takes = |agent: &&Agent| {
        agent.capacity > 0
            && may(agent.role, Action::WriteConversations)
            && agent.skills.iter().any(|skill| queue.skills.contains(skill))
    };
    workspace.team.iter().filter(takes).collect()
}

fn policy(checker: &mut Checker, workspace: &Workspace) {
    let topics = topics(workspace);
    let around = Around { queues: &workspace.queues, languages: &workspace.languages, topics: &topics };
    for found in flaws(&workspace.policy, &around).into_iter().filter(|found| !found.flaw.is_problem()) {
        let at = format!("rule.{}.{}", found.rule, found.flaw.field());
        checker.report("policy.toml", at, found.flaw.message());
    }
}

fn has_queue(workspace: &Workspace, topic: &str) -> bool {
    workspace.queues.iter().any(|queue| queue.topics.iter().any(|listed| listed == topic))
}

fn no_queue(workspace: &Workspace, topic: &str) -> String {
    let first = workspace.queues.first().map_or("", |queue| queue.id.as_str());
    format!("no queue lists the topic `{topic}`, so that it goes to {first}; add it to one of queues.toml")
}

fn articles(checker: &mut Checker, workspace: &Workspace, now: Timestamp) {
    let approved = |article: &&Article| article.status == Status::Approved;
    for article in workspace.articles.iter().filter(approved) {
        let file = article_file(article);
        if !has_queue(workspace, &article.topic) {
            checker.report(&file, "topic", no_queue(workspace, &article.topic));
        }
        if article.questions.is_empty() {
            let message = "there is no question; add some as people ask them, so that the article is found";
            checker.report(&file, "questions", message);
        }
        if let (Some(date), Some(left)) = (&article.review_by, article.days_left(now))
            && left <= SOON
        {
            let message = match left {
                ..0 => format!("it has not answered since {date}; read it again, and set a later date"),
                _ => format!("it answers until {date} and no longer; read it again, and set a later date"),
            };
            checker.report(&file, "review_by", message);
        }
        if article.owner.as_ref().is_some_and(|owner| workspace.team.iter().all(|agent| agent.id != *owner)) {
            checker.report(&file, "owner", "nobody in team.toml has this id; name who answers for the article now");
        }
    }
}

fn notices(checker: &mut Checker, workspace: &Workspace, files: &Files, now: Timestamp) {
    let names = notice_files(files);
    for notice in &workspace.notices {
        let file = names.get(&notice.id).cloned().unwrap_or_default();
        if let Some(topic) = notice.topic.as_deref().filter(|topic| !has_queue(workspace, topic)) {
            checker.report(&file, "topic", no_queue(workspace, topic));
        }
        if let Some(until) = notice.until.filter(|until| *until <= now) {
            let message = format!("the notice ended at {}; delete its file, or give it a later end", until.rfc3339());
            checker.report(&file, "until", message);
        }
    }
}
