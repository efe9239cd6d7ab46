//! Prepared replies in the composer: the button lists them all, and a line that begins with a slash those that fit it; the
//! arrows choose, Enter takes.

use baton_ui::component::{button, key};
use baton_ui::{El, el};
use leptos::prelude::*;

use super::side::queue;
use super::state::Pane;
use crate::app::ui::tag;
use crate::model::compose::Mode;
use crate::model::details::details;
use crate::model::palette::step;
use crate::model::reply::{Choice, Known, choices};
use crate::shell::page;
use crate::texts::{Office, Text};

/// The list that is offered.
#[derive(Clone, Copy)]
pub struct Offer {
    pane: Pane,
    /// What can be chosen now; empty while nothing is asked for.
    pub choices: Memo<Vec<Choice>>,
    at: RwSignal<usize>,
    /// Whether the button has listed them all.
    opened: RwSignal<bool>,
    /// The text for which the list was left.
    left: RwSignal<Option<String>>,
}

/// The id of the list.
pub const LIST: &str = "reply-choices";

impl Offer {
    /// What is offered while something is written in a conversation.
    pub fn new(pane: Pane) -> Self {
        let (at, opened, left) = (RwSignal::new(0), RwSignal::new(false), RwSignal::new(None::<String>));
        let known = Memo::new(move |_| {
            let me = pane.console.me();
            pane.log.with(|log| {
                let state = log.state();
                let language = state.written_language();
                let team = state.open_episode().and_then(|open| queue(log, open)).map(|(id, team)| {
                    let known = me.queues.iter().find(|known| known.id == id);
                    known.map_or(team, |known| known.say(language).to_owned())
                });
                (details(state), me.name, team, language)
            })
        });
        let choices = Memo::new(move |_| {
            let draft = pane.draft();
            let asked = draft.asked().filter(|_| left.get().as_deref() != Some(draft.text()));
            let all = (opened.get() && draft.mode == Mode::Reply).then_some("");
            let Some(typed) = asked.or(all) else { return Vec::new() };
            let (details, agent, team, language) = known.get();
            let known = Known { details: &details, agent: &agent, team: team.as_deref() };
            choices(&pane.console.me().replies, typed, (pane.console.language.get(), language), &known)
        });
        // Another list begins at its top.
        Effect::new(move || {
            choices.track();
            at.set(0);
        });
        Self { pane, choices, at, opened, left }
    }

    /// Whether there is anything to choose.
    pub fn is_open(self) -> bool {
        self.choices.with(|choices| !choices.is_empty())
    }

    /// The id of the choice that Enter would take.
    pub fn active(self) -> Option<String> {
        self.is_open().then(|| format!("{LIST}-{}", self.at.get()))
    }

    /// Does what a key does in the list; whether it was meant for it.
    pub fn key(self, key: &str) -> bool {
        if !untrack(|| self.is_open()) {
            return false;
        }
        match key {
            "ArrowDown" | "ArrowUp" => {
                let count = self.choices.with_untracked(Vec::len);
                let by = if key == "ArrowDown" { 1 } else { -1 };
                self.at.update(|at| *at = step(*at, by, count));
                page::show_soon(format!("{LIST}-{}", self.at.get_untracked()));
            }
            "Enter" => self.take(self.at.get_untracked()),
            "Escape" => {
                // A slash that only asked for the list goes with it.
                self.pane.edit(|draft| {
                    if draft.asked() == Some("") {
                        draft.answer("");
                    }
                });
                self.left.set(Some(self.pane.draft().text().to_owned()));
                self.close();
                page::focus_soon("compose".to_owned());
            }
            _ => return false,
        }
        true
    }

    /// Ends what the button began: somebody writes on, or has what they wanted.
    pub fn close(self) {
        self.opened.set(false);
    }

    fn take(self, place: usize) {
        let choice = self.choices.with_untracked(|choices| choices.get(place).cloned());
        self.close();
        if let Some(Choice { text, .. }) = choice {
            self.pane.edit(|draft| draft.answer(&text));
            page::focus_soon("compose".to_owned());
        }
    }

    /// The button, where there is something to choose.
    pub fn button(self, blocked: impl Fn() -> bool + Copy + Send + Sync + 'static) -> impl IntoView {
        let pane = self.pane;
        move || {
            let any = !pane.console.me().replies.is_empty();
            let open = move || self.is_open();
            any.then(|| {
                button(pane.console.words(Office::Replies))
                    .class("small")
                    .state("aria-expanded", open)
                    .disabled_when(blocked)
                    .press(move || {
                        if untrack(open) {
                            self.key("Escape");
                        } else {
                            self.left.set(None);
                            self.opened.set(true);
                            page::focus_soon(LIST.to_owned());
                        }
                    })
                    .view()
            })
        }
    }

    /// The list, above what is written.
    pub fn list(self) -> El {
        let console = self.pane.console;
        let name = console.words(Office::Replies);
        let keys = move || self.choices.with(|all| (0..all.len()).map(|place| place.to_string()).collect::<Vec<_>>());
        let list = el("ul", "choices")
            // It can be long: whoever goes by keyboard reaches it to scroll, and chooses there too.
            .attrs(&[("id", LIST), ("role", "listbox"), ("tabindex", "0")])
            .attr_when("aria-activedescendant", move || self.active())
            .on("keydown", move |event| _ = on_key(self, &event))
            .attr_when("aria-label", move || Some(name()))
            .hidden_when(move || !self.is_open())
            .each(keys, move |place| self.row(place.parse().unwrap_or_default()));
        let told = move || {
            let count = self.choices.with(Vec::len);
            let text =
                (count > 0).then(|| Text::from(Office::RepliesFound(count)).say(console.language.get()).into_owned());
            text.unwrap_or_default()
        };
        let hint = el("p", "soft small-text choices-hint")
            .attr("aria-hidden", "true")
            .hidden_when(move || !self.is_open())
            .says(console.words(Office::RepliesKeys));
        let told = el("p", "unseen").attr("role", "status").says(told);
        el("div", "choices-place").child(hint).child(list).child(told)
    }

    fn row(self, place: usize) -> El {
        let of = move |read: fn(&Choice) -> &str| {
            move || self.choices.with(|all| all.get(place).map(|choice| read(choice).to_owned()).unwrap_or_default())
        };
        let language = move || self.pane.log.with(|log| tag(log.state().written_language()).to_owned());
        let chosen = move || self.at.get() == place;
        el("li", "choice")
            .attrs(&[("role", "option"), ("id", &format!("{LIST}-{place}"))])
            .attr_when("aria-selected", move || Some(chosen().to_string()))
            .child(el("span", "choice-name").says(of(|choice| &choice.name)))
            .child(
                el("span", "choice-text soft")
                    .attr_when("lang", move || Some(language()))
                    .says(of(|choice| &choice.text)),
            )
            // The focus stays where one writes.
            .on("mousedown", move |event| event.prevent_default())
            .press(move || self.take(place))
    }
}

/// Whether an event's key is for the list; then nobody else gets it.
pub fn on_key(offer: Offer, event: &web_sys::Event) -> bool {
    let taken = offer.key(&key(event));
    if taken {
        event.prevent_default();
        event.stop_propagation();
    }
    taken
}
