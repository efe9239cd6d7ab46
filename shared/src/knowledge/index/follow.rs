//! Follow-ups: "and on my phone?" asks for another passage about what was answered just now. Its own words choose the
//! passage, and the question before them says what it is about.

use super::{Asked, Fitting, Hit, Index, Query, Sought, sorted_tokens, support};

/// The share of a follow-up's own words that a passage must hold.
const OWN_SHARE: f32 = 0.6;

impl Index {
    /// The passages of a topic that hold what a follow-up asks for, best first; several may be of one article. `asked` is
    /// the question that it follows.
    pub fn follow_up(&self, query: &Query<'_>, asked: &str, topic: &str) -> Vec<Hit> {
        let Some(bookcase) = self.shelves.get(&query.language) else { return Vec::new() };
        let (own, together) = (sorted_tokens(query.text), sorted_tokens(&format!("{asked} {}", query.text)));
        let (own, together) = (bookcase.terms.sought(&own), bookcase.terms.sought(&together));
        let asked = Asked::of(&together);
        let weight_own = own.iter().map(|sought| sought.weight).sum::<f32>();
        let scored = bookcase.terms.scores(&own).into_iter().enumerate().filter(|(_, score)| *score > 0.0);
        let fitting = scored.filter_map(|(id, score)| {
            let (book, article) = self.of(bookcase, id)?;
            let held = |all: &[Sought<'_>]| -> f32 {
                all.iter().filter(|sought| bookcase.terms.holds(sought, id)).map(|sought| sought.weight).sum()
            };
            if article.topic != topic || !self.admits(book, query) || held(&own) < weight_own * OWN_SHARE {
                return None;
            }
            let covered = held(&together) / asked.weight.max(f32::EPSILON);
            let support = support(covered, bookcase.likeness(book, &asked), together.len());
            Some(Fitting { id, article, score, support, fit: support * score })
        });
        let mut found: Vec<Fitting<'_>> = fitting.collect();
        found.sort_by(|a, b| b.fit.total_cmp(&a.fit).then(a.article.id.cmp(&b.article.id)).then(a.id.cmp(&b.id)));
        found.truncate(query.limit);
        found.iter().map(|one| bookcase.hit(one, query, &own)).collect()
    }
}
