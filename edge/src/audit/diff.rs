//! What changed between two values, each place with what stood there and what stands there. Pure. Items of a list are
//! told apart by their ids, so that a queue that moves up is no change of all below it.

use std::collections::BTreeSet;

use baton_shared::protocol::AuditChange;
use serde_json::{Map, Value, json};

/// Changes that one line of the audit holds.
const MAX_CHANGES: usize = 100;
/// Characters of a text that are kept.
const MAX_CHARS: usize = 200;
/// Bytes of a value that are kept.
const MAX_BYTES: usize = 2000;

/// What changed, each with its path.
pub fn changes(before: &Value, after: &Value) -> Vec<AuditChange> {
    let mut found = Vec::new();
    compare("", before, after, &mut found);
    if found.len() > MAX_CHANGES {
        let more = found.len() + 1 - MAX_CHANGES;
        found.truncate(MAX_CHANGES - 1);
        found.push(AuditChange {
            path: "…".to_owned(),
            before: Value::Null,
            after: json!(format!("{more} more changes")),
        });
    }
    found
}

fn compare(path: &str, before: &Value, after: &Value, found: &mut Vec<AuditChange>) {
    if before == after {
        return;
    }
    let parts = match (before, after) {
        (Value::Object(before), Value::Object(after)) => Some((before.clone(), after.clone())),
        (Value::Array(before), Value::Array(after)) => by_id(before).zip(by_id(after)),
        _ => None,
    };
    let Some((before_parts, after_parts)) = parts else {
        found.push(AuditChange { path: path.to_owned(), before: short(before), after: short(after) });
        return;
    };
    let known = found.len();
    let names: BTreeSet<&String> = before_parts.keys().chain(after_parts.keys()).collect();
    for name in names {
        let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let part = |parts: &Map<String, Value>| parts.get(name).cloned().unwrap_or_default();
        compare(&inner, &part(&before_parts), &part(&after_parts), found);
    }
    if found.len() == known {
        // The same items in another order.
        let order = |value: &Value| value.as_array().into_iter().flatten().filter_map(name_of).collect();
        found.push(AuditChange { path: path.to_owned(), before: short(&order(before)), after: short(&order(after)) });
    }
}

/// The items of a list by their names; none where one has none.
fn by_id(items: &[Value]) -> Option<Map<String, Value>> {
    items.iter().map(|item| Some((name_of(item)?, item.clone()))).collect()
}

/// An item's name: its id, of an article also its language.
fn name_of(item: &Value) -> Option<String> {
    let id = item.get("id")?.as_str()?;
    let language = item.get("language").and_then(Value::as_str);
    Some(language.map_or_else(|| id.to_owned(), |language| format!("{language}.{id}")))
}

/// A value that fits into a line.
fn short(value: &Value) -> Value {
    match value {
        Value::String(text) if text.chars().nth(MAX_CHARS).is_some() => {
            json!(format!("{}…", text.chars().take(MAX_CHARS).collect::<String>()))
        }
        Value::Array(_) | Value::Object(_) => {
            let bytes = value.to_string().len();
            if bytes > MAX_BYTES { json!(format!("… ({bytes} bytes)")) } else { value.clone() }
        }
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    #[allow(clippy::needless_pass_by_value, reason = "the rows below read better")]
    fn check(before: Value, after: Value, expect: &[(&str, Value, Value)]) {
        let found = changes(&before, &after);
        let found: Vec<_> =
            found.iter().map(|one| (one.path.as_str(), one.before.clone(), one.after.clone())).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn each_place_is_named() {
        check(json!({"a": 1}), json!({"a": 1}), &[]);
        check(json!({"a": {"b": 1, "c": 2}}), json!({"a": {"b": 3, "c": 2}}), &[("a.b", json!(1), json!(3))]);
        check(json!({"a": 1}), json!({"b": 2}), &[("a", json!(1), json!(null)), ("b", json!(null), json!(2))]);
        check(json!([1, 2]), json!([2]), &[("", json!([1, 2]), json!([2]))]);
        check(json!(null), json!({"a": 1}), &[("", json!(null), json!({"a": 1}))]);
    }

    #[test]
    fn items_are_told_apart_by_their_ids() {
        let (a, b) = (json!({"id": "a", "n": 1}), json!({"id": "b", "n": 1}));
        check(json!([a, b]), json!([b]), &[("a", a.clone(), json!(null))]);
        check(json!([a, b]), json!([b, {"id": "a", "n": 2}]), &[("a.n", json!(1), json!(2))]);
        check(json!([a, b]), json!([b, a]), &[("", json!(["a", "b"]), json!(["b", "a"]))]);
        let (en, zh) = (json!({"id": "a", "language": "en"}), json!({"id": "a", "language": "zh"}));
        check(json!([en]), json!([en, zh]), &[("zh.a", json!(null), zh.clone())]);
    }

    #[test]
    fn a_line_stays_short() {
        let long = "长".repeat(300);
        let found = changes(&json!({"a": long}), &json!({"a": ["x".repeat(3000)]}));
        assert_eq!(found[0].before, json!(format!("{}…", "长".repeat(200))));
        assert_eq!(found[0].after, json!("… (3004 bytes)"));
        let many: Map<String, Value> = (0..150).map(|n| (n.to_string(), json!(n))).collect();
        let found = changes(&json!({}), &Value::Object(many));
        assert_eq!((found.len(), &found[99].after), (100, &json!("51 more changes")));
    }
}
