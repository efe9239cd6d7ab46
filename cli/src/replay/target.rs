//! The Baton that dialogues are played against: a running one, or one started for it, which can be killed.

use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use baton_shared::workspace::Workspace;
use tempfile::TempDir;

use crate::local::admin::Admin;
use crate::local::secrets::Secrets;
use crate::local::wrangler::{self, Edge, Options};
use crate::local::{migrate, port, snapshot};
use crate::project::Project;
use crate::say::Step;

/// The first retry of a webhook comes soon, so that a run does not take hours.
const RETRY_BASE_MS: &str = "BATON_RETRY_BASE_MS=250";
/// Recorded customers type faster than people; the limit itself has tests of its own.
const SESSION_LIMIT: &str = "BATON_SESSION_LIMIT=600";

/// Where dialogues are played.
pub struct Target {
    /// Speaks to it as its administrator.
    pub admin: Admin,
    own: Option<Own>,
}

struct Own {
    project: Project,
    options: Options,
    edge: Mutex<Option<Edge>>,
    // The state goes away with the run.
    _state: TempDir,
}

impl Target {
    /// A Baton that runs already.
    pub fn running(url: &str, key: &str) -> Self {
        Self { admin: Admin::new(url, key), own: None }
    }

    /// A fresh Baton with a workspace.
    pub fn start(project: &Project, workspace: &Workspace) -> Result<Self> {
        let folder = tempfile::tempdir().context("there is no room for temporary files")?;
        let state = folder.path().to_owned();
        let secrets_file = state.join("secrets.env");
        let secrets = Secrets::ensure(&secrets_file)?;
        migrate::apply(project, &state, &secrets_file, false)?;
        let vars = vec![RETRY_BASE_MS.to_owned(), SESSION_LIMIT.to_owned()];
        let config = snapshot::take(project, &state)?;
        let port = port::free()?;
        let options = Options { config, port, state, secrets: secrets_file, vars, log: false, production: false };
        let step = Step::begin("Start a fresh edge");
        let edge = wrangler::start(project, &options)?;
        let admin = Admin::new(&edge.url, &secrets.admin_key);
        admin.publish(workspace)?;
        step.done();
        let own = Own { project: project.clone(), options, edge: Mutex::new(Some(edge)), _state: folder };
        Ok(Self { admin, own: Some(own) })
    }

    /// Whether it was started for this run.
    pub fn is_own(&self) -> bool {
        self.own.is_some()
    }

    /// What the worker said last, where it has ended by itself.
    pub fn last_words(&self) -> Option<String> {
        self.own.as_ref()?.edge.lock().unwrap_or_else(PoisonError::into_inner).as_mut()?.last_words()
    }

    /// Kills the worker as a power failure would, and starts it again on the same state.
    pub fn kill_and_restart(&self) -> Result<()> {
        let Some(own) = &self.own else { return Ok(()) };
        let mut edge = own.edge.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut running) = edge.take() {
            running.group.kill();
        }
        *edge = Some(wrangler::start(&own.project, &own.options)?);
        Ok(())
    }
}
