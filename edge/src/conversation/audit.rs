//! Lines of the audit about what the company's side does here. A line is stored together with what it is about, and
//! written into the database after that, again and again until it is there; it stands there once, however often it was
//! written.

use std::rc::Rc;

use baton_shared::conversation::{Command, Recorded};
use baton_shared::time::Timestamp;

use super::object::Inner;
use crate::audit::{self, Entry};
use crate::failpoint::{failpoint, may_fail};
use crate::failure::Failure;
use crate::platform;
use crate::published::Current;

/// Milliseconds after which a line that could not be written is tried again.
const AGAIN_MS: u64 = 5000;

impl Inner {
    /// Does something of the company's side, with the line that tells of it.
    pub(super) async fn carry_out_told(
        self: &Rc<Self>,
        command: Command,
        told: Option<&Entry>,
        current: &Current,
    ) -> Result<Vec<Recorded>, Failure> {
        let Some(entry) = told.filter(|_| self.bindings().database().is_some()) else {
            return self.carry_out(command, current).await;
        };
        let applied = self.apply(command, current)?;
        self.store.add_line(entry, platform::now())?;
        self.wake_at(platform::now().plus_ms(AGAIN_MS)).await?;
        self.follow_up(&applied).await?;
        if let Err(failure) = self.write_audit().await {
            worker::console_error!("audit: {}", failure.into_problem().detail);
        }
        Ok(applied.events)
    }

    /// Writes what waits, in order.
    pub(super) async fn write_audit(&self) -> Result<(), Failure> {
        if self.auditing.replace(true) {
            // Whoever is at it looks for later lines before they stop.
            return Ok(());
        }
        let done = self.write_lines().await;
        self.auditing.set(false);
        done
    }

    /// When to try again, where a line still waits.
    pub(super) fn next_line(&self, now: Timestamp) -> Result<Option<Timestamp>, Failure> {
        Ok(self.store.first_line()?.map(|_| now.plus_ms(AGAIN_MS)))
    }

    async fn write_lines(&self) -> Result<(), Failure> {
        let database = self.bindings().need_database()?;
        while let Some((id, at, entry)) = self.store.first_line()? {
            let workspace = self.with_live(|live| Ok(live.meta.workspace.clone()))?;
            may_fail(&self.bindings(), "before-audit").await?;
            audit::once(&database, &workspace, &entry, at)?.run().await?;
            failpoint(&self.bindings(), "after-audit").await;
            self.store.delete_line(id)?;
        }
        Ok(())
    }
}
