//! Whom a notice concerns, as a marketer writes it, and how that is compiled.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::condition::{Condition, Device};
use crate::text::Language;

/// Whom a notice concerns. All that stands in it must hold; where it is empty, the notice concerns everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema), schemars(rename = "NoticeWhen"))]
#[serde(deny_unknown_fields, default)]
pub struct When {
    /// On these pages: paths such as `/orders/*`, where `*` stands for any run of characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paths: Option<Vec<String>>,
    /// Where the interface speaks one of these languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<Language>>,
    /// On these devices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub devices: Option<Vec<Device>>,
    /// Where each of these attributes has this value, or one of these values: `region = ["north", "east"]`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "one_or_several")]
    #[cfg_attr(feature = "authoring", schemars(with = "BTreeMap<String, OneOrSeveral>"))]
    pub attributes: BTreeMap<String, Vec<String>>,
    /// After one of these was tracked on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<String>>,
    /// All of these hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<Vec<When>>,
    /// At least one of these holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub any: Option<Vec<When>>,
    /// This does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not: Option<Box<When>>,
}

/// One value, or several of which one is enough.
#[derive(Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema), schemars(inline))]
#[serde(untagged)]
enum OneOrSeveral {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

fn one_or_several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Vec<String>>, D::Error> {
    let written = BTreeMap::<String, OneOrSeveral>::deserialize(deserializer)?;
    let values = |values| match values {
        OneOrSeveral::One(value) => vec![value],
        OneOrSeveral::Several(values) => values,
    };
    Ok(written.into_iter().map(|(key, written)| (key, values(written))).collect())
}

impl When {
    /// The condition that a browser decides.
    pub fn compile(&self) -> Condition {
        let mut parts = Vec::new();
        parts.extend(self.paths.clone().map(Condition::Path));
        let codes = |languages: &[Language]| languages.iter().map(|language| language.as_str().to_owned()).collect();
        parts.extend(self.languages.as_deref().map(codes).map(Condition::Language));
        let names = |devices: &[Device]| devices.iter().map(|device| device.as_str().to_owned()).collect();
        parts.extend(self.devices.as_deref().map(names).map(Condition::Device));
        parts.extend(self.attributes.iter().map(|(key, values)| Condition::Attribute(key.clone(), values.clone())));
        parts.extend(self.events.clone().map(Condition::Event));
        parts.extend(self.all.iter().flatten().map(Self::compile));
        let any = |list: &[Self]| Condition::Any(list.iter().map(Self::compile).collect());
        parts.extend(self.any.as_deref().map(any));
        parts.extend(self.not.as_deref().map(|inner| Condition::Not(Box::new(inner.compile()))));
        match parts.len() {
            0 => Condition::Always(true),
            1 => parts.remove(0),
            _ => Condition::All(parts),
        }
    }

    /// Whether it asks for an attribute, also further down.
    pub(super) fn asks_for(&self, name: &str) -> bool {
        let within = self.all.iter().flatten().chain(self.any.iter().flatten()).chain(self.not.as_deref());
        self.attributes.contains_key(name) || within.into_iter().any(|inner| inner.asks_for(name))
    }
}

#[cfg(test)]
#[cfg(feature = "authoring")]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "the table below reads better")]
    fn check(toml: &str, expect: Value) {
        let when: When = toml::from_str(toml).unwrap();
        assert_eq!(when.compile().to_value(), expect, "{toml}");
        let stored = serde_json::to_value(&when).unwrap();
        assert_eq!(serde_json::from_value::<When>(stored).unwrap(), when, "it is stored and read back");
    }

    #[test]
    fn what_is_written_is_compiled() {
        check("", json!(true));
        check("paths = ['/orders', '/orders/*']", json!(["path", "/orders", "/orders/*"]));
        check("attributes = { region = 'north' }", json!(["attribute", "region", "north"]));
        check(
            "devices = ['phone']\nlanguages = ['zh']\nattributes = { plan = ['tide', 'ocean'], region = 'north' }",
            json!([
                "all",
                ["language", "zh"],
                ["device", "phone"],
                ["attribute", "plan", "tide", "ocean"],
                ["attribute", "region", "north"]
            ]),
        );
        check(
            "paths = ['/*']\nany = [{ events = ['cart_left'] }, { not = { attributes = { plan = 'shore' } } }]",
            json!(["all", ["path", "/*"], ["any", ["event", "cart_left"], ["not", ["attribute", "plan", "shore"]]]]),
        );
        check("all = [{ devices = ['phone'] }, {}]", json!(["all", ["device", "phone"], true]));
    }

    #[test]
    fn a_word_that_is_misspelt_is_refused() {
        for toml in ["path = ['/']", "devices = ['fridge']", "languages = ['fr']", "attributes = { region = 7 }"] {
            assert!(toml::from_str::<When>(toml).is_err(), "{toml}");
        }
    }
}
