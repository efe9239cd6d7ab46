//! The weights that ship, read once.

use anyhow::{Context, Result};
use baton_shared::engine::emotion::Emotion;
use baton_shared::engine::table::Table;

/// The table of word pieces.
pub fn table() -> Result<Table> {
    Table::shipped(include_bytes!("../../weights/words.bin"))
        .context("the tool's own word table is damaged; build it again")
}

/// The heads that see emotion.
pub fn emotion() -> Result<Emotion> {
    Emotion::read(include_str!("../../weights/valence.txt"), include_bytes!("../../weights/emotion.bin"))
        .context("the tool's own emotion head is damaged; build it again")
}
