//! One customer: who they are, their conversations, what is kept and until when; handing all of it out, and erasing it.

use baton_shared::protocol::{CustomerClaims, CustomerContact, CustomerConversation, CustomerRecord};
use baton_shared::workspace::Action;
use baton_ui::component::{badge, button, list, modal};
use baton_ui::{El, el};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::console::{Console, Loaded};
use super::inbox::StatusBadge;
use super::ui::{Moment, TroubleLine, awaited, breakable, fact, keep_fresh};
use crate::model::customer::{Until, extent, kept};
use crate::model::place::Place;
use crate::model::trouble::Trouble;
use crate::shell::{api, clock, page};
use crate::texts::{Office, Text};

/// How far erasing has got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Erasing {
    /// Not asked for.
    #[default]
    No,
    /// Under way: so many conversations are done.
    Going(u32),
    /// Everything is gone: so many conversations.
    Done(u32),
}

#[derive(Clone, Copy)]
struct State {
    console: Console,
    id: StoredValue<String>,
    record: Loaded<CustomerRecord>,
    erasing: RwSignal<Erasing>,
    /// Whether erasing is being asked about.
    asking: RwSignal<bool>,
    /// Whether the record is being handed out.
    exporting: RwSignal<bool>,
    /// Why a button did not work.
    trouble: RwSignal<Option<Trouble>>,
}

/// The page.
#[component]
pub fn CustomerPage(
    /// The hash that stands for them.
    id: String,
) -> impl IntoView {
    let console: Console = expect_context();
    let state = State {
        console,
        id: StoredValue::new(id),
        record: Loaded::new(),
        erasing: RwSignal::new(Erasing::No),
        asking: RwSignal::new(false),
        exporting: RwSignal::new(false),
        trouble: RwSignal::new(None),
    };
    let load = move || state.load();
    keep_fresh(load);
    let gone = Memo::new(move |_| state.record.trouble.with(|trouble| *trouble == Some(Trouble::NotFound)));
    let done = Memo::new(move |_| match state.erasing.get() {
        Erasing::Done(count) => Some(count),
        Erasing::No | Erasing::Going(_) => None,
    });
    let content = move || match (done.get(), gone.get()) {
        (Some(count), _) => view! { <Nothing words=Office::ErasedAll(count as usize) /> }.into_any(),
        (None, true) => view! { <Nothing words=Office::NoCustomer /> }.into_any(),
        (None, false) => awaited(console, state.record, load, move || draw(state)).into_any(),
    };
    view! {
        <main class="page" id="content" tabindex="-1">
            <div class="page-head">
                <h1 id="page-title" tabindex="-1">
                    {move || state.name().map_or(Office::Customer.into(), Text::Verbatim).say(console.language.get())}
                </h1>
                {move || (done.get().is_none() && !gone.get()).then(|| buttons(state))}
            </div>
            <TroubleLine trouble=state.trouble.into() />
            {content}
        </main>
        {erase_dialog(state).view()}
    }
}

impl State {
    async fn load(self) {
        // What is being erased is not looked at again.
        if self.erasing.try_get_untracked() == Some(Erasing::No)
            && let Some(id) = self.id.try_get_value()
        {
            self.record.take(self.console, api::customer(&id).await);
        }
    }

    /// The name, where there is one.
    fn name(self) -> Option<String> {
        self.record.value.with(|record| record.as_ref()?.claims.as_ref()?.name.clone())
    }

    async fn export(self) {
        self.exporting.set(true);
        self.trouble.set(None);
        let id = self.id.get_value();
        match api::export_customer(&id).await {
            Ok(all) => {
                let short = id.get(..8).unwrap_or_default();
                page::save(&format!("customer-{short}.json"), "application/json", &all);
                self.console.toast(Office::Exported);
            }
            Err(trouble) => self.failed(trouble),
        }
        self.exporting.try_set(false);
    }

    /// Erases until nothing remains: one request takes so many conversations.
    async fn erase(self) {
        self.trouble.set(None);
        self.erasing.set(Erasing::Going(0));
        let (id, mut count) = (self.id.get_value(), 0);
        loop {
            match api::erase_customer(&id).await {
                Ok(erased) => {
                    count += erased.conversations;
                    let done = erased.remaining == 0;
                    self.erasing.try_set(if done { Erasing::Done(count) } else { Erasing::Going(count) });
                    if done {
                        self.console.announce(&Office::ErasedAll(count as usize).into());
                        page::focus_soon("page-title".to_owned());
                        return;
                    }
                }
                Err(trouble) => {
                    self.erasing.try_set(Erasing::No);
                    self.failed(trouble);
                    return self.load().await;
                }
            }
        }
    }

    fn failed(self, trouble: Trouble) {
        self.console.note_trouble(&trouble);
        self.trouble.try_set(Some(trouble));
    }
}

/// There is nothing, and the way on.
#[component]
fn Nothing(words: Office) -> impl IntoView {
    let console: Console = expect_context();
    view! {
        <div class="empty">
            <p>{console.t(words)}</p>
            <p><a href=Place::Inbox { open: None }.fragment()>{console.t(Office::ToInbox)}</a></p>
        </div>
    }
}

fn buttons(state: State) -> impl IntoView {
    let console = state.console;
    let here = move || state.record.value.with(Option::is_some);
    let going = move || state.erasing.get() != Erasing::No;
    let words = move || {
        let text = match state.erasing.get() {
            Erasing::Going(count) => Office::ErasingNow(count as usize),
            Erasing::No | Erasing::Done(_) => Office::EraseAll,
        };
        text.say(console.language.get()).into_owned()
    };
    let shown = move || {
        (here() && console.may(Action::ManageCustomers)).then(|| {
            let export = button(console.words(Office::Export))
                .disabled_when(move || state.exporting.get() || going())
                .press(move || spawn_local(state.export()));
            let erase =
                button("").says(words).class("danger").disabled_when(going).press(move || state.asking.set(true));
            view! { <div class="form-end">{export.view()}{erase.view()}</div> }
        })
    };
    shown.into_view()
}

fn erase_dialog(state: State) -> El {
    let console = state.console;
    let title = move || Text::from(Office::EraseWhom(state.name())).say(console.language.get()).into_owned();
    let (open, leave) = (move || state.asking.try_get().unwrap_or(false), move || state.asking.set(false));
    modal(title, console.words(Text::Close), open, leave, move || ask(state))
}

/// What erasing takes, what stays, and that it is final.
fn ask(state: State) -> El {
    let console = state.console;
    let extent = state.record.value.with_untracked(|record| record.as_ref().map(extent));
    let (count, open) = extent.map_or((0, 0), |extent| (extent.conversations, extent.open));
    let each = [Office::GoesWords(count), Office::GoesPerson, Office::GoesContacts];
    let goes = list("goes", each.map(|text| el("span", "").says(console.words(text))));
    let open = (open > 0).then(|| el("p", "trouble").says(console.words(Office::StillOpen(open))));
    let cancel = button(console.words(Text::Cancel)).attr("autofocus", "").press(move || state.asking.set(false));
    let go_on = button(console.words(Text::EraseNow)).class("danger").press(move || {
        state.asking.set(false);
        spawn_local(state.erase());
    });
    el("div", "ask")
        .child(el("p", "").says(console.words(Office::GoesFor)))
        .child(goes)
        .maybe(open)
        .child(el("p", "soft").says(console.words(Office::StaysOf)))
        .child(el("p", "").child(el("strong", "").says(console.words(Text::EraseFinal))))
        .child(el("div", "form-end").child(cancel).child(go_on))
}

fn draw(state: State) -> AnyView {
    let console = state.console;
    let record = move || state.record.value.get();
    let talks = move || {
        let all = record().map(|record| record.conversations).unwrap_or_default();
        view! { <ul role="list">{all.into_iter().map(|talk| conversation(console, talk)).collect_view()}</ul> }
    };
    let person = move || record().map(|record| who(console, record.claims));
    let contacts =
        move || record().filter(|record| !record.contacts.is_empty()).map(|record| addresses(console, record.contacts));
    view! {
        <div class="customer-page">
            <section class="customer-talks" aria-labelledby="customer-talks">
                <h2 id="customer-talks">{console.t(Text::Conversations)}</h2>
                {talks}
            </section>
            <div class="customer-side">
                {person}
                {contacts}
                <section class="card">
                    <h2>{console.t(Office::WhatIsKept)}</h2>
                    {move || record().map(|record| ends(console, &record))}
                </section>
            </div>
        </div>
    }
    .into_any()
}

fn who(console: Console, claims: Option<CustomerClaims>) -> impl IntoView {
    let content = match claims {
        None => view! { <p class="soft">{console.t(Office::NoClaims)}</p> }.into_any(),
        Some(CustomerClaims { subject, name, email, facts, at }) => {
            let attributes = facts.attributes.into_iter();
            let attributes = attributes.map(|(name, value)| fact(console, Text::Verbatim(name), value)).collect_view();
            view! {
                <p class="group-label verified">{console.t(Text::VerifiedBy)} " · " <Moment at=at /></p>
                <dl class="facts">
                    {name.map(|name| fact(console, Text::Name, name))}
                    {email.map(|email| fact(console, Text::Email, breakable(&email)))}
                    {fact(console, Text::CustomerId, view! { <code>{subject}</code> })}
                    {facts.tier.map(|tier| fact(console, Text::Tier, tier))}
                    {facts.tenure_months.map(|months| fact(console, Text::Tenure, console.t(Text::Months(months))))}
                    {attributes}
                </dl>
            }
            .into_any()
        }
    };
    view! { <section class="card"><h2>{console.t(Office::WhoItIs)}</h2>{content}</section> }
}

fn addresses(console: Console, contacts: Vec<CustomerContact>) -> impl IntoView {
    let each = contacts.into_iter().map(|contact| {
        let CustomerContact { address, when, conversation, at } = contact;
        let when = when.map(|when| view! { <span class="soft below">{console.t(Text::ContactWhen(when))}</span> });
        let to = Place::Inbox { open: Some(conversation) }.fragment();
        view! {
            <li>
                <span class="address">{breakable(&address)}</span>
                {when}
                <span class="soft below">
                    <Moment at=at /> " · " <a href=to>{console.t(Office::ForConversation)}</a>
                </span>
            </li>
        }
    });
    view! {
        <section class="card">
            <h2>{console.t(Office::Addresses)}</h2>
            <ul class="addresses" role="list">{each.collect_view()}</ul>
            <p class="soft small-text">{console.t(Office::AddressesHint)}</p>
        </section>
    }
}

fn conversation(console: Console, talk: CustomerConversation) -> impl IntoView {
    let CustomerConversation { id, status, opened_at, updated_at, erased, preview } = talk;
    let preview = preview.filter(|_| !erased);
    let said = preview.is_some();
    let words = move || match &preview {
        Some(words) => words.clone(),
        None => Text::from(if erased { Office::WordsErased } else { Office::NoWords })
            .say(console.language.get())
            .into_owned(),
    };
    view! {
        <li>
            <a class="row" href=Place::Inbox { open: Some(id) }.fragment()>
                <span class="row-head">
                    <span class="row-name">{move || clock::date_of(opened_at, console.language.get())}</span>
                    <span class="row-time"><Moment at=updated_at /></span>
                </span>
                <span class="row-preview" class:soft=!said>{words}</span>
                <span class="row-facts">
                    <StatusBadge status=status />
                    {erased.then(|| badge(console.words(Office::ErasedBadge)).view())}
                </span>
            </a>
        </li>
    }
}

fn ends(console: Console, record: &CustomerRecord) -> impl IntoView + use<> {
    let each = kept(record).map(|(kind, until)| {
        let words = move || {
            let language = console.language.get();
            let text = match until {
                Until::Erased => Office::KeptUntilErased,
                Until::WithWords => Office::KeptWithWords,
                Until::Closed(days) => Office::KeptAfterClosing(days),
                Until::Day(at) => Office::KeptUntil(clock::date_of(at, language)),
            };
            text.say(language)
        };
        fact(console, Office::KeptOf(kind).into(), words)
    });
    view! { <dl class="facts stacked">{each.into_iter().collect_view()}</dl> }
}
