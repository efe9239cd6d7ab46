//! Notices that concern this visitor, at the top of the panel. The loader decides which; the panel shows them.

use baton_ui::component::{bare_button, button, round_button};
use baton_ui::icon::CLOSE;
use baton_ui::{El, el};

use super::Ui;
use crate::model::PageNotice;

/// The notices.
pub fn notices(chat: Ui) -> El {
    let keys = move || chat.session.notices.with(|all| all.iter().map(|notice| notice.id.clone()).collect());
    el("div", "notices").each(keys, move |id| {
        let found = chat.session.notices.peek(|all| all.iter().find(|notice| notice.id == id).cloned());
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
    let has_actions = !actions.is_empty();
    el("section", "notice")
        .attrs(&[("data-tone", &tone), ("aria-label", &title)])
        .child(
            el("div", "notice-text")
                .child(el("p", "card-title").text(&title))
                .child(el("p", "").text(&text))
                .maybe(has_actions.then(|| el("div", "notice-end").children(actions))),
        )
        .child(round_button(words.dismiss, CLOSE).press(say("dismissed")))
}
