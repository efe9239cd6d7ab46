//! What the bot says: answers with their source and a question, and its standing lines.

use baton_shared::conversation::Source;
use baton_shared::protocol::CustomerCommand;
use baton_ui::component::{bare_button, button, chip};
use baton_ui::icon::{PAGE, icon};
use baton_ui::{El, el};

use super::header::company_mark;
use super::markdown::markdown;
use super::panel::hash;
use super::row::with_copy;
use super::{Live, Sheet, Ui};
use crate::model::Body;

/// An answer.
pub fn answer(chat: Ui, live: Live, seq: u64, source: Source) -> Vec<El> {
    let read = live.clone();
    // 1 it helped, 2 it did not, 3 not said yet.
    let state = move || {
        read.body(|body| match body {
            Body::Answer { helpful: Some(true), .. } => Some(1),
            Body::Answer { helpful: Some(false), .. } => Some(2),
            Body::Answer { asks: true, .. } => Some(3),
            _ => None,
        })
    };
    let draw = move |state| {
        let words = chat.words();
        match state {
            1 => Some(el("p", "fate").text(words.helped())),
            2 => Some(el("p", "fate").text(words.not_helped())),
            3 => Some(question(chat, seq)),
            _ => None,
        }
    };
    vec![company_mark(chat), el("div", "stack").child(said(chat, live)).child(card(chat, source)).switch(state, draw)]
}

/// A standing line or a clarifying question.
pub fn bot(chat: Ui, live: Live) -> Vec<El> {
    let read = live.clone();
    let offers = move || read.body(|body| Some(matches!(body, Body::Bot { offers_human: true, .. })));
    let offer =
        move || button(chat.words().talk_to_person()).press(move || chat.submit(CustomerCommand::AskForHuman {}));
    vec![company_mark(chat), el("div", "stack").child(said(chat, live)).when(offers, offer)]
}

fn said(chat: Ui, live: Live) -> El {
    let (key, text) = (live.clone(), live.clone());
    let bubble = el("div", "bubble prose").attr("dir", "auto").switch(
        move || key.text().map_or(0, |text| hash(&text)),
        move |_| {
            Some(match text.text() {
                Some(text) => markdown(chat, &text),
                None => el("p", "").text(chat.words().erased()),
            })
        },
    );
    with_copy(chat, live, bubble)
}

fn question(chat: Ui, answer: u64) -> El {
    let words = chat.words();
    let label = format!("baton-help-{answer}");
    let rate = move |helpful| move || chat.submit(CustomerCommand::RateAnswer { answer, helpful });
    el("div", "helped")
        .attrs(&[("role", "group"), ("aria-labelledby", &label)])
        .child(el("span", "label").attr("id", &label).text(words.did_help()))
        .child(chip(words.yes()).press(rate(true)))
        .child(chip(words.no()).press(rate(false)))
}

/// Where an answer stands. It opens in place.
fn card(chat: Ui, source: Source) -> El {
    let Source { article, title, heading, .. } = source;
    let text = el("span", "source-text")
        .child(el("span", "unseen").text(chat.words().source()))
        .child(el("span", "source-title").text(&title))
        .maybe(heading.map(|heading| el("span", "source-section").text(&heading)));
    // A notice is said in full already.
    if article.starts_with("notice:") {
        return el("div", "source").child(icon(PAGE)).child(text);
    }
    bare_button("source")
        .child(icon(PAGE))
        .child(text)
        .press(move || chat.sheet.set(Sheet::Article { id: article.clone(), title: title.clone() }))
}
