//! The one place where the console publishes articles.

use baton_shared::protocol::{ArticleChange, ArticlePair};

use crate::model::knowledge::Languages;
use crate::model::trouble::Trouble;
use crate::shell::api;

/// Publishes an article with its translations over a version of it. `model` is a model of all articles as they are with
/// this change, as base64, where somebody has learnt one; without it, what has changed is found by its words.
pub async fn publish(
    id: &str,
    version: &str,
    languages: &Languages,
    model: Option<String>,
) -> Result<ArticlePair, Trouble> {
    api::change_article(id, version, &ArticleChange { languages: languages.clone(), model }).await
}
