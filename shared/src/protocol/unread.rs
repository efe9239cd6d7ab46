//! What a customer has not read yet, in a few words: counted and worded from what they may see.

use super::customer::{CustomerEvent, CustomerEventKind, Unread};
use crate::conversation::{Conversation, Status};

/// Characters of the latest message.
const TEXT_CHARS: usize = 140;

/// What has come from the other side in these events, which are those that the customer lacks.
pub fn unread(conversation: &Conversation, lacking: &[CustomerEvent]) -> Unread {
    let messages: Vec<Message<'_>> = lacking.iter().filter_map(message).collect();
    let latest = messages.last();
    Unread {
        count: lacking.iter().filter(|event| event.kind.is_news()).count() as u64,
        last: conversation.customer_seq,
        open: conversation.status != Status::Resolved,
        person: conversation.status == Status::WithHuman,
        name: latest.and_then(|message| message.name).map(str::to_owned),
        text: latest.and_then(|message| message.text).map(plain).filter(|text| !text.is_empty()),
    }
}

struct Message<'e> {
    name: Option<&'e str>,
    text: Option<&'e str>,
}

fn message(event: &CustomerEvent) -> Option<Message<'_>> {
    match &event.kind {
        CustomerEventKind::Answer { text, .. }
        | CustomerEventKind::Question { text }
        | CustomerEventKind::BotLine { text, .. } => Some(Message { name: None, text: text.as_deref() }),
        CustomerEventKind::AgentWrote { name, text, attachments } => {
            let file = attachments.first().map(|file| file.name.as_str());
            let text = text.as_deref().filter(|text| !text.is_empty()).or(file);
            Some(Message { name: Some(name), text })
        }
        CustomerEventKind::Opened { .. }
        | CustomerEventKind::YouWrote { .. }
        | CustomerEventKind::YouRatedAnswer { .. }
        | CustomerEventKind::HandoffStarted { .. }
        | CustomerEventKind::NobodyAvailable { .. }
        | CustomerEventKind::YouChose { .. }
        | CustomerEventKind::AgentJoined { .. }
        | CustomerEventKind::HandoffEnded { .. }
        | CustomerEventKind::Resolved { .. }
        | CustomerEventKind::Reopened {}
        | CustomerEventKind::YouRated { .. }
        | CustomerEventKind::YouAskedForTranscript { .. }
        | CustomerEventKind::Erased { .. } => None,
    }
}

/// Markdown as one line of plain text: marks of structure and emphasis are gone, of a link its words stay.
fn plain(text: &str) -> String {
    let mut line = String::new();
    for part in text.lines().map(|part| part.trim().trim_start_matches(['#', '>', '*', '-', ' '])) {
        if !part.is_empty() {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(&without_links(part));
        }
    }
    let mut plain: Vec<char> = line.chars().filter(|c| !matches!(c, '*' | '`')).collect();
    if plain.len() > TEXT_CHARS {
        plain.truncate(TEXT_CHARS - 1);
        plain.push('…');
    }
    plain.into_iter().collect()
}

fn without_links(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, words, after)) = link(rest) {
        out.push_str(before);
        out.push_str(words);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The first `[words](address)`, with what stands before and after it.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (head, tail) = text.split_once("](")?;
    let (before, words) = head.rsplit_once('[')?;
    let (_, after) = tail.split_once(')')?;
    Some((before, words, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::BotLine;
    use crate::time::Timestamp;

    fn event(seq: u64, kind: CustomerEventKind) -> CustomerEvent {
        CustomerEvent { seq, at: Timestamp(seq), kind }
    }

    #[track_caller]
    fn check(markdown: &str, expect: &str) {
        assert_eq!(plain(markdown), expect);
    }

    #[test]
    fn markdown_reads_as_plain_text() {
        check("Hello", "Hello");
        check(
            "# Title\n\n1. **Open** the `app`\n- and [log in](https://a.example/x) now",
            "Title 1. Open the app and log in now",
        );
        check("see [a](b) and [c](d)", "see a and c");
        check("array[0] (first)", "array[0] (first)");
        check("snake_case stays", "snake_case stays");
        assert_eq!(plain(&"账".repeat(500)).chars().count(), TEXT_CHARS);
    }

    #[test]
    fn the_latest_message_of_the_other_side_is_told() {
        let state = Conversation { customer_seq: 4, status: Status::WithHuman, ..Conversation::default() };
        let wrote = |text: &str| CustomerEventKind::AgentWrote {
            name: "Mei".to_owned(),
            text: Some(text.to_owned()),
            attachments: Vec::new(),
        };
        let line = CustomerEventKind::BotLine {
            line: BotLine::Greeting,
            text: Some("Hi, how can we help?".to_owned()),
            offers_human: false,
        };
        let you =
            CustomerEventKind::YouWrote { id: "a".to_owned(), text: Some("hi".to_owned()), attachments: Vec::new() };
        let told = unread(&state, &[event(1, line), event(2, wrote("One moment")), event(3, you)]);
        let expect = Unread {
            count: 2,
            last: 4,
            open: true,
            person: true,
            name: Some("Mei".to_owned()),
            text: Some("One moment".to_owned()),
        };
        assert_eq!(told, expect);
        let nothing = unread(&Conversation::default(), &[]);
        assert_eq!((nothing.count, nothing.name, nothing.text), (0, None, None));
    }
}
