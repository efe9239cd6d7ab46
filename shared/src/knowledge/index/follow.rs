//! Follow-ups: "and on my phone?" asks for another passage about what was answered just now. Its own words choose the
//! passage, and the question before them says what it is about.

use super::{Hit, Index, Query, Sought, sorted_tokens, support};

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
        let mut hits: Vec<Hit> = Vec::new();
        for (id, score) in self.ranked(table, &own, query) {
            let Some(entry) = self.passages.get(id as usize) else { continue };
            let Some(article) = self.articles.get(entry.article).filter(|article| article.topic == topic) else {
                continue;
            };
            let held = |all: &[Sought<'_>]| -> f32 {
                all.iter().filter(|sought| table.holds(sought, id)).map(|sought| sought.weight).sum()
            };
            if held(&own) < weight_own * OWN_SHARE {
                continue;
            }
            let mut matched: Vec<&Sought<'_>> = own.iter().filter(|sought| table.holds(sought, id)).collect();
            matched.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.token.cmp(b.token)));
            let covered = held(&together) / weight_together.max(f32::EPSILON);
            let likeness = self.likeness(entry.article, &together, weight_together);
            let (heading, text) = self.shown(entry);
            hits.push(Hit {
                article: article.id.clone(),
                title: article.title.clone(),
                topic: article.topic.clone(),
                heading,
                text,
                language: query.language,
                version: article.version,
                url: article.url.clone(),
                score,
                support: support(covered, likeness, together.len()),
                matched: matched.into_iter().map(|sought| sought.token.to_owned()).collect(),
            });
        }
        let fit = |hit: &Hit| hit.support * hit.score;
        hits.sort_by(|a, b| fit(b).total_cmp(&fit(a)).then(a.article.cmp(&b.article)));
        hits.truncate(query.limit);
        hits
    }
}
