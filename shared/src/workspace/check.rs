//! Checking a workspace, wherever it comes from: all problems at once, each with the file and the path where it is mended.

use std::collections::BTreeSet;

use super::hours::interval;
use super::model::{Privacy, Workspace};
use super::reply::{Blank, MAX_REPLIES, MAX_REPLY_CHARS, MAX_REPLY_NAME_CHARS, unknown_blank};
use super::rules::{Around, flaws};
use crate::knowledge::{Article, Audience, Status};
use crate::notice::{self, Notice};
use crate::policy::{Condition, Outcome};
use crate::text::Language;
use crate::time::parse_date;

/// The file of prepared replies, which may be left out.
pub(super) const REPLIES: &str = "replies.toml";
/// Characters of a member's name.
const MAX_NAME_CHARS: usize = 80;
/// Most days that something may be kept: thirty years.
const MAX_KEPT_DAYS: u32 = 10_957;

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

/// What is wrong with a workspace that did not come out of files: each problem names the file that would hold it.
pub fn problems(workspace: &Workspace) -> Vec<Problem> {
    let mut checker = Checker::default();
    let mut known = BTreeSet::new();
    for article in &workspace.articles {
        let file = article_file(article);
        checker.article(&file, article);
        if !known.insert(file.clone()) || article.id.is_empty() {
            checker.report(&file, "id", "another article has this id, or it is empty; rename it");
        } else if !is_file_id(&article.id) {
            checker.report(&file, "id", "the id cannot be the name of a file; use letters, digits and hyphens");
        }
    }
    for (place, notice) in workspace.notices.iter().enumerate() {
        let before = workspace.notices.get(..place).unwrap_or_default();
        checker.notice(&format!("notices/{}.toml", notice.id), notice, before, &workspace.languages);
    }
    checker.whole(workspace);
    checker.problems
}

/// The file that holds an article.
pub(super) fn article_file(article: &Article) -> String {
    format!("articles/{}/{}.md", article.language, article.id)
}

/// Whether an article's id can be the name of its file, perhaps in folders.
pub(super) fn is_file_id(id: &str) -> bool {
    let is_name = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':']);
    id.split('/').all(is_name) && !id.contains(char::is_control)
}

/// The topics that a message may be about: those of articles and notices.
pub fn topics(workspace: &Workspace) -> BTreeSet<&str> {
    let notices = workspace.notices.iter().filter_map(|notice| notice.topic.as_deref());
    workspace.articles.iter().map(|article| article.topic.as_str()).chain(notices).collect()
}

/// Finds problems.
#[derive(Default)]
pub(super) struct Checker {
    pub(super) problems: Vec<Problem>,
}

impl Checker {
    pub(super) fn report(&mut self, file: &str, path: impl Into<String>, message: impl Into<String>) {
        self.problems.push(Problem { file: file.to_owned(), path: path.into(), message: message.into() });
    }

    pub(super) fn article(&mut self, file: &str, article: &Article) {
        if article.body.trim().is_empty() {
            self.report(file, "body", "the article is empty; write it, or set its status to retired");
        }
        if article.review_by.as_deref().is_some_and(|date| parse_date(date).is_none()) {
            self.report(file, "review_by", "this is no date; write it as 2027-06-30");
        }
        if let Audience::Tiers(tiers) = &article.audience
            && (tiers.is_empty() || tiers.iter().any(|tier| tier.trim().is_empty()))
        {
            self.report(file, "audience.tiers", "name at least one tier, and leave none empty; or write \"customers\"");
        }
    }

    /// A notice, and those before it.
    pub(super) fn notice(&mut self, file: &str, notice: &Notice, before: &[Notice], languages: &[Language]) {
        notice::check::check(notice, languages, &mut |path, message| self.report(file, path, message));
        if before.iter().any(|other| other.id == notice.id) {
            self.report(file, "id", "another notice has this id; rename one");
        }
        if before.len() == notice::check::MAX_NOTICES {
            self.report(file, "", format!("there are more than {} notices; delete old ones", before.len()));
        }
    }

    /// What only shows when all files are seen together.
    pub(super) fn whole(&mut self, workspace: &Workspace) {
        self.root(workspace);
        self.privacy(&workspace.privacy);
        self.queues(workspace);
        self.policy(workspace);
        self.team(workspace);
        self.replies(workspace);
        self.translations(workspace);
    }

    fn privacy(&mut self, privacy: &Privacy) {
        let all = [
            ("conversation_days", privacy.conversation_days),
            ("file_days", privacy.file_days),
            ("customer_days", privacy.customer_days),
            ("log_days", privacy.log_days),
        ];
        for (name, days) in all {
            if days.is_some_and(|days| !(1..=MAX_KEPT_DAYS).contains(&days)) {
                let message =
                    format!("use 1 to {MAX_KEPT_DAYS} days, or leave it out to keep things until they are erased");
                self.report("workspace.toml", format!("privacy.{name}"), message);
            }
        }
    }

    fn root(&mut self, workspace: &Workspace) {
        let file = "workspace.toml";
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if workspace.id.is_empty() || !workspace.id.chars().all(plain) {
            self.report(file, "id", "use lower-case letters, digits and hyphens");
        }
        if workspace.languages.is_empty() {
            self.report(file, "languages", "there is no language; name at least one");
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
        let mut languages = BTreeSet::new();
        if !workspace.languages.iter().all(|language| languages.insert(language)) {
            self.report(file, "languages", "a language stands there twice; name each once");
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
        let topics = topics(workspace);
        let around = Around { queues: &workspace.queues, languages: &workspace.languages, topics: &topics };
        let found: Vec<_> =
            flaws(&workspace.policy, &around).into_iter().filter(|found| found.flaw.is_problem()).collect();
        for (place, rule) in workspace.policy.rules.iter().enumerate() {
            let at = |field: &str| format!("rule.{}.{field}", rule.id);
            if !seen.insert(&rule.id) {
                self.report(file, at("id"), "another rule has this id; rename one");
            }
            self.condition(file, &at("when"), &rule.when);
            for flaw in found.iter().filter(|found| found.place == place).map(|found| &found.flaw) {
                self.report(file, at(&flaw.field()), flaw.message());
            }
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
        let (mut seen, mut addresses) = (BTreeSet::new(), BTreeSet::new());
        for agent in &workspace.team {
            let at = |field: &str| format!("agent.{}.{field}", agent.id);
            if !seen.insert(&agent.id) {
                self.report(file, at("id"), "another agent has this id; rename one");
            }
            // What the audit calls those who are nobody of the team.
            if agent.id.is_empty() || matches!(agent.id.as_str(), "tool" | "system") || agent.id.contains(':') {
                self.report(file, at("id"), "this can be nobody's id; choose another");
            }
            if agent.name.trim().is_empty() || agent.name.chars().count() > MAX_NAME_CHARS {
                self.report(file, at("name"), "write a name of 1 to 80 characters; customers see it");
            }
            if agent.languages.is_empty() {
                self.report(file, at("languages"), "name at least one language that they write");
            }
            if let Some(email) = &agent.email {
                let parts = email.split_once('@');
                let good =
                    parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
                if !good || email.chars().any(|c| c.is_whitespace() || c.is_control()) {
                    self.report(file, at("email"), "this is no address; write it as name@example.com");
                } else if !addresses.insert(email.to_lowercase()) {
                    self.report(file, at("email"), "another agent has this address; each has their own");
                }
            }
            if agent.picture.as_ref().is_some_and(|picture| !picture.starts_with("https://")) {
                self.report(file, at("picture"), "write the picture's address as https://…");
            }
        }
    }

    fn replies(&mut self, workspace: &Workspace) {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let mut seen = BTreeSet::new();
        if workspace.replies.len() > MAX_REPLIES {
            self.report(REPLIES, "reply", format!("there are more than {MAX_REPLIES} replies; delete old ones"));
        }
        for reply in &workspace.replies {
            let at = |field: &str| format!("reply.{}.{field}", reply.id);
            if reply.id.is_empty() || !reply.id.chars().all(plain) {
                self.report(REPLIES, at("id"), "use lower-case letters, digits and hyphens");
            }
            if !seen.insert(&reply.id) {
                self.report(REPLIES, at("id"), "another reply has this id; rename one");
            }
            for language in &workspace.languages {
                for (field, texts, most) in
                    [("name", &reply.name, MAX_REPLY_NAME_CHARS), ("text", &reply.text, MAX_REPLY_CHARS)]
                {
                    let text = texts.get(language).map_or("", String::as_str).trim();
                    let path = at(&format!("{field}.{language}"));
                    if text.is_empty() {
                        self.report(REPLIES, path, "the translation is missing; add it");
                    } else if text.chars().count() > most {
                        self.report(REPLIES, path, format!("this is longer than {most} characters; shorten it"));
                    }
                }
            }
            for (language, text) in &reply.text {
                if let Some(word) = unknown_blank(text) {
                    let known = Blank::ALL.map(|blank| format!("{{{}}}", blank.as_str())).join(", ");
                    let message = format!("nothing is known of {{{word}}}; use {known}");
                    self.report(REPLIES, at(&format!("text.{language}")), message);
                }
            }
        }
    }

    fn translations(&mut self, workspace: &Workspace) {
        let approved = |article: &&Article| article.status == Status::Approved;
        for article in workspace.articles.iter().filter(approved) {
            for language in &workspace.languages {
                let twin = workspace.articles.iter().any(|other| other.id == article.id && other.language == *language);
                if !twin {
                    self.report(
                        &article_file(article),
                        language.as_str(),
                        "the translation is missing; write it, or retire the article",
                    );
                }
            }
        }
    }
}
