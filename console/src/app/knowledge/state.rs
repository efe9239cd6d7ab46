//! What the Knowledge page holds: the list, the open article, the gaps, and changes that are not saved.

use baton_shared::protocol::{ArticlePair, Articles, Gaps};
use baton_shared::text::Language;
use leptos::prelude::*;

use crate::app::console::{Console, Loaded};
use crate::model::edit::Edit;
use crate::model::knowledge::{Learning, Shown};
use crate::model::trouble::Trouble;
use crate::shell::api;
use crate::shell::storage::{self, ArticleEdits};

/// The key of an article that is new.
pub const NEW: &str = "";

/// Everything about articles that outlives a page.
#[derive(Clone, Copy)]
pub struct Knowledge {
    /// All articles.
    pub list: Loaded<Articles>,
    /// The open one.
    pub open: Loaded<ArticlePair>,
    /// Questions that nothing answered.
    pub gaps: Loaded<Gaps>,
    /// Changes that are not saved.
    pub edits: RwSignal<ArticleEdits>,
    /// Which articles are listed.
    pub shown: RwSignal<Shown>,
    /// What is looked for among them.
    pub sought: RwSignal<String>,
    /// Whether the open one was to be saved, so that what is missing is told.
    pub tried: RwSignal<bool>,
    /// Whether it is being saved.
    pub busy: RwSignal<bool>,
    /// Why it was not.
    pub trouble: RwSignal<Option<Trouble>>,
    /// How far this page is with learning what is approved.
    pub learning: RwSignal<Learning>,
}

impl Knowledge {
    /// Nothing yet, but what this tab remembers.
    pub fn new() -> Self {
        let edits = RwSignal::new(storage::article_edits());
        Self {
            list: Loaded::new(),
            open: Loaded::new(),
            gaps: Loaded::new(),
            edits,
            shown: RwSignal::new(Shown::All),
            sought: RwSignal::new(String::new()),
            tried: RwSignal::new(false),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
            learning: RwSignal::new(Learning::Idle),
        }
    }

    /// Whether changes wait to be saved.
    pub fn unsaved(self) -> bool {
        self.edits.with(|edits| edits.values().any(Edit::is_changed))
    }

    /// The workspace's languages, the default first.
    pub fn served(self) -> Vec<Language> {
        self.list.value.with(|list| list.as_ref().map_or_else(|| vec![Language::En], |list| list.languages.clone()))
    }
}

impl Console {
    /// Asks for the list again, and learns what is approved where that is due.
    pub async fn load_articles(self) {
        self.knowledge.list.take(self, api::articles().await);
        self.learn_what_is_due();
    }

    /// Asks for the gaps again.
    pub async fn load_gaps(self) {
        self.knowledge.gaps.take(self, api::gaps().await);
    }

    /// Asks for an article again; what is being changed follows, as far as that costs nobody anything.
    pub async fn load_article(self, id: String) {
        let answer = api::article(&id).await;
        if let Ok(pair) = &answer {
            self.follow_article(pair);
        }
        self.knowledge.open.take(self, answer);
    }

    /// What is being changed follows what stands there.
    pub fn follow_article(self, pair: &ArticlePair) {
        self.knowledge.edits.update(|edits| {
            if let Some(edit) = edits.get_mut(&pair.id) {
                edit.follow(&pair.version, &pair.languages);
            }
        });
        self.keep_edits();
    }
}
