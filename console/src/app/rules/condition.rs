//! What a rule asks: each question is a chip with a menu and, where it has one, a value beside it. Groups lie in each
//! other as deep as people read at a glance; what is deeper is shown as a sentence and kept.

use std::rc::Rc;

use baton_shared::customer::Channel;
use baton_shared::policy::{Condition, condition_in_words};
use baton_shared::triage::{Complexity, Urgency};
use baton_ui::component::{button, chip, item, menu};
use baton_ui::icon::{MORE_BELOW, icon};
use baton_ui::{El, el};
use leptos::prelude::*;
use web_sys::HtmlSelectElement;

use super::state::Draft;
use crate::app::form::{Bind, Form};
use crate::app::ui::mark_of;
use crate::model::form::Faults;
use crate::model::rules::{
    Join, Part, add, at, at_mut, enclose, join, part, question, question_mut, questions, remove, shape, turn,
};
use crate::shell::page;
use crate::texts::{Said, Text};

/// A place in a rule's condition.
#[derive(Clone)]
struct Place {
    draft: Draft,
    rule: Rc<str>,
    path: Rc<[usize]>,
}

impl Place {
    fn read<R>(&self, read: impl FnOnce(&Condition) -> R) -> Option<R> {
        self.draft.rule(&self.rule, |rule| at(&rule.when, &self.path).map(read)).flatten()
    }

    fn change(&self, change: impl FnOnce(&mut Condition, &[usize])) {
        self.draft.change_rule(&self.rule, |rule| change(&mut rule.when, &self.path));
    }

    fn within(&self, place: usize) -> Self {
        let path: Vec<usize> = self.path.iter().copied().chain([place]).collect();
        Self { path: path.into(), ..self.clone() }
    }

    /// An id for its fields.
    fn id(&self, field: &str) -> String {
        let path: Vec<String> = self.path.iter().map(ToString::to_string).collect();
        format!("{}.{}.{field}", self.rule, path.join("-"))
    }

    /// The id of what is pressed there.
    fn mark(&self, what: &str) -> String {
        format!("rule-{}", self.id(what).replace('.', "-"))
    }

    /// Changes it, and puts the focus where it goes on: what is drawn anew has lost it.
    fn change_then(&self, change: impl FnOnce(&mut Condition, &[usize]), focus: String) {
        self.change(change);
        page::focus_soon(focus);
    }

    /// The whole condition.
    fn whole(&self) -> Self {
        Self { path: Rc::from([]), ..self.clone() }
    }

    /// Where a value of the question is read and written.
    fn bind<T: Default + 'static>(
        &self,
        read: impl Fn(&Condition) -> Option<T> + 'static,
        write: impl Fn(&mut Condition, T) + 'static,
    ) -> Bind<T> {
        let (reading, writing) = (self.clone(), self.clone());
        Bind::new(
            move || reading.read(|one| read(question(one))).flatten().unwrap_or_default(),
            move |value| {
                writing.change(|whole, path| {
                    if let Some(one) = at_mut(whole, path) {
                        write(question_mut(one), value);
                    }
                });
            },
        )
    }
}

/// The condition of a rule.
pub fn draw(draft: Draft, rule: &str) -> El {
    let place = Place { draft, rule: rule.into(), path: Rc::from([]) };
    let seen = place.clone();
    let form = Form::new(draft.console, "rule", draft.untried, Faults::default);
    // What can be chosen is drawn in one language.
    let language = draft.console.language;
    el("fieldset", "group").child(el("legend", "label").says(draft.console.words(Said::When))).switch(
        move || mark_of(&(seen.read(shape), language.get())),
        move |_| Some(el("div", "conditions").child(node(&place, &form, 0)).maybe(top_adder(&place))),
    )
}

/// Where one question stands alone, another can be put beside it.
fn top_adder(place: &Place) -> Option<El> {
    let alone = untrack(|| place.read(|one| matches!(part(one, 0), Part::One(_)))).unwrap_or_default();
    alone.then(|| adder(place))
}

fn node(place: &Place, form: &Form, depth: usize) -> El {
    match untrack(|| place.read(|one| part(one, depth))) {
        Some(Part::Group(how, count)) => {
            let inner = (0..count).map(|index| node(&place.within(index), form, depth + 1));
            let class = if depth == 0 { "condition-group" } else { "condition-group nested" };
            el("div", class).child(joiner(place, how)).children(inner).child(adder(place))
        }
        Some(Part::One(_)) => line(place, form),
        Some(Part::Deep) => deep(place),
        None => el("div", ""),
    }
}

/// How the parts of a group go together.
fn joiner(place: &Place, how: Join) -> El {
    let console = place.draft.console;
    let name = console.words(Said::Together);
    let options = [("all", Said::AllOf), ("any", Said::AnyOf)]
        .map(|(value, words)| el("option", "").attr("value", value).says(console.words(words)));
    let made = el("select", "input joiner")
        .attr("id", &place.mark("join"))
        .attr_when("aria-label", move || Some(name()))
        .children(options);
    let node = made.cast::<HtmlSelectElement>();
    if let Some(node) = &node {
        node.set_value(if how == Join::All { "all" } else { "any" });
    }
    let place = place.clone();
    made.on("change", move |_| {
        let any = node.as_ref().is_some_and(|node| node.value() == "any");
        let how = if any { Join::Any } else { Join::All };
        place.change_then(|whole, path| join(whole, path, how), place.mark("join"));
    })
}

/// One question: a chip that offers what can be done with it, and its value.
fn line(place: &Place, form: &Form) -> El {
    let console = place.draft.console;
    let shown = place.clone();
    let opener = chip(move || {
        let language = console.language.get();
        let said = shown.read(|one| match &one.not {
            Some(inner) => Text::from(Said::Unless(condition_in_words(inner, language))).say(language).into_owned(),
            None => condition_in_words(one, language),
        });
        said.unwrap_or_default()
    })
    .child(icon(MORE_BELOW))
    .attr("id", &place.mark("chip"));
    let offered = place.clone();
    let chip = menu(opener, move || {
        let (turned, enclosed, removed) = (offered.clone(), offered.clone(), offered.clone());
        let opposite =
            item(console.words(Said::Opposite), Rc::new(move || turned.change_then(turn, turned.mark("chip"))));
        let group = item(
            console.words(Said::Alternative),
            Rc::new(move || enclosed.change_then(enclose, enclosed.mark("add"))),
        );
        let gone = item(
            console.words(Said::TakeAway),
            Rc::new(move || removed.change_then(remove, removed.whole().mark("add"))),
        );
        // The last group that fits is not divided further.
        if offered.path.len() < 2 { vec![opposite, group, gone] } else { vec![opposite, gone] }
    });
    el("div", "condition").child(chip).maybe(value(place, form))
}

fn deep(place: &Place) -> El {
    let console = place.draft.console;
    let (shown, removed) = (place.clone(), place.clone());
    let words =
        el("p", "").says(move || shown.read(|one| condition_in_words(one, console.language.get())).unwrap_or_default());
    let gone = button(console.words(Said::TakeAway))
        .class("small")
        .press(move || removed.change_then(remove, removed.whole().mark("add")));
    let hint = el("p", "hint").says(console.words(Said::Deep));
    el("div", "condition deep").child(words).child(hint).maybe((!place.path.is_empty()).then_some(gone))
}

/// Adds a question to a group, or beside the one that stands there.
fn adder(place: &Place) -> El {
    let draft = place.draft;
    let topics = untrack(|| draft.around(|rules| rules.topics.clone()));
    let offered = questions(&topics);
    let first = el("option", "").attr("value", "").says(draft.console.words(Said::AddCondition));
    let options = offered.iter().map(|(word, condition)| {
        let condition = condition.clone();
        el("option", "").attr("value", word).says(move || condition_in_words(&condition, draft.console.language.get()))
    });
    let name = draft.console.words(Said::AddCondition);
    let made = el("select", "input condition-add")
        .attr("id", &place.mark("add"))
        .attr_when("aria-label", move || Some(name()))
        .child(first);
    let made = made.children(options);
    let (node, place) = (made.cast::<HtmlSelectElement>(), place.clone());
    made.on("change", move |_| {
        let wanted = node.as_ref().map(HtmlSelectElement::value).unwrap_or_default();
        if let Some((_, condition)) = offered.iter().find(|(word, _)| *word == wanted) {
            place.change_then(|whole, path| add(whole, path, condition.clone()), place.mark("add"));
        }
        if let Some(node) = &node {
            node.set_value("");
        }
    })
}

/// The value that goes with a question, where there is one.
fn value(place: &Place, form: &Form) -> Option<El> {
    let draft = place.draft;
    let console = draft.console;
    let one = untrack(|| place.read(|one| question(one).clone()))?;
    let said = |words: Said| untrack(|| Text::from(words).say(console.language.get()).into_owned());
    let options = |all: &[(&str, Said)]| -> Vec<(String, String)> {
        all.iter().map(|(value, words)| ((*value).to_owned(), said(words.clone()))).collect()
    };
    let percent = |part: Option<f32>| part.map(|part| format!("{:.0}", part * 100.0));
    let part_of = |text: &str| text.trim().parse::<f32>().ok().map(|percent| (percent / 100.0).clamp(0.0, 1.0));
    if one.signal.is_some() {
        let mut all = vec![(String::new(), said(Said::AsUsual))];
        all.extend(["50", "60", "70", "80", "90"].map(|value| (value.to_owned(), format!("{value} %"))));
        let bind = place.bind(
            move |one| Some(percent(one.at_least).unwrap_or_default()),
            move |one, text: String| one.at_least = part_of(&text),
        );
        return Some(form.select(&place.id("at_least"), console.words(Said::Strength), &all, bind, None));
    }
    if one.topic.is_some() {
        let topics = untrack(|| draft.around(|rules| rules.topics.clone()));
        let known = one.topic.iter().filter(|topic| !topics.contains(topic));
        let all: Vec<(String, String)> = known.chain(&topics).map(|topic| (topic.clone(), topic.clone())).collect();
        let bind = place.bind(|one| one.topic.clone(), |one, topic: String| one.topic = Some(topic));
        return Some(form.select(&place.id("topic"), console.words(Said::Topic), &all, bind, None));
    }
    if one.tier_in.is_some() {
        let bind = place.bind(|one| one.tier_in.clone(), |one, tiers: Vec<String>| one.tier_in = Some(tiers));
        return Some(form.words(&place.id("tier_in"), console.words(Said::Tiers), bind, None));
    }
    if one.support_at_least.is_some() || one.support_below.is_some() {
        let bind = place.bind(
            move |one| Some(percent(one.support_at_least.or(one.support_below)).unwrap_or_default()),
            move |one, text: String| {
                let Some(part) = part_of(&text) else { return };
                let field =
                    if one.support_below.is_some() { &mut one.support_below } else { &mut one.support_at_least };
                *field = Some(part);
            },
        );
        return Some(form.line(&place.id("support"), console.words(Said::Percent), "number", bind, None));
    }
    if let Some(bind) = count(place, &one) {
        let name = if one.tenure_months_at_least.is_some() { Said::Months } else { Said::HowMany };
        return Some(form.number(&place.id("count"), console.words(name), bind, None));
    }
    if one.channel.is_some() {
        let all = options(&[("widget", Said::Widget), ("chat_page", Said::ChatPage), ("api", Said::Api)]);
        let bind = place.bind(
            |one| one.channel.map(|channel| channel.as_str().to_owned()),
            |one, word: String| one.channel = Channel::ALL.into_iter().find(|channel| channel.as_str() == word),
        );
        return Some(form.select(&place.id("channel"), console.words(Said::Channel), &all, bind, None));
    }
    if one.urgency.is_some() {
        let all = options(&[("low", Said::CanWait), ("normal", Said::Usual), ("high", Said::CannotWait)]);
        let bind = place.bind(
            |one| {
                one.urgency.map(|urgency| match urgency {
                    Urgency::Low => "low".to_owned(),
                    Urgency::Normal => "normal".to_owned(),
                    Urgency::High => "high".to_owned(),
                })
            },
            |one, word: String| {
                one.urgency = Some(match word.as_str() {
                    "low" => Urgency::Low,
                    "high" => Urgency::High,
                    _ => Urgency::Normal,
                });
            },
        );
        return Some(form.select(&place.id("urgency"), console.words(Said::Urgency), &all, bind, None));
    }
    one.complexity?;
    let all = options(&[("simple", Said::Simple), ("complex", Said::Complex)]);
    let bind = place.bind(
        |one| {
            one.complexity
                .map(|complexity| if complexity == Complexity::Simple { "simple" } else { "complex" }.to_owned())
        },
        |one, word: String| {
            one.complexity = Some(if word == "simple" { Complexity::Simple } else { Complexity::Complex });
        },
    );
    Some(form.select(&place.id("complexity"), console.words(Said::Complexity), &all, bind, None))
}

/// The number that a question asks for.
fn count(place: &Place, one: &Condition) -> Option<Bind<Option<u32>>> {
    fn field(one: &mut Condition) -> Option<&mut u32> {
        let all = [
            &mut one.tenure_months_at_least,
            &mut one.failed_attempts_at_least,
            &mut one.clarifications_at_least,
            &mut one.offers_at_least,
        ];
        all.into_iter().find_map(Option::as_mut)
    }
    field(&mut one.clone())?;
    Some(place.bind(
        |one| Some(field(&mut one.clone()).copied()),
        |one, number: Option<u32>| {
            if let (Some(field), Some(number)) = (field(one), number) {
                *field = number;
            }
        },
    ))
}
