//! What the command palette finds: entries whose words contain what was typed, those that begin with it first.

/// How many entries are shown.
pub const MOST: usize = 9;

/// How well an entry fits what was typed: smaller is better, `None` where it does not fit. Every word that was typed
/// must be found somewhere.
pub fn fit(typed: &str, words: &str) -> Option<usize> {
    let (typed, words) = (typed.trim().to_lowercase(), words.to_lowercase());
    if typed.is_empty() {
        return Some(0);
    }
    if words.starts_with(&typed) {
        return Some(0);
    }
    let at_word = words.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(&typed));
    if at_word {
        return Some(1);
    }
    typed.split_whitespace().all(|part| words.contains(part)).then_some(2)
}

/// The best entries for what was typed, in their own order where they fit alike.
pub fn best<T>(typed: &str, entries: Vec<T>, words: impl Fn(&T) -> String) -> Vec<T> {
    let mut found: Vec<(usize, T)> =
        entries.into_iter().filter_map(|entry| Some((fit(typed, &words(&entry))?, entry))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().take(MOST).map(|(_, entry)| entry).collect()
}

/// The place after a step, around both ends.
pub fn step(at: usize, by: isize, count: usize) -> usize {
    if count == 0 { 0 } else { (at.min(count - 1) + count).saturating_add_signed(by) % count }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_with_it_comes_first() {
        let entries = vec!["Settings: Brand", "Team", "A steam engine", "Invite a teammate"];
        assert_eq!(best("team", entries.clone(), |e| (*e).to_owned()), ["Team", "Invite a teammate", "A steam engine"]);
        assert_eq!(best("brand set", entries.clone(), |e| (*e).to_owned()), ["Settings: Brand"]);
        assert_eq!(best("", entries.clone(), |e| (*e).to_owned()), entries);
        assert_eq!(best("设置", vec!["打开设置"], |e| (*e).to_owned()), ["打开设置"]);
    }

    #[test]
    fn steps_go_round() {
        assert_eq!([step(0, -1, 3), step(2, 1, 3), step(9, 1, 3), step(0, 1, 0)], [2, 0, 0, 0]);
    }
}
