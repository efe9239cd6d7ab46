//! Who one talks to, whether they are here, and what else can be done.

use std::rc::Rc;

use baton_shared::protocol::CustomerCommand;
use baton_shared::text::Language;
use baton_ui::component::{Item, item, menu, round_button};
use baton_ui::icon::{CLOSE, MORE};
use baton_ui::{El, el};

use super::panel::hash;
use super::{Sheet, Ui};
use crate::model::Counterpart;

/// The header.
pub fn header(chat: Ui) -> El {
    let with = move || chat.session.view.with(|view| view.with.clone());
    let name = move || match with() {
        Counterpart::Person { name } => name,
        Counterpart::Bot | Counterpart::Waiting { .. } | Counterpart::Closed => chat.company(),
    };
    let state = move || match with() {
        Counterpart::Bot => chat.words().assistant().to_owned(),
        Counterpart::Waiting { team, unavailable } => chat.words().expected(&team, unavailable),
        Counterpart::Person { .. } if chat.session.model.with(|model| model.present == Some(false)) => {
            chat.words().away().to_owned()
        }
        Counterpart::Person { .. } => chat.words().here_now().to_owned(),
        Counterpart::Closed => chat.words().closed().to_owned(),
    };
    let person = move || match with() {
        Counterpart::Person { name } => name,
        Counterpart::Bot | Counterpart::Waiting { .. } | Counterpart::Closed => String::new(),
    };
    let mark = move |_| {
        let name = person();
        Some(if name.is_empty() { company_mark(chat) } else { person_mark(&name) })
    };
    el("div", "head")
        .child(el("div", "head-mark").switch(move || hash(&person()), mark))
        .child(
            el("div", "head-who")
                .child(el("h2", "head-name").attr("id", "baton-name").says(name))
                .child(el("p", "head-state").says(state)),
        )
        .child(menu(round_button(chat.words().more(), MORE), move || items(chat)))
        .child(round_button(chat.words().close(), CLOSE).press(move || chat.session.set_open(false)))
}

/// What can be done now.
fn items(chat: Ui) -> Vec<Item> {
    let words = chat.words();
    let session = &chat.session;
    let mut items = Vec::new();
    let mut offer = |words: &str, run: Rc<dyn Fn()>| items.push(item(words, run));
    let with = session.view.peek(|view| view.with.clone());
    let begun = session.has_begun();
    if begun {
        offer(words.get_transcript(), Rc::new(move || chat.sheet.set(Sheet::Transcript)));
    }
    if session.has_earlier() {
        offer(words.your_conversations(), Rc::new(move || chat.sheet.set(Sheet::Conversations)));
    }
    if begun && session.is_settled() && matches!(with, Counterpart::Bot | Counterpart::Closed) {
        let again = move || {
            chat.session.start_over();
            chat.reset();
        };
        offer(words.start_over(), Rc::new(again));
    }
    if begun && with != Counterpart::Closed {
        offer(words.end(), Rc::new(move || chat.submit(CustomerCommand::End {})));
    }
    let sound = if session.is_loud() { words.sound_off() } else { words.sound_on() };
    offer(sound, Rc::new(move || chat.session.set_loud(!chat.session.is_loud())));
    let other = match chat.language() {
        Language::En => Language::Zh,
        Language::Zh => Language::En,
    };
    offer(words.other_language(), Rc::new(move || chat.session.speak(other)));
    items
}

/// The company's mark: the bot has no name and no face.
pub fn company_mark(chat: Ui) -> El {
    let letter: String = chat.company().chars().take(1).collect();
    mark("mark", &letter)
}

/// A person's mark, until there are pictures: the initials.
pub fn person_mark(name: &str) -> El {
    mark("mark person", &initials(name))
}

fn mark(class: &str, text: &str) -> El {
    el("span", class).attr("aria-hidden", "true").text(text)
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
