//! The fields that say who somebody is and what they may do.

use std::collections::BTreeSet;

use baton_shared::protocol::MemberAbout;
use baton_shared::text::Language;
use baton_shared::workspace::Role;
use baton_ui::component::chip;
use baton_ui::{El, el};
use leptos::prelude::*;

use crate::app::console::Console;
use crate::app::form::{Bind, Form, listed};
use crate::texts::{Office, Text};

/// All of them, in a form whose value is read and changed as a whole.
pub fn fields<R, C>(form: &Form, read: R, change: C) -> El
where
    R: Fn() -> MemberAbout + Clone + 'static,
    C: Fn(&mut dyn FnMut(&mut MemberAbout)) + Clone + 'static,
{
    let words = |text: Office| form.console.words(text);
    let text = |get: fn(&MemberAbout) -> String, set: fn(&mut MemberAbout, String)| {
        let (read, change) = (read.clone(), change.clone());
        Bind::new(move || get(&read()), move |text: String| change(&mut |about| set(about, text.clone())))
    };
    let some = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let name = form.line(
        "name",
        words(Office::NameSeen),
        "text",
        text(|about| about.name.clone(), |about, text| about.name = text),
        None,
    );
    let email = text(
        |about| about.email.clone().unwrap_or_default(),
        |about, text| {
            about.email = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        },
    );
    let email = form.line("email", words(Office::WorkEmail), "email", email, Some(Office::WorkEmailHint.into()));
    let picture = {
        let (read, change) = (read.clone(), change.clone());
        Bind::new(
            move || read().picture.unwrap_or_default(),
            move |text: String| change(&mut |about| about.picture = some(text.clone())),
        )
    };
    let picture = form.line("picture", words(Office::Picture), "url", picture, Some(Office::PictureHint.into()));
    let locked = form.is_locked();
    let roles = Role::ALL.map(|role| {
        let (read, change) = (read.clone(), change.clone());
        let mine = read.clone();
        let bind = Bind::new(
            move || read().role == role,
            move |on| {
                if on {
                    change(&mut |about| about.role = role);
                }
            },
        );
        let choice = form.choice("role", words(Office::RoleName(role)), Some(Office::RoleHint(role).into()), bind);
        // Who may only look is told what this person is, not what else there is.
        choice.hidden_when(move || locked && mine().role != role)
    });
    let languages = Language::ALL.map(|language| {
        let (read, change) = (read.clone(), change.clone());
        let bind = listed(
            language,
            move || read().languages,
            move |all| change(&mut |about| about.languages.clone_from(&all)),
        );
        form.tick(form.console.words(Text::LanguageName(language)), bind)
    });
    let skills = {
        let (read, change) = (read.clone(), change.clone());
        Bind::new(move || read().skills, move |all: Vec<String>| change(&mut |about| about.skills.clone_from(&all)))
    };
    let known = (!form.is_locked()).then(|| {
        let (read, change) = (read.clone(), change.clone());
        let console = form.console;
        let draw = move |skill: &str| {
            let (read, change) = (read.clone(), change.clone());
            let (shown, toggled) = (skill.to_owned(), skill.to_owned());
            chip(skill).state("aria-pressed", move || read().skills.contains(&shown)).press(move || {
                change(&mut |about| {
                    let before = about.skills.len();
                    about.skills.retain(|other| *other != toggled);
                    if about.skills.len() == before {
                        about.skills.push(toggled.clone());
                    }
                });
            })
        };
        let name = words(Office::Skills);
        el("div", "chips")
            .attr("role", "group")
            .attr_when("aria-label", move || Some(name()))
            .each(move || known_skills(console), draw)
    });
    let skills =
        form.words("skills", words(Office::Skills), skills, (!locked).then(|| Office::SkillsHint.into())).maybe(known);
    let capacity = Bind::new(
        move || Some(read().capacity).filter(|capacity| *capacity > 0),
        move |number: Option<u32>| change(&mut |about| about.capacity = number.unwrap_or_default()),
    );
    el("div", "fields")
        .child(name)
        .child(email)
        .child(form.group("role", words(Office::Role), roles))
        .child(form.group("languages", words(Office::LanguagesWritten), languages))
        .child(skills)
        .child(form.number("capacity", words(Office::AtATimeLong), capacity, None))
        .child(picture)
}

/// The skills that somebody of the team has, in order: none as long as the team is not read.
fn known_skills(console: Console) -> Vec<String> {
    let team = console.team.value.get().map(|team| team.members).unwrap_or_default();
    let known: BTreeSet<_> = team.into_iter().flat_map(|member| member.about.skills).collect();
    known.into_iter().collect()
}
