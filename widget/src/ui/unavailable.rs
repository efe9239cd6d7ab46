//! Nobody can come at once: the truth of it, and three ways to go on. Nothing is lost with any of them.

use baton_shared::conversation::{Unavailable, WaitChoice};
use baton_shared::protocol::CustomerCommand;
use leptos::html::Input;
use leptos::prelude::*;

use super::boxed::{maybe, press, says, value};
use super::icon::{CLOCK, MAIL, PHONE, icon};
use super::{Chat, Live};
use crate::model::{Body, ChoiceMade};
use crate::shell::{now, opening_time};
use crate::words::{chose_call, chose_email, chose_erased, opens};

/// What is shown of the choice.
#[derive(Clone, Debug, PartialEq)]
enum Show {
    /// Three ways.
    Ways,
    /// A form.
    Form(WaitChoice),
    /// What was chosen, and whether it may be changed.
    Made(ChoiceMade, bool),
    /// On its way.
    Pending,
    /// Nothing any more.
    Over,
}

/// The card.
pub fn unavailable(chat: Chat, live: Live, why: Unavailable) -> AnyView {
    let words = chat.words;
    let title = match why {
        Unavailable::OutOfHours { opens_at: Some(at) } => {
            opens(chat.language, &opening_time(at, baton_shared::time::Timestamp(now()), chat.language))
        }
        Unavailable::OutOfHours { opens_at: None } => words.nobody_here.to_owned(),
        Unavailable::NobodyAccepted => words.all_busy.to_owned(),
    };
    // A form that the visitor opened, until a choice arrives.
    let form = RwSignal::new(None::<WaitChoice>);
    let changing = RwSignal::new(false);
    let show = Memo::new(move |_| {
        let (choice, open, pending, refused) = live
            .read(|row| match &row.body {
                Body::Unavailable { choice, open, pending, refused, .. } => {
                    Some((choice.clone(), *open, *pending, *refused))
                }
                _ => None,
            })
            .unwrap_or_default();
        match (choice, form.get()) {
            _ if pending && !refused => Show::Pending,
            (_, Some(choice)) if open && (changing.get() || refused) => Show::Form(choice),
            (_, None) if open && changing.get() => Show::Ways,
            (Some(made), _) => Show::Made(made, open),
            (None, Some(choice)) if open => Show::Form(choice),
            (None, _) if open => Show::Ways,
            (None, _) => Show::Over,
        }
    });
    let refused = Memo::new(move |_| {
        live.read(|row| Some(matches!(row.body, Body::Unavailable { refused: true, .. }))) == Some(true)
    });
    let content = maybe(move || match show.get() {
        Show::Ways => Some(ways(chat, form, changing)),
        Show::Form(choice) => Some(address_form(chat, choice, form, changing, refused)),
        Show::Made(made, open) => Some(made_choice(chat, made, open, form, changing)),
        Show::Pending => Some(view! { <p class="fate">{words.sending}</p> }.into_any()),
        Show::Over => None,
    });
    view! {
        <section class="card">
            <p class="card-title">{title}</p>
            {maybe(move || (show.get() == Show::Ways).then(|| view! { <p class="card-text">{words.how_to_go_on}</p> }.into_any()))}
            {content}
        </section>
    }
    .into_any()
}

fn ways(chat: Chat, form: RwSignal<Option<WaitChoice>>, changing: RwSignal<bool>) -> AnyView {
    let words = chat.words;
    let wait = press(move || {
        changing.set(false);
        chat.session().forget_refused_choices();
        chat.submit(CustomerCommand::Choose { choice: WaitChoice::Wait, address: None, when: None });
    });
    let open = move |choice| press(move || form.set(Some(choice)));
    view! {
        <div class="ways">
            <button type="button" class="way" on:click=wait>{icon(CLOCK)}<span class={""}>{words.choose_wait}</span></button>
            <button type="button" class="way" on:click=open(WaitChoice::Email)>
                {icon(MAIL)}<span class={""}>{words.choose_email}</span>
            </button>
            <button type="button" class="way" on:click=open(WaitChoice::Call)>
                {icon(PHONE)}<span class={""}>{words.choose_call}</span>
            </button>
        </div>
    }
    .into_any()
}

fn address_form(
    chat: Chat,
    choice: WaitChoice,
    form: RwSignal<Option<WaitChoice>>,
    changing: RwSignal<bool>,
    refused: Memo<bool>,
) -> AnyView {
    let words = chat.words;
    let is_call = choice == WaitChoice::Call;
    let (label, kind, complete, wrong) = if is_call {
        (words.telephone, "tel", "tel", words.bad_telephone)
    } else {
        (words.email, "email", "email", words.bad_email)
    };
    let address: NodeRef<Input> = NodeRef::new();
    let when: NodeRef<Input> = NodeRef::new();
    let bad = RwSignal::new(false);
    let is_bad = move || bad.get() || refused.get();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let value = |field: NodeRef<Input>| field.get_untracked().map(|field| field.value().trim().to_owned());
        let given = value(address).unwrap_or_default();
        if !is_plausible(&given, is_call) {
            bad.set(true);
            if let Some(field) = address.get_untracked() {
                let _ = field.focus();
            }
            return;
        }
        bad.set(false);
        changing.set(false);
        chat.session().forget_refused_choices();
        let when = value(when).filter(|when| !when.is_empty());
        chat.submit(CustomerCommand::Choose { choice, address: Some(given), when });
    };
    Effect::new(move |_| {
        if let Some(field) = address.get() {
            request_animation_frame(move || drop(field.focus()));
        }
    });
    let back = press(move || {
        chat.session().forget_refused_choices();
        form.set(None);
    });
    view! {
        <form class="form" novalidate=true on:submit=submit>
            <label class="field">
                <span class={"label"}>{label}</span>
                <input
                    class="input"
                    type={kind}
                    name={kind}
                    autocomplete={complete}
                    maxlength="254"
                    dir="ltr"
                    aria-invalid=value(move || is_bad().then_some("true"))
                    aria-describedby="baton-bad-address"
                    node_ref=address
                    on:input=move |_| bad.set(false)
                />
            </label>
            <p class="bad" id="baton-bad-address" role="alert">{says(move || if is_bad() { wrong.to_owned() } else { String::new() })}</p>
            {is_call.then(|| view! {
                <label class="field">
                    <span class={"label"}>{words.when}</span>
                    <input class="input" type="text" name="when" maxlength="200" placeholder={words.when_example} node_ref=when />
                </label>
            }.into_any())}
            <div class="form-end">
                <button type="submit" class="button strong">{words.confirm}</button>
                <button type="button" class="button" on:click=back>{words.back}</button>
            </div>
        </form>
    }
    .into_any()
}

fn made_choice(
    chat: Chat,
    made: ChoiceMade,
    open: bool,
    form: RwSignal<Option<WaitChoice>>,
    changing: RwSignal<bool>,
) -> AnyView {
    let ChoiceMade { choice, address, when } = made;
    let text = match (choice, address) {
        (WaitChoice::Wait, _) => chat.words.chose_wait.to_owned(),
        (WaitChoice::Email, Some(address)) => chose_email(chat.language, &address),
        (WaitChoice::Call, Some(number)) => chose_call(chat.language, &number, when.as_deref()),
        (WaitChoice::Email | WaitChoice::Call, None) => chose_erased(chat.language).to_owned(),
    };
    let change = press(move || {
        form.set(None);
        changing.set(true);
    });
    view! {
        <p class="card-text" dir="auto">{text}</p>
        {open.then(|| view! { <button type="button" class="button" on:click=change>{chat.words.change}</button> }.into_any())}
    }
    .into_any()
}

/// The edge decides; this spares a visitor the way there for what cannot be an address.
fn is_plausible(text: &str, is_call: bool) -> bool {
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
