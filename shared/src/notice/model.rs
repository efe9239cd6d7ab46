//! The checked notice.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::when::When;
use crate::text::Language;
use crate::time::Timestamp;

/// Most attributes that a page, an identity or a notice may give.
pub const MAX_ATTRIBUTES: usize = 16;
/// Longest value of an attribute, in bytes.
pub const MAX_ATTRIBUTE_BYTES: usize = 128;
/// Longest name of an attribute, in bytes.
const MAX_ATTRIBUTE_NAME_BYTES: usize = 32;
/// Most events that a page may tell of.
pub const MAX_EVENTS: usize = 50;

/// Whether a text may name an attribute: `[a-z][a-z0-9_]{0,31}`.
pub fn is_attribute_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    (1..=MAX_ATTRIBUTE_NAME_BYTES).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(plain)
}

/// What a company tells its visitors before they ask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Notice {
    /// Stable id.
    pub id: String,
    /// What it is about.
    pub kind: Kind,
    /// How it is shown.
    pub form: Form,
    /// How it looks.
    pub tone: Tone,
    /// Its subject, as articles have it: chooses the queue where a person takes over after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Its words, by language.
    pub texts: BTreeMap<Language, Words>,
    /// What a visitor who says yes to the question is known by.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, String>,
    /// Whom it concerns.
    #[serde(default)]
    pub when: When,
    /// Not before this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Not from this on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Whether it is shown to a visitor only once.
    #[serde(default)]
    pub once: bool,
    /// Whether only what a signed identity vouches for counts: then nobody else may read it.
    #[serde(default)]
    pub verified: bool,
}

/// A notice in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema), schemars(rename = "NoticeWords"))]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What is the matter, in a few words.
    pub title: String,
    /// What to know, and what can be done, in one to three sentences.
    pub text: String,
    /// A question to those of whom it is not known whether they are concerned; answered with yes or no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// Where to read more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// What people ask about it. The first one is what a visitor asks who wants to know more; questions about an outage
    /// or a delay are answered with it while it is live.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<String>,
}

/// Where to read more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema), schemars(rename = "NoticeLink"))]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What stands on it.
    pub label: String,
    /// `https://…`, or a path on the company's own site.
    pub url: String,
}

/// What a notice is about. The order is that of importance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema), schemars(rename = "NoticeKind"))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A service does not work.
    Outage,
    /// Something comes later than promised.
    Delay,
    /// A trial ends.
    Trial,
    /// A contract is renewed or ends.
    Renewal,
    /// Something worth knowing.
    Tip,
}

/// How a notice is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema), schemars(rename = "NoticeForm"))]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A line across the page.
    Bar,
    /// A card in the corner.
    Card,
    /// Words beside the launcher.
    Bubble,
    /// Within the panel alone, once it is open.
    Panel,
}

/// How a notice looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema), schemars(rename = "NoticeTone"))]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Something does not work.
    Danger,
    /// Something needs attention.
    Warning,
    /// Something to know.
    Info,
    /// Something works again.
    Success,
}

impl Kind {
    /// How it looks where nothing else is said.
    pub fn tone(self) -> Tone {
        match self {
            Self::Outage => Tone::Danger,
            Self::Delay => Tone::Warning,
            Self::Trial | Self::Renewal | Self::Tip => Tone::Info,
        }
    }

    /// How it is shown where nothing else is said.
    pub fn form(self) -> Form {
        match self {
            Self::Outage => Form::Bar,
            Self::Delay | Self::Trial | Self::Renewal => Form::Card,
            Self::Tip => Form::Bubble,
        }
    }
}

impl Notice {
    /// Whether it says what is the matter now, so that it answers questions about that; where to learn of contracts and
    /// tips, the articles say better. One that needs a verified identity answers none: a question is no proof of who
    /// asks.
    pub fn answers(&self) -> bool {
        !self.verified && matches!(self.kind, Kind::Outage | Kind::Delay)
    }

    /// Whether it may be shown at a time.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }

    /// Its words in a language, else in another one.
    pub fn words(&self, language: Language, otherwise: Language) -> Option<&Words> {
        self.texts.get(&language).or_else(|| self.texts.get(&otherwise)).or_else(|| self.texts.values().next())
    }

    /// The hash of what is shown, in any language: who has dismissed a notice sees it again once this changes.
    pub fn version(&self) -> u32 {
        let texts =
            self.texts.iter().map(|(language, words)| (language, &words.title, &words.text, &words.ask, &words.link));
        let shown = (self.form, self.tone, &self.set, texts.collect::<Vec<_>>());
        fnv1a(serde_json::to_string(&shown).unwrap_or_default().as_bytes())
    }
}

/// FNV-1a, 32 bits, as Fowler, Noll and Vo give it: it tells versions apart and guards nothing.
fn fnv1a(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_attributes() {
        for good in ["a", "region", "plan_2", &"x".repeat(32)] {
            assert!(is_attribute_name(good), "{good}");
        }
        for bad in ["", "2a", "_a", "Region", "a-b", "a b", "地区", "a\n", &"x".repeat(33)] {
            assert!(!is_attribute_name(bad), "{bad}");
        }
    }

    #[test]
    fn the_hash_is_the_published_one() {
        // Values of the reference implementation's test vectors.
        assert_eq!(fnv1a(b""), 0x811c_9dc5);
        assert_eq!(fnv1a(b"a"), 0xe40c_292c);
        assert_eq!(fnv1a(b"foobar"), 0xbf9c_f968);
    }
}
