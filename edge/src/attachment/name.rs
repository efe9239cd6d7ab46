//! Names of files: cleaned before they are stored, and written into a header that every browser reads.

use std::fmt::Write as _;

use baton_shared::protocol::MAX_ATTACHMENT_NAME_BYTES;

use super::Kind;

/// The name of a file that has none.
const NAMELESS: &str = "file";

/// A name that is safe to show and to save under: no path, nothing invisible, nothing that turns the reading direction,
/// and an extension that fits the kind.
pub fn clean_name(name: &str, kind: Kind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let cleaned: String = last.chars().filter(|c| !is_invisible(*c)).map(plain).collect();
    let cleaned = cleaned.trim_matches(|c: char| c.is_whitespace() || c == '.');
    let (stem, extension) = match extension(cleaned) {
        // One that fits stays; another kind's is put right; whatever else stands there is part of the name.
        Some(found) if kind.extensions().iter().any(|fits| found.eq_ignore_ascii_case(fits)) => {
            (before(cleaned, found), found.to_ascii_lowercase())
        }
        Some(found) if is_known(found) => (before(cleaned, found), usual(kind)),
        Some(_) | None => (cleaned, usual(kind)),
    };
    let mut end = stem.len().min(MAX_ATTACHMENT_NAME_BYTES.saturating_sub(extension.len() + 1));
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    // What is left of a name may end in what a name must not end in.
    let stem = stem.get(..end).unwrap_or_default().trim_end_matches(|c: char| c.is_whitespace() || c == '.');
    format!("{}.{extension}", if stem.is_empty() { NAMELESS } else { stem })
}

/// What stands after a name's last dot.
pub(super) fn extension(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, extension)| extension)
}

fn before<'n>(name: &'n str, extension: &str) -> &'n str {
    name.strip_suffix(extension).unwrap_or(name)
}

fn usual(kind: Kind) -> String {
    kind.extensions().first().copied().unwrap_or_default().to_owned()
}

fn is_known(extension: &str) -> bool {
    Kind::ALL.iter().flat_map(|kind| kind.extensions()).any(|known| extension.eq_ignore_ascii_case(known))
}

/// Controls, marks of direction, and what has no width. The joiners that letters and emoji need stay.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

/// What file systems and headers give a meaning of their own.
fn plain(c: char) -> char {
    if matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*') { '_' } else { c }
}

/// The header `content-disposition`: shown in a page, or saved under the name.
pub fn disposition(name: &str, inline: bool) -> String {
    let kind = if inline { "inline" } else { "attachment" };
    let ascii: String = name.chars().map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '_' }).collect();
    let ascii = ascii.replace(['"', '\\'], "_");
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            write!(encoded, "%{byte:02X}").ok();
        }
    }
    format!("{kind}; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(name: &str, kind: Kind, expect: &str) {
        assert_eq!(clean_name(name, kind), expect);
    }

    #[test]
    fn names_are_cleaned_and_keep_what_they_say() {
        check("meter.png", Kind::Png, "meter.png");
        check("IMG_0001.JPEG", Kind::Jpeg, "IMG_0001.jpeg");
        check("路由器 指示灯.png", Kind::Png, "路由器 指示灯.png");
        check("C:\\Users\\a\\bill.pdf", Kind::Pdf, "bill.pdf");
        check("../../etc/passwd", Kind::Text, "passwd.txt");
        check("photo.png", Kind::Jpeg, "photo.jpg");
        check("invoice.exe", Kind::Png, "invoice.exe.png");
        check("invoice\u{202e}gnp.exe", Kind::Png, "invoicegnp.exe.png");
        check("a\0b\r\nc.txt", Kind::Text, "abc.txt");
        check("a\"b<c>:d|e?.csv", Kind::Csv, "a_b_c__d_e_.csv");
        check("", Kind::Png, "file.png");
        check("...", Kind::Png, "file.png");
        check(".png", Kind::Png, "png.png");
        check("report. .pdf", Kind::Pdf, "report.pdf");
        check("app.log", Kind::Text, "app.log");
        check("👨‍👩‍👧.gif", Kind::Gif, "👨‍👩‍👧.gif");
        assert_eq!(clean_name(&format!("{} .x", "a".repeat(114)), Kind::Png), format!("{}.png", "a".repeat(114)));
        assert!(clean_name(&"长".repeat(200), Kind::Docx).ends_with("长.docx"));
    }

    #[test]
    fn the_header_holds_any_name() {
        assert_eq!(disposition("a b.png", false), "attachment; filename=\"a b.png\"; filename*=UTF-8''a%20b.png");
        assert_eq!(disposition("账.png", true), "inline; filename=\"_.png\"; filename*=UTF-8''%E8%B4%A6.png");
        assert_eq!(
            disposition("a'\"\\.png", false),
            "attachment; filename=\"a'__.png\"; filename*=UTF-8''a%27%22%5C.png"
        );
    }

    proptest! {
        #[test]
        fn any_name_becomes_a_good_one(name in "\\PC{0,200}|[\\x00-\\x7f\u{202e}./\\\\]{0,40}", kind in 0..Kind::ALL.len()) {
            let kind = Kind::ALL[kind];
            let clean = clean_name(&name, kind);
            prop_assert!(clean.len() <= MAX_ATTACHMENT_NAME_BYTES && !clean.starts_with('.'), "{clean:?}");
            prop_assert!(!clean.contains(['/', '\\', '"', '\0', '\u{202e}']), "{clean:?}");
            prop_assert!(kind.extensions().contains(&extension(&clean).unwrap()), "{clean:?}");
            prop_assert_eq!(clean_name(&clean, kind), clean.clone(), "it is clean already");
            prop_assert!(disposition(&clean, false).bytes().all(|byte| (b' '..0x7f).contains(&byte)));
        }
    }
}
