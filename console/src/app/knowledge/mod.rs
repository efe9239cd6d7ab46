//! The Knowledge page: articles with their translations, what they lack, and what would answer a question.

mod editor;
mod fields;
mod gaps;
mod learning;
mod list;
mod state;
mod trial;

use leptos::prelude::*;

use self::editor::ArticleEditor;
use self::gaps::GapsPart;
use self::learning::LearningLine;
use self::list::ListPart;
pub use self::state::Knowledge;
use super::console::Console;
use crate::model::place::{Place, Shelf};
use crate::shell::page;
use crate::texts::Know;

/// The page.
#[component]
pub fn KnowledgePage() -> impl IntoView {
    let console: Console = expect_context();
    let shelf = Memo::new(move |_| match console.place.get() {
        Place::Knowledge(shelf) => shelf,
        _ => Shelf::List,
    });
    Effect::new(move |before: Option<Shelf>| {
        let now = shelf.get();
        if before.is_some_and(|before| before != now) {
            page::focus_soon("page-title".to_owned());
        }
        now
    });
    move || match shelf.get() {
        Shelf::List => view! { <Frame shelf=Shelf::List><ListPart /></Frame> }.into_any(),
        Shelf::Gaps => view! { <Frame shelf=Shelf::Gaps><GapsPart /></Frame> }.into_any(),
        Shelf::New => view! { <ArticleEditor key=state::NEW.to_owned() /> }.into_any(),
        Shelf::Open(id) => view! { <ArticleEditor key=id /> }.into_any(),
    }
}

/// What stands above the list and the gaps.
#[component]
fn Frame(shelf: Shelf, children: Children) -> impl IntoView {
    let console: Console = expect_context();
    let link = |to: Shelf, words: Know| {
        let current = (to == shelf).then_some("page");
        view! { <a href=Place::Knowledge(to).fragment() aria-current=current>{console.t(words)}</a> }
    };
    view! {
        <main class="page" id="content" tabindex="-1">
            <div class="page-head">
                <h1 id="page-title" tabindex="-1">{console.t(Know::Knowledge)}</h1>
                {list::new_button(console)}
            </div>
            <p class="soft">{console.t(Know::KnowledgeHint)}</p>
            <nav class="tabs" aria-label=console.t(Know::Knowledge)>
                {link(Shelf::List, Know::Articles)}
                {link(Shelf::Gaps, Know::Gaps)}
            </nav>
            <LearningLine />
            {children()}
        </main>
    }
}
