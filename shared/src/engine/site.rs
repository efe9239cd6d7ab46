//! A site's own model: trained out of its titles and examples when it publishes, and asked with each message.

use super::bytes::{Damaged, Reader, Writer};
use super::each::each;
use super::heads::{Heads, Recipe, Scope, Seen};
use super::math::{greatest_few, moments};
use super::table::Table;

/// What a site's model is trained on.
#[derive(Clone, Debug, Default)]
pub struct Lesson {
    /// What each class is called: an article's title, an intent's name. It is an example of its class, too.
    pub titles: Vec<String>,
    /// Texts, each with its class.
    pub examples: Vec<(String, usize)>,
    /// Texts that belong to no class, where any are known.
    pub outside: Vec<String>,
}

/// A trained model.
#[derive(Clone, Debug)]
pub struct Site {
    heads: Heads,
    calibration: Calibration,
}

/// What a model makes of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The score of each class.
    pub scores: Vec<f32>,
    /// How surely the message belongs to any class at all; comparable within one site.
    pub known: f32,
    /// Whether that is above the site's own threshold.
    pub accepted: bool,
    /// Likeness of the nearest example by meaning: the cosine between the two.
    pub nearest: f32,
}

impl Reading {
    /// The best few classes with their scores, best first.
    pub fn best(&self, count: usize) -> Vec<(usize, f32)> {
        greatest_few(self.scores.iter().copied(), count.min(self.scores.len()))
    }
}

/// Share of a site's own questions that the threshold lets through.
const ACCEPTED: f32 = 0.95;
/// Examples from which on one part is held back instead of five in turn: enough to measure, and five times as fast.
const MANY: usize = 3_000;
/// Parts that examples are dealt into.
const FOLDS: usize = 5;

impl Site {
    /// Trains a model. The same lesson gives the same model on any machine.
    pub fn train(table: &Table, lesson: &Lesson) -> Self {
        let recipe = Recipe::for_size(lesson.examples.len(), lesson.titles.len());
        let titles: Vec<Seen> = lesson.titles.iter().map(|title| Seen::read(table, title)).collect();
        let seen: Vec<(Seen, usize)> =
            lesson.examples.iter().map(|(text, class)| (Seen::read(table, text), *class)).collect();
        let classes = lesson.titles.len();
        let train = |held: &dyn Fn(usize) -> bool| {
            let kept = seen.iter().enumerate().filter(|(place, _)| !held(*place));
            let mut examples: Vec<(&Seen, usize)> = kept.map(|(_, (seen, class))| (seen, *class)).collect();
            let named = titles.iter().enumerate().filter(|(_, title)| !title.grams.0.is_empty());
            examples.extend(named.map(|(class, title)| (title, class)));
            Heads::train(&examples, classes, recipe)
        };
        let folds = fold(&seen, classes);
        let measured = if seen.len() >= MANY { 1 } else { FOLDS };
        let parts: Vec<usize> = (0..measured).filter(|part| folds.contains(part)).collect();
        let held = each(parts, |part| {
            let of_part = |place: usize| folds.get(place) == Some(&part);
            let heads = train(&of_part);
            let held = seen.iter().enumerate().filter(|(place, _)| of_part(*place));
            held.map(|(_, (seen, _))| heads.scores(seen).scope).collect::<Vec<_>>()
        });
        Self { heads: train(&|_| false), calibration: Calibration::of(&held.concat()) }
    }

    /// Writes it: `calibration | heads`, as each of them says.
    pub fn write(&self, to: &mut Writer) {
        let Calibration { meaning, grams, near, alike, threshold } = self.calibration;
        for (mean, deviation) in [meaning, grams, near, alike] {
            to.f32(mean);
            to.f32(deviation);
        }
        to.f32(threshold);
        self.heads.write(to);
    }

    /// Reads it.
    pub fn load(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        let mut usual = || Ok((from.f32()?, from.f32()?));
        let (meaning, grams, near, alike) = (usual()?, usual()?, usual()?, usual()?);
        let calibration = Calibration { meaning, grams, near, alike, threshold: from.f32()? };
        Ok(Self { heads: Heads::read(from)?, calibration })
    }

    /// How many classes it tells apart.
    pub fn classes(&self) -> usize {
        self.heads.classes()
    }

    /// Reads a message.
    pub fn read(&self, seen: &Seen) -> Reading {
        let scores = self.heads.scores(seen);
        let known = self.calibration.known(scores.scope);
        let accepted = known >= self.calibration.threshold;
        Reading { scores: scores.fused(), known, accepted, nearest: scores.nearest }
    }
}

/// Deals the examples of each class out in turn.
fn fold(seen: &[(Seen, usize)], classes: usize) -> Vec<usize> {
    let mut dealt = vec![0; classes];
    let deal = |(_, class): &(Seen, usize)| {
        let count = dealt.get_mut(*class)?;
        *count += 1;
        Some((*count - 1 + *class) % FOLDS)
    };
    seen.iter().map(deal).map(Option::unwrap_or_default).collect()
}

/// What is usual on a site, measured on examples that were held back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    meaning: (f32, f32),
    grams: (f32, f32),
    near: (f32, f32),
    alike: (f32, f32),
    threshold: f32,
}

impl Calibration {
    fn of(held: &[Scope]) -> Self {
        let usual = |value: fn(&Scope) -> f32| moments(&held.iter().map(value).collect::<Vec<f32>>());
        let mut calibration = Self {
            meaning: usual(|scope| scope.meaning),
            grams: usual(|scope| scope.grams),
            near: usual(|scope| scope.near),
            alike: usual(|scope| scope.alike),
            threshold: f32::NEG_INFINITY,
        };
        let mut known: Vec<f32> = held.iter().map(|scope| calibration.known(*scope)).collect();
        known.sort_by(f32::total_cmp);
        #[allow(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "counts"
        )]
        let place = ((1.0 - ACCEPTED) * known.len() as f32) as usize;
        if let Some(threshold) = known.get(place) {
            calibration.threshold = *threshold;
        }
        calibration
    }

    /// Sums up, in standard deviations, how usual each measure is. All four together were better than any less.
    fn known(&self, scope: Scope) -> f32 {
        let z = |value: f32, (mean, deviation): (f32, f32)| (value - mean) / deviation;
        let by_meaning = z(scope.meaning, self.meaning) + z(scope.near, self.near);
        let by_grams = z(scope.grams, self.grams) + z(scope.alike, self.alike);
        // What the table cannot read, it cannot know either.
        scope.latin * by_meaning + by_grams
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::table::testing::table;

    /// A table that knows three words, and a site with three articles about them, one of them in Chinese.
    fn site() -> (Table, Site) {
        let table = Table::read(&table(&["bill", "pay", "router"])).unwrap();
        let examples = [
            ("how do I pay the bill", 0),
            ("pay my bill", 0),
            ("where is the bill", 0),
            ("my router is broken", 1),
            ("the router blinks", 1),
            ("restart the router", 1),
            ("怎么退款", 2),
            ("我要退款", 2),
            ("退款多久到账", 2),
        ];
        let lesson = Lesson {
            titles: ["Paying", "Router", "退款"].map(String::from).to_vec(),
            examples: examples.map(|(text, class)| (text.to_owned(), class)).to_vec(),
            outside: Vec::new(),
        };
        let site = Site::train(&table, &lesson);
        (table, site)
    }

    #[track_caller]
    fn check(text: &str, expect: usize) {
        let (table, site) = site();
        let ranked = site.read(&Seen::read(&table, text)).best(2);
        assert_eq!(ranked.first().map(|(class, _)| *class), Some(expect), "{text}: {ranked:?}");
    }

    #[test]
    fn each_message_finds_its_class() {
        check("can you show me the bill?", 0);
        check("is my router ok", 1);
        check("退款哪里看", 2);
        // The same in Traditional characters.
        check("退款哪裡看", 2);
    }

    #[test]
    fn what_is_far_from_all_examples_is_known_least() {
        let (table, site) = site();
        let known = |text: &str| site.read(&Seen::read(&table, text)).known;
        assert!(known("pay the bill") > known("xylophone concerts tonight"));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let (table, site) = site();
        let mut to = Writer::default();
        site.write(&mut to);
        let bytes = to.done();
        let read = Site::load(&mut Reader::new(&bytes)).unwrap();
        for text in ["please pay the router bill", "退款"] {
            let seen = Seen::read(&table, text);
            assert_eq!(site.read(&seen), read.read(&seen));
        }
        (0..bytes.len()).for_each(|end| assert!(Site::load(&mut Reader::new(&bytes[..end])).is_err(), "{end}"));
    }

    #[test]
    fn the_same_lesson_gives_the_same_model() {
        let (table, one) = site();
        let (_, other) = site();
        let seen = Seen::read(&table, "please pay the router bill");
        assert_eq!(one.read(&seen), other.read(&seen));
    }

    #[test]
    fn nothing_is_read_without_a_panic() {
        let table = Table::read(&table(&["a"])).unwrap();
        let site = Site::train(&table, &Lesson { titles: vec!["one".to_owned()], ..Lesson::default() });
        assert_eq!(site.read(&Seen::read(&table, "")).best(usize::MAX).len(), 1);
    }
}
