//! Nobody can come at once: the truth of it, and three ways to go on. Nothing is lost with any of them.

use std::rc::Rc;

use baton_shared::conversation::{Unavailable, WaitChoice};
use baton_shared::protocol::CustomerCommand;
use baton_shared::time::Timestamp;
use baton_ui::component::{Field, bare_button, button, card, field, focus, strong_button};
use baton_ui::icon::{CLOCK, MAIL, PHONE, icon};
use baton_ui::{El, Watched, el, next_frame};
use wasm_bindgen::JsCast;

use super::{Live, Ui};
use crate::model::{Body, ChoiceMade};
use crate::shell::{now, opening_time};
use crate::words::{chose_call, chose_email, chose_erased, opens};

/// What is shown of the choice.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Show {
    /// Nothing any more.
    Over,
    /// Three ways.
    Ways,
    /// On its way.
    Pending,
    /// What was chosen.
    Made,
    /// What was chosen, which may be changed.
    MadeOpen,
    /// The form for an email address.
    Email,
    /// The form for a number.
    Call,
}

/// What the visitor has opened within the card.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Opened {
    /// A form, until a choice arrives.
    form: Option<WaitChoice>,
    /// Whether a choice is being changed.
    changing: bool,
}

/// The card.
pub fn unavailable(chat: Ui, live: Live, why: Unavailable) -> El {
    let words = chat.words();
    let title = match why {
        Unavailable::OutOfHours { opens_at: Some(at) } => {
            opens(chat.language(), &opening_time(at, Timestamp(now()), chat.language()))
        }
        Unavailable::OutOfHours { opens_at: None } => words.nobody_here.to_owned(),
        Unavailable::NobodyAccepted => words.all_busy.to_owned(),
    };
    let opened = Rc::new(Watched::new(Opened::default()));
    let (state_live, state_opened) = (live.clone(), Rc::clone(&opened));
    let show = move || {
        let Opened { form, changing } = state_opened.get();
        state_live
            .read(|row| {
                let Body::Unavailable { choice, open, pending, refused, .. } = &row.body else { return None };
                let form = form.map(|form| if form == WaitChoice::Call { Show::Call } else { Show::Email });
                Some(match (choice, form) {
                    _ if *pending && !refused => Show::Pending,
                    (_, Some(form)) if *open && (changing || *refused) => form,
                    (_, None) if *open && changing => Show::Ways,
                    (Some(_), _) => {
                        if *open {
                            Show::MadeOpen
                        } else {
                            Show::Made
                        }
                    }
                    (None, Some(form)) if *open => form,
                    (None, _) if *open => Show::Ways,
                    (None, _) => Show::Over,
                })
            })
            .unwrap_or(Show::Over)
    };
    let drawn = show.clone();
    let draw = move |_| {
        let words = chat.words();
        match drawn() {
            Show::Over => None,
            Show::Ways => Some(ways(chat, &opened)),
            Show::Pending => Some(el("p", "fate").text(words.sending)),
            Show::Made => Some(made_choice(chat, &live, None)),
            Show::MadeOpen => Some(made_choice(chat, &live, Some(&opened))),
            Show::Email => Some(address_form(chat, &live, WaitChoice::Email, &opened)),
            Show::Call => Some(address_form(chat, &live, WaitChoice::Call, &opened)),
        }
    };
    card(title.as_str()).switch(move || show() as u64, draw)
}

fn ways(chat: Ui, opened: &Rc<Watched<Opened>>) -> El {
    let words = chat.words();
    let way = |path, text: &str| bare_button("way").child(icon(path)).child(el("span", "").text(text));
    let closing = Rc::clone(opened);
    let wait = way(CLOCK, words.choose_wait).press(move || {
        closing.update(|opened| opened.changing = false);
        chat.session.forget_refused_choices();
        chat.submit(CustomerCommand::Choose { choice: WaitChoice::Wait, address: None, when: None });
    });
    let open = |choice| {
        let opened = Rc::clone(opened);
        move || opened.update(|opened| opened.form = Some(choice))
    };
    let all = el("div", "ways")
        .child(wait)
        .child(way(MAIL, words.choose_email).press(open(WaitChoice::Email)))
        .child(way(PHONE, words.choose_call).press(open(WaitChoice::Call)));
    el("div", "stack-wide").child(el("p", "card-text").text(words.how_to_go_on)).child(all)
}

fn address_form(chat: Ui, row: &Live, choice: WaitChoice, opened: &Rc<Watched<Opened>>) -> El {
    let words = chat.words();
    let is_call = choice == WaitChoice::Call;
    let (label, kind, wrong) =
        if is_call { (words.telephone, "tel", words.bad_telephone) } else { (words.email, "email", words.bad_email) };
    let bad = Rc::new(Watched::new(false));
    let (is_bad, row) = (Rc::clone(&bad), row.clone());
    let about = move || {
        let refused = row.body(|body| Some(matches!(body, Body::Unavailable { refused: true, .. })));
        (is_bad.get() || refused).then(|| wrong.to_owned())
    };
    let (line, input) = field(Field { label, kind, complete: kind, longest: "254", example: "" }, about);
    let (when_line, when) = if is_call {
        let when =
            Field { label: words.when, kind: "text", complete: "off", longest: "200", example: words.when_example };
        let (line, input) = field(when, || None);
        (Some(line), input)
    } else {
        (None, None)
    };
    if let Some(input) = input.clone() {
        next_frame(move || focus(Some(&input)));
    }
    let (typed, closing, leaving) = (Rc::clone(&bad), Rc::clone(opened), Rc::clone(opened));
    let submit = move |event: web_sys::Event| {
        event.prevent_default();
        let value = |field: &Option<web_sys::HtmlInputElement>| {
            field.as_ref().map(|field| field.value().trim().to_owned()).unwrap_or_default()
        };
        let given = value(&input);
        if !is_plausible(&given, is_call) {
            bad.set(true);
            focus(input.as_ref().map(JsCast::unchecked_ref));
            return;
        }
        bad.set(false);
        closing.update(|opened| opened.changing = false);
        chat.session.forget_refused_choices();
        let when = Some(value(&when)).filter(|when| !when.is_empty());
        chat.submit(CustomerCommand::Choose { choice, address: Some(given), when });
    };
    let back = move || {
        chat.session.forget_refused_choices();
        leaving.update(|opened| opened.form = None);
    };
    let end = el("div", "form-end")
        .child(strong_button(words.confirm).attr("type", "submit"))
        .child(button(words.back).press(back));
    el("form", "form")
        .attr("novalidate", "")
        .child(line)
        .maybe(when_line)
        .child(end)
        .on("input", move |_| typed.set(false))
        .on("submit", submit)
}

fn made_choice(chat: Ui, live: &Live, opened: Option<&Rc<Watched<Opened>>>) -> El {
    let language = chat.language();
    let made = live.read(|row| match &row.body {
        Body::Unavailable { choice, .. } => choice.clone(),
        _ => None,
    });
    let text = match made {
        None => String::new(),
        Some(ChoiceMade { choice: WaitChoice::Wait, .. }) => chat.words().chose_wait.to_owned(),
        Some(ChoiceMade { choice: WaitChoice::Email, address: Some(address), .. }) => chose_email(language, &address),
        Some(ChoiceMade { choice: WaitChoice::Call, address: Some(number), when }) => {
            chose_call(language, &number, when.as_deref())
        }
        Some(ChoiceMade { choice: WaitChoice::Email | WaitChoice::Call, address: None, .. }) => {
            chose_erased(language).to_owned()
        }
    };
    let change = opened.map(|opened| {
        let opened = Rc::clone(opened);
        button(chat.words().change).press(move || opened.set(Opened { form: None, changing: true }))
    });
    el("div", "stack-wide").child(el("p", "card-text").attr("dir", "auto").text(&text)).maybe(change)
}

/// The edge decides; this spares a visitor the way there for what cannot be an address.
pub fn is_plausible(text: &str, is_call: bool) -> bool {
    if is_call {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        return (5..=20).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || " +-().#/x".contains(c));
    }
    let plain = !text.contains(char::is_whitespace);
    let parts = text.rsplit_once('@').filter(|(name, _)| !name.is_empty());
    plain && parts.is_some_and(|(_, host)| host.contains('.') && !host.starts_with('.') && !host.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::is_plausible;

    #[test]
    fn what_cannot_be_an_address_is_told_at_once() {
        for (text, is_call, expect) in [
            ("mei@example.com", false, true),
            ("mei@example", false, false),
            ("@example.com", false, false),
            ("mei @example.com", false, false),
            ("+44 20 7946 0000", true, true),
            ("1234", true, false),
            ("call me", true, false),
        ] {
            assert_eq!(is_plausible(text, is_call), expect, "{text}");
        }
    }
}
