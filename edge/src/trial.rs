//! Test events: sent to an endpoint at once, when somebody asks for it, and never repeated by themselves. Each has its line
//! in the delivery log.

use baton_shared::protocol::{AuditAction, EndpointTest};
use serde_json::json;

use crate::audit::{self, Entry};
use crate::binding::Bindings;
use crate::failure::Failure;
use crate::line::{self, Kept, Line};
use crate::published::Current;
use crate::{endpoint, platform};

/// What a test event is called in the delivery log.
pub const KIND: &str = "test";

/// Sends a new test event, and says what came back.
pub async fn send(bindings: &Bindings<'_>, current: &Current, id: &str, who: String) -> Result<EndpointTest, Failure> {
    let target = endpoint::find(current, id)?;
    let now = platform::now();
    let event = json!({ "type": KIND, "version": 1, "timestamp": now.rfc3339(), "workspace": current.workspace() });
    let webhook_id = format!("msg_test_{}", platform::random_hex(8)?);
    let mut kept = Kept { body: event.to_string(), ..Kept::default() };
    let answered = line::send(bindings, target, &webhook_id, &kept.body).await?;
    line::note(&mut kept, &answered);
    line::write(bindings, current, &Line { id: &webhook_id, kind: KIND, target }, 1, &kept).await?;
    audit::record(bindings, current.workspace(), &Entry::new(who, AuditAction::EndpointTested, id)).await;
    Ok(EndpointTest { status: answered.status, took_ms: answered.took_ms, answer: answered.text, body: kept.body })
}
