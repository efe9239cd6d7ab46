//! What differs between two versions of something, path by path: for the audit, and for two people who change the same.

use std::collections::BTreeSet;

use baton_shared::protocol::AuditChange;
use serde_json::Value;

/// One place at which somebody else's version and one's own differ from what both began with.
#[derive(Clone, Debug, PartialEq)]
pub struct Clash {
    /// Where, `hours.mon` say.
    pub path: String,
    /// What both began with.
    pub base: Value,
    /// What stands there now.
    pub theirs: Value,
    /// What one wants to stand there.
    pub mine: Value,
}

/// What changed between two values, in the order of their paths. Lists of things with ids are compared by id.
pub fn changes(before: &Value, after: &Value) -> Vec<AuditChange> {
    let mut found = Vec::new();
    walk("", before, after, &mut found);
    found
}

fn walk(path: &str, before: &Value, after: &Value, found: &mut Vec<AuditChange>) {
    if before == after {
        return;
    }
    let parts = parts(before).zip(parts(after));
    let Some((old, new)) = parts else {
        found.push(AuditChange { path: path.to_owned(), before: before.clone(), after: after.clone() });
        return;
    };
    let names: BTreeSet<&str> = old.iter().chain(&new).map(|(name, _)| *name).collect();
    for name in names {
        let of =
            |parts: &[(&str, &Value)]| parts.iter().find(|(other, _)| *other == name).map(|(_, value)| *value).cloned();
        let inner = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        walk(&inner, &of(&old).unwrap_or_default(), &of(&new).unwrap_or_default(), found);
    }
}

/// The named parts of an object, or of a list of things with ids.
fn parts(value: &Value) -> Option<Vec<(&str, &Value)>> {
    match value {
        Value::Object(object) => Some(object.iter().map(|(name, value)| (name.as_str(), value)).collect()),
        Value::Array(list) if !list.is_empty() => {
            list.iter().map(|item| Some((item.get("id")?.as_str()?, item))).collect()
        }
        _ => None,
    }
}

/// Where two people went apart: every path that either changed.
pub fn clashes(base: &Value, theirs: &Value, mine: &Value) -> Vec<Clash> {
    let (their_changes, my_changes) = (changes(base, theirs), changes(base, mine));
    let paths: BTreeSet<&String> = their_changes.iter().chain(&my_changes).map(|change| &change.path).collect();
    paths
        .into_iter()
        .map(|path| {
            let in_base = their_changes.iter().chain(&my_changes).find(|change| change.path == *path);
            let base = in_base.map(|change| change.before.clone()).unwrap_or_default();
            let after = |changes: &[AuditChange]| {
                changes
                    .iter()
                    .find(|change| change.path == *path)
                    .map_or_else(|| base.clone(), |change| change.after.clone())
            };
            Clash { path: path.clone(), theirs: after(&their_changes), mine: after(&my_changes), base: base.clone() }
        })
        .filter(|clash| clash.theirs != clash.mine)
        .collect()
}

/// A value as somebody reads it: lists with commas, nothing for null.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(object) => {
            let each = object.iter().filter(|(_, value)| !value.is_null());
            each.map(|(name, value)| format!("{name}: {}", shown(value))).collect::<Vec<_>>().join(", ")
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(before: &Value, after: &Value, expect: &[&str]) {
        let found = changes(before, after);
        let lines: Vec<String> =
            found.iter().map(|c| format!("{}: {} -> {}", c.path, shown(&c.before), shown(&c.after))).collect();
        assert_eq!(lines, expect);
    }

    #[test]
    fn changes_are_found_where_they_are() {
        let before = json!({ "queues": [{ "id": "billing", "hours": { "mon": "09:00-18:00" } }], "skills": ["a"] });
        let after = json!({ "queues": [{ "id": "billing", "hours": { "mon": "10:00-18:00", "tue": "09:00-12:00" } }], "skills": ["a", "b"] });
        check(
            &before,
            &after,
            &[
                "queues.billing.hours.mon: 09:00-18:00 -> 10:00-18:00",
                "queues.billing.hours.tue:  -> 09:00-12:00",
                "skills: a -> a, b",
            ],
        );
        check(&before, &before, &[]);
    }

    #[test]
    fn a_clash_shows_both_and_leaves_out_what_both_agree_on() {
        let (base, theirs, mine) = (
            json!({ "name": "Mei", "capacity": 4, "role": "agent" }),
            json!({ "name": "Mei Lin", "capacity": 6, "role": "agent" }),
            json!({ "name": "Mei", "capacity": 6, "role": "lead" }),
        );
        let found = clashes(&base, &theirs, &mine);
        let lines: Vec<String> =
            found.iter().map(|c| format!("{}: {} / {}", c.path, shown(&c.theirs), shown(&c.mine))).collect();
        assert_eq!(lines, ["name: Mei Lin / Mei", "role: agent / lead"]);
    }
}
