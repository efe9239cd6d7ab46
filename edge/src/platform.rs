//! What only the platform can give: the time and randomness. Everything else receives them as arguments.

use std::fmt::Write as _;

use baton_shared::time::Timestamp;
use worker::js_sys::{Date, Math, Reflect, Uint8Array, global};
use worker::wasm_bindgen::JsCast;
use worker::{Delay, js_sys};

use crate::failure::Failure;

/// The time.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds since 1970 fit")]
pub fn now() -> Timestamp {
    Timestamp(Date::now() as u64)
}

/// A number in `[0, 1)`, for jitter alone.
pub fn unit() -> f64 {
    Math::random()
}

/// Random bytes fit for secrets, as lower-case hexadecimal digits.
pub fn random_hex(bytes: u32) -> Result<String, Failure> {
    Ok(hex(&random_bytes(bytes)?))
}

/// Random bytes fit for secrets.
pub fn random_bytes(bytes: u32) -> Result<Vec<u8>, Failure> {
    let array = Uint8Array::new_with_length(bytes);
    let crypto = Reflect::get(&global(), &"crypto".into()).map_err(worker::Error::from)?;
    let fill = Reflect::get(&crypto, &"getRandomValues".into()).map_err(worker::Error::from)?;
    let fill: js_sys::Function = fill.dyn_into().map_err(worker::Error::from)?;
    fill.call1(&crypto, &array).map_err(worker::Error::from)?;
    Ok(array.to_vec())
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        write!(text, "{byte:02x}").ok();
        text
    })
}

/// Waits.
pub async fn sleep_ms(ms: u64) {
    Delay::from(std::time::Duration::from_millis(ms)).await;
}
