//! The help: which keys do what, and the switch for single keys.

use baton_ui::el;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::console::Console;
use super::ui::dialog;
use crate::shell::{page, storage};
use crate::texts::{Keys, Text};

/// The dialog that `?` opens.
#[component]
pub fn Help() -> impl IntoView {
    let console: Console = expect_context();
    dialog(console, console.help, Text::Help, move || {
        let each = Keys::ALL.map(|keys| {
            let caps = caps(keys).into_iter().map(|cap| el("kbd", "").text(cap));
            let what = el("dd", "").says(console.words(Text::HelpFor(keys)));
            el("div", "").child(el("dt", "").children(caps)).child(what)
        });
        let single = el("input", "")
            .attr("type", "checkbox")
            .attr_when("checked", move || console.single_keys.get_untracked().then(String::new));
        let switched = single.cast::<HtmlInputElement>();
        let single = single.on("change", move |_| {
            let on = switched.as_ref().is_some_and(HtmlInputElement::checked);
            console.single_keys.set(on);
            storage::keep_single_keys(on);
        });
        let words = el("span", "")
            .says(console.words(Text::SingleKeys))
            .text(" ")
            .child(el("small", "soft").says(console.words(Text::SingleKeysHint)));
        el("div", "help")
            .child(el("dl", "keys").children(each))
            .child(el("label", "switch-line").child(single).child(words))
    })
}

fn caps(keys: Keys) -> Vec<&'static str> {
    match keys {
        Keys::Move => vec!["j", "k", "↓", "↑"],
        Keys::Open | Keys::NewLine => vec!["Enter"],
        Keys::Back => vec!["Esc"],
        Keys::Reply => vec!["r"],
        Keys::Note => vec!["n"],
        Keys::Send => vec![if page::has_command_key() { "⌘" } else { "Ctrl" }, "Enter"],
        Keys::Help => vec!["?"],
        Keys::Find => vec![if page::has_command_key() { "⌘" } else { "Ctrl" }, "K"],
    }
}
