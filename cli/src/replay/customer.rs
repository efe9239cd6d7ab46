//! A customer's client, as strict as the widget: a message keeps its id until it is acknowledged, is sent again after
//! a lost connection, and waits as long as Baton asks.

use std::thread;
use std::time::Duration;

use baton_shared::protocol::{CustomerCommand, CustomerEvent, Events, OpenRequest, Opened, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use ureq::Agent;

use crate::{clock, stop};

/// So long a message is tried again, a restart of the worker included.
const PATIENCE: Duration = Duration::from_mins(2);
const ANSWER_LIMIT: Duration = Duration::from_secs(30);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// What sending cost.
#[derive(Clone, Debug, Default)]
pub struct Cost {
    /// Time of each request that was answered, in milliseconds.
    pub latencies_ms: Vec<f64>,
    /// Requests repeated because no answer came, or an error of the server's.
    pub repeated: u64,
    /// Requests repeated because Baton asked to wait.
    pub asked_to_wait: u64,
}

/// Why something was not accepted.
#[derive(Clone, Debug)]
pub struct Refused(pub String);

/// One customer's connection to Baton.
pub struct Customer {
    agent: Agent,
    url: String,
    token: String,
    /// What it cost so far.
    pub cost: Cost,
}

impl Customer {
    /// A customer with a secret of their own.
    pub fn new(url: &str, token: String) -> Self {
        let agent = Agent::config_builder().http_status_as_error(false).timeout_global(Some(ANSWER_LIMIT)).build();
        Self { agent: agent.into(), url: url.to_owned(), token, cost: Cost::default() }
    }

    /// Opens a conversation with its first message.
    pub fn open(&mut self, request: &OpenRequest) -> Result<Opened, Refused> {
        self.post("/v1/conversations", request)
    }

    /// Says something more.
    pub fn say(&mut self, conversation: &str, id: &str, text: &str) -> Result<Events, Refused> {
        let command = CustomerCommand::Say { id: id.to_owned(), text: text.to_owned(), attachments: Vec::new() };
        self.post(&format!("/v1/conversations/{conversation}/commands"), &command)
    }

    /// Everything that the customer may see.
    pub fn view(&mut self, conversation: &str) -> Result<Vec<CustomerEvent>, Refused> {
        let mut seen: Vec<CustomerEvent> = Vec::new();
        loop {
            let after = seen.last().map_or(0, |event| event.seq);
            let more: Events =
                self.request::<(), _>(&format!("/v1/conversations/{conversation}/events?after={after}"), None)?;
            if more.events.is_empty() {
                return Ok(seen);
            }
            seen.extend(more.events);
        }
    }

    fn post<B: Serialize, A: DeserializeOwned>(&mut self, path: &str, body: &B) -> Result<A, Refused> {
        let (answer, took) = self.request(path, Some(body))?;
        self.cost.latencies_ms.push(took);
        Ok(answer)
    }

    /// Sends until it is answered.
    fn request<B: Serialize, A: Answer>(&mut self, path: &str, body: Option<&B>) -> Result<A, Refused> {
        let began = clock::now();
        let mut pause = Duration::from_millis(100);
        loop {
            let sent = clock::now();
            let failure = match self.once(path, body) {
                Ok((200..300, _, text)) => {
                    let took = sent.elapsed().as_secs_f64() * 1000.0;
                    return A::read(&text, took).map_err(|error| Refused(format!("an answer cannot be read: {error}")));
                }
                Ok((429, retry_after, _)) => {
                    self.cost.asked_to_wait += 1;
                    thread::sleep(Duration::from_secs(retry_after.unwrap_or(1).clamp(1, 60)));
                    continue;
                }
                Ok((status @ 500.., _, _)) => format!("status {status}"),
                Ok((status, _, text)) => return Err(refused(status, &text)),
                Err(error) => error.to_string(),
            };
            if began.elapsed() > PATIENCE || stop::asked() {
                return Err(Refused(format!("no answer for {} s: {failure}", began.elapsed().as_secs())));
            }
            self.cost.repeated += 1;
            thread::sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    fn once<B: Serialize>(&self, path: &str, body: Option<&B>) -> Result<(u16, Option<u64>, String), ureq::Error> {
        let address = format!("{}{path}", self.url);
        let bearer = format!("Bearer {}", self.token);
        let mut answer = match body {
            Some(body) => self.agent.post(address).header("authorization", bearer).send_json(body),
            None => self.agent.get(address).header("authorization", bearer).call(),
        }?;
        let retry_after = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
        let text = answer.body_mut().with_config().limit(u64::MAX).read_to_string()?;
        Ok((answer.status().as_u16(), retry_after, text))
    }
}

/// What an answer is read into.
trait Answer: Sized {
    fn read(text: &str, took_ms: f64) -> serde_json::Result<Self>;
}

impl<A: DeserializeOwned> Answer for (A, f64) {
    fn read(text: &str, took_ms: f64) -> serde_json::Result<Self> {
        serde_json::from_str(text).map(|answer| (answer, took_ms))
    }
}

impl Answer for Events {
    fn read(text: &str, _: f64) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }
}

fn refused(status: u16, text: &str) -> Refused {
    match serde_json::from_str::<Problem>(text) {
        Ok(problem) => Refused(format!("{status} {}: {}", problem.code, problem.detail)),
        Err(_) => Refused(format!("status {status}")),
    }
}
