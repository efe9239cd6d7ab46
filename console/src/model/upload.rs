//! Files that go with a reply: how far each got, what keeps one from being sent, and what to do about it.

use baton_shared::protocol::{Attachment, MAX_ATTACHMENT_BYTES, MAX_MESSAGE_ATTACHMENTS};
use serde::{Deserialize, Serialize};

use super::trouble::{Trouble, trouble};

/// What browsers offer to choose. What a file is, is found in its content by the edge.
pub const ACCEPT: &str =
    "image/png,image/jpeg,image/gif,image/webp,application/pdf,text/plain,text/csv,.log,.md,.docx,.xlsx,.pptx,.odt";

/// One file beside a reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// Tells it from the others, in this browser.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// How far it got.
    pub state: UploadState,
}

/// How far a file got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UploadState {
    /// On its way: percent.
    Sending(u8),
    /// At the edge, which gave it an id.
    Ready(String),
    /// It did not get there.
    #[serde(skip)]
    Failed(FileTrouble),
}

/// Why a file was not taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileTrouble {
    /// More than a message carries.
    TooMany,
    /// Over the limit.
    TooLarge,
    /// Nothing in it.
    Empty,
    /// None of the kinds that may pass.
    Kind,
    /// It could do something when opened.
    Unsafe,
    /// Damaged, or not what it is said to be.
    Broken,
    /// The conversation holds as many as it can.
    Full,
    /// The conversation was erased.
    Erased,
    /// The deployment keeps no files.
    NotSetUp,
    /// Dropped where a note is written.
    OnNote,
    /// What can happen to any request.
    Other(Trouble),
}

impl FileTrouble {
    /// Whether the same file may get there another time.
    pub fn may_pass_later(&self) -> bool {
        matches!(self, Self::Other(_))
    }
}

impl Upload {
    /// The id that the edge gave it, once it is there.
    pub fn id(&self) -> Option<&str> {
        match &self.state {
            UploadState::Ready(id) => Some(id),
            UploadState::Sending(_) | UploadState::Failed(_) => None,
        }
    }
}

/// What keeps a file from being sent at all, given how many stand beside the reply.
pub fn check(bytes: u64, beside: usize) -> Result<(), FileTrouble> {
    match bytes {
        _ if beside >= MAX_MESSAGE_ATTACHMENTS => Err(FileTrouble::TooMany),
        0 => Err(FileTrouble::Empty),
        bytes if bytes > MAX_ATTACHMENT_BYTES as u64 => Err(FileTrouble::TooLarge),
        _ => Ok(()),
    }
}

/// Reads the answer to an upload; status 0 is none.
pub fn answered(status: u16, body: &str) -> UploadState {
    if status == 201
        && let Ok(Attachment { id, .. }) = serde_json::from_str(body)
    {
        return UploadState::Ready(id);
    }
    if status == 0 {
        return UploadState::Failed(FileTrouble::Other(Trouble::Offline));
    }
    let problem: Option<baton_shared::protocol::Problem> = serde_json::from_str(body).ok();
    UploadState::Failed(match problem.as_ref().map_or("", |problem| problem.code.as_str()) {
        "too_large" => FileTrouble::TooLarge,
        "attachment_kind" => FileTrouble::Kind,
        "attachment_unsafe" => FileTrouble::Unsafe,
        "attachment_broken" => FileTrouble::Broken,
        "attachments_full" => FileTrouble::Full,
        "erased" => FileTrouble::Erased,
        "attachments_not_set_up" => FileTrouble::NotSetUp,
        _ if status == 413 => FileTrouble::TooLarge,
        _ => FileTrouble::Other(trouble(status, body)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_pass_is_not_sent() {
        let most = MAX_ATTACHMENT_BYTES as u64;
        let found =
            [(1, 0), (most, 4), (most + 1, 0), (0, 0), (1, 5)].map(|(bytes, beside)| check(bytes, beside).err());
        let expect = [None, None, Some(FileTrouble::TooLarge), Some(FileTrouble::Empty), Some(FileTrouble::TooMany)];
        assert_eq!(found, expect);
    }

    #[track_caller]
    fn check_answer(status: u16, code: &str, expect: FileTrouble) {
        let body = format!(r#"{{"type":"about:blank","title":"t","status":{status},"code":"{code}","detail":"d"}}"#);
        assert_eq!(answered(status, &body), UploadState::Failed(expect));
    }

    #[test]
    fn answers_are_told_apart() {
        let file = r#"{"id":"a1","name":"n","media_type":"image/png","bytes":3,"width":1,"height":1}"#;
        assert_eq!(answered(201, file), UploadState::Ready("a1".to_owned()));
        check_answer(415, "attachment_kind", FileTrouble::Kind);
        check_answer(422, "attachment_unsafe", FileTrouble::Unsafe);
        check_answer(422, "attachment_broken", FileTrouble::Broken);
        check_answer(413, "too_large", FileTrouble::TooLarge);
        check_answer(409, "attachments_full", FileTrouble::Full);
        check_answer(409, "erased", FileTrouble::Erased);
        check_answer(503, "attachments_not_set_up", FileTrouble::NotSetUp);
        check_answer(401, "signed_out", FileTrouble::Other(Trouble::SignedOut));
        assert_eq!(answered(413, "<html>"), UploadState::Failed(FileTrouble::TooLarge));
        assert_eq!(answered(0, ""), UploadState::Failed(FileTrouble::Other(Trouble::Offline)));
        assert!(FileTrouble::Other(Trouble::Offline).may_pass_later() && !FileTrouble::Kind.may_pass_later());
    }
}
