//! Projections: what others keep of this conversation. The log itself is the outbox: a projection remembers up to
//! which event it was written and is written again until it has caught up. Writing one twice changes nothing,
//! because the row with the greater number wins.

use baton_shared::conversation::{Author, Command, Episode, Event, Line, Status, Unavailable, unanswered};
use baton_shared::handoff::WebhookKind;
use baton_shared::metrics::facts;
use baton_shared::protocol::{CustomerClaims, CustomerContact};
use baton_shared::time::Timestamp;
use serde::Serialize;
use worker::wasm_bindgen::JsValue;

use super::live::Live;
use super::object::Inner;
use crate::failpoint::failpoint;
use crate::failure::Failure;
use crate::gaps;
use crate::internal::{
    Accepted, AskCustomer, AskDesk, CustomerKept, CustomerUpdate, DeskUpdate, Standing, WaitingHandoff, ask,
};
use crate::platform;
use crate::published::{self, number};
use crate::record;

/// The inbox index and the facts, one row of the database.
const INDEX: &str = "index";
/// The desk's view of the queue.
const DESK: &str = "desk";
/// What is kept of the customer, where they are identified.
const CUSTOMER: &str = "customer";
/// What the conversation asked and nothing answered.
const GAPS: &str = "gaps";
/// All of them.
const TARGETS: [&str; 4] = [INDEX, DESK, CUSTOMER, GAPS];
/// Milliseconds after which a projection that has not caught up is tried again.
const PROJECT_AGAIN_MS: u64 = 5000;
/// Characters of the latest message that the inbox shows.
const PREVIEW_CHARS: usize = 120;
/// Who counts as told of a handoff where the company has no endpoint for it.
const DESK_ENDPOINT: &str = "desk";

/// The form of the index's rows. The sweep has rows of an earlier form written again; raise it with a column, and with an
/// index like `conversation_by_form` in a migration.
pub(crate) const INDEX_FORM: u32 = 3;

const UPSERT: &str = "
INSERT INTO conversation (workspace, id, seq, status, language, queue, priority, agent, reason, preview, customer,
  revenue_at_stake, opened_at, updated_at, waiting_since, facts, subject_hash, form, erased, has_files, came_back)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
ON CONFLICT (workspace, id) DO UPDATE SET seq = excluded.seq, status = excluded.status, language = excluded.language,
  queue = excluded.queue, priority = excluded.priority, agent = excluded.agent, reason = excluded.reason,
  preview = excluded.preview, customer = excluded.customer, revenue_at_stake = excluded.revenue_at_stake,
  opened_at = excluded.opened_at, updated_at = excluded.updated_at, waiting_since = excluded.waiting_since,
  facts = excluded.facts, subject_hash = excluded.subject_hash, form = excluded.form,
  erased = excluded.erased, has_files = excluded.has_files, came_back = excluded.came_back
WHERE excluded.seq >= conversation.seq";

impl Inner {
    /// Writes the projections that lag behind; all of them where `again` says so.
    pub(super) async fn project(&self, again: bool) -> Result<(), Failure> {
        if self.projecting.replace(true) {
            // Whoever is at it looks for newer events before they stop.
            return Ok(());
        }
        let done = self.catch_up(again).await;
        self.projecting.set(false);
        done
    }

    /// When to project again: something is still under way that may fail, or has happened since.
    pub(super) fn next_projection(&self, now: Timestamp) -> Result<Option<Timestamp>, Failure> {
        let head = self.with_live(|live| Ok(live.state.seq))?;
        for target in TARGETS {
            if self.store.projected(target)? < head {
                return Ok(Some(now.plus_ms(PROJECT_AGAIN_MS)));
            }
        }
        Ok(None)
    }

    async fn catch_up(&self, mut again: bool) -> Result<(), Failure> {
        loop {
            let head = self.with_live(|live| Ok(live.state.seq))?;
            let lags = |target| Ok::<_, Failure>(again || self.store.projected(target)? < head);
            let (index, desk, customer, gaps) = (lags(INDEX)?, lags(DESK)?, lags(CUSTOMER)?, lags(GAPS)?);
            if !(index || desk || customer || gaps) {
                return Ok(());
            }
            if index {
                self.write_index().await?;
                failpoint(&self.bindings(), "after-index").await;
            }
            if desk {
                self.tell_desk().await?;
                failpoint(&self.bindings(), "after-desk").await;
            }
            if customer {
                self.tell_customer().await?;
                failpoint(&self.bindings(), "after-customer").await;
            }
            if gaps {
                self.write_gaps(again).await?;
            }
            // All in one write. What is lost before it is written again, which changes nothing.
            self.store.set_projected(&TARGETS, head)?;
            self.settle_without_endpoints().await?;
            again = false;
        }
    }

    async fn write_index(&self) -> Result<(), Failure> {
        let Some(database) = self.bindings().database() else { return Ok(()) };
        let has_files = self.store.has_sent_files()?;
        let values = self.with_live(|live| index_row(live, has_files))?;
        database.prepare(UPSERT).bind(&values)?.run().await?;
        Ok(())
    }

    /// Writes what nothing answered, where something new was asked in vain or something was erased.
    async fn write_gaps(&self, again: bool) -> Result<(), Failure> {
        let later = self.store.log(self.store.projected(GAPS)?)?;
        let (workspace, id, interface) =
            self.with_live(|live| Ok((live.meta.workspace.clone(), live.meta.id.clone(), live.state.language)))?;
        let erased = later.iter().any(|recorded| matches!(recorded.event, Event::ContentErased { .. }));
        let decided = later.iter().any(|recorded| matches!(recorded.event, Event::Decided { .. }));
        if !(again || erased || decided) {
            return Ok(());
        }
        let found = unanswered(&self.store.log(0)?, interface);
        if again || erased || !found.is_empty() {
            gaps::write(&self.bindings(), &workspace, &id, &found).await?;
        }
        Ok(())
    }

    async fn tell_desk(&self) -> Result<(), Failure> {
        let (workspace, update) = self.with_live(|live| Ok((live.meta.workspace.clone(), desk_update(live))))?;
        let holder = update.agent.clone();
        let standing: Standing = ask(&self.bindings().desk(&workspace)?, &AskDesk::Update(update)).await?;
        failpoint(&self.bindings(), "desk-answered").await;
        match holder {
            Some(agent) => self.at_desk(&agent, standing).await,
            None => Ok(()),
        }
    }

    /// Tells the customer's record of this conversation. Anonymous visitors have none.
    async fn tell_customer(&self) -> Result<(), Failure> {
        let told = self.with_live(|live| Ok(customer_update(live).map(|told| (live.meta.workspace.clone(), told))))?;
        let Some((workspace, (id, update))) = told else { return Ok(()) };
        let (bindings, at) = (self.bindings(), update.updated_at);
        let object = bindings.customer(&workspace, &id)?;
        let kept: CustomerKept = ask(&object, &AskCustomer::Update(Box::new(update))).await?;
        if kept.is_kept {
            record::write_row(&bindings, &workspace, &id, at.0).await
        } else {
            record::delete_row(&bindings, &workspace, &id).await
        }
    }

    /// Where no endpoint takes handoffs, the desk is who must be told, and now it has been.
    async fn settle_without_endpoints(&self) -> Result<(), Failure> {
        let undelivered =
            self.with_live(|live| Ok(live.state.open_episode().filter(|open| !open.delivered).map(|open| open.id)))?;
        let Some(episode) = undelivered else { return Ok(()) };
        let current = published::current(&self.bindings()).await?;
        if !current.endpoints.iter().any(|endpoint| endpoint.wants(WebhookKind::Handoff)) {
            self.apply(Command::HandoffDelivered { episode, endpoint: DESK_ENDPOINT.to_owned() }, &current)?;
        }
        Ok(())
    }
}

fn index_row(live: &Live, has_files: bool) -> Result<Vec<JsValue>, Failure> {
    let state = &live.state;
    let episode = state.episode.as_ref();
    let open = state.open_episode();
    let latest = state.lines.iter().rev().find(|line| line.author == Author::Customer);
    let preview = latest.and_then(words).map(|text| text.chars().take(PREVIEW_CHARS).collect::<String>());
    let waiting = open.filter(|_| state.status == Status::Waiting);
    Ok(vec![
        live.meta.workspace.as_str().into(),
        live.meta.id.as_str().into(),
        number(state.seq),
        word(&state.status)?,
        word(&state.written_language())?,
        text(episode.map(|episode| episode.queue.clone())),
        word(&episode.map(|episode| episode.priority).unwrap_or_default())?,
        text(open.and_then(|open| open.agent.as_ref()).map(|agent| agent.name.clone())),
        text(episode.and_then(|episode| episode.reasons.first()).map(|reason| reason.code.clone())),
        text(preview),
        text(state.known.name.clone()),
        JsValue::from(u32::from(episode.is_some_and(|episode| episode.revenue_at_stake))),
        number(state.opened_at.0),
        number(state.updated_at.0),
        waiting.map_or(JsValue::NULL, |open| number(open.started_at.0)),
        serde_json::to_string(&facts(state, platform::now()))?.as_str().into(),
        text(state.known.subject_hash.clone()),
        JsValue::from(INDEX_FORM),
        JsValue::from(u32::from(state.erased)),
        JsValue::from(u32::from(has_files)),
        JsValue::from(u32::from(state.has_come_back())),
    ])
}

/// What a line says; of one that is only files, their names.
fn words(line: &Line) -> Option<String> {
    let text = line.text.as_ref()?;
    let names = || line.attachments.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ");
    Some(if text.is_empty() { names() } else { text.clone() })
}

fn desk_update(live: &Live) -> DeskUpdate {
    let state = &live.state;
    let open = state.open_episode();
    let waiting = open.filter(|open| open.agent.is_none()).map(|open| WaitingHandoff {
        episode: open.id,
        queue: open.queue.clone(),
        priority: open.priority,
        since: open.started_at,
        last_agent: state.last_agent.as_ref().map(|agent| agent.id.clone()),
    });
    // Whoever was stepped in on did not wait, and whoever came to a closed queue waited for the morning: neither says
    // how long a wait is.
    let waited = |episode: &&Episode| {
        let closed = matches!(episode.unavailable, Some(Unavailable::OutOfHours { .. }));
        !closed && episode.joined_at.is_some_and(|at| at > episode.started_at)
    };
    let accepted = state.episode.as_ref().filter(waited).and_then(|episode| {
        let at = episode.joined_at?;
        let after_ms = at.since_ms(episode.started_at);
        Some(Accepted { episode: episode.id, queue: episode.queue.clone(), after_ms, at })
    });
    DeskUpdate {
        conversation: live.meta.id.clone(),
        seq: state.seq,
        language: state.language,
        waiting,
        agent: open.and_then(|open| open.agent.as_ref()).map(|agent| agent.id.clone()),
        accepted,
    }
}

/// Whose record is told of this conversation, and what.
fn customer_update(live: &Live) -> Option<(String, CustomerUpdate)> {
    let (state, known) = (&live.state, &live.state.known);
    let id = known.subject_hash.clone()?;
    let claims = known.subject.clone().map(|subject| CustomerClaims {
        subject,
        name: known.name.clone(),
        email: known.email.clone(),
        facts: known.facts.clone().unwrap_or_default(),
        at: state.updated_at,
    });
    let contact = known.contact.clone().map(|address| CustomerContact {
        address,
        when: known.contact_when.clone(),
        conversation: live.meta.id.clone(),
        at: state.updated_at,
    });
    let update = CustomerUpdate {
        conversation: live.meta.id.clone(),
        seq: state.seq,
        status: state.status,
        opened_at: state.opened_at,
        updated_at: state.updated_at,
        claims,
        contact,
        erased: state.erased,
    };
    Some((id, update))
}

/// A serialised enum's word.
fn word<T: Serialize>(value: &T) -> Result<JsValue, Failure> {
    let value = serde_json::to_value(value)?;
    Ok(value.as_str().unwrap_or_default().into())
}

fn text(value: Option<String>) -> JsValue {
    value.map_or(JsValue::NULL, |value| value.as_str().into())
}
