//! Unfolding compressed data, up to a limit.

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_PARSE_ZLIB_HEADER, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// Bytes that are made room for at first.
const FIRST_BYTES: usize = 16 * 1024;

/// How data is wrapped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrap {
    /// As in a PDF.
    Zlib,
    /// As in an archive.
    Nothing,
}

/// What data unfolds to, and whether it came to its end; where it is damaged or over the limit, it did not.
pub(super) fn unfold(data: &[u8], wrap: Wrap, limit: usize) -> (Vec<u8>, bool) {
    let wrapped = if wrap == Wrap::Zlib { TINFL_FLAG_PARSE_ZLIB_HEADER } else { 0 };
    let flags = wrapped | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut state = Box::<DecompressorOxide>::default();
    let mut out = vec![0; FIRST_BYTES.min(limit)];
    let (mut read, mut written) = (0, 0);
    loop {
        let rest = data.get(read..).unwrap_or_default();
        let (status, consumed, produced) = decompress(&mut state, rest, &mut out, written, flags);
        read += consumed;
        written += produced;
        if status != TINFLStatus::HasMoreOutput || out.len() >= limit {
            out.truncate(written);
            return (out, status == TINFLStatus::Done);
        }
        // Exactly so much: doubling by itself would hold up to three times of it for a moment.
        let next = out.len().saturating_mul(2).min(limit);
        out.reserve_exact(next - out.len());
        out.resize(next, 0);
    }
}

#[cfg(test)]
mod tests {
    use miniz_oxide::deflate::{compress_to_vec, compress_to_vec_zlib};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn up_to_a_limit() {
        let text = b"the same again, ".repeat(10_000);
        assert_eq!(unfold(&compress_to_vec_zlib(&text, 6), Wrap::Zlib, 1 << 20), (text.clone(), true));
        assert_eq!(unfold(&compress_to_vec(&text, 6), Wrap::Nothing, 1 << 20), (text.clone(), true));
        let (some, whole) = unfold(&compress_to_vec(&text, 6), Wrap::Nothing, 1000);
        assert_eq!((some.as_slice(), whole), (&text[..1000], false));
        assert_eq!(unfold(b"no such data", Wrap::Zlib, 1000), (Vec::new(), false));
        assert_eq!(unfold(b"", Wrap::Nothing, 0), (Vec::new(), false));
    }

    proptest! {
        #[test]
        fn no_data_makes_it_panic(data in prop::collection::vec(any::<u8>(), 0..300), limit in 0..5000_usize) {
            for wrap in [Wrap::Zlib, Wrap::Nothing] {
                prop_assert!(unfold(&data, wrap, limit).0.len() <= limit);
            }
        }
    }
}
