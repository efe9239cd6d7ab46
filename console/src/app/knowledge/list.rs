//! All articles: what they are called, in which languages they stand where, and what is due.

use baton_shared::knowledge::Status;
use baton_shared::protocol::ArticleRow;
use baton_shared::text::Language;
use baton_shared::workspace::Action;
use baton_ui::component::{badge, chip};
use baton_ui::icon::icon;
use leptos::prelude::*;

use super::state::{Knowledge, NEW};
use crate::app::console::Console;
use crate::app::icons::BOOK;
use crate::app::ui::{Tone, awaited, keep_fresh, table, toned};
use crate::model::edit::Edit;
use crate::model::knowledge::{Shown, has_words, is_due, is_over, title};
use crate::model::place::{Place, Shelf};
use crate::texts::{Know, Office, Text};

/// What leads to a new article, for those who may write.
pub fn new_button(console: Console) -> impl IntoView {
    move || {
        console.may(Action::WriteKnowledge).then(|| {
            view! {
                <a class="button strong" href=Place::Knowledge(Shelf::New).fragment()>
                    {console.t(Know::NewArticle)}
                    {move || {
                        let begun = console.knowledge.edits.with(|edits| edits.get(NEW).is_some_and(Edit::is_changed));
                        begun.then(|| view! { <span class="unsaved-dot"><span class="unseen">{console.t(Office::Unsaved)}</span></span> })
                    }}
                </a>
            }
        })
    }
}

/// The list with its filters.
#[component]
pub fn ListPart() -> impl IntoView {
    let console: Console = expect_context();
    keep_fresh(move || console.load_articles());
    let Knowledge { shown, sought, .. } = console.knowledge;
    let chips = Shown::ALL.map(|one| {
        let pressed = move || Some(if shown.get() == one { "true" } else { "false" }.to_owned());
        chip(console.words(Know::ShownName(one)))
            .attr_when("aria-pressed", pressed)
            .press(move || shown.set(one))
            .view()
    });
    view! {
        <div class="filter-line">
            <input
                class="input"
                type="search"
                aria-label=console.t(Know::Look)
                placeholder=console.t(Know::Look)
                prop:value=sought.get_untracked()
                on:input=move |event| sought.set(event_target_value(&event))
            />
            <div class="chips" role="group" aria-label=console.t(Know::Filter)>{chips.into_iter().collect_view()}</div>
        </div>
        {awaited(console, console.knowledge.list, move || console.load_articles(), move || {
            (move || rows(console, shown.get(), &sought.get())).into_any()
        })}
    }
}

fn rows(console: Console, shown: Shown, sought: &str) -> AnyView {
    let Some(list) = console.knowledge.list.value.get() else { return ().into_any() };
    if list.articles.is_empty() {
        return view! { <div class="empty">{icon(BOOK).view()}<p>{console.t(Know::NoArticles)}</p></div> }.into_any();
    }
    let now = console.now.get_untracked();
    let fits = |row: &ArticleRow| shown.admits(row, &list.languages, now) && has_words(row, sought);
    let found: Vec<&ArticleRow> = list.articles.iter().filter(|row| fits(row)).collect();
    if found.is_empty() {
        return view! { <p class="empty">{console.t(Office::NothingFits)}</p> }.into_any();
    }
    let columns = [Know::Article, Know::Topic, Know::Standing, Know::ReviewBy, Know::Owner].map(Text::from);
    let owner = |id: Option<&String>| {
        let known = id.and_then(|id| list.owners.iter().find(|owner| owner.id == *id).map(|owner| owner.name.clone()));
        known.or_else(|| id.cloned())
    };
    let count = found.len();
    let drawn = found.into_iter().map(|row| {
        let line = list.languages.iter().find_map(|language| row.languages.get(language));
        let line = line.or_else(|| row.languages.values().next());
        let tickets = row.languages.values().any(|line| line.tickets > 0 && line.status == Status::Draft);
        let unsaved = console.knowledge.edits.with(|edits| edits.get(&row.id).is_some_and(Edit::is_changed));
        let review = line.and_then(|line| line.review_by.clone());
        let approved = line.is_some_and(|line| line.status == Status::Approved);
        let review = match review {
            None => view! { <span class="soft">{console.t(Know::NoDate)}</span> }.into_any(),
            Some(date) if approved && is_over(Some(&date), now) => {
                let mark = toned(console.words(Know::Overdue), Tone::Danger).view();
                view! { {date} " " {mark} }.into_any()
            }
            Some(date) if approved && is_due(Some(&date), now) => toned(date.as_str(), Tone::Warning).view().into_any(),
            Some(date) => date.into_any(),
        };
        let owner = match owner(line.and_then(|line| line.owner.as_ref())) {
            Some(name) => name.into_any(),
            None => view! { <span class="soft">{console.t(Know::Nobody)}</span> }.into_any(),
        };
        let name = {
            let row = row.clone();
            move || title(&row, console.language.get())
        };
        let cell = view! {
            <a href=Place::Knowledge(Shelf::Open(row.id.clone())).fragment()>{name}</a>
            {tickets.then(|| view! { " " {toned(console.words(Know::FromTickets), Tone::Info).view()} })}
            {unsaved.then(|| view! { " " {toned(console.words(Office::Unsaved), Tone::Warning).view()} })}
            <span class="soft below">{row.id.clone()}</span>
        };
        let marks = list.languages.iter().map(|language| mark(console, *language, row)).collect_view();
        vec![
            cell.into_any(),
            badge(line.map(|line| line.topic.as_str()).unwrap_or_default()).view().into_any(),
            view! { <span class="tags">{marks}</span> }.into_any(),
            review,
            owner,
        ]
    });
    let drawn = drawn.collect();
    view! {
        <p class="soft" role="status">{console.t(Know::Count(count))}</p>
        {table(console, Know::Articles.into(), &columns, drawn)}
    }
    .into_any()
}

/// Where one translation stands.
fn mark(console: Console, language: Language, row: &ArticleRow) -> impl IntoView + use<> {
    let status = row.languages.get(&language).map(|line| line.status);
    toned(console.words(Know::StandsAs(language, status)), tone(status)).view()
}

/// How a status looks.
pub fn tone(status: Option<Status>) -> Tone {
    match status {
        Some(Status::Approved) => Tone::Success,
        Some(Status::InReview) => Tone::Info,
        Some(Status::Draft | Status::Retired) => Tone::Plain,
        None => Tone::Warning,
    }
}
