//! Time and randomness: the only place that reads them.

use super::Host;

/// Milliseconds since the Unix epoch.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn now() -> u64 {
    js_sys::Date::now() as u64
}

/// In `[0, 1)`, for jitter.
pub fn random() -> f64 {
    js_sys::Math::random()
}

impl Host {
    /// A random id of 22 characters (128 bits).
    pub fn random_id(&self) -> Option<String> {
        self.secret(16)
    }

    /// A random secret of 43 characters (256 bits).
    pub fn random_token(&self) -> Option<String> {
        self.secret(32)
    }
}
