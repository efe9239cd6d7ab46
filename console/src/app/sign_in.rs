//! Nobody is signed in, or no longer: how to come in.

use baton_ui::component::button;
use leptos::prelude::*;

use super::console::Console;
use super::header::{other_tag, switch_language};
use super::ui::Mark;
use crate::shell::page;
use crate::texts::Text;

/// A calm page with one thing to do.
#[component]
pub fn SignedOut() -> impl IntoView {
    let console: Console = expect_context();
    let meanwhile = console.expired.get_untracked();
    if meanwhile {
        page::focus_soon("gate-title".to_owned());
    }
    view! {
        <main class="gate" id="content">
            <div class="card gate-card">
                <Mark />
                {meanwhile.then(|| view! { <p class="banner" role="alert">{console.t(Text::SignedOutMeanwhile)}</p> })}
                <h1 id="gate-title" tabindex="-1">{console.t(Text::SignInHeading)}</h1>
                <p>{console.t(Text::SignInAsk)}</p>
                <p class="soft">{console.t(Text::SignInThen)}</p>
                {page::is_local().then(|| view! {
                    <p class="soft">{console.t(Text::SignInHow)}</p>
                    <pre class="command"><code>"cargo baton sign-in"</code></pre>
                })}
                {button(console.words(Text::OtherLanguage))
                    .class("small")
                    .attr_when("lang", move || Some(other_tag(console).to_owned()))
                    .press(move || switch_language(console))
                    .view()}
            </div>
        </main>
    }
}
