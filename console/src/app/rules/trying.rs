//! Trying a message: the edge says what triage makes of it, and the rules as they stand here are read over that. They are
//! read again with each change of a rule.

use baton_shared::conversation::{Occasion, ruling};
use baton_shared::customer::{Channel, CustomerFacts};
use baton_shared::policy::{Facts, Policy, Reading};
use baton_shared::protocol::{Tried, Try};
use baton_shared::text::{Detected, Language, detect};
use baton_shared::workspace::queue_for;
use baton_ui::component::strong_button;
use baton_ui::{El, el, react};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::HtmlTextAreaElement;

use super::reading;
use super::state::Draft;
use crate::app::form::{Bind, Form};
use crate::app::ui::mark_of;
use crate::model::form::Faults;
use crate::model::trouble::Trouble;
use crate::shell::api;
use crate::texts::{Said, Text};

/// Who asks, and what happened before.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own, ticked by itself")]
pub struct Scene {
    text: String,
    signed_in: bool,
    tier: String,
    months: Option<u32>,
    failed: u32,
    asked: u32,
    offers: u32,
    just_offered: bool,
    just_asked: bool,
    channel: Channel,
    closed: Option<bool>,
}

/// What is tried.
#[derive(Clone, Copy)]
pub struct Trying {
    scene: RwSignal<Scene>,
    tried: RwSignal<Option<Tried>>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
    verdict: Memo<Option<Verdict>>,
}

/// What the rules make of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// What triage found.
    pub tried: Tried,
    /// Each rule, read.
    pub readings: Vec<Reading>,
    /// The rule that decides; that of no rule where none holds.
    pub rule: String,
    /// Whether it would answer and has nothing to answer with.
    pub without_answer: bool,
}

impl Trying {
    /// Nothing yet.
    pub fn new(draft: Draft) -> Self {
        let (scene, tried) = (RwSignal::new(Scene::default()), RwSignal::new(None));
        let verdict = Memo::new(move |_| verdict(draft, &tried.get()?, &scene.get()));
        Self { scene, tried, busy: RwSignal::new(false), trouble: RwSignal::new(None), verdict }
    }

    async fn ask(self, draft: Draft) {
        let scene = self.scene.get_untracked();
        let language = if detect(&scene.text) == Detected::Zh { Language::Zh } else { Language::En };
        self.busy.set(true);
        let answer = api::try_rules(&Try { text: scene.text, language, signed_in: scene.signed_in }).await;
        self.busy.try_set(false);
        match answer {
            Ok(tried) => {
                self.trouble.try_set(None);
                self.tried.try_set(Some(tried));
                if let Some(verdict) = self.verdict.try_get_untracked().flatten() {
                    draft.console.announce(&reading::said(draft, &verdict).into());
                }
            }
            Err(trouble) => {
                self.trouble.try_set(Some(trouble));
            }
        }
    }
}

/// The rules, read over what was found.
fn verdict(draft: Draft, tried: &Tried, scene: &Scene) -> Option<Verdict> {
    let now = draft.console.now.get();
    let topic = tried.assessment.topic.as_deref();
    let closed = draft.around(|rules| queue_for(&rules.queues, topic).is_some_and(|queue| queue.is_closed(now)));
    let tier = Some(scene.tier.trim().to_owned()).filter(|tier| !tier.is_empty());
    let customer = CustomerFacts { tier, tenure_months: scene.months, ..CustomerFacts::default() };
    let support = tried.assessment.hits.first().map_or(0.0, |hit| hit.support);
    let facts = Facts {
        assessment: Some(&tried.assessment),
        pressed_human: false,
        channel: scene.channel,
        customer: scene.signed_in.then_some(&customer),
        failed_attempts: scene.failed,
        clarifications: scene.asked,
        offers: scene.offers.max(u32::from(scene.just_offered)),
        offer_accepted: scene.just_offered && tried.says_yes,
        details_gathered: scene.just_asked,
        support,
        out_of_hours: scene.closed.unwrap_or(closed),
    };
    let read = |policy: &Policy| {
        let has_answer = support > 0.0 && support >= policy.thresholds.answer_support;
        let wanted = policy.judge(&facts);
        let verdict = ruling(policy, &facts, Occasion::Message { has_answer });
        (policy.read(&facts), verdict.rule.to_owned(), wanted.outcome != verdict.outcome && !has_answer)
    };
    let (readings, rule, without_answer) = draft.with(read)?;
    Some(Verdict { readings, rule, without_answer, tried: tried.clone() })
}

/// The fields, and what comes of them.
pub fn draw(draft: Draft, trying: Trying) -> El {
    let console = draft.console;
    let hint = el("p", "soft").says(console.words(Said::TryHint));
    let area = el("textarea", "input").attrs(&[("id", "try-text"), ("rows", "3"), ("maxlength", "4000")]);
    let node = area.cast::<HtmlTextAreaElement>();
    let typed = node.clone();
    let area = area
        .on("input", move |_| {
            let text = typed.as_ref().map(HtmlTextAreaElement::value).unwrap_or_default();
            trying.scene.update(|scene| scene.text = text);
        })
        .hold(react(move || {
            let text = trying.scene.with(|scene| scene.text.clone());
            if let Some(node) = node.as_ref().filter(|node| node.value() != text) {
                node.set_value(&text);
            }
        }));
    let label = el("label", "label").attr("for", "try-text").says(console.words(Said::Message));
    let field = el("div", "field").child(label).child(area);
    let go = strong_button(console.words(Said::TryIt))
        .attr("type", "submit")
        .disabled_when(move || trying.busy.get() || trying.scene.with(|scene| scene.text.trim().is_empty()));
    let bad = el("p", "bad").attr("role", "alert").says(move || {
        let trouble = trying.trouble.get();
        trouble.map(|trouble| Text::Trouble(trouble).say(console.language.get()).into_owned()).unwrap_or_default()
    });
    let form = el("form", "fields").attr("novalidate", "").child(hint).child(field).child(scene(draft, trying));
    let form = form.child(el("div", "form-end").child(go)).child(bad).on("submit", move |event| {
        event.prevent_default();
        if !untrack(|| trying.scene.with(|scene| scene.text.trim().is_empty())) {
            spawn_local(trying.ask(draft));
        }
    });
    let shown = trying.verdict;
    let verdict = el("div", "verdict").switch(
        move || mark_of(&(shown.get(), console.language.get(), draft.with(Policy::clone))),
        move |_| shown.get_untracked().map(|verdict| reading::draw(draft, &verdict)),
    );
    el("div", "fields").child(form).child(verdict)
}

/// Who asks, and what happened before.
fn scene(draft: Draft, trying: Trying) -> El {
    let console = draft.console;
    let form = Form::new(console, "try", draft.untried, Faults::default);
    let bind = move |read: fn(&Scene) -> bool, write: fn(&mut Scene, bool)| {
        Bind::new(move || trying.scene.with(read), move |on| trying.scene.update(|scene| write(scene, on)))
    };
    let number = move |read: fn(&Scene) -> Option<u32>, write: fn(&mut Scene, Option<u32>)| {
        Bind::new(move || trying.scene.with(read), move |number| trying.scene.update(|scene| write(scene, number)))
    };
    let signed_in = form.tick(
        console.words(Said::Known),
        Bind::new(
            move || trying.scene.with(|scene| scene.signed_in),
            move |on| {
                trying.scene.update(|scene| scene.signed_in = on);
                // Some articles are for the signed in alone: what was found is found anew.
                if trying.tried.with_untracked(Option::is_some) {
                    spawn_local(trying.ask(draft));
                }
            },
        ),
    );
    let tier = Bind::new(
        move || trying.scene.with(|scene| scene.tier.clone()),
        move |tier| trying.scene.update(|scene| scene.tier = tier),
    );
    let who = el("div", "pair")
        .child(form.line("tier", console.words(Said::Tier), "text", tier, None))
        .child(form.number(
            "months",
            console.words(Said::Tenure),
            number(|scene| scene.months, |scene, months| scene.months = months),
            None,
        ))
        .hidden_when(move || !trying.scene.with(|scene| scene.signed_in));
    let counts = [
        form.number(
            "failed",
            console.words(Said::AnswersFailed),
            number(
                |scene| Some(scene.failed).filter(|count| *count > 0),
                |scene, count| scene.failed = count.unwrap_or(0),
            ),
            None,
        ),
        form.number(
            "asked",
            console.words(Said::QuestionsAsked),
            number(
                |scene| Some(scene.asked).filter(|count| *count > 0),
                |scene, count| scene.asked = count.unwrap_or(0),
            ),
            None,
        ),
        form.number(
            "offers",
            console.words(Said::OffersMade),
            number(
                |scene| Some(scene.offers).filter(|count| *count > 0),
                |scene, count| scene.offers = count.unwrap_or(0),
            ),
            None,
        ),
    ];
    let before = el("details", "technical").child(el("summary", "").says(console.words(Said::Before))).child(
        el("div", "fields")
            .child(
                el("div", "pair")
                    .children(counts)
                    .child(channel(draft, trying, &form))
                    .child(hours(draft, trying, &form)),
            )
            .child(form.tick(
                console.words(Said::JustOffered),
                bind(|scene| scene.just_offered, |scene, on| scene.just_offered = on),
            ))
            .child(form.tick(
                console.words(Said::JustAsked),
                bind(|scene| scene.just_asked, |scene, on| scene.just_asked = on),
            )),
    );
    el("div", "fields").child(signed_in).child(who).child(before)
}

fn channel(draft: Draft, trying: Trying, form: &Form) -> El {
    let console = draft.console;
    let said = |words: Said| untrack(|| Text::from(words).say(console.language.get()).into_owned());
    let all = [(Channel::Widget, Said::Widget), (Channel::ChatPage, Said::ChatPage), (Channel::Api, Said::Api)]
        .map(|(channel, words)| (channel.as_str().to_owned(), said(words)));
    let bind = Bind::new(
        move || trying.scene.with(|scene| scene.channel.as_str().to_owned()),
        move |word: String| {
            let channel = Channel::ALL.into_iter().find(|channel| channel.as_str() == word).unwrap_or_default();
            trying.scene.update(|scene| scene.channel = channel);
        },
    );
    form.select("channel", console.words(Said::Channel), &all, bind, None)
}

fn hours(draft: Draft, trying: Trying, form: &Form) -> El {
    let console = draft.console;
    let said = |words: Said| untrack(|| Text::from(words).say(console.language.get()).into_owned());
    let all = [("now", Said::AsNow), ("open", Said::Open), ("closed", Said::Closed)]
        .map(|(word, words)| (word.to_owned(), said(words)));
    let bind = Bind::new(
        move || {
            let closed = trying.scene.with(|scene| scene.closed);
            closed.map_or("now", |closed| if closed { "closed" } else { "open" }).to_owned()
        },
        move |word: String| {
            let closed = match word.as_str() {
                "open" => Some(false),
                "closed" => Some(true),
                _ => None,
            };
            trying.scene.update(|scene| scene.closed = closed);
        },
    );
    form.select("hours", console.words(Said::Hours), &all, bind, None)
}
