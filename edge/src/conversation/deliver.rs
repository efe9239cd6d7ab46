//! Webhooks: sent at least once, in order for each endpoint, by the alarm. What was sent and what came of it is
//! stored before anything else happens; the delivery log in the database is a projection of that.

use std::collections::BTreeMap;

use baton_shared::conversation::{self, Command, Recorded, Seq, evolve};
use baton_shared::handoff::{Links, WebhookKind, payload};
use baton_shared::protocol::{DeliveryAttempt, DeliveryDetail, DeliveryRow};
use baton_shared::time::Timestamp;
use futures_util::future::join_all;
use serde::Deserialize;
use worker::wasm_bindgen::JsValue;
use worker::{D1Database, Response};

use super::object::Inner;
use super::store::{Outgoing, state_word};
use crate::failpoint::failpoint;
use crate::failure::Failure;
use crate::http::{json, no_content};
use crate::line;
use crate::parse::problem::{Code, problem};
use crate::platform;
use crate::post::{self, Answered, TIMEOUT_MS};
use crate::published::{Current, Endpoint, number};
use crate::token::reply::{ReplyScope, issue};
use crate::webhook::order::{self, Next, Row, RowState};
use crate::webhook::retry::{self, Admission, Attempt, Breaker, Verdict};

/// Milliseconds after which an endpoint's turn ends, so that others and the timers have theirs.
const TURN_MS: u64 = 10_000;

/// Lines of the delivery log that are written in one go: the database takes no endless batch.
const LOG_AT_ONCE: usize = 50;

/// Whether a body holds the reply address, which lets whoever has it reply.
#[derive(Clone, Copy)]
enum Reply {
    Given,
    Hidden,
}

#[derive(Deserialize)]
struct HealthRow {
    consecutive_failures: u32,
    open_until: Option<u64>,
}

impl Inner {
    /// Sends what is due, to all endpoints at once, and brings the delivery log up to date.
    pub(super) async fn deliver(&self, current: &Current) -> Result<(), Failure> {
        let mut due: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for outgoing in self.store.waiting_webhooks()? {
            due.entry(outgoing.endpoint).or_default().push(outgoing.row);
        }
        let turns = due.keys().map(|endpoint| self.deliver_to(endpoint, current));
        let ended = join_all(turns).await;
        let logged = self.log_deliveries().await;
        ended.into_iter().collect::<Result<(), Failure>>().and(logged)
    }

    /// When the next webhook may be sent.
    pub(super) fn next_webhook(&self, now: Timestamp) -> Result<Option<Timestamp>, Failure> {
        let mut rows: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for outgoing in self.store.waiting_webhooks()? {
            rows.entry(outgoing.endpoint).or_default().push(outgoing.row);
        }
        let next = rows.values().filter_map(|rows| match order::next(rows, now) {
            Next::Send(_) => Some(now),
            Next::WaitUntil(at) => Some(at),
            Next::Nothing => None,
        });
        Ok(next.min())
    }

    /// One endpoint's turn: row after row, until nothing is due, the endpoint rests, or the turn is over.
    async fn deliver_to(&self, endpoint: &str, current: &Current) -> Result<(), Failure> {
        let started = platform::now();
        let database = self.bindings().database();
        let Some(target) = current.endpoints.iter().find(|known| known.id == endpoint) else {
            return self.give_up(endpoint);
        };
        let mut health = health(database.as_ref(), current.workspace(), endpoint).await?;
        while platform::now().since_ms(started) < TURN_MS {
            let rows: Vec<Row> = self.waiting_for(endpoint)?.into_iter().map(|outgoing| outgoing.row).collect();
            let Next::Send(seq) = order::next(&rows, platform::now()) else { return Ok(()) };
            match health.admit(platform::now()) {
                Admission::Send => {}
                Admission::Probe(claimed) => {
                    if !claim_probe(database.as_ref(), current.workspace(), endpoint, health, claimed).await? {
                        return self.postpone(endpoint, platform::now().plus_ms(TIMEOUT_MS));
                    }
                    health = claimed;
                }
                Admission::Wait(until) => return self.postpone(endpoint, until),
            }
            let answered = self.attempt(target, seq, current).await?;
            let base_ms = self.bindings().retry_base_ms();
            let after = health.after(&answered.outcome(), platform::now(), base_ms, platform::unit());
            if after != health {
                store_health(database.as_ref(), current.workspace(), endpoint, after).await?;
                health = after;
            }
        }
        Ok(())
    }

    fn waiting_for(&self, endpoint: &str) -> Result<Vec<Outgoing>, Failure> {
        let waiting = self.store.waiting_webhooks()?.into_iter();
        Ok(waiting.filter(|outgoing| outgoing.endpoint == endpoint).collect())
    }

    /// The endpoint has been taken away: what was meant for it is a dead letter.
    fn give_up(&self, endpoint: &str) -> Result<(), Failure> {
        for mut outgoing in self.waiting_for(endpoint)? {
            outgoing.row.state = RowState::Dead;
            self.store.settle(&outgoing)?;
        }
        Ok(())
    }

    /// The endpoint rests: nothing goes to it before a time, and no attempt is counted.
    fn postpone(&self, endpoint: &str, until: Timestamp) -> Result<(), Failure> {
        for mut outgoing in self.waiting_for(endpoint)? {
            if outgoing.row.next_at < until {
                outgoing.row.next_at = until;
                self.store.settle(&outgoing)?;
            }
        }
        Ok(())
    }

    /// Sends one webhook and stores what came of it.
    async fn attempt(&self, endpoint: &Endpoint, seq: Seq, current: &Current) -> Result<Answered, Failure> {
        let now = platform::now();
        let (id, body) = self.body(&endpoint.id, seq, current, Reply::Given)?;
        let request = post::request(endpoint, &id, &body, self.bindings().surroundings(), now)?;
        failpoint(&self.bindings(), "before-webhook").await;
        let answered = match request {
            Some(request) => post::send(request).await,
            None => Answered::default(),
        };
        failpoint(&self.bindings(), "after-webhook").await;
        // The row is read after the wait: nothing that was decided meanwhile is lost.
        let Some(mut outgoing) = self.store.webhook(&endpoint.id, seq)? else { return Ok(answered) };
        let now = platform::now();
        outgoing.row.attempts += 1;
        outgoing.last_status = answered.status;
        let attempt = Attempt {
            number: outgoing.row.attempts,
            since: outgoing.since,
            now,
            base_ms: self.bindings().retry_base_ms(),
            random: platform::unit(),
        };
        match retry::judge(&answered.outcome(), &attempt) {
            Verdict::Delivered => outgoing.row.state = RowState::Delivered,
            Verdict::Retry { at } => outgoing.row.next_at = at,
            Verdict::Dead { .. } => outgoing.row.state = RowState::Dead,
        }
        self.store.settle(&outgoing)?;
        let answer = answered.text.clone();
        let kept = DeliveryAttempt { at: now, status: answered.status, took_ms: answered.took_ms, answer };
        self.store.add_attempt(&endpoint.id, seq, &kept)?;
        if outgoing.row.state == RowState::Delivered && outgoing.row.kind == WebhookKind::Handoff {
            self.handoff_arrived(seq, endpoint, current)?;
        }
        failpoint(&self.bindings(), "after-settle").await;
        Ok(answered)
    }

    fn handoff_arrived(&self, seq: Seq, endpoint: &Endpoint, current: &Current) -> Result<(), Failure> {
        let told = self.with_live(|live| {
            Ok(live.state.episode.as_ref().filter(|episode| episode.started_seq == seq).map(|episode| episode.id))
        })?;
        if let Some(episode) = told {
            self.apply(Command::HandoffDelivered { episode, endpoint: endpoint.id.clone() }, current)?;
        }
        Ok(())
    }

    /// Id and body of a webhook: the conversation as it stood at its event, less what has been erased since.
    fn body(&self, endpoint: &str, seq: Seq, current: &Current, reply: Reply) -> Result<(String, String), Failure> {
        let log: Vec<Recorded> = self.store.log(0)?.into_iter().take_while(|recorded| recorded.seq <= seq).collect();
        let after = log.iter().fold(conversation::Conversation::default(), evolve);
        let meta = self.with_live(|live| Ok(live.meta.clone()))?;
        let event = log.last().ok_or_else(|| worker::Error::from("a webhook without its event"))?;
        let kind = baton_shared::handoff::webhook_kind(&event.event)
            .ok_or_else(|| worker::Error::from("a webhook for an event that has none"))?;
        let reply = after.open_episode().filter(|open| !open.links_revoked).map(|open| {
            let token = match reply {
                Reply::Given => {
                    let (conversation, endpoint) = (meta.id.clone(), endpoint.to_owned());
                    let scope = ReplyScope { conversation, episode: open.id, endpoint };
                    let token = issue(&scope, self.bindings().session_key()?.as_bytes());
                    token.map_err(|_| worker::Error::from("a reply address could not be made"))?
                }
                Reply::Hidden => "…".to_owned(),
            };
            Ok::<_, Failure>(format!("{}/reply/{token}", meta.origin))
        });
        let links = Links { console: format!("{}/console/#/c/{}", meta.origin, meta.id), reply: reply.transpose()? };
        let payload = payload(kind, &meta.id, current.workspace(), &after, &log, event, links);
        Ok((webhook_id(&meta.id, seq, endpoint), serde_json::to_string(&payload)?))
    }

    /// What is known of a webhook: its attempts, and its body with what has not been erased.
    pub(super) fn delivery(&self, id: &str, current: &Current) -> Result<Response, Failure> {
        self.load()?;
        let outgoing = self.outgoing(id)?;
        let (seq, attempts) = (outgoing.row.seq, self.store.attempts(&outgoing.endpoint, outgoing.row.seq)?);
        let (_, body) = self.body(&outgoing.endpoint, seq, current, Reply::Hidden)?;
        let is_waiting = state_word(outgoing.row.state) == state_word(RowState::Waiting);
        let delivery = DeliveryRow {
            id: id.to_owned(),
            conversation: self.with_live(|live| Ok(live.meta.id.clone()))?,
            kind: outgoing.row.kind.as_str().to_owned(),
            endpoint: outgoing.endpoint,
            attempts: outgoing.row.attempts,
            last_status: outgoing.last_status,
            state: state_word(outgoing.row.state).to_owned(),
            updated_at: attempts.last().map_or(outgoing.since, |attempt| attempt.at),
        };
        json(&DeliveryDetail { delivery, next_at: is_waiting.then_some(outgoing.row.next_at), attempts, body })
    }

    fn outgoing(&self, id: &str) -> Result<Outgoing, Failure> {
        let unknown = || Failure::from(problem(Code::NotFound, "there is no delivery with this id"));
        let (seq, endpoint) = parse_webhook_id(id).ok_or_else(unknown)?;
        self.store.webhook(endpoint, seq)?.ok_or_else(unknown)
    }

    /// Sends a webhook that has not arrived at once: a dead one as if it were new, one that waits without its wait. Older
    /// ones that wait for the same endpoint are tried first, and an endpoint that rests is tried with it.
    pub(super) async fn replay_delivery(&self, id: &str) -> Result<Response, Failure> {
        self.load()?;
        let mut outgoing = self.outgoing(id)?;
        let now = platform::now();
        match outgoing.row.state {
            RowState::Delivered => return Err(line::arrived()),
            RowState::Waiting | RowState::Sending => {}
            RowState::Dead => {
                outgoing.since = now;
                outgoing.row = Row { attempts: 0, next_at: now, state: RowState::Waiting, ..outgoing.row };
                self.store.settle(&outgoing)?;
            }
        }
        for mut held_up in self.waiting_for(&outgoing.endpoint)? {
            if held_up.row.seq <= outgoing.row.seq && held_up.row.next_at > now {
                held_up.row.next_at = now;
                self.store.settle(&held_up)?;
            }
        }
        let workspace = self.with_live(|live| Ok(live.meta.workspace.clone()))?;
        end_rest(self.bindings().database().as_ref(), &workspace, &outgoing.endpoint, now).await?;
        self.wake_at(now).await?;
        no_content()
    }

    /// Brings the delivery log up to date. Idempotent: the later change of a webhook wins.
    async fn log_deliveries(&self) -> Result<(), Failure> {
        let rows = self.store.unlogged_webhooks()?;
        let Some(database) = self.bindings().database().filter(|_| !rows.is_empty()) else { return Ok(()) };
        let meta = self.with_live(|live| Ok(live.meta.clone()))?;
        let upsert = "INSERT INTO delivery (workspace, id, conversation, kind, endpoint, attempts, last_status, state, updated_at) \
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (workspace, id) DO UPDATE SET \
                      attempts = excluded.attempts, last_status = excluded.last_status, state = excluded.state, \
                      updated_at = excluded.updated_at WHERE excluded.updated_at >= delivery.updated_at";
        for rows in rows.chunks(LOG_AT_ONCE) {
            let mut statements = Vec::with_capacity(rows.len());
            for outgoing in rows {
                let values = [
                    meta.workspace.as_str().into(),
                    webhook_id(&meta.id, outgoing.row.seq, &outgoing.endpoint).as_str().into(),
                    meta.id.as_str().into(),
                    outgoing.row.kind.as_str().into(),
                    outgoing.endpoint.as_str().into(),
                    JsValue::from(outgoing.row.attempts),
                    outgoing.last_status.map_or(JsValue::NULL, JsValue::from),
                    state_word(outgoing.row.state).into(),
                    number(platform::now().0),
                ];
                statements.push(database.prepare(upsert).bind(&values)?);
            }
            database.batch(statements).await?;
            failpoint(&self.bindings(), "after-log").await;
            rows.iter().try_for_each(|outgoing| self.store.mark_logged(outgoing))?;
        }
        Ok(())
    }
}

/// The `webhook-id`: the same for every attempt, another for each endpoint.
fn webhook_id(conversation: &str, seq: Seq, endpoint: &str) -> String {
    format!("msg_{conversation}_{seq}_{endpoint}")
}

fn parse_webhook_id(id: &str) -> Option<(Seq, &str)> {
    let (_, rest) = id.strip_prefix("msg_")?.split_once('_')?;
    let (seq, endpoint) = rest.split_once('_')?;
    Some((seq.parse().ok()?, endpoint))
}

/// The conversation that a `webhook-id` belongs to.
pub(crate) fn conversation_of(id: &str) -> Option<&str> {
    id.strip_prefix("msg_")?.split_once('_').map(|(conversation, _)| conversation)
}

async fn health(database: Option<&D1Database>, workspace: &str, endpoint: &str) -> Result<Breaker, Failure> {
    let Some(database) = database else { return Ok(Breaker::default()) };
    let select = "SELECT consecutive_failures, open_until FROM endpoint WHERE workspace = ?1 AND id = ?2";
    let row: Option<HealthRow> =
        database.prepare(select).bind(&[workspace.into(), endpoint.into()])?.first(None).await?;
    Ok(row.map_or_else(Breaker::default, |row| Breaker {
        consecutive_failures: row.consecutive_failures,
        open_until: row.open_until.map(Timestamp),
    }))
}

async fn store_health(
    database: Option<&D1Database>,
    workspace: &str,
    endpoint: &str,
    health: Breaker,
) -> Result<(), Failure> {
    let Some(database) = database else { return Ok(()) };
    let update = "UPDATE endpoint SET consecutive_failures = ?3, open_until = ?4 WHERE workspace = ?1 AND id = ?2";
    let open_until = health.open_until.map_or(JsValue::NULL, |at| number(at.0));
    let values = [workspace.into(), endpoint.into(), JsValue::from(health.consecutive_failures), open_until];
    database.prepare(update).bind(&values)?.run().await?;
    Ok(())
}

/// Lets an endpoint that rests be tried from now on: what is sent next is its probe.
async fn end_rest(
    database: Option<&D1Database>,
    workspace: &str,
    endpoint: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let Some(database) = database else { return Ok(()) };
    let update = "UPDATE endpoint SET open_until = ?3 WHERE workspace = ?1 AND id = ?2 AND open_until > ?3";
    database.prepare(update).bind(&[workspace.into(), endpoint.into(), number(now.0)])?.run().await?;
    Ok(())
}

/// Only one conversation sends the probe: whoever moves the breaker on from what they read.
async fn claim_probe(
    database: Option<&D1Database>,
    workspace: &str,
    endpoint: &str,
    read: Breaker,
    claimed: Breaker,
) -> Result<bool, Failure> {
    let Some(database) = database else { return Ok(true) };
    let update = "UPDATE endpoint SET open_until = ?3 WHERE workspace = ?1 AND id = ?2 AND open_until IS ?4";
    let at = |time: Option<Timestamp>| time.map_or(JsValue::NULL, |at| number(at.0));
    let values = [workspace.into(), endpoint.into(), at(claimed.open_until), at(read.open_until)];
    let result = database.prepare(update).bind(&values)?.run().await?;
    Ok(result.meta()?.and_then(|meta| meta.changes) == Some(1))
}
