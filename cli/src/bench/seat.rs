//! A customer at a socket: sends a message, waits until it has arrived, sends the next.

use std::time::Duration;

use anyhow::{Context, Result};
use tokio::time::timeout;

use super::pool::Pool;
use super::subject::{Opened, Subject};
use super::wire::Socket;
use crate::clock;

/// Longest wait for a message.
const LIMIT: Duration = Duration::from_secs(30);
/// Questions that the starter workspace answers, each asked once in a conversation, because a repeated question
/// brings a person in.
pub const QUESTIONS: [&str; 8] = [
    "How do I reset my password?",
    "How can I pay my bill?",
    "How do I move my service to a new home?",
    "How do I set up my camera?",
    "How can I change my plan?",
    "How do I return a device?",
    "How do I pair my smart lock?",
    "What is the warranty on my router?",
];

/// A seat.
pub struct Seat {
    subject: Subject,
    socket: Socket,
    opened: Opened,
}

impl Seat {
    /// Opens a conversation and its socket.
    pub async fn take(subject: Subject, pool: &Pool, name: &str) -> Result<Self> {
        let turn = pool.turn().await?;
        let opened = subject.open(&turn, name).await?;
        let socket = Socket::open(pool.authority(), &opened.socket).await?;
        Ok(Self { subject, socket, opened })
    }

    /// Asks every question. Gives the milliseconds from sending to the arrival at the socket.
    pub async fn ask_all(&mut self, pool: &Pool) -> Result<Vec<f64>> {
        let mut times = Vec::with_capacity(QUESTIONS.len());
        for (number, text) in QUESTIONS.iter().enumerate() {
            let turn = pool.turn().await?;
            let id = format!("bench-{number}-");
            let body = self.subject.message(&id, text);
            let began = clock::now();
            let sent = turn.post(&self.opened.post, &self.opened.bearer, &body);
            let received = async {
                let arrived = timeout(LIMIT, self.socket.wait_for(&id)).await;
                arrived.with_context(|| format!("\"{text}\" did not reach the socket within {LIMIT:?}"))??;
                Ok(began.elapsed().as_secs_f64() * 1000.0)
            };
            let (_, took) = tokio::try_join!(sent, received)?;
            times.push(took);
        }
        Ok(times)
    }
}
