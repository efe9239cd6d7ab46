//! Time and randomness: the only place that reads them.

use crate::model::base64url;

/// Milliseconds since the Unix epoch.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn now() -> u64 {
    js_sys::Date::now() as u64
}

/// In `[0, 1)`, for jitter.
pub fn random() -> f64 {
    js_sys::Math::random()
}

/// A random id of 22 characters (128 bits).
pub fn random_id() -> Option<String> {
    secret::<16>()
}

/// A random secret of 43 characters (256 bits).
pub fn random_token() -> Option<String> {
    secret::<32>()
}

/// `None` where the browser gives no randomness: then nothing may be opened with it.
fn secret<const N: usize>() -> Option<String> {
    let mut bytes = [0_u8; N];
    super::window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(base64url(&bytes))
}
