//! The audit: who did what to what and when, in sentences, with what stood there before and what stands there now.

use baton_shared::protocol::{AuditAction, AuditChange, AuditEntry};
use baton_shared::workspace::Action;
use baton_ui::component::button;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::console::{Console, Loaded};
use super::ui::{Moment, awaited, keep_fresh};
use crate::model::audit::{Names, merge, name_of, who};
use crate::model::diff::shown;
use crate::model::palette::fit;
use crate::model::place::{Place, Shelf};
use crate::shell::api;
use crate::texts::{Office, Text};

/// How many entries an answer holds at most.
const MOST: usize = 100;

/// The page.
#[component]
pub fn AuditPage() -> impl IntoView {
    let console: Console = expect_context();
    let entries = Loaded::<Vec<AuditEntry>>::new();
    let more = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let load = move || async move {
        let answer = api::audit(None).await.map(|audit| {
            let known = entries.value.try_get_untracked().flatten();
            if known.is_none() {
                more.try_set(audit.entries.len() >= MOST);
            }
            let mut all = known.unwrap_or_default();
            merge(&mut all, audit.entries);
            all
        });
        entries.take(console, answer);
    };
    keep_fresh(load);
    if console.may(Action::ReadTeam) {
        spawn_local(console.load_team());
    }
    let older = move || async move {
        let first = entries.value.with_untracked(|all| all.as_ref()?.last().map(|entry| entry.number));
        match api::audit(first).await {
            Ok(audit) => {
                more.try_set(audit.entries.len() >= MOST);
                entries.value.update(|all| merge(all.get_or_insert_default(), audit.entries));
            }
            Err(trouble) => console.toast(Text::Trouble(trouble)),
        }
    };
    let draw = move || {
        let list = move || {
            let (all, names) = (entries.value.get().unwrap_or_default(), console.names());
            if all.is_empty() {
                return view! { <p class="empty">{console.t(Office::NoAudit)}</p> }.into_any();
            }
            let typed = typed.get();
            let fits = |entry: &AuditEntry| fit(&typed, &sentence(entry, &names).say(console.language.get())).is_some();
            let found: Vec<AuditEntry> = all.into_iter().filter(fits).collect();
            if found.is_empty() {
                return view! { <p class="empty">{console.t(Office::NothingFits)}</p> }.into_any();
            }
            view! { <ol class="audit">{found.into_iter().map(|entry| line(console, entry, &names)).collect_view()}</ol> }.into_any()
        };
        view! {
            <div class="filter-line">
                <input
                    class="input"
                    type="search"
                    aria-label=console.t(Office::FindAudit)
                    placeholder=console.t(Office::FindAudit)
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </div>
            {list}
            {move || {
                let button = button(console.words(Office::OlderEntries)).press(move || spawn_local(older()));
                more.get().then(|| button.view())
            }}
        }
        .into_any()
    };
    view! {
        <main class="page" id="content" tabindex="-1">
            <h1 id="page-title" tabindex="-1">{console.t(Office::Audit)}</h1>
            <p class="soft">{console.t(Office::AuditHint)}</p>
            {awaited(console, entries, load, draw)}
        </main>
    }
}

/// `Mei changed the opening hours`.
fn sentence(entry: &AuditEntry, names: &Names) -> Text {
    let subject = match entry.action {
        action if about_people(action) => name_of(&entry.subject, names),
        AuditAction::ConversationChanged => command(&entry.changes).unwrap_or_default().to_owned(),
        _ => entry.subject.clone(),
    };
    Office::Did(who(&entry.who, names), entry.action, subject).into()
}

/// What was done in a conversation: a single word, which the sentence says.
fn command(changes: &[AuditChange]) -> Option<&str> {
    match changes {
        [AuditChange { path, after, .. }] if path == "command" => after.as_str(),
        _ => None,
    }
}

fn about_people(action: AuditAction) -> bool {
    use AuditAction::{
        InvitationRenewed, MemberChanged, MemberInvited, MemberRemoved, SessionRevoked, SignedIn, SignedOut,
    };
    matches!(
        action,
        MemberInvited | InvitationRenewed | MemberChanged | MemberRemoved | SignedIn | SignedOut | SessionRevoked
    )
}

fn line(console: Console, entry: AuditEntry, names: &Names) -> impl IntoView + use<> {
    let said = sentence(&entry, names);
    let AuditEntry { at, action, subject, changes, .. } = entry;
    let to = match action {
        AuditAction::ConversationChanged | AuditAction::ConversationErased => {
            Some(Place::Inbox { open: Some(subject) })
        }
        AuditAction::ArticleChanged => Some(Place::Knowledge(Shelf::Open(subject))),
        AuditAction::CustomerExported => Some(Place::Customer { id: subject }),
        _ => None,
    };
    let to = to.map(|place| view! { " " <a href=place.fragment()>{console.t(Text::OpenConversation)}</a> });
    let said_already = action == AuditAction::ConversationChanged && command(&changes).is_some();
    let changes = (!changes.is_empty() && !said_already).then(|| {
        let count = changes.len();
        view! {
            <details>
                <summary>{console.t(Office::Changes(count))}</summary>
                <dl class="changes">{changes.into_iter().map(|change| changed(console, change)).collect_view()}</dl>
            </details>
        }
    });
    view! {
        <li>
            <div class="audit-line">
                <span>{console.t(said)} {to}</span>
                <span class="soft"><Moment at=at /></span>
            </div>
            {changes}
        </li>
    }
}

fn changed(console: Console, change: AuditChange) -> impl IntoView {
    let AuditChange { path, before, after } = change;
    let side = move |value: &serde_json::Value| {
        let text = shown(value);
        if text.is_empty() {
            view! { <span class="soft">{console.t(Office::Nothing)}</span> }.into_any()
        } else {
            text.into_any()
        }
    };
    view! {
        <div>
            <dt>{console.t(Office::Path(path))}</dt>
            <dd><del>{side(&before)}</del> <span aria-hidden="true">" → "</span> <ins>{side(&after)}</ins></dd>
        </div>
    }
}
