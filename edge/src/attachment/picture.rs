//! Pictures: PNG, JPEG, GIF and WebP, with width and height out of their headers.

use super::scan::{u16_be, u16_le, u32_be, u32_le};
use super::{Kind, Refused, Size};

/// Most pixels: beyond them a picture is made to exhaust whoever opens it.
const MAX_PIXELS: u64 = 250_000_000;
const CUT: Refused = Refused::Broken("the picture ends too early");

/// The kind and size of a picture; nothing where it is none.
pub(super) fn recognise(bytes: &[u8]) -> Result<Option<(Kind, Size)>, Refused> {
    let (kind, size) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        (Kind::Png, png(bytes))
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        (Kind::Jpeg, jpeg(bytes))
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        (Kind::Gif, gif(bytes))
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        (Kind::Webp, webp(bytes))
    } else {
        return Ok(None);
    };
    let (width, height) = size.ok_or(CUT)?;
    if width == 0 || height == 0 {
        return Err(Refused::Broken("the picture has no size"));
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Refused::Broken("the picture has too many pixels"));
    }
    Ok(Some((kind, (width, height))))
}

/// Chunks from the header to the end mark.
fn png(bytes: &[u8]) -> Option<Size> {
    if u32_be(bytes, 8)? != 13 || bytes.get(12..16)? != b"IHDR" {
        return None;
    }
    let size = (u32_be(bytes, 16)?, u32_be(bytes, 20)?);
    let mut at = 8_usize;
    loop {
        let length = usize::try_from(u32_be(bytes, at)?).ok()?;
        let kind = bytes.get(at.checked_add(4)?..at.checked_add(8)?)?;
        let end = at.checked_add(12)?.checked_add(length)?;
        if end > bytes.len() {
            return None;
        }
        if kind == b"IEND" {
            return Some(size);
        }
        at = end;
    }
}

/// Segments up to the frame's header, which must come before the picture's data.
fn jpeg(bytes: &[u8]) -> Option<Size> {
    let mut at = 2_usize;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            // A marker may be preceded by any number of these.
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            // The data or the end, and no header before.
            0xd9 | 0xda => return None,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return Some((u32::from(u16_be(bytes, at + 7)?), u32::from(u16_be(bytes, at + 5)?)));
            }
            _ => {
                let length = usize::from(u16_be(bytes, at + 2)?);
                if length < 2 {
                    return None;
                }
                at += 2 + length;
            }
        }
    }
}

fn gif(bytes: &[u8]) -> Option<Size> {
    // The last byte of the shortest that shows anything is the mark of the end.
    bytes.get(13)?;
    Some((u32::from(u16_le(bytes, 6)?), u32::from(u16_le(bytes, 8)?)))
}

fn webp(bytes: &[u8]) -> Option<Size> {
    let length = usize::try_from(u32_le(bytes, 4)?).ok()?;
    if length.checked_add(8)? > bytes.len() {
        return None;
    }
    match bytes.get(12..16)? {
        b"VP8 " => {
            if bytes.get(23..26)? != b"\x9d\x01\x2a" {
                return None;
            }
            let side = |at| u16_le(bytes, at).map(|side| u32::from(side & 0x3fff));
            Some((side(26)?, side(28)?))
        }
        b"VP8L" => {
            if *bytes.get(20)? != 0x2f {
                return None;
            }
            let bits = u32_le(bytes, 21)?;
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        b"VP8X" => {
            let side = |at: usize| Some((u32_le(bytes, at)? & 0x00ff_ffff) + 1);
            // The second number's fourth byte belongs to what follows.
            Some((side(24)?, side(27)?))
        }
        _ => None,
    }
}
