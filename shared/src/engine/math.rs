//! Arithmetic whose result is the same in native code and in wasm: one fixed order of summation, and `libm`.
//!
//! Sums run in eight lanes that are added in one order at the end. Rust neither reorders floating-point additions nor
//! fuses them with multiplications, so the compiler may use SIMD registers but not change a bit.

/// Lanes of a sum.
const LANES: usize = 8;

/// The inner product of two vectors.
pub fn dot(one: &[f32], other: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    let (ones, others) = (one.chunks_exact(LANES), other.chunks_exact(LANES));
    let rest: f32 = ones.remainder().iter().zip(others.remainder()).map(|(a, b)| a * b).sum();
    for (one, other) in ones.zip(others) {
        for ((lane, a), b) in lanes.iter_mut().zip(one).zip(other) {
            *lane += a * b;
        }
    }
    sum(lanes) + rest
}

fn sum(lanes: [f32; LANES]) -> f32 {
    let [one, two, three, four, five, six, seven, eight] = lanes;
    ((one + five) + (three + seven)) + ((two + six) + (four + eight))
}

/// Adds a multiple of one vector to another.
pub fn add_scaled(to: &mut [f32], scale: f32, from: &[f32]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += scale * from;
    }
}

/// Makes a vector's length one; a vector of zeros stays.
pub fn normalize(vector: &mut [f32]) {
    let length = libm::sqrtf(dot(vector, vector));
    if length > 0.0 {
        for value in vector {
            *value /= length;
        }
    }
}

/// Replaces scores by the logarithms of their softmax.
pub fn log_softmax(scores: &mut [f32]) {
    let greatest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let total: f32 = scores.iter().map(|score| libm::expf(score - greatest)).sum();
    let shift = greatest + libm::logf(total);
    for score in scores {
        *score -= shift;
    }
}

/// The logistic function.
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-x))
}

/// Mean and standard deviation; a deviation of zero is given as one, so that it can be divided by.
#[allow(clippy::cast_precision_loss, reason = "counts of examples are far below 2^24")]
pub fn moments(values: &[f32]) -> (f32, f32) {
    if values.is_empty() {
        return (0.0, 1.0);
    }
    let count = values.len() as f32;
    let mean = values.iter().sum::<f32>() / count;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f32>() / count;
    let deviation = libm::sqrtf(variance);
    (mean, if deviation > 0.0 { deviation } else { 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_any_length() {
        for length in [0_u8, 1, 7, 8, 9, 31] {
            let ones: Vec<f32> = (0..length).map(f32::from).collect();
            let expect: f32 = (0..length).map(|x| f32::from(x) * f32::from(x)).sum();
            assert!((dot(&ones, &ones) - expect).abs() < 0.01, "{length}");
        }
    }

    #[test]
    fn softmax_adds_up_to_one() {
        let mut scores = [1.0, 2.0, 1000.0, -50.0];
        log_softmax(&mut scores);
        let total: f32 = scores.iter().map(|score| libm::expf(*score)).sum();
        assert!((total - 1.0).abs() < 1e-5, "{scores:?}");
    }

    #[test]
    fn zeros_have_no_direction() {
        let mut zeros = [0.0; 4];
        normalize(&mut zeros);
        assert!(zeros.iter().all(|value| value.abs() < f32::EPSILON));
        assert_eq!(moments(&[]), (0.0, 1.0));
    }
}
