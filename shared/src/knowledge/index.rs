//! Search: BM25 over words and Chinese character pieces, in memory, with a measure of how well a passage
//! supports an answer.
//!
//! An article's title, tags and example questions count for all of its passages: they say what it is about,
//! while the passage says which part of it answers. BM25 as Robertson and Zaragoza give it (2009), k1 = 1.2,
//! b = 0.5.

mod follow;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::ops::Range;

use super::article::{Article, Asker, Status};
use super::model::Opinion;
use super::passage::passages;
use crate::engine::math::sigmoid;
use crate::text::{Language, tokens};
use crate::time::Timestamp;

const K1: f32 = 1.2;
const B: f32 = 0.5;
/// What each mention in the title, a tag or a heading counts, against one in the body.
const FIELD_WEIGHT: f32 = 2.0;
/// What each mention in an example question counts.
const QUESTION_WEIGHT: f32 = 0.5;

/// What a pair of Chinese characters counts that no article has, against another token.
const UNKNOWN_PAIR: f32 = 0.25;
/// How much less support than an article a live notice may have and still answer before it, from [`ANSWERABLE`] on: it
/// says what is the matter now.
const NOTICE_LEEWAY: f32 = 0.1;
/// Support from which a passage may answer.
pub(super) const ANSWERABLE: f32 = 0.5;
/// Least logarithm of a probability that still says something.
const LEAST: f32 = -8.0;
/// What words must fit at least to count; less is as good as nothing.
const FAINT_FIT: f32 = 0.05;
/// Weight of the model's opinion beside the words.
const MODEL_WEIGHT: f32 = 0.2;
/// Up to so many characters, a first passage without a heading only leads in.
const LEAD_IN_CHARS: usize = 200;

/// A passage that was found.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Hit {
    /// The article's id.
    pub article: String,
    /// The article's title.
    pub title: String,
    /// The article's topic.
    pub topic: String,
    /// The section.
    pub heading: Option<String>,
    /// The passage, Markdown.
    pub text: String,
    /// Its language.
    pub language: Language,
    /// The article's version.
    pub version: u32,
    /// Where the company publishes it.
    pub url: Option<String>,
    /// BM25, for explanation.
    pub score: f32,
    /// How well the question is covered, in `[0, 1]`: 0.5 and more may be answered.
    pub support: f32,
    /// The tokens that matched, heaviest first.
    pub matched: Vec<String>,
}

/// A question to the index.
#[derive(Clone, Copy, Debug)]
pub struct Query<'q> {
    /// What is asked.
    pub text: &'q str,
    /// In which language articles are sought.
    pub language: Language,
    /// Who asks: what they may not read is not found.
    pub asker: Asker<'q>,
    /// When it is asked: what should have been reviewed by then is not found.
    pub now: Timestamp,
    /// Notices that may answer now, by the ids of their documents.
    pub notices: &'q [String],
    /// What the workspace's model makes of it, where there is one.
    pub opinion: Option<&'q Opinion<'q>>,
    /// Most hits.
    pub limit: usize,
}

/// An index over the approved articles, and over notices, which answer only while they are named as live.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Articles, then notices.
    articles: Vec<Article>,
    /// How many of them are articles.
    own: usize,
    passages: Vec<Entry>,
    /// Each article's passages.
    ranges: Vec<Range<usize>>,
    /// Each article's place, by language and id.
    places: BTreeMap<Language, HashMap<String, usize>>,
    tables: BTreeMap<Language, Table>,
    /// Example questions, by their article's place.
    questions: Vec<Vec<Question>>,
}

/// What is known of one language's tokens. All weights are computed once.
#[derive(Clone, Debug, Default)]
struct Table {
    /// Token to its place among the terms, which stand in the order in which they first occur.
    ids: HashMap<String, u32>,
    terms: Vec<Term>,
    /// Mean weighted length of a passage.
    mean_length: f32,
    /// How many passages there are to tell apart.
    all: usize,
}

#[derive(Clone, Debug)]
struct Term {
    token: String,
    weight: f32,
    /// Passages, in order, with weighted counts.
    postings: Vec<(u32, f32)>,
}

#[derive(Clone, Debug)]
struct Question {
    /// Its terms, in order.
    terms: Vec<u32>,
    /// Their weights together.
    weight: f32,
}

/// A token of the query.
struct Sought<'q> {
    token: &'q str,
    id: Option<u32>,
    weight: f32,
}

/// A passage that is looked at more closely.
struct Fitting<'i> {
    id: u32,
    entry: &'i Entry,
    article: &'i Article,
    /// BM25.
    score: f32,
    /// Support by words alone.
    support: f32,
    fit: f32,
}

impl Fitting<'_> {
    /// With what the model thinks of it.
    fn supported(self, query: &Query<'_>) -> Self {
        Self { support: query.support(&self.article.id, self.support), ..self }
    }
}

/// A passage by its score; of two alike, the first is the better.
struct Ranked {
    id: u32,
    score: f32,
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then(other.id.cmp(&self.id))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ranked {}

#[derive(Clone, Debug)]
struct Entry {
    article: usize,
    heading: Option<String>,
    text: String,
    length: f32,
    /// Whether it is the first of its article.
    first: bool,
    /// Whether it belongs to a notice.
    notice: bool,
}

impl Index {
    /// Indexes the approved ones among the articles.
    pub fn build(articles: &[Article]) -> Self {
        Self::with_notices(articles, &[])
    }

    /// Indexes the approved ones among the articles, and notices beside them. How articles are weighed does not change
    /// with the notices, which come and go.
    pub fn with_notices(articles: &[Article], notices: &[Article]) -> Self {
        let mut index = Self::default();
        for article in articles.iter().filter(|article| article.status == Status::Approved) {
            index.add(article, false);
        }
        index.own = index.articles.len();
        for (language, table) in &mut index.tables {
            let own = |entry: &&Entry| index.articles.get(entry.article).is_some_and(|a| a.language == *language);
            let lengths = index.passages.iter().filter(own).map(|entry| (entry.length, 1.0));
            let (sum, count) = lengths.fold((0.0, 0.0_f32), |all, one| (all.0 + one.0, all.1 + one.1));
            table.finish((sum / count.max(1.0)).max(1.0), index.passages.len());
        }
        for notice in notices {
            index.add(notice, true);
        }
        index.tables.values_mut().for_each(Table::finish_notices);
        for article in &index.articles {
            let table = index.tables.get(&article.language);
            let texts = article.questions.iter().chain([&article.title]);
            index.questions.push(texts.filter_map(|text| Some(table?.question(text))).collect());
        }
        index
    }

    fn add(&mut self, article: &Article, notice: bool) {
        let place = self.articles.len();
        let first = self.passages.len();
        self.articles.push(article.clone());
        self.places.entry(article.language).or_default().insert(article.id.clone(), place);
        let table = self.tables.entry(article.language).or_default();
        let about = table.about(article);
        for (nth, passage) in passages(&article.body).into_iter().enumerate() {
            let id = u32::try_from(self.passages.len()).unwrap_or(u32::MAX);
            let mut counts = about.clone();
            if let Some(heading) = &passage.heading {
                table.count(heading, FIELD_WEIGHT, &mut counts);
            }
            table.count(&passage.text, 1.0, &mut counts);
            // The terms' order is fixed, so that the sum is the same on every machine.
            let length: f32 = counts.values().sum();
            for (term, count) in counts {
                if let Some(term) = table.terms.get_mut(term as usize) {
                    term.postings.push((id, count));
                }
            }
            self.passages.push(Entry {
                article: place,
                heading: passage.heading,
                text: passage.text,
                length,
                first: nth == 0,
                notice,
            });
        }
        self.ranges.push(first..self.passages.len());
    }

    /// An approved article.
    pub fn article(&self, id: &str, language: Language) -> Option<&Article> {
        self.articles().get(*self.places.get(&language)?.get(id)?)
    }

    /// All approved articles.
    pub fn articles(&self) -> &[Article] {
        self.articles.get(..self.own).unwrap_or_default()
    }

    /// The passages that answer a question best, best first, at most one an article. A notice that answers about as well
    /// as the best article stands before it.
    pub fn search(&self, query: &Query<'_>) -> Vec<Hit> {
        let Some(table) = self.tables.get(&query.language) else { return Vec::new() };
        let tokens = sorted_tokens(query.text);
        let sought: Vec<Sought<'_>> = tokens.iter().map(|token| table.sought(token)).collect();
        let weight_sought: f32 = sought.iter().map(|sought| sought.weight).sum();
        let scores = self.scores(table, &sought);
        let fitting = self.fitting(query, &scores).into_iter().filter_map(|(id, score)| {
            let entry = self.passages.get(id as usize)?;
            let article = self.articles.get(entry.article)?;
            let held = sought.iter().filter(|sought| table.holds(sought, id));
            let covered = held.map(|sought| sought.weight).sum::<f32>() / weight_sought.max(f32::EPSILON);
            let likeness = self.likeness(entry.article, &sought, weight_sought);
            let support = support(covered, likeness, sought.len()).max(query.beside(&article.id));
            Some(Fitting { id, entry, article, score, support, fit: query.fit(&article.id, support * score) })
        });
        let mut found: Vec<Fitting<'_>> = fitting.map(|one| one.supported(query)).collect();
        found.sort_by(|a, b| b.fit.total_cmp(&a.fit).then(a.article.id.cmp(&b.article.id)));
        let best = found.iter().map(|one| one.support).fold(0.0, f32::max);
        let answers = |one: &Fitting<'_>| one.support >= ANSWERABLE && one.support + NOTICE_LEEWAY >= best;
        if let Some(place) = found.iter().position(|one| query.notices.contains(&one.article.id) && answers(one)) {
            let notice = found.remove(place);
            found.insert(0, notice);
        }
        found.truncate(query.limit);
        found.iter().map(|one| self.hit(one, query, table, &sought)).collect()
    }

    fn hit(&self, found: &Fitting<'_>, query: &Query<'_>, table: &Table, sought: &[Sought<'_>]) -> Hit {
        let Fitting { id, entry, article, score, support, .. } = *found;
        let mut matched: Vec<&Sought<'_>> = sought.iter().filter(|sought| table.holds(sought, id)).collect();
        matched.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.token.cmp(b.token)));
        let (heading, text) = self.shown(entry);
        Hit {
            article: article.id.clone(),
            title: article.title.clone(),
            topic: article.topic.clone(),
            heading,
            text,
            language: query.language,
            version: article.version,
            url: article.url.clone(),
            score,
            support,
            matched: matched.into_iter().map(|sought| sought.token.to_owned()).collect(),
        }
    }

    /// The best passages of the articles that are worth a closer look: the best by words, and those that the model thinks
    /// of. By score alone, the article whose example question is nearly the same may stand far down, so there are more
    /// than are wanted.
    fn fitting(&self, query: &Query<'_>, scores: &[f32]) -> Vec<(u32, f32)> {
        let enough = query.limit.max(3) * if query.opinion.is_some() { 4 } else { 2 };
        let all = (0..).zip(scores).zip(&self.passages);
        let found = all.filter(|((_, score), entry)| **score > 0.0 && self.admits(entry, query));
        let mut ranked: BinaryHeap<Ranked> = found.map(|((id, score), _)| Ranked { id, score: *score }).collect();
        let mut fitting: Vec<(u32, f32)> = Vec::with_capacity(enough + 3);
        let mut articles: Vec<usize> = Vec::with_capacity(enough + 3);
        while let Some(Ranked { id, score }) = ranked.pop().filter(|_| fitting.len() < enough) {
            let Some(entry) = self.passages.get(id as usize) else { continue };
            if !articles.contains(&entry.article) {
                articles.push(entry.article);
                fitting.push((id, score));
            }
        }
        let beside = query.opinion.into_iter().flat_map(|opinion| opinion.beside().iter().map(|(id, _)| *id));
        for id in query.opinion.into_iter().flat_map(Opinion::best).chain(beside) {
            let place = self.places.get(&query.language).and_then(|places| places.get(id));
            let Some(place) = place.filter(|place| !articles.contains(place)) else { continue };
            articles.push(*place);
            let own = self.ranges.get(*place).cloned().unwrap_or_default();
            let readable = |id: &usize| self.passages.get(*id).is_some_and(|entry| self.admits(entry, query));
            let ranked = own.filter(readable).filter_map(|id| {
                Some(Ranked { id: u32::try_from(id).ok()?, score: scores.get(id).copied().unwrap_or_default() })
            });
            fitting.extend(ranked.max().map(|Ranked { id, score }| (id, score)));
        }
        fitting
    }

    /// Whether a passage may be quoted to whoever asks now.
    fn admits(&self, entry: &Entry, query: &Query<'_>) -> bool {
        self.articles.get(entry.article).is_some_and(|article| {
            let live = !entry.notice || query.notices.contains(&article.id);
            live && article.audience.admits(query.asker) && !article.is_overdue(query.now)
        })
    }

    /// What each passage holds of what is sought, by BM25.
    fn scores(&self, table: &Table, sought: &[Sought<'_>]) -> Vec<f32> {
        let mut scores = vec![0.0_f32; self.passages.len()];
        for term in sought.iter().filter_map(|sought| table.term(sought)) {
            for (id, count) in &term.postings {
                let place = *id as usize;
                let (Some(entry), Some(score)) = (self.passages.get(place), scores.get_mut(place)) else { continue };
                let norm = K1 * (1.0 - B + B * entry.length / table.mean_length);
                *score += term.weight * count * (K1 + 1.0) / (count + norm);
            }
        }
        scores
    }

    /// Heading and text. A lead-in alone is a poor answer: the next passage of its article comes along, and its
    /// heading names both, so that the same words are known again when they failed.
    fn shown(&self, entry: &Entry) -> (Option<String>, String) {
        let own = || (entry.heading.clone(), entry.text.clone());
        if !entry.first || entry.heading.is_some() || entry.text.chars().count() > LEAD_IN_CHARS {
            return own();
        }
        let next = self.passages.iter().skip_while(|other| !std::ptr::eq(*other, entry)).nth(1);
        match next.filter(|next| next.article == entry.article) {
            Some(next) => (next.heading.clone(), format!("{}\n\n{}", entry.text, next.text)),
            None => own(),
        }
    }

    /// Weighted overlap with the most similar example question of an article, in `[0, 1]` (Jaccard).
    fn likeness(&self, article: usize, sought: &[Sought<'_>], weight_sought: f32) -> f32 {
        let questions = self.questions.get(article).map_or(&[][..], Vec::as_slice);
        let like = questions.iter().map(|question| {
            let holds = |sought: &&Sought<'_>| sought.id.is_some_and(|id| question.terms.binary_search(&id).is_ok());
            let common: f32 = sought.iter().filter(holds).map(|sought| sought.weight).sum();
            common / (weight_sought + question.weight - common).max(f32::EPSILON)
        });
        like.fold(0.0, f32::max)
    }
}

impl Query<'_> {
    /// The logarithm of the probability that the model gives an article.
    fn probability(&self, article: &str) -> Option<f32> {
        self.opinion.map(|opinion| opinion.probability(article).unwrap_or(LEAST).max(LEAST))
    }

    /// How well what is not learnt supports an answer by what it means.
    fn beside(&self, id: &str) -> f32 {
        let own = self.opinion.into_iter().flat_map(Opinion::beside).filter(|(one, _)| *one == id);
        own.map(|(_, support)| *support).fold(0.0, f32::max)
    }

    /// By what passages are ordered: how well words fit, and, where there is a model, what it thinks.
    fn fit(&self, article: &str, by_words: f32) -> f32 {
        match self.probability(article) {
            Some(probability) => libm::logf(by_words.max(FAINT_FIT)) + MODEL_WEIGHT * probability,
            None => by_words,
        }
    }

    /// Support with what the model thinks of it. Fitted on the starter company's questions, each held back from what was
    /// learnt, against questions of other trades; a notice, which no model knows, keeps its own.
    fn support(&self, article: &str, by_words: f32) -> f32 {
        let (Some(opinion), false) = (self.opinion, self.notices.iter().any(|notice| notice == article)) else {
            return by_words;
        };
        let probability = self.probability(article).unwrap_or(LEAST);
        let known = opinion.known.clamp(-12.0, 6.0);
        sigmoid(4.0 * by_words + 0.36 * known + 0.46 * probability - 1.4)
    }
}

impl Table {
    /// Adds a text's tokens to counts by term.
    fn count(&mut self, text: &str, weight: f32, counts: &mut BTreeMap<u32, f32>) {
        for token in tokens(text) {
            let id = *self.ids.entry(token).or_insert_with_key(|token| {
                self.terms.push(Term { token: token.clone(), weight: 0.0, postings: Vec::new() });
                u32::try_from(self.terms.len() - 1).unwrap_or(u32::MAX)
            });
            *counts.entry(id).or_default() += weight;
        }
    }

    /// Counts of what says what an article is about.
    fn about(&mut self, article: &Article) -> BTreeMap<u32, f32> {
        let mut counts = BTreeMap::new();
        for text in article.tags.iter().chain([&article.title]) {
            self.count(text, FIELD_WEIGHT, &mut counts);
        }
        for question in &article.questions {
            self.count(question, QUESTION_WEIGHT, &mut counts);
        }
        counts
    }

    /// Weighs the terms, once all passages are in.
    fn finish(&mut self, mean_length: f32, passages: usize) {
        self.mean_length = mean_length;
        self.all = self.terms.iter().map(|term| term.postings.len()).max().unwrap_or(1).max(passages);
        for term in &mut self.terms {
            term.weight = weight(&term.token, self.all, term.postings.len());
        }
    }

    /// Terms that only notices have weigh as much as if nothing had them.
    fn finish_notices(&mut self) {
        self.mean_length = self.mean_length.max(1.0);
        for term in self.terms.iter_mut().filter(|term| term.weight <= 0.0) {
            term.weight = weight(&term.token, self.all, 0);
        }
    }

    fn sought<'q>(&self, token: &'q str) -> Sought<'q> {
        let id = self.ids.get(token).copied();
        let term = id.and_then(|id| self.terms.get(id as usize));
        Sought { token, id, weight: term.map_or_else(|| weight(token, self.all, 0), |term| term.weight) }
    }

    fn term(&self, sought: &Sought<'_>) -> Option<&Term> {
        self.terms.get(sought.id? as usize)
    }

    /// Whether a passage holds a token.
    fn holds(&self, sought: &Sought<'_>, passage: u32) -> bool {
        let term = self.term(sought);
        term.is_some_and(|term| term.postings.binary_search_by_key(&passage, |(id, _)| *id).is_ok())
    }

    fn question(&self, text: &str) -> Question {
        let tokens = sorted_tokens(text);
        let weight = tokens.iter().map(|token| self.sought(token).weight).sum();
        let mut terms: Vec<u32> = tokens.iter().filter_map(|token| self.sought(token).id).collect();
        terms.sort_unstable();
        Question { terms, weight }
    }
}

fn sorted_tokens(text: &str) -> Vec<String> {
    let mut sorted = tokens(text);
    sorted.sort_unstable();
    sorted.dedup();
    sorted
}

/// How much a token says. A pair of Chinese characters that no article has is mostly chance, as the pair across
/// two words is; its characters are counted anyway.
fn weight(token: &str, all: usize, having: usize) -> f32 {
    let pair = having == 0 && !token.is_ascii() && token.chars().count() == 2;
    inverse_frequency(all, having) * if pair { UNKNOWN_PAIR } else { 1.0 }
}

#[allow(clippy::cast_precision_loss, reason = "counts of passages are far below 2^24")]
fn inverse_frequency(all: usize, having: usize) -> f32 {
    let (all, having) = (all as f32, having as f32);
    libm::logf(1.0 + (all - having + 0.5) / (having + 0.5))
}

/// Support for answering: most of the question must be covered, or it must be much like an example question.
/// One lone word covers itself, which says little, so short questions need more.
fn support(covered: f32, likeness: f32, asked: usize) -> f32 {
    let brevity = match asked {
        0 => return 0.0,
        1 => 0.55,
        2 => 0.8,
        _ => 1.0,
    };
    (0.6 * covered * brevity + 0.75 * likeness).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::super::article::Audience;
    use super::*;

    fn article(id: &str, language: Language, title: &str, questions: &[&str], body: &str) -> Article {
        Article {
            id: id.to_owned(),
            language,
            title: title.to_owned(),
            topic: id.to_owned(),
            tags: Vec::new(),
            questions: questions.iter().map(|q| (*q).to_owned()).collect(),
            body: body.to_owned(),
            audience: Audience::Everyone,
            status: Status::Approved,
            owner: None,
            review_by: None,
            url: None,
            sources: Vec::new(),
            version: 1,
        }
    }

    fn index() -> Index {
        Index::build(&[
            article(
                "reset-password",
                Language::En,
                "Reset your password",
                &["how do I reset my password", "I forgot my password"],
                "You can set a new password at any time.\n\n## Steps\n1. Open the sign-in page.\n2. Choose Forgot password.\n",
            ),
            article(
                "slow-wifi",
                Language::En,
                "Slow wifi at home",
                &["why is my wifi slow", "internet is slow in the evening"],
                "Most slow wifi comes from distance.\n\n## Move the router\nPut the router in the open, away from metal.\n",
            ),
            article(
                "slow-wifi",
                Language::Zh,
                "无线网很慢怎么办",
                &["网速很慢", "为什么晚上上网卡"],
                "大多数情况与距离有关。\n\n## 挪动路由器\n请把路由器放在开阔处，远离金属。\n",
            ),
        ])
    }

    #[track_caller]
    fn check(query: &str, language: Language, expect: Option<&str>) {
        let index = index();
        let hits = index.search(&Query {
            text: query,
            language,
            asker: Asker::Anonymous,
            now: Timestamp(0),
            notices: &[],
            opinion: None,
            limit: 3,
        });
        let found = hits.first().filter(|hit| hit.support >= 0.5).map(|hit| hit.article.as_str());
        assert_eq!(found, expect, "{query}: {hits:#?}");
    }

    #[test]
    fn the_right_article_answers() {
        check("how can I reset my password?", Language::En, Some("reset-password"));
        check("forgot password", Language::En, Some("reset-password"));
        check("why is the wifi so slow", Language::En, Some("slow-wifi"));
        check("晚上网速很慢怎么回事", Language::Zh, Some("slow-wifi"));
    }

    #[test]
    fn what_is_not_known_is_not_answered() {
        check("do you sell concert tickets", Language::En, None);
        check("can I pay in bitcoin for my horse", Language::En, None);
        check("附近有什么好吃的", Language::Zh, None);
        check("", Language::En, None);
    }
}
