//! Search: BM25 over words and Chinese character pieces, in memory, with a measure of how well a passage
//! supports an answer.
//!
//! An article's title, tags and example questions count for all of its passages: they say what it is about,
//! while the passage says which part of it answers. BM25 as Robertson and Zaragoza give it (2009), k1 = 1.2,
//! b = 0.5.

mod follow;
mod terms;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use self::terms::{BODY_HALVES, Builder, FIELD_HALVES, MOST_PASSAGES, QUESTION_HALVES, Sought, Terms};
use super::article::{Article, Asker, Status};
use super::model::Opinion;
use super::passage::passages;
use crate::engine::math::sigmoid;
use crate::text::{Language, tokens};
use crate::time::Timestamp;

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
    shelves: BTreeMap<Language, Shelf>,
}

/// What is found in one language.
#[derive(Clone, Debug, Default)]
struct Shelf {
    /// Articles, then notices.
    books: Vec<Book>,
    /// The place of each by its id.
    places: HashMap<String, usize>,
    passages: Vec<Entry>,
    terms: Terms,
    questions: Vec<Question>,
    /// The terms of all questions, question by question, rising within each.
    asked: Vec<u32>,
}

/// An article or a notice, as it is searched.
#[derive(Clone, Debug)]
struct Book {
    /// Its place in the index.
    article: usize,
    notice: bool,
    /// The last day on which it answers.
    until: Option<i64>,
    passages: Range<usize>,
    questions: Range<usize>,
}

#[derive(Clone, Debug)]
struct Question {
    terms: Range<u32>,
    /// Their weights together.
    weight: f32,
}

/// Where a passage stands in its article's text.
#[derive(Clone, Debug)]
struct Entry {
    /// The place of its book.
    book: usize,
    heading: Option<Part>,
    text: Part,
}

/// A part of an article's text; by itself where it does not stand there in one piece.
#[derive(Clone, Debug)]
enum Part {
    At(Range<u32>),
    Own(Box<str>),
}

/// A passage that is looked at more closely.
struct Fitting<'i> {
    id: usize,
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

impl Part {
    /// Of a text, sought from a place on, which moves behind it.
    fn of(body: &str, part: &str, from: &mut usize) -> Self {
        let found = body.get(*from..).and_then(|rest| rest.find(part)).map(|at| *from + at..*from + at + part.len());
        let bounds = found.and_then(|at| {
            *from = at.end;
            Some(u32::try_from(at.start).ok()?..u32::try_from(at.end).ok()?)
        });
        bounds.map_or_else(|| Self::Own(part.into()), Self::At)
    }

    fn within<'b>(&'b self, body: &'b str) -> &'b str {
        match self {
            Self::At(at) => body.get(at.start as usize..at.end as usize).unwrap_or_default(),
            Self::Own(text) => text,
        }
    }
}

impl Index {
    /// Indexes the approved ones among the articles.
    pub fn build(articles: &[Article]) -> Self {
        Self::with_notices(articles, &[])
    }

    /// Indexes the approved ones among the articles, and notices beside them. How articles are weighed does not change
    /// with the notices, which come and go.
    pub fn with_notices(articles: &[Article], notices: &[Article]) -> Self {
        let approved = articles.iter().filter(|article| article.status == Status::Approved);
        let mut index = Self { articles: approved.cloned().collect(), ..Self::default() };
        index.own = index.articles.len();
        index.articles.extend_from_slice(notices);
        let all = index.articles().iter().map(|article| passages(&article.body).len()).sum();
        let shelves = Language::ALL.into_iter().filter_map(|language| Some((language, index.shelf(language, all)?)));
        index.shelves = shelves.collect();
        index
    }

    /// Puts one language's articles and notices on a shelf; `all` are the passages of all articles.
    fn shelf(&self, language: Language, all: usize) -> Option<Shelf> {
        let own = self.articles.iter().enumerate().filter(|(_, article)| article.language == language);
        let mut bookcase = Shelf::default();
        let mut builder = Builder::default();
        let (mut weighed, mut has_own) = (0, false);
        for (place, article) in own {
            let notice = place >= self.own;
            bookcase.add(place, article, notice, &mut builder);
            if !notice {
                (weighed, has_own) = (builder.len(), true);
            }
        }
        bookcase.terms = builder.build(weighed, if has_own { all } else { 0 });
        for book in &mut bookcase.books {
            let from = bookcase.questions.len();
            let article = self.articles.get(book.article)?;
            for text in article.questions.iter().chain([&article.title]) {
                let (terms, weight) = bookcase.terms.question(&sorted_tokens(text));
                let from = u32::try_from(bookcase.asked.len()).ok()?;
                bookcase.asked.extend(terms);
                bookcase.questions.push(Question { terms: from..u32::try_from(bookcase.asked.len()).ok()?, weight });
            }
            book.questions = from..bookcase.questions.len();
        }
        bookcase.asked.shrink_to_fit();
        bookcase.questions.shrink_to_fit();
        (!bookcase.books.is_empty()).then_some(bookcase)
    }

    /// An approved article.
    pub fn article(&self, id: &str, language: Language) -> Option<&Article> {
        let bookcase = self.shelves.get(&language)?;
        self.articles().get(bookcase.books.get(*bookcase.places.get(id)?)?.article)
    }

    /// All approved articles.
    pub fn articles(&self) -> &[Article] {
        self.articles.get(..self.own).unwrap_or_default()
    }

    /// The passages that answer a question best, best first, at most one an article. A notice that answers about as well
    /// as the best article stands before it.
    pub fn search(&self, query: &Query<'_>) -> Vec<Hit> {
        let Some(bookcase) = self.shelves.get(&query.language) else { return Vec::new() };
        let tokens = sorted_tokens(query.text);
        let sought = bookcase.terms.sought(&tokens);
        let asked = Asked::of(&sought);
        let fitting = self.fitting(bookcase, query, &bookcase.terms.scores(&sought)).into_iter();
        let mut found: Vec<Fitting<'_>> = fitting
            .filter_map(|(id, score)| {
                let (book, article) = self.of(bookcase, id)?;
                let held = sought.iter().filter(|sought| bookcase.terms.holds(sought, id));
                let covered = held.map(|sought| sought.weight).sum::<f32>() / asked.weight.max(f32::EPSILON);
                let support = support(covered, bookcase.likeness(book, &asked), sought.len());
                let support = support.max(query.beside(&article.id));
                let fit = query.fit(&article.id, support * score);
                Some(Fitting { id, article, score, support, fit }.supported(query))
            })
            .collect();
        found.sort_by(|a, b| b.fit.total_cmp(&a.fit).then(a.article.id.cmp(&b.article.id)));
        let best = found.iter().map(|one| one.support).fold(0.0, f32::max);
        let answers = |one: &Fitting<'_>| one.support >= ANSWERABLE && one.support + NOTICE_LEEWAY >= best;
        if let Some(place) = found.iter().position(|one| query.notices.contains(&one.article.id) && answers(one)) {
            let notice = found.remove(place);
            found.insert(0, notice);
        }
        found.truncate(query.limit);
        found.into_iter().map(|one| bookcase.hit(&one, query, &sought)).collect()
    }

    /// The book and the article of a passage.
    fn of<'i>(&'i self, bookcase: &'i Shelf, passage: usize) -> Option<(&'i Book, &'i Article)> {
        let book = bookcase.books.get(bookcase.passages.get(passage)?.book)?;
        Some((book, self.articles.get(book.article)?))
    }

    /// The best passages of the articles that are worth a closer look: the best by words, and those that the model thinks
    /// of. By score alone, the article whose example question is nearly the same may stand far down, so there are more
    /// than are wanted.
    fn fitting(&self, bookcase: &Shelf, query: &Query<'_>, scores: &[f32]) -> Vec<(usize, f32)> {
        let enough = query.limit.max(3) * if query.opinion.is_some() { 4 } else { 2 };
        // The best so far, best first. Of passages that are as good, the first is the better.
        let mut ranked: Vec<(usize, f32)> = Vec::with_capacity(enough + 1);
        for book in &bookcase.books {
            let own = scores.get(book.passages.clone()).unwrap_or_default();
            let least = if ranked.len() < enough { 0.0 } else { ranked.last().map_or(0.0, |(_, score)| *score) };
            let best = best(own).filter(|(_, score)| *score > least && self.admits(book, query));
            let Some((nth, score)) = best else { continue };
            let place = ranked.partition_point(|(_, better)| *better >= score);
            ranked.insert(place, (book.passages.start + nth, score));
            ranked.truncate(enough);
        }
        let mut books: Vec<usize> =
            ranked.iter().filter_map(|(id, _)| Some(bookcase.passages.get(*id)?.book)).collect();
        let beside = query.opinion.into_iter().flat_map(|opinion| opinion.beside().iter().map(|(id, _)| *id));
        for id in query.opinion.into_iter().flat_map(Opinion::best).chain(beside) {
            let Some(place) = bookcase.places.get(id).filter(|place| !books.contains(place)) else { continue };
            books.push(*place);
            let Some(book) = bookcase.books.get(*place).filter(|book| self.admits(book, query)) else { continue };
            let best = best(scores.get(book.passages.clone()).unwrap_or_default());
            ranked.extend(best.map(|(nth, score)| (book.passages.start + nth, score)));
        }
        ranked
    }

    /// Whether an article or a notice may be quoted to whoever asks now.
    fn admits(&self, book: &Book, query: &Query<'_>) -> bool {
        let current = book.until.is_none_or(|until| until >= query.now.days());
        current
            && self.articles.get(book.article).is_some_and(|article| {
                let live = !book.notice || query.notices.contains(&article.id);
                live && article.audience.admits(query.asker)
            })
    }
}

/// The greatest of some scores with its place; of several, the first.
fn best(scores: &[f32]) -> Option<(usize, f32)> {
    let better = |best: (usize, f32), one: (usize, f32)| if one.1 > best.1 { one } else { best };
    scores.iter().copied().enumerate().reduce(better)
}

impl Shelf {
    fn add(&mut self, place: usize, article: &Article, notice: bool, builder: &mut Builder) {
        let first = self.passages.len();
        let book = self.books.len();
        self.places.insert(article.id.clone(), book);
        article.tags.iter().chain([&article.title]).for_each(|text| builder.count(text, FIELD_HALVES));
        article.questions.iter().for_each(|text| builder.count(text, QUESTION_HALVES));
        let about = builder.taken();
        let mut from = 0;
        for passage in passages(&article.body).into_iter().take(MOST_PASSAGES.saturating_sub(first)) {
            if let Some(heading) = &passage.heading {
                builder.count(heading, FIELD_HALVES);
            }
            builder.count(&passage.text, BODY_HALVES);
            builder.passage(about.clone());
            let heading = passage.heading.map(|heading| Part::of(&article.body, &heading, &mut from.clone()));
            let text = Part::of(&article.body, &passage.text, &mut from);
            self.passages.push(Entry { book, heading, text });
        }
        let passages = first..self.passages.len();
        self.books.push(Book { article: place, notice, until: article.last_day(), passages, questions: 0..0 });
    }

    fn hit(&self, found: &Fitting<'_>, query: &Query<'_>, sought: &[Sought<'_>]) -> Hit {
        let Fitting { id, article, score, support, .. } = *found;
        let mut matched: Vec<&Sought<'_>> = sought.iter().filter(|sought| self.terms.holds(sought, id)).collect();
        matched.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.token.cmp(b.token)));
        let (heading, text) = self.shown(id, &article.body);
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

    /// Heading and text. A lead-in alone is a poor answer: the next passage of its article comes along, and its
    /// heading names both, so that the same words are known again when they failed.
    fn shown(&self, id: usize, body: &str) -> (Option<String>, String) {
        let Some(entry) = self.passages.get(id) else { return (None, String::new()) };
        let heading = |entry: &Entry| entry.heading.as_ref().map(|heading| heading.within(body).to_owned());
        let text = entry.text.within(body);
        let own = self.books.get(entry.book).map(|book| book.passages.clone()).unwrap_or_default();
        let leads_in = id == own.start && entry.heading.is_none() && text.chars().count() <= LEAD_IN_CHARS;
        match self.passages.get(id + 1).filter(|_| leads_in && own.contains(&(id + 1))) {
            Some(next) => (heading(next), format!("{text}\n\n{}", next.text.within(body))),
            None => (heading(entry), text.to_owned()),
        }
    }

    /// Weighted overlap with the most similar example question of an article, in `[0, 1]` (Jaccard).
    fn likeness(&self, book: &Book, asked: &Asked) -> f32 {
        let questions = self.questions.get(book.questions.clone()).unwrap_or_default();
        let like = questions.iter().map(|question| {
            let own = question.terms.start as usize..question.terms.end as usize;
            let common = asked.common(self.asked.get(own).unwrap_or_default());
            common / (asked.weight + question.weight - common).max(f32::EPSILON)
        });
        like.fold(0.0, f32::max)
    }
}

/// What is sought, to be compared with questions.
struct Asked {
    /// Terms, rising, with their weights.
    terms: Vec<(u32, f32)>,
    /// The weights of all that is sought, known or not.
    weight: f32,
}

impl Asked {
    fn of(sought: &[Sought<'_>]) -> Self {
        let mut terms: Vec<(u32, f32)> = sought.iter().filter_map(|one| Some((one.id?, one.weight))).collect();
        terms.sort_unstable_by_key(|(id, _)| *id);
        Self { terms, weight: sought.iter().map(|one| one.weight).sum() }
    }

    /// The weights of what stands among other terms, rising as well.
    fn common(&self, terms: &[u32]) -> f32 {
        let mut rest = terms.iter().peekable();
        let mut common = 0.0;
        for (id, weight) in &self.terms {
            while rest.next_if(|other| *other < id).is_some() {}
            if rest.next_if_eq(&id).is_some() {
                common += weight;
            }
        }
        common
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

fn sorted_tokens(text: &str) -> Vec<String> {
    let mut sorted = tokens(text);
    sorted.sort_unstable();
    sorted.dedup();
    sorted
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
