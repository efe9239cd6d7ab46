//! The help: which keys do what, and the switch for single keys.

use leptos::prelude::*;

use super::console::Console;
use super::ui::Dialog;
use crate::shell::{page, storage};
use crate::texts::{Keys, Text};

/// The dialog that `?` opens.
#[component]
pub fn Help() -> impl IntoView {
    let console: Console = expect_context();
    view! {
        <Dialog open=console.help title=Text::Help>
            <dl class="keys">
                {Keys::ALL
                    .map(|keys| {
                        view! {
                            <div>
                                <dt>{caps(keys).into_iter().map(|cap| view! { <kbd>{cap}</kbd> }).collect_view()}</dt>
                                <dd>{console.t(Text::HelpFor(keys))}</dd>
                            </div>
                        }
                    })
                    .collect_view()}
            </dl>
            <label class="switch-line">
                <input
                    type="checkbox"
                    prop:checked=move || console.single_keys.get()
                    on:change=move |event| {
                        let on = event_target_checked(&event);
                        console.single_keys.set(on);
                        storage::keep_single_keys(on);
                    }
                />
                <span>
                    {console.t(Text::SingleKeys)} " " <small class="soft">{console.t(Text::SingleKeysHint)}</small>
                </span>
            </label>
        </Dialog>
    }
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
    }
}
