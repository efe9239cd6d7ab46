//! What is being written in one conversation. Nothing typed is lost: it is cleared only once it was taken in.

use baton_shared::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Milliseconds between two signs that somebody is typing; a sign is good for five seconds.
pub const TYPING_EVERY_MS: u64 = 3000;

/// What is written: to the customer, or for colleagues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// To the customer.
    #[default]
    Reply,
    /// For colleagues.
    Note,
}

/// Both texts of a conversation's composer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Which one is shown.
    pub mode: Mode,
    reply: Written,
    note: Written,
}

/// A text and the id under which it was last sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Written {
    text: String,
    /// Kept while the text stays the same, so that sending it again writes nothing twice.
    sent_as: Option<String>,
}

impl Draft {
    /// The text that is shown.
    pub fn text(&self) -> &str {
        &self.written(self.mode).text
    }

    /// Replaces the text that is shown.
    pub fn write(&mut self, text: &str) {
        let written = self.written_mut(self.mode);
        if written.text != text {
            *written = Written { text: text.to_owned(), sent_as: None };
        }
    }

    /// Puts a prepared text into the reply: instead of an empty one, else below it.
    pub fn insert(&mut self, prepared: &str) {
        self.mode = Mode::Reply;
        let text = self.text().trim_end();
        let joined = if text.is_empty() { prepared.to_owned() } else { format!("{text}\n\n{prepared}") };
        self.write(&joined);
    }

    /// What to send, if there is anything: `(id, words)`. `fresh` is the id of a first attempt.
    pub fn send(&mut self, fresh: &str) -> Option<(String, String)> {
        let written = self.written_mut(self.mode);
        let text = written.text.trim();
        if text.is_empty() {
            return None;
        }
        let id = written.sent_as.get_or_insert_with(|| fresh.to_owned()).clone();
        Some((id, text.to_owned()))
    }

    /// A text was taken in: it is cleared, unless another has been typed meanwhile.
    pub fn taken_in(&mut self, id: &str) {
        for written in [&mut self.reply, &mut self.note] {
            if written.sent_as.as_deref() == Some(id) {
                *written = Written::default();
            }
        }
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.reply.text.trim().is_empty() && self.note.text.trim().is_empty()
    }

    fn written(&self, mode: Mode) -> &Written {
        match mode {
            Mode::Reply => &self.reply,
            Mode::Note => &self.note,
        }
    }

    fn written_mut(&mut self, mode: Mode) -> &mut Written {
        match mode {
            Mode::Reply => &mut self.reply,
            Mode::Note => &mut self.note,
        }
    }
}

/// Lets a sign of typing through at most every [`TYPING_EVERY_MS`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Typing {
    last: Option<Timestamp>,
}

impl Typing {
    /// Whether to tell the customer now.
    pub fn due(&mut self, now: Timestamp) -> bool {
        let due = self.last.is_none_or(|last| now.since_ms(last) >= TYPING_EVERY_MS);
        if due {
            self.last = Some(now);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_is_sent_under_the_same_id() {
        let mut draft = Draft::default();
        draft.write("  Hello ");
        assert_eq!(draft.send("a"), Some(("a".to_owned(), "Hello".to_owned())));
        assert_eq!(draft.send("b").unwrap().0, "a");
        draft.write("Hello there");
        assert_eq!(draft.send("c").unwrap().0, "c");
    }

    #[test]
    fn only_what_was_taken_in_is_cleared() {
        let mut draft = Draft::default();
        draft.write("One");
        draft.send("a");
        draft.write("Two");
        draft.taken_in("a");
        assert_eq!(draft.text(), "Two");
        draft.send("b");
        draft.mode = Mode::Note;
        draft.write("For later");
        draft.taken_in("b");
        assert_eq!(draft.text(), "For later");
        draft.mode = Mode::Reply;
        assert_eq!(draft.text(), "");
    }

    #[test]
    fn a_prepared_text_destroys_nothing() {
        let mut draft = Draft { mode: Mode::Note, ..Draft::default() };
        draft.insert("Prepared.");
        assert_eq!((draft.mode, draft.text()), (Mode::Reply, "Prepared."));
        draft.write("Hi.\n");
        draft.insert("Prepared.");
        assert_eq!(draft.text(), "Hi.\n\nPrepared.");
    }

    #[test]
    fn nothing_is_sent_without_words() {
        let mut draft = Draft::default();
        draft.write(" \n");
        assert_eq!(draft.send("a"), None);
        assert!(draft.is_empty());
    }

    #[test]
    fn typing_is_told_now_and_then() {
        let mut typing = Typing::default();
        let told: Vec<bool> = [0, 100, 2999, 3000, 3100].map(|ms| typing.due(Timestamp(ms))).to_vec();
        assert_eq!(told, [true, false, false, true, false]);
    }
}
