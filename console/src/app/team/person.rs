//! One person of the team: what they may do, where they are signed in, and how they leave.

use baton_shared::protocol::{Member, MemberAbout, SessionRow, Sessions};
use baton_shared::workspace::Action;
use baton_ui::component::{badge, button, list, modal, strong_button};
use baton_ui::{El, el};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fields::fields;
use super::invite::{show_link, who_is_told};
use crate::app::conflict::conflict;
use crate::app::console::{Console, Loaded};
use crate::app::form::Form;
use crate::app::ui::mark_of;
use crate::model::ago::Ago;
use crate::model::edit::Edit;
use crate::model::form::member;
use crate::model::place::Place;
use crate::model::trouble::Trouble;
use crate::shell::{api, page};
use crate::texts::{Office, Text};

/// The person who is open.
#[derive(Clone, Copy)]
struct Person {
    console: Console,
    open: Memo<Option<String>>,
    sessions: Loaded<Sessions>,
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
}

/// The drawer.
#[component]
pub fn PersonDrawer() -> impl IntoView {
    let console: Console = expect_context();
    let open = Memo::new(move |_| match console.place.get() {
        Place::Team { open } => open.filter(|_| console.team.value.with(Option::is_some)),
        _ => None,
    });
    let person = Person {
        console,
        open,
        sessions: Loaded::new(),
        tried: RwSignal::new(false),
        busy: RwSignal::new(false),
        trouble: RwSignal::new(None),
    };
    Effect::new(move || {
        person.sessions.value.set(None);
        person.tried.set(false);
        person.trouble.set(None);
        if open.get().is_some() && person.may_manage() {
            spawn_local(person.load_sessions());
        }
    });
    let shown = Memo::new(move |_| open.with(Option::is_some));
    let title = move || person.member().map(|member| member.about.name).unwrap_or_default();
    let draw = move || person.draw();
    let leave = move || {
        if let Some(id) = open.get_untracked() {
            page::go(&Place::Team { open: None });
            page::focus_soon(format!("person-{id}"));
        }
    };
    modal(title, console.words(Text::Close), move || shown.get(), leave, draw).class("drawer").view()
}

impl Person {
    fn may_manage(self) -> bool {
        untrack(|| self.console.may(Action::ManageTeam))
    }

    fn id(self) -> String {
        self.open.get_untracked().unwrap_or_default()
    }

    fn member(self) -> Option<Member> {
        let open = self.open.get()?;
        self.console.team.value.with(|team| team.as_ref()?.members.iter().find(|member| member.id == open).cloned())
    }

    /// What the form shows: what is being changed, else what stands there.
    fn about(self) -> Option<MemberAbout> {
        let open = self.open.get()?;
        let edited = self.console.team_edits.with(|edits| edits.get(&open).map(|edit| edit.value.clone()));
        edited.or_else(|| self.member().map(|member| member.about))
    }

    fn change(self, change: &mut dyn FnMut(&mut MemberAbout)) {
        let Some(member) = untrack(|| self.member()) else { return };
        let version = self.version();
        self.console.team_edits.update(|edits| {
            let edit = edits.entry(member.id.clone()).or_insert_with(|| Edit::begin(&version, member.about.clone()));
            change(&mut edit.value);
        });
        self.console.keep_edits();
    }

    fn version(self) -> String {
        self.console
            .team
            .value
            .with_untracked(|team| team.as_ref().map(|team| team.version.clone()).unwrap_or_default())
    }

    fn discard(self) {
        let id = self.id();
        self.console.team_edits.update(|edits| drop(edits.remove(&id)));
        self.console.keep_edits();
        self.tried.set(false);
        self.trouble.set(None);
    }

    fn clashes(self) -> Vec<crate::model::diff::Clash> {
        let (Some(member), Some(open)) = (self.member(), self.open.get()) else { return Vec::new() };
        self.console
            .team_edits
            .with(|edits| edits.get(&open).map(|edit| edit.clashes(&member.about)).unwrap_or_default())
    }

    async fn load_sessions(self) {
        let id = self.id();
        let answer = api::sessions(&id).await;
        if self.open.try_get_untracked().flatten().as_deref() == Some(&id) {
            self.sessions.take(self.console, answer);
        }
    }

    async fn save(self) {
        let (console, id) = (self.console, self.id());
        self.busy.try_set(true);
        let mut answer = Err(Trouble::Stale);
        // Somebody else's change to somebody else is no conflict: once more with the version of now.
        for _ in 0..2 {
            let Some(edit) = console.team_edits.with_untracked(|edits| edits.get(&id).cloned()) else { break };
            answer = api::change_member(&id, &edit.version, &edit.value).await;
            if !matches!(answer, Err(Trouble::Stale)) {
                break;
            }
            console.load_team().await;
            if !untrack(|| self.clashes()).is_empty() {
                break;
            }
        }
        self.busy.try_set(false);
        match answer {
            Ok(team) => {
                let before = console.team_edits.try_update(|edits| edits.remove(&id)).flatten();
                console.keep_edits();
                console.team.take(console, Ok(team));
                self.tried.try_set(false);
                self.trouble.try_set(None);
                page::go(&Place::Team { open: None });
                if let Some(Edit { base, value, .. }) = before {
                    console.toast_undo(Office::MemberSaved(value.name), move || {
                        spawn_local(put_back(console, id.clone(), base.clone()));
                    });
                }
            }
            Err(Trouble::Stale) => {}
            Err(trouble) => {
                console.note_trouble(&trouble);
                self.trouble.try_set(Some(trouble));
            }
        }
    }

    fn draw(self) -> El {
        let console = self.console;
        let locked = !self.may_manage();
        let form = Form::new(console, "person", self.tried, move || {
            self.about().map(|about| member(&about)).unwrap_or_default()
        });
        let form = form.locked(locked);
        let read =
            move || self.about().unwrap_or_else(|| crate::model::form::newcomer(console.language.get_untracked()));
        let fields = fields(&form, read, move |change| self.change(change));
        if locked {
            return el("div", "ask").child(el("p", "soft").says(console.words(Office::OnlyLook))).child(fields);
        }
        let changed = move || {
            self.open
                .get()
                .is_some_and(|id| console.team_edits.with(|edits| edits.get(&id).is_some_and(Edit::is_changed)))
        };
        let bad = el("p", "bad").attr("role", "alert").says(move || {
            self.trouble
                .get()
                .map(|trouble| Text::Trouble(trouble).say(console.language.get()).into_owned())
                .unwrap_or_default()
        });
        let discard =
            button(console.words(Office::Discard)).disabled_when(move || !changed()).press(move || self.discard());
        let save = strong_button(console.words(Office::Save)).attr("type", "submit");
        let save = save.disabled_when(move || self.busy.get() || !changed());
        let sent = el("form", "ask")
            .attr("novalidate", "")
            .child(fields)
            .child(el("div", "form-end save-line").child(bad).child(discard).child(save))
            .on("submit", move |event| {
                event.prevent_default();
                if form.check() {
                    spawn_local(self.save());
                }
            });
        let clash = el("div", "").switch(
            move || mark_of(&self.clashes()),
            move |_| {
                let clashes = untrack(|| self.clashes());
                (!clashes.is_empty()).then(|| clash_panel(self, clashes))
            },
        );
        el("div", "ask").child(clash).child(sent).child(self.sessions_part()).child(self.way_out())
    }

    fn sessions_part(self) -> El {
        let console = self.console;
        let drawn = el("div", "").switch(
            move || mark_of(&(self.sessions.value.get(), self.sessions.trouble.get())),
            move |_| {
                if let Some(trouble) = self.sessions.trouble.get_untracked() {
                    return Some(el("p", "trouble").says(console.words(Text::Trouble(trouble))));
                }
                let Some(Sessions { sessions }) = self.sessions.value.get_untracked() else {
                    return Some(el("p", "soft").says(console.words(Text::Loading)));
                };
                if sessions.is_empty() {
                    return Some(el("p", "soft").says(console.words(Office::NoSessions)));
                }
                Some(list("lines", sessions.into_iter().map(|row| self.session(row))))
            },
        );
        el("section", "part").child(el("h3", "").says(console.words(Office::Sessions))).child(drawn)
    }

    fn session(self, row: SessionRow) -> El {
        let console = self.console;
        let SessionRow { id, device, last_seen, current, .. } = row;
        let seen =
            move || Text::Ago(Ago::between(last_seen, console.now.get())).say(console.language.get()).into_owned();
        let here = current.then(|| badge(console.words(Office::ThisBrowser)));
        let words = el("span", "line-words").child(el("span", "").text(&device)).child(el("span", "soft").says(seen));
        let end = button(console.words(Office::EndSession)).class("small").press(move || {
            let id = id.clone();
            spawn_local(async move {
                match api::end_session(&id).await {
                    Ok(()) => {
                        console.toast(Office::SessionEnded);
                        self.load_sessions().await;
                    }
                    Err(trouble) => console.toast(Text::Trouble(trouble)),
                }
            });
        });
        el("div", "line").child(words).maybe(here).child(end)
    }

    fn way_out(self) -> El {
        let console = self.console;
        let name = move || untrack(|| self.member()).map(|member| member.about.name).unwrap_or_default();
        let renew = button(console.words(Office::NewLink)).press(move || {
            let (id, name) = (self.id(), name());
            spawn_local(async move {
                match api::renew_invitation(&id).await {
                    Ok(invited) => {
                        show_link(console, &name, invited);
                        console.load_team().await;
                    }
                    Err(trouble) => console.toast(Text::Trouble(trouble)),
                }
            });
        });
        let remove = button(console.words(Office::RemoveMember)).class("danger").press(move || {
            let (id, name) = (self.id(), name());
            console.ask(Office::RemoveWho(name.clone()), Office::RemoveWhat, Office::RemoveMember, move || {
                spawn_local(remove_member(console, id.clone(), name.clone()));
            });
        });
        let mine = untrack(|| console.me().id) == self.id();
        let remove = (!mine).then_some(remove);
        el("section", "part")
            .child(el("h3", "").says(console.words(Office::InAndOut)))
            .child(el("p", "soft").says(console.words(Office::NewLinkHint)))
            .child(who_is_told(console))
            .child(el("div", "form-end").child(renew).maybe(remove))
    }
}

fn clash_panel(person: Person, clashes: Vec<crate::model::diff::Clash>) -> El {
    let over = move || {
        let (Some(member), version) = (untrack(|| person.member()), person.version()) else { return };
        person.console.team_edits.update(|edits| {
            if let Some(edit) = edits.get_mut(&member.id) {
                edit.over(&version, &member.about);
            }
        });
        spawn_local(person.save());
    };
    conflict(person.console, clashes, move || person.discard(), over)
}

async fn put_back(console: Console, id: String, about: MemberAbout) {
    console.load_team().await;
    let version =
        console.team.value.with_untracked(|team| team.as_ref().map(|team| team.version.clone()).unwrap_or_default());
    match api::change_member(&id, &version, &about).await {
        Ok(team) => {
            console.team.take(console, Ok(team));
            console.toast(Office::PutBack);
        }
        Err(trouble) => console.toast(Text::Trouble(trouble)),
    }
}

async fn remove_member(console: Console, id: String, name: String) {
    let version =
        console.team.value.with_untracked(|team| team.as_ref().map(|team| team.version.clone()).unwrap_or_default());
    match api::remove_member(&id, &version).await {
        Ok(()) => {
            page::go(&Place::Team { open: None });
            console.toast(Office::MemberRemoved(name));
            console.load_team().await;
        }
        Err(trouble) => {
            console.toast(Text::Trouble(trouble));
            console.load_team().await;
        }
    }
}
