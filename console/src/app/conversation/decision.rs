//! One decision, closed to a line and opened to everything that it rests on.

use baton_shared::conversation::{Considered, Finding, Measured, Versions};
use baton_shared::notice::NOTICE;
use baton_ui::component::badge;
use baton_ui::el;
use leptos::prelude::*;

use super::transcript::title;
use crate::app::console::Console;
use crate::model::explain::{Because, Explanation, Mood, percent};
use crate::texts::Text;

/// The line and what opens under it.
#[component]
pub fn Decision(
    /// What is explained.
    explanation: Explanation,
) -> impl IntoView {
    let console: Console = expect_context();
    let erased = explanation.erased;
    let noticed = explanation.noticed();
    let main = explanation.reasons.iter().map(|because| Text::Reason(because.code.clone()));
    let main = main.map(|reason| view! { <span class="step-why">{console.t(reason)}</span> }).collect_view();
    view! {
        <details class="step">
            <summary>
                <span class="step-name">{console.t(Text::Outcome(explanation.outcome))}</span>
                {main}
            </summary>
            <div class="card step-body">
                <dl class="facts">
                    <div>
                        <dt>{console.t(Text::Why)}</dt>
                        <dd>
                            {because(console, explanation.reasons, erased)}
                            {erased.then(|| view! { <p class="soft">{console.t(Text::EvidenceErased)}</p> })}
                        </dd>
                    </div>
                    {(!noticed.is_empty()).then(|| signals(console, noticed))}
                    {explanation.measured.clone().map(|measured| measures(console, &measured))}
                    {(!erased)
                        .then(|| {
                            view! {
                                <div>
                                    <dt>{console.t(Text::Considered)}</dt>
                                    <dd>{passages(console, explanation.considered)}</dd>
                                </div>
                            }
                        })}
                </dl>
                {technical(console, explanation.rule, explanation.measured, &explanation.versions)}
            </div>
        </details>
    }
}

/// Reasons, each with the customer's words that it rests on. Where there are none, that is said unless `quiet`.
pub fn because(console: Console, reasons: Vec<Because>, quiet: bool) -> impl IntoView {
    let each = reasons.into_iter().map(move |Because { code, words }| {
        let evidence = if words.is_empty() {
            (!quiet).then(|| view! { <span class="soft">{console.t(Text::NoEvidence)}</span> }.into_any())
        } else {
            Some(words.into_iter().map(|word| view! { <mark class="evidence">{word}</mark> }).collect_view().into_any())
        };
        view! { <li><span>{console.t(Text::Reason(code))}</span> " " {evidence}</li> }
    });
    view! { <ul class="because">{each.collect_view()}</ul> }
}

fn signals(console: Console, noticed: Vec<Finding>) -> impl IntoView {
    let each = noticed.into_iter().map(|finding| {
        let code = finding.kind.as_str().to_owned();
        let strength = console.words(Text::Sure(percent(finding.strength)));
        let signal = badge(console.words(Text::Reason(code)));
        signal.child(el("span", "").text(" ")).child(el("span", "").says(strength)).view()
    });
    view! {
        <div>
            <dt>{console.t(Text::Signals)}</dt>
            <dd class="tags">{each.collect_view()}</dd>
        </div>
    }
}

fn measures(console: Console, measured: &Measured) -> impl IntoView + use<> {
    let line = move |label: Text, value: Text| {
        view! { <span class="measure"><span class="soft">{console.t(label)}</span> " " <span>{console.t(value)}</span></span> }
    };
    view! {
        <div>
            <dt>{console.t(Text::Measured)}</dt>
            <dd class="measures">
                {line(Text::MoodLabel, Text::MoodIs(Mood::of(measured.mood)))}
                {line(Text::UrgencyLabel, Text::UrgencyIs(measured.urgency))}
                {line(Text::ComplexityLabel, Text::ComplexityIs(measured.complexity))}
                <span class="measure">{console.t(Text::Closest(percent(measured.support)))}</span>
            </dd>
        </div>
    }
}

/// Ids, figures and hashes: what those need who write rules or look for a fault.
fn technical(console: Console, rule: String, measured: Option<Measured>, versions: &Versions) -> impl IntoView + use<> {
    let line = move |label: Text, value: AnyView| view! { <div><dt>{console.t(label)}</dt><dd>{value}</dd></div> };
    let code = |text: String| view! { <code>{text}</code> }.into_any();
    let (mood, topic) = measured.map_or((None, None), |measured| (Some(measured.mood), measured.topic));
    let made = Text::VersionsAre(versions.workspace, versions.engine.clone());
    let hashes = Text::HashesAre(versions.policy.clone(), versions.knowledge.clone());
    let made = view! {
        {console.t(made)} <br />
        <span class="soft hashes">{console.t(hashes)}</span>
    };
    view! {
        <details class="technical">
            <summary>{console.t(Text::Technical)}</summary>
            <dl class="facts">
                {line(Text::Rule, code(rule))} {topic.map(|topic| line(Text::Topic, code(topic)))}
                {mood.map(|mood| line(Text::MoodLabel, format!("{mood:.2}").into_any()))}
                {line(Text::Versions, made.into_any())}
            </dl>
        </details>
    }
}

fn passages(console: Console, considered: Vec<Considered>) -> AnyView {
    if considered.is_empty() {
        return view! { <span>{console.t(Text::NothingConsidered)}</span> }.into_any();
    }
    let each = considered.into_iter().map(|passage| {
        let support = Text::Fits(percent(passage.support));
        // Beside articles, notices were considered: they are asked apart, so that one may fit better and stand below.
        let notice = passage.source.article.starts_with(NOTICE).then(|| badge(console.words(Text::Notice)).view());
        let matched = (!passage.matched.is_empty()).then(|| {
            let words = passage.matched.join(", ");
            view! { <span class="soft">{console.t(Text::Matched(words))}</span> }
        });
        view! {
            <li>
                <span>{notice} " " {title(&passage.source)}</span> " " <span class="soft">{console.t(support)}</span> <br /> {matched}
            </li>
        }
    });
    view! { <ol class="passages">{each.collect_view()}</ol> }.into_any()
}
