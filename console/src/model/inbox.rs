//! The list of conversations: which ones, in which order, and moving through them.

use baton_shared::conversation::{ResolutionOutcome, Status};
use baton_shared::protocol::{InboxRow, Me};

use super::actions::Holder;

/// Which conversations are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Filter {
    /// Those that wait for a person.
    #[default]
    Waiting,
    /// Those that this agent has.
    Mine,
    /// Those that the bot has, those first in which a customer wrote again after a person had closed them.
    WithBot,
    /// All.
    All,
    /// Closed ones.
    Resolved,
}

impl Filter {
    /// Every filter, in the order of the screen.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Mine, Self::WithBot, Self::All, Self::Resolved];

    /// The status that the edge is asked for; everything where absent.
    pub fn status(self) -> Option<Status> {
        match self {
            Self::Waiting => Some(Status::Waiting),
            Self::Mine => Some(Status::WithHuman),
            Self::WithBot => Some(Status::WithBot),
            Self::All => None,
            Self::Resolved => Some(Status::Resolved),
        }
    }

    /// Whether a row belongs here.
    pub fn admits(self, row: &InboxRow, me: &Me) -> bool {
        match self {
            Self::Waiting => row.status == Status::Waiting,
            Self::Mine => row.status == Status::WithHuman && holder(row, me) == Holder::Me,
            Self::WithBot => row.status == Status::WithBot,
            Self::All => true,
            Self::Resolved => row.status == Status::Resolved,
        }
    }
}

/// Where a conversation stands, seen by one agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// As its status says.
    As(Status),
    /// The agent has it.
    WithMe,
    /// A colleague has it, by name.
    With(String),
    /// It is closed, and this came of it.
    Closed(ResolutionOutcome),
}

impl Standing {
    /// Reads it. `holder` tells whether the agent has it, or who else.
    pub fn of(status: Status, holder: Holder, outcome: Option<ResolutionOutcome>) -> Self {
        match (status, holder, outcome) {
            (Status::Resolved, _, Some(outcome)) => Self::Closed(outcome),
            (Status::WithHuman, Holder::Me, _) => Self::WithMe,
            (Status::WithHuman, Holder::Other(name), _) => Self::With(name),
            _ => Self::As(status),
        }
    }
}

/// Who has the conversation of a row, seen by one agent.
pub fn holder(row: &InboxRow, me: &Me) -> Holder {
    match &row.agent {
        None => Holder::Nobody,
        Some(agent) if *agent == me.id || *agent == me.name => Holder::Me,
        Some(agent) => Holder::Other(agent.clone()),
    }
}

/// The word for a status in an address.
pub fn status_word(status: Status) -> &'static str {
    match status {
        Status::WithBot => "with_bot",
        Status::Waiting => "waiting",
        Status::WithHuman => "with_human",
        Status::Resolved => "resolved",
    }
}

/// The rows of a filter, in the order in which to work: who waits is sorted by priority, revenue at stake and then
/// the longest wait; everything else by what happened last.
pub fn listed(rows: &[InboxRow], filter: Filter, me: &Me) -> Vec<InboxRow> {
    let mut listed: Vec<InboxRow> = rows.iter().filter(|row| filter.admits(row, me)).cloned().collect();
    match filter {
        Filter::Waiting => listed.sort_by(|a, b| {
            let waits = |row: &InboxRow| row.waiting_since.unwrap_or(row.updated_at);
            (b.priority, b.revenue_at_stake).cmp(&(a.priority, a.revenue_at_stake)).then(waits(a).cmp(&waits(b)))
        }),
        Filter::WithBot => listed.sort_by_key(|row| std::cmp::Reverse((row.came_back, row.updated_at))),
        Filter::Mine | Filter::All | Filter::Resolved => listed.sort_by_key(|row| std::cmp::Reverse(row.updated_at)),
    }
    listed
}

/// Adds older rows to those that are here; a row that is here already stays as it is.
pub fn merge_older(rows: &mut Vec<InboxRow>, older: Vec<InboxRow>) {
    for row in older {
        if !rows.iter().any(|known| known.conversation == row.conversation) {
            rows.push(row);
        }
    }
}

/// Where a step in the list leads: the first row where nothing is selected, and it stops at both ends.
pub fn step(rows: &[InboxRow], selected: Option<&str>, by: isize) -> Option<String> {
    let at = selected.and_then(|id| rows.iter().position(|row| row.conversation == id));
    let last = rows.len().checked_sub(1)?;
    let next = at.map_or(0, |at| at.saturating_add_signed(by).min(last));
    rows.get(next).map(|row| row.conversation.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_shared::policy::Priority;
    use baton_shared::text::Language;
    use baton_shared::time::Timestamp;

    fn row(id: &str, status: Status, priority: Priority, since: u64) -> InboxRow {
        InboxRow {
            conversation: id.to_owned(),
            status,
            language: Language::En,
            queue: None,
            priority,
            agent: (status == Status::WithHuman).then(|| "mei".to_owned()),
            reason: None,
            preview: None,
            customer: None,
            revenue_at_stake: false,
            outcome: None,
            came_back: false,
            opened_at: Timestamp(0),
            updated_at: Timestamp(since),
            waiting_since: Some(Timestamp(since)),
        }
    }

    fn me(id: &str) -> Me {
        Me { id: id.to_owned(), name: "Mei".to_owned(), role: "agent".to_owned(), ..Me::default() }
    }

    #[track_caller]
    fn check(rows: &[InboxRow], filter: Filter, agent: &str, expect: &[&str]) {
        let ids: Vec<String> = listed(rows, filter, &me(agent)).into_iter().map(|row| row.conversation).collect();
        assert_eq!(ids, expect);
    }

    #[test]
    fn the_most_pressing_comes_first() {
        let mut flagged = row("flagged", Status::Waiting, Priority::High, 30);
        flagged.revenue_at_stake = true;
        let rows = [
            row("late", Status::Waiting, Priority::Normal, 20),
            row("early", Status::Waiting, Priority::Normal, 10),
            row("high", Status::Waiting, Priority::High, 25),
            flagged,
            row("urgent", Status::Waiting, Priority::Urgent, 40),
            row("closed", Status::Resolved, Priority::Urgent, 50),
            row("hers", Status::WithHuman, Priority::Normal, 60),
            InboxRow { came_back: true, ..row("back", Status::WithBot, Priority::Normal, 5) },
            row("asks", Status::WithBot, Priority::Normal, 7),
        ];
        check(&rows, Filter::Waiting, "mei", &["urgent", "flagged", "high", "early", "late"]);
        check(&rows, Filter::Mine, "mei", &["hers"]);
        check(&rows, Filter::WithBot, "mei", &["back", "asks"]);
        check(&rows, Filter::Resolved, "mei", &["closed"]);
        assert_eq!(listed(&rows, Filter::All, &me("mei"))[0].conversation, "hers");
    }

    #[test]
    fn where_it_stands_is_seen_by_one_agent() {
        let hers = row("hers", Status::WithHuman, Priority::Normal, 1);
        let seen = |id: &str, name: &str| {
            let me = Me { name: name.to_owned(), ..me(id) };
            Standing::of(hers.status, holder(&hers, &me), hers.outcome)
        };
        assert_eq!(seen("mei", "Mei"), Standing::WithMe);
        assert_eq!(seen("tom", "Tom"), Standing::With("mei".to_owned()));
        let closed = Standing::of(Status::Resolved, Holder::Me, Some(ResolutionOutcome::Solved));
        assert_eq!(closed, Standing::Closed(ResolutionOutcome::Solved));
    }

    #[test]
    fn steps_stop_at_the_ends() {
        let rows = [row("a", Status::Waiting, Priority::Normal, 1), row("b", Status::Waiting, Priority::Normal, 2)];
        assert_eq!(step(&rows, None, 1).as_deref(), Some("a"));
        assert_eq!(step(&rows, Some("a"), 1).as_deref(), Some("b"));
        assert_eq!(step(&rows, Some("b"), 1).as_deref(), Some("b"));
        assert_eq!(step(&rows, Some("a"), -1).as_deref(), Some("a"));
        assert_eq!(step(&rows, Some("gone"), 1).as_deref(), Some("a"));
        assert_eq!(step(&[], None, 1), None);
    }
}
