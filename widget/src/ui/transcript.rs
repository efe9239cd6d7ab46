//! The conversation, oldest first. Its end is kept in sight unless the visitor reads further up; of a long answer
//! its beginning. Of a long conversation the latest rows are drawn, and more as the visitor goes up.

use std::cell::Cell;
use std::rc::Rc;

use baton_ui::component::{bare_button, button, list, round_button};
use baton_ui::icon::DOWN;
use baton_ui::{El, el, next_frame, react};
use web_sys::HtmlElement;

use super::Ui;
use super::header::{company_mark, person_mark};
use super::row::row;
use crate::shell::follow_size;

/// Rows that are drawn at first.
pub const FIRST_ROWS: usize = 60;
/// So many more at a time.
const MORE_ROWS: usize = 60;
/// So near to its end counts as being there; so near to its beginning, more is drawn.
const NEAR_PX: i32 = 48;
/// What is kept free above the beginning of a long answer.
const ABOVE_PX: i32 = 12;

/// The transcript.
pub fn transcript(chat: Ui) -> El {
    let session = &chat.session;
    let is_empty = move || chat.session.view.with(|view| view.rows.is_empty());
    let is_loading = move || chat.session.model.with(|model| model.loading);
    let hidden_rows = move || chat.session.view.with(|view| view.rows.len()).saturating_sub(chat.rows.get());
    let keys = move || {
        let skip = hidden_rows();
        chat.session.view.with(|view| view.rows.iter().skip(skip).map(|row| row.key.clone()).collect())
    };
    let content = el("div", "log-content")
        .switch(
            move || if is_empty() { 1 + u64::from(is_loading()) } else { 0 },
            move |state| match state {
                1 => Some(welcome(chat)),
                2 => Some(el("p", "aside").text(chat.words().loading())),
                _ => None,
            },
        )
        .when(
            move || hidden_rows() > 0,
            move || el("p", "aside").child(button(chat.words().earlier()).press(move || more(chat))),
        )
        .each(keys, move |key| row(chat, key))
        .switch(
            move || session.model.with(|model| model.typing.as_ref().map_or(0, |(name, _)| super::panel::hash(name))),
            move |_| typing(chat),
        );
    let inside = content.cast::<HtmlElement>();
    let log = el("div", "log")
        .attrs(&[("role", "log"), ("aria-live", "off"), ("aria-label", chat.words().transcript()), ("tabindex", "0")])
        .child(content);
    let Some(scroller) = log.cast::<HtmlElement>() else { return log };
    // Where the transcript stood when it was last looked at: its top, the frame's height and that of what is in it.
    let before = Rc::new(Cell::new((0, 0, 0)));
    let stands = |element: &HtmlElement| (element.scroll_top(), element.client_height(), element.scroll_height());
    let (seen, frame) = (Rc::clone(&before), scroller.clone());
    let on_scroll = move |_| {
        let (top, height, inner) = stands(&frame);
        let (top_before, height_before, inner_before) = seen.get();
        // What grows or shrinks may move the top, too: a composer that is emptied, a form that closes. Only the
        // visitor moves it up while nothing else changes.
        let by_visitor = top < top_before && (height, inner) == (height_before, inner_before);
        if top >= resting_place(&frame) - NEAR_PX {
            chat.at_end.set(true);
        } else if by_visitor {
            chat.at_end.set(false);
            if top < NEAR_PX {
                more(chat);
            }
        }
        seen.set((top, height, inner));
    };
    let follow = Rc::new(move || {
        let rest = resting_place(&scroller);
        // Never back up: of a long answer one may have read on, below its beginning.
        if chat.at_end.peeked() && scroller.scroll_top() < rest {
            scroller.set_scroll_top(rest);
        }
        before.set(stands(&scroller));
    });
    let sized = Rc::clone(&follow);
    let log = log.on("scroll", on_scroll);
    let watcher = follow_size(&[log.cast(), inside], move || sized());
    let log = log.hold(react(move || {
        let _ = &watcher;
        if chat.at_end.get() && chat.session.open.get() {
            let follow = Rc::clone(&follow);
            next_frame(move || follow());
        }
    }));
    el("div", "log-frame").child(log).when(
        move || !chat.at_end.get(),
        move || {
            let to_latest = round_button(chat.words().to_latest(), DOWN).press(move || chat.at_end.set(true));
            el("div", "to-latest").child(to_latest)
        },
    )
}

/// Draws more rows above. What was read stays where it was: not every browser sees to that, and none always.
fn more(chat: Ui) {
    let log = chat.session.log();
    let below = |log: &HtmlElement| log.scroll_height() - log.scroll_top();
    let before = log.as_ref().map(below);
    chat.rows.update(|rows| *rows += MORE_ROWS);
    next_frame(move || {
        if let Some((log, before)) = log.zip(before) {
            log.set_scroll_top(log.scroll_height() - before);
        }
    });
}

/// Where the transcript rests: its end, or the beginning of its last row where that would be out of sight.
fn resting_place(scroller: &HtmlElement) -> i32 {
    let end = (scroller.scroll_height() - scroller.client_height()).max(0);
    let rows = scroller.get_elements_by_class_name("row");
    let last = rows.length().checked_sub(1).and_then(|at| rows.item(at));
    let Some(last) = last else { return 0 };
    // Where it is on the screen, from the scroller's upper edge.
    let shown = last.get_bounding_client_rect().top() - scroller.get_bounding_client_rect().top();
    #[allow(clippy::cast_possible_truncation)]
    let beginning = scroller.scroll_top() + shown as i32 - ABOVE_PX;
    end.min(beginning.max(0))
}

/// The empty state: one line, and what people really ask.
fn welcome(chat: Ui) -> El {
    let words = chat.words();
    let ask = move |question: String| {
        let said = question.clone();
        bare_button("way").text(&question).press(move || chat.say(&said))
    };
    let brand = chat.session.brand.peeked();
    let asked = (!brand.suggestions.is_empty())
        .then(|| list("ways", brand.suggestions.into_iter().map(ask)).attr("aria-labelledby", "baton-asked"));
    let label = asked.is_some().then(|| el("p", "label").attr("id", "baton-asked").text(words.often_asked()));
    el("div", "welcome")
        .child(company_mark(chat))
        .child(el("p", "greeting").text(&brand.greeting))
        .child(el("p", "greeting-more").text(words.greeting_more()))
        .maybe(label)
        .maybe(asked)
}

fn typing(chat: Ui) -> Option<El> {
    let name = chat.session.model.peek(|model| model.typing.as_ref().map(|(name, _)| name.clone()))?;
    let words = format!("{name} {}", chat.words().typing());
    let dots = el("span", "bubble dots")
        .attrs(&[("role", "img"), ("aria-label", &words)])
        .children((0..3).map(|_| el("i", "dot")));
    Some(el("div", "row typing").child(person_mark(&name)).child(dots))
}
