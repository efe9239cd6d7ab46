//! Notices that concern this visitor, at the top of the panel. The loader decides which, and `pieces/live.js` draws them.

use baton_ui::{El, el, react};

use super::Ui;
use crate::shell::{Live, told};

/// What the loader says where there is none.
const NONE: &str = "[]";

/// The notices.
pub fn notices(chat: Ui) -> El {
    let place = el("div", "notices");
    let node = place.node().clone();
    let mut drawn = false;
    place.hold(react(move || {
        drawn |= chat.session.notices.with(|text| text != NONE);
        // Most visitors have none, and fetch nothing for it.
        if drawn {
            let node = node.clone();
            chat.session.piece("live", move |live: Live| {
                let asked = told(move |question| chat.say(&question.concat()));
                live.list(&node, &chat.session.host, &asked);
            });
        }
    }))
}
