//! A customer's record as it is read: how long each kind of what is kept stays, and what erasing would take.

use baton_shared::conversation::Status;
use baton_shared::protocol::CustomerRecord;
use baton_shared::time::{DAY_MS, Timestamp};

use super::form::Kept;

/// Until when something stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Until somebody erases it.
    Erased,
    /// Until this day.
    Day(Timestamp),
    /// So many days after a conversation was closed.
    Closed(u32),
    /// As long as what was written beside it.
    WithWords,
}

/// What is kept of a customer, each kind with its end.
pub fn kept(record: &CustomerRecord) -> [(Kept, Until); 3] {
    let rules = &record.kept_for;
    let last = record.conversations.iter().map(|conversation| conversation.updated_at).max();
    let person = rules.customer_days.zip(last).map(|(days, last)| last.plus_ms(u64::from(days) * DAY_MS));
    let words = rules.conversation_days.map_or(Until::Erased, Until::Closed);
    let files = match (rules.file_days, rules.conversation_days) {
        (Some(files), Some(words)) if files >= words => Until::WithWords,
        (Some(files), _) => Until::Closed(files),
        (None, _) => Until::WithWords,
    };
    [(Kept::Customers, person.map_or(Until::Erased, Until::Day)), (Kept::Conversations, words), (Kept::Files, files)]
}

/// What erasing would take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Conversations with something written in them.
    pub conversations: usize,
    /// How many of these are open.
    pub open: usize,
}

/// Reads what erasing would take.
pub fn extent(record: &CustomerRecord) -> Extent {
    let whole = || record.conversations.iter().filter(|conversation| !conversation.erased);
    let open = whole().filter(|conversation| conversation.status != Status::Resolved).count();
    Extent { conversations: whole().count(), open }
}

#[cfg(test)]
mod tests {
    use baton_shared::protocol::CustomerConversation;
    use baton_shared::workspace::Privacy;

    use super::*;

    fn record(kept_for: Privacy) -> CustomerRecord {
        let conversation = |id: &str, status, at, erased| CustomerConversation {
            id: id.to_owned(),
            status,
            opened_at: Timestamp(0),
            updated_at: Timestamp(at),
            erased,
            preview: None,
        };
        CustomerRecord {
            id: "h".to_owned(),
            claims: None,
            contacts: Vec::new(),
            conversations: vec![
                conversation("a", Status::Waiting, 20, false),
                conversation("b", Status::Resolved, 30, false),
                conversation("c", Status::WithBot, 10, true),
            ],
            kept_for,
        }
    }

    #[test]
    fn what_is_kept_has_an_end_where_the_company_set_one() {
        let ends = |rules| kept(&record(rules)).map(|(_, until)| until);
        assert_eq!(ends(Privacy::default()), [Until::Erased, Until::Erased, Until::WithWords]);
        let rules = Privacy { customer_days: Some(2), conversation_days: Some(30), file_days: Some(7), log_days: None };
        assert_eq!(ends(rules.clone()), [Until::Day(Timestamp(30 + 2 * DAY_MS)), Until::Closed(30), Until::Closed(7)]);
        assert_eq!(ends(Privacy { file_days: Some(40), ..rules })[2], Until::WithWords);
    }

    #[test]
    fn erasing_takes_what_is_not_erased_yet() {
        assert_eq!(extent(&record(Privacy::default())), Extent { conversations: 2, open: 1 });
    }
}
