//! The end: who closed the conversation, and a rating. How it was and how much work it was stand one under the other:
//! two presses, or one stroke from the one to the other (`pieces/forms.js`).

use baton_shared::conversation::ResolvedBy;
use baton_shared::protocol::CustomerCommand;
use baton_ui::component::card;
use baton_ui::{El, el};

use super::{Live, Ui};
use crate::model::{Body, Rating};
use crate::shell::{Forms, told};

/// The card.
pub fn resolved(chat: Ui, live: &Live, by: ResolvedBy) -> El {
    let words = chat.words();
    let title = match by {
        ResolvedBy::Bot => words.resolved_bot(),
        ResolvedBy::Agent => words.resolved_agent(),
        ResolvedBy::Customer => words.resolved_you(),
    };
    let known = live.body(|body| if let Body::Resolved { rating, .. } = body { Some(*rating) } else { None });
    let Rating { score, effort, .. } = known;
    let rated = told(move |given| {
        let mut given = given.into_iter();
        let mut number = || given.next().and_then(|text| text.parse().ok()).filter(|number| *number > 0);
        let (score, effort) = (number(), number());
        if let Some(score) = score {
            let comment = given.next().filter(|text| !text.is_empty());
            chat.submit(CustomerCommand::Rate { score, effort, comment });
        }
    });
    let place = el("div", "stack-wide");
    let node = place.node().clone();
    chat.session.piece("forms", move |forms: Forms| {
        forms.rating(&node, &chat.session.host, score.unwrap_or(0), effort.unwrap_or(0), &rated);
    });
    card(title).child(place)
}
