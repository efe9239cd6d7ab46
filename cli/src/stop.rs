//! Being asked to stop: Ctrl-C, TERM or, for `serve`, a closed standard input. Children live in process groups of
//! their own, so a Ctrl-C at the terminal reaches only this tool, which then ends them in order.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::{Context, Result};

use crate::process;

static ASKED: AtomicBool = AtomicBool::new(false);

/// Listens for Ctrl-C and TERM from now on. A second Ctrl-C ends the tool at once.
pub fn listen() -> Result<()> {
    let handler = || {
        if ASKED.swap(true, Ordering::SeqCst) {
            process::kill_all();
            std::process::exit(130);
        }
    };
    ctrlc::set_handler(handler).context("the tool cannot listen for Ctrl-C")
}

/// Also stops when standard input closes.
pub fn when_input_closes() {
    thread::spawn(|| {
        let mut rest = [0; 256];
        while matches!(io::stdin().read(&mut rest), Ok(read) if read > 0) {}
        ASKED.store(true, Ordering::SeqCst);
    });
}

/// Whether the tool was asked to stop.
pub fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
