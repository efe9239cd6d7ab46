//! Files of a conversation: a place for each before it is uploaded, and their deletion. The bytes lie in the bucket, under
//! a key that the conversation's own id begins; what is known of them lies here.
//!
//! ```text
//! reserve ─▶ worker reads, looks into it, puts it ─▶ keep ─┬─▶ wanted: a message may carry it
//!    └─ nothing more is heard ─▶ doomed at `until`         └─▶ not any more, or too late: doomed
//! erased, refused, never sent ─▶ doomed ─▶ bytes deleted ─▶ forgotten, once no upload can bring them again
//! ```
//!
//! Only the conversation deletes bytes, and only it forgets a file: a row stays until its bytes are surely gone, whoever
//! fails on the way, so that nothing lies in the bucket that no row names. An upload that may still be on its way when its
//! file is doomed is waited for: the bytes are deleted at once, and again when it ends, or can have ended at the latest.

use baton_shared::conversation::{AgentRef, Refusal, Writer};
use baton_shared::protocol::{Attachment, MAX_ATTACHMENTS};
use baton_shared::time::{HOUR_MS, Timestamp};
use worker::Response;

use super::object::Inner;
use super::presence::PLACE;
use super::store::{Doomed, Side, Stored};
use crate::failpoint::may_fail;
use crate::failure::Failure;
use crate::http::{json, no_content};
use crate::internal::Reserved;
use crate::parse::id::NO_FILE;
use crate::parse::problem::{Code, problem};
use crate::platform;

/// Milliseconds after a deletion that failed until it is tried again, doubled each time up to the limit: a bucket that is
/// not bound any more stays so for long.
const DELETE_AGAIN_MS: u64 = 5000;
const DELETE_AGAIN_LIMIT_MS: u64 = HOUR_MS;
/// Milliseconds within which an upload ends, one way or the other.
const UPLOAD_MS: u64 = HOUR_MS;
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
        let upload_ms = UPLOAD_MS.min(self.bindings().unsent_kept_ms());
        let until = now.plus_ms(upload_ms);
        self.store.reserve_file(&id, by, now, until)?;
        self.wake_at(until).await?;
        // Half of the time is left for the bucket to take it in.
        json(&Reserved { id, put_by: now.plus_ms(upload_ms / 2) })
    }

    /// The file has been stored. Where it is not wanted any more, it goes again.
    pub(super) async fn keep_file(&self, file: &Attachment) -> Result<Response, Failure> {
        let erased = self.with_live(|live| Ok(live.state.erased))?;
        if self.store.keep_file(file)? {
            return no_content();
        }
        self.delete_files().await?;
        Err(if erased {
            let detail = "the conversation was erased while the file was on its way; begin another conversation";
            problem(Code::Erased, detail)
        } else {
            problem(Code::Conflict, "the file took too long to arrive; upload it again")
        }
        .into())
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

    /// The files that were sent are too old to be kept.
    pub(super) async fn forget_files(&self) -> Result<Response, Failure> {
        self.store.doom_sent_files()?;
        self.delete_files().await?;
        self.project(true).await?;
        no_content()
    }

    /// The files that a message may carry: those of its writer's side that no other carries. A repeat is known by its id and
    /// says nothing new: it asks for none, because they may be gone meanwhile.
    pub(super) fn files_for(
        &self,
        (writer, message): (Writer, &str),
        ids: &mut Vec<String>,
    ) -> Result<Vec<Attachment>, Failure> {
        if self.with_live(|live| Ok(live.state.has_seen(writer, message)))? {
            ids.clear();
        }
        let side = if writer == Writer::Customer { Side::Customer } else { Side::Staff };
        let found: Vec<_> = ids.iter().map(|id| self.store.file(id)).collect::<Result<_, _>>()?;
        let may_go = |found: &Stored| found.by == side && !found.is_sent;
        Ok(found.into_iter().flatten().filter(may_go).map(|found| found.file).collect())
    }

    /// A place for an agent's file: who may reply may send one.
    pub(super) async fn reserve_for_agent(&self, agent: &AgentRef) -> Result<Response, Failure> {
        self.load_begun()?;
        self.with_live(|live| {
            let holder = live.state.open_episode().and_then(|open| open.agent.as_ref());
            match holder.filter(|holder| holder.id != agent.id) {
                Some(holder) => Err(Refusal::TakenBy(holder.name.clone()).into()),
                None => Ok(()),
            }
        })?;
        self.reserve_file(Side::Staff).await
    }

    /// Deletes what was erased, refused, or uploaded long ago and never sent, and what never came. What cannot be deleted
    /// now is tried again by the alarm.
    pub(super) async fn delete_files(&self) -> Result<(), Failure> {
        let (now, kept_ms) = (platform::now(), self.bindings().unsent_kept_ms());
        self.store.doom_unsent(now, kept_ms)?;
        let files = self.store.doomed_files(now)?;
        if !files.is_empty() {
            match self.delete_bytes(&files).await {
                Ok(()) => self.store.files_deleted(&files, now)?,
                Err(failure) => {
                    worker::console_error!("files: {}", failure.into_problem().detail);
                    self.store.files_stay(&files, platform::now(), wait_ms)?;
                }
            }
        }
        match self.store.next_deletion(kept_ms)? {
            Some(at) => self.wake_at(at).await,
            None => Ok(()),
        }
    }

    async fn delete_bytes(&self, files: &[Doomed]) -> Result<(), Failure> {
        let (workspace, conversation) =
            self.with_live(|live| Ok((live.meta.workspace.clone(), live.meta.id.clone())))?;
        let keys: Vec<String> = files.iter().map(|file| key(&workspace, &conversation, &file.id)).collect();
        may_fail(&self.bindings(), "delete-files").await?;
        let bucket = self.bindings().files();
        let bucket =
            bucket.ok_or_else(|| worker::Error::from("files are to be deleted, and no bucket is bound as FILES"))?;
        Ok(bucket.delete_multiple(keys).await?)
    }

    /// Whether this is a place for files, in which no conversation has begun.
    pub(super) fn is_place(&self) -> Result<bool, Failure> {
        self.with_live(|live| Ok(live.place_made_at.is_some()))
    }

    /// Since when it is a place for files alone, or that it no longer is.
    pub(super) fn set_place_made_at(&self, at: Option<Timestamp>) -> Result<(), Failure> {
        self.store.keep(PLACE, at.as_ref())?;
        self.with_live(|live| {
            live.place_made_at = at;
            Ok(())
        })
    }

    /// What is due in a place for files: those that never came go, and it goes itself once its time is over.
    pub(super) async fn tend_place(&self) -> Result<(), Failure> {
        self.delete_files().await?;
        let Some(made_at) = self.with_live(|live| Ok(live.place_made_at))? else { return Ok(()) };
        let until = made_at.plus_ms(self.bindings().unsent_kept_ms());
        if until > platform::now() {
            return self.wake_at(until).await;
        }
        if self.store.has_no_files()? {
            self.live.replace(None);
            self.state.storage().delete_all().await?;
        }
        Ok(())
    }
}

/// How long to wait after so many tries that failed.
fn wait_ms(tries: u32) -> u64 {
    DELETE_AGAIN_MS.saturating_mul(1 << tries.min(20)).min(DELETE_AGAIN_LIMIT_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_an_hour() {
        assert_eq!([0, 1, 2, 9, 10, u32::MAX].map(wait_ms), [5000, 10_000, 20_000, 2_560_000, HOUR_MS, HOUR_MS]);
    }
}
