//! Prepared replies: what a team writes again and again, written once, in each language, with blanks that are filled in for
//! each customer. An agent chooses one and reads it before it is sent; nothing sends it by itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::Language;

/// Most prepared replies of a workspace.
pub const MAX_REPLIES: usize = 200;
/// Most characters of one, in each language.
pub const MAX_REPLY_CHARS: usize = 2000;
/// Most characters of its name.
pub const MAX_REPLY_NAME_CHARS: usize = 60;

/// What ends a phrase.
const ENDS: [char; 8] = ['.', '!', '?', '\n', '。', '！', '？', '；'];

/// A prepared reply.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PreparedReply {
    /// Stable id: lower-case letters, digits and hyphens.
    pub id: String,
    /// What agents choose it by, at most 60 characters.
    pub name: BTreeMap<Language, String>,
    /// What is written, at most 2,000 characters. May hold `{customer}`, `{agent}`, `{team}` and `{order}`.
    pub text: BTreeMap<Language, String>,
}

impl PreparedReply {
    /// Its text in a language, else in another that it has.
    pub fn text(&self, language: Language) -> &str {
        said(&self.text, language)
    }

    /// Its name in a language, else in another that it has.
    pub fn name(&self, language: Language) -> &str {
        said(&self.name, language)
    }
}

fn said(texts: &BTreeMap<Language, String>, language: Language) -> &str {
    let there = |text: &&String| !text.is_empty();
    texts.get(&language).filter(there).or_else(|| texts.values().find(there)).map_or("", String::as_str)
}

/// Something that differs from customer to customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// The customer's verified name.
    Customer,
    /// The agent's name.
    Agent,
    /// The team that has the conversation.
    Team,
    /// The order that the customer speaks of.
    Order,
}

impl Blank {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Customer, Self::Agent, Self::Team, Self::Order];

    /// Its word between braces.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Agent => "agent",
            Self::Team => "team",
            Self::Order => "order",
        }
    }

    fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|blank| blank.as_str() == word)
    }
}

/// The first words between braces that are no blank.
pub fn unknown_blank(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let (word, after) = after.split_once('}')?;
        if Blank::read(word).is_none() {
            return Some(word);
        }
        rest = after;
    }
    None
}

/// A text with its blanks filled in. One that nothing is known for goes, with the space or the comma that led to it:
/// `Hi {customer}, …` becomes `Hi, …`, and `{customer}，您好` becomes `您好`.
pub fn fill<'v>(text: &str, value: impl Fn(Blank) -> Option<&'v str>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((blank, after)) = after.split_once('}').and_then(|(word, after)| Some((Blank::read(word)?, after)))
        else {
            filled.push('{');
            rest = after;
            continue;
        };
        rest = after;
        match value(blank).map(str::trim).filter(|value| !value.is_empty()) {
            Some(value) => filled.push_str(value),
            None if filled.is_empty() || filled.ends_with('\n') => {
                rest = rest.trim_start_matches([' ', ',', '，', '、', ':', '：']);
            }
            None => {
                filled.truncate(filled.trim_end_matches(' ').len());
                // A comma leads to nothing then.
                if rest.is_empty() || rest.starts_with(ENDS) {
                    filled.truncate(filled.trim_end_matches([',', '，', '、']).len());
                }
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, full: &str, empty: &str) {
        let known = |blank| match blank {
            Blank::Customer => Some("Lin"),
            Blank::Agent => Some("Mei"),
            Blank::Team => Some("Billing"),
            Blank::Order => Some("48213"),
        };
        assert_eq!(fill(text, known), full);
        assert_eq!(fill(text, |_| None), empty);
    }

    #[test]
    fn blanks_are_filled_in_or_go() {
        check("Hi {customer}, this is {agent}.", "Hi Lin, this is Mei.", "Hi, this is.");
        check("Thanks, {customer}. Done.\n{agent}, {team}", "Thanks, Lin. Done.\nMei, Billing", "Thanks. Done.\n");
        check("{customer}，您好！", "Lin，您好！", "您好！");
        check("关于订单 {order}，\n{customer}，好的", "关于订单 48213，\nLin，好的", "关于订单，\n好的");
        check("No blanks", "No blanks", "No blanks");
        check("{}{ {nobody} {agent", "{}{ {nobody} {agent", "{}{ {nobody} {agent");
    }

    #[test]
    fn what_is_no_blank_is_found() {
        assert_eq!(unknown_blank("Hi {customer}, {agent} of {team} on {order}"), None);
        assert_eq!(unknown_blank("Hi {customer}, {name}"), Some("name"));
        assert_eq!(unknown_blank("{ open"), None);
    }
}
