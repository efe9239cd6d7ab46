//! The end: who closed the conversation, and a rating. How it was and how much work it was stand one under the other:
//! two presses, or one stroke from the one to the other. What is chosen is sent at once, so there is nothing to submit;
//! only words take a button.

use std::cell::Cell;
use std::rc::Rc;

use baton_shared::conversation::ResolvedBy;
use baton_shared::protocol::CustomerCommand;
use baton_ui::component::{Field, bare_button, button, card, field};
use baton_ui::{El, Watched, el};
use wasm_bindgen::JsCast;
use web_sys::PointerEvent;

use super::{Live, Ui};
use crate::model::{Body, Rating};

/// What the visitor has marked here, before and after it is sent.
#[derive(Default)]
struct Given {
    score: Watched<Option<u8>>,
    effort: Watched<Option<u8>>,
    /// Whether a stroke has marked something that is not sent yet.
    stroke: Cell<bool>,
    commented: Watched<bool>,
}

/// The card.
pub fn resolved(chat: Ui, live: &Live, by: ResolvedBy) -> El {
    let words = chat.words();
    let title = match by {
        ResolvedBy::Bot => words.resolved_bot,
        ResolvedBy::Agent => words.resolved_agent,
        ResolvedBy::Customer => words.resolved_you,
    };
    let known = live.body(|body| if let Body::Resolved { rating, .. } = body { Some(*rating) } else { None });
    let Rating { score, effort, .. } = known;
    let given = Rc::new(Given { score: Watched::new(score), effort: Watched::new(effort), ..Given::default() });
    let send = |given: &Rc<Given>| {
        let given = Rc::clone(given);
        move || {
            given.stroke.set(false);
            // How much work it was says little without how it was; it goes with it.
            if let Some(score) = given.score.peeked() {
                chat.submit(CustomerCommand::Rate { score, effort: given.effort.peeked(), comment: None });
            }
        }
    };
    let (ended, rated, thanked) = (Rc::clone(&given), Rc::clone(&given), Rc::clone(&given));
    let send_stroke = send(&given);
    let thanks =
        move || if thanked.score.with(Option::is_some) { chat.words().rated.to_owned() } else { String::new() };
    card(title)
        .child(
            el("div", "scales")
                .child(scale("baton-score", words.rate_score, words.scores, &given, |given| &given.score, send(&given)))
                .child(scale(
                    "baton-effort",
                    words.rate_effort,
                    words.efforts,
                    &given,
                    |given| &given.effort,
                    send(&given),
                ))
                .on("pointerup", move |_| {
                    if ended.stroke.get() {
                        send_stroke();
                    }
                }),
        )
        .child(el("p", "fate").attr("role", "status").says(thanks))
        .when(move || rated.score.with(Option::is_some) && !rated.commented.get(), move || comment(chat, &given))
}

/// Five steps with their two ends in words; each step has its own words for those who listen.
fn scale(
    id: &'static str,
    question: &str,
    steps: [&'static str; 5],
    given: &Rc<Given>,
    part: fn(&Given) -> &Watched<Option<u8>>,
    send: impl Fn() + Clone + 'static,
) -> El {
    let step = |number: u8, words: &'static str| {
        let (shown, pressed, entered, send) = (Rc::clone(given), Rc::clone(given), Rc::clone(given), send.clone());
        // What is seen is part of the name, for those who speak to their computer.
        let name = format!("{number}, {words}");
        bare_button("step")
            .attrs(&[("aria-label", &name), ("title", words)])
            .text(&number.to_string())
            .state("aria-pressed", move || part(&shown).get() == Some(number))
            .press(move || {
                part(&pressed).set(Some(number));
                send();
            })
            .on("pointerdown", |event| {
                // A finger holds on to what it touched first; a stroke goes on.
                let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                if let (Some(target), Some(event)) = (target, event.dyn_ref::<PointerEvent>()) {
                    let _ = target.release_pointer_capture(event.pointer_id());
                }
            })
            .on("pointerenter", move |event| {
                if event.dyn_ref::<PointerEvent>().is_some_and(|event| event.buttons() == 1) {
                    part(&entered).set(Some(number));
                    entered.stroke.set(true);
                }
            })
    };
    let [first, .., last] = steps;
    el("div", "scale")
        .attrs(&[("role", "group"), ("aria-labelledby", id)])
        .child(el("p", "card-text").attr("id", id).text(question))
        .child(el("div", "steps").children((1..).zip(steps).map(|(number, words)| step(number, words))))
        .child(
            el("p", "ends")
                .attr("aria-hidden", "true")
                .child(el("span", "").text(first))
                .child(el("span", "").text(last)),
        )
}

/// A few words of the visitor's own.
fn comment(chat: Ui, given: &Rc<Given>) -> El {
    let words = chat.words();
    let about = Field { label: words.comment, kind: "text", complete: "off", longest: "500", example: "" };
    let (line, input) = field(about, || None);
    let given = Rc::clone(given);
    el("form", "form").child(line).child(button(words.confirm).attr("type", "submit")).on("submit", move |event| {
        event.prevent_default();
        let text = input.as_ref().map(|input| input.value().trim().to_owned()).unwrap_or_default();
        if let (Some(score), false) = (given.score.peeked(), text.is_empty()) {
            chat.submit(CustomerCommand::Rate { score, effort: given.effort.peeked(), comment: Some(text) });
            given.commented.set(true);
        }
    })
}
