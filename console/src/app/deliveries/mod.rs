//! What is sent to the company's own systems: the log, each delivery with its attempts, and where it all goes.

mod log;
mod detail;
mod endpoints;

use baton_shared::protocol::Endpoints as AllEndpoints;
use baton_shared::workspace::Action;
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::detail::DeliveryDrawer;
use self::endpoints::Endpoints;
use self::log::Log;
use super::console::{Console, Loaded};
use crate::model::delivery::Rests;
use crate::model::place::Place;
use crate::shell::{api, page};
use crate::texts::{Office, Text};

/// The endpoints that are left alone for now, as far as the agent may know: what waits for them waits longer.
#[derive(Clone, Copy)]
struct Resting(Memo<Rests>);

/// The page.
#[component]
pub fn DeliveriesPage() -> impl IntoView {
    let console: Console = expect_context();
    let endpoints = Loaded::<AllEndpoints>::new();
    Effect::new(move || {
        console.now.track();
        if console.may(Action::ReadEndpoints) {
            spawn_local(async move { endpoints.take(console, api::endpoints().await) });
        }
    });
    provide_context(Resting(Memo::new(move |_| {
        let rests = |all: &AllEndpoints| {
            all.endpoints.iter().filter_map(|row| Some((row.id.clone(), row.rests_until?))).collect()
        };
        endpoints.value.with(|all| all.as_ref().map(rests).unwrap_or_default())
    })));
    let at_endpoints = Memo::new(move |_| console.place.with(|place| *place == Place::Endpoints));
    Effect::new(move |before: Option<bool>| {
        let now = at_endpoints.get();
        if before.is_some_and(|before| before != now) {
            page::focus_soon("page-title".to_owned());
        }
        now
    });
    let current = move |here: bool| here.then_some("page");
    let tabs = move || {
        console.may(Action::ReadEndpoints).then(|| {
            view! {
                <nav class="tabs" aria-label=console.t(Text::Deliveries)>
                    <a href=Place::Deliveries { open: None }.fragment() aria-current=move || current(!at_endpoints.get())>
                        {console.t(Office::DeliveryLog)}
                    </a>
                    <a href=Place::Endpoints.fragment() aria-current=move || current(at_endpoints.get())>
                        {console.t(Office::Endpoints)}
                    </a>
                </nav>
            }
        })
    };
    view! {
        <main class="page" id="content" tabindex="-1">
            <h1 id="page-title" tabindex="-1">
                {move || {
                    let text = if at_endpoints.get() { Office::Endpoints.into() } else { Text::Deliveries };
                    text.say(console.language.get())
                }}
            </h1>
            {tabs}
            {move || {
                if at_endpoints.get() { view! { <Endpoints /> }.into_any() } else { view! { <Log /> }.into_any() }
            }}
        </main>
        <DeliveryDrawer />
    }
}
