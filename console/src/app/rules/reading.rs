//! The whole reasoning over a message that was tried: what decides, what was found with its words, the passages that fit,
//! and each rule as it was read.

use baton_shared::policy::{Asked, Reading, condition_in_words, outcome_in_words, rule_in_words};
use baton_shared::triage::Assessment;
use baton_ui::{El, el};
use leptos::prelude::*;

use super::state::Draft;
use super::trying::Verdict;
use crate::app::ui::{Tone, toned};
use crate::model::explain::percent;
use crate::texts::{Said, Text};

/// All of it.
pub fn draw(draft: Draft, verdict: &Verdict) -> El {
    let console = draft.console;
    let heading = |words: Said| el("h3", "").says(console.words(words));
    el("div", "fields")
        .child(el("p", "verdict-line").child(decides(draft, verdict)))
        .child(heading(Said::Found))
        .child(signals(draft, &verdict.tried.assessment))
        .child(heading(Said::Articles))
        .child(articles(draft, &verdict.tried.assessment))
        .child(heading(Said::ReadInOrder))
        .child(rules(draft, verdict))
}

/// Which rule decides, in a sentence.
pub fn said(draft: Draft, verdict: &Verdict) -> Said {
    let place = verdict.readings.iter().position(|reading| reading.rule == verdict.rule);
    let Some(place) = place else { return Said::NoRule };
    let words = untrack(|| {
        let language = draft.console.language.get();
        draft.rule(&verdict.rule, |rule| outcome_in_words(rule, language, &|queue| draft.queue_name(queue)))
    });
    Said::Verdict(place + 1, words.unwrap_or_default())
}

fn decides(draft: Draft, verdict: &Verdict) -> El {
    let console = draft.console;
    let line = el("span", "").child(el("strong", "").says(console.words(said(draft, verdict))));
    let without = verdict.without_answer.then(|| el("span", "").text(" ").says(console.words(Said::WithoutAnswer)));
    line.maybe(without)
}

fn signals(draft: Draft, assessment: &Assessment) -> El {
    let console = draft.console;
    if assessment.signals.is_empty() {
        return el("p", "soft").says(console.words(Said::NoSignals));
    }
    let each = assessment.signals.iter().map(|signal| {
        let name = console.words(Text::Reason(signal.kind.as_str().to_owned()));
        let strength = console.words(Said::Fits(percent(signal.strength)));
        let words = signal.evidence.iter().map(|word| el("mark", "evidence").text(word));
        let line = el("li", "").child(el("span", "").says(name)).text(" ").child(el("span", "soft").says(strength));
        words.fold(line, |line, word| line.text(" ").child(word))
    });
    el("ul", "because").attr("role", "list").children(each)
}

fn articles(draft: Draft, assessment: &Assessment) -> El {
    let console = draft.console;
    if assessment.hits.is_empty() {
        return el("p", "soft").says(console.words(Said::NoArticles));
    }
    let each = assessment.hits.iter().map(|hit| {
        let heading = hit.heading.as_ref().map_or_else(String::new, |heading| format!(" / {heading}"));
        let support = console.words(Said::Fits(percent(hit.support)));
        el("li", "").text(&format!("{}{heading} ", hit.title)).child(el("span", "soft").says(support))
    });
    el("ol", "passages").children(each)
}

fn rules(draft: Draft, verdict: &Verdict) -> El {
    let decisive = verdict.readings.iter().position(|reading| reading.rule == verdict.rule);
    let each = verdict.readings.iter().enumerate().map(|(place, reading)| {
        let standing = match decisive {
            Some(decisive) if place > decisive => Said::NotRead,
            Some(decisive) if place == decisive => Said::Decides,
            _ if reading.holds => Said::Holds,
            _ => Said::HoldsNot,
        };
        rule(draft, place, reading, &standing)
    });
    el("ol", "readings").attr("role", "list").children(each)
}

fn rule(draft: Draft, place: usize, reading: &Reading, standing: &Said) -> El {
    let console = draft.console;
    let language = console.language.get_untracked();
    let words = draft.rule(&reading.rule, |rule| rule_in_words(rule, language, &|queue| draft.queue_name(queue)));
    let tone = if *standing == Said::Decides { Tone::Success } else { Tone::Plain };
    let class = if *standing == Said::NotRead { "reading unread" } else { "reading" };
    let head = el("p", "reading-head")
        .child(el("span", "rule-number").text(&(place + 1).to_string()))
        .child(el("span", "").text(&words.unwrap_or_default()))
        .child(toned(console.words(standing.clone()), tone));
    let made = el("li", class).child(head);
    if *standing == Said::NotRead {
        return made;
    }
    made.child(el("ul", "asked").attr("role", "list").children(reading.asked.iter().map(|one| asked(draft, one))))
}

fn asked(draft: Draft, one: &Asked) -> El {
    let console = draft.console;
    let words = condition_in_words(&one.condition, console.language.get_untracked());
    let mark = el("span", "asked-mark").attr("aria-hidden", "true").text(if one.holds { "✓" } else { "✗" });
    let heard = el("span", "unseen").says(console.words(if one.holds { Said::Holds } else { Said::HoldsNot }));
    let said =
        if one.denied { el("span", "").says(console.words(Said::Unless(words))) } else { el("span", "").text(&words) };
    let measure = one.measure.map(|(found, needs)| {
        el("span", "soft").text(" ").says(console.words(Said::Measure(percent(found), percent(needs))))
    });
    el("li", if one.holds { "asked-holds" } else { "" }).child(mark).child(heard).child(said).maybe(measure)
}
