//! Files that are attached: uploading one, and giving it back.
//!
//! ```text
//! upload ─▶ may they? a place ─▶ read, look into it ─▶ bucket ─▶ keep what is known of it
//!                                └─ refused, or not stored: the place is free again
//! ```
//!
//! Whatever fails or is lost on the way, the conversation knows of the place, and deletes what lies there.

use baton_shared::protocol::{Attachment, MAX_ATTACHMENT_BYTES};
use worker::{Response, Stub};

use crate::attachment::inspect;
use crate::binding::Bindings;
use crate::conversation::file_key;
use crate::failpoint::failpoint;
use crate::failure::Failure;
use crate::http::{self, Incoming};
use crate::internal::{AskConversation, Reserved, ask};
use crate::parse::id::NO_FILE;
use crate::parse::problem::{self, Code, problem};
use crate::parse::{header, id};
use crate::platform;

/// Takes a file in, for whoever gets a place for it. It waits for a message to carry it.
pub async fn upload(
    mut incoming: Incoming,
    bindings: &Bindings<'_>,
    (workspace, conversation): (&str, &str),
    object: &Stub,
    reserve: &AskConversation,
) -> Result<Response, Failure> {
    let bucket = bindings.files().ok_or_else(not_set_up)?;
    let name = id::file_name(incoming.query("name"))?;
    header::size(incoming.header("content-length").as_deref(), MAX_ATTACHMENT_BYTES)?;
    // Nothing is read before it is known that they may upload here.
    let Reserved { id, put_by } = ask(object, reserve).await?;
    let key = file_key(workspace, conversation, &id);
    let stored = async {
        let bytes = incoming.body_of(MAX_ATTACHMENT_BYTES).await?;
        let claimed = incoming.header("content-type");
        let found = inspect(&name, claimed.as_deref(), &bytes).map_err(|refused| problem::attachment(&refused))?;
        let attachment = Attachment {
            id: id.clone(),
            name: found.name,
            media_type: found.kind.media_type().to_owned(),
            bytes: bytes.len() as u64,
            width: found.size.map(|(width, _)| width),
            height: found.size.map(|(_, height)| height),
        };
        if platform::now() > put_by {
            return Err(problem(Code::Conflict, "the file took too long to arrive; upload it again").into());
        }
        failpoint(bindings, "before-put").await;
        bucket.put(&key, bytes).execute().await?;
        failpoint(bindings, "after-put").await;
        Ok::<_, Failure>(attachment)
    };
    let attachment = match stored.await {
        Ok(attachment) => attachment,
        Err(failure) => {
            // Should this be lost, the place is free again after an hour.
            ask::<_, ()>(object, &AskConversation::Release { id }).await.ok();
            return Err(failure);
        }
    };
    ask::<_, ()>(object, &AskConversation::Keep { attachment: attachment.clone() }).await?;
    http::created(&attachment)
}

/// Gives a file back, to whoever the conversation allows.
pub async fn download(
    bindings: &Bindings<'_>,
    (workspace, conversation): (&str, &str),
    object: &Stub,
    who: &AskConversation,
    inline: bool,
) -> Result<Response, Failure> {
    let bucket = bindings.files().ok_or_else(not_set_up)?;
    let attachment: Attachment = ask(object, who).await?;
    let stored = bucket.get(file_key(workspace, conversation, &attachment.id)).execute().await?;
    let body = stored.as_ref().and_then(worker::Object::body).ok_or_else(|| problem(Code::NotFound, NO_FILE))?;
    http::file(body.response_body()?, &attachment, inline)
}

fn not_set_up() -> Failure {
    let detail = "attachments are not set up: bind an R2 bucket as FILES, see wrangler.toml";
    problem(Code::AttachmentsNotSetUp, detail).into()
}
