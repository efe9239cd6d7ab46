//! What those who listen are told, one sentence an event, and nothing of what they did themselves.

use baton_shared::protocol::{CustomerEvent, CustomerEventKind};

use super::markdown::plain;
use crate::words::Words;

/// The sentence for an event; `None` where it needs none. `company` names the bot.
pub fn announcement(event: &CustomerEvent, words: &Words, company: &str) -> Option<String> {
    match &event.kind {
        CustomerEventKind::Answer { text, .. } => Some(format!("{company}: {}", plain(text.as_deref()?))),
        CustomerEventKind::Question { text } | CustomerEventKind::BotLine { text, .. } => {
            Some(format!("{company}: {}", plain(text.as_deref()?)))
        }
        CustomerEventKind::HandoffStarted { team, .. } => Some(words.bringing(team)),
        CustomerEventKind::NobodyAvailable { .. } => Some(words.how_to_go_on().to_owned()),
        CustomerEventKind::AgentJoined { name } => Some(words.joined(name)),
        CustomerEventKind::AgentWrote { name, text, .. } => Some(format!("{name}: {}", text.as_deref()?)),
        CustomerEventKind::Resolved { .. } => Some(words.closed().to_owned()),
        CustomerEventKind::Opened { .. }
        | CustomerEventKind::YouWrote { .. }
        | CustomerEventKind::YouRatedAnswer { .. }
        | CustomerEventKind::YouChose { .. }
        | CustomerEventKind::HandoffEnded { .. }
        | CustomerEventKind::Reopened {}
        | CustomerEventKind::YouRated { .. }
        | CustomerEventKind::YouAskedForTranscript { .. }
        | CustomerEventKind::Erased { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_shared::text::Language;

    use crate::model::fixture::{answer, event, wrote, you};
    use crate::words::tests::words;

    #[test]
    fn others_are_announced_and_oneself_is_not() {
        let say = |kind| announcement(&event(1, kind), words(Language::En), "Tidewell");
        assert_eq!(say(wrote("Mei", "Hello")).as_deref(), Some("Mei: Hello"));
        assert_eq!(say(answer("Press **Reset**.")).as_deref(), Some("Tidewell: Press Reset."));
        assert_eq!(say(you("a", "x")), None);
    }
}
