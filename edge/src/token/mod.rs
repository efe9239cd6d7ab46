//! Tokens: how the edge knows who asks. Signed with HMAC-SHA256, because whoever makes them and whoever
//! reads them share a key; Cloudflare Access alone has keys of its own. Not in scope: storing what is used once, which the shell does.
//!
//! ```text
//! Cloudflare Access ── assertion (JWT, RS256, its published keys) ──▶ an agent, by their address
//! company's back end ── identity (JWT, its key) ──▶ a verified customer
//! session key ─┬─ sign_in, session (JWT, told apart by `use`) ──▶ an agent
//!              ├─ invitation (context `invitation`)           ──▶ a member, once
//!              ├─ reply address (binary, context `reply`)     ──▶ one handoff, for one endpoint
//!              └─ hash of a subject (context `subject`)       ──▶ the same person again
//! ```
//!
//! No token can stand in for another: a JWT's signed text has no zero byte, and everything else is signed together
//! with its context and a zero byte; the two kinds of JWT name their use, which is checked.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

pub mod access;
pub mod jwt;
pub mod identity;
pub mod session;
pub mod reply;

/// Block of SHA-256 in bytes.
const BLOCK: usize = 64;

/// HMAC-SHA256 over the parts, one after the other.
pub(crate) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // A key is brought to one block as RFC 2104 says; then nothing about its length can fail.
    let mut block = [0_u8; BLOCK];
    let hashed;
    let key = if key.len() > BLOCK {
        hashed = Sha256::digest(key);
        hashed.as_slice()
    } else {
        key
    };
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mut mac = Hmac::<Sha256>::new(&block.into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// HMAC over a message in a context. Whatever is signed with the session key and is no JWT goes through here, with a
/// context of its own, so that nothing signed for one end is good for another.
pub fn mac(key: &[u8], context: &str, message: &[u8]) -> [u8; 32] {
    hmac_sha256(key, &[b"baton.", context.as_bytes(), b"\0", message])
}

/// Whether two texts are the same, in a time that depends on their lengths alone.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    let different = a.iter().zip(b).fold(0_u8, |different, (a, b)| different | (a ^ b));
    a.len() == b.len() && std::hint::black_box(different) == 0
}

/// SHA-256 in hexadecimal: how random tokens are stored.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        // Writing into a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_of_rfc_4231() {
        let short = hmac_sha256(b"Jefe", &[b"what do ya want ", b"for nothing?"]);
        assert_eq!(hex(&short), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        let long = hmac_sha256(&[0xaa; 131], &[b"Test Using Larger Than Block-Size Key - Hash Key First"]);
        assert_eq!(hex(&long), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    #[test]
    fn comparing_and_hashing() {
        assert!(same(b"", b"") && same(b"abc", b"abc"));
        assert!(!same(b"abc", b"abd") && !same(b"abc", b"ab") && !same(b"", b"a"));
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn contexts_keep_apart() {
        assert_ne!(mac(b"key", "reply", b"x"), mac(b"key", "subject", b"x"));
        assert_ne!(mac(b"key", "a", b"b"), mac(b"key", "ab", b""));
    }
}
