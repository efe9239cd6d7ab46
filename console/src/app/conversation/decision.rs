//! One decision, closed to a line and opened to everything that it rests on.

use baton_shared::conversation::{Considered, Measured};
use baton_ui::component::badge;
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
    let main = explanation.main_reason().map(str::to_owned);
    view! {
        <details class="step">
            <summary>
                <span class="step-name">{console.t(Text::Outcome(explanation.outcome))}</span>
                {main.map(|code| view! { <span class="step-why">{console.t(Text::Reason(code))}</span> })}
            </summary>
            <div class="card step-body">
                <dl class="facts">
                    <div>
                        <dt>{console.t(Text::Rule)}</dt>
                        <dd><code>{explanation.rule}</code></dd>
                    </div>
                    <div>
                        <dt>{console.t(Text::Why)}</dt>
                        <dd>
                            <ul class="because">
                                {explanation
                                    .reasons
                                    .into_iter()
                                    .map(|because| reason(console, because, explanation.erased))
                                    .collect_view()}
                            </ul>
                            {explanation
                                .erased
                                .then(|| view! { <p class="soft">{console.t(Text::EvidenceErased)}</p> })}
                        </dd>
                    </div>
                    {explanation.measured.map(|measured| measures(console, measured))}
                    {(!explanation.erased)
                        .then(|| {
                            view! {
                                <div>
                                    <dt>{console.t(Text::Considered)}</dt>
                                    <dd>{passages(console, explanation.considered)}</dd>
                                </div>
                            }
                        })}
                    <div>
                        <dt>{console.t(Text::Versions)}</dt>
                        <dd>
                            {console
                                .t(
                                    Text::VersionsAre(
                                        explanation.versions.workspace,
                                        explanation.versions.engine.clone(),
                                    ),
                                )}
                            <br />
                            <span class="soft hashes">
                                {console
                                    .t(
                                        Text::HashesAre(
                                            explanation.versions.policy,
                                            explanation.versions.knowledge,
                                        ),
                                    )}
                            </span>
                        </dd>
                    </div>
                </dl>
            </div>
        </details>
    }
}

fn reason(console: Console, because: Because, erased: bool) -> impl IntoView {
    let Because { code, words } = because;
    let evidence = if words.is_empty() {
        (!erased).then(|| view! { <span class="soft">{console.t(Text::NoEvidence)}</span> }.into_any())
    } else {
        Some(words.into_iter().map(|word| view! { <mark class="evidence">{word}</mark> }).collect_view().into_any())
    };
    view! { <li><span>{console.t(Text::Reason(code))}</span> " " {evidence}</li> }
}

fn measures(console: Console, measured: Measured) -> impl IntoView {
    let line = move |label: Text, value: AnyView| {
        view! { <span class="measure"><span class="soft">{console.t(label)}</span> " " {value}</span> }
    };
    let topic = match measured.topic {
        Some(topic) => topic.into_any(),
        None => view! { <span>{console.t(Text::NoTopic)}</span> }.into_any(),
    };
    let mood = format!(" ({:.2})", measured.mood);
    let mood = view! { <span>{console.t(Text::MoodIs(Mood::of(measured.mood)))}{mood}</span> }.into_any();
    let urgency = view! { <span>{console.t(Text::UrgencyIs(measured.urgency))}</span> }.into_any();
    let complexity = view! { <span>{console.t(Text::ComplexityIs(measured.complexity))}</span> }.into_any();
    let support = format!("{} %", percent(measured.support)).into_any();
    let signals = if measured.findings.is_empty() {
        view! { <span>{console.t(Text::NoSignals)}</span> }.into_any()
    } else {
        let each = measured.findings.into_iter().map(|finding| {
            let code = finding.kind.as_str().to_owned();
            let strength = format!(" {} %", percent(finding.strength));
            badge(console.words(Text::Reason(code))).text(&strength).view()
        });
        each.collect_view().into_any()
    };
    view! {
        <div>
            <dt>{console.t(Text::Measured)}</dt>
            <dd class="measures">
                {line(Text::Topic, topic)} {line(Text::MoodLabel, mood)} {line(Text::UrgencyLabel, urgency)}
                {line(Text::ComplexityLabel, complexity)} {line(Text::Support, support)}
            </dd>
        </div>
        <div>
            <dt>{console.t(Text::Signals)}</dt>
            <dd class="tags">{signals}</dd>
        </div>
    }
}

fn passages(console: Console, considered: Vec<Considered>) -> AnyView {
    if considered.is_empty() {
        return view! { <span>{console.t(Text::NothingConsidered)}</span> }.into_any();
    }
    let each = considered.into_iter().map(|passage| {
        let support = format!("{} %", percent(passage.support));
        let matched = (!passage.matched.is_empty()).then(|| {
            let words = passage.matched.join(", ");
            view! { <span class="soft">{console.t(Text::Matched)} ": " {words}</span> }
        });
        view! {
            <li>
                <span class="number support">{support}</span>
                <span>{title(&passage.source)} <br /> {matched}</span>
            </li>
        }
    });
    view! { <ol class="passages">{each.collect_view()}</ol> }.into_any()
}
