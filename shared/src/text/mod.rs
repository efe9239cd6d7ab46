//! Text at its lowest level: language, normal form, tokens, secrets that are never stored, and personal data that does not
//! leave its conversation.
//! Not in scope: what a text means; `triage` and `knowledge` say that.

mod language;
mod mark;
mod normal;
mod redact;
mod secrets;
mod tokens;

pub use language::{Detected, Language, detect};
pub(crate) use mark::{ByMark, mark};
pub use normal::{fold, normalize};
pub use redact::{redact, without_addresses, without_marks};
pub use secrets::{Masked, SecretKind, mask_secrets};
pub(crate) use tokens::each_token;
pub use tokens::{matched_words, same_question, tokens, words};
