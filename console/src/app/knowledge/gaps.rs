//! Questions that nothing answered: what to write about next.

use baton_shared::protocol::{GapRow, NEW_ARTICLE};
use baton_shared::workspace::Action;
use baton_ui::component::{badge, button, strong_button};
use baton_ui::icon::icon;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::NEW;
use crate::app::console::Console;
use crate::app::icons::BOOK;
use crate::app::ui::{Moment, awaited, keep_fresh, tag};
use crate::model::edit::Edit;
use crate::model::knowledge::{Languages, from_gap};
use crate::model::place::{Place, Shelf};
use crate::shell::{api, page};
use crate::texts::{Know, Text};

/// The gaps.
#[component]
pub fn GapsPart() -> impl IntoView {
    let console: Console = expect_context();
    keep_fresh(move || console.load_gaps());
    view! {
        <p class="soft">{console.t(Know::GapsHint)}</p>
        {awaited(console, console.knowledge.gaps, move || console.load_gaps(), move || {
            (move || {
                let gaps = console.knowledge.gaps.value.get().map(|gaps| gaps.gaps).unwrap_or_default();
                if gaps.is_empty() {
                    return view! { <div class="empty">{icon(BOOK).view()}<p>{console.t(Know::NoGaps)}</p></div> }.into_any();
                }
                view! { <ul class="gaps">{gaps.into_iter().map(|gap| one(console, gap)).collect_view()}</ul> }.into_any()
            })
                .into_any()
        })}
    }
}

fn one(console: Console, gap: GapRow) -> impl IntoView {
    let writes = console.may(Action::WriteKnowledge);
    let mut questions = gap.questions.clone().into_iter();
    let (first, others) = (questions.next().unwrap_or_default(), questions.collect::<Vec<_>>());
    let lang = tag(gap.language);
    let language = badge(console.words(Text::LanguageName(gap.language))).view();
    let others = (!others.is_empty()).then(|| {
        let each = others.into_iter().map(|text| view! { <li lang=lang>{text}</li> }).collect_view();
        view! { <details><summary>{console.t(Know::AlsoAsked)}</summary><ul class="plain">{each}</ul></details> }
    });
    let id = gap.id.clone();
    let (count, last_at) = (gap.count, gap.last_at);
    let write = strong_button(console.words(Know::WriteArticle)).class("small").press(move || begin(console, &gap));
    let dismiss = button(console.words(Know::Dismiss)).class("small").press(move || {
        let id = id.clone();
        spawn_local(async move {
            match api::dismiss_gap(&id).await {
                Ok(()) => console.toast(Know::Dismissed),
                Err(trouble) => console.toast(Text::Trouble(trouble)),
            }
            console.load_gaps().await;
        });
    });
    view! {
        <li class="gap">
            <div class="gap-words">
                <p class="gap-question" lang=lang>{first}</p>
                <p class="soft">{language} " " {console.t(Know::Times(count))} " · " <Moment at=last_at /></p>
                {others}
            </div>
            {writes.then(|| view! { <div class="form-end">{dismiss.view()} {write.view()}</div> })}
        </li>
    }
}

/// Begins an article that shall answer a gap. One that was begun before is not lost without a question.
fn begin(console: Console, gap: &GapRow) {
    let languages = from_gap(gap);
    let begun = console.knowledge.edits.with_untracked(|edits| edits.get(NEW).is_some_and(Edit::is_changed));
    let go = move || {
        console.knowledge.edits.update(|edits| {
            let edit = Edit { version: NEW_ARTICLE.to_owned(), base: Languages::new(), value: languages.clone() };
            edits.insert(NEW.to_owned(), edit);
        });
        console.keep_edits();
        page::go(&Place::Knowledge(Shelf::New));
    };
    if begun {
        console.ask(Know::ReplaceNew, Know::ReplaceNewWhat, Know::BeginAnother, go);
    } else {
        go();
    }
}
