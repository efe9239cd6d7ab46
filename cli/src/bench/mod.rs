//! Measuring the edge on raw workerd, which is how it would be hosted by oneself and ten times faster than the
//! development server, against a minimal object written in JavaScript, in the same run.
//!
//! ```text
//! seats (one socket and one conversation each) ──POST──▶ worker ──WebSocket──▶ the same seat
//! ```
//!
//! A message counts as received when its own event has arrived on the seat's socket.

mod workerd;
mod subject;
mod wire;
mod pool;
mod seat;
mod load;
mod report;

pub use load::run;
pub use report::{Pair, Report, Row, Side, gzipped};
pub use subject::Subject;
pub use workerd::{Server, config, start};
