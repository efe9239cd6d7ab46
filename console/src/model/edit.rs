//! Something that is being edited: what one began with, and what one wants. Where somebody else changes it meanwhile,
//! nothing is lost on either side.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::diff::{Clash, clashes};

/// What is being edited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edit<T> {
    /// Version of what it is based on; goes into `If-Match`.
    pub version: String,
    /// What stood at the edge.
    pub base: T,
    /// What shall stand there.
    pub value: T,
}

impl<T: Clone + PartialEq + Serialize> Edit<T> {
    /// Begins with what stands there.
    pub fn begin(version: &str, base: T) -> Self {
        Self { version: version.to_owned(), value: base.clone(), base }
    }

    /// Whether anything was changed.
    pub fn is_changed(&self) -> bool {
        self.value != self.base
    }

    /// Takes in what stands at the edge now, as far as that costs nobody anything: where one has changed nothing, where
    /// nobody else has, or where both want the same.
    pub fn follow(&mut self, version: &str, now: &T) {
        if !self.is_changed() {
            *self = Self::begin(version, now.clone());
        } else if *now == self.base || *now == self.value {
            (self.version, self.base) = (version.to_owned(), now.clone());
        }
    }

    /// Where somebody else has put something else there.
    pub fn clashes(&self, now: &T) -> Vec<Clash> {
        if !self.is_changed() || *now == self.base {
            return Vec::new();
        }
        clashes(&plain(&self.base), &plain(now), &plain(&self.value))
    }

    /// Puts one's own over what stands there now, knowingly.
    pub fn over(&mut self, version: &str, now: &T) {
        (self.version, self.base) = (version.to_owned(), now.clone());
    }
}

/// A value without the wrapping of its section, so that paths begin with what they are about.
fn plain(value: &impl Serialize) -> Value {
    let whole = serde_json::to_value(value).unwrap_or_default();
    let Value::Object(mut object) = whole else { return whole };
    object.remove("section");
    if object.len() == 1
        && let Some(inner) = object.values().find(|inner| inner.is_object())
    {
        return inner.clone();
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use baton_shared::protocol::SectionValue;
    use baton_shared::text::Language;

    use super::*;

    fn languages(languages: &[Language]) -> SectionValue {
        SectionValue::Languages { languages: languages.to_vec() }
    }

    #[test]
    fn two_who_change_the_same_are_told_and_neither_is_lost() {
        use Language::{En, Zh};
        let (base, theirs, mine) = (languages(&[En]), languages(&[Zh, En]), languages(&[En, Zh]));
        let mut edit = Edit::begin("1", base.clone());
        assert!(edit.clashes(&theirs).is_empty(), "nothing of one's own is at stake");
        edit.value = mine.clone();
        assert!(edit.clashes(&base).is_empty(), "nobody else has changed it");
        let found = edit.clashes(&theirs);
        assert_eq!(found.iter().map(|clash| clash.path.as_str()).collect::<Vec<_>>(), ["languages"]);
        edit.follow("2", &theirs);
        assert_eq!((edit.version.as_str(), &edit.value), ("1", &mine), "nothing is taken over silently");
        edit.over("2", &theirs);
        assert_eq!((edit.version.as_str(), &edit.value, edit.is_changed()), ("2", &mine, true));
    }

    #[test]
    fn what_costs_nobody_anything_is_followed() {
        use Language::{En, Zh};
        let mut edit = Edit::begin("1", languages(&[En]));
        edit.follow("2", &languages(&[Zh]));
        assert_eq!((edit.version.as_str(), edit.is_changed()), ("2", false));
        edit.value = languages(&[Zh, En]);
        edit.follow("3", &languages(&[Zh]));
        assert_eq!((edit.version.as_str(), edit.is_changed()), ("3", true));
        edit.follow("4", &languages(&[Zh, En]));
        assert_eq!((edit.version.as_str(), edit.is_changed()), ("4", false));
    }
}
