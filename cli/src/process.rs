//! Programs that run beside the tool, each the leader of a process group of its own: a group can be ended whole,
//! while ending only the leader leaves orphans.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::clock;

/// How long a group may take to end by itself.
const GRACE: Duration = Duration::from_secs(10);

/// Lets this tool and what it starts open as many files as the system allows: a socket is one, and so is each
/// object's database.
pub fn allow_many_files() {
    if let Ok((_, most)) = getrlimit(Resource::RLIMIT_NOFILE) {
        // Where it is refused, the limit stays as it is.
        let _ = setrlimit(Resource::RLIMIT_NOFILE, most, most);
    }
}

/// The groups that run.
static RUNNING: Mutex<Vec<i32>> = Mutex::new(Vec::new());

fn running() -> MutexGuard<'static, Vec<i32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends every group at once; for the moment before the tool itself ends without more ado.
pub fn kill_all() {
    for id in running().iter() {
        let _ = killpg(Pid::from_raw(*id), Signal::SIGKILL);
    }
}

/// A running program with everything that it started.
pub struct Group {
    child: Child,
    ended: bool,
}

impl Group {
    /// Starts a program. Its output arrives line by line, both streams mixed, until it ends.
    pub fn start(name: &str, command: &mut Command) -> Result<(Self, Receiver<String>)> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
        let mut child = command.spawn().with_context(|| format!("{name} cannot be started"))?;
        running().extend(i32::try_from(child.id()).ok());
        let (sender, lines) = channel();
        if let Some(output) = child.stdout.take() {
            forward(output, sender.clone());
        }
        if let Some(output) = child.stderr.take() {
            forward(output, sender);
        }
        Ok((Self { child, ended: false }, lines))
    }

    /// The id of the leader, which is that of the group.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has ended by itself, and how.
    pub fn poll(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Ends the group at once, as a power failure would.
    pub fn kill(&mut self) {
        self.signal(Signal::SIGKILL);
        let _ = self.child.wait();
        running().retain(|id| u32::try_from(*id) != Ok(self.child.id()));
        self.ended = true;
    }

    /// Asks the group to end, and ends it after ten seconds.
    pub fn end(&mut self) {
        if self.ended {
            return;
        }
        self.signal(Signal::SIGTERM);
        let began = clock::now();
        while self.poll().is_none() && began.elapsed() < GRACE {
            thread::sleep(Duration::from_millis(20));
        }
        // The leader may have left members of its group behind.
        self.kill();
    }

    fn signal(&self, signal: Signal) {
        if let Ok(id) = i32::try_from(self.child.id()) {
            // It fails where the whole group has ended already, which is what we want.
            let _ = killpg(Pid::from_raw(id), signal);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.end();
    }
}

/// Sends lines on; keeps reading when nobody listens, so that the program never blocks on a full pipe.
fn forward(output: impl Read + Send + 'static, lines: Sender<String>) {
    thread::spawn(move || {
        let mut reader = BufReader::new(output);
        let mut bytes = Vec::new();
        while matches!(reader.read_until(b'\n', &mut bytes), Ok(read) if read > 0) {
            let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
            let _ = lines.send(line);
            bytes.clear();
        }
    });
}
