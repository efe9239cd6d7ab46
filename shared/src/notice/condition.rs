//! Compiled conditions: small trees that a browser decides too, with three values. What is not known yet makes a
//! condition *maybe*, and so does every word that this version does not know, so that an older loader stays careful.
//!
//! ```text
//! true | false | ["all",c…] | ["any",c…] | ["not",c] | ["path",pattern…] | ["language",code…]
//!              | ["device","phone"|"desktop"…] | ["attribute",key,value…] | ["event",name…]
//! ```

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::text::Language;
use crate::time::Timestamp;

/// Whether something holds, as far as is known. In order, so that "all" is the least and "any" the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Three {
    /// It does not.
    No = 0,
    /// It is not known.
    Maybe = 1,
    /// It does.
    Yes = 2,
}

impl Three {
    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Maybe => Self::Maybe,
            Self::Yes => Self::No,
        }
    }
}

impl From<bool> for Three {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// What a page is seen on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Device {
    /// A window less than 640 px wide.
    Phone,
    /// Any other.
    Desktop,
}

impl Device {
    /// `phone` or `desktop`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Desktop => "desktop",
        }
    }
}

/// All that a condition may ask about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The path of the page's address, from its first slash.
    pub path: String,
    /// Language of the interface.
    pub language: Language,
    /// What the page is seen on.
    pub device: Device,
    /// What is known of the visitor; a name that is missing is unknown.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// What has happened since the page was loaded.
    #[serde(default)]
    pub events: BTreeSet<String>,
    /// The time. No condition asks for it yet: when a notice is live is not a condition.
    #[serde(default)]
    pub now: Timestamp,
}

/// A compiled condition. Reading one never fails: what is not known here is [`Condition::Unknown`].
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Always, or never.
    Always(bool),
    /// All of these hold.
    All(Vec<Condition>),
    /// At least one of these holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// The path is one of these; `*` stands for any run of characters.
    Path(Vec<String>),
    /// The interface speaks one of these.
    Language(Vec<String>),
    /// The page is seen on one of these.
    Device(Vec<String>),
    /// The attribute has one of these values.
    Attribute(String, Vec<String>),
    /// One of these has happened.
    Event(Vec<String>),
    /// Something that this version does not know.
    Unknown(Value),
}

/// What is known, each apart from attributes only where it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'f> {
    pub(super) path: Option<&'f str>,
    pub(super) language: Option<Language>,
    pub(super) device: Option<Device>,
    pub(super) attributes: &'f BTreeMap<String, String>,
    pub(super) events: Option<&'f BTreeSet<String>>,
}

/// Whether a condition holds, with Kleene's three values.
pub fn decide(condition: &Condition, facts: &Facts) -> Three {
    condition.with(&Known {
        path: Some(&facts.path),
        language: Some(facts.language),
        device: Some(facts.device),
        attributes: &facts.attributes,
        events: Some(&facts.events),
    })
}

impl Condition {
    /// Reads a condition. Whatever is no condition of this version becomes [`Condition::Unknown`].
    pub fn read(value: &Value) -> Self {
        if let Value::Bool(always) = value {
            return Self::Always(*always);
        }
        known(value).unwrap_or_else(|| Self::Unknown(value.clone()))
    }

    /// The condition as JSON.
    pub fn to_value(&self) -> Value {
        let words = |word: &str, list: &[String]| {
            std::iter::once(word).chain(list.iter().map(String::as_str)).map(Value::from).collect()
        };
        let nested = |word: &str, list: &[Self]| {
            std::iter::once(Value::from(word)).chain(list.iter().map(Self::to_value)).collect()
        };
        match self {
            Self::Always(always) => Value::Bool(*always),
            Self::All(list) => nested("all", list),
            Self::Any(list) => nested("any", list),
            Self::Not(inner) => nested("not", std::slice::from_ref(inner)),
            Self::Path(patterns) => words("path", patterns),
            Self::Language(codes) => words("language", codes),
            Self::Device(devices) => words("device", devices),
            Self::Attribute(key, values) => {
                ["attribute", key].into_iter().chain(values.iter().map(String::as_str)).map(Value::from).collect()
            }
            Self::Event(names) => words("event", names),
            Self::Unknown(value) => value.clone(),
        }
    }

    pub(super) fn with(&self, known: &Known<'_>) -> Three {
        let maybe = |holds: Option<bool>| holds.map_or(Three::Maybe, Three::from);
        match self {
            Self::Always(always) => Three::from(*always),
            Self::All(list) => list.iter().map(|inner| inner.with(known)).min().unwrap_or(Three::Yes),
            Self::Any(list) => list.iter().map(|inner| inner.with(known)).max().unwrap_or(Three::No),
            Self::Not(inner) => inner.with(known).not(),
            Self::Path(patterns) => maybe(known.path.map(|path| patterns.iter().any(|pattern| fits(pattern, path)))),
            Self::Language(codes) => {
                maybe(known.language.map(|language| codes.iter().any(|code| code == language.as_str())))
            }
            Self::Device(devices) => {
                maybe(known.device.map(|device| devices.iter().any(|name| name == device.as_str())))
            }
            Self::Attribute(key, values) => maybe(known.attributes.get(key).map(|value| values.contains(value))),
            Self::Event(names) => maybe(known.events.map(|events| names.iter().any(|name| events.contains(name)))),
            Self::Unknown(_) => Three::Maybe,
        }
    }
}

fn known(value: &Value) -> Option<Condition> {
    let (word, rest) = value.as_array()?.split_first()?;
    let nested = || rest.iter().map(Condition::read).collect();
    let texts = |list: &[Value]| list.iter().map(|text| text.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
    Some(match word.as_str()? {
        "all" => Condition::All(nested()),
        "any" => Condition::Any(nested()),
        "not" => match rest {
            [inner] => Condition::Not(Box::new(Condition::read(inner))),
            _ => return None,
        },
        "path" => Condition::Path(texts(rest)?),
        "language" => Condition::Language(texts(rest)?),
        "device" => Condition::Device(texts(rest)?),
        "attribute" => {
            let (key, values) = rest.split_first()?;
            Condition::Attribute(key.as_str()?.to_owned(), texts(values)?)
        }
        "event" => Condition::Event(texts(rest)?),
        _ => return None,
    })
}

/// Whether a whole path fits a pattern, in which `*` stands for any run of characters, also for none.
pub(super) fn fits(pattern: &str, path: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == path };
    let Some(mut left) = path.strip_prefix(first) else { return false };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    for part in middle.split('*') {
        let Some((_, after)) = left.split_once(part) else { return false };
        left = after;
    }
    left.ends_with(last)
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Self::read(&value))
    }
}

#[cfg(feature = "authoring")]
impl schemars::JsonSchema for Condition {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "NoticeCondition".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "Whether a notice concerns a visitor: true, false, or a list whose first item says what is asked. What is unknown counts as maybe.",
            "anyOf": [
                { "type": "boolean" },
                { "type": "array", "minItems": 1, "prefixItems": [{ "type": "string" }] },
            ],
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn facts() -> Facts {
        Facts {
            path: "/orders/48213".to_owned(),
            language: Language::Zh,
            device: Device::Phone,
            attributes: BTreeMap::from([("region".to_owned(), "north".to_owned())]),
            events: BTreeSet::from(["cart_viewed".to_owned()]),
            now: Timestamp(0),
        }
    }

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "the tables below read better")]
    fn check(condition: Value, expect: Three) {
        let read = Condition::read(&condition);
        assert_eq!(decide(&read, &facts()), expect, "{condition}");
        assert_eq!(read.to_value(), condition, "it is written as it was read");
    }

    #[test]
    fn each_word_asks_one_thing() {
        use Three::{Maybe, No, Yes};
        check(json!(true), Yes);
        check(json!(false), No);
        check(json!(["path", "/orders/*"]), Yes);
        check(json!(["path", "/", "/orders/48213"]), Yes);
        check(json!(["path", "/orders"]), No);
        check(json!(["path"]), No);
        check(json!(["language", "zh", "fr"]), Yes);
        check(json!(["language", "en"]), No);
        check(json!(["device", "phone"]), Yes);
        check(json!(["device", "desktop", "fridge"]), No);
        check(json!(["attribute", "region", "south", "north"]), Yes);
        check(json!(["attribute", "region", "south"]), No);
        check(json!(["attribute", "region"]), No);
        check(json!(["attribute", "plan", "tide"]), Maybe);
        check(json!(["attribute", "constructor", "tide"]), Maybe);
        check(json!(["event", "cart_viewed", "other"]), Yes);
        check(json!(["event", "other"]), No);
    }

    #[test]
    fn what_is_unknown_is_maybe() {
        for unknown in [
            json!(null),
            json!(1),
            json!("true"),
            json!([]),
            json!({}),
            json!(["moon", "full"]),
            json!(["ALL", false]),
            json!([7]),
            json!([["all"]]),
            json!(["not"]),
            json!(["not", true, false]),
            json!(["path", 7]),
            json!(["attribute"]),
            json!(["attribute", 7]),
        ] {
            check(unknown, Three::Maybe);
        }
    }

    #[test]
    fn three_values_are_put_together() {
        use Three::{Maybe, No, Yes};
        let maybe = json!(["attribute", "plan", "tide"]);
        check(json!(["all"]), Yes);
        check(json!(["any"]), No);
        check(json!(["all", true, maybe]), Maybe);
        check(json!(["all", maybe, false]), No);
        check(json!(["any", maybe, false]), Maybe);
        check(json!(["any", maybe, true]), Yes);
        check(json!(["not", maybe]), Maybe);
        check(json!(["not", ["any", ["path", "/x"], false]]), Yes);
        check(json!(["all", ["path", "/*"], ["not", ["attribute", "region", "south"]]]), Yes);
    }

    #[test]
    fn patterns_are_whole_and_stars_are_any_run() {
        let cases = [
            ("*", "", true),
            ("*", "/a/b", true),
            ("", "", true),
            ("", "/", false),
            ("/help", "/help/", false),
            ("/help*", "/help", true),
            ("/*/edit", "/a/b/edit", true),
            ("/*/edit", "/edit", false),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b*", "xxbxxa", false),
            ("a*a", "a", false),
            ("/a.c", "/abc", false),
            ("/(a|b)[c]+$", "/(a|b)[c]+$", true),
            ("/帮助/*", "/帮助/断网", true),
            ("**", "/x", true),
            ("/A", "/a", false),
        ];
        for (pattern, path, expect) in cases {
            assert_eq!(fits(pattern, path), expect, "{pattern} {path}");
        }
    }

    fn any_condition() -> impl Strategy<Value = Value> {
        let key = || prop::sample::select(vec!["region", "plan", "tier"]);
        let value = || prop::sample::select(vec!["north", "south", "tide"]);
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            Just(json!(["moon"])),
            (key(), prop::collection::vec(value(), 0..3))
                .prop_map(|(key, values)| { ["attribute", key].into_iter().chain(values).map(Value::from).collect() }),
            prop::sample::select(vec!["/*", "/a", "/a*"]).prop_map(|pattern| json!(["path", pattern])),
            Just(json!(["event", "seen"])),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                (prop::sample::select(vec!["all", "any"]), prop::collection::vec(inner.clone(), 0..4))
                    .prop_map(|(word, list)| std::iter::once(Value::from(word)).chain(list).collect()),
                inner.prop_map(|inner| json!(["not", inner])),
            ]
        })
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let word = prop::sample::select(vec!["all", "any", "not", "path", "attribute", "event", "device", "x", ""]);
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            word.prop_map(Value::from),
            ".{0,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 32, 5, |inner| prop::collection::vec(inner, 0..5).prop_map(Value::from))
    }

    proptest! {
        #[test]
        fn nothing_panics_and_everything_is_kept(value in any_json(), path in "\\PC{0,20}") {
            let condition = Condition::read(&value);
            let _ = decide(&condition, &Facts { path, ..facts() });
            prop_assert_eq!(condition.to_value(), value);
        }

        #[test]
        fn learning_an_attribute_turns_no_answer_over(
            value in any_condition(),
            key in prop::sample::select(vec!["region", "plan", "tier"]),
            learnt in prop::sample::select(vec!["north", "south", "tide"]),
        ) {
            let condition = Condition::read(&value);
            let mut facts = Facts { attributes: BTreeMap::new(), ..facts() };
            let before = decide(&condition, &facts);
            facts.attributes.insert(key.to_owned(), learnt.to_owned());
            let after = decide(&condition, &facts);
            prop_assert!(before == Three::Maybe || after == before, "{} {:?} {:?}", value, before, after);
        }

        #[test]
        fn a_pattern_made_of_a_path_fits_it(pieces in prop::collection::vec("\\PC{0,5}", 1..5)) {
            let pieces: Vec<String> = pieces.into_iter().map(|piece| piece.replace('*', "")).collect();
            prop_assert!(fits(&pieces.join("*"), &pieces.concat()));
            prop_assert!(fits(&pieces.join("*"), &pieces.join("/x/")));
        }
    }
}
