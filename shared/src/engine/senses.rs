//! Chinese words that say the same, so that "为何" meets "为什么" and "还钱" meets "还款".

use std::collections::HashMap;
use std::sync::LazyLock;

/// Characters of the longest word.
const LONGEST: usize = 6;

static SENSES: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    let groups = include_str!("senses.txt").lines().filter(|line| !line.starts_with('#'));
    let words = (0..).zip(groups).flat_map(|(sense, group)| group.split_whitespace().map(move |word| (word, sense)));
    // A word that stands in two groups has the sense of the first.
    words.fold(HashMap::new(), |mut senses, (word, sense)| {
        senses.entry(word).or_insert(sense);
        senses
    })
});

/// The senses in a run of Han characters, each word as long as possible.
pub(super) fn each(run: &str, mut call: impl FnMut(u32)) {
    let mut rest = run;
    while let Some(first) = rest.chars().next() {
        let ends = rest.char_indices().map(|(start, c)| start + c.len_utf8()).take(LONGEST);
        let longest = ends.filter(|end| rest.get(..*end).is_some_and(|word| SENSES.contains_key(word))).last();
        if let Some(sense) = longest.and_then(|end| rest.get(..end)).and_then(|word| SENSES.get(word)) {
            call(*sense);
        }
        rest = rest.get(longest.unwrap_or(first.len_utf8())..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn senses(text: &str) -> Vec<u32> {
        let mut found = Vec::new();
        each(text, |sense| found.push(sense));
        found
    }

    #[test]
    fn other_words_have_the_same_sense() {
        assert_eq!(senses("为何"), senses("为什么"));
        assert_eq!(senses("如何提前还钱"), senses("怎么提早还款"));
        assert_ne!(senses("开通"), senses("关闭"));
        assert!(senses("鱻").is_empty());
    }
}
