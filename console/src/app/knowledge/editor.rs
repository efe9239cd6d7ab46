//! One article while it is written: reading and changing it, saving it with or without another status, and what happens
//! where somebody else has changed it meanwhile.

use baton_shared::knowledge::{Article, Status};
use baton_shared::protocol::{ArticlePair, NEW_ARTICLE};
use baton_shared::text::Language;
use baton_shared::workspace::Action;
use baton_ui::component::{badge, button, strong_button};
use baton_ui::{El, View, el};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fields;
use super::learning::LearningLine;
use super::state::{Knowledge, NEW};
use super::trial::trial;
use crate::app::conflict::conflict;
use crate::app::console::Console;
use crate::app::form::Form;
use crate::app::ui::{awaited, keep_fresh, mark_of};
use crate::model::diff::Clash;
use crate::model::edit::Edit;
use crate::model::knowledge::{Languages, blank, faults};
use crate::model::place::{Place, Shelf};
use crate::model::trouble::Trouble;
use crate::shell::{api, page};
use crate::texts::{Know, Office, Text};

/// The article that is open.
#[derive(Clone, Copy)]
pub struct Editor {
    /// What all components share.
    pub console: Console,
    /// Its id; empty for a new one.
    key: StoredValue<String>,
    /// These outlive the page: what was drawn with them may ask once more while it goes.
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
}

/// The page of one article.
#[component]
pub fn ArticleEditor(key: String) -> impl IntoView {
    let console: Console = expect_context();
    let knowledge = console.knowledge;
    let Knowledge { tried, busy, trouble, .. } = knowledge;
    tried.set(false);
    busy.set(false);
    trouble.set(None);
    if knowledge.open.value.with_untracked(|open| open.as_ref().is_some_and(|open| open.id != key)) {
        knowledge.open.value.set(None);
    }
    let editor = Editor { console, key: StoredValue::new(key), tried, busy, trouble };
    knowledge.open.trouble.set(None);
    keep_fresh(move || async move {
        console.load_articles().await;
        if !editor.is_new() {
            console.load_article(editor.id()).await;
        }
    });
    let title = move || {
        let language = console.language.get();
        let found = editor.of(language).or_else(|| editor.first()).map(|article| article.title);
        found.filter(|title| !title.is_empty()).unwrap_or_else(|| Know::NewArticle.say(language).into_owned())
    };
    view! {
        <main class="page" id="content" tabindex="-1">
            <h1 id="page-title" tabindex="-1">
                <a class="soft" href=Place::Knowledge(Shelf::List).fragment()>{console.t(Know::Knowledge)}</a>
                <span class="soft">" / "</span>
                {title}
            </h1>
            <LearningLine />
            {awaited(console, knowledge.list, move || console.load_articles(), move || {
                if editor.is_new() {
                    editor.begin();
                    return editor.draw().into_any();
                }
                awaited(console, knowledge.open, move || console.load_article(editor.id()), move || editor.draw().into_any())
                    .into_any()
            })}
        </main>
    }
}

impl Editor {
    /// Whether the edge does not have it yet.
    pub fn is_new(self) -> bool {
        self.id() == NEW
    }

    fn id(self) -> String {
        self.key.try_get_value().unwrap_or_default()
    }

    fn edit(self) -> Option<Edit<Languages>> {
        self.console.knowledge.edits.with(|edits| edits.get(&self.id()).cloned())
    }

    /// What stands at the edge, with its version.
    fn now(self) -> Option<(String, Languages)> {
        if self.is_new() {
            return Some((NEW_ARTICLE.to_owned(), Languages::new()));
        }
        let open = self.console.knowledge.open.value.get()?;
        (open.id == self.id()).then_some((open.version, open.languages))
    }

    /// What it says: as it is being written, else as it stands.
    pub fn value(self) -> Languages {
        let edited = self.edit().map(|edit| edit.value);
        edited.or_else(|| self.now().map(|(_, languages)| languages)).unwrap_or_default()
    }

    /// One translation.
    pub fn of(self, language: Language) -> Option<Article> {
        self.value().remove(&language)
    }

    /// Whether a translation is only being written: the edge does not have it, and another one stays without it.
    pub fn may_leave_out(self, language: Language) -> bool {
        self.value().len() > 1 && !self.now().is_some_and(|(_, kept)| kept.contains_key(&language))
    }

    /// The first translation, which says what all share.
    pub fn first(self) -> Option<Article> {
        self.value().into_values().next()
    }

    /// Begins a new article, unless one is begun already.
    fn begin(self) {
        let language = untrack(|| self.console.knowledge.served()).first().copied().unwrap_or_default();
        let begun = Languages::from([(language, blank("", language, None))]);
        self.console.knowledge.edits.update(|edits| {
            edits.entry(NEW.to_owned()).or_insert_with(|| Edit::begin(NEW_ARTICLE, begun));
        });
    }

    /// Changes it.
    pub fn change(self, change: impl FnOnce(&mut Languages)) {
        let Some((version, now)) = untrack(|| self.now()) else { return };
        self.console.knowledge.edits.update(|edits| {
            change(&mut edits.entry(self.id()).or_insert_with(|| Edit::begin(&version, now)).value);
        });
        self.console.keep_edits();
    }

    /// Changes all its translations alike.
    pub fn change_each(self, change: impl Fn(&mut Article)) {
        self.change(|languages| languages.values_mut().for_each(&change));
    }

    /// Whether anything was changed.
    pub fn is_changed(self) -> bool {
        self.console.knowledge.edits.with(|edits| edits.get(&self.id()).is_some_and(Edit::is_changed))
    }

    /// Whether a status stands in any language at the edge.
    fn stands(self, status: Status) -> bool {
        self.now().is_some_and(|(_, languages)| languages.values().any(|article| article.status == status))
    }

    /// Whether it answers nobody yet.
    pub fn is_draft(self) -> bool {
        !self.stands(Status::Approved) && !self.stands(Status::Retired)
    }

    fn may_approve(self) -> bool {
        self.console.may(Action::ApproveKnowledge)
    }

    fn locked(self) -> bool {
        untrack(|| !(self.may_approve() || (self.is_draft() && self.console.may(Action::WriteKnowledge))))
    }

    fn form(self, name: &'static str) -> Form {
        Form::new(self.console, name, self.tried, move || {
            let taken = self.console.knowledge.list.value.with(|list| {
                let all = list.as_ref().filter(|_| self.is_new()).map(|list| list.articles.iter());
                all.into_iter().flatten().map(|row| row.id.clone()).collect::<Vec<_>>()
            });
            let mut found = faults(&self.value(), &taken);
            if !self.is_new() {
                found.remove("id");
            }
            found
        })
        .locked(self.locked())
    }

    fn clashes(self) -> Vec<Clash> {
        let (Some(edit), Some((_, now))) = (self.edit(), self.now()) else { return Vec::new() };
        if self.is_new() { Vec::new() } else { edit.clashes(&now) }
    }

    fn discard(self) {
        self.console.knowledge.edits.update(|edits| drop(edits.remove(&self.id())));
        if self.is_new() {
            self.begin();
        }
        self.console.keep_edits();
        self.console.drop_draft_toasts();
        self.tried.set(false);
        self.trouble.set(None);
    }

    fn over(self) {
        let Some((version, now)) = untrack(|| self.now()) else { return };
        self.console.knowledge.edits.update(|edits| {
            if let Some(edit) = edits.get_mut(&self.id()) {
                edit.over(&version, &now);
            }
        });
        spawn_local(self.save(None));
    }

    /// Saves it, in another status where one is wanted.
    async fn save(self, status: Option<Status>) {
        let (console, key) = (self.console, self.id());
        let Some((version, now)) = untrack(|| self.now()) else { return };
        let edit = untrack(|| self.edit()).unwrap_or_else(|| Edit::begin(&version, now));
        let mut wanted = edit.value.clone();
        if let Some(status) = status {
            for article in wanted.values_mut() {
                article.status = status;
            }
        }
        let id = wanted.values().next().map(|article| article.id.clone()).filter(|_| self.is_new());
        let id = id.unwrap_or_else(|| key.clone());
        let before = if self.is_new() { Languages::new() } else { edit.base.clone() };
        self.busy.try_set(true);
        let answer = api::change_article(&id, &edit.version, &wanted).await;
        self.busy.try_set(false);
        match answer {
            Ok(pair) => {
                self.saved(&edit.value, before, pair, status);
                console.load_articles().await;
            }
            Err(Trouble::Stale) if !self.is_new() => console.load_article(key).await,
            Err(trouble) => {
                console.note_trouble(&trouble);
                self.trouble.try_set(Some(trouble));
            }
        }
    }

    fn saved(self, sent: &Languages, before: Languages, pair: ArticlePair, status: Option<Status>) {
        let (console, key) = (self.console, self.id());
        // What was written while it was on its way is not saved yet.
        let later = console.knowledge.edits.try_update(|edits| edits.remove(&key)).flatten();
        let later = later.map(|later| later.value).filter(|value| value != sent && !self.is_new());
        console.knowledge.open.take(console, Ok(pair.clone()));
        match later {
            Some(value) => self.change(|now| *now = value),
            None => console.drop_draft_toasts(),
        }
        console.keep_edits();
        self.tried.try_set(false);
        self.trouble.try_set(None);
        let title = pair.languages.values().next().map(|article| article.title.clone()).unwrap_or_default();
        if self.is_new() {
            page::go(&Place::Knowledge(Shelf::Open(pair.id.clone())));
        }
        let said = status.map_or(Know::Saved(title.clone()), |status| Know::MovedTo(status, title));
        console.toast_undo(said, move || {
            spawn_local(put_back(console, before.clone(), pair.clone()));
        });
    }

    async fn delete(self) {
        let (console, id) = (self.console, self.id());
        let Some((version, now)) = untrack(|| self.now()) else { return };
        match api::change_article(&id, &version, &Languages::new()).await {
            Ok(pair) => {
                console.knowledge.edits.update(|edits| drop(edits.remove(&id)));
                console.keep_edits();
                page::go(&Place::Knowledge(Shelf::List));
                console.load_articles().await;
                console.toast_undo(Know::Deleted, move || {
                    spawn_local(put_back(console, now.clone(), pair.clone()));
                });
            }
            Err(trouble) => {
                console.note_trouble(&trouble);
                self.trouble.try_set(Some(trouble));
            }
        }
    }

    fn draw(self) -> View {
        let console = self.console;
        // Whoever may change it may do so as it stands now: what is approved meanwhile is locked for who writes. What can be
        // chosen is drawn in one language.
        let drawn = el("div", "").switch(
            move || {
                let may = (console.may(Action::WriteKnowledge), self.may_approve());
                mark_of(&(self.is_draft(), may, console.language.get()))
            },
            move |_| Some(self.whole()),
        );
        drawn.view()
    }

    fn whole(self) -> El {
        let console = self.console;
        let form = self.form("article");
        let clash = el("div", "").switch(
            move || mark_of(&self.clashes()),
            move |_| {
                let clashes = untrack(|| self.clashes());
                (!clashes.is_empty()).then(|| conflict(console, clashes, move || self.discard(), move || self.over()))
            },
        );
        let languages = untrack(|| console.knowledge.served());
        let columns = languages.into_iter().map(|language| fields::translation(self, form.clone(), language));
        let columns = el("div", "article-pair").children(columns);
        let made = el("form", "article-form").attr("novalidate", "").child(clash).child(fields::shared(self, &form));
        let made = made.child(columns).child(self.sources());
        let made = if form.is_locked() {
            let why = if console.may(Action::WriteKnowledge) {
                Know::LockedByStatus.into()
            } else {
                Text::from(Office::OnlyLook)
            };
            made.child(el("p", "soft").says(console.words(why)))
        } else {
            made.child(self.bar()).on("submit", move |event| {
                event.prevent_default();
                self.try_to_save(None);
            })
        };
        el("div", "article").child(made).child(trial(self))
    }

    fn sources(self) -> El {
        let console = self.console;
        let tickets = move || {
            let mut all: Vec<String> = self.value().into_values().flat_map(|article| article.sources).collect();
            all.dedup();
            all
        };
        let drawn = el("div", "tags").switch(
            move || mark_of(&tickets()),
            move |_| Some(el("div", "tags").children(untrack(tickets).iter().map(|ticket| badge(ticket.as_str())))),
        );
        el("section", "part")
            .hidden_when(move || tickets().is_empty())
            .child(el("h2", "").says(console.words(Know::Sources)))
            .child(el("p", "soft").says(console.words(Know::SourcesHint)))
            .child(drawn)
    }

    fn try_to_save(self, status: Option<Status>) {
        let form = self.form("article");
        if form.check() && (status.is_some() || untrack(|| self.is_changed())) {
            spawn_local(self.save(status));
        }
    }

    /// What saves, and what moves the article on.
    fn bar(self) -> El {
        let console = self.console;
        let bad = el("p", "bad").attr("role", "alert").says(move || {
            let trouble = self.trouble.get();
            trouble.map(|trouble| Text::Trouble(trouble).say(console.language.get()).into_owned()).unwrap_or_default()
        });
        let state = el("span", "soft").attr("role", "status").says(move || {
            let text = if self.is_changed() { Office::Unsaved } else { Office::AllSaved };
            Text::from(text).say(console.language.get()).into_owned()
        });
        let discard = button(console.words(Office::Discard))
            .disabled_when(move || !self.is_changed())
            .press(move || self.discard());
        let save = strong_button(console.words(Office::Save)).attr("type", "submit");
        let save = save.disabled_when(move || self.busy.get() || !self.is_changed());
        let moves = el("div", "form-end article-moves").switch(
            move || {
                mark_of(
                    &self.now().map(|(_, languages)| languages.into_values().map(|one| one.status).collect::<Vec<_>>()),
                )
            },
            move |_| Some(el("div", "form-end").children(untrack(|| self.moves()))),
        );
        let row = el("div", "save-bar").child(state).child(moves).child(discard).child(save);
        let note = el("p", "soft").says(move || {
            let note = (!self.may_approve() && self.is_draft()).then_some(Know::OnlyDrafts);
            note.map(|note| note.say(console.language.get()).into_owned()).unwrap_or_default()
        });
        el("div", "article-bar").child(note).child(bad).child(row)
    }

    fn moves(self) -> Vec<El> {
        let console = self.console;
        let go = |words: Know, status: Status| {
            button(console.words(words))
                .disabled_when(move || self.busy.get())
                .press(move || self.try_to_save(Some(status)))
        };
        let status = self.now().and_then(|(_, languages)| languages.into_values().next()).map(|article| article.status);
        let approve = self.may_approve().then(|| go(Know::Approve, Status::Approved));
        let delete = || {
            button(console.words(Know::Delete)).class("danger").press(move || {
                console.ask(Know::Delete, Know::DeleteWhat, Know::Delete, move || spawn_local(self.delete()));
            })
        };
        let draft = || go(Know::BackToDraft, Status::Draft);
        let all = match status {
            None => vec![Some(go(Know::ToReview, Status::InReview)), approve],
            Some(Status::Draft) => vec![Some(delete()), Some(go(Know::ToReview, Status::InReview)), approve],
            Some(Status::InReview) => vec![Some(delete()), Some(draft()), approve],
            Some(Status::Approved) => vec![Some(go(Know::Retire, Status::Retired))],
            Some(Status::Retired) => vec![Some(draft()), approve],
        };
        all.into_iter().flatten().collect()
    }
}

/// Takes a change back, unless somebody has changed the article since.
async fn put_back(console: Console, before: Languages, saved: ArticlePair) {
    let version = if saved.languages.is_empty() {
        NEW_ARTICLE.to_owned()
    } else {
        match api::article(&saved.id).await {
            Ok(now) if now.languages == saved.languages => now.version,
            Ok(_) => return console.toast(Office::ChangedSince),
            Err(trouble) => return console.toast(Text::Trouble(trouble)),
        }
    };
    match api::change_article(&saved.id, &version, &before).await {
        Ok(pair) => {
            console.follow_article(&pair);
            if pair.languages.is_empty() {
                page::go(&Place::Knowledge(Shelf::List));
            } else {
                console.knowledge.open.take(console, Ok(pair));
            }
            console.toast(Office::PutBack);
            console.load_articles().await;
        }
        Err(trouble) => console.toast(Text::Trouble(trouble)),
    }
}
