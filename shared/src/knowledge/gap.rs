//! Search gaps: questions that nothing answered, put together where they ask much the same.

use std::collections::BTreeSet;

use crate::text::{Language, tokens, without_marks};
use crate::time::Timestamp;

/// Shared tokens from which two questions ask the same (Jaccard).
const ALIKE: f32 = 0.5;
/// Questions that are shown of a group.
const SHOWN: usize = 5;

/// A question that was asked and not answered, redacted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What was asked.
    pub question: String,
    /// Its language.
    pub language: Language,
    /// When.
    pub at: Timestamp,
}

/// Questions that ask much the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Stands for the group: the mark of its first question.
    pub mark: String,
    /// The marks of all its questions.
    pub marks: BTreeSet<String>,
    /// Up to five of them, the latest first, each once.
    pub questions: Vec<String>,
    /// Their language.
    pub language: Language,
    /// How often it was asked.
    pub count: u32,
    /// When it was asked last.
    pub last_at: Timestamp,
}

/// What a question is about, in one line: its tokens in order. The same words in any order have the same mark.
pub fn gap_mark(question: &str, language: Language) -> String {
    let about = about(question);
    format!("{language}:{}", about.into_iter().collect::<Vec<_>>().join(" "))
}

/// Puts questions together, in the order in which they are given; what is asked most often comes first, then what was
/// asked last.
pub fn gaps(asked: &[Asked]) -> Vec<Gap> {
    let mut found: Vec<(BTreeSet<String>, Gap)> = Vec::new();
    for one in asked {
        let (about, mark) = (about(&one.question), gap_mark(&one.question, one.language));
        let fitting = found.iter_mut().find(|(tokens, gap)| gap.language == one.language && alike(tokens, &about));
        let shown = without_marks(&one.question);
        if let Some((_, gap)) = fitting {
            gap.count += 1;
            gap.last_at = gap.last_at.max(one.at);
            gap.marks.insert(mark);
            if gap.questions.len() < SHOWN && !gap.questions.contains(&shown) {
                gap.questions.push(shown);
            }
        } else {
            let gap = Gap {
                marks: BTreeSet::from([mark.clone()]),
                mark,
                questions: vec![shown],
                language: one.language,
                count: 1,
                last_at: one.at,
            };
            found.push((about, gap));
        }
    }
    let mut gaps: Vec<Gap> = found.into_iter().map(|(_, gap)| gap).collect();
    gaps.sort_by(|a, b| b.count.cmp(&a.count).then(b.last_at.cmp(&a.last_at)).then(a.mark.cmp(&b.mark)));
    gaps
}

fn about(question: &str) -> BTreeSet<String> {
    tokens(&without_marks(question)).into_iter().collect()
}

#[allow(clippy::cast_precision_loss, reason = "a question has few tokens")]
fn alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let common = one.intersection(other).count() as f32;
    let all = one.union(other).count().max(1) as f32;
    common / all >= ALIKE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(question: &str, at: u64) -> Asked {
        let language = if question.is_ascii() { Language::En } else { Language::Zh };
        Asked { question: question.to_owned(), language, at: Timestamp(at) }
    }

    #[test]
    fn what_asks_the_same_stands_together() {
        let all = [
            asked("Do you sell concert tickets?", 5),
            asked("你们卖演唱会门票吗", 4),
            asked("can I buy concert tickets", 3),
            asked("do you sell tickets for concert [number]", 2),
            asked("Do you repair bicycles?", 6),
        ];
        let found = gaps(&all);
        let told: Vec<_> = found.iter().map(|gap| (gap.questions.len(), gap.count, gap.last_at.0)).collect();
        assert_eq!(told, [(3, 3, 5), (1, 1, 6), (1, 1, 4)], "{found:#?}");
        assert_eq!(found[0].questions[2], "do you sell tickets for concert");
        assert_eq!(gap_mark("tickets, concert?", Language::En), gap_mark("Concert tickets", Language::En));
    }
}
