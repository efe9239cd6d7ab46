//! How far the agent has read, as far as the customer is to know it.

use baton_shared::conversation::{Author, Conversation, Seq};

/// Up to which event to say that it was read, where there is something new to say: the customer has written since, and the
/// agent has the conversation, or nobody has it yet though somebody was called. `told` is what was said last.
pub fn seen(conversation: &Conversation, me: &str, told: Seq) -> Option<Seq> {
    let open = conversation.open_episode()?;
    let counts = open.agent.as_ref().is_none_or(|agent| agent.id == me);
    let written = conversation.lines.iter().rev().find(|line| line.author == Author::Customer)?;
    (counts && written.seq > told).then_some(conversation.seq)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{handed_over, taken_by_mei};
    use crate::model::log::Log;

    #[track_caller]
    fn check(events: Vec<baton_shared::conversation::Recorded>, me: &str, told: Seq, expect: Option<Seq>) {
        let mut log = Log::default();
        log.accept(events);
        assert_eq!(seen(log.state(), me, told), expect);
    }

    #[test]
    fn only_who_answers_has_read() {
        check(handed_over()[..3].to_vec(), "mei", 0, None);
        check(handed_over(), "mei", 0, Some(7));
        check(handed_over(), "mei", 3, None);
        check(taken_by_mei(), "mei", 2, Some(8));
        check(taken_by_mei(), "tom", 0, None);
    }
}
