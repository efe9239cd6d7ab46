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

impl Linear {
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
    fn sparse_and_full_vectors_agree() {
        let sparse: [&[(u32, f32)]; 2] = [&[(0, 1.0)], &[(2, 1.0)]];
        let full: [&[f32]; 2] = [&[1.0, 0.0, 0.0], &[0.0, 0.0, 1.0]];
        let one = Linear::train(&[(sparse[0], 0), (sparse[1], 1)], 3, 2, FIT);
        let other = Linear::train(&[(full[0], 0), (full[1], 1)], 3, 2, FIT);
        assert_eq!(one, other);
    }
}
