//! A customer at a socket: sends a message, waits until it has arrived, sends the next.

use std::time::Duration;

use anyhow::{Context, Result};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::subject::{Opened, Subject};
use super::wire::{Http, Socket};
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
    http: Http,
    socket: Socket,
    opened: Opened,
}

impl Seat {
    /// Opens a conversation and its socket.
    pub async fn take(subject: Subject, authority: &str, name: &str) -> Result<Self> {
        let mut http = Http::connect(authority).await?;
        let opened = subject.open(&mut http, name).await?;
        let socket = Socket::open(authority, &opened.socket).await?;
        Ok(Self { subject, http, socket, opened })
    }

    /// Asks every question; at most as many at a time as `permits` allows, over all seats. Gives the milliseconds
    /// from sending to the arrival at the socket.
    pub async fn ask_all(&mut self, permits: &Semaphore) -> Result<Vec<f64>> {
        let mut times = Vec::with_capacity(QUESTIONS.len());
        for (number, text) in QUESTIONS.iter().enumerate() {
            let permit = permits.acquire().await?;
            let id = format!("bench-{number}-");
            let body = self.subject.message(&id, text);
            let began = clock::now();
            let sent = self.http.send(&self.opened.post, &self.opened.bearer, &body);
            let received = async {
                self.socket.wait_for(&id).await?;
                anyhow::Ok(began.elapsed().as_secs_f64() * 1000.0)
            };
            let both = async { tokio::join!(sent, received) };
            let answered = timeout(LIMIT, both).await;
            let (sent, took) = answered.with_context(|| format!("\"{text}\" did not arrive within {LIMIT:?}"))?;
            sent?;
            times.push(took?);
            drop(permit);
        }
        Ok(times)
    }
}
