//! Nobody can come at once: the truth of it, and three ways to go on (`pieces/forms.js`). Nothing is lost with any of
//! them.

use baton_shared::conversation::{Unavailable, WaitChoice};
use baton_shared::protocol::CustomerCommand;
use baton_shared::time::Timestamp;
use baton_ui::component::card;
use baton_ui::{El, el, react};

use super::{Live, Ui};
use crate::model::{Body, ChoiceMade};
use crate::shell::{Forms, now, told};

/// What the card says of the choice.
#[derive(Clone, Debug, Default, PartialEq)]
struct Stands {
    /// On its way.
    pending: bool,
    /// The edge did not take it.
    refused: bool,
    /// Whether one may still choose.
    open: bool,
    /// What was chosen, in words.
    made: Option<String>,
}

/// The card.
pub fn unavailable(chat: Ui, live: Live, why: Unavailable) -> El {
    let words = chat.words();
    let title = match why {
        Unavailable::OutOfHours { opens_at: Some(at) } => {
            words.opens(&chat.session.host.opening_time(at, Timestamp(now()), words))
        }
        Unavailable::OutOfHours { opens_at: None } => words.nobody_here().to_owned(),
        Unavailable::NobodyAccepted => words.all_busy().to_owned(),
    };
    let place = el("div", "");
    let node = place.node().clone();
    let mut before = None;
    let follow = react(move || {
        let stands = live.body(|body| stands(chat, body));
        if before.as_ref() == Some(&stands) {
            return;
        }
        before = Some(stands.clone());
        let node = node.clone();
        chat.session.piece("forms", move |forms: Forms| {
            let Stands { pending, refused, open, made } = stands;
            let chosen = told(move |choice| choose(chat, choice));
            forms.choices(&node, &chat.session.host, pending, refused, open, made.as_deref(), &chosen);
        });
    });
    card(title.as_str()).child(place).hold(follow)
}

fn stands(chat: Ui, body: &Body) -> Option<Stands> {
    let Body::Unavailable { choice, open, pending, refused, .. } = body else { return None };
    let made = choice.as_ref().map(|made| made_choice(chat, made));
    Some(Stands { pending: *pending, refused: *refused, open: *open, made })
}

/// Submits a choice, or goes back from a form.
fn choose(chat: Ui, choice: Vec<String>) {
    chat.session.forget_refused_choices();
    let mut given = choice.into_iter();
    let choice = match given.next().as_deref() {
        Some("wait") => WaitChoice::Wait,
        Some("email") => WaitChoice::Email,
        Some("call") => WaitChoice::Call,
        _ => return,
    };
    chat.submit(CustomerCommand::Choose { choice, address: given.next(), when: given.next() });
}

fn made_choice(chat: Ui, made: &ChoiceMade) -> String {
    let words = chat.words();
    match (made.choice, &made.address) {
        (WaitChoice::Wait, _) => words.chose_wait().to_owned(),
        (WaitChoice::Email, Some(address)) => words.chose_email(address),
        (WaitChoice::Call, Some(number)) => words.chose_call(number, made.when.as_deref()),
        (WaitChoice::Email | WaitChoice::Call, None) => words.chose_erased().to_owned(),
    }
}
