//! Playing dialogues, several at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::Result;
use baton_shared::protocol::{CustomerCommand, OpenRequest};
use sha2::{Digest, Sha256};

use super::customer::{Cost, Customer};
use super::dialogue::Dialogue;
use super::target::Target;
use crate::say::Step;
use crate::{stop, token};

/// How to play.
pub struct Plays<'d> {
    /// What is played.
    pub dialogues: &'d [Dialogue],
    /// Makes the ids; another run needs another one.
    pub run: String,
    /// Conversations at a time.
    pub at_a_time: usize,
    /// The worker is killed after so many messages.
    pub kill_after: Option<usize>,
}

/// One conversation as it was played.
pub struct Played {
    /// Its id; absent where not even the first message was accepted.
    pub conversation: Option<String>,
    /// The customer, who can still look at it.
    pub customer: Customer,
    /// Messages that Baton acknowledged, in order: id and text.
    pub sent: Vec<(String, String)>,
    /// Messages that it did not accept, each with the reason.
    pub refused: Vec<String>,
}

/// Plays all dialogues to their end. Gives what was played, and how often the worker was killed.
pub fn play(target: &Target, plays: &Plays<'_>) -> Result<(Vec<Played>, u64)> {
    let step = Step::begin(format!("Play {} dialogues", plays.dialogues.len()));
    let next = AtomicUsize::new(0);
    let messages = AtomicUsize::new(0);
    let played = Mutex::new(Vec::new());
    let mut kills = 0;
    thread::scope(|scope| -> Result<()> {
        let work = || {
            while let Some(dialogue) = take(&next, plays) {
                let one = play_one(target.admin.url(), &plays.run, dialogue, &messages);
                played.lock().unwrap_or_else(PoisonError::into_inner).push(one);
            }
        };
        let players: Vec<_> = (0..plays.at_a_time).map(|_| scope.spawn(work)).collect();
        while players.iter().any(|player| !player.is_finished()) {
            thread::sleep(Duration::from_millis(20));
            let count = messages.load(Ordering::Relaxed);
            step.at(&format!("{} begun, {count} messages", next.load(Ordering::Relaxed).min(plays.dialogues.len())));
            if kills == 0 && plays.kill_after.is_some_and(|after| count >= after) {
                kills += 1;
                target.kill_and_restart()?;
            }
        }
        Ok(())
    })?;
    step.done_with(&format!("{} messages", messages.load(Ordering::Relaxed)));
    Ok((played.into_inner().unwrap_or_else(PoisonError::into_inner), kills))
}

fn take<'d>(next: &AtomicUsize, plays: &Plays<'d>) -> Option<(usize, &'d Dialogue)> {
    let number = next.fetch_add(1, Ordering::Relaxed);
    let dialogue = plays.dialogues.get(number).filter(|_| !stop::asked())?;
    Some((number, dialogue))
}

fn play_one(url: &str, run: &str, (number, dialogue): (usize, &Dialogue), messages: &AtomicUsize) -> Played {
    let secret = token::encode(&Sha256::digest(format!("{run} {number}")));
    let customer = Customer::new(url, secret.clone());
    let mut played = Played { conversation: None, customer, sent: Vec::new(), refused: Vec::new() };
    for (turn, text) in dialogue.says.iter().enumerate() {
        let id = format!("{run}-{number}-{turn}");
        let answer = if let Some(conversation) = &played.conversation {
            played.customer.say(conversation, &id, text).map(|_| None)
        } else {
            let request = OpenRequest {
                request_id: format!("replay-{run}-{number:08}"),
                token: secret.clone(),
                language: dialogue.language,
                page: None,
                attributes: Vec::new(),
                identity: None,
                command: Some(CustomerCommand::Say { id: id.clone(), text: text.clone(), attachments: Vec::new() }),
            };
            played.customer.open(&request).map(|opened| Some(opened.conversation))
        };
        match answer {
            Ok(opened) => {
                played.conversation = opened.or(played.conversation);
                played.sent.push((id, text.clone()));
            }
            Err(refused) => played.refused.push(refused.0),
        }
        messages.fetch_add(1, Ordering::Relaxed);
    }
    played
}

impl Played {
    /// What sending cost.
    pub fn cost(&self) -> &Cost {
        &self.customer.cost
    }
}
