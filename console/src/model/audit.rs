//! Who did it: what the audit's words for people mean.

use std::collections::BTreeMap;

use baton_shared::protocol::{AuditEntry, Team};

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A member of the team, by name; by id where they have left.
    Member(String),
    /// An API key, by id.
    Key(String),
    /// The command line.
    Tool,
    /// Baton itself.
    System,
}

/// Names by id.
pub type Names = BTreeMap<String, String>;

/// The names of a team.
pub fn names(team: &Team) -> Names {
    team.members.iter().map(|member| (member.id.clone(), member.about.name.clone())).collect()
}

/// Reads who did something.
pub fn who(word: &str, names: &Names) -> Who {
    match word {
        "tool" => Who::Tool,
        "system" => Who::System,
        other => match other.strip_prefix("key:") {
            Some(key) => Who::Key(key.to_owned()),
            None => Who::Member(name_of(other, names)),
        },
    }
}

/// A member's name; their id where they have left.
pub fn name_of(id: &str, names: &Names) -> String {
    names.get(id).cloned().unwrap_or_else(|| id.to_owned())
}

/// Adds entries, the latest first, each once.
pub fn merge(known: &mut Vec<AuditEntry>, more: Vec<AuditEntry>) {
    for entry in more {
        if !known.iter().any(|other| other.number == entry.number) {
            known.push(entry);
        }
    }
    known.sort_by_key(|entry| std::cmp::Reverse(entry.number));
}

#[cfg(test)]
mod tests {
    use baton_shared::protocol::AuditAction;
    use baton_shared::time::Timestamp;

    use super::*;

    #[test]
    fn who_did_it_is_read() {
        let names = Names::from([("mei".to_owned(), "Mei".to_owned())]);
        let read = |word| who(word, &names);
        assert_eq!(read("mei"), Who::Member("Mei".to_owned()));
        assert_eq!(read("gone"), Who::Member("gone".to_owned()));
        assert_eq!(read("key:k1"), Who::Key("k1".to_owned()));
        assert_eq!((read("tool"), read("system")), (Who::Tool, Who::System));
    }

    #[test]
    fn pages_are_put_together_without_repeats() {
        let entry = |number| AuditEntry {
            number,
            at: Timestamp(number),
            who: "tool".to_owned(),
            action: AuditAction::SettingsChanged,
            subject: "brand".to_owned(),
            changes: Vec::new(),
        };
        let mut known = vec![entry(4), entry(3)];
        merge(&mut known, vec![entry(5), entry(4)]);
        merge(&mut known, vec![entry(2)]);
        assert_eq!(known.iter().map(|entry| entry.number).collect::<Vec<_>>(), [5, 4, 3, 2]);
    }
}
