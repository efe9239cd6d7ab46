//! Files of a conversation: a place for each before it is uploaded, and their deletion. The bytes lie in the bucket, under
//! a key that the conversation's own id begins; what is known of them lies here.

use baton_shared::conversation::{AgentRef, Refusal, Writer};
use baton_shared::protocol::{Attachment, MAX_ATTACHMENTS};
use baton_shared::time::Timestamp;
use worker::Response;

use super::object::Inner;
use super::store::{Side, Stored};
use crate::failure::Failure;
use crate::http::{json, no_content};
use crate::internal::Reserved;
use crate::parse::id::NO_FILE;
use crate::parse::problem::{Code, problem};
use crate::platform;

/// Milliseconds after which a deletion that failed is tried again.
const DELETE_AGAIN_MS: u64 = 5000;
/// Random bytes of a file's id.
const ID_BYTES: u32 = 12;

/// Where the bytes of a file lie.
pub(crate) fn key(workspace: &str, conversation: &str, file: &str) -> String {
    format!("{workspace}/{conversation}/{file}")
}

impl Inner {
    /// A place for a file, unless there are too many, or the conversation was erased.
    pub(super) async fn reserve_file(&self, by: Side) -> Result<Response, Failure> {
        if self.with_live(|live| Ok(live.state.erased))? {
            let detail = "what was written here was erased, so no file can be added; begin another conversation";
            return Err(problem(Code::Erased, detail).into());
        }
        if self.store.files(by)? >= MAX_ATTACHMENTS as u64 {
            let detail = format!(
                "a conversation holds at most {MAX_ATTACHMENTS} files of each side; begin another one for more"
            );
            return Err(problem(Code::AttachmentsFull, detail).into());
        }
        let (id, now) = (platform::random_hex(ID_BYTES)?, platform::now());
        self.store.reserve_file(&id, by, now)?;
        self.wake_at(now.plus_ms(self.bindings().unsent_kept_ms())).await?;
        json(&Reserved { id })
    }

    /// The file has been stored. Where the conversation was erased meanwhile, it must go again.
    pub(super) fn keep_file(&self, file: &Attachment) -> Result<Response, Failure> {
        self.load()?;
        if self.store.keep_file(file)? {
            return no_content();
        }
        let detail = "the conversation was erased while the file was on its way; begin another conversation";
        Err(problem(Code::Erased, detail).into())
    }

    /// The file was refused: its place is free again.
    pub(super) async fn release_file(&self, id: &str) -> Result<Response, Failure> {
        self.load()?;
        self.store.doom_file(id)?;
        self.delete_files().await?;
        no_content()
    }

    /// What is known of a file. Each side sees what was sent; the customer also what they have not sent yet.
    pub(super) fn file(&self, id: &str, asks: Side) -> Result<Response, Failure> {
        self.load()?;
        let may_see = |found: &Stored| found.is_sent || (asks, found.by) == (Side::Customer, Side::Customer);
        let found = self.store.file(id)?.filter(may_see).ok_or_else(|| problem(Code::NotFound, NO_FILE))?;
        json(&found.file)
    }

    /// The files that a message may carry: those of its writer's side. A file goes with one message; a repeat of that
    /// message is known by its id.
    pub(super) fn files_for(
        &self,
        (writer, message): (Writer, &str),
        ids: &[String],
    ) -> Result<Vec<Attachment>, Failure> {
        let side = if writer == Writer::Customer { Side::Customer } else { Side::Staff };
        let is_repeat = self.with_live(|live| Ok(live.state.has_seen(writer, message)))?;
        let found: Vec<_> = ids.iter().map(|id| self.store.file(id)).collect::<Result<_, _>>()?;
        let may_go = |found: &Stored| found.by == side && (!found.is_sent || is_repeat);
        Ok(found.into_iter().flatten().filter(may_go).map(|found| found.file).collect())
    }

    /// A place for an agent's file: who may reply may send one.
    pub(super) async fn reserve_for_agent(&self, agent: &AgentRef) -> Result<Response, Failure> {
        self.with_live(|live| {
            let holder = live.state.open_episode().and_then(|open| open.agent.as_ref());
            match holder.filter(|holder| holder.id != agent.id) {
                Some(holder) => Err(Refusal::TakenBy(holder.name.clone()).into()),
                None => Ok(()),
            }
        })?;
        self.reserve_file(Side::Staff).await
    }

    /// Deletes what was erased, refused, or uploaded long ago and never sent.
    pub(super) async fn delete_files(&self) -> Result<(), Failure> {
        let kept_ms = self.bindings().unsent_kept_ms();
        self.store.doom_unsent(Timestamp(platform::now().0.saturating_sub(kept_ms)))?;
        let ids = self.store.doomed_files()?;
        if ids.is_empty() {
            return Ok(());
        }
        let (workspace, conversation) =
            self.with_live(|live| Ok((live.meta.workspace.clone(), live.meta.id.clone())))?;
        if let Some(bucket) = self.bindings().files() {
            let keys: Vec<String> = ids.iter().map(|id| key(&workspace, &conversation, id)).collect();
            bucket.delete_multiple(keys).await?;
        }
        self.store.forget_files(&ids)
    }

    /// When the next file is to be deleted.
    pub(super) fn next_deletion(&self, now: Timestamp) -> Result<Option<Timestamp>, Failure> {
        if !self.store.doomed_files()?.is_empty() {
            return Ok(Some(now.plus_ms(DELETE_AGAIN_MS)));
        }
        let kept_ms = self.bindings().unsent_kept_ms();
        Ok(self.store.oldest_unsent()?.map(|at| at.plus_ms(kept_ms)))
    }
}
