//! The published workspace: a checked one with its number, the hashes of its parts and an index to search.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::model::Workspace;
use crate::knowledge::{Article, Audience, Beside, Index, Model};
use crate::notice::{self, NoticesPart, documents};
use crate::text::Language;
use crate::time::Timestamp;
use crate::triage::{ENGINE, ENGINE_WITH_MODEL, Engine};

/// What a decision was made with, so that it can be explained and replayed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Versions {
    /// Number of the published workspace.
    pub workspace: u64,
    /// Content hash of the policy part.
    pub policy: String,
    /// Content hash of the articles part.
    pub knowledge: String,
    /// Name and version of the engine that assessed the message.
    pub engine: String,
}

/// The part `brand.<language>`: what the widget needs to look and speak like the company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct BrandPart {
    /// The company's name.
    pub name: String,
    /// Accent colour, `#rrggbb`.
    pub accent: String,
    /// Black or white, whichever reads better on the accent: `#000000` or `#ffffff`.
    pub on_accent: String,
    /// One line.
    pub greeting: String,
    /// Questions that people really ask, at most three.
    pub suggestions: Vec<String>,
}

/// The part `suggest.<language>`: what a visitor may be about to ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct SuggestPart {
    /// Questions that an approved article answers, the best first, at most 200.
    pub questions: Vec<String>,
}

/// `GET /v1/articles/{id}?language=`: an approved article that anybody may read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct ArticlePage {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its text, Markdown.
    pub body: String,
    /// Where the company publishes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Most questions of a part `suggest.<language>`.
const MAX_SUGGESTIONS: usize = 200;

/// A workspace as it is served and decided with. Immutable.
#[derive(Clone, Debug)]
pub struct Published {
    /// The configuration.
    pub workspace: Workspace,
    /// What decisions record.
    pub versions: Versions,
    /// The approved articles and the public notices, indexed.
    pub index: Index,
    /// What was learnt of the articles, where whoever published sent it along.
    pub model: Option<Arc<Model>>,
    /// The notices, which no model learns, as messages are compared with them.
    beside: Vec<Beside>,
}

impl Published {
    /// Indexes a checked workspace. `version` counts publications from 1; the hashes name its parts.
    pub fn new(workspace: Workspace, version: u64, policy: String, knowledge: String) -> Self {
        let index = Index::with_notices(&workspace.articles, &documents(&workspace.notices));
        let versions = Versions { workspace: version, policy, knowledge, engine: ENGINE.to_owned() };
        Self { workspace, versions, index, model: None, beside: Vec::new() }
    }

    /// The same with a model of its articles.
    #[must_use]
    pub fn with_model(mut self, model: Arc<Model>) -> Self {
        ENGINE_WITH_MODEL.clone_into(&mut self.versions.engine);
        self.beside = model.beside(&documents(&self.workspace.notices));
        self.model = Some(model);
        self
    }

    /// What understands messages to this workspace.
    pub fn engine(&self) -> Engine<'_> {
        Engine::new(&self.index, self.model.as_deref()).beside(&self.beside)
    }

    /// What the widget needs to look and speak like the company.
    pub fn brand_part(workspace: &Workspace, language: Language) -> BrandPart {
        let brand = &workspace.brand;
        BrandPart {
            name: workspace.text(&brand.name, language).to_owned(),
            accent: brand.accent.clone(),
            on_accent: contrast_on(&brand.accent).to_owned(),
            greeting: workspace.text(&brand.greeting, language).to_owned(),
            suggestions: brand.suggestions.get(&language).cloned().unwrap_or_default(),
        }
    }

    /// What visitors may be about to ask, as of when it is published. An article whose review falls due later keeps its
    /// questions until the next publication.
    pub fn suggest_part(workspace: &Workspace, language: Language, now: Timestamp) -> SuggestPart {
        let public = workspace.articles.iter().filter(|article| {
            article.language == language && article.is_current(now) && article.audience == Audience::Everyone
        });
        let titled = |article: &Article| {
            if article.questions.is_empty() { vec![article.title.clone()] } else { article.questions.clone() }
        };
        let all: Vec<Vec<String>> = public.map(titled).collect();
        let most = all.iter().map(Vec::len).max().unwrap_or(0);
        // The first question of each article is asked more often than any second one.
        let by_rank = (0..most).flat_map(|rank| all.iter().filter_map(move |questions| questions.get(rank)));
        let featured = workspace.brand.suggestions.get(&language).into_iter().flatten();
        let mut questions: Vec<String> = Vec::new();
        for question in featured.chain(by_rank) {
            if questions.len() < MAX_SUGGESTIONS && !questions.contains(question) {
                questions.push(question.clone());
            }
        }
        SuggestPart { questions }
    }

    /// The notices that anybody may see at a time; none where nothing is live.
    pub fn notices_part(workspace: &Workspace, language: Language, now: Timestamp) -> Option<NoticesPart> {
        notice::notices_part(&workspace.notices, language, workspace.default_language(), now)
    }

    /// An approved article that anybody may read, while its review is not overdue.
    pub fn article_page(&self, id: &str, language: Language, now: Timestamp) -> Option<ArticlePage> {
        let article = self.index.article(id, language).filter(|article| article.is_current(now))?;
        if article.audience != Audience::Everyone {
            return None;
        }
        Some(ArticlePage {
            id: article.id.clone(),
            title: article.title.clone(),
            body: article.body.clone(),
            url: article.url.clone(),
        })
    }
}

/// `#000000` or `#ffffff`, whichever has the higher contrast on a colour; white where it is no colour.
/// Relative luminance and contrast as WCAG 2.2 defines them.
pub fn contrast_on(colour: &str) -> &'static str {
    let Some(luminance) = luminance(colour) else { return "#ffffff" };
    let (on_black, on_white) = ((luminance + 0.05) / 0.05, 1.05 / (luminance + 0.05));
    if on_black > on_white { "#000000" } else { "#ffffff" }
}

/// The contrast between two colours, from 1 to 21; `None` where one of them is no colour.
pub fn contrast(one: &str, other: &str) -> Option<f64> {
    let (one, other) = (luminance(one)?, luminance(other)?);
    Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
}

fn luminance(colour: &str) -> Option<f64> {
    let hex = colour.strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let rgb = u32::from_str_radix(hex, 16).ok()?;
    let linear = |shift: u32| {
        let value = f64::from((rgb >> shift) & 0xff) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    Some(0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0))
}

#[cfg(test)]
mod tests {
    use super::{contrast, contrast_on};

    #[test]
    fn text_on_the_accent_is_readable() {
        assert_eq!(contrast_on("#0f6e64"), "#ffffff");
        assert_eq!(contrast_on("#ffd166"), "#000000");
        assert_eq!(contrast_on("teal"), "#ffffff");
        assert_eq!(contrast("#000000", "#ffffff"), Some(21.0));
        assert_eq!(contrast("#000000", "teal"), None);
    }
}
