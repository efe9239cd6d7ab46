//! What the tool asks of a running edge, with the admin key.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use baton_shared::conversation::Recorded;
use baton_shared::protocol::{Deliveries, DeliveryRow, Invite, Invited, Problem, ProblemPart};
use baton_shared::workspace::Workspace;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::{Response, StatusCode};

use super::state;
use crate::project::Project;
use crate::{model, say};

const LIMIT: Duration = Duration::from_secs(30);
const BEATEN: &str = "another workspace was published at the same moment; try again";

/// A running edge, as its administrator sees it.
#[derive(Clone)]
pub struct Admin {
    agent: Agent,
    url: String,
    key: String,
}

/// A conversation's whole log.
#[derive(Deserialize)]
struct Log {
    events: Vec<Recorded>,
}

#[derive(Deserialize)]
struct Version {
    version: u64,
    model: Option<String>,
}

/// A workspace with the model of its articles.
#[derive(Serialize)]
struct Publication<'w> {
    #[serde(flatten)]
    workspace: &'w Workspace,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
}

/// A workspace with the number of its publication.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// Counts from 1.
    pub version: u64,
    /// What it says.
    pub workspace: Workspace,
    /// The model of its articles, by the name that the edge gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

impl Admin {
    /// The edge at an address.
    pub fn new(url: &str, key: &str) -> Self {
        let agent = Agent::config_builder().http_status_as_error(false).timeout_global(Some(LIMIT)).build().into();
        Self { agent, url: url.trim_end_matches('/').to_owned(), key: key.to_owned() }
    }

    /// The edge that is named, else the one that `cargo baton dev` runs.
    pub fn of(url: Option<&str>, key: Option<&str>) -> Result<Self> {
        if let Some((url, key)) = url.zip(key) {
            return Ok(Self::new(url, key));
        }
        let project = Project::find()?;
        let url = url.map_or_else(|| state::url(&project), str::to_owned);
        let key =
            key.map_or_else(|| state::secrets(&project).map(|secrets| secrets.admin_key), |key| Ok(key.to_owned()))?;
        Ok(Self::new(&url, &key))
    }

    /// The address, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Publishes a workspace over whatever is there, with a model of its articles; gives its version.
    pub fn publish(&self, workspace: &Workspace) -> Result<u64> {
        self.publish_if("*", workspace, Some(&model::of(workspace)?))?.context(BEATEN)
    }

    /// Publishes a workspace over whatever is there, without a model of its articles; gives its version.
    pub fn publish_words_alone(&self, workspace: &Workspace) -> Result<u64> {
        self.publish_if("*", workspace, None)?.context(BEATEN)
    }

    /// Publishes a workspace over a version, 0 for none; gives its own, or nothing where another is there by now.
    pub fn publish_over(&self, version: u64, workspace: &Workspace) -> Result<Option<u64>> {
        self.publish_if(&format!("\"{version}\""), workspace, Some(&model::of(workspace)?))
    }

    fn publish_if(&self, matches: &str, workspace: &Workspace, model: Option<&[u8]>) -> Result<Option<u64>> {
        let request = self.agent.put(self.at("/admin/workspace")).header("authorization", self.bearer());
        let publication = Publication { workspace, model: model.map(|model| STANDARD.encode(model)) };
        let answer = request.header("if-match", matches).send_json(publication).with_context(|| self.unreachable())?;
        if answer.status() == StatusCode::PRECONDITION_FAILED {
            return Ok(None);
        }
        let told: Version = self.read("publish the workspace", answer)?;
        if model.is_some() && told.model.is_none() {
            say::line("articles are found by their words alone: bind an R2 bucket as FILES, see wrangler.toml");
        }
        Ok(Some(told.version))
    }

    /// The published workspace, if there is one.
    pub fn workspace(&self) -> Result<Option<Published>> {
        let request = self.agent.get(self.at("/admin/workspace")).header("authorization", self.bearer());
        let mut answer = request.call().with_context(|| self.unreachable())?;
        if answer.status() == StatusCode::SERVICE_UNAVAILABLE
            && answer.body_mut().read_json::<Problem>().is_ok_and(|problem| problem.code == "not_published")
        {
            return Ok(None);
        }
        self.read("read the workspace", answer).map(Some)
    }

    /// Invites somebody into the team.
    pub fn invite(&self, invite: &Invite) -> Result<Invited> {
        let request = self.agent.post(self.at("/admin/team")).header("authorization", self.bearer());
        let answer = request.send_json(invite).with_context(|| self.unreachable())?;
        self.read("invite them", answer)
    }

    /// Makes a new link for somebody who is of the team already.
    pub fn renew_invitation(&self, member: &str) -> Result<Invited> {
        let path = format!("/admin/team/{member}/invitation");
        self.post(&path, "make a link for them", &Value::Null)
    }

    /// Sends webhooks to an address.
    pub fn put_endpoint(&self, id: &str, url: &str, secret: &str) -> Result<()> {
        let request = self.agent.put(self.at(&format!("/admin/endpoints/{id}"))).header("authorization", self.bearer());
        let body = json!({"url": url, "secret": secret, "kinds": []});
        let answer = request.send_json(body).with_context(|| self.unreachable())?;
        self.succeeded("register the webhook endpoint", answer).map(drop)
    }

    /// Sends no more webhooks to an endpoint.
    pub fn delete_endpoint(&self, id: &str) -> Result<()> {
        let request =
            self.agent.delete(self.at(&format!("/admin/endpoints/{id}"))).header("authorization", self.bearer());
        let answer = request.call().with_context(|| self.unreachable())?;
        self.succeeded("remove the webhook endpoint", answer).map(drop)
    }

    /// A conversation's whole log.
    pub fn log(&self, conversation: &str) -> Result<Vec<Recorded>> {
        let log: Log = self.get(&format!("/admin/conversations/{conversation}"), "read a conversation")?;
        Ok(log.events)
    }

    /// The delivery log of a conversation.
    pub fn deliveries(&self, conversation: &str) -> Result<Vec<DeliveryRow>> {
        let path = format!("/admin/deliveries?conversation={conversation}");
        let deliveries: Deliveries = self.get(&path, "read the delivery log")?;
        Ok(deliveries.deliveries)
    }

    /// Asks for something.
    pub fn get<T: DeserializeOwned>(&self, path: &str, what: &str) -> Result<T> {
        let request = self.agent.get(self.at(path)).header("authorization", self.bearer());
        let answer = request.call().with_context(|| self.unreachable())?;
        self.read(what, answer)
    }

    /// Tells something.
    pub fn post<T: DeserializeOwned>(&self, path: &str, what: &str, body: &Value) -> Result<T> {
        let request = self.agent.post(self.at(path)).header("authorization", self.bearer());
        self.read(what, request.send_json(body).with_context(|| self.unreachable())?)
    }

    /// The bytes of a file; nothing where there is none.
    pub fn get_bytes(&self, path: &str, what: &str) -> Result<Option<Vec<u8>>> {
        let request = self.agent.get(self.at(path)).header("authorization", self.bearer());
        let answer = request.call().with_context(|| self.unreachable())?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let mut answer = self.succeeded(what, answer)?;
        Ok(Some(answer.body_mut().with_config().limit(u64::MAX).read_to_vec()?))
    }

    /// Brings the bytes of a file.
    pub fn put_bytes(&self, path: &str, what: &str, bytes: &[u8]) -> Result<()> {
        let request = self.agent.put(self.at(path)).header("authorization", self.bearer());
        let answer = request.content_type("application/octet-stream").send(bytes);
        self.succeeded(what, answer.with_context(|| self.unreachable())?).map(drop)
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.key)
    }

    fn unreachable(&self) -> String {
        format!("no Baton answers at {}; start `cargo baton dev`, or name another with --url", self.url)
    }

    fn read<T: DeserializeOwned>(&self, what: &str, answer: Response<ureq::Body>) -> Result<T> {
        let mut answer = self.succeeded(what, answer)?;
        if answer.status() == StatusCode::NO_CONTENT {
            return Ok(serde_json::from_value(Value::Null)?);
        }
        let value = answer.body_mut().with_config().limit(u64::MAX).read_json();
        value.with_context(|| format!("Baton's answer to \"{what}\" cannot be read; are tool and edge of one version?"))
    }

    fn succeeded(&self, what: &str, mut answer: Response<ureq::Body>) -> Result<Response<ureq::Body>> {
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        if status == StatusCode::UNAUTHORIZED || status == StatusCode::FORBIDDEN {
            bail!("{} refuses the admin key; give its BATON_ADMIN_KEY with --key", self.url);
        }
        let text = answer.body_mut().read_to_string().unwrap_or_default();
        Err(match serde_json::from_str::<Problem>(&text) {
            Ok(problem) => {
                let field = problem.field.map(|field| format!(" at {field}")).unwrap_or_default();
                let part = |part: &ProblemPart| format!("\n{} {}: {}", part.file, part.field, part.detail);
                let parts: String = problem.errors.iter().map(part).collect();
                anyhow!("Baton did not {what}{field}: {}{parts}", problem.detail)
            }
            Err(_) => anyhow!("Baton did not {what}: it answered {status}"),
        })
    }
}

/// A value as JSON, for answers that programs read.
pub fn print(value: &Value) {
    println!("{value}");
}
