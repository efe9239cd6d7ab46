//! Finding in bytes what should not be there: another file, markup, a program.

/// Bytes at the start in which other formats look for their own.
const HEAD_BYTES: usize = 1024;
/// Most bytes from the end at which an archive's directory may be announced.
const ARCHIVE_TAIL_BYTES: usize = 65_557;

/// How texts begin that a browser would run, in lower case.
const MARKUP: [&[u8]; 8] = [b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<?php", b"<iframe", b"<body"];

/// Little-endian numbers at a place; absent where the bytes end before.
pub(super) fn u16_le(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

pub(super) fn u32_le(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

/// Big-endian numbers at a place.
pub(super) fn u16_be(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_be_bytes)
}

pub(super) fn u32_be(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_be_bytes)
}

/// Where a needle stands.
pub(super) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

pub(super) fn head(bytes: &[u8]) -> &[u8] {
    bytes.get(..HEAD_BYTES.min(bytes.len())).unwrap_or(bytes)
}

/// Where the archive's directory is announced: the record must reach exactly to the end of the file.
pub(super) fn archive_end(bytes: &[u8]) -> Option<usize> {
    let from = bytes.len().saturating_sub(ARCHIVE_TAIL_BYTES);
    let tail = bytes.get(from..)?;
    let places = tail.windows(4).enumerate().rev().filter(|(_, window)| *window == b"PK\x05\x06");
    places.map(|(at, _)| from + at).find(|at| {
        let comment = u16_le(bytes, at + 20).map(usize::from);
        comment.is_some_and(|comment| at + 22 + comment == bytes.len())
    })
}

/// Whether a reader of archives would find one, wherever it stands in the file. Such readers begin at the end, and bear
/// something behind it, so the signature of a directory's entry anywhere before its announcement is enough.
pub(super) fn holds_archive(bytes: &[u8]) -> bool {
    let from = bytes.len().saturating_sub(ARCHIVE_TAIL_BYTES);
    let announced = bytes.get(from..).is_some_and(|tail| find(tail, b"PK\x05\x06").is_some());
    announced && find(bytes, b"PK\x01\x02").is_some()
}

/// Whether a reader of PDFs would find one: it looks for its mark in the first kilobyte.
pub(super) fn holds_pdf(bytes: &[u8]) -> bool {
    find(head(bytes), b"%PDF-").is_some()
}

/// Whether the start reads as markup, or a script stands anywhere.
pub(super) fn holds_markup(bytes: &[u8]) -> bool {
    let starts = |rest: &[u8], mark: &[u8]| rest.get(..mark.len()).is_some_and(|same| same.eq_ignore_ascii_case(mark));
    let at = |place: usize| bytes.get(place..).unwrap_or_default();
    let places = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'<').map(|(place, _)| place);
    // The picture's own description may be XML, and stands near the start; a document does not stand in one.
    let marks = MARKUP.iter().filter(|mark| **mark != b"<?xml");
    places.into_iter().any(|place| {
        let rest = at(place);
        let near = place < HEAD_BYTES && marks.clone().any(|mark| starts(rest, mark));
        near || starts(rest, b"<script") || starts(rest, b"<?php")
    })
}

/// Whether a text would be taken for markup.
pub(super) fn is_markup(text: &[u8]) -> bool {
    let begin = text.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
    let head = head(text.get(begin..).unwrap_or_default()).to_ascii_lowercase();
    head.starts_with(b"<") || MARKUP.iter().any(|mark| find(&head, mark).is_some())
}

/// Whether it is a program or a script, by its first bytes.
pub(super) fn is_program(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 10] = [
        b"MZ",
        b"\x7fELF",
        b"\xfe\xed\xfa\xce",
        b"\xfe\xed\xfa\xcf",
        b"\xce\xfa\xed\xfe",
        b"\xcf\xfa\xed\xfe",
        b"\xca\xfe\xba\xbe",
        b"\0asm",
        b"dex\n",
        b"#!",
    ];
    // A text may begin with two such letters; a program has bytes that no text has.
    let binary = || head(bytes).contains(&0);
    marks.iter().any(|mark| bytes.starts_with(mark) && (*mark != b"MZ" || binary()))
}
