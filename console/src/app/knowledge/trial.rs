//! Trying a question: which passage would answer, with the article as it stands in the editor.

use baton_shared::knowledge::{Article, Audience, Hit};
use baton_shared::protocol::{Trial, TrialRequest};
use baton_shared::text::detect;
use baton_ui::component::{button, list};
use baton_ui::{El, el};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::HtmlInputElement;

use super::editor::Editor;
use crate::app::ui::{Tone, mark_of, tag, toned};
use crate::model::trouble::Trouble;
use crate::shell::api;
use crate::texts::{Know, Text};

/// Letters of a passage that are shown.
const SHOWN: usize = 280;

/// The field, and what came of it.
pub fn trial(editor: Editor) -> El {
    let console = editor.console;
    let found = RwSignal::new(None::<Result<Trial, Trouble>>);
    let input = el("input", "input").attrs(&[("type", "text"), ("id", "try-question"), ("maxlength", "500")]);
    let element = input.cast::<HtmlInputElement>();
    let ask = move || {
        let text = element.as_ref().map(HtmlInputElement::value).unwrap_or_default();
        if text.trim().is_empty() {
            return;
        }
        let request = request(editor, text);
        spawn_local(async move {
            found.try_set(Some(api::try_question(&request).await));
        });
    };
    let line = el("div", "add-line").child(input).child(button(console.words(Know::TryIt)).attr("type", "submit"));
    let form = el("form", "field")
        .attr("novalidate", "")
        .child(el("label", "label").attr("for", "try-question").says(console.words(Know::TryLabel)))
        .child(line)
        .on("submit", move |event| {
            event.prevent_default();
            ask();
        });
    let shown = el("div", "").attr("role", "status").switch(
        move || mark_of(&found.get()),
        move |_| {
            found.get_untracked().map(|found| match found {
                Err(trouble) => el("p", "trouble").says(console.words(Text::Trouble(trouble))),
                Ok(trial) if trial.hits.is_empty() => el("p", "soft").says(console.words(Know::FoundNone)),
                Ok(trial) => {
                    let from = trial.answers_from;
                    list("lines", trial.hits.iter().enumerate().map(|(place, hit)| one(editor, hit, place, from)))
                }
            })
        },
    );
    el("section", "part")
        .child(el("h2", "").says(console.words(Know::TryHeading)))
        .child(el("p", "soft").says(console.words(Know::TryHint)))
        .child(form)
        .child(shown)
}

/// The question in its own language, with what is being written where it differs from what is published.
fn request(editor: Editor, text: String) -> TrialRequest {
    let languages = untrack(|| editor.value());
    let language = detect(&text).language().unwrap_or_else(|| {
        let first = languages.keys().next().copied();
        first.unwrap_or(editor.console.language.get_untracked())
    });
    let differs = untrack(|| editor.is_changed() || editor.is_draft());
    let written = languages.into_values().filter(|article| differs && !article.body.trim().is_empty());
    let drafts: Vec<Article> = written.collect();
    let tier = drafts.iter().find_map(|article| match &article.audience {
        Audience::Tiers(tiers) => tiers.first().cloned(),
        Audience::Everyone | Audience::Customers => None,
    });
    TrialRequest { text, language, tier, drafts }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of one")]
fn one(editor: Editor, hit: &Hit, place: usize, answers_from: f32) -> El {
    let console = editor.console;
    let percent = (hit.support.clamp(0.0, 1.0) * 100.0) as u32;
    let answers = place == 0 && hit.support >= answers_from;
    let verdict = answers.then(|| toned(console.words(Know::WouldAnswer), Tone::Success));
    let verdict = verdict.or_else(|| (place == 0).then(|| toned(console.words(Know::TooWeak), Tone::Warning)));
    let heading = hit.heading.as_ref().map(|heading| format!(" / {heading}")).unwrap_or_default();
    let name = el("span", "").text(&format!("{}{heading}", hit.title));
    let lang = tag(hit.language);
    let text: String = hit.text.chars().take(SHOWN).collect();
    let words = el("span", "line-words")
        .child(el("strong", "").attr("lang", lang).child(name))
        .child(el("span", "soft").attr("lang", lang).text(&text))
        .child(el("span", "soft").says(console.words(Know::Support(percent))));
    el("div", "line").child(words).maybe(verdict)
}
