//! The clock and how times read where the agent is.

use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use js_sys::{Date, Object, Reflect};
use wasm_bindgen::JsValue;

/// The time.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "milliseconds since 1970 are whole, positive and below 2^53"
)]
pub fn now() -> Timestamp {
    Timestamp(Date::now() as u64)
}

/// A date and time that nobody can misread, in the interface's language: `7 Dec 2026, 03:30`, `2026年12月7日 03:30`.
pub fn in_full(at: Timestamp, language: Language) -> String {
    written(&date(at), language, &[("timeStyle", "short")])
}

/// The same to the second, for what follows closely.
pub fn to_the_second(at: Timestamp, language: Language) -> String {
    written(&date(at), language, &[("timeStyle", "medium")])
}

/// The day alone.
pub fn date_of(at: Timestamp, language: Language) -> String {
    written(&date(at), language, &[])
}

/// A day that was written `2026-12-25`, in the interface's language; as it is where it is none.
pub fn day(text: &str, language: Language) -> String {
    let date = Date::new(&JsValue::from_str(text));
    if date.get_time().is_nan() { text.to_owned() } else { written(&date, language, &[("timeZone", "UTC")]) }
}

/// A date as the language writes it with the month in words, and what else is asked for.
fn written(date: &Date, language: Language, more: &[(&str, &str)]) -> String {
    let (locale, style) = match language {
        Language::En => ("en-GB", "medium"),
        Language::Zh => ("zh-CN", "long"),
    };
    let options = Object::new();
    for (name, value) in [("dateStyle", style)].iter().chain(more) {
        // A plain object takes every property.
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    String::from(date.to_locale_string(locale, &options))
}

/// `14:05`.
pub fn time_of_day(at: Timestamp) -> String {
    let date = date(at);
    format!("{:02}:{:02}", date.get_hours(), date.get_minutes())
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are below 2^53")]
fn date(at: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(at.0 as f64))
}
