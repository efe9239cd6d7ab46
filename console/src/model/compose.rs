//! What is being written in one conversation. Nothing typed is lost: it is cleared only once it was taken in.

use baton_shared::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::upload::Upload;

/// Milliseconds between two signs that somebody is typing; a sign is good for five seconds.
pub const TYPING_EVERY_MS: u64 = 3000;

/// Most characters that can ask for a prepared reply: more is a text that begins with a slash.
const MAX_ASKED: usize = 40;

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

/// Both texts of a conversation's composer, and the files beside the reply.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Which one is shown.
    pub mode: Mode,
    reply: Written,
    note: Written,
    #[serde(default)]
    files: Vec<Upload>,
}

/// What is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The id under which it is sent.
    pub id: String,
    /// The words.
    pub text: String,
    /// Ids of the files.
    pub files: Vec<String>,
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

    /// What is asked for: what follows the slash that the last line of a reply begins with.
    pub fn asked(&self) -> Option<&str> {
        let last = self.reply.text.rsplit('\n').next().filter(|_| self.mode == Mode::Reply)?;
        last.strip_prefix('/').filter(|typed| typed.chars().count() <= MAX_ASKED)
    }

    /// Puts a chosen text in the place of what was asked; below what is written, where nothing was asked.
    pub fn answer(&mut self, text: &str) {
        let Some(asked) = self.asked() else {
            if !text.is_empty() {
                self.insert(text);
            }
            return;
        };
        let before = self.reply.text.len().saturating_sub(asked.len() + 1);
        let before = self.reply.text.get(..before).unwrap_or_default().to_owned();
        let answered = format!("{before}{text}");
        self.write(if text.is_empty() { answered.trim_end() } else { &answered });
    }

    /// The files beside the reply.
    pub fn files(&self) -> &[Upload] {
        &self.files
    }

    /// One of them.
    pub fn file(&self, key: &str) -> Option<&Upload> {
        self.files.iter().find(|file| file.key == key)
    }

    /// Adds a file, or says how far it got. One that was taken away meanwhile does not come back.
    pub fn put_file(&mut self, file: Upload, is_new: bool) {
        match self.files.iter_mut().find(|known| known.key == file.key) {
            Some(known) => *known = file,
            None if is_new => self.files.push(file),
            None => return,
        }
        self.reply.sent_as = None;
    }

    /// Takes a file away.
    pub fn remove_file(&mut self, key: &str) {
        self.files.retain(|file| file.key != key);
        self.reply.sent_as = None;
    }

    /// Whether there is something to send, and nothing that is still on its way or did not get there.
    pub fn can_go(&self) -> bool {
        // A slash alone only asks for the prepared replies.
        let has_words = !matches!(self.text().trim(), "" | "/");
        match self.mode {
            Mode::Note => has_words,
            Mode::Reply => (has_words || !self.files.is_empty()) && self.files.iter().all(|file| file.id().is_some()),
        }
    }

    /// What to send, if it can go. `fresh` is the id of a first attempt.
    pub fn send(&mut self, fresh: &str) -> Option<Outgoing> {
        if !self.can_go() {
            return None;
        }
        let files = match self.mode {
            Mode::Reply => self.files.iter().filter_map(|file| file.id().map(str::to_owned)).collect(),
            Mode::Note => Vec::new(),
        };
        let written = self.written_mut(self.mode);
        let id = written.sent_as.get_or_insert_with(|| fresh.to_owned()).clone();
        Some(Outgoing { id, text: written.text.trim().to_owned(), files })
    }

    /// A message was taken in: it is cleared, unless another has been typed meanwhile.
    pub fn taken_in(&mut self, sent: &Outgoing) {
        for written in [&mut self.reply, &mut self.note] {
            if written.sent_as.as_ref() == Some(&sent.id) {
                *written = Written::default();
            }
        }
        self.files.retain(|file| file.id().is_none_or(|id| !sent.files.iter().any(|sent| sent == id)));
    }

    /// What is worth keeping until the page is loaded anew: texts, and files that are at the edge.
    pub fn to_keep(&self) -> Option<Self> {
        let mut kept = self.clone();
        kept.files.retain(|file| file.id().is_some());
        let empty = kept.files.is_empty() && [&kept.reply, &kept.note].iter().all(|text| text.text.trim().is_empty());
        (!empty).then_some(kept)
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
    use crate::model::upload::{FileTrouble, UploadState};

    fn file(key: &str, state: UploadState) -> Upload {
        Upload { key: key.to_owned(), name: format!("{key}.png"), bytes: 3, state }
    }

    fn ready(key: &str) -> Upload {
        file(key, UploadState::Ready(format!("id-{key}")))
    }

    #[test]
    fn the_same_text_is_sent_under_the_same_id() {
        let mut draft = Draft::default();
        draft.write("  Hello ");
        let sent = Outgoing { id: "a".to_owned(), text: "Hello".to_owned(), files: Vec::new() };
        assert_eq!(draft.send("a"), Some(sent));
        assert_eq!(draft.send("b").unwrap().id, "a");
        draft.write("Hello there");
        assert_eq!(draft.send("c").unwrap().id, "c");
        draft.put_file(ready("x"), true);
        assert_eq!(draft.send("d").unwrap().id, "d", "with a file it is another message");
    }

    #[test]
    fn only_what_was_taken_in_is_cleared() {
        let mut draft = Draft::default();
        draft.write("One");
        let one = draft.send("a").unwrap();
        draft.write("Two");
        draft.taken_in(&one);
        assert_eq!(draft.text(), "Two");
        draft.send("b");
        draft.mode = Mode::Note;
        draft.write("For later");
        draft.taken_in(&Outgoing { id: "b".to_owned(), ..one });
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
    fn a_slash_asks_and_is_answered_in_its_place() {
        let mut draft = Draft::default();
        draft.write("/ref");
        assert_eq!(draft.asked(), Some("ref"));
        draft.answer("Refunded.");
        assert_eq!((draft.text(), draft.asked()), ("Refunded.", None));
        draft.answer("Write again at any time.");
        assert_eq!(draft.text(), "Refunded.\n\nWrite again at any time.", "chosen without a slash, it stands below");
        draft.write("Refunded.\n\n/");
        draft.answer("");
        assert_eq!(draft.text(), "Refunded.");
        draft.write("/");
        assert!(!draft.can_go(), "a slash alone asks, and is no reply");
        draft.write("either/or");
        assert_eq!(draft.asked(), None);
        draft.mode = Mode::Note;
        draft.write("/x");
        assert_eq!(draft.asked(), None, "a note is for colleagues");
    }

    #[test]
    fn nothing_is_sent_without_words_or_files() {
        let mut draft = Draft::default();
        draft.write(" \n");
        assert_eq!(draft.send("a"), None);
        assert_eq!(draft.to_keep(), None);
        draft.put_file(ready("x"), true);
        let sent = draft.send("a").unwrap();
        assert_eq!((sent.text.as_str(), sent.files.as_slice()), ("", ["id-x".to_owned()].as_slice()));
        draft.mode = Mode::Note;
        assert_eq!(draft.send("b"), None, "a note carries none");
        draft.taken_in(&sent);
        assert_eq!(draft.files(), []);
    }

    #[test]
    fn a_reply_waits_for_its_files() {
        let mut draft = Draft::default();
        draft.write("See here");
        draft.put_file(file("x", UploadState::Sending(40)), true);
        assert!(!draft.can_go());
        assert_eq!(draft.to_keep().unwrap().files(), [], "it cannot go on after the page is loaded anew");
        draft.put_file(file("x", UploadState::Failed(FileTrouble::Kind)), false);
        assert!(!draft.can_go());
        draft.remove_file("x");
        assert!(draft.can_go());
        draft.put_file(ready("x"), false);
        assert_eq!(draft.files(), [], "what was taken away does not come back");
        draft.put_file(ready("y"), true);
        let kept = serde_json::to_string(&draft.to_keep().unwrap()).unwrap();
        assert_eq!(serde_json::from_str::<Draft>(&kept).unwrap(), draft);
    }

    #[test]
    fn typing_is_told_now_and_then() {
        let mut typing = Typing::default();
        let told: Vec<bool> = [0, 100, 2999, 3000, 3100].map(|ms| typing.due(Timestamp(ms))).to_vec();
        assert_eq!(told, [true, false, false, true, false]);
    }
}
