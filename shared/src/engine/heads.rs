//! A site's classifier: linear heads over meanings and over n-grams, and the nearest examples by each, fused.
//!
//! Each part gives every class the logarithm of a probability; what is fused is their weighted sum (late fusion: it
//! was better than one head over both). The parts err differently: heads generalise, neighbours remember; meanings
//! know synonyms, n-grams know names and misspellings.

use super::bytes::{Damaged, Reader, Writer};
use super::linear::{Fit, Linear};
use super::math::{greatest_few, log_softmax};
use super::neighbours::{Fine, Neighbours};
use super::overlap::{Overlap, Sought};
use super::packed::{Full, Thin};
use super::sparse::{Rarity, SIZE, Sparse};
use super::table::{DIMENSIONS, Meaning, Table};
use super::words::{Kind, Words};

/// Examples of each class from which on there are many.
const MANY: usize = 40;
/// Classes whose examples are looked at one by one: those that the heads think of first. With fewer classes, all are.
const LOOKED_AT: usize = 32;
/// Features times classes from which on the n-grams' head is not trained, but made of the middles of its classes.
const MOST_WEIGHTS: usize = 6_000_000;
/// What a cosine with the middle of a class is multiplied by, and the features that are kept of a middle.
const MIDDLE_SCALE: f32 = 12.0;
const MIDDLE_KEPT: usize = 160;
/// Classes from which on only the shortest examples of each are kept to compare with, and less of each.
const MANY_CLASSES: usize = 250;
/// With so many classes: share of words that the table can read, on average, below which it is left out.
const LEAST_LATIN: f32 = 0.25;
const FEW_SHOWN: usize = 8;
/// Features that are kept of an example.
const KEPT: usize = 40;
const FEW_KEPT: usize = 24;
/// How many parts are fused.
pub const PARTS: usize = 4;

/// How heads are trained and fused.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// Training of the head over meanings.
    pub meaning: Fit,
    /// Training of the head over n-grams.
    pub grams: Fit,
    /// What a cosine of meanings is multiplied by before classes are compared.
    pub near_scale: f32,
    /// What a cosine of n-grams is multiplied by.
    pub alike_scale: f32,
    /// Weights of the parts: meanings, n-grams, nearest by meaning, nearest by n-grams.
    pub weights: [f32; PARTS],
    /// The same for Chinese, which has no meanings yet; a mixed message is weighed in between.
    pub literal_weights: [f32; PARTS],
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            meaning: Fit { decay: 0.03, steps: 60 },
            grams: Fit { decay: 0.01, steps: 40 },
            near_scale: 12.0,
            alike_scale: 12.0,
            weights: [1.0, 0.2, 0.7, 0.1],
            literal_weights: [0.0, 1.0, 0.0, 0.1],
        }
    }
}

impl Recipe {
    /// What suits so many examples: with many of each class, n-grams and neighbours know more.
    pub fn for_size(examples: usize, classes: usize) -> Self {
        let mut recipe = Self::default();
        if examples >= MANY * classes.max(1) {
            recipe.weights = [1.0, 1.0, 1.5, 0.15];
        }
        recipe
    }
}

/// A text as the heads see it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What it means.
    pub meaning: Meaning,
    /// What it literally holds, counted.
    pub grams: Sparse,
    /// Share of it that the table can read, which is no Chinese.
    pub latin: f32,
}

impl Seen {
    /// Reads a text.
    pub fn read(table: &Table, text: &str) -> Self {
        let words = Words::read(text);
        Self { meaning: table.meaning(&words), grams: Sparse::count(&words), latin: latin(&words) }
    }
}

/// Share of the words that are no Chinese; two Han characters count as one word. Marks alone are nothing to read.
#[allow(clippy::cast_precision_loss, reason = "counts of words")]
fn latin(words: &Words) -> f32 {
    let count = |wanted: Kind| words.iter().filter(|(_, kind)| *kind == wanted).count() as f32;
    let (latin, han) = (count(Kind::Word), count(Kind::Han) / 2.0);
    latin / (latin + han).max(1.0)
}

/// The trained heads.
#[derive(Clone, Debug)]
pub struct Heads {
    recipe: Recipe,
    meaning: Full,
    grams: Thin,
    /// The features that any example has, rising, in the order of the rows of the n-grams' head.
    features: Vec<u16>,
    /// Row of the n-grams' head for each feature that any example has.
    rows: Vec<u32>,
    rarity: Rarity,
    /// Where each class's examples begin; one more at the end.
    starts: Vec<u32>,
    near: Neighbours,
    alike: Overlap,
}

/// What the heads make of a message.
#[derive(Clone, Debug)]
pub struct Scores {
    /// The logarithm of each class's probability, part by part.
    pub parts: [Vec<f32>; PARTS],
    /// What the message looks like from the examples, for telling what is out of scope.
    pub scope: Scope,
    /// Likeness of the nearest example by meaning.
    pub nearest: f32,
    weights: [f32; PARTS],
}

/// How close a message is to what the heads were trained on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scope {
    /// The greatest score of any class by meaning, before it is made a probability.
    pub meaning: f32,
    /// The same by n-grams.
    pub grams: f32,
    /// Mean likeness of the nearest few examples by meaning.
    pub near: f32,
    /// The same by n-grams.
    pub alike: f32,
    /// Share of the message that the table can read.
    pub latin: f32,
}

/// Nearest examples whose likeness is averaged.
const NEAREST: usize = 4;

impl Heads {
    /// Trains on examples, each with its class.
    pub fn train(examples: &[(&Seen, usize)], classes: usize, recipe: Recipe) -> Self {
        let counted: Vec<Sparse> = examples.iter().map(|(seen, _)| seen.grams.clone()).collect();
        let rarity = Rarity::of(&counted);
        let (features, rows) = numbered(&counted);
        let weighed: Vec<Sparse> = counted.into_iter().map(|grams| placed(grams.weigh(&rarity.says), &rows)).collect();
        let inputs: Vec<(&[(u32, f32)], usize)> =
            weighed.iter().zip(examples).map(|(grams, (_, class))| (grams.0.as_slice(), *class)).collect();
        let grams = if features.len() * classes > MOST_WEIGHTS {
            Thin::middles(&inputs, features.len(), classes, MIDDLE_SCALE, MIDDLE_KEPT)
        } else {
            Thin::of(&Linear::train(&inputs, features.len(), classes, recipe.grams))
        };
        let large = classes > MANY_CLASSES;
        let literal = large && latin_share(examples) < LEAST_LATIN;
        let inputs: Vec<(&[f32], usize)> =
            examples.iter().map(|(seen, class)| (seen.meaning.as_slice(), *class)).collect();
        let meaning = if literal {
            Full::silent(classes)
        } else {
            Full::of(&Linear::fit(&inputs, DIMENSIONS, classes, recipe.meaning))
        };
        let shown = shown(examples, classes, if large { FEW_SHOWN } else { usize::MAX });
        let mut near = Neighbours::default();
        let mut counts = vec![0_u32; classes];
        for (seen, class) in shown.iter().filter_map(|place| examples.get(*place)) {
            if !literal {
                near.push(&seen.meaning);
            }
            counts.get_mut(*class).into_iter().for_each(|count| *count += 1);
        }
        let sorted: Vec<&Sparse> = shown.iter().filter_map(|place| weighed.get(*place)).collect();
        let alike = Overlap::build(&sorted, if large { FEW_KEPT } else { KEPT });
        Self { recipe, meaning, grams, features, rows, rarity, starts: starts(&counts), near, alike }
    }

    /// Scores a message.
    pub fn scores(&self, seen: &Seen) -> Scores {
        let grams = placed(seen.grams.clone().weigh(&self.rarity.says), &self.rows);
        let mut by_meaning = self.meaning.scores(&seen.meaning);
        let mut by_grams = self.grams.scores(grams.0.as_slice());
        let mut weights = self.recipe.weights;
        for (weight, literal) in weights.iter_mut().zip(self.recipe.literal_weights) {
            *weight = seen.latin * *weight + (1.0 - seen.latin) * literal;
        }
        let mut near = Best::new(by_meaning.len());
        let mut alike = near.clone();
        let (meaning, sought) = (Fine::of(&seen.meaning), Sought::of(&grams));
        for class in likely(&by_meaning, &by_grams, weights) {
            let (Some(from), Some(end)) = (self.starts.get(class), self.starts.get(class + 1)) else { continue };
            let own = *from as usize..*end as usize;
            self.near.likenesses(&meaning, own.clone()).for_each(|likeness| near.see(class, likeness));
            self.alike.likenesses(&sought, own).for_each(|likeness| alike.see(class, likeness));
        }
        let [nearest, ..] = near.top;
        let scope = Scope {
            meaning: greatest(&by_meaning),
            grams: greatest(&by_grams),
            near: near.nearest(),
            alike: alike.nearest(),
            latin: seen.latin,
        };
        log_softmax(&mut by_meaning);
        log_softmax(&mut by_grams);
        let parts = [by_meaning, by_grams, near.scores(self.recipe.near_scale), alike.scores(self.recipe.alike_scale)];
        Scores { parts, scope, nearest, weights }
    }

    /// Writes them, without what a recipe's name says.
    pub fn write(&self, to: &mut Writer) {
        let Recipe { near_scale, alike_scale, weights, literal_weights, .. } = self.recipe;
        [near_scale, alike_scale].into_iter().chain(weights).chain(literal_weights).for_each(|value| to.f32(value));
        self.meaning.write(to);
        self.grams.write(to);
        to.u32(self.rarity.examples);
        for feature in &self.features {
            to.u16(*feature);
            to.u16(self.rarity.having.get(usize::from(*feature)).copied().unwrap_or_default());
        }
        for ends in self.starts.windows(2) {
            if let [from, end] = ends {
                to.u16(u16::try_from(end - from).unwrap_or(u16::MAX));
            }
        }
        self.near.write(to);
        self.alike.write(to);
    }

    /// Reads them.
    pub fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        let mut recipe = Recipe { near_scale: from.f32()?, alike_scale: from.f32()?, ..Recipe::default() };
        for weight in recipe.weights.iter_mut().chain(&mut recipe.literal_weights) {
            *weight = from.f32()?;
        }
        let (meaning, grams) = (Full::read(from)?, Thin::read(from)?);
        let examples = from.u32()?;
        let (mut features, mut rows, mut having) = (Vec::new(), vec![u32::MAX; SIZE], vec![0; SIZE]);
        for place in 0..grams.rows() {
            let (feature, count) = (from.u16()?, from.u16()?);
            *rows.get_mut(usize::from(feature)).ok_or(Damaged)? = u32::try_from(place).map_err(|_| Damaged)?;
            *having.get_mut(usize::from(feature)).ok_or(Damaged)? = count;
            features.push(feature);
        }
        if !features.is_sorted() {
            return Err(Damaged);
        }
        let counts = from.many(meaning.classes(), |from| from.u16().map(u32::from))?;
        let starts = starts(&counts);
        let (near, alike) = (Neighbours::read(from)?, Overlap::read(from)?);
        let all = alike.len();
        if (near.len() != all && !near.is_empty()) || starts.last().is_none_or(|end| *end as usize != all) {
            return Err(Damaged);
        }
        let rarity = Rarity::from(examples, having);
        Ok(Self { recipe, meaning, grams, features, rows, rarity, starts, near, alike })
    }

    /// How many classes are told apart.
    pub fn classes(&self) -> usize {
        self.meaning.classes()
    }
}

impl Scores {
    /// The fused score of each class.
    pub fn fused(&self) -> Vec<f32> {
        let mut fused = vec![0.0; self.parts[0].len()];
        for (part, weight) in self.parts.iter().zip(self.weights) {
            super::math::add_scaled(&mut fused, weight, part);
        }
        fused
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of examples are far below 2^24")]
fn latin_share(examples: &[(&Seen, usize)]) -> f32 {
    examples.iter().map(|(seen, _)| seen.latin).sum::<f32>() / examples.len().max(1) as f32
}

/// The examples that messages are compared with, class by class: of each class at most so many, the shortest.
fn shown(examples: &[(&Seen, usize)], classes: usize, most: usize) -> Vec<usize> {
    let mut by_class: Vec<Vec<usize>> = vec![Vec::new(); classes];
    for (place, (_, class)) in examples.iter().enumerate() {
        by_class.get_mut(*class).into_iter().for_each(|own| own.push(place));
    }
    for own in by_class.iter_mut().filter(|own| own.len() > most) {
        own.sort_by_key(|place| examples.get(*place).map(|(seen, _)| seen.grams.0.len()));
        own.truncate(most);
        own.sort_unstable();
    }
    by_class.concat()
}

/// The features that any example has, rising, and the row of each.
fn numbered(examples: &[Sparse]) -> (Vec<u16>, Vec<u32>) {
    let mut rows = vec![u32::MAX; SIZE];
    let all = examples.iter().flat_map(|example| &example.0);
    all.for_each(|(feature, _)| rows.get_mut(*feature as usize).into_iter().for_each(|row| *row = 0));
    let mut features = Vec::new();
    for (feature, row) in (0..).zip(&mut rows).filter(|(_, row)| **row == 0) {
        *row = u32::try_from(features.len()).unwrap_or(u32::MAX);
        features.push(feature);
    }
    (features, rows)
}

/// Where each of several groups begins, with the end of the last.
fn starts(counts: &[u32]) -> Vec<u32> {
    let mut end = 0;
    std::iter::once(0)
        .chain(counts.iter().map(|count| {
            end += count;
            end
        }))
        .collect()
}

/// The classes that both heads together think of first.
fn likely(by_meaning: &[f32], by_grams: &[f32], [meaning, grams, ..]: [f32; PARTS]) -> impl Iterator<Item = usize> {
    let both = by_meaning.iter().zip(by_grams).map(|(one, other)| meaning * one + grams * other);
    greatest_few(both, LOOKED_AT).into_iter().map(|(class, _)| class)
}

/// The best likeness of each class, and the best few of all.
#[derive(Clone)]
struct Best {
    classes: Vec<f32>,
    top: [f32; NEAREST],
}

impl Best {
    fn new(classes: usize) -> Self {
        Self { classes: vec![-1.0; classes], top: [-1.0; NEAREST] }
    }

    fn see(&mut self, class: usize, likeness: f32) {
        if let Some(best) = self.classes.get_mut(class) {
            *best = best.max(likeness);
        }
        let mut value = likeness;
        for kept in &mut self.top {
            if value > *kept {
                std::mem::swap(kept, &mut value);
            }
        }
    }

    /// Mean of the best few.
    fn nearest(&self) -> f32 {
        self.top.iter().sum::<f32>() / 4.0
    }

    fn scores(mut self, scale: f32) -> Vec<f32> {
        self.classes.iter_mut().for_each(|value| *value *= scale);
        log_softmax(&mut self.classes);
        self.classes
    }
}

fn greatest(scores: &[f32]) -> f32 {
    scores.iter().copied().fold(f32::NEG_INFINITY, f32::max)
}

/// A feature's number becomes its row; what no example has falls away.
fn placed(grams: Sparse, rows: &[u32]) -> Sparse {
    let row = |feature: u32| rows.get(feature as usize).copied().filter(|row| *row != u32::MAX);
    Sparse(grams.0.into_iter().filter_map(|(feature, value)| Some((row(feature)?, value))).collect())
}
