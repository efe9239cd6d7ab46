//! Who one talks to, and whether they are here.

use leptos::prelude::*;

use super::Chat;
use super::boxed::{changing, press, says};
use super::icon::{CLOSE, icon};
use crate::model::Counterpart;
use crate::words::expected;

/// The header.
pub fn header(chat: Chat) -> AnyView {
    let with = Memo::new(move |_| chat.view.with(|view| view.with.clone()));
    let name = says(move || match with.get() {
        Counterpart::Person { name } => name,
        Counterpart::Bot | Counterpart::Waiting { .. } | Counterpart::Closed => chat.company(),
    });
    let state = says(move || match with.get() {
        Counterpart::Bot => chat.words.assistant.to_owned(),
        Counterpart::Waiting { team, unavailable } => expected(chat.language, &team, unavailable),
        Counterpart::Person { .. } => chat.words.here_now.to_owned(),
        Counterpart::Closed => chat.words.closed.to_owned(),
    });
    let mark = changing(move || match with.get() {
        Counterpart::Person { name } => person_mark(&name),
        Counterpart::Bot | Counterpart::Waiting { .. } | Counterpart::Closed => company_mark(chat),
    });
    let close = press(move || chat.session().set_open(false));
    view! {
        <div class="head">
            {mark}
            <div class="head-who">
                <h2 class="head-name" id="baton-name">{name}</h2>
                <p class="head-state">{state}</p>
            </div>
            <button type="button" class="round" aria-label={chat.words.close} on:click=close>
                {icon(CLOSE)}
            </button>
        </div>
    }
    .into_any()
}

/// The company's mark: the bot has no name and no face.
pub fn company_mark(chat: Chat) -> AnyView {
    let letter: String = chat.company().chars().take(1).collect();
    view! { <span class="mark" aria-hidden="true">{letter}</span> }.into_any()
}

/// A person's mark, until there are pictures: the initials.
pub fn person_mark(name: &str) -> AnyView {
    let initials = initials(name);
    view! { <span class="mark person" aria-hidden="true">{initials}</span> }.into_any()
}

/// The first letters of two words; of a Chinese name the last character.
fn initials(name: &str) -> String {
    let wide = |c: char| c >= '\u{2e80}';
    match name.chars().next_back() {
        Some(last) if wide(last) => last.to_string(),
        Some(_) => name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_of_names() {
        for (name, expect) in [("Mei Lin", "ML"), ("Jonas", "J"), ("小梅", "梅"), ("", "")] {
            assert_eq!(initials(name), expect);
        }
    }
}
