//! Notices that concern this visitor, at the top of the panel. The loader decides which; the panel shows them.

use std::rc::Rc;

use baton_ui::component::{bare_button, button, round_button};
use baton_ui::icon::{CLOSE, MORE_BELOW, icon};
use baton_ui::{El, Watched, el};

use super::Ui;
use crate::model::PageNotice;

/// The notices.
pub fn notices(chat: Ui) -> El {
    // One that has been answered is another one: it is drawn anew.
    let key = |notice: &PageNotice| format!("{}{}", if notice.asks.is_some() { '?' } else { ' ' }, notice.id);
    let keys = move || chat.session.notices.with(|all| all.iter().map(key).collect());
    el("div", "notices").each(keys, move |wanted| {
        let found = chat.session.notices.peek(|all| all.iter().find(|notice| key(notice) == wanted).cloned());
        found.map_or_else(|| el("div", ""), |found| notice(chat, found))
    })
}

fn notice(chat: Ui, notice: PageNotice) -> El {
    let words = chat.words();
    let PageNotice { id, tone, title, text, link, question, asks } = notice;
    let say = |what: &'static str| {
        let id = id.clone();
        move || chat.session.notice(&id, what)
    };
    let clicked = say("clicked");
    let mut actions = Vec::new();
    if let Some(ask) = &asks {
        actions.push(el("span", "label").text(ask));
        actions.push(bare_button("chip").text(words.yes).press(say("yes")));
        actions.push(bare_button("chip").text(words.no).press(say("dismissed")));
    } else {
        if let Some((label, url)) = link {
            let click = clicked.clone();
            actions.push(el("a", "").attr("href", &url).text(&label).on("click", move |_| click()));
        }
        if let Some(question) = question {
            actions.push(button(words.ask_about).press(move || {
                clicked();
                chat.say(&question);
            }));
        }
    }
    let open = Rc::new(Watched::new(false));
    let (shown, toggled) = (Rc::clone(&open), Rc::clone(&open));
    let has_actions = !actions.is_empty();
    el("section", "notice")
        .attrs(&[("data-tone", &tone), ("aria-label", &title)])
        .child(
            // The title says what it is about; the rest takes no room from the conversation until it is wanted.
            el("div", "notice-text")
                .child(
                    bare_button("card-title")
                        .state("aria-expanded", move || shown.get())
                        .child(el("span", "").text(&title))
                        .child(icon(MORE_BELOW))
                        .press(move || toggled.update(|open| *open = !*open)),
                )
                .when(move || open.get(), move || el("p", "").attr("dir", "auto").text(&text))
                .maybe(has_actions.then(|| el("div", "notice-end").children(actions))),
        )
        .child(round_button(words.dismiss, CLOSE).press(say("dismissed")))
}
