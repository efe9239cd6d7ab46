//! Watching the sources.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Context, Result};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::project::Project;

/// An editor saves in several steps; so long must pass without another one.
const SETTLED: Duration = Duration::from_millis(150);

/// Watches places of the project.
pub struct Watcher {
    // Watching ends when it is dropped.
    _watcher: RecommendedWatcher,
    changes: Receiver<()>,
}

impl Watcher {
    /// Starts watching; places that do not exist are left out.
    pub fn start(project: &Project, places: &[&str]) -> Result<Self> {
        let (sender, changes) = channel();
        let handler = move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
                let _ = sender.send(());
            }
        };
        let failure = "the sources cannot be watched; raise the limit of watched files (fs.inotify.max_user_watches)";
        let mut watcher = notify::recommended_watcher(handler).context(failure)?;
        for place in places.iter().map(|place| project.at(place)).filter(|place| place.exists()) {
            watcher.watch(&place, RecursiveMode::Recursive).context(failure)?;
        }
        Ok(Self { _watcher: watcher, changes })
    }

    /// Waits for a change, and then until no other follows.
    pub fn changed(&self, limit: Duration) -> bool {
        match self.changes.recv_timeout(limit) {
            Ok(()) => {
                while self.changes.recv_timeout(SETTLED).is_ok() {}
                true
            }
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(limit);
                false
            }
        }
    }
}
