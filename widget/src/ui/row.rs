//! One row of the transcript. Its kind never changes; what does change is read as it changes, so that nothing is
//! drawn twice and no field loses its focus.

use baton_shared::conversation::Attachment;
use baton_ui::component::{bare_button, round_button};
use baton_ui::icon::{COPY, PAGE, icon};
use baton_ui::{El, el};

use super::answer::{answer, bot};
use super::handoff::handoff;
use super::header::person_mark;
use super::rating::resolved;
use super::unavailable::unavailable;
use super::{Live, Ui};
use crate::model::{Body, Delivery, Fate, Refusal, Row};

/// The row with this key.
pub fn row(chat: Ui, key: &str) -> El {
    let live = Live::new(chat, key);
    let drawn = chat.session.view.peek(|view| view.row(key).cloned());
    let Some(Row { at, after_silence, body, joins, .. }) = drawn else { return el("div", "row") };
    let words = chat.words();
    let time = at.filter(|_| after_silence).map(|at| aside(&chat.session.host.time_of_day(at)));
    let is_own = matches!(body, Body::You { .. });
    let content = match body {
        Body::You { .. } => vec![you(chat, live.clone())],
        Body::Answer { seq, source, .. } => answer(chat, live.clone(), seq, source),
        Body::Bot { .. } => bot(chat, live.clone()),
        Body::Handoff { team, passed_on, .. } => vec![handoff(chat, live.clone(), &team, &passed_on)],
        Body::Unavailable { why, .. } => vec![unavailable(chat, live.clone(), why)],
        Body::Joined { name } => vec![aside(&words.joined(&name))],
        Body::Person { name, .. } => {
            let by = (!joins).then(|| {
                let time = at.map(|at| chat.session.host.time_of_day(at)).unwrap_or_default();
                el("p", "by").child(el("b", "").text(&name)).child(el("span", "by-time").text(&time))
            });
            vec![person_mark(&name), el("div", "stack").maybe(by).child(bubble(chat, live.clone()))]
        }
        Body::GivenBack => vec![aside(words.given_back())],
        Body::Resolved { by, .. } => vec![resolved(chat, &live, by)],
        Body::Asked { address } => vec![aside(&words.transcript_to(address.as_deref()))],
        Body::Reopened => vec![aside(words.reopened())],
    };
    let class = move || {
        let joins = live.read(|row| Some(row.joins)) == Some(true);
        format!("row{}{}", if is_own { " you" } else { "" }, if joins { " joins" } else { "" })
    };
    el("div", "slot").maybe(time).child(el("div", "").attr_when("class", move || Some(class())).children(content))
}

fn aside(text: &str) -> El {
    el("p", "aside").text(text)
}

/// The visitor's own message, and how far it got.
fn you(chat: Ui, live: Live) -> El {
    let seen = live.clone();
    let fate = move || seen.body(|body| if let Body::You { fate, .. } = body { Some(*fate) } else { None });
    let shown = fate.clone();
    let key = live.key().to_owned();
    let draw = move |_| {
        let words = chat.words();
        let said = |text| Some(el("p", "fate").text(text));
        let press = |text: &str| bare_button("fate failed").text(text);
        match shown() {
            Fate::Arrived => None,
            Fate::Sent => said(words.sent()),
            Fate::Read => said(words.read()),
            Fate::Pending(Delivery::Sending | Delivery::Later { .. }) => said(words.sending()),
            Fate::Pending(Delivery::NotSent { .. }) => {
                Some(press(words.not_sent()).press(move || chat.session.retry()))
            }
            Fate::Pending(Delivery::Refused(refusal)) => {
                let why = match refusal {
                    Refusal::TooLong => words.refused_long(),
                    Refusal::BadAddress | Refusal::Other => words.refused(),
                };
                let key = key.clone();
                let edit = press(words.edit()).press(move || chat.session.take_back(&key));
                Some(el("div", "fates").child(el("p", "fate failed").text(why)).child(edit))
            }
        }
    };
    el("div", "stack").child(bubble(chat, live)).switch(move || fate().mark(), draw)
}

/// Plain text, as it was written, and the files that go with it.
fn bubble(chat: Ui, live: Live) -> El {
    let (text, shown, files, key) = (live.clone(), live.clone(), live.clone(), live.clone());
    let draw = move || {
        let (text, live) = (text.clone(), live.clone());
        let said = el("p", "bubble")
            .attr("dir", "auto")
            .says(move || text.text().unwrap_or_else(|| chat.words().erased().to_owned()));
        with_copy(chat, live, said)
    };
    el("div", "stack-wide said-and-sent").when(move || shown.text().is_none_or(|text| !text.is_empty()), draw).switch(
        move || key.read(|row| Some(row.body.attachments().len() as u64)).unwrap_or(0),
        move |count| {
            let all = files.read(|row| Some(row.body.attachments().to_vec())).unwrap_or_default();
            (count > 0).then(|| el("div", "sent-files").children(all.into_iter().map(|file| sent_file(chat, file))))
        },
    )
}

/// A file that was sent: a picture is shown, anything else is saved.
fn sent_file(chat: Ui, file: Attachment) -> El {
    // Of what a browser shows, the size is known.
    let is_picture = file.width.is_some();
    let drawn = if is_picture {
        // Its place is kept while it is fetched, so that nothing jumps.
        let ratio = file.width.zip(file.height).map(|(width, height)| format!("{width} {height}"));
        let place = el("span", "picture").attrs(&[("role", "img"), ("aria-label", &file.name)]);
        if let Some(element) = place.cast() {
            chat.session.draw_attachment(&element, &file.id);
        }
        place.attr("data-size", &ratio.unwrap_or_default())
    } else {
        el("span", "file-text")
            .child(el("span", "file-name").attr("dir", "auto").text(&file.name))
            .child(el("span", "label").text(&size(file.bytes)))
    };
    let save = format!("{}: ", chat.words().save());
    let button = if is_picture {
        bare_button("sent-picture").attr("aria-label", &(save + &file.name))
    } else {
        // What is seen is part of what is heard.
        bare_button("source").child(icon(PAGE)).child(el("span", "unseen").text(&save))
    };
    button.child(drawn).press(move || chat.session.save_attachment(&file))
}

/// A size as people say it.
fn size(bytes: u64) -> String {
    if bytes < 1_000_000 { format!("{} kB", bytes.div_ceil(1000)) } else { format!("{} MB", bytes / 1_000_000) }
}

/// What was said, and a way to copy it that shows where one points, or where the keyboard is.
pub fn with_copy(chat: Ui, live: Live, said: El) -> El {
    let copy = round_button(chat.words().copy(), COPY).press(move || {
        if let Some(text) = chat.session.view.peek(|view| view.row(live.key())?.body.text().map(str::to_owned)) {
            chat.session.copy(&text, move |done| {
                let words = chat.words();
                chat.told.set(if done { words.copied() } else { words.not_copied() }.to_owned());
                crate::shell::later(2_000, move || chat.told.set(String::new()));
            });
        }
    });
    el("div", "said").child(said).child(copy)
}
