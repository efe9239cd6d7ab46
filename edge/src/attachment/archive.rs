//! Office files: archives that really are what they say, without macros, programs or objects that run.
//!
//! The archive's directory decides what its readers see, so it is read strictly: it must fill the file from the first byte
//! to the last, and agree with what stands before each entry.

use std::collections::BTreeSet;

use super::scan::{archive_end, find, holds_pdf, u16_le, u32_le};
use super::unfold::{Wrap, unfold};
use super::{Kind, Refused};

/// Most entries.
const MAX_ENTRIES: usize = 4000;
/// Most bytes that all entries say they unfold to: beyond them it is made to exhaust whoever opens it.
const MAX_UNFOLDED_BYTES: u64 = 512 * 1024 * 1024;
/// Most bytes of a part that is read.
const MAX_PART_BYTES: usize = 4 * 1024 * 1024;
/// Bytes of an entry in the directory, and of what stands before its data.
const ENTRY_BYTES: usize = 46;
const LOCAL_BYTES: usize = 30;

const CONTENT_TYPES: &str = "[content_types].xml";
const ODT: &[u8] = b"application/vnd.oasis.opendocument.text";
const MAIN: [(Kind, &str); 4] = [
    (Kind::Docx, "officedocument.wordprocessingml.document.main+xml"),
    (Kind::Xlsx, "officedocument.spreadsheetml.sheet.main+xml"),
    (Kind::Pptx, "officedocument.presentationml.presentation.main+xml"),
    (Kind::Pptx, "officedocument.presentationml.slideshow.main+xml"),
];
/// Extensions of what runs.
const PROGRAMS: [&str; 24] = [
    "exe", "dll", "com", "scr", "bat", "cmd", "msi", "ps1", "js", "jse", "vbs", "vbe", "wsf", "hta", "jar", "lnk",
    "cpl", "pif", "sh", "apk", "app", "reg", "html", "svg",
];

struct Entry<'b> {
    /// In lower case, with `/` alone.
    name: String,
    raw_name: &'b [u8],
    method: u16,
    packed: usize,
    local: usize,
}

/// The kind of an archive that may pass.
pub(super) fn check(bytes: &[u8]) -> Result<Kind, Refused> {
    let entries = directory(bytes)?;
    let names = || entries.iter().map(|entry| entry.name.as_str());
    if names().any(is_macro) {
        return Err(Refused::Macros);
    }
    if names().any(is_program) {
        return Err(Refused::Embedded("a program"));
    }
    if names().any(is_object) {
        return Err(Refused::Embedded("an object that runs"));
    }
    let kind = kind(bytes, &entries)?;
    if holds_pdf(bytes) {
        return Err(Refused::TwoInOne);
    }
    // For all of them together: what the directory says of their sizes need not be true.
    let mut left = MAX_PART_BYTES;
    for entry in entries.iter().filter(|entry| is_named(&entry.name, "rels")) {
        let relations = text(bytes, entry)?;
        left = left.checked_sub(relations.len()).ok_or(Refused::Broken("it unfolds to far too much"))?;
        if loads_from_afar(&relations) {
            return Err(Refused::Embedded("a part that is loaded from elsewhere"));
        }
    }
    Ok(kind)
}

/// The entries, as every reader must see them.
fn directory(bytes: &[u8]) -> Result<Vec<Entry<'_>>, Refused> {
    let broken = Refused::Broken("the archive's directory cannot be read");
    let end = archive_end(bytes).ok_or(broken)?;
    let number = |at: usize| u16_le(bytes, at).map(usize::from);
    let count = number(end + 10).filter(|count| number(end + 8) == Some(*count)).ok_or(broken)?;
    let length = u32_le(bytes, end + 12).and_then(|length| usize::try_from(length).ok()).ok_or(broken)?;
    let start = u32_le(bytes, end + 16).and_then(|start| usize::try_from(start).ok()).ok_or(broken)?;
    if start.checked_add(length) != Some(end) {
        return Err(Refused::TwoInOne);
    }
    if count == 0 || count > MAX_ENTRIES {
        return Err(broken);
    }
    let (mut entries, mut at, mut unfolded) = (Vec::with_capacity(count), start, 0_u64);
    for _ in 0..count {
        let (entry, next, size) = entry(bytes, at).ok_or(broken)??;
        unfolded += size;
        entries.push(entry);
        at = next;
    }
    if at != end {
        return Err(broken);
    }
    if unfolded > MAX_UNFOLDED_BYTES {
        return Err(Refused::Broken("it unfolds to far too much"));
    }
    if !entries.iter().any(|entry| entry.local == 0) {
        return Err(Refused::TwoInOne);
    }
    // Two of one name are read by some as the first, by others as the last; two of one place are a trap.
    let names: BTreeSet<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    let places: BTreeSet<usize> = entries.iter().map(|entry| entry.local).collect();
    if names.len() != entries.len() || places.len() != entries.len() {
        return Err(Refused::Broken("the archive contradicts itself"));
    }
    Ok(entries)
}

/// One entry, where the next one stands, and to how much it unfolds. Nothing where the bytes end before.
fn entry(bytes: &[u8], at: usize) -> Option<Result<(Entry<'_>, usize, u64), Refused>> {
    if bytes.get(at..at + 4)? != b"PK\x01\x02" {
        return None;
    }
    let flags = u16_le(bytes, at + 8)?;
    let lengths = [at + 28, at + 30, at + 32].map(|at| u16_le(bytes, at).map(usize::from));
    let [Some(name_length), Some(extra), Some(comment)] = lengths else { return None };
    let raw_name = bytes.get(at + ENTRY_BYTES..at + ENTRY_BYTES + name_length)?;
    let local = usize::try_from(u32_le(bytes, at + 42)?).ok()?;
    let packed = usize::try_from(u32_le(bytes, at + 20)?).ok()?;
    if flags & 1 != 0 {
        return Some(Err(Refused::Locked));
    }
    let named = local.checked_add(LOCAL_BYTES)?;
    let same = bytes.get(local..local.checked_add(4)?)? == b"PK\x03\x04"
        && bytes.get(named..named.checked_add(name_length)?)? == raw_name
        && u16_le(bytes, local + 26).map(usize::from) == Some(name_length);
    let name = String::from_utf8_lossy(raw_name).to_lowercase().replace('\\', "/");
    let outside = name.starts_with('/') || name.split('/').any(|part| part == "..");
    if !same || outside {
        return Some(Err(Refused::Broken("the archive contradicts itself")));
    }
    let entry = Entry { name, raw_name, method: u16_le(bytes, at + 10)?, packed, local };
    let next = at + ENTRY_BYTES + name_length + extra + comment;
    Some(Ok((entry, next, u64::from(u32_le(bytes, at + 24)?))))
}

/// What the archive says that it is, in the way of its format.
fn kind(bytes: &[u8], entries: &[Entry<'_>]) -> Result<Kind, Refused> {
    if let Some(types) = entries.iter().find(|entry| entry.name == CONTENT_TYPES) {
        let text = text(bytes, types)?;
        if text.contains("macroenabled") || text.contains("vbaproject") || text.contains("&#") {
            return Err(Refused::Macros);
        }
        let mut found = MAIN.iter().filter(|(_, main)| text.contains(main)).map(|(kind, _)| *kind);
        return match (found.next(), found.next()) {
            (Some(kind), None) => Ok(kind),
            (None, _) => Err(Refused::Kind),
            (Some(_), Some(_)) => Err(Refused::TwoInOne),
        };
    }
    // OpenDocument says it first, and not compressed.
    let first = entries.iter().find(|entry| entry.local == 0).filter(|entry| entry.raw_name == b"mimetype");
    match first {
        Some(first) if first.method == 0 && content(bytes, first)? == ODT => Ok(Kind::Odt),
        Some(_) | None => Err(Refused::Kind),
    }
}

/// A part, unfolded.
fn content(bytes: &[u8], entry: &Entry<'_>) -> Result<Vec<u8>, Refused> {
    let broken = Refused::Broken("a part of the document cannot be read");
    let extra = u16_le(bytes, entry.local + 28).map(usize::from).ok_or(broken)?;
    let from = entry.local + LOCAL_BYTES + entry.raw_name.len() + extra;
    let data = from.checked_add(entry.packed).and_then(|to| bytes.get(from..to)).ok_or(broken)?;
    match entry.method {
        0 if data.len() <= MAX_PART_BYTES => Ok(data.to_vec()),
        8 => match unfold(data, Wrap::Nothing, MAX_PART_BYTES) {
            (content, true) => Ok(content),
            (_, false) => Err(broken),
        },
        _ => Err(broken),
    }
}

/// A part as text, in lower case. Only UTF-8 is read: in another encoding nothing could be found.
fn text(bytes: &[u8], entry: &Entry<'_>) -> Result<String, Refused> {
    let broken = Refused::Broken("a part of the document cannot be read");
    let content = content(bytes, entry)?;
    if find(&content, b"\0").is_some() {
        return Err(broken);
    }
    String::from_utf8(content).map(|text| text.to_lowercase()).map_err(|_| broken)
}

fn is_macro(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default();
    file.starts_with("vbaproject")
        || file.starts_with("vbadata")
        || name.starts_with("basic/")
        || name.starts_with("scripts/")
}

/// Whether a part has this extension. Names are in lower case here.
fn is_named(name: &str, extension: &str) -> bool {
    super::name::extension(name) == Some(extension)
}

fn is_program(name: &str) -> bool {
    super::name::extension(name).is_some_and(|extension| PROGRAMS.contains(&extension))
}

/// Objects of other programs, and controls.
fn is_object(name: &str) -> bool {
    let binary = |folder: &str| name.contains(folder) && is_named(name, "bin");
    binary("/embeddings/")
        || name.contains("/activex/")
        || name.contains("/macrosheets/")
        || name.contains("/externallinks/")
}

/// Whether a part says that something which runs is fetched when the document is opened.
fn loads_from_afar(relations: &str) -> bool {
    let runs = ["/oleobject\"", "/attachedtemplate\"", "/frame\"", "/subdocument\"", "/aflchunk\"", "/control\""];
    let even: String = relations.replace('\'', "\"").chars().filter(|c| !c.is_whitespace()).collect();
    even.split("relationship").skip(1).any(|one| {
        let outside = one.contains("targetmode=\"external\"") && runs.iter().any(|kind| one.contains(kind));
        // A template on one's own disk is what Word writes; it is not fetched from anywhere.
        let target = one.split("target=\"").nth(1).unwrap_or_default();
        let own_disk = target.strip_prefix("file:///").is_some_and(|path| path.chars().nth(1) == Some(':'));
        outside && !own_disk
    })
}
