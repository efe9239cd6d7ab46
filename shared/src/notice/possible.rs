//! Whether a condition can hold for anybody. It is asked when a workspace is checked, and never says no wrongly: what
//! cannot be told counts as possible.

use super::condition::{Condition, Device, fits};
use crate::text::Language;

/// Most ways to fulfil a condition that are looked at; a condition with more counts as possible.
const MAX_WAYS: usize = 4096;

/// Whether there can be a visitor for whom it holds.
pub(super) fn can_hold(condition: &Condition, languages: &[Language]) -> bool {
    ways(condition, true).is_none_or(|ways| ways.iter().any(|way| is_possible(way, languages)))
}

/// One thing that is asked, and whether it must hold.
type Literal<'c> = (&'c Condition, bool);

/// The ways to make a condition hold, or not hold: each is a list of what must be so. `None` where they are too many.
fn ways(condition: &Condition, holds: bool) -> Option<Vec<Vec<Literal<'_>>>> {
    match condition {
        Condition::Always(always) => Some(if *always == holds { vec![Vec::new()] } else { Vec::new() }),
        Condition::Not(inner) => ways(inner, !holds),
        Condition::All(list) => {
            if holds {
                every(list, true)
            } else {
                some(list, false)
            }
        }
        Condition::Any(list) => {
            if holds {
                some(list, true)
            } else {
                every(list, false)
            }
        }
        other => Some(vec![vec![(other, holds)]]),
    }
}

fn some(list: &[Condition], holds: bool) -> Option<Vec<Vec<Literal<'_>>>> {
    let mut found = Vec::new();
    for inner in list {
        found.extend(ways(inner, holds)?);
    }
    (found.len() <= MAX_WAYS).then_some(found)
}

fn every(list: &[Condition], holds: bool) -> Option<Vec<Vec<Literal<'_>>>> {
    let mut found: Vec<Vec<Literal<'_>>> = vec![Vec::new()];
    for inner in list {
        let more = ways(inner, holds)?;
        if found.len() * more.len() > MAX_WAYS {
            return None;
        }
        found = found.iter().flat_map(|way| more.iter().map(|more| [way.as_slice(), more].concat())).collect();
    }
    Some(found)
}

fn is_possible(way: &[Literal<'_>], languages: &[Language]) -> bool {
    let spoken: Vec<&str> = languages.iter().map(|language| language.as_str()).collect();
    let devices = [Device::Phone, Device::Desktop].map(Device::as_str);
    one_of(way, &spoken, |condition| match condition {
        Condition::Language(codes) => Some(codes),
        _ => None,
    }) && one_of(way, &devices, |condition| match condition {
        Condition::Device(names) => Some(names),
        _ => None,
    }) && attributes(way)
        && events(way)
        && paths(way)
}

/// Whether one of the choices is in all lists that must hold, and in none of the others.
fn one_of(way: &[Literal<'_>], choices: &[&str], list: impl Fn(&Condition) -> Option<&Vec<String>>) -> bool {
    let fits = |choice: &&&str| {
        let mut asked = way.iter().filter_map(|(condition, holds)| Some((list(condition)?, *holds)));
        asked.all(|(list, holds)| list.iter().any(|item| item == **choice) == holds)
    };
    choices.iter().any(|choice| fits(&choice))
}

fn attributes(way: &[Literal<'_>]) -> bool {
    let asked = |key: &str| {
        let of = move |(condition, holds): &Literal<'_>| match condition {
            Condition::Attribute(name, values) if name == key => Some((values.clone(), *holds)),
            _ => None,
        };
        way.iter().filter_map(of).collect::<Vec<_>>()
    };
    way.iter().all(|(condition, _)| {
        let Condition::Attribute(key, _) = condition else { return true };
        let asked = asked(key);
        // Without a list that must hold, any other value will do.
        let Some((values, _)) = asked.iter().find(|(_, holds)| *holds) else { return true };
        values.iter().any(|value| asked.iter().all(|(values, holds)| values.contains(value) == *holds))
    })
}

/// Several events can happen on one page: each list that must hold needs one that no other list forbids.
fn events(way: &[Literal<'_>]) -> bool {
    let forbidden = |name: &String| {
        way.iter()
            .any(|(condition, holds)| !holds && matches!(condition, Condition::Event(names) if names.contains(name)))
    };
    way.iter().all(|(condition, holds)| match condition {
        Condition::Event(names) if *holds => names.iter().any(|name| !forbidden(name)),
        _ => true,
    })
}

/// Exact where a list without stars must hold; else only the plain contradictions are seen.
fn paths(way: &[Literal<'_>]) -> bool {
    let asked = way.iter().filter_map(|(condition, holds)| match condition {
        Condition::Path(patterns) => Some((patterns, *holds)),
        _ => None,
    });
    let asked: Vec<(&Vec<String>, bool)> = asked.collect();
    let possible = |pattern: &&String| pattern.starts_with(['/', '*']);
    let everything = |patterns: &[String]| patterns.iter().any(|pattern| pattern == "*" || pattern == "/*");
    asked.iter().filter(|(_, holds)| *holds).all(|(patterns, _)| {
        patterns.iter().filter(possible).any(|pattern| {
            asked.iter().all(|(others, holds)| {
                if pattern.contains('*') {
                    *holds || !(everything(others) || others.contains(pattern))
                } else {
                    others.iter().any(|other| fits(other, pattern)) == *holds
                }
            })
        })
    }) && !asked.iter().any(|(patterns, holds)| !holds && everything(patterns))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::super::condition::{Facts, Three, decide};
    use super::*;
    use crate::time::Timestamp;

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "the table below reads better")]
    fn check(condition: Value, expect: bool) {
        assert_eq!(can_hold(&Condition::read(&condition), &Language::ALL), expect, "{condition}");
    }

    #[test]
    fn contradictions_are_seen() {
        let (north, south) = (json!(["attribute", "region", "north"]), json!(["attribute", "region", "south"]));
        check(json!(true), true);
        check(json!(false), false);
        check(json!(["any"]), false);
        check(json!(["all", north, south]), false);
        check(json!(["all", north, ["not", north]]), false);
        check(json!(["all", north, ["not", south]]), true);
        check(json!(["all", ["not", north], ["not", south]]), true);
        check(json!(["not", ["any", ["not", north], ["not", south]]]), false);
        check(json!(["any", ["all", north, south], ["path", "/*"]]), true);
        check(json!(["all", ["device", "phone"], ["device", "desktop"]]), false);
        check(json!(["not", ["device", "phone", "desktop"]]), false);
        check(json!(["not", ["language", "en", "zh"]]), false);
        check(json!(["language", "fr"]), false);
        check(json!(["all", ["event", "a"], ["event", "b"]]), true);
        check(json!(["all", ["event", "a"], ["not", ["event", "a", "b"]]]), false);
        check(json!(["all", ["path", "/a"], ["path", "/a*"]]), true);
        check(json!(["all", ["path", "/b"], ["path", "/a*"]]), false);
        check(json!(["all", ["path", "/b", "/ab"], ["path", "/a*"]]), true);
        check(json!(["all", ["path", "/a*"], ["not", ["path", "/a*"]]]), false);
        check(json!(["all", ["path", "/a*"], ["not", ["path", "/ab*"]]]), true);
        check(json!(["path", "help"]), false);
        check(json!(["not", ["path", "/*"]]), false);
        check(json!(["moon", "full"]), true);
    }

    fn any_condition() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            prop::sample::select(vec!["north", "south"]).prop_map(|value| json!(["attribute", "region", value])),
            prop::sample::select(vec!["/*", "/a", "/b", "/a*", "*b"]).prop_map(|pattern| json!(["path", pattern])),
            prop::sample::select(vec!["en", "zh"]).prop_map(|code| json!(["language", code])),
            prop::sample::select(vec!["phone", "desktop"]).prop_map(|device| json!(["device", device])),
            prop::sample::select(vec!["x", "y"]).prop_map(|name| json!(["event", name])),
        ];
        leaf.prop_recursive(4, 16, 3, |inner| {
            prop_oneof![
                (prop::sample::select(vec!["all", "any"]), prop::collection::vec(inner.clone(), 1..4))
                    .prop_map(|(word, list)| std::iter::once(Value::from(word)).chain(list).collect()),
                inner.prop_map(|inner| json!(["not", inner])),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_holds_for_somebody_is_possible(
            value in any_condition(),
            path in prop::sample::select(vec!["/", "/a", "/b", "/ab"]),
            language in prop::sample::select(Language::ALL.to_vec()),
            device in prop::sample::select(vec![Device::Phone, Device::Desktop]),
            region in prop::sample::select(vec!["north", "south", "east"]),
            events in prop::collection::btree_set("x|y", 0..3),
        ) {
            let attributes = [("region".to_owned(), region.to_owned())].into();
            let facts = Facts { path: path.to_owned(), language, device, attributes, events, now: Timestamp(0) };
            let condition = Condition::read(&value);
            prop_assert!(decide(&condition, &facts) != Three::Yes || can_hold(&condition, &Language::ALL), "{}", value);
        }
    }
}
