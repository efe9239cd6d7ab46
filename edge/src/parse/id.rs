//! Ids, numbers and tickets in addresses and bodies.

use baton_shared::protocol::MAX_ID_BYTES;

use super::Parsed;
use super::problem::{Code, field, problem};

/// Longest ticket in bytes.
pub const MAX_TICKET_BYTES: usize = 128;
/// Longest name of a file that is read at all; it is shortened further.
const MAX_FILE_NAME_BYTES: usize = 1024;
/// What is said of a file that is not there.
pub const NO_FILE: &str = "there is no attachment with this id";
/// The greatest number that JavaScript, and so the platform's database, holds exactly.
pub const MAX_NUMBER: u64 = (1 << 53) - 1;

/// Whether a text is made of `[A-Za-z0-9_-]` alone.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// An id: 1 to 64 of `[A-Za-z0-9_-]`. `name` is the field that holds it.
pub fn id<'t>(name: &str, text: &'t str) -> Parsed<&'t str> {
    id_of(name, text, 1)
}

pub(super) fn id_of<'t>(name: &str, text: &'t str, min: usize) -> Parsed<&'t str> {
    if (min..=MAX_ID_BYTES).contains(&text.len()) && is_plain(text) {
        return Ok(text);
    }
    let detail = format!("{name} must be {min} to {MAX_ID_BYTES} letters, digits, - or _");
    Err(field(problem(Code::Invalid, detail), name))
}

/// A conversation's id in an address. One that cannot be an id names no conversation.
pub fn conversation_id(text: &str) -> Parsed<&str> {
    id("conversation", text).map_err(|_| problem(Code::NotFound, "there is no conversation with this id"))
}

/// The hash of a customer's subject in an address. What cannot be one names no customer.
pub fn subject_hash(text: &str) -> Parsed<&str> {
    let is_hash = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    is_hash.then_some(text).ok_or_else(|| problem(Code::NotFound, "nothing is kept of this customer"))
}

/// A file's id in an address. One that cannot be an id names no file.
pub fn file_id(text: &str) -> Parsed<&str> {
    id("attachment", text).map_err(|_| problem(Code::NotFound, NO_FILE))
}

/// The name of a file that is uploaded, as it stands in the address.
pub fn file_name(text: Option<String>) -> Parsed<String> {
    let text = text.unwrap_or_default();
    if text.len() > MAX_FILE_NAME_BYTES {
        let detail = format!("name has more than {MAX_FILE_NAME_BYTES} bytes; shorten it");
        return Err(field(problem(Code::TooLong, detail), "name"));
    }
    Ok(text)
}

/// The number after which events are wanted; 0 where it is absent.
pub fn after(text: Option<&str>) -> Parsed<u64> {
    Ok(number("after", text)?.unwrap_or(0))
}

/// The time in milliseconds before which rows are wanted.
pub fn before(text: Option<&str>) -> Parsed<Option<u64>> {
    number("before", text)
}

/// A whole number in an address.
pub fn whole(name: &str, text: &str) -> Parsed<u64> {
    Ok(number(name, Some(text))?.unwrap_or_default())
}

fn number(name: &str, text: Option<&str>) -> Parsed<Option<u64>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let digits = text.len() <= 16 && text.bytes().all(|b| b.is_ascii_digit());
    let number = digits.then(|| text.parse().ok()).flatten().filter(|number| *number <= MAX_NUMBER);
    let wrong = || field(problem(Code::Invalid, format!("{name} must be a whole number of at most 2^53 - 1")), name);
    number.map(Some).ok_or_else(wrong)
}

/// A socket's ticket.
pub fn ticket(text: Option<&str>) -> Parsed<&str> {
    let good = text.filter(|text| (1..=MAX_TICKET_BYTES).contains(&text.len()) && is_plain(text));
    good.ok_or_else(|| {
        problem(Code::BadTicket, "the ticket is missing or malformed; ask for one and use it within 30 seconds")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ids_have_an_alphabet_and_a_length() {
        for good in ["a", "A-Z_09", &"x".repeat(64)] {
            assert_eq!(id("id", good), Ok(good));
        }
        for bad in ["", " ", "a b", "a/b", "a.b", "ü", "a\n", &"x".repeat(65)] {
            let problem = id("command.id", bad).unwrap_err();
            assert_eq!((problem.status, problem.field.as_deref()), (422, Some("command.id")), "{bad}");
            assert_eq!(conversation_id(bad).unwrap_err().status, 404);
        }
    }

    #[test]
    fn numbers_are_whole_and_bounded() {
        assert_eq!(after(None), Ok(0));
        assert_eq!(after(Some("")), Ok(0));
        assert_eq!(after(Some("17")), Ok(17));
        assert_eq!(after(Some("0009")), Ok(9));
        assert_eq!(before(None), Ok(None));
        assert_eq!(before(Some("9007199254740991")), Ok(Some(MAX_NUMBER)));
        for bad in ["-1", "+1", "1.5", "1e3", "0x1", " 1", "9007199254740992", "99999999999999999999", "١"] {
            assert_eq!(after(Some(bad)).unwrap_err().field.as_deref(), Some("after"), "{bad}");
            assert_eq!(before(Some(bad)).unwrap_err().field.as_deref(), Some("before"), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn anything_else_is_a_problem(text in "\\PC{0,200}") {
            if let Ok(id) = id("id", &text) {
                prop_assert!(is_plain(id) && !id.is_empty());
            }
            if let Ok(ticket) = ticket(Some(&text)) {
                prop_assert!(is_plain(ticket) && !ticket.is_empty());
            }
            prop_assert!(after(Some(&text)).unwrap_or(0) <= MAX_NUMBER);
        }
    }
}
