//! Where a delivery stands, in one word: decided here, said alike in the log and in what opens from it.

use std::collections::BTreeMap;

use baton_shared::protocol::DeliveryRow;
use baton_shared::time::Timestamp;

/// Endpoints that are left alone for now, and until when.
pub type Rests = BTreeMap<String, Timestamp>;

/// Where a delivery stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It has arrived.
    Arrived,
    /// It waits for its first attempt.
    First,
    /// It failed and is tried again.
    Again,
    /// It waits until this time, when its endpoint is tried again, which rests after failures.
    Paused(Timestamp),
    /// It failed and is not tried again by itself.
    Failed,
    /// A word that this console does not know yet.
    Other(String),
}

impl Stands {
    /// Reads it from a line of the log.
    pub fn of(row: &DeliveryRow, resting: &Rests) -> Self {
        match (row.state.as_str(), row.attempts, resting.get(&row.endpoint)) {
            ("delivered", ..) => Self::Arrived,
            ("dead", ..) => Self::Failed,
            ("waiting", _, Some(until)) => Self::Paused(*until),
            ("waiting", 0, None) => Self::First,
            ("waiting", _, None) => Self::Again,
            (other, ..) => Self::Other(other.to_owned()),
        }
    }
}

/// Which deliveries are listed: each of these holds every delivery that stands so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    #[default]
    All,
    /// Those that have arrived.
    Arrived,
    /// Those that are still to be sent.
    Waiting,
    /// Those that failed.
    Failed,
}

impl Which {
    /// Each, in the order of the screen.
    pub const ALL: [Self; 4] = [Self::All, Self::Arrived, Self::Waiting, Self::Failed];

    /// Whether a delivery that stands so belongs here.
    pub fn admits(self, stands: &Stands) -> bool {
        match self {
            Self::All => true,
            Self::Arrived => *stands == Stands::Arrived,
            Self::Waiting => matches!(stands, Stands::First | Stands::Again | Stands::Paused(_)),
            Self::Failed => *stands == Stands::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(state: &str, attempts: u32, resting: &[&str], expect: &Stands, which: Which) {
        let row = DeliveryRow {
            id: "msg".to_owned(),
            conversation: String::new(),
            kind: "message.created".to_owned(),
            endpoint: "crm".to_owned(),
            attempts,
            last_status: None,
            state: state.to_owned(),
            updated_at: Timestamp(0),
        };
        let resting: Rests = resting.iter().map(|id| ((*id).to_owned(), Timestamp(7))).collect();
        let stands = Stands::of(&row, &resting);
        assert_eq!(stands, *expect);
        let listed: Vec<Which> = Which::ALL.into_iter().filter(|which| which.admits(&stands)).collect();
        assert_eq!(listed, [Which::All, which]);
    }

    #[test]
    fn each_stands_in_one_way() {
        check("delivered", 1, &["crm"], &Stands::Arrived, Which::Arrived);
        check("dead", 9, &["crm"], &Stands::Failed, Which::Failed);
        check("waiting", 0, &[], &Stands::First, Which::Waiting);
        check("waiting", 2, &["mailer"], &Stands::Again, Which::Waiting);
        check("waiting", 0, &["crm"], &Stands::Paused(Timestamp(7)), Which::Waiting);
        check("waiting", 2, &["crm"], &Stands::Paused(Timestamp(7)), Which::Waiting);
    }
}
