//! Minimising a smooth function: limited-memory BFGS with backtracking (Nocedal and Wright 2006, algorithm 7.5).
//!
//! Deterministic: no randomness, one order of summation, a fixed limit of steps.

use std::collections::VecDeque;

use super::math::{add_scaled, dot};

/// Steps whose curvature is remembered.
const MEMORY: usize = 6;
/// Decrease that a step must bring, as a share of what the slope promises.
const DECREASE: f32 = 1e-4;
/// Halvings of a step before the search gives up.
const HALVINGS: usize = 20;
/// Relative change of the value below which the minimum counts as found.
const ENOUGH: f32 = 1e-5;

/// Moves `at` to a minimum. `function` gives the value and writes the gradient.
pub fn minimize(at: &mut [f32], steps: usize, mut function: impl FnMut(&[f32], &mut [f32]) -> f32) {
    let mut gradient = vec![0.0; at.len()];
    let mut value = function(at, &mut gradient);
    let mut history: VecDeque<Pair> = VecDeque::with_capacity(MEMORY);
    let (mut next, mut next_gradient) = (at.to_vec(), gradient.clone());
    for _ in 0..steps {
        let direction = direction(&gradient, &history);
        let slope = dot(&direction, &gradient);
        if slope >= 0.0 || !slope.is_finite() {
            return;
        }
        let first = if history.is_empty() { 1.0 / libm::sqrtf(dot(&gradient, &gradient)).max(1.0) } else { 1.0 };
        let mut length = first;
        let mut found = None;
        for _ in 0..HALVINGS {
            next.copy_from_slice(at);
            add_scaled(&mut next, length, &direction);
            let reached = function(&next, &mut next_gradient);
            if reached <= value + DECREASE * length * slope {
                found = Some(reached);
                break;
            }
            length *= 0.5;
        }
        let Some(reached) = found else { return };
        let moved: Vec<f32> = next.iter().zip(at.iter()).map(|(to, from)| to - from).collect();
        let turned: Vec<f32> = next_gradient.iter().zip(&gradient).map(|(to, from)| to - from).collect();
        let curvature = dot(&moved, &turned);
        if curvature > 1e-12 {
            if history.len() == MEMORY {
                history.pop_front();
            }
            history.push_back(Pair { moved, turned, curvature });
        }
        at.copy_from_slice(&next);
        gradient.copy_from_slice(&next_gradient);
        let change = value - reached;
        value = reached;
        if change <= ENOUGH * value.abs().max(1e-6) {
            return;
        }
    }
}

/// A step and how the gradient changed along it.
struct Pair {
    moved: Vec<f32>,
    turned: Vec<f32>,
    curvature: f32,
}

/// Where to go: the gradient, turned back and scaled by the remembered curvature.
fn direction(gradient: &[f32], history: &VecDeque<Pair>) -> Vec<f32> {
    let mut direction: Vec<f32> = gradient.iter().map(|value| -value).collect();
    let mut shares = Vec::with_capacity(history.len());
    for pair in history.iter().rev() {
        let share = dot(&pair.moved, &direction) / pair.curvature;
        add_scaled(&mut direction, -share, &pair.turned);
        shares.push(share);
    }
    if let Some(last) = history.back() {
        let scale = last.curvature / dot(&last.turned, &last.turned);
        for value in &mut direction {
            *value *= scale;
        }
    }
    for (pair, share) in history.iter().zip(shares.into_iter().rev()) {
        let back = dot(&pair.turned, &direction) / pair.curvature;
        add_scaled(&mut direction, share - back, &pair.moved);
    }
    direction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_valley_is_found() {
        // Rosenbrock's function, whose minimum lies at (1, 1) in a bent valley.
        let mut at = [-1.2, 1.0];
        minimize(&mut at, 200, |at, gradient| {
            let (x, y) = (at[0], at[1]);
            gradient[0] = -2.0 * (1.0 - x) - 400.0 * x * (y - x * x);
            gradient[1] = 200.0 * (y - x * x);
            (1.0 - x) * (1.0 - x) + 100.0 * (y - x * x) * (y - x * x)
        });
        assert!((at[0] - 1.0).abs() < 0.02 && (at[1] - 1.0).abs() < 0.04, "{at:?}");
    }

    #[test]
    fn a_flat_function_stays() {
        let mut at = [3.0];
        minimize(&mut at, 10, |_, gradient| {
            gradient[0] = 0.0;
            1.0
        });
        assert!((at[0] - 3.0).abs() < f32::EPSILON);
    }
}
