//! What a screen reader is told of by itself. Only what the customer wrote, once, and several messages together:
//! an announcement that chatters is switched off.

use baton_shared::conversation::{Content, Event, Recorded, Seq};

use crate::texts::Text;

/// Longest part of a message that is read out, in characters.
const READ_OUT_CHARS: usize = 120;

/// What to say of events that came in after `seen`; nothing for the first load.
pub fn announcement(events: &[Recorded], seen: Seq) -> Option<Text> {
    if seen == 0 {
        return None;
    }
    let fresh = events.iter().filter(|recorded| recorded.seq > seen);
    let written: Vec<&Recorded> =
        fresh.filter(|recorded| matches!(recorded.event, Event::CustomerWrote { .. })).collect();
    match written.as_slice() {
        [] => None,
        [one] => {
            let (text, files) = match &one.content {
                Some(Content::Text { text, attachments }) => (text.as_str(), attachments.len()),
                _ => ("", 0),
            };
            Some(match files {
                1.. if text.is_empty() => Text::CustomerSentFiles(files),
                _ => Text::CustomerSaid(text.chars().take(READ_OUT_CHARS).collect()),
            })
        }
        several => Some(Text::CustomerSaidSeveral(several.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{recorded, text};

    fn wrote(seq: u64) -> Recorded {
        recorded(seq, Event::CustomerWrote { message: format!("m{seq}") }, Some(text("hello")))
    }

    #[test]
    fn only_new_words_of_the_customer_are_said() {
        let events = [wrote(1), wrote(2), recorded(3, Event::Reopened {}, None), wrote(4)];
        assert_eq!(announcement(&events, 0), None);
        assert_eq!(announcement(&events, 4), None);
        assert_eq!(announcement(&events, 2), Some(Text::CustomerSaid("hello".to_owned())));
        assert_eq!(announcement(&events, 1), Some(Text::CustomerSaidSeveral(2)));
    }
}
