//! Learning what is approved, so that it is found by what people mean: whoever may approve does it beside the page, as soon
//! as something that answers has changed.

use baton_shared::protocol::Learnt;
use baton_shared::workspace::Action;
use baton_ui::component::button;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::console::Console;
use crate::model::knowledge::Learning;
use crate::model::trouble::Trouble;
use crate::shell::{api, learner};
use crate::texts::Know;

/// How often other lessons are learnt because somebody has published meanwhile.
const MOST_TIMES: usize = 5;

impl Console {
    /// Learns what is approved where that is due and nobody does it here already. What failed waits to be asked for again.
    pub fn learn_what_is_due(self) {
        let learning = self.knowledge.learning;
        let idle = !matches!(learning.get_untracked(), Learning::Busy | Learning::Failed);
        let due = self.knowledge.list.value.with_untracked(|list| {
            let learnt = list.as_ref().map(|list| list.learnt);
            learnt == Some(Learnt::Due)
        });
        if idle && due && untrack(|| self.may(Action::ApproveKnowledge)) {
            learning.set(Learning::Busy);
            spawn_local(async move {
                let done = learn_all().await;
                if let Err(Some(trouble)) = &done {
                    self.note_trouble(trouble);
                }
                // Where the edge took it and still has none, to learn the same once more would not help.
                let answer = api::articles().await;
                let lost = answer.as_ref().is_ok_and(|list| list.learnt == Learnt::Due);
                self.knowledge.list.take(self, answer);
                learning.set(if done.is_ok() && !lost { Learning::Done } else { Learning::Failed });
            });
        }
    }
}

/// Learns what is approved now, and what is by then. The trouble where the edge did not take it.
async fn learn_all() -> Result<(), Option<Trouble>> {
    for _ in 0..MOST_TIMES {
        let lessons = api::lessons().await.map_err(Some)?;
        if lessons.learnt != Learnt::Due {
            return Ok(());
        }
        let model = learner::learn(&lessons.articles).await.ok_or(None)?;
        match api::send_model(&lessons.version, &model).await {
            Err(Trouble::Stale) => {}
            other => return other.map_err(Some),
        }
    }
    Err(Some(Trouble::Stale))
}

/// How far that is, where there is anything to tell.
#[component]
pub fn LearningLine() -> impl IntoView {
    let console: Console = expect_context();
    let learning = console.knowledge.learning;
    let told = move || {
        let learnt = console.knowledge.list.value.with(|list| list.as_ref().map(|list| list.learnt));
        match (learnt?, learning.get()) {
            (Learnt::Never, _) => Some(Know::NeverLearnt),
            (_, Learning::Busy) => Some(Know::Learning),
            (Learnt::Due, Learning::Failed) => Some(Know::LearnFailed),
            (Learnt::Due, _) => Some(Know::LearnWaits),
            (Learnt::Yes, Learning::Done) => Some(Know::LearnDone),
            (Learnt::Yes, _) => None,
        }
    };
    let told = Memo::new(move |_| told());
    let again = move || {
        (told.get() == Some(Know::LearnFailed)).then(|| {
            let press = move || {
                learning.set(Learning::Idle);
                console.learn_what_is_due();
            };
            button(console.words(Know::LearnAgain)).press(press).view()
        })
    };
    let bar = move || {
        let name = console.t(Know::LearningName);
        (told.get() == Some(Know::Learning)).then(|| view! { <progress aria-label=name></progress> })
    };
    view! {
        <div class="learning" hidden=move || told.get().is_none()>
            <p class="soft" role="status">{move || told.get().map(|told| console.t(told))}</p>
            {bar}
            {again}
        </div>
    }
}
