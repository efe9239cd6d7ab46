//! A workspace's own model: which article a message is about, learnt out of the articles themselves by whoever publishes.
//! The edge only reads it.
//!
//! ```text
//! "BMOD" | version u8 | mark of the word table u32 | languages u8
//! for each language: its code | articles u32 | their ids | the site's model, as engine::site writes it
//!                    samples u32 | for each: its text | article u32 | score f32 | known f32
//! ```
//!
//! The samples are titles of articles with what the model made of them where it was trained, so that whoever reads it can
//! tell whether it understands the same.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::article::{Article, Status};
use super::index::ANSWERABLE;
use super::passage::passages;
use crate::engine::bytes::{Damaged, Reader, Writer};
use crate::engine::each::each;
use crate::engine::emotion::Emotion;
use crate::engine::heads::Seen;
use crate::engine::math::{dot, log_softmax};
use crate::engine::site::{Lesson, Site};
use crate::engine::table::{Meaning, Table};
use crate::text::Language;

const MAGIC: &[u8] = b"BMOD";
const VERSION: u8 = 4;
/// Articles of one language beyond which no model is trained or read.
pub const MOST_ARTICLES: usize = 2_000;
/// Largest model, in bytes.
pub const MOST_BYTES: usize = 8_000_000;
/// Fewer articles are told apart by their words alone.
const FEW: usize = 2;
/// Articles that are thought of first.
const THOUGHT_OF: usize = 3;
/// Cosine of two meanings from which on a text that is not learnt is what a message asks for; and how much less like it
/// may be than the nearest that is learnt. On the starter's notices, other ways to say their questions are at 0.54 to 0.95,
/// half of them above 0.7; what is late or broken and no parcel or line, an engineer say, is at 0.43 to 0.66.
const LIKE: f32 = 0.67;
const LESS_LIKE: f32 = 0.03;
/// Share of a text that the table must be able to read for its meaning to say anything: that of a Chinese question would be
/// that of its question mark.
const LEAST_READ: f32 = 0.5;
/// Samples of one language.
const SAMPLES: usize = 8;

/// A trained model, with the word table that it was trained over.
#[derive(Clone, Debug)]
pub struct Model {
    table: Arc<Table>,
    shelves: BTreeMap<Language, Shelf>,
    /// What sees how negative a message is, over the same table.
    emotion: Option<Arc<Emotion>>,
}

/// The articles of one language.
#[derive(Clone, Debug)]
struct Shelf {
    ids: Vec<String>,
    places: HashMap<String, usize>,
    site: Site,
    samples: Vec<Sample>,
}

/// A text, and what was made of it where the model was trained.
#[derive(Clone, Debug)]
struct Sample {
    text: String,
    class: u32,
    score: f32,
    known: f32,
}

/// Why a model is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadModel {
    /// It cannot be read.
    #[error(transparent)]
    Damaged(#[from] Damaged),
    /// It was trained over another word table.
    #[error("the model was made by another version of Baton; publish again with the one that is deployed")]
    OtherTable,
    /// It says something else here than where it was trained.
    #[error("the model does not understand its own samples as it did where it was made; publish again")]
    Differs,
}

/// What a model makes of a message.
#[derive(Clone, Debug)]
pub struct Opinion<'m> {
    own: &'m Shelf,
    /// The logarithm of each article's probability.
    probabilities: Vec<f32>,
    /// The articles that it thinks of first, best first.
    best: Vec<usize>,
    /// How surely the message belongs to any of them, in standard deviations of the site's own questions.
    pub known: f32,
    /// What stands beside the articles and is about as like the message as they are, with how well it supports an answer.
    beside: Vec<(&'m str, f32)>,
}

/// What a text beside the articles means: it was published without being learnt, as a notice is.
#[derive(Clone, Debug)]
pub struct Beside {
    article: String,
    language: Language,
    meaning: Meaning,
}

impl<'m> Opinion<'m> {
    /// The articles that it thinks of first, best first.
    pub fn best(&self) -> impl Iterator<Item = &'m str> {
        self.best.iter().filter_map(|place| self.own.ids.get(*place)).map(String::as_str)
    }

    /// What is not learnt and is as like the message as what is, with how well it supports an answer.
    pub fn beside(&self) -> &[(&'m str, f32)] {
        &self.beside
    }

    /// The logarithm of the probability that the message is about an article; nothing for one that it does not know.
    pub fn probability(&self, article: &str) -> Option<f32> {
        self.own.places.get(article).and_then(|place| self.probabilities.get(*place)).copied()
    }
}

impl Shelf {
    fn new(ids: Vec<String>, site: Site, samples: Vec<Sample>) -> Self {
        let places = ids.iter().cloned().zip(0..).collect();
        Self { ids, places, site, samples }
    }
}

impl Model {
    /// Learns the approved articles. The same articles give the same model on any machine.
    pub fn train(table: &Arc<Table>, articles: &[Article]) -> Self {
        let shelves = each(Language::ALL.to_vec(), |language| {
            let approved = |article: &&Article| article.status == Status::Approved && article.language == language;
            let own: Vec<&Article> = articles.iter().filter(approved).take(MOST_ARTICLES).collect();
            if own.len() < FEW {
                return None;
            }
            let ids = own.iter().map(|article| article.id.clone()).collect();
            let site = Site::train(table, &lesson(&own));
            let titles = own.iter().step_by(own.len().div_ceil(SAMPLES));
            let samples = titles.filter_map(|article| Sample::take(table, &site, &article.title)).collect();
            Some((language, Shelf::new(ids, site, samples)))
        });
        let shelves = shelves.into_iter().flatten().collect();
        Self { table: Arc::clone(table), shelves, emotion: None }
    }

    /// The same with what sees emotion; it ships with the program, and no publication brings it.
    #[must_use]
    pub fn with_emotion(self, emotion: Arc<Emotion>) -> Self {
        Self { emotion: Some(emotion), ..self }
    }

    /// How negative a message is, from 0 to 1, where anything sees that.
    pub fn negative(&self, message: &str) -> Option<f32> {
        self.emotion.as_ref().map(|emotion| emotion.negative(&self.table, message))
    }

    /// Writes it.
    pub fn write(&self) -> Vec<u8> {
        let mut to = Writer::default();
        to.raw(MAGIC);
        to.u8(VERSION);
        to.u32(self.table.mark());
        to.u8(u8::try_from(self.shelves.len()).unwrap_or(u8::MAX));
        for (language, shelf) in &self.shelves {
            to.text(&language.to_string());
            to.count(shelf.ids.len());
            shelf.ids.iter().for_each(|id| to.text(id));
            shelf.site.write(&mut to);
            to.count(shelf.samples.len());
            for Sample { text, class, score, known } in &shelf.samples {
                to.text(text);
                to.u32(*class);
                to.f32(*score);
                to.f32(*known);
            }
        }
        to.done()
    }

    /// Reads it.
    pub fn read(table: &Arc<Table>, bytes: &[u8]) -> Result<Self, BadModel> {
        let mut from = Reader::new(bytes);
        if bytes.len() > MOST_BYTES || from.raw(MAGIC.len())? != MAGIC || from.u8()? != VERSION {
            return Err(Damaged.into());
        }
        if from.u32()? != table.mark() {
            return Err(BadModel::OtherTable);
        }
        let mut shelves = BTreeMap::new();
        for _ in 0..from.u8()? {
            let language = from.text()?.parse().map_err(|_| Damaged)?;
            let count = from.count(MOST_ARTICLES)?;
            let ids = from.many(count, Reader::text)?;
            let site = Site::load(&mut from)?;
            if site.classes() != ids.len() {
                return Err(Damaged.into());
            }
            let count = from.count(SAMPLES)?;
            let samples = from.many(count, Sample::read)?;
            shelves.insert(language, Shelf::new(ids, site, samples));
        }
        if from.is_done() { Ok(Self { table: Arc::clone(table), shelves, emotion: None }) } else { Err(Damaged.into()) }
    }

    /// Finds out whether it understands its samples to the last bit as it did where it was trained.
    pub fn check(&self) -> Result<(), BadModel> {
        let same = |shelf: &Shelf, sample: &Sample| {
            Sample::take(&self.table, &shelf.site, &sample.text).is_some_and(|now| now.agrees(sample))
        };
        let all = self.shelves.values().all(|shelf| shelf.samples.iter().all(|sample| same(shelf, sample)));
        if all { Ok(()) } else { Err(BadModel::Differs) }
    }

    /// Reads titles and questions that are not learnt, to compare messages with them.
    pub fn beside(&self, documents: &[Article]) -> Vec<Beside> {
        let texts =
            documents.iter().flat_map(|one| one.questions.iter().chain([&one.title]).map(move |text| (one, text)));
        let read = texts.map(|(document, text)| (document, Seen::read(&self.table, text)));
        let read = read.filter(|(_, seen)| seen.latin >= LEAST_READ).map(|(document, seen)| Beside {
            article: document.id.clone(),
            language: document.language,
            meaning: seen.meaning,
        });
        read.collect()
    }

    /// Which articles a message is about, and what stands beside them; nothing in a language that has too few.
    pub fn opinion<'m>(&'m self, message: &str, language: Language, beside: &'m [Beside]) -> Option<Opinion<'m>> {
        let own = self.shelves.get(&language)?;
        let seen = Seen::read(&self.table, message);
        let read = own.site.read(&seen);
        let best = read.best(THOUGHT_OF).into_iter().map(|(class, _)| class).collect();
        let least = LIKE.max(read.nearest - LESS_LIKE);
        let like = beside.iter().filter(|one| one.language == language && seen.latin >= LEAST_READ).filter_map(|one| {
            let likeness = dot(&one.meaning, &seen.meaning);
            (likeness >= least).then_some((one.article.as_str(), ANSWERABLE + likeness - LIKE))
        });
        let beside = like.collect();
        let mut probabilities = read.scores;
        log_softmax(&mut probabilities);
        Some(Opinion { own, probabilities, best, known: read.known, beside })
    }
}

impl Sample {
    fn take(table: &Table, site: &Site, text: &str) -> Option<Self> {
        let read = site.read(&Seen::read(table, text));
        let (class, score) = *read.best(1).first()?;
        Some(Self { text: text.to_owned(), class: u32::try_from(class).ok()?, score, known: read.known })
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        Ok(Self { text: from.text()?, class: from.u32()?, score: from.f32()?, known: from.f32()? })
    }

    fn agrees(&self, other: &Self) -> bool {
        let bits = |sample: &Self| (sample.class, sample.score.to_bits(), sample.known.to_bits());
        bits(self) == bits(other)
    }
}

/// What is learnt of articles: what each is called, what it is asked, and what it says.
fn lesson(articles: &[&Article]) -> Lesson {
    let mut examples = Vec::new();
    for (class, article) in articles.iter().enumerate() {
        examples.extend(article.questions.iter().map(|question| (question.clone(), class)));
        for passage in passages(&article.body) {
            examples.extend(passage.heading.map(|heading| (heading, class)));
            examples.push((passage.text, class));
        }
        if !article.tags.is_empty() {
            examples.push((article.tags.join(" "), class));
        }
    }
    Lesson { titles: articles.iter().map(|article| article.title.clone()).collect(), examples, outside: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::table::testing::table;

    fn article(id: &str, title: &str, questions: &[&str]) -> Article {
        Article {
            id: id.to_owned(),
            language: Language::En,
            title: title.to_owned(),
            topic: String::new(),
            tags: Vec::new(),
            questions: questions.iter().map(|question| (*question).to_owned()).collect(),
            body: "Some words.".to_owned(),
            audience: crate::knowledge::Audience::Everyone,
            status: Status::Approved,
            owner: None,
            review_by: None,
            url: None,
            sources: Vec::new(),
            version: 1,
        }
    }

    fn model() -> Model {
        let table = Arc::new(Table::read(&table(&["bill", "pay", "router"])).unwrap());
        let articles = [
            article("pay", "Paying", &["how do I pay the bill", "pay my bill"]),
            article("router", "Router", &["the router blinks", "restart the router"]),
        ];
        Model::train(&table, &articles)
    }

    #[test]
    fn what_is_written_is_read_again_and_nothing_else_is() {
        let model = model();
        let bytes = model.write();
        assert_eq!(bytes, self::model().write(), "the same articles give the same bytes");
        let read = Model::read(&model.table, &bytes).unwrap();
        let best =
            |model: &Model| model.opinion("my router", Language::En, &[]).unwrap().best().next().unwrap().to_owned();
        assert_eq!((best(&model), best(&read)), ("router".to_owned(), "router".to_owned()));
        assert!(read.opinion("my router", Language::Zh, &[]).is_none());
        (0..bytes.len()).for_each(|end| assert!(Model::read(&model.table, &bytes[..end]).is_err(), "{end}"));
        let beside = read.beside(&[article("notice", "No line", &["router restart"])]);
        let like = |text: &str| read.opinion(text, Language::En, &beside).unwrap().beside().len();
        assert_eq!((like("restart my router"), like("pay the bill")), (1, 0));
        let other = Arc::new(Table::read(&table(&["other"])).unwrap());
        assert_eq!(Model::read(&other, &bytes).unwrap_err(), BadModel::OtherTable);
        read.check().unwrap();
        let mut wrong = read;
        wrong.shelves.get_mut(&Language::En).unwrap().samples[1].known += 1e-6;
        assert_eq!(wrong.check().unwrap_err(), BadModel::Differs);
    }

    #[test]
    fn a_mark_alone_is_no_meaning() {
        let table = Arc::new(Table::read(&table(&["pay", "router", "?"])).unwrap());
        let chinese = |id: &str, title: &str, question: &str| Article {
            language: Language::Zh,
            ..article(id, title, &[question])
        };
        let articles = [chinese("pay", "付款", "怎么付款？"), chinese("router", "路由器", "路由器怎么重启？")];
        let model = Model::train(&table, &articles);
        let beside =
            model.beside(&[chinese("notice", "断网", "什么时候恢复？"), article("notice", "Down", &["router?"])]);
        let like = |text: &str, language| model.opinion(text, language, &beside).map(|opinion| opinion.beside().len());
        assert_eq!(like("路由器怎么重启？", Language::Zh), Some(0));
        let model = self::model();
        let beside = model.beside(&[article("notice", "Down", &["router?"])]);
        let like = |text: &str| model.opinion(text, Language::En, &beside).unwrap().beside().len();
        assert_eq!((like("router?"), like("???")), (1, 0));
    }
}
