//! The team: who is of it, what they may do, and who is on their way in.

mod fields;
mod invite;
mod person;

use std::borrow::Cow;

use baton_shared::protocol::Member;
use baton_shared::workspace::{Action, Role};
use baton_ui::component::{badge, strong_button};
use baton_ui::icon::icon;
use leptos::prelude::*;

pub use self::invite::InviteDialog;
use self::person::PersonDrawer;
use super::console::Console;
use super::icons::ADD;
use super::ui::{Moment, Tone, awaited, breakable, initial, keep_fresh, table, toned};
use crate::model::edit::Edit;
use crate::model::place::Place;
use crate::texts::{Office, Text};

/// The page.
#[component]
pub fn TeamPage() -> impl IntoView {
    let console: Console = expect_context();
    keep_fresh(move || console.load_team());
    view! {
        <main class="page" id="content" tabindex="-1">
            <div class="page-head">
                <h1 id="page-title" tabindex="-1">{console.t(Office::Team)}</h1>
                {move || {
                    let invite = strong_button(console.words(Office::Invite)).press(move || console.inviting.set(true));
                    console.may(Action::ManageTeam).then(|| invite.view())
                }}
            </div>
            <p class="soft">{console.t(Office::TeamHint)} " " {move || who_invites(console)}</p>
            {awaited(console, console.team, move || console.load_team(), move || members(console))}
        </main>
        <PersonDrawer />
    }
}

/// Who may invite, for those who may not.
fn who_invites(console: Console) -> Option<Cow<'static, str>> {
    let team = console.team.value.get().filter(|_| !console.may(Action::ManageTeam))?;
    let owners = team.members.into_iter().filter(|member| member.about.role == Role::Owner);
    let owners = owners.map(|member| member.about.name).collect();
    Some(Office::OwnersInvite(owners).say(console.language.get()))
}

fn members(console: Console) -> AnyView {
    let draw = move || {
        let members = console.team.value.get().map(|team| team.members).unwrap_or_default();
        let columns =
            [Office::Person, Office::Role, Office::Languages, Office::Skills, Office::AtATime, Office::LastSeen];
        let columns = columns.map(Text::from);
        let only_me = members.len() < 2;
        let rows = members.into_iter().map(|member| row(console, member)).collect();
        view! {
            {table(console, Office::Team.into(), &columns, rows)}
            {only_me.then(|| {
                view! {
                    <div class="empty">
                        {icon(ADD).view()}
                        <p>{console.t(Office::OnlyYou)}</p>
                    </div>
                }
            })}
        }
    };
    draw.into_any()
}

fn row(console: Console, member: Member) -> Vec<AnyView> {
    let Member { id, about, invited, last_seen } = member;
    let edited = id.clone();
    let changed = Memo::new(move |_| console.team_edits.with(|edits| edits.get(&edited).is_some_and(Edit::is_changed)));
    let mine = console.me().id == id;
    let person = view! {
        <span class="person">
            <span class="avatar" aria-hidden="true">{initial(&about.name)}</span>
            <span class="person-words">
                <a href=Place::Team { open: Some(id.clone()) }.fragment() id=format!("person-{id}")>{about.name}</a>
                {mine.then(|| view! { <span class="soft">" " {console.t(Office::ThatIsYou)}</span> })}
                {move || changed.get().then(|| view! { " " {toned(console.words(Office::Unsaved), Tone::Warning).view()} })}
                {about.email.map(|email| view! { <span class="soft below">{breakable(&email)}</span> })}
            </span>
        </span>
    };
    let languages =
        about.languages.into_iter().map(|language| badge(console.words(Text::LanguageName(language))).view());
    let skills = about.skills.iter().map(|skill| badge(skill.as_str()).view()).collect_view();
    let seen = match (invited, last_seen) {
        (Some(invited), _) => {
            let over = move || invited.until < console.now.get();
            let words = move || {
                Text::from(if over() { Office::InvitationOver } else { Office::InvitedSince })
                    .say(console.language.get())
                    .into_owned()
            };
            let badge = toned(words, Tone::Warning).view();
            view! { {badge} <span class="soft below"><Moment at=invited.at /></span> }.into_any()
        }
        (None, Some(at)) => view! { <Moment at=at /> }.into_any(),
        (None, None) => view! { <span class="soft">{console.t(Office::Never)}</span> }.into_any(),
    };
    vec![
        person.into_any(),
        view! { {console.t(Office::RoleName(about.role))} }.into_any(),
        view! { <span class="tags">{languages.collect_view()}</span> }.into_any(),
        view! { <span class="tags">{skills}</span> }.into_any(),
        view! { <span class="number">{about.capacity}</span> }.into_any(),
        seen,
    ]
}
