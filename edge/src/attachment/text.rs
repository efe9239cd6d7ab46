//! Plain text: UTF-8 without bytes that no text has, and nothing that a browser would run.

use super::Refused;
use super::scan::{holds_pdf, is_markup};

/// Whether bytes are plain text.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refused> {
    // What is not text at all is of a kind that we do not know.
    let text = std::str::from_utf8(bytes).map_err(|_| Refused::Kind)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.chars().any(is_binary) {
        return Err(Refused::Kind);
    }
    if is_markup(text.as_bytes()) {
        return Err(Refused::Markup);
    }
    if text.trim_start().starts_with("#!") {
        return Err(Refused::Program);
    }
    if holds_pdf(bytes) {
        return Err(Refused::TwoInOne);
    }
    Ok(())
}

/// Controls that stand in no text. Logs have colours, which begin with an escape.
fn is_binary(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}' | '\u{85}')
}
