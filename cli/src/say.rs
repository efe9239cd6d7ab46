//! What the tool says while it works: one line a step, with a spinner where somebody watches.

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::clock;

/// A step that takes a while.
pub struct Step {
    title: String,
    began: Instant,
    bar: Option<ProgressBar>,
}

impl Step {
    /// Begins a step. `title` is an imperative: "Compile the worker".
    pub fn begin(title: impl Into<String>) -> Self {
        let title = title.into();
        let bar = if stderr().is_terminal() {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix} {elapsed:.dim} {wide_msg:.dim}") {
                bar.set_style(style);
            }
            bar.set_prefix(title.clone());
            bar.enable_steady_tick(Duration::from_millis(100));
            Some(bar)
        } else {
            eprintln!("  {title} ...");
            None
        };
        Self { title, began: clock::now(), bar }
    }

    /// What the step is at just now; shown only where somebody watches.
    pub fn at(&self, detail: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(detail.trim().to_owned());
        }
    }

    /// The step is done.
    pub fn done(self) {
        self.done_with("");
    }

    /// The step is done, with a short result.
    pub fn done_with(mut self, result: &str) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        let seconds = self.began.elapsed().as_secs_f32();
        let gap = if result.is_empty() { "" } else { ", " };
        eprintln!("✓ {} ({seconds:.1} s{gap}{result})", self.title);
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

/// A line for people.
pub fn line(text: impl AsRef<str>) {
    eprintln!("{}", text.as_ref());
}

/// Something that went wrong but does not end the command.
pub fn warn(text: impl AsRef<str>) {
    eprintln!("✗ {}", text.as_ref());
}

/// The error that ends the command: its causes in one sentence, outermost first.
pub fn failure(error: &anyhow::Error) {
    eprintln!("✗ {error:#}");
}
