//! One rule of the list: its sentence, what is the matter with it, and what can be done with it.

use std::rc::Rc;

use baton_shared::policy::rule_in_words;
use baton_ui::component::{button, item, menu, round_button};
use baton_ui::icon::{DOWN, MORE, icon};
use baton_ui::{El, Watched, el};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::DragEvent;

use super::state::Draft;
use super::{condition, outcome};
use crate::app::icons::{GRIP, UP};
use crate::app::ui::{Tone, mark_of, toned};
use crate::model::rules::{duplicate, move_to};
use crate::shell::page;
use crate::texts::{Said, Text};

/// What is dragged, as its kind.
const KIND: &str = "application/x-baton-rule";

/// The id of the button that opens a rule.
pub fn edit_id(rule: &str) -> String {
    format!("rule-{rule}-edit")
}

/// Its place, from 0.
fn place(draft: Draft, id: &str) -> usize {
    draft.ids().iter().position(|other| other == id).unwrap_or_default()
}

/// The rule.
pub fn draw(draft: Draft, id: &str) -> El {
    let console = draft.console;
    let (numbered, sentence) = (id.to_owned(), id.to_owned());
    let number =
        el("span", "rule-number").attr("aria-hidden", "true").says(move || (place(draft, &numbered) + 1).to_string());
    let words = el("p", "rule-words").says(move || {
        let language = console.language.get();
        draft
            .rule(&sentence, |rule| rule_in_words(rule, language, &|queue| draft.queue_name(queue)))
            .unwrap_or_default()
    });
    let fired = id.to_owned();
    let decisions = move || draft.fired(&fired).filter(|fired| fired.before + fired.after > 0);
    let says = decisions.clone();
    let count = toned(
        move || {
            says()
                .map(|fired| Text::from(Said::FiresNow(fired)).say(console.language.get()).into_owned())
                .unwrap_or_default()
        },
        Tone::Plain,
    )
    .hidden_when(move || decisions().is_none());
    let name = el("span", "rule-id").child(el("code", "").text(id)).child(count);
    let head = el("div", "rule-head").child(number).child(el("div", "rule-said").child(words).child(name));
    let head = if draft.locked() { head } else { head.child(actions(draft, id)) };
    let (open, opened) = (id.to_owned(), id.to_owned());
    let row = el("li", "rule").attr("id", &format!("rule-{id}")).child(head).child(flaws(draft, id)).when(
        move || draft.state().open.with(|now| now.as_ref() == Some(&open)),
        move || el("div", "rule-editor").child(condition::draw(draft, &opened)).child(outcome::draw(draft, &opened)),
    );
    if draft.locked() { row } else { droppable(draft, id, row) }
}

fn flaws(draft: Draft, id: &str) -> El {
    let (seen, drawn) = (id.to_owned(), id.to_owned());
    el("div", "rule-flaws").attr("role", "status").switch(
        move || mark_of(&draft.flaws_of(&seen)),
        move |_| {
            let found = untrack(|| draft.flaws_of(&drawn));
            let each = found.into_iter().map(|flaw| {
                let class = if flaw.is_problem() { "bad" } else { "rule-hint" };
                el("li", class).says(draft.console.words(Said::Flawed(flaw)))
            });
            Some(el("ul", "").attr("role", "list").children(each))
        },
    )
}

fn actions(draft: Draft, id: &str) -> El {
    let console = draft.console;
    let rule = id.to_owned();
    let (shown, toggled) = (rule.clone(), rule.clone());
    let is_open = move || draft.state().open.with(|now| now.as_ref() == Some(&shown));
    let state = is_open.clone();
    let edit = button(move || {
        Text::from(if is_open() { Said::DoneEditing } else { Said::Edit }).say(console.language.get()).into_owned()
    })
    .class("small")
    .attr("id", &edit_id(id))
    .state("aria-expanded", state)
    .press(move || {
        draft
            .state()
            .open
            .update(|now| *now = if now.as_ref() == Some(&toggled) { None } else { Some(toggled.clone()) });
    });
    let described = console.words(Said::EditOf(rule.clone()));
    let edit = edit.attr_when("title", move || Some(described()));
    let (first, last) = (rule.clone(), rule.clone());
    let up = step(draft, &rule, Said::Up(rule.clone()), UP, -1).disabled_when(move || place(draft, &first) == 0);
    let down = step(draft, &rule, Said::Down(rule.clone()), DOWN, 1)
        .disabled_when(move || place(draft, &last) + 1 >= draft.ids().len());
    let grip = el("span", "grip").attrs(&[("draggable", "true"), ("aria-hidden", "true")]).child(icon(GRIP));
    let title = console.words(Said::Drag);
    let dragged = rule.clone();
    let grip = grip.attr_when("title", move || Some(title())).on("dragstart", move |event| {
        if let Some(data) = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer) {
            let _ = data.set_data(KIND, &dragged);
        }
    });
    el("div", "rule-actions").child(edit).child(up).child(down).child(more(draft, &rule)).child(grip)
}

/// Moves a rule by one place, and says where it stands then. The focus stays on the button, wherever it goes.
fn step(draft: Draft, rule: &str, name: Said, drawn: &str, by: isize) -> El {
    let button_id = format!("rule-{rule}-{}", if by < 0 { "up" } else { "down" });
    let id = rule.to_owned();
    round_button(draft.console.words(name), drawn).attr("id", &button_id).press(move || {
        let now = untrack(|| place(draft, &id));
        shift(draft, &id, now.saturating_add_signed(by));
        // At either end, the button that leads further cannot be pressed any more.
        let (now, last) = untrack(|| (place(draft, &id), draft.ids().len().saturating_sub(1)));
        let up = now == last || (by < 0 && now > 0);
        page::focus_soon(format!("rule-{id}-{}", if up { "up" } else { "down" }));
    })
}

fn shift(draft: Draft, id: &str, to: usize) {
    if draft.change(|policy| move_to(policy, id, to)) == Some(true) {
        let (now, of) = untrack(|| (place(draft, id) + 1, draft.ids().len()));
        draft.console.announce(&Said::MovedTo(now, of).into());
    }
}

fn more(draft: Draft, rule: &str) -> El {
    let console = draft.console;
    let rule = rule.to_owned();
    let opener = round_button(console.words(Said::MoreOf(rule.clone())), MORE);
    menu(opener, move || {
        let (copied, gone) = (rule.clone(), rule.clone());
        let copy = Rc::new(move || {
            draft.change_undoable(
                |policy| duplicate(policy, &copied),
                |new| Said::Duplicated(new.clone().unwrap_or_default()),
            );
        });
        let delete = Rc::new(move || {
            draft.change_undoable(
                |policy| policy.rules.retain(|rule| rule.id != gone),
                |()| Said::Deleted(gone.clone()),
            );
            page::focus_soon("page-title".to_owned());
        });
        vec![item(console.words(Said::Duplicate), copy), item(console.words(Said::Delete), delete)]
    })
}

/// Lets another rule be dropped on this one: it takes this one's place.
fn droppable(draft: Draft, id: &str, row: El) -> El {
    let over = Rc::new(Watched::new(false));
    let (shown, entered, left, dropped) = (Rc::clone(&over), Rc::clone(&over), Rc::clone(&over), over);
    let id = id.to_owned();
    let dragged = |event: &web_sys::Event| {
        let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
        data.filter(|data| data.types().includes(&KIND.into(), 0))
    };
    row.attr_when("data-over", move || shown.get().then(String::new))
        .on("dragover", move |event| {
            if dragged(&event).is_some() {
                event.prevent_default();
                entered.set(true);
            }
        })
        .on("dragleave", move |_| left.set(false))
        .on("drop", move |event| {
            dropped.set(false);
            let Some(data) = dragged(&event) else { return };
            event.prevent_default();
            let moved = data.get_data(KIND).unwrap_or_default();
            let to = untrack(|| place(draft, &id));
            shift(draft, &moved, to);
        })
}
