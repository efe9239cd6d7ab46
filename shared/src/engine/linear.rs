//! Multinomial logistic regression, over vectors with few or with all numbers set.
//!
//! Weights lie feature by feature, the classes of one feature side by side, so that both kinds of vector cost one
//! addition of a row for each number that is set, and both are trained by the same code.

use super::lbfgs::minimize;
use super::math::{add_scaled, log_softmax};

/// Training: how strongly weights are held small, and how many steps are taken at most.
#[derive(Clone, Copy, Debug)]
pub struct Fit {
    /// Half of this times the squared length of the weights is added to the loss, which is summed over examples.
    pub decay: f32,
    /// Steps of the minimiser.
    pub steps: usize,
}

/// A head that gives each class a score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linear {
    classes: usize,
    /// One row for each feature, and a last one for the bias.
    weights: Vec<f32>,
}

/// Numbers that are set, with their places.
pub trait Input {
    /// Calls for each number that is set, in a fixed order.
    fn each(&self, call: impl FnMut(usize, f32));
}

impl Input for [f32] {
    fn each(&self, mut call: impl FnMut(usize, f32)) {
        self.iter().enumerate().for_each(|(place, value)| call(place, *value));
    }
}

impl Input for [(u32, f32)] {
    fn each(&self, mut call: impl FnMut(usize, f32)) {
        for (place, value) in self {
            call(*place as usize, *value);
        }
    }
}

/// Products of examples and classes from which on a head is trained in small steps: the minimiser would take minutes.
const MANY: usize = 3_000_000;
/// Examples in a small step.
const BATCH: usize = 32;
/// How often all examples are seen in small steps.
const ROUNDS: usize = 12;
/// Keeps the first small steps from being endless.
const FLOOR: f32 = 1e-6;

impl Linear {
    /// Trains a head on examples, as exactly as their number allows.
    pub fn fit(examples: &[(&[f32], usize)], features: usize, classes: usize, fit: Fit) -> Self {
        if examples.len() * classes < MANY {
            return Self::train(examples, features, classes, fit);
        }
        Self::train_in_steps(examples, features, classes, fit.decay)
    }

    /// Trains by small steps, each as long as the steps before it allow (Duchi, Hazan and Singer 2011, "`AdaGrad`"). With
    /// ten examples each of 77 and 150 classes, as right as the minimiser within a tenth of a point.
    #[allow(clippy::cast_precision_loss, reason = "counts of examples are far below 2^24")]
    fn train_in_steps(examples: &[(&[f32], usize)], features: usize, classes: usize, decay: f32) -> Self {
        let mut weights = vec![0.0_f32; (features + 1) * classes];
        let mut gradient = vec![0.0_f32; weights.len()];
        let mut moved = vec![FLOOR; weights.len()];
        let mut scores = vec![0.0; classes];
        let (bias, all) = (features * classes, examples.len().max(1));
        // Neighbours in the list are often of one class, so one steps through it in wide strides, each example once.
        let batches = all.div_ceil(BATCH);
        for batch in (0..ROUNDS).flat_map(|_| 0..batches) {
            let share = decay * BATCH as f32 / all as f32;
            gradient.iter_mut().zip(&weights).take(bias).for_each(|(slot, weight)| *slot = share * weight);
            gradient.iter_mut().skip(bias).for_each(|slot| *slot = 0.0);
            for (input, class) in examples.iter().skip(batch).step_by(batches) {
                score(&weights, classes, *input, &mut scores);
                log_softmax(&mut scores);
                for score in &mut scores {
                    *score = libm::expf(*score);
                }
                scores.get_mut(*class).into_iter().for_each(|own| *own -= 1.0);
                for (row, value) in gradient.chunks_exact_mut(classes).zip(input.iter().chain(&[1.0])) {
                    add_scaled(row, *value, &scores);
                }
            }
            for ((weight, moved), slot) in weights.iter_mut().zip(&mut moved).zip(&gradient) {
                *moved += slot * slot;
                *weight -= slot / moved.sqrt();
            }
        }
        Self { classes, weights }
    }

    /// Trains a head on examples of `features` numbers, each with its class.
    pub fn train<I: Input + ?Sized>(examples: &[(&I, usize)], features: usize, classes: usize, fit: Fit) -> Self {
        let mut weights = vec![0.0; (features + 1) * classes];
        let mut scores = vec![0.0; classes];
        let bias = features * classes;
        minimize(&mut weights, fit.steps, |weights, gradient| {
            let mut loss = 0.0;
            for (slot, weight) in gradient.iter_mut().zip(weights) {
                *slot = fit.decay * weight;
            }
            for (slot, weight) in gradient.iter_mut().zip(weights).skip(bias) {
                *slot -= fit.decay * weight;
            }
            let held = weights.get(..bias).unwrap_or_default();
            let mut penalty = 0.0;
            for chunk in held.chunks(4096) {
                penalty += super::math::dot(chunk, chunk);
            }
            for (input, class) in examples {
                score(weights, classes, *input, &mut scores);
                log_softmax(&mut scores);
                loss -= scores.get(*class).copied().unwrap_or_default();
                for score in &mut scores {
                    *score = libm::expf(*score);
                }
                if let Some(own) = scores.get_mut(*class) {
                    *own -= 1.0;
                }
                input.each(|place, value| {
                    if let Some(row) = gradient.get_mut(place * classes..(place + 1) * classes) {
                        add_scaled(row, value, &scores);
                    }
                });
                if let Some(row) = gradient.get_mut(bias..) {
                    add_scaled(row, 1.0, &scores);
                }
            }
            loss + 0.5 * fit.decay * penalty
        });
        Self { classes, weights }
    }

    /// The score of each class, as the logarithm of its probability.
    pub fn scores<I: Input + ?Sized>(&self, input: &I) -> Vec<f32> {
        let mut scores = vec![0.0; self.classes];
        score(&self.weights, self.classes, input, &mut scores);
        scores
    }

    /// Its weights: a row for each feature with one number for each class, and a last row for the bias.
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// Bytes of its weights.
    pub fn bytes(&self) -> usize {
        size_of_val(self.weights.as_slice())
    }

    /// How many classes it tells apart.
    pub fn classes(&self) -> usize {
        self.classes
    }
}

fn score<I: Input + ?Sized>(weights: &[f32], classes: usize, input: &I, scores: &mut [f32]) {
    let bias = weights.len() - classes;
    scores.copy_from_slice(weights.get(bias..).unwrap_or_default());
    input.each(|place, value| {
        if let Some(row) = weights.get(place * classes..(place + 1) * classes) {
            add_scaled(scores, value, row);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIT: Fit = Fit { decay: 0.01, steps: 50 };

    #[test]
    fn three_classes_are_told_apart() {
        let corners: [[f32; 2]; 3] = [[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]];
        let examples: Vec<(&[f32], usize)> = corners.iter().enumerate().map(|(class, x)| (&x[..], class)).collect();
        let head = Linear::train(&examples, 2, 3, FIT);
        for (x, class) in examples {
            let scores = head.scores(x);
            assert!(scores.iter().all(|score| *score <= scores[class]), "{scores:?}");
        }
    }

    #[test]
    fn small_steps_lead_to_the_same_place() {
        let corners: [[f32; 2]; 3] = [[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]];
        let examples: Vec<(&[f32], usize)> = corners.iter().enumerate().map(|(class, x)| (&x[..], class)).collect();
        let head = Linear::train_in_steps(&examples, 2, 3, FIT.decay);
        for (x, class) in examples {
            let scores = head.scores(x);
            assert!(scores.iter().all(|score| *score <= scores[class]), "{scores:?}");
        }
    }

    #[test]
    fn sparse_and_full_vectors_agree() {
        let sparse: [&[(u32, f32)]; 2] = [&[(0, 1.0)], &[(2, 1.0)]];
        let full: [&[f32]; 2] = [&[1.0, 0.0, 0.0], &[0.0, 0.0, 1.0]];
        let one = Linear::train(&[(sparse[0], 0), (sparse[1], 1)], 3, 2, FIT);
        let other = Linear::train(&[(full[0], 0), (full[1], 1)], 3, 2, FIT);
        assert_eq!(one, other);
    }
}
