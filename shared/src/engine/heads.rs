//! A site's classifier: linear heads over meanings and over n-grams, and the nearest examples by each, fused.
//!
//! Each part gives every class the logarithm of a probability; what is fused is their weighted sum (late fusion: it
//! was better than one head over both). The parts err differently: heads generalise, neighbours remember; meanings
//! know synonyms, n-grams know names and misspellings.

use super::linear::{Fit, Linear};
use super::math::log_softmax;
use super::neighbours::{Neighbours, bytes};
use super::postings::Postings;
use super::sparse::{SIZE, Sparse, rarity};
use super::table::{DIMENSIONS, Meaning, Table};
use super::words::{Kind, Words};

/// Examples of each class from which on there are many.
const MANY: usize = 40;
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

/// Share of the words that are no Chinese; two Han characters count as one word.
#[allow(clippy::cast_precision_loss, reason = "counts of words")]
fn latin(words: &Words) -> f32 {
    let count = |wanted: Kind| words.iter().filter(|(_, kind)| *kind == wanted).count() as f32;
    let (latin, han) = (count(Kind::Word), count(Kind::Han) / 2.0);
    if han == 0.0 { 1.0 } else { latin / (latin + han) }
}

/// The trained heads.
#[derive(Clone, Debug)]
pub struct Heads {
    recipe: Recipe,
    meaning: Linear,
    grams: Linear,
    /// Row of the n-grams' head for each feature that any example has.
    rows: Vec<u32>,
    rarity: Vec<f32>,
    near: Neighbours,
    alike: Postings,
}

/// What the heads make of a message.
#[derive(Clone, Debug)]
pub struct Scores {
    /// The logarithm of each class's probability, part by part.
    pub parts: [Vec<f32>; PARTS],
    /// What the message looks like from the examples, for telling what is out of scope.
    pub scope: Scope,
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
        let rarity = rarity(&counted);
        let mut rows = vec![u32::MAX; SIZE];
        let mut used = 0;
        for (feature, _) in counted.iter().flat_map(|example| &example.0) {
            if let Some(row) = rows.get_mut(*feature as usize).filter(|row| **row == u32::MAX) {
                *row = used;
                used += 1;
            }
        }
        let weighed: Vec<Sparse> = counted.into_iter().map(|grams| placed(grams.weigh(&rarity), &rows)).collect();
        let inputs: Vec<(&[(u32, f32)], usize)> =
            weighed.iter().zip(examples).map(|(grams, (_, class))| (grams.0.as_slice(), *class)).collect();
        let grams = Linear::train(&inputs, used as usize, classes, recipe.grams);
        let inputs: Vec<(&[f32], usize)> =
            examples.iter().map(|(seen, class)| (seen.meaning.as_slice(), *class)).collect();
        let meaning = Linear::train(&inputs, DIMENSIONS, classes, recipe.meaning);
        let mut near = Neighbours::default();
        for (seen, class) in examples {
            near.push(&seen.meaning, *class);
        }
        Self { recipe, meaning, grams, rows, rarity, near, alike: Postings::build(&weighed, used as usize) }
    }

    /// Scores a message.
    pub fn scores(&self, seen: &Seen) -> Scores {
        let grams = placed(seen.grams.clone().weigh(&self.rarity), &self.rows);
        let mut by_meaning = self.meaning.scores(seen.meaning.as_slice());
        let mut by_grams = self.grams.scores(grams.0.as_slice());
        let mut near = Best::new(by_meaning.len());
        let mut alike = near.clone();
        let cosines = self.alike.likenesses(&grams);
        for (found, cosine) in self.near.likenesses(&bytes(&seen.meaning)).zip(cosines) {
            near.see(found.class, found.likeness);
            alike.see(found.class, cosine);
        }
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
        let mut weights = self.recipe.weights;
        for (weight, literal) in weights.iter_mut().zip(self.recipe.literal_weights) {
            *weight = seen.latin * *weight + (1.0 - seen.latin) * literal;
        }
        Scores { parts, scope, weights }
    }

    /// Bytes that the heads hold.
    pub fn bytes(&self) -> usize {
        self.meaning.bytes() + self.grams.bytes() + self.near.bytes() + self.alike.bytes() + 2 * 4 * SIZE
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
