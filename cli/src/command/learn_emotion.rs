//! `cargo baton learn-emotion`: the emotion heads, trained by the code that asks them.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use baton_shared::engine::emotion::train;
use baton_shared::engine::table::Table;
use serde::Deserialize;

use crate::arguments::LearnEmotion;

#[derive(Deserialize)]
struct Labelled {
    text: String,
    language: String,
    negative: bool,
}

/// Trains and writes.
pub fn run(arguments: &LearnEmotion) -> Result<ExitCode> {
    let read = |file: &std::path::Path| fs::read(file).with_context(|| format!("{} cannot be read", file.display()));
    let table = Table::read(&read(&arguments.words)?)?;
    let (mut english, mut chinese) = (Vec::new(), Vec::new());
    for line in String::from_utf8(read(&arguments.texts)?)?.lines() {
        let text: Labelled = serde_json::from_str(line)?;
        let list = if text.language == "zh" { &mut chinese } else { &mut english };
        list.push((text.text, text.negative));
    }
    let valence = String::from_utf8(read(&arguments.valence)?)?;
    fs::write(&arguments.out, train(&valence, &table, &english, &chinese))?;
    Ok(ExitCode::SUCCESS)
}
