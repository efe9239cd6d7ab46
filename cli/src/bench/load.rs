//! Load: rounds of seats that ask everything once. Taking seats is not timed.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use tokio::task::JoinSet;

use super::pool::Pool;
use super::seat::Seat;
use super::subject::Subject;
use super::workerd::Server;
use crate::clock;

/// What a load gave.
pub struct Load {
    /// Milliseconds of each message.
    pub times_ms: Vec<f64>,
    /// Messages a second.
    pub a_second: f64,
    /// Megabytes of memory with all sockets open.
    pub memory_mb: f64,
}

/// Runs rounds with so many sockets until enough time was measured.
pub fn run(server: &Server, subject: Subject, sockets: usize, atleast: Duration) -> Result<Load> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut load = Load { times_ms: Vec::new(), a_second: 0.0, memory_mb: 0.0 };
        let pool = Arc::new(Pool::new(&server.authority));
        let mut measured = Duration::ZERO;
        let mut round = 0;
        while measured < atleast {
            let mut seats = take(&pool, subject, sockets, round).await?;
            let began = clock::now();
            let mut asking = JoinSet::new();
            for mut seat in seats.drain(..) {
                let pool = Arc::clone(&pool);
                asking.spawn(async move { seat.ask_all(&pool).await.map(|times| (seat, times)) });
            }
            // Seats are kept until all are done, so that all sockets stay open.
            while let Some(done) = asking.join_next().await {
                let (seat, times) = done??;
                load.times_ms.extend(times);
                seats.push(seat);
            }
            measured += began.elapsed();
            load.memory_mb = load.memory_mb.max(server.memory_mb());
            round += 1;
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of messages")]
        let count = load.times_ms.len() as f64;
        load.a_second = count / measured.as_secs_f64();
        Ok(load)
    })
}

async fn take(pool: &Arc<Pool>, subject: Subject, sockets: usize, round: usize) -> Result<Vec<Seat>> {
    let mut taking = JoinSet::new();
    for number in 0..sockets {
        let pool = Arc::clone(pool);
        taking.spawn(async move { Seat::take(subject, &pool, &format!("{sockets}-{round}-{number}")).await });
    }
    let mut seats = Vec::with_capacity(sockets);
    while let Some(seat) = taking.join_next().await {
        seats.push(seat??);
    }
    Ok(seats)
}
