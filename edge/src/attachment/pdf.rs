//! PDF: a document that may be looked at, and does nothing by itself.
//!
//! Names are found wherever they stand, also written with escapes (`/J#61vaScript`), and in the object streams in which
//! newer files keep their objects compressed. What cannot be looked into is refused.

use super::Refused;
use super::scan::{find, holds_archive};
use super::unfold::{Wrap, unfold};

/// Most bytes that all object streams may unfold to.
const MAX_UNFOLDED_BYTES: usize = 48 * 1024 * 1024;
/// Most bytes that one object stream may unfold to: what is unfolded is held whole.
const MAX_STREAM_BYTES: usize = 8 * 1024 * 1024;
/// Most object streams.
const MAX_OBJECT_STREAMS: usize = 5000;
/// Bytes around a stream's name in which its dictionary must begin and end.
const DICTIONARY_BYTES: usize = 16 * 1024;
/// Bytes at the end in which the file says that it ends. Some writers leave a little behind it.
const END_BYTES: usize = 2048;
/// Longest name that matters.
const NAME_BYTES: usize = 127;

/// Whether a PDF may pass.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refused> {
    if holds_archive(bytes) {
        return Err(Refused::TwoInOne);
    }
    let end = bytes.get(bytes.len().saturating_sub(END_BYTES)..).unwrap_or_default();
    if find(end, b"%%EOF").is_none() {
        return Err(Refused::Broken("the PDF ends too early"));
    }
    let found = look_for_names(bytes)?;
    if found.object_streams.is_empty() {
        return Ok(());
    }
    if found.encrypted || found.object_streams.len() > MAX_OBJECT_STREAMS {
        return Err(Refused::Locked);
    }
    let mut left = MAX_UNFOLDED_BYTES;
    for at in found.object_streams {
        let unfolded = object_stream(bytes, at, left.min(MAX_STREAM_BYTES))?;
        left = left.saturating_sub(unfolded.len());
        look_for_names(&unfolded)?;
    }
    Ok(())
}

#[derive(Default)]
struct Found {
    encrypted: bool,
    /// Where the names of object streams stand.
    object_streams: Vec<usize>,
}

/// Goes through all names, and stops at one that does something.
fn look_for_names(bytes: &[u8]) -> Result<Found, Refused> {
    let mut found = Found::default();
    let slashes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at);
    for at in slashes {
        let (name, after) = name(bytes.get(at + 1..).unwrap_or_default());
        match name.as_slice() {
            b"JavaScript" => return Err(Refused::Active("scripts")),
            b"JS" if takes_value(after) => return Err(Refused::Active("scripts")),
            b"Launch" => return Err(Refused::Active("a program to start")),
            b"EmbeddedFile" | b"EmbeddedFiles" => return Err(Refused::Active("other files")),
            b"EF" if takes_value(after) => return Err(Refused::Active("other files")),
            b"RichMedia" => return Err(Refused::Active("moving parts")),
            b"XFA" if takes_value(after) => return Err(Refused::Active("a form that runs scripts")),
            b"Encrypt" => found.encrypted = true,
            b"ObjStm" => found.object_streams.push(at),
            _ => {}
        }
    }
    Ok(found)
}

/// A name with its escapes resolved, and what follows it.
fn name(bytes: &[u8]) -> (Vec<u8>, &[u8]) {
    let (mut name, mut rest) = (Vec::new(), bytes);
    while name.len() < NAME_BYTES {
        match rest {
            [b'#', high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                name.push(digit(*high) << 4 | digit(*low));
                rest = after;
            }
            [byte, after @ ..] if byte.is_ascii_graphic() && !b"()<>[]{}/%".contains(byte) => {
                name.push(*byte);
                rest = after;
            }
            _ => break,
        }
    }
    (name, rest)
}

/// The value of a hexadecimal digit.
fn digit(byte: u8) -> u8 {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0)
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

/// Whether what follows a short name is a value of the kind that such names have. Two letters stand by chance in any
/// compressed picture; followed by one of these hardly ever.
fn takes_value(rest: &[u8]) -> bool {
    let after = rest.iter().position(|byte| !is_blank(*byte)).unwrap_or(rest.len());
    match rest.get(after) {
        Some(b'(' | b'<' | b'[' | b'%') => true,
        Some(byte) => after > 0 && byte.is_ascii_digit(),
        None => false,
    }
}

/// What an object stream holds, whose name stands at a place. Its dictionary must be plain, so that every reader finds the
/// same data behind it as we do.
fn object_stream(bytes: &[u8], at: usize, limit: usize) -> Result<Vec<u8>, Refused> {
    let before = bytes.get(at.saturating_sub(DICTIONARY_BYTES)..at).unwrap_or_default();
    let begin = before.windows(3).rposition(|window| window == b"obj").ok_or(Refused::Locked)?;
    let rest = bytes.get(at..).unwrap_or_default();
    let near = rest.get(..DICTIONARY_BYTES.min(rest.len())).unwrap_or_default();
    let end = find(near, b"stream").ok_or(Refused::Locked)?;
    let halves = [before.get(begin..).unwrap_or_default(), near.get(..end).unwrap_or_default()];
    let dictionary = halves.concat();
    let closed = dictionary.iter().rposition(|byte| !is_blank(*byte)).and_then(|last| dictionary.get(..=last));
    let plain =
        closed.is_some_and(|dictionary| dictionary.ends_with(b">>")) && !dictionary.iter().any(|b| b"(%".contains(b));
    let odd = [&b"Predictor"[..], b"LZWDecode", b"ASCIIHexDecode", b"ASCII85Decode", b"RunLengthDecode", b"Crypt"];
    let mut names = dictionary.split(|byte| *byte == b'/').skip(1).map(|rest| name(rest).0);
    if !plain || names.any(|name| odd.contains(&name.as_slice())) {
        return Err(Refused::Locked);
    }
    let data = rest.get(end + b"stream".len()..).unwrap_or_default();
    let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
    // Readers bear data whose end is damaged: it is looked into as far as it goes.
    let (unfolded, _) = unfold(data, Wrap::Zlib, limit);
    if unfolded.is_empty() || unfolded.len() == limit { Err(Refused::Locked) } else { Ok(unfolded) }
}
