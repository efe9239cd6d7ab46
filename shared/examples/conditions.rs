//! Random conditions with what they come to, for whoever decides them in another language:
//! `cargo run -p baton-shared --features authoring --example conditions -- SEED COUNT` prints one JSON object a line,
//! `{"condition":…,"facts":…,"expected":0|1|2}`. The same seed gives the same lines.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, reason = "a tool by hand")]

use std::io::Write as _;

use baton_shared::notice::{Condition, Facts, decide};
use serde_json::{Map, Value, json};

const PATHS: &[&str] = &[
    "",
    "/",
    "/orders",
    "/orders/",
    "/orders/48213",
    "/Orders",
    "/help/no-internet",
    "/a.c",
    "/abc",
    "/a+b",
    "/(x|y)[0-9]{2}$",
    "/^start$",
    "/back\\slash",
    "/a?b",
    "/帮助/断网",
    "/caf\u{e9}/\u{1f600}",
    "/%E5%B8%AE%E5%8A%A9",
    "/a*b",
];
const PATTERNS: &[&str] = &[
    "",
    "*",
    "**",
    "/*",
    "/orders",
    "/orders*",
    "/orders/*",
    "*/48213",
    "/*/48213",
    "/o*d*s*",
    "/a.c",
    "/a+b",
    "/(x|y)*",
    "/(x|y)[0-9]{2}$",
    "/^start$",
    "/back\\*",
    "/a?b",
    "/帮助/*",
    "*\u{1f600}",
    "/a*b",
    "orders",
    "*s*s*",
    "*a*a",
];
const LANGUAGES: &[&str] = &["en", "zh", "fr", "EN", ""];
const DEVICES: &[&str] = &["phone", "desktop", "fridge"];
// Names that every object of JavaScript seems to have, too.
const KEYS: &[&str] = &["region", "plan", "constructor", "tostring", "valueOf", "__proto__", "hasOwnProperty"];
const VALUES: &[&str] = &["north", "south", "tide", "", "北城", "North", "true"];
const EVENTS: &[&str] = &["cart_viewed", "checkout", "constructor", "看过账单", ""];

/// `SplitMix64`, as Steele, Lea and Flood give it.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % (limit as u64).max(1)).unwrap_or(0)
    }

    fn pick<'t>(&mut self, list: &[&'t str]) -> &'t str {
        let place = self.below(list.len());
        list.get(place).copied().unwrap_or_default()
    }

    fn several(&mut self, word: &str, list: &[&str]) -> Value {
        let count = self.below(4);
        let mut items = vec![Value::from(word)];
        items.extend((0..count).map(|_| Value::from(self.pick(list))));
        Value::Array(items)
    }

    fn condition(&mut self, depth: usize) -> Value {
        let nested = if depth == 0 { 0 } else { 6 };
        match self.below(12 + nested) {
            0 => Value::Bool(true),
            1 => Value::Bool(false),
            2 => self.unknown(),
            3..=5 => self.several("path", PATTERNS),
            6 => self.several("language", LANGUAGES),
            7 => self.several("device", DEVICES),
            8..=10 => {
                let key = self.pick(KEYS);
                let mut items = vec![Value::from("attribute"), Value::from(key)];
                items.extend((0..self.below(4)).map(|_| Value::from(self.pick(VALUES))).collect::<Vec<_>>());
                Value::Array(items)
            }
            11 => self.several("event", EVENTS),
            12 | 13 => json!(["not", self.condition(depth - 1)]),
            other => {
                let mut items = vec![Value::from(if other % 2 == 0 { "all" } else { "any" })];
                items.extend((0..self.below(4)).map(|_| self.condition(depth - 1)).collect::<Vec<_>>());
                Value::Array(items)
            }
        }
    }

    /// What a later version may say, and what is no condition at all.
    fn unknown(&mut self) -> Value {
        match self.below(9) {
            0 => Value::Null,
            1 => json!(7),
            2 => json!("all"),
            3 => json!([]),
            4 => json!({ "all": [true] }),
            5 => json!(["moon", "full"]),
            6 => json!(["constructor"]),
            7 => json!(["ALL", false]),
            _ => json!([["all", true]]),
        }
    }

    fn facts(&mut self) -> Value {
        let mut attributes = Map::new();
        for _ in 0..self.below(4) {
            let (key, value) = (self.pick(KEYS), self.pick(VALUES));
            // As a text, this name would set what an object is made of; no name of an attribute looks like it.
            if key != "__proto__" {
                attributes.insert(key.to_owned(), value.into());
            }
        }
        let mut events: Vec<&str> = (0..self.below(3)).map(|_| self.pick(EVENTS)).collect();
        events.sort_unstable();
        events.dedup();
        let language = if self.below(2) == 0 { "en" } else { "zh" };
        let device = if self.below(2) == 0 { "phone" } else { "desktop" };
        json!({
            "path": self.pick(PATHS),
            "language": language,
            "device": device,
            "attributes": attributes,
            "events": events,
            "now": 1_795_428_000_000_u64,
        })
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<u64>().ok());
    let (Some(Some(seed)), Some(Some(count))) = (arguments.next(), arguments.next()) else {
        eprintln!("say a seed and how many: conditions 1 1000");
        std::process::exit(2);
    };
    let (mut chance, mut out) = (Chance(seed), std::io::stdout().lock());
    for _ in 0..count {
        let (condition, facts) = (chance.condition(4), chance.facts());
        let read: Facts = serde_json::from_value(facts.clone()).unwrap();
        let expected = decide(&Condition::read(&condition), &read) as u8;
        let line = json!({ "condition": condition, "facts": facts, "expected": expected });
        // Whoever reads may have enough before the end.
        if writeln!(out, "{line}").is_err() {
            return;
        }
    }
}
