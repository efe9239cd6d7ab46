//! What people write, checked before it becomes content: size, secrets, addresses.

use std::collections::BTreeMap;

use super::command::{MAX_ADDRESS_BYTES, MAX_MESSAGE_ATTACHMENTS, MAX_MESSAGE_BYTES, MAX_PAGE_BYTES, Page, Refusal};
use super::event::{Attachment, Content};
use crate::text::mask_secrets;

/// Text that may be stored: not empty, within its limit, without passwords and card numbers.
pub(super) fn checked_text(text: &str) -> Result<String, Refusal> {
    if text.len() > MAX_MESSAGE_BYTES {
        return Err(Refusal::TooLong { bytes: text.len(), limit: MAX_MESSAGE_BYTES });
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::EmptyMessage);
    }
    Ok(mask_secrets(text).text)
}

/// The page without its query and fragment, which may hold tokens and names, and what it says; none where it says
/// nothing.
pub(super) fn page_content(page: Option<&Page>, attributes: BTreeMap<String, String>) -> Option<Content> {
    if page.is_none() && attributes.is_empty() {
        return None;
    }
    let url = page.and_then(|page| page.url.split(['?', '#']).next()).unwrap_or_default();
    let title = page.map_or_else(String::new, |page| mask_secrets(&page.title).text);
    Some(Content::Page { url: clip(url, MAX_PAGE_BYTES), title: clip(&title, MAX_PAGE_BYTES), attributes })
}

/// What a page says, without passwords and card numbers.
pub(super) fn checked_attributes(attributes: BTreeMap<String, String>) -> BTreeMap<String, String> {
    attributes.into_iter().map(|(key, value)| (key, mask_secrets(&value).text)).collect()
}

/// A message that may be stored: words, files, or both.
pub(super) fn checked_message(text: &str, attachments: &[Attachment]) -> Result<String, Refusal> {
    if attachments.len() > MAX_MESSAGE_ATTACHMENTS {
        return Err(Refusal::TooManyAttachments { limit: MAX_MESSAGE_ATTACHMENTS });
    }
    match checked_text(text) {
        Err(Refusal::EmptyMessage) if !attachments.is_empty() => Ok(String::new()),
        checked => checked,
    }
}

pub(super) fn email(address: Option<String>) -> Result<String, Refusal> {
    let address = address.unwrap_or_default().trim().to_owned();
    let (local, domain) = address.rsplit_once('@').ok_or(Refusal::BadAddress)?;
    // One address, and nothing that a mailer would read as several.
    let plausible = !local.is_empty()
        && !address.chars().any(|c| ",;:<>()[]\"\\".contains(c))
        && !local.contains('@')
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && address.len() <= MAX_ADDRESS_BYTES
        && !address.chars().any(|c| c.is_whitespace() || c.is_control());
    if plausible { Ok(address) } else { Err(Refusal::BadAddress) }
}

pub(super) fn telephone(address: Option<String>) -> Result<String, Refusal> {
    let address = address.unwrap_or_default().trim().to_owned();
    let digits = address.chars().filter(char::is_ascii_digit).count();
    let plausible = (5..=20).contains(&digits)
        && address.len() <= 40
        && address.chars().all(|c| c.is_ascii_digit() || " +-().#/x".contains(c));
    if plausible { Ok(address) } else { Err(Refusal::BadAddress) }
}

/// At most `limit` bytes, cut between characters.
pub(super) fn clip(text: &str, limit: usize) -> String {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}
