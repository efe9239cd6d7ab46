//! JSON Schemas of what people write and what programs receive. Draft 2020-12.

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use crate::conversation::CustomerEvent;
use crate::handoff::{MemberInvited, Payload, WebhookKind};
use crate::notice::file::NoticeFile;
use crate::policy::Policy;
use crate::protocol::{BrandPart, Manifest, NoticesPart, SuggestPart};
use crate::workspace::files::{ArticleFile, QueuesFile, RepliesFile, TeamFile, WorkspaceFile};

/// Every schema by the name of its file, `policy.schema.json` say.
pub fn schemas() -> BTreeMap<String, Value> {
    let mut schemas = BTreeMap::new();
    let mut add = |name: &str, title: &str, schema: Schema| {
        schemas.insert(format!("{name}.schema.json"), named(name, title, schema));
    };
    add("workspace", "workspace.toml", written::<WorkspaceFile>());
    add("policy", "policy.toml", written::<Policy>());
    add("queues", "queues.toml", written::<QueuesFile>());
    add("team", "team.toml", written::<TeamFile>());
    add("replies", "replies.toml", written::<RepliesFile>());
    add("notice", "notices/<name>.toml", written::<NoticeFile>());
    add("article", "The front matter of articles/<language>/<id>.md", written::<ArticleFile>());
    add("customer-event", "What a customer sees of a conversation, one event", sent::<CustomerEvent>());
    add("manifest", "The published manifest", sent::<Manifest>());
    add("brand", "The published part brand.<language>", sent::<BrandPart>());
    add("suggest", "The published part suggest.<language>", sent::<SuggestPart>());
    add("notices", "The published part notices.<language>", sent::<NoticesPart>());
    add("webhook", "Any webhook of a conversation", sent::<Payload>());
    for kind in WebhookKind::ALL {
        let title = format!("The webhook {}", kind.as_str());
        add(&format!("webhook.{}", kind.as_str()), &title, webhook(kind));
    }
    schemas
}

/// A schema for what is read.
fn written<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_deserialize().into_generator().into_root_schema_for::<T>()
}

/// A schema for what is sent: a field that is always there is required.
fn sent<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}

/// The payload's schema for one type: `type` is fixed, and what the type is about is there.
fn webhook(kind: WebhookKind) -> Schema {
    let mut schema = if kind.is_of_conversation() { sent::<Payload>() } else { sent::<MemberInvited>() };
    if let Some(type_of) = schema.get_mut("properties").and_then(|properties| properties.get_mut("type")) {
        *type_of = json!({ "const": kind.as_str() });
    }
    let about = match kind {
        WebhookKind::Message => Some("message"),
        WebhookKind::TranscriptRequested => Some("address"),
        WebhookKind::Handoff
        | WebhookKind::CallbackRequested
        | WebhookKind::Unattended
        | WebhookKind::Assigned
        | WebhookKind::Undelivered => Some("handoff"),
        WebhookKind::Opened
        | WebhookKind::GivenBack
        | WebhookKind::Resolved
        | WebhookKind::Reopened
        | WebhookKind::Rated
        | WebhookKind::Erased
        | WebhookKind::MemberInvited => None,
    };
    let Some(field) = about else { return schema };
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.push(json!(field));
    }
    if let Some(choices) = schema.pointer_mut(&format!("/properties/{field}/anyOf")).and_then(Value::as_array_mut) {
        choices.retain(|choice| choice.get("type") != Some(&json!("null")));
    }
    schema
}

fn named(name: &str, title: &str, mut schema: Schema) -> Value {
    schema.insert("$id".to_owned(), json!(format!("/schemas/{name}.schema.json")));
    schema.insert("title".to_owned(), json!(title));
    let mut value = schema.to_value();
    value.sort_all_objects();
    value
}
