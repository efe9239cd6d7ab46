//! Follow-ups: "and on my phone?" asks for another passage about what was answered just now. Its own words choose the
//! passage, and the question before them says what it is about.

use super::{Fitting, Hit, Index, Query, Sought, sorted_tokens, support};

/// The share of a follow-up's own words that a passage must hold.
const OWN_SHARE: f32 = 0.6;

impl Index {
    /// The passages of a topic that hold what a follow-up asks for, best first; several may be of one article. `asked` is
    /// the question that it follows.
    pub fn follow_up(&self, query: &Query<'_>, asked: &str, topic: &str) -> Vec<Hit> {
        let Some(table) = self.tables.get(&query.language) else { return Vec::new() };
        let (own, together) = (sorted_tokens(query.text), sorted_tokens(&format!("{asked} {}", query.text)));
        let weigh = |tokens: &[Sought<'_>]| tokens.iter().map(|sought| sought.weight).sum::<f32>();
        let own: Vec<Sought<'_>> = own.iter().map(|token| table.sought(token)).collect();
        let together: Vec<Sought<'_>> = together.iter().map(|token| table.sought(token)).collect();
        let (weight_own, weight_together) = (weigh(&own), weigh(&together));
        let by_words = self.scores(table, &own);
        let all = (0..).zip(&self.passages).zip(by_words);
        let scored = all.filter(|((_, entry), score)| *score > 0.0 && self.admits(entry, query));
        let fitting = scored.filter_map(|((id, entry), score)| {
            let article = self.articles.get(entry.article).filter(|article| article.topic == topic)?;
            let held = |all: &[Sought<'_>]| -> f32 {
                all.iter().filter(|sought| table.holds(sought, id)).map(|sought| sought.weight).sum()
            };
            if held(&own) < weight_own * OWN_SHARE {
                return None;
            }
            let covered = held(&together) / weight_together.max(f32::EPSILON);
            let likeness = self.likeness(entry.article, &together, weight_together);
            let support = support(covered, likeness, together.len());
            Some(Fitting { id, entry, article, score, support, fit: support * score })
        });
        let mut found: Vec<Fitting<'_>> = fitting.collect();
        found.sort_by(|a, b| b.fit.total_cmp(&a.fit).then(a.article.id.cmp(&b.article.id)).then(a.id.cmp(&b.id)));
        found.truncate(query.limit);
        found.iter().map(|one| self.hit(one, query, table, &own)).collect()
    }
}
