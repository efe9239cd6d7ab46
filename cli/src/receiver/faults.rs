//! Failing on purpose, as real receivers do: with an error, asking for patience, silently, slowly, or after the work
//! was done. The same seed fails the same webhooks in the same way.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sha2::{Digest, Sha256};

/// How a request is failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 500 before anything is done.
    Error,
    /// 503 and `Retry-After`.
    Patience,
    /// The connection is closed without an answer.
    Dropped,
    /// The work is done, and then the connection is closed.
    DroppedAfterwards,
    /// The work is done, but the answer comes later than any sender waits.
    Slow,
}

/// Decides which requests fail.
pub struct Faults {
    percent: u8,
    seed: u64,
    attempts: HashMap<String, u64>,
}

impl Faults {
    /// Fails a share of requests, in percent.
    pub fn new(percent: u8, seed: u64) -> Self {
        Self { percent, seed, attempts: HashMap::new() }
    }

    /// Whether, and how, this attempt for an id fails.
    pub fn pick(&mut self, id: &str) -> Option<Fault> {
        if self.percent == 0 {
            return None;
        }
        let attempt = match self.attempts.entry(id.to_owned()) {
            Entry::Occupied(mut entry) => {
                *entry.get_mut() += 1;
                *entry.get()
            }
            Entry::Vacant(entry) => *entry.insert(0),
        };
        let mut hash = Sha256::new();
        hash.update(self.seed.to_le_bytes());
        hash.update(attempt.to_le_bytes());
        hash.update(id);
        let mut random = StdRng::from_seed(hash.finalize().into());
        (random.random_range(0..100) < self.percent).then(|| match random.random_range(0..100) {
            0..40 => Fault::Error,
            40..65 => Fault::Patience,
            65..78 => Fault::Dropped,
            78..94 => Fault::DroppedAfterwards,
            _ => Fault::Slow,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fails_the_share_that_was_asked_for_and_the_same_ones_again() {
        let run = |percent| {
            let mut faults = Faults::new(percent, 7);
            (0..1000).map(|id| faults.pick(&id.to_string())).collect::<Vec<_>>()
        };
        let failed = run(30).iter().flatten().count();
        assert!((250..350).contains(&failed), "{failed}");
        assert_eq!(run(30), run(30));
        assert!(run(0).iter().all(Option::is_none));
    }
}
