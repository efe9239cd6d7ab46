//! The figures of a measurement.

use std::fmt::Write as _;
use std::io::Write as _;

use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

use super::load::Load;

/// Everything measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// One for each number of sockets.
    pub rows: Vec<Row>,
    /// Milliseconds from starting the process to the first answer, the median.
    pub start_ms: Pair,
    /// Bytes of script and module, gzipped.
    pub script_gzip_bytes: Pair,
    /// Whether the script is small enough.
    pub ok: bool,
}

/// Baton's figure and the floor's.
#[derive(Debug, Serialize)]
pub struct Pair {
    /// Baton's.
    pub baton: f64,
    /// The floor's.
    pub floor: f64,
}

/// The figures with so many sockets.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Sockets, each on a conversation of its own.
    pub sockets: usize,
    /// Baton's.
    pub baton: Side,
    /// The floor's.
    pub floor: Side,
    /// Baton's throughput as a share of the floor's.
    pub ratio: f64,
}

/// One side's figures.
#[derive(Debug, Serialize)]
pub struct Side {
    /// Messages a second.
    pub a_second: f64,
    /// Half of the messages arrived within so many milliseconds.
    pub p50_ms: f64,
    /// 99 in 100 did.
    pub p99_ms: f64,
    /// Megabytes of memory.
    pub memory_mb: f64,
}

impl Side {
    /// Out of a load.
    pub fn of(load: Load) -> Self {
        let (a_second, memory_mb) = (load.a_second.round(), load.memory_mb.round());
        let times = crate::replay::Percentiles::of(load.times_ms);
        Self { a_second, p50_ms: times.p50, p99_ms: times.p99, memory_mb }
    }
}

impl Report {
    /// A table for people.
    pub fn table(&self) -> String {
        let mut text = String::new();
        let _ = writeln!(text, "sockets         messages/s    p50 ms    p99 ms    memory MB");
        for row in &self.rows {
            for (name, side) in [("Baton", &row.baton), ("floor", &row.floor)] {
                let Side { a_second, p50_ms, p99_ms, memory_mb } = side;
                let _ =
                    writeln!(text, "{:>6}  {name} {a_second:>12} {p50_ms:>9} {p99_ms:>9} {memory_mb:>12}", row.sockets);
            }
            let _ = writeln!(text, "        ratio {:>12.2}", row.ratio);
        }
        let _ = writeln!(
            text,
            "first answer after start    Baton {:.0} ms, floor {:.0} ms",
            self.start_ms.baton, self.start_ms.floor
        );
        let (baton, floor) = (self.script_gzip_bytes.baton / 1024.0, self.script_gzip_bytes.floor / 1024.0);
        let _ = writeln!(text, "script, gzipped             Baton {baton:.0} kB (at most 3,072), floor {floor:.1} kB");
        text
    }
}

/// How large bytes are when gzipped.
pub fn gzipped(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}
