//! The clock and how times read where the agent is.

use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use js_sys::Date;
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

/// A time and date in full, as the agent's own region writes it.
pub fn in_full(at: Timestamp, language: Language) -> String {
    String::from(date(at).to_locale_string(locale(language), &JsValue::UNDEFINED))
}

fn locale(language: Language) -> &'static str {
    match language {
        Language::En => "en-GB",
        Language::Zh => "zh-CN",
    }
}

/// The day alone, as the agent's own region writes it.
pub fn day(at: Timestamp, language: Language) -> String {
    let style = js_sys::Object::new();
    // A browser that lacks it writes the day in figures.
    let _ = js_sys::Reflect::set(&style, &"dateStyle".into(), &"long".into());
    String::from(date(at).to_locale_date_string(locale(language), &style))
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
