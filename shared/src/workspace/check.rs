//! Checking: from files as written to a [`Workspace`] that cannot be wrong. All problems are found at once, each
//! with its file and its path.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;

use super::files::{ArticleFile, QueuesFile, TeamFile, WorkspaceFile};
use super::hours::interval;
use super::model::{Brand, Workspace};
use crate::knowledge::{Article, Status};
use crate::notice::check::NoticeFile;
use crate::notice::{self, Notice};
use crate::policy::{Condition, Outcome, Policy, QueueChoice};
use crate::text::Language;
use crate::time::parse_date;

/// Something wrong in a workspace, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, relative to the workspace.
    pub file: String,
    /// The field, `rule.angry.queue` say; empty for the whole file.
    pub path: String,
    /// What is wrong, and what to do.
    pub message: String,
}

/// Checks a workspace's files, given by their path relative to its folder.
pub fn check(files: &BTreeMap<String, String>) -> Result<Workspace, Vec<Problem>> {
    let mut checker = Checker { problems: Vec::new() };
    let root: Option<WorkspaceFile> = checker.read(files, "workspace.toml");
    let queues: Option<QueuesFile> = checker.read(files, "queues.toml");
    let policy: Option<Policy> = checker.read(files, "policy.toml");
    let team: Option<TeamFile> = checker.read(files, "team.toml");
    let articles = checker.articles(files);
    let (Some(root), Some(queues), Some(policy), Some(team)) = (root, queues, policy, team) else {
        return Err(checker.problems);
    };
    let mut languages = vec![root.default_language];
    languages.extend(root.languages.iter().copied().filter(|language| *language != root.default_language));
    let notices = checker.notices(files, &languages);
    let workspace = Workspace {
        id: root.id,
        languages,
        allowed_origins: root.allowed_origins,
        brand: Brand {
            name: root.brand.name,
            accent: root.brand.accent,
            greeting: root.brand.greeting,
            suggestions: root.suggestions,
        },
        emergency: root.contact,
        queues: queues.queues,
        policy,
        team: team.team,
        articles,
        notices,
    };
    checker.whole(&workspace);
    if checker.problems.is_empty() { Ok(workspace) } else { Err(checker.problems) }
}

struct Checker {
    problems: Vec<Problem>,
}

impl Checker {
    fn report(&mut self, file: &str, path: impl Into<String>, message: impl Into<String>) {
        self.problems.push(Problem { file: file.to_owned(), path: path.into(), message: message.into() });
    }

    fn read<T: DeserializeOwned>(&mut self, files: &BTreeMap<String, String>, file: &str) -> Option<T> {
        let Some(text) = files.get(file) else {
            self.report(file, "", "the file is missing; add it");
            return None;
        };
        self.parse(file, text)
    }

    fn parse<T: DeserializeOwned>(&mut self, file: &str, text: &str) -> Option<T> {
        match toml::from_str(text) {
            Ok(value) => Some(value),
            Err(error) => {
                let line =
                    error.span().map(|span| text.get(..span.start).unwrap_or_default().matches('\n').count() + 1);
                let path = line.map_or_else(String::new, |line| format!("line {line}"));
                self.report(file, path, error.message().to_owned());
                None
            }
        }
    }

    fn articles(&mut self, files: &BTreeMap<String, String>) -> Vec<Article> {
        let mut articles = Vec::new();
        for (file, text) in files {
            let Some(rest) = file.strip_prefix("articles/").and_then(|rest| rest.strip_suffix(".md")) else { continue };
            let Some((language, id)) = rest.split_once('/') else {
                self.report(file, "", "articles lie in articles/<language>/<id>.md; move it");
                continue;
            };
            let Ok(language) = language.parse::<Language>() else {
                self.report(file, "", format!("`{language}` is no language of Baton; use en or zh"));
                continue;
            };
            let parts = text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++"));
            let Some((front, body)) = parts else {
                self.report(file, "", "the file must begin with TOML between two lines of +++");
                continue;
            };
            let Some(front) = self.parse::<ArticleFile>(file, front) else { continue };
            if body.trim().is_empty() {
                self.report(file, "body", "the article is empty; write it, or set its status to retired");
            }
            if front.review_by.as_deref().is_some_and(|date| parse_date(date).is_none()) {
                self.report(file, "review_by", "this is no date; write it as 2027-06-30");
            }
            articles.push(Article {
                id: id.to_owned(),
                language,
                title: front.title,
                topic: front.topic,
                tags: front.tags,
                questions: front.questions,
                body: body.trim().to_owned(),
                audience: front.audience,
                status: front.status,
                review_by: front.review_by,
                url: front.url,
                version: front.version.unwrap_or(1),
            });
        }
        articles
    }

    fn notices(&mut self, files: &BTreeMap<String, String>, languages: &[Language]) -> Vec<Notice> {
        let mut notices: Vec<Notice> = Vec::new();
        for (file, text) in files.iter().filter(|(file, _)| file.starts_with("notices/")) {
            let name = file.strip_prefix("notices/").and_then(|rest| rest.strip_suffix(".toml"));
            if name.is_none_or(|name| name.contains('/')) {
                self.report(file, "", "notices lie in notices/<name>.toml; move it");
                continue;
            }
            let Some(written) = self.parse::<NoticeFile>(file, text) else { continue };
            let notice =
                notice::check::check(written, languages, &mut |path, message| self.report(file, path, message));
            if notices.iter().any(|other| other.id == notice.id) {
                self.report(file, "id", "another notice has this id; rename one");
            }
            if notices.len() == notice::check::MAX_NOTICES {
                self.report(file, "", format!("there are more than {} notices; delete old ones", notices.len()));
            }
            notices.push(notice);
        }
        notices
    }

    /// What only shows when all files are seen together.
    fn whole(&mut self, workspace: &Workspace) {
        self.root(workspace);
        self.queues(workspace);
        self.policy(workspace);
        self.team(workspace);
        self.translations(workspace);
    }

    fn root(&mut self, workspace: &Workspace) {
        let file = "workspace.toml";
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if workspace.id.is_empty() || !workspace.id.chars().all(plain) {
            self.report(file, "id", "use lower-case letters, digits and hyphens");
        }
        let accent = workspace.brand.accent.strip_prefix('#').filter(|hex| hex.len() == 6);
        if !accent.is_some_and(|hex| hex.chars().all(|c| c.is_ascii_hexdigit())) {
            self.report(file, "brand.accent", "write the colour as #rrggbb");
        }
        for origin in &workspace.allowed_origins {
            let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
            if !host.is_some_and(|host| !host.is_empty() && !host.contains('/')) {
                self.report(file, "allowed_origins", format!("`{origin}` is no origin; write https://example.com"));
            }
        }
        for language in &workspace.languages {
            for (path, texts) in [("brand.name", &workspace.brand.name), ("brand.greeting", &workspace.brand.greeting)]
            {
                if !texts.contains_key(language) {
                    self.report(file, format!("{path}.{language}"), "the translation is missing; add it");
                }
            }
        }
    }

    fn queues(&mut self, workspace: &Workspace) {
        let file = "queues.toml";
        if workspace.queues.is_empty() {
            self.report(file, "queue", "there is no queue; handoffs need at least one");
        }
        let mut seen = BTreeSet::new();
        for queue in &workspace.queues {
            let at = |field: &str| format!("queue.{}.{field}", queue.id);
            if !seen.insert(&queue.id) {
                self.report(file, at("id"), "another queue has this id; rename one");
            }
            if queue.skills.is_empty() {
                self.report(file, at("skills"), "a queue without skills has nobody; name at least one");
            }
            if queue.accept_within_seconds == 0 {
                self.report(file, at("accept_within_seconds"), "allow at least one second");
            }
            for day in 0..7 {
                if queue.hours.day(day).is_some_and(|text| interval(text).is_none()) {
                    self.report(file, at("hours"), "write a day's hours as 09:00-18:00");
                }
            }
            for holiday in queue.holidays.iter().filter(|holiday| parse_date(holiday).is_none()) {
                self.report(file, at("holidays"), format!("`{holiday}` is no date; write it as 2026-12-25"));
            }
            for language in workspace.languages.iter().filter(|language| !queue.name.contains_key(language)) {
                self.report(file, at(&format!("name.{language}")), "the translation is missing; add it");
            }
        }
    }

    fn policy(&mut self, workspace: &Workspace) {
        let file = "policy.toml";
        let mut seen = BTreeSet::new();
        let mut unreachable = false;
        for rule in &workspace.policy.rules {
            let at = |field: &str| format!("rule.{}.{field}", rule.id);
            if !seen.insert(&rule.id) {
                self.report(file, at("id"), "another rule has this id; rename one");
            }
            if unreachable {
                self.report(file, at("when"), "the rule can never fire: one before it always does; move it up");
            }
            self.condition(file, &at("when"), &rule.when);
            if let QueueChoice::Queue(id) = &rule.queue
                && workspace.queue(id).is_none()
            {
                self.report(file, at("queue"), format!("there is no queue `{id}`; name one of queues.toml"));
            }
            if let Some(say) = &rule.say {
                if rule.outcome != Outcome::HandOver {
                    let message = "after an approved text a person comes: set the outcome to hand_over, or drop `say`";
                    self.report(file, at("outcome"), message);
                }
                for language in workspace.languages.iter().filter(|language| !say.contains_key(language)) {
                    self.report(file, at(&format!("say.{language}")), "the translation is missing; add it");
                }
            }
            unreachable |= rule.when.always == Some(true);
        }
        if !workspace.policy.rules.iter().any(|rule| rule.outcome == Outcome::HandOver) {
            self.report(file, "rule", "no rule hands over to a person; add one");
        }
    }

    fn condition(&mut self, file: &str, path: &str, condition: &Condition) {
        let fields = condition.fields();
        if fields.len() != 1 {
            let message = format!("a condition asks one thing, this one {}; use all or any", fields.len());
            self.report(file, path, message);
        }
        if condition.at_least.is_some() && condition.signal.is_none() {
            self.report(file, path, "at_least goes with signal; name the signal");
        }
        let inner = condition.all.iter().flatten().chain(condition.any.iter().flatten());
        for (index, inner) in inner.enumerate() {
            self.condition(file, &format!("{path}.{index}"), inner);
        }
        if let Some(inner) = &condition.not {
            self.condition(file, &format!("{path}.not"), inner);
        }
    }

    fn team(&mut self, workspace: &Workspace) {
        let file = "team.toml";
        let mut seen = BTreeSet::new();
        for agent in &workspace.team {
            if !seen.insert(&agent.id) {
                self.report(file, format!("agent.{}.id", agent.id), "another agent has this id; rename one");
            }
        }
    }

    fn translations(&mut self, workspace: &Workspace) {
        let approved = |article: &&Article| article.status == Status::Approved;
        for article in workspace.articles.iter().filter(approved) {
            for language in &workspace.languages {
                let twin = workspace.articles.iter().any(|other| other.id == article.id && other.language == *language);
                if !twin {
                    let file = format!("articles/{}/{}.md", article.language, article.id);
                    self.report(
                        &file,
                        language.as_str(),
                        "the translation is missing; write it, or retire the article",
                    );
                }
            }
        }
    }
}
