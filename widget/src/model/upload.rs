//! Files that wait in the composer.

use baton_shared::conversation::Attachment;

/// One file.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    /// Number of the file within this page's life.
    pub key: u32,
    /// Its name.
    pub name: String,
    /// How far it got.
    pub state: UploadState,
}

impl Upload {
    /// Whether it may still get there.
    pub fn is_on_its_way(&self) -> bool {
        matches!(self.state, UploadState::Waiting | UploadState::Sending(_))
    }
}

/// How far a file got.
#[derive(Clone, Debug, PartialEq)]
pub enum UploadState {
    /// It waits for the conversation to begin.
    Waiting,
    /// On its way: percent.
    Sending(u8),
    /// At the edge.
    Ready(Attachment),
    /// It did not get there; why, in words.
    Failed(String),
}
