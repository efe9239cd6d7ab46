//! Requests to the edge. Each answers with a typed value or with one [`Trouble`].

use baton_shared::conversation::Seq;
use baton_shared::protocol::{
    AgentCommand, ArticleChange, ArticlePair, Articles, Audit, CustomerErased, CustomerRecord, Deliveries,
    DeliveryDetail, EndpointChange, EndpointSecret, EndpointTest, Endpoints, Gaps, Inbox, Invite, Invited, KeyRequest,
    Keys, Lessons, Me, MemberAbout, NewKey, RuleVersions, Rules, RulesChange, RulesThen, Section, SectionValue,
    Sessions, Settings, StaffEvents, Team, Ticket, Trial, TrialRequest, Tried, Try,
};
use baton_shared::time::Timestamp;
use gloo_net::http::{Method, RequestBuilder};
use js_sys::Uint8Array;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use crate::model::inbox::{Filter, status_word};
use crate::model::knowledge::Languages;
use crate::model::trouble::{Trouble, trouble};

/// Milliseconds after which a request is given up.
const TIMEOUT_MS: u32 = 20_000;
/// The same for a model, which has megabytes.
const MODEL_TIMEOUT_MS: u32 = 180_000;
/// Kinds of bodies.
const JSON: &str = "application/json";
const BYTES: &str = "application/octet-stream";

/// Who is signed in.
pub async fn me() -> Result<Me, Trouble> {
    read(&ask(Method::GET, "/console/api/me", &[], None).await?)
}

/// Ends the session.
pub async fn sign_out() -> Result<(), Trouble> {
    ask(Method::POST, "/console/sign-out", &[], None).await.map(drop)
}

/// The conversations of a filter, the newest first; those before a time where one is given.
pub async fn inbox(filter: Filter, before: Option<Timestamp>) -> Result<Inbox, Trouble> {
    let status = filter.status().map(|status| ("status", status_word(status).to_owned()));
    let before = before.map(|before| ("before", before.0.to_string()));
    let query: Vec<(&str, String)> = [status, before].into_iter().flatten().collect();
    read(&ask(Method::GET, "/console/api/conversations", &query, None).await?)
}

/// The events of a conversation after a number.
pub async fn events(id: &str, after: Seq) -> Result<StaffEvents, Trouble> {
    let query = [("after", after.to_string())];
    read(&ask(Method::GET, &format!("/console/api/conversations/{id}/events"), &query, None).await?)
}

/// Does something in a conversation.
pub async fn command(id: &str, command: &AgentCommand) -> Result<StaffEvents, Trouble> {
    post(&format!("/console/api/conversations/{id}/commands"), command).await
}

/// What is kept of a customer.
pub async fn customer(id: &str) -> Result<CustomerRecord, Trouble> {
    get(&format!("/console/api/customers/{}", part(id))).await
}

/// Everything that is kept of a customer, as it is handed out.
pub async fn export_customer(id: &str) -> Result<String, Trouble> {
    ask(Method::GET, &format!("/console/api/customers/{}/export", part(id)), &[], None).await
}

/// Erases a customer, or as much of them as one request takes.
pub async fn erase_customer(id: &str) -> Result<CustomerErased, Trouble> {
    read(&ask(Method::DELETE, &format!("/console/api/customers/{}", part(id)), &[], None).await?)
}

/// A ticket for one connection.
pub async fn ticket(path: &str) -> Result<Ticket, Trouble> {
    read(&ask(Method::POST, path, &[], None).await?)
}

/// The delivery log.
pub async fn deliveries() -> Result<Deliveries, Trouble> {
    read(&ask(Method::GET, "/console/api/deliveries", &[], None).await?)
}

/// One delivery with its attempts and its body.
pub async fn delivery(id: &str) -> Result<DeliveryDetail, Trouble> {
    get(&format!("/console/api/deliveries/{}", part(id))).await
}

/// Sends a dead letter again.
pub async fn replay(delivery: &str) -> Result<(), Trouble> {
    ask(Method::POST, &format!("/console/api/deliveries/{}/replay", part(delivery)), &[], None).await.map(drop)
}

/// Where webhooks go.
pub async fn endpoints() -> Result<Endpoints, Trouble> {
    get("/console/api/endpoints").await
}

/// Sets an endpoint. Its secret, where it is new.
pub async fn set_endpoint(id: &str, change: &EndpointChange) -> Result<Option<EndpointSecret>, Trouble> {
    let answer = send(Method::PUT, &format!("/console/api/endpoints/{}", part(id)), change, None).await?;
    Ok(serde_json::from_str(&answer).ok())
}

/// Takes an endpoint away.
pub async fn remove_endpoint(id: &str) -> Result<(), Trouble> {
    ask(Method::DELETE, &format!("/console/api/endpoints/{}", part(id)), &[], None).await.map(drop)
}

/// Makes a new secret for an endpoint.
pub async fn rotate_secret(id: &str) -> Result<EndpointSecret, Trouble> {
    read(&ask(Method::POST, &format!("/console/api/endpoints/{}/secret", part(id)), &[], None).await?)
}

/// Sends a test event.
pub async fn test_endpoint(id: &str) -> Result<EndpointTest, Trouble> {
    read(&ask(Method::POST, &format!("/console/api/endpoints/{}/test", part(id)), &[], None).await?)
}

/// Who is of the team.
pub async fn team() -> Result<Team, Trouble> {
    get("/console/api/team").await
}

/// Invites somebody.
pub async fn invite(invite: &Invite) -> Result<Invited, Trouble> {
    post("/console/api/team", invite).await
}

/// Makes a new link for somebody, and voids the old one.
pub async fn renew_invitation(member: &str) -> Result<Invited, Trouble> {
    read(&ask(Method::POST, &format!("/console/api/team/{}/invitation", part(member)), &[], None).await?)
}

/// Changes a member of a version of the team.
pub async fn change_member(id: &str, version: &str, about: &MemberAbout) -> Result<Team, Trouble> {
    read(&send(Method::PUT, &format!("/console/api/team/{}", part(id)), about, Some(version)).await?)
}

/// Takes a member off a version of the team.
pub async fn remove_member(id: &str, version: &str) -> Result<(), Trouble> {
    request(Method::DELETE, &format!("/console/api/team/{}", part(id)), &[], None, Some(version)).await.map(drop)
}

/// Where somebody is signed in.
pub async fn sessions(member: &str) -> Result<Sessions, Trouble> {
    read(&ask(Method::GET, "/console/api/sessions", &[("agent", member.to_owned())], None).await?)
}

/// Ends a session.
pub async fn end_session(id: &str) -> Result<(), Trouble> {
    ask(Method::DELETE, &format!("/console/api/sessions/{}", part(id)), &[], None).await.map(drop)
}

/// The settings, each section with its version.
pub async fn settings() -> Result<Settings, Trouble> {
    get("/console/api/settings").await
}

/// Changes a version of a section.
pub async fn change_settings(section: Section, version: &str, value: &SectionValue) -> Result<Settings, Trouble> {
    let path = format!("/console/api/settings/{}", section.as_str());
    read(&send(Method::PUT, &path, value, Some(version)).await?)
}

/// The rules with their version.
pub async fn rules() -> Result<Rules, Trouble> {
    get("/console/api/rules").await
}

/// Publishes other rules over a version of them.
pub async fn change_rules(version: &str, change: &RulesChange) -> Result<Rules, Trouble> {
    read(&send(Method::PUT, "/console/api/rules", change, Some(version)).await?)
}

/// When the rules were changed.
pub async fn rule_versions() -> Result<RuleVersions, Trouble> {
    get("/console/api/rules/versions").await
}

/// The rules as they stood in a publication.
pub async fn rules_then(workspace: u64) -> Result<RulesThen, Trouble> {
    get(&format!("/console/api/rules/versions/{workspace}")).await
}

/// What triage makes of a message.
pub async fn try_rules(wish: &Try) -> Result<Tried, Trouble> {
    post("/console/api/rules/try", wish).await
}

/// All articles, without their text.
pub async fn articles() -> Result<Articles, Trouble> {
    get("/console/api/articles").await
}

/// An article with its translations.
pub async fn article(id: &str) -> Result<ArticlePair, Trouble> {
    get(&format!("/console/api/articles/{}", part(id))).await
}

/// Changes a version of an article with its translations, and publishes that.
pub async fn change_article(id: &str, version: &str, languages: &Languages) -> Result<ArticlePair, Trouble> {
    let change = ArticleChange { languages: languages.clone() };
    read(&send(Method::PUT, &format!("/console/api/articles/{}", part(id)), &change, Some(version)).await?)
}

/// What a model of the articles is learnt of.
pub async fn lessons() -> Result<Lessons, Trouble> {
    get("/console/api/knowledge/lessons").await
}

/// Sends a model of a version of the lessons.
pub async fn send_model(version: &str, model: &[u8]) -> Result<(), Trouble> {
    let body = Some((BYTES, Uint8Array::from(model).into()));
    request(Method::PUT, "/console/api/knowledge/model", &[], body, Some(version)).await.map(drop)
}

/// What would answer a question.
pub async fn try_question(request: &TrialRequest) -> Result<Trial, Trouble> {
    post("/console/api/knowledge/try", request).await
}

/// Questions that nothing answered.
pub async fn gaps() -> Result<Gaps, Trouble> {
    get("/console/api/gaps").await
}

/// Dismisses a group of such questions.
pub async fn dismiss_gap(id: &str) -> Result<(), Trouble> {
    ask(Method::DELETE, &format!("/console/api/gaps/{}", part(id)), &[], None).await.map(drop)
}

/// The API keys.
pub async fn keys() -> Result<Keys, Trouble> {
    get("/console/api/keys").await
}

/// Makes an API key.
pub async fn make_key(key: &KeyRequest) -> Result<NewKey, Trouble> {
    post("/console/api/keys", key).await
}

/// Voids an API key.
pub async fn void_key(id: &str) -> Result<(), Trouble> {
    ask(Method::DELETE, &format!("/console/api/keys/{}", part(id)), &[], None).await.map(drop)
}

/// Who changed what, the latest first; before a number where one is given.
pub async fn audit(before: Option<u64>) -> Result<Audit, Trouble> {
    let query: Vec<(&str, String)> = before.map(|before| ("before", before.to_string())).into_iter().collect();
    read(&ask(Method::GET, "/console/api/audit", &query, None).await?)
}

/// An id as a part of a path.
fn part(id: &str) -> String {
    String::from(js_sys::encode_uri_component(id))
}

async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Trouble> {
    read(&ask(Method::GET, path, &[], None).await?)
}

async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Trouble> {
    read(&send(Method::POST, path, body, None).await?)
}

/// One request with a body, and the version that it changes.
async fn send(method: Method, path: &str, body: &impl Serialize, version: Option<&str>) -> Result<String, Trouble> {
    let body = serde_json::to_string(body).map_err(|_| Trouble::Unreadable)?;
    request(method, path, &[], Some((JSON, body.into())), version).await
}

async fn ask(method: Method, path: &str, query: &[(&str, String)], body: Option<String>) -> Result<String, Trouble> {
    request(method, path, query, body.map(|body| (JSON, body.into())), None).await
}

/// One request, with the kind of its body; the body of a good answer.
async fn request(
    method: Method,
    path: &str,
    query: &[(&str, String)],
    body: Option<(&str, JsValue)>,
    version: Option<&str>,
) -> Result<String, Trouble> {
    let is_model = matches!(&body, Some((BYTES, _)));
    let signal = AbortSignal::timeout_with_u32(if is_model { MODEL_TIMEOUT_MS } else { TIMEOUT_MS });
    let builder = RequestBuilder::new(path).method(method).abort_signal(Some(&signal));
    let pairs = query.iter().map(|(name, value)| (*name, value));
    let builder = if query.is_empty() { builder } else { builder.query(pairs) };
    let builder = match version {
        Some(version) => builder.header("if-match", &format!("\"{version}\"")),
        None => builder,
    };
    let request = match body {
        Some((kind, body)) => builder.header("content-type", kind).body(body),
        None => builder.build(),
    };
    let request = request.map_err(|_| Trouble::Unreadable)?;
    let response = request.send().await.map_err(|_| Trouble::Offline)?;
    let text = response.text().await.map_err(|_| Trouble::Offline)?;
    if response.status() >= 400 { Err(trouble(response.status(), &text)) } else { Ok(text) }
}

fn read<T: DeserializeOwned>(body: &str) -> Result<T, Trouble> {
    serde_json::from_str(body).map_err(|_| Trouble::Unreadable)
}
