//! The rules: when the bot answers, and when a person steps in. They are changed as a draft, tried, and published.

mod state;
mod rule;
mod condition;
mod outcome;
mod figures;
mod conflict;
mod publish;
mod trying;
mod reading;
mod past;
mod versions;

use baton_ui::component::{bare_button, button};
use baton_ui::{El, el};
use leptos::prelude::*;
use leptos::task::spawn_local;

pub use state::RulesState;

use self::state::Draft;
use super::console::Console;
use super::ui::{awaited, keep_fresh};
use crate::model::rules::add_rule;
use crate::shell::page;
use crate::texts::{Office, Said};

/// What stands beside the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aside {
    Try,
    Past,
    Versions,
}

impl Aside {
    const ALL: [Self; 3] = [Self::Try, Self::Past, Self::Versions];

    fn name(self) -> Said {
        match self {
            Self::Try => Said::Try,
            Self::Past => Said::Past,
            Self::Versions => Said::Versions,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::Try => "aside-try",
            Self::Past => "aside-past",
            Self::Versions => "aside-versions",
        }
    }
}

/// The page.
#[component]
pub fn RulesPage() -> impl IntoView {
    let console: Console = expect_context();
    keep_fresh(move || console.rules.load(console));
    view! {
        <main class="page rules-page" id="content" tabindex="-1">
            <div class="page-head">
                <div>
                    <h1 id="page-title" tabindex="-1">{console.t(Said::Rules)}</h1>
                    <p class="soft">{console.t(Said::Hint)}</p>
                </div>
            </div>
            {awaited(console, console.rules.loaded, move || console.rules.load(console), move || draw(console).view().into_any())}
        </main>
    }
}

fn draw(console: Console) -> El {
    let draft = Draft::new(console);
    let list = el("ol", "rules").attr("role", "list").each(move || draft.ids(), move |id| rule::draw(draft, id));
    let name = console.words(Said::List);
    let list = list.attr_when("aria-label", move || Some(name()));
    let add = button(console.words(Said::AddRule)).press(move || {
        if let Some(id) = draft.change(add_rule) {
            draft.state().open.set(Some(id.clone()));
            page::focus_soon(rule::edit_id(&id));
        }
    });
    let main = el("div", "rules-main")
        .child(conflict::draw(draft))
        .maybe((!draft.locked()).then_some(add))
        .child(list)
        .child(figures::draw(draft))
        .maybe(draft.locked().then(|| el("p", "soft").says(console.words(Office::OnlyLook))))
        .maybe((!draft.locked()).then(|| publish::bar(draft)));
    el("div", "rules-columns").child(main).child(aside(draft))
}

/// What stands beside the list: one of three, chosen as tabs are.
fn aside(draft: Draft) -> El {
    let console = draft.console;
    let chosen = RwSignal::new(Aside::Try);
    let may = move |aside: &Aside| *aside != Aside::Past || draft.may_look_back();
    let shown: Vec<Aside> = Aside::ALL.into_iter().filter(may).collect();
    let tab = |aside: Aside| {
        let button = bare_button("rules-tab").attr("role", "tab").attr("id", aside.id());
        button
            .attr("aria-controls", "aside-panel")
            .state("aria-selected", move || chosen.get() == aside)
            .attr_when("tabindex", move || (chosen.get() != aside).then(|| "-1".to_owned()))
            .says(console.words(aside.name()))
            .press(move || chosen.set(aside))
    };
    let all = shown.clone();
    let name = console.words(Said::Aside);
    let tabs = el("div", "tabs")
        .attr("role", "tablist")
        .attr_when("aria-label", move || Some(name()))
        .children(shown.into_iter().map(tab))
        .on("keydown", move |event| {
            let by = match baton_ui::component::key(&event).as_str() {
                "ArrowRight" | "ArrowDown" => 1,
                "ArrowLeft" | "ArrowUp" => all.len().saturating_sub(1),
                _ => return,
            };
            event.prevent_default();
            let now = all.iter().position(|aside| *aside == chosen.get_untracked()).unwrap_or_default();
            if let Some(next) = all.get((now + by) % all.len().max(1)) {
                chosen.set(*next);
                page::focus(next.id());
            }
        });
    let key = move || Aside::ALL.iter().position(|aside| *aside == chosen.get()).map_or(0, |place| place as u64 + 1);
    let trying = trying::Trying::new(draft);
    let looked = (RwSignal::new(None), RwSignal::new(None));
    let panel = el("div", "rules-panel")
        .attrs(&[("role", "tabpanel"), ("id", "aside-panel"), ("tabindex", "0")])
        .attr_when("aria-labelledby", move || Some(chosen.get().id().to_owned()))
        .switch(key, move |_| {
            Some(match chosen.get_untracked() {
                Aside::Try => trying::draw(draft, trying),
                Aside::Past => past::draw(draft),
                Aside::Versions => {
                    spawn_local(draft.state().load_versions(console));
                    versions::draw(draft, looked)
                }
            })
        });
    el("aside", "rules-aside").child(tabs).child(panel)
}
