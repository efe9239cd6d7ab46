//! HEIC, as telephones take pictures. Few browsers show it, so that it is saved like a document; here it is only made sure
//! that it is one, as ISO/IEC 23008-12 lays it out: boxes, one after the other, from the first byte to the last.

use super::Refused;
use super::scan::u32_be;

/// Brands of pictures that are coded as HEVC, and of the container that may hold such.
const CODED: [&[u8]; 4] = [b"heic", b"heix", b"heim", b"heis"];
const CONTAINER: &[u8] = b"mif1";
const CUT: Refused = Refused::Broken("the picture ends too early");

/// Whether it is one. Other kinds of the same family are none: what says that it is AVIF, or a film.
pub(super) fn is_one(bytes: &[u8]) -> Result<bool, Refused> {
    if bytes.get(4..8) != Some(b"ftyp") {
        return Ok(false);
    }
    let (mut rest, mut described) = (bytes, false);
    let Some((_, brands, _)) = next(bytes) else { return Err(CUT) };
    let mut brands = brands.chunks_exact(4);
    let coded = |brand: &[u8]| CODED.contains(&brand);
    let named = match brands.next() {
        Some(brand) if coded(brand) => true,
        Some(CONTAINER) => brands.any(coded),
        _ => false,
    };
    if !named {
        return Ok(false);
    }
    while !rest.is_empty() {
        let (kind, _, after) = next(rest).ok_or(CUT)?;
        described |= kind == b"meta";
        rest = after;
    }
    if described { Ok(true) } else { Err(CUT) }
}

/// The next box: its kind, what is in it, and what follows.
fn next(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let kind = bytes.get(4..8)?;
    let (header, length) = match u32_be(bytes, 0)? {
        // To the end of the file.
        0 => (8, bytes.len()),
        1 => {
            let length = u64::from(u32_be(bytes, 8)?) << 32 | u64::from(u32_be(bytes, 12)?);
            (16, usize::try_from(length).ok()?)
        }
        length => (8, usize::try_from(length).ok()?),
    };
    Some((kind, bytes.get(header..length)?, bytes.get(length..)?))
}
