//! Times in the visitor's own zone and language, worded by the browser.

use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use js_sys::wasm_bindgen::{JsCast, JsValue};
use js_sys::{Array, Date, Intl, Object, Reflect};

use crate::words::day_and_time as worded;

/// `9:05`, as this language writes it.
pub fn time_of_day(at: Timestamp, language: Language) -> String {
    format(at, language, &[("hour", "numeric"), ("minute", "2-digit")])
}

/// `9:00 tomorrow`: when something opens, seen from now.
pub fn opening_time(at: Timestamp, now: Timestamp, language: Language) -> String {
    let time = time_of_day(at, language);
    let days = local_day(at) - local_day(now);
    let parts: &[_] = if days < 7 { &[("weekday", "long")] } else { &[("month", "long"), ("day", "numeric")] };
    worded(language, days, &format(at, language, parts), &time)
}

/// `3 March, 9:05`: when something happened, in milliseconds since the epoch.
pub fn day_and_time(at: u64, language: Language) -> String {
    let parts = [("month", "long"), ("day", "numeric"), ("hour", "numeric"), ("minute", "2-digit")];
    format(Timestamp(at), language, &parts)
}

#[allow(clippy::cast_precision_loss)]
fn date(at: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(at.0 as f64))
}

/// Number of the day in the visitor's zone.
#[allow(clippy::cast_possible_truncation)]
fn local_day(at: Timestamp) -> i64 {
    let date = date(at);
    ((date.get_time() / 60_000.0 - date.get_timezone_offset()) / 1440.0).floor() as i64
}

fn format(at: Timestamp, language: Language, parts: &[(&str, &str)]) -> String {
    let locale = match language {
        Language::En => "en-GB",
        Language::Zh => "zh-CN",
    };
    let options = Object::new();
    for (name, value) in parts {
        // Setting a property of a plain object does not fail.
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    let format = Intl::DateTimeFormat::new(&Array::of1(&locale.into()), &options);
    let text = format.format().call1(&JsValue::UNDEFINED, date(at).unchecked_ref());
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}
