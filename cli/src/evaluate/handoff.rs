//! At which turn of whole dialogues a person would be called, and why. Decided by the very code that decides on the
//! edge, with the workspace's own rules and articles.

use std::collections::BTreeMap;

use anyhow::Result;
use baton_shared::conversation::Event;
use baton_shared::workspace::Published;
use serde::Serialize;

use super::statistics::{mean, share};
use crate::replay::{Dialogue, imagine};

/// What was measured.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Dialogues that were played.
    pub dialogues: usize,
    /// Dialogues in which a person is called.
    pub handed_over: usize,
    /// Dialogues in which nobody is.
    pub never: usize,
    /// Their share.
    pub never_share: Option<f64>,
    /// Mean of the customer's turns until a person is called, from 1.
    pub mean_turn: Option<f64>,
    /// How many are called at which of the customer's turns.
    pub turns: BTreeMap<usize, usize>,
    /// How many are called for which first reason.
    pub reasons: BTreeMap<String, usize>,
    /// Each dialogue.
    pub each: Vec<Called>,
}

/// What happened in one dialogue.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Called {
    /// Its place in the file, from 1.
    pub dialogue: usize,
    /// The customer's turn at which a person is called, from 1; none where nobody is.
    pub turn: Option<usize>,
    /// The rule that called.
    pub rule: Option<String>,
    /// Why, the strongest reason first.
    pub reasons: Vec<String>,
}

/// Plays each dialogue until a person is called.
#[allow(clippy::cast_precision_loss, reason = "turns are far below 2^52")]
pub fn measure(published: &Published, dialogues: &[Dialogue]) -> Result<Figures> {
    let mut figures = Figures { dialogues: dialogues.len(), ..Figures::default() };
    for (place, dialogue) in dialogues.iter().enumerate() {
        let called = Called { dialogue: place + 1, ..play(published, dialogue)? };
        if let Some(turn) = called.turn {
            *figures.turns.entry(turn).or_default() += 1;
            let reason = called.reasons.first().cloned().unwrap_or_default();
            *figures.reasons.entry(reason).or_default() += 1;
        }
        figures.each.push(called);
    }
    let turns: Vec<f64> = figures.each.iter().filter_map(|called| Some(called.turn? as f64)).collect();
    figures.handed_over = turns.len();
    figures.never = dialogues.len() - turns.len();
    figures.never_share = share(figures.never, dialogues.len());
    figures.mean_turn = mean(&turns);
    Ok(figures)
}

fn play(published: &Published, dialogue: &Dialogue) -> Result<Called> {
    for (turn, events) in imagine(published, dialogue)?.into_iter().enumerate() {
        let events: Vec<Event> = events.into_iter().map(|recorded| recorded.event).collect();
        if !events.iter().any(|event| matches!(event, Event::HandoffStarted { .. })) {
            continue;
        }
        let decided = events.iter().find_map(|event| match event {
            Event::Decided { rule, reasons, .. } => Some((rule, reasons)),
            _ => None,
        });
        let reasons = decided.iter().flat_map(|(_, reasons)| reasons.iter().map(|reason| reason.code.clone()));
        return Ok(Called {
            // Before the first turn it was opened.
            turn: Some(turn),
            reasons: reasons.collect(),
            rule: decided.map(|(rule, _)| rule.clone()),
            ..Called::default()
        });
    }
    Ok(Called::default())
}
