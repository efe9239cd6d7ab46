//! What the parts of the page share: the published rules, the draft of others, and what was looked at beside them.

use std::collections::BTreeSet;

use baton_shared::conversation::{Fired, Policies, Recorded, Simulation};
use baton_shared::policy::{Differs, Policy, Rule, difference};
use baton_shared::protocol::{RuleVersions, Rules, RulesChange};
use baton_shared::text::Language;
use baton_shared::workspace::{Action, Around, Flaw, Queue, flaws};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::console::{Console, Loaded};
use crate::model::edit::Edit;
use crate::model::inbox::Filter;
use crate::model::trouble::Trouble;
use crate::shell::{api, storage};
use crate::texts::{Office, Said, Text};

/// Conversations that are looked back at.
const MOST_PAST: usize = 60;

/// Past conversations: their ids and logs.
pub type Past = Vec<(String, Vec<Recorded>)>;

/// What is kept as long as the console is open.
#[derive(Clone, Copy)]
pub struct RulesState {
    /// The published rules.
    pub loaded: Loaded<Rules>,
    /// Versions of them.
    pub versions: Loaded<RuleVersions>,
    /// The draft.
    pub edit: RwSignal<Option<Edit<Policy>>>,
    /// The rule that is open to be edited.
    pub open: RwSignal<Option<String>>,
    /// Past conversations: ids and logs; none where nobody has looked yet.
    pub past: RwSignal<Option<Past>>,
    /// How many of how many have been loaded, while they are.
    pub loading: RwSignal<Option<(usize, usize)>>,
    /// What went wrong the last time.
    pub trouble: RwSignal<Option<Trouble>>,
}

impl RulesState {
    /// Nothing yet, save what this browser remembers.
    pub fn new() -> Self {
        Self {
            loaded: Loaded::new(),
            versions: Loaded::new(),
            edit: RwSignal::new(storage::rules_edit()),
            open: RwSignal::new(None),
            past: RwSignal::new(None),
            loading: RwSignal::new(None),
            trouble: RwSignal::new(None),
        }
    }

    /// Whether changes wait to be published.
    pub fn is_changed(self) -> bool {
        self.edit.with(|edit| edit.as_ref().is_some_and(Edit::is_changed))
    }

    /// Asks for the published rules again.
    pub async fn load(self, console: Console) {
        self.take(console, api::rules().await);
    }

    /// Takes the published rules in; the draft follows, as far as that costs nobody anything.
    pub fn take(self, console: Console, answer: Result<Rules, Trouble>) {
        if let Ok(rules) = &answer {
            self.edit.update(|edit| {
                if let Some(edit) = edit {
                    edit.follow(&rules.version, &rules.policy);
                }
            });
            self.keep();
        }
        self.loaded.take(console, answer);
    }

    /// Asks for the versions again.
    pub async fn load_versions(self, console: Console) {
        let answer = api::rule_versions().await;
        self.versions.take(console, answer);
        if console.may(Action::ReadTeam) {
            console.load_team().await;
        }
    }

    fn keep(self) {
        self.edit.with_untracked(|edit| storage::keep_rules_edit(edit.as_ref()));
    }
}

/// The rules while they are changed.
#[derive(Clone, Copy)]
pub struct Draft {
    /// What all components share.
    pub console: Console,
    /// What the draft would change in the conversations that were loaded.
    pub simulation: Memo<Option<Simulation>>,
    /// Nobody tries to save these fields: what is wrong stands beside the rule. Made here, because what a list draws may be
    /// kept longer than signals that are made while it is drawn.
    pub untried: RwSignal<bool>,
    flaws: Memo<Vec<(String, Flaw)>>,
    differences: Memo<Vec<Differs>>,
}

impl Draft {
    /// The draft on the page that is drawn.
    pub fn new(console: Console) -> Self {
        let state = console.rules;
        let simulation = Memo::new(move |_| {
            let rules = state.loaded.value.get()?;
            let after =
                state.edit.with(|edit| edit.as_ref().map_or_else(|| rules.policy.clone(), |edit| edit.value.clone()));
            let policies = Policies { before: &rules.policy, after: &after, queues: &rules.queues };
            state.past.with(|past| {
                let mut simulation = Simulation::default();
                for (id, log) in past.as_ref()? {
                    simulation.play(&policies, id, log);
                }
                Some(simulation.sorted())
            })
        });
        let with = move || {
            let rules = state.loaded.value.get()?;
            let policy = state.edit.with(|edit| edit.as_ref().map(|edit| edit.value.clone()));
            Some((policy.unwrap_or_else(|| rules.policy.clone()), rules))
        };
        let found = Memo::new(move |_| {
            let Some((policy, rules)) = with() else { return Vec::new() };
            let topics: BTreeSet<&str> = rules.topics.iter().map(String::as_str).collect();
            let around = Around { queues: &rules.queues, languages: &rules.languages, topics: &topics };
            flaws(&policy, &around).into_iter().map(|found| (found.rule, found.flaw)).collect()
        });
        let differences = Memo::new(move |_| {
            let language = console.language.get();
            let Some((policy, rules)) = with() else { return Vec::new() };
            difference(&rules.policy, &policy, language, &|id| name_in(&rules.queues, id, language))
        });
        Self { console, simulation, untried: RwSignal::new(false), flaws: found, differences }
    }

    /// What is kept beside it.
    pub fn state(self) -> RulesState {
        self.console.rules
    }

    /// Whether it may only be looked at.
    pub fn locked(self) -> bool {
        untrack(|| !self.console.may(Action::ChangeSettings))
    }

    /// Whether past conversations may be read.
    pub fn may_look_back(self) -> bool {
        untrack(|| self.console.may(Action::ReadConversations))
    }

    /// Reads the rules as they are being changed, else as they are published.
    pub fn with<R>(self, read: impl FnOnce(&Policy) -> R) -> Option<R> {
        let state = self.state();
        if state.edit.with(Option::is_some) {
            return state.edit.with(|edit| edit.as_ref().map(|edit| read(&edit.value)));
        }
        state.loaded.value.with(|rules| rules.as_ref().map(|rules| read(&rules.policy)))
    }

    /// Reads one rule.
    pub fn rule<R>(self, id: &str, read: impl FnOnce(&Rule) -> R) -> Option<R> {
        self.with(|policy| policy.rules.iter().find(|rule| rule.id == id).map(read)).flatten()
    }

    /// Reads what is published around the rules.
    pub fn around<R: Default>(self, read: impl FnOnce(&Rules) -> R) -> R {
        self.state().loaded.value.with(|rules| rules.as_ref().map(read).unwrap_or_default())
    }

    /// The rules' ids, in order.
    pub fn ids(self) -> Vec<String> {
        self.with(|policy| policy.rules.iter().map(|rule| rule.id.clone()).collect()).unwrap_or_default()
    }

    /// Changes the draft; it begins with what is published.
    pub fn change<R>(self, change: impl FnOnce(&mut Policy) -> R) -> Option<R> {
        let now = self.state().loaded.value.get_untracked()?;
        let mut changed = None;
        self.state().edit.update(|edit| {
            let edit = edit.get_or_insert_with(|| Edit::begin(&now.version, now.policy));
            changed = Some(change(&mut edit.value));
        });
        self.state().keep();
        changed
    }

    /// Changes one rule.
    pub fn change_rule(self, id: &str, change: impl FnOnce(&mut Rule)) {
        self.change(|policy| {
            if let Some(rule) = policy.rules.iter_mut().find(|rule| rule.id == id) {
                change(rule);
            }
        });
    }

    /// Changes the draft and says so, with a way back.
    pub fn change_undoable<R>(self, change: impl FnOnce(&mut Policy) -> R, said: impl FnOnce(&R) -> Said) {
        let Some(before) = untrack(|| self.with(Policy::clone)) else { return };
        if let Some(done) = self.change(change) {
            self.console.toast_draft(said(&done), move || {
                self.change(|policy| policy.clone_from(&before));
            });
        }
    }

    /// Throws the draft away.
    pub fn discard(self) {
        let state = self.state();
        state.edit.set(None);
        state.keep();
        state.trouble.set(None);
        self.console.drop_draft_toasts();
    }

    /// What is the matter with a rule.
    pub fn flaws_of(self, id: &str) -> Vec<Flaw> {
        self.flaws.with(|all| all.iter().filter(|(rule, _)| rule == id).map(|(_, flaw)| flaw.clone()).collect())
    }

    /// Whether something keeps the rules from being published.
    pub fn is_wrong(self) -> bool {
        self.flaws.with(|all| all.iter().any(|(_, flaw)| flaw.is_problem()))
    }

    /// What differs from what is published.
    pub fn differences(self) -> Vec<Differs> {
        self.differences.get()
    }

    /// How often a rule decides in the conversations that were loaded.
    pub fn fired(self, id: &str) -> Option<Fired> {
        self.simulation.with(|simulation| Some(simulation.as_ref()?.rules.get(id).copied().unwrap_or_default()))
    }

    /// What a queue is called.
    pub fn queue_name(self, id: &str) -> String {
        let language = self.console.language.get();
        self.state().loaded.value.with(|rules| name_in(rules.as_ref().map_or(&[], |rules| &rules.queues), id, language))
    }

    /// Publishes the draft, or old rules out of a publication.
    pub async fn publish(self, policy: Policy, from: Option<u64>) {
        let (console, state) = (self.console, self.state());
        let published = state.loaded.value.get_untracked();
        let edit = state.edit.get_untracked().filter(|_| from.is_none());
        let version = edit.map(|edit| edit.version).or_else(|| published.as_ref().map(|rules| rules.version.clone()));
        let (Some(version), Some(published)) = (version, published) else { return };
        match api::change_rules(&version, &RulesChange { policy: policy.clone(), from }).await {
            Ok(rules) => {
                state.edit.update(|edit| match edit {
                    Some(draft) if from.is_none() && draft.value == policy => *edit = None,
                    // What was changed while it was on its way is not published yet.
                    Some(draft) if from.is_none() => draft.over(&rules.version, &rules.policy),
                    _ => {}
                });
                if state.edit.with_untracked(Option::is_none) {
                    console.drop_draft_toasts();
                }
                state.take(console, Ok(rules));
                state.trouble.try_set(None);
                let said = if from.is_some() { Said::Restored } else { Said::Published };
                console
                    .toast_undo(said, move || spawn_local(put_back(console, published.policy.clone(), policy.clone())));
                state.load_versions(console).await;
            }
            Err(Trouble::Stale) => state.load(console).await,
            Err(trouble) => {
                console.note_trouble(&trouble);
                state.trouble.try_set(Some(trouble));
            }
        }
    }

    /// Loads the latest conversations, one after the other.
    pub async fn look_back(self) {
        let (console, state) = (self.console, self.state());
        if state.loading.get_untracked().is_some() {
            return;
        }
        state.loading.set(Some((0, 0)));
        state.trouble.set(None);
        match past(state).await {
            Ok(past) => state.past.set(Some(past)),
            Err(trouble) => {
                console.note_trouble(&trouble);
                state.trouble.set(Some(trouble));
            }
        }
        state.loading.set(None);
    }
}

async fn past(state: RulesState) -> Result<Past, Trouble> {
    let mut ids = Vec::new();
    let mut before = None;
    loop {
        let page = api::inbox(Filter::All, before).await?;
        before = page.conversations.last().map(|row| row.updated_at);
        let empty = page.conversations.is_empty();
        ids.extend(page.conversations.into_iter().map(|row| row.conversation));
        if empty || ids.len() >= MOST_PAST {
            break;
        }
    }
    ids.truncate(MOST_PAST);
    let mut logs = Vec::new();
    for (place, id) in ids.iter().enumerate() {
        state.loading.set(Some((place, ids.len())));
        match api::events(id, 0).await {
            Ok(log) => logs.push((id.clone(), log.events)),
            // It may have been erased since.
            Err(Trouble::NotFound) => {}
            Err(trouble) => return Err(trouble),
        }
    }
    Ok(logs)
}

/// Takes a publication back, unless somebody has published since.
async fn put_back(console: Console, before: Policy, published: Policy) {
    let state = console.rules;
    state.load(console).await;
    let now = state.loaded.value.get_untracked().filter(|now| now.policy == published);
    let Some(now) = now else { return console.toast(Office::ChangedSince) };
    match api::change_rules(&now.version, &RulesChange { policy: before, from: None }).await {
        Ok(rules) => {
            state.take(console, Ok(rules));
            console.toast(Office::PutBack);
            state.load_versions(console).await;
        }
        Err(trouble) => console.toast(Text::Trouble(trouble)),
    }
}

/// What a queue is called in a language; its id where it is no longer there.
pub fn name_in(queues: &[Queue], id: &str, language: Language) -> String {
    let queue = queues.iter().find(|queue| queue.id == id);
    let name = queue.and_then(|queue| queue.name.get(&language).or_else(|| queue.name.values().next()));
    name.map_or_else(|| id.to_owned(), Clone::clone)
}
