//! Measuring the edge on raw workerd, which is how it would be hosted by oneself and ten times faster than the
//! development server, against a minimal object written in JavaScript, in the same run.
//!
//! ```text
//! seats (one socket and one conversation each) ──POST──▶ worker ──WebSocket──▶ the same seat
//! ```
//!
//! A message counts as received when its own event has arrived on the seat's socket.
//!
//! The engine is measured in this process, with many articles (`crowd`). The widget is measured by a driver of its own, in a browser (`tests/bench/widget.mjs`); `widget` holds its figures
//! against what they may be.

mod crowd;
mod workerd;
mod subject;
mod wire;
mod pool;
mod seat;
mod load;
mod report;
mod widget;

pub use crowd::{crowd, messages as crowd_messages};
pub use load::run;
pub use report::{Pair, Report, Row, Side, gzipped};
pub use subject::Subject;
pub use widget::{Measurement, judge, table as widget_table};
pub use workerd::{Server, config, start};
