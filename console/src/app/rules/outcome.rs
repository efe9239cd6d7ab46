//! What follows where a rule holds: outcome, queue, priority, an approved text; and its words for figures and webhooks.

use std::collections::BTreeMap;

use baton_shared::policy::{Outcome, Priority, QueueChoice, Rule};
use baton_shared::text::Language;
use baton_ui::{El, el, react};
use leptos::prelude::*;
use web_sys::HtmlTextAreaElement;

use super::state::Draft;
use crate::app::form::{Bind, Form};
use crate::app::ui::{mark_of, tag};
use crate::model::form::Faults;
use crate::model::rules::{as_id, rename};
use crate::texts::{Said, Text};

/// A rule that is edited.
#[derive(Clone)]
struct One {
    draft: Draft,
    id: String,
}

impl One {
    fn bind<T: Default + 'static>(
        &self,
        read: impl Fn(&Rule) -> T + 'static,
        write: impl Fn(&mut Rule, T) + 'static,
    ) -> Bind<T> {
        let (reading, writing) = (self.clone(), self.clone());
        Bind::new(
            move || reading.draft.rule(&reading.id, &read).unwrap_or_default(),
            move |value| writing.draft.change_rule(&writing.id, |rule| write(rule, value)),
        )
    }

    fn field(&self, name: &str) -> String {
        format!("{}.{name}", self.id)
    }
}

/// The fields.
pub fn draw(draft: Draft, id: &str) -> El {
    let console = draft.console;
    let one = One { draft, id: id.to_owned() };
    let form = Form::new(console, "rule", draft.untried, Faults::default);
    // What opens is read out in the language of the moment; it is drawn anew where that changes.
    let key = one.clone();
    let key = move || {
        let rule = key.draft.rule(&key.id, |rule| (rule.outcome, rule.say.is_some()));
        mark_of(&(rule, console.language.get()))
    };
    el("fieldset", "group")
        .child(el("legend", "label").says(console.words(Said::Then)))
        .switch(key, move |_| Some(fields(&one, &form)))
}

fn fields(one: &One, form: &Form) -> El {
    let (draft, console) = (one.draft, one.draft.console);
    let said = |words: Said| untrack(|| Text::from(words).say(console.language.get()).into_owned());
    let hands_over = untrack(|| draft.rule(&one.id, |rule| rule.outcome == Outcome::HandOver)).unwrap_or_default();
    let outcomes = Outcome::ALL.map(|outcome| (outcome.as_str().to_owned(), said(Said::OutcomeIs(outcome))));
    let bind = one.bind(
        |rule| rule.outcome.as_str().to_owned(),
        |rule, word: String| {
            if let Some(outcome) = Outcome::ALL.into_iter().find(|outcome| outcome.as_str() == word) {
                rule.outcome = outcome;
            }
        },
    );
    let outcome = form.select(&one.field("outcome"), console.words(Said::Outcome), &outcomes, bind, None);
    let pair = el("div", "pair").child(outcome);
    let pair = if hands_over { pair.child(queue(one, form)).child(priority(one, form)) } else { pair };
    let made = el("div", "fields").child(pair);
    let made = if hands_over {
        let revenue = one.bind(|rule| rule.revenue_at_stake, |rule, on| rule.revenue_at_stake = on);
        made.child(form.tick(console.words(Said::Revenue), revenue))
    } else {
        made
    };
    // A text that stands where nobody comes is wrong, and can be taken away.
    let says = untrack(|| draft.rule(&one.id, |rule| rule.say.is_some())).unwrap_or_default();
    made.maybe((hands_over || says).then(|| approved(one, form))).child(technical(one, form))
}

fn queue(one: &One, form: &Form) -> El {
    let (draft, console) = (one.draft, one.draft.console);
    let by_topic = untrack(|| Text::from(Said::ByTopic).say(console.language.get()).into_owned());
    let ids = untrack(|| draft.around(|rules| rules.queues.iter().map(|queue| queue.id.clone()).collect::<Vec<_>>()));
    let named = ids.into_iter().map(|id| {
        let name = untrack(|| draft.queue_name(&id));
        (id, name)
    });
    let all: Vec<(String, String)> = std::iter::once(("by_topic".to_owned(), by_topic)).chain(named).collect();
    let bind =
        one.bind(|rule| String::from(rule.queue.clone()), |rule, word: String| rule.queue = QueueChoice::from(word));
    form.select(&one.field("queue"), console.words(Said::Queue), &all, bind, None)
}

fn priority(one: &One, form: &Form) -> El {
    let console = one.draft.console;
    let said = |words: Said| untrack(|| Text::from(words).say(console.language.get()).into_owned());
    let all = [("normal", Said::Normal), ("high", Said::High), ("urgent", Said::Urgent)]
        .map(|(word, words)| (word.to_owned(), said(words)));
    let bind = one.bind(
        |rule| match rule.priority {
            Priority::Normal => "normal".to_owned(),
            Priority::High => "high".to_owned(),
            Priority::Urgent => "urgent".to_owned(),
        },
        |rule, word: String| {
            rule.priority = match word.as_str() {
                "high" => Priority::High,
                "urgent" => Priority::Urgent,
                _ => Priority::Normal,
            };
        },
    );
    form.select(&one.field("priority"), console.words(Said::Priority), &all, bind, None)
}

/// The approved text, in each of the workspace's languages.
fn approved(one: &One, form: &Form) -> El {
    let (draft, console) = (one.draft, one.draft.console);
    let has = untrack(|| draft.rule(&one.id, |rule| rule.say.is_some())).unwrap_or_default();
    let bind = one.bind(|rule| rule.say.is_some(), |rule, on| rule.say = on.then(BTreeMap::new));
    let switch = form.tick(console.words(Said::SaysFirst), bind);
    let made = el("div", "fields").child(switch);
    if !has {
        return made;
    }
    let languages = untrack(|| draft.around(|rules| rules.languages.clone()));
    let texts = languages.into_iter().map(|language| text(one, language));
    made.child(el("p", "hint").says(console.words(Said::SaysHint))).children(texts)
}

fn text(one: &One, language: Language) -> El {
    let console = one.draft.console;
    let id = format!("rule-{}-say-{language}", one.id);
    let area = el("textarea", "input").attrs(&[("id", &id), ("rows", "3"), ("lang", tag(language))]);
    let node = area.cast::<HtmlTextAreaElement>();
    let (typed, read, write) = (node.clone(), one.clone(), one.clone());
    let area = area
        .on("input", move |_| {
            let text = typed.as_ref().map(HtmlTextAreaElement::value).unwrap_or_default();
            write.draft.change_rule(&write.id, |rule| {
                rule.say.get_or_insert_default().insert(language, text);
            });
        })
        .hold(react(move || {
            let value = read.draft.rule(&read.id, |rule| rule.say.as_ref()?.get(&language).cloned());
            let value = value.flatten().unwrap_or_default();
            if let Some(node) = node.as_ref().filter(|node| node.value() != value) {
                node.set_value(&value);
            }
        }));
    let label = el("label", "label").attr("for", &id).says(console.words(Said::TextIn(language)));
    el("div", "field").child(label).child(area)
}

/// Ids: what those need who write rules in files, read figures or receive webhooks.
fn technical(one: &One, form: &Form) -> El {
    let console = one.draft.console;
    let (shown, renamed) = (one.clone(), one.clone());
    let id = Bind::new(
        move || shown.id.clone(),
        move |new: String| {
            if renamed.draft.change(|policy| rename(policy, &renamed.id, &new)) == Some(true) {
                renamed.draft.state().open.set(Some(as_id(&new)));
            }
        },
    );
    let reason = one.bind(
        |rule| rule.reason.clone(),
        |rule, word: String| {
            let word = as_id(&word);
            if !word.is_empty() {
                rule.reason = word;
            }
        },
    );
    let label = |words: Said| el("span", "label").says(console.words(words));
    el("details", "technical").child(el("summary", "").says(console.words(Said::Technical))).child(
        el("div", "pair")
            .child(el("div", "").child(label(Said::RuleId)).child(form.late(
                &one.field("id"),
                console.words(Said::RuleId),
                id,
            )))
            .child(el("div", "").child(label(Said::Reason)).child(form.late(
                &one.field("reason"),
                console.words(Said::Reason),
                reason,
            ))),
    )
}
