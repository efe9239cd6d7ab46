//! Two people have changed the same: what the other changed beside one's own, and one choice.

use baton_ui::component::{button, strong_button};
use baton_ui::{El, el};

use super::console::Console;
use crate::model::diff::{Clash, shown};
use crate::texts::Office;

/// The differences, and the two ways on: taking theirs, or putting one's own over it.
pub fn conflict(console: Console, clashes: Vec<Clash>, take: impl Fn() + 'static, over: impl Fn() + 'static) -> El {
    let head = el("div", "")
        .attr("role", "alert")
        .child(el("h2", "").says(console.words(Office::ConflictHeading)))
        .child(el("p", "").says(console.words(Office::ConflictWhat)));
    let each = clashes.into_iter().map(|clash| {
        let side = |label: Office, value: &serde_json::Value| {
            el("div", "").child(el("dt", "").says(console.words(label))).child(value_of(console, value))
        };
        let sides = el("dl", "facts")
            .child(side(Office::Before, &clash.base))
            .child(side(Office::Theirs, &clash.theirs))
            .child(side(Office::Yours, &clash.mine));
        el("div", "clash").child(el("h3", "").says(console.words(Office::Path(clash.path)))).child(sides)
    });
    let ways = el("div", "form-end")
        .child(button(console.words(Office::TakeTheirs)).press(take))
        .child(strong_button(console.words(Office::PutMineOver)).press(over));
    el("section", "conflict").child(head).children(each).child(ways)
}

/// A value of one side; a word where there is none.
fn value_of(console: Console, value: &serde_json::Value) -> El {
    let text = shown(value);
    if text.is_empty() { el("dd", "soft").says(console.words(Office::Nothing)) } else { el("dd", "").text(&text) }
}
