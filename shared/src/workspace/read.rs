//! Reading: from files as written to a [`Workspace`] that cannot be wrong. All problems are found at once, each with its
//! file and its path.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::check::{Checker, Problem, REPLIES};
use super::files::{ArticleFile, QueuesFile, RepliesFile, TeamFile, WorkspaceFile};
use super::model::{Brand, Workspace};
use crate::knowledge::Article;
use crate::notice::Notice;
use crate::notice::file::{self as notice_file, NoticeFile};
use crate::policy::Policy;
use crate::text::Language;

/// Checks a workspace's files, given by their path relative to its folder.
pub fn check(files: &BTreeMap<String, String>) -> Result<Workspace, Vec<Problem>> {
    let mut checker = Checker::default();
    let root: Option<WorkspaceFile> = checker.read(files, "workspace.toml");
    let queues: Option<QueuesFile> = checker.read(files, "queues.toml");
    let policy: Option<Policy> = checker.read(files, "policy.toml");
    let team: Option<TeamFile> = checker.read(files, "team.toml");
    let replies = match files.get(REPLIES) {
        Some(text) => checker.parse(REPLIES, text),
        None => Some(RepliesFile::default()),
    };
    let articles = checker.articles(files);
    let (Some(root), Some(queues), Some(policy), Some(team), Some(replies)) = (root, queues, policy, team, replies)
    else {
        return Err(checker.problems);
    };
    let languages = root.languages();
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
        privacy: root.privacy,
        replies: replies.replies,
    };
    checker.whole(&workspace);
    if checker.problems.is_empty() { Ok(workspace) } else { Err(checker.problems) }
}

impl Checker {
    fn read<T: DeserializeOwned>(&mut self, files: &BTreeMap<String, String>, file: &str) -> Option<T> {
        let Some(text) = files.get(file) else {
            self.report(file, "", "the file is missing; add it");
            return None;
        };
        self.parse(file, text)
    }

    pub(super) fn parse<T: DeserializeOwned>(&mut self, file: &str, text: &str) -> Option<T> {
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

    pub(super) fn articles(&mut self, files: &BTreeMap<String, String>) -> Vec<Article> {
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
            let article = Article {
                id: id.to_owned(),
                language,
                title: front.title,
                topic: front.topic,
                tags: front.tags,
                questions: front.questions,
                body: body.trim().to_owned(),
                audience: front.audience,
                status: front.status,
                owner: front.owner,
                review_by: front.review_by,
                url: front.url,
                sources: front.sources,
                version: front.version.unwrap_or(1),
            };
            self.article(file, &article);
            articles.push(article);
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
            let notice = notice_file::read(written, &mut |path, message| self.report(file, path, message));
            self.notice(file, &notice, &notices, languages);
            notices.push(notice);
        }
        notices
    }
}
