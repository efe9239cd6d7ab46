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

/// The inner product of two lists of whole numbers, which is exact in any order. It must stay below 2^31: then it never
/// wraps, and saying that it may lets many be summed up at a time, whatever a build checks.
pub fn whole_dot<T: Copy + Into<i32>, U: Copy + Into<i32>>(one: &[T], other: &[U]) -> i32 {
    let product = |one: &T, other: &U| -> i32 { (*one).into().wrapping_mul((*other).into()) };
    let ((ones, rest), (others, other_rest)) = (one.as_chunks::<LANES>(), other.as_chunks::<LANES>());
    let mut lanes = [0_i32; LANES];
    for (one, other) in ones.iter().zip(others) {
        for ((lane, one), other) in lanes.iter_mut().zip(one).zip(other) {
            *lane = lane.wrapping_add(product(one, other));
        }
    }
    let rest = rest.iter().zip(other_rest).map(|(one, other)| product(one, other));
    lanes.into_iter().chain(rest).fold(0, i32::wrapping_add)
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
    let (chunks, rest) = scores.as_chunks::<LANES>();
    let mut lanes = [0.0_f32; LANES];
    for chunk in chunks {
        for (lane, score) in lanes.iter_mut().zip(chunk) {
            *lane += exp_below(score - greatest);
        }
    }
    let total = sum(lanes) + rest.iter().map(|score| exp_below(score - greatest)).sum::<f32>();
    let shift = greatest + libm::logf(total);
    for score in scores {
        *score -= shift;
    }
}

/// e to the power of a number that is not above zero. `libm` would take most of what a message with a thousand classes
/// costs: this one has no branches, so that many are computed at a time, and is as exact as its sums.
#[inline]
fn exp_below(x: f32) -> f32 {
    /// Adding it leaves a whole number in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    /// Less is as good as nothing, and no normal number.
    const LEAST: f32 = -87.0;
    /// The logarithm of two, its first bits and the others.
    const LN_2: [f32; 2] = [0.693_359_4, -2.121_944_4e-4];
    let x = if x < LEAST { LEAST } else { x };
    let moved = x * std::f32::consts::LOG2_E + ROUND;
    let whole = moved - ROUND;
    let r = (x - whole * LN_2[0]) - whole * LN_2[1];
    let power = 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r / 720.0)))));
    f32::from_bits((moved.to_bits() << 23).wrapping_add(127 << 23)) * power
}

/// The greatest few of some scores with their places, greatest first; of those that are as great, the first.
pub fn greatest_few(scores: impl Iterator<Item = f32>, count: usize) -> Vec<(usize, f32)> {
    let mut kept: Vec<(usize, f32)> = Vec::with_capacity(count + 1);
    let mut least = f32::NEG_INFINITY;
    for (place, score) in scores.enumerate() {
        if kept.len() == count && score <= least {
            continue;
        }
        let at = kept.partition_point(|(_, better)| *better >= score);
        kept.insert(at, (place, score));
        kept.truncate(count);
        least = kept.last().map_or(f32::NEG_INFINITY, |(_, score)| *score);
    }
    kept
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
            let whole: Vec<i16> = (0..length).map(i16::from).collect();
            let sum = whole_dot(&whole, &whole);
            assert!((f64::from(sum) - f64::from(expect)).abs() < 0.01, "{length}");
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
    fn powers_are_close() {
        for step in 0..2_000_u16 {
            let x = -f32::from(step) / 20.0;
            let exact = libm::expf(x).max(libm::expf(-87.0));
            assert!((exp_below(x) / exact - 1.0).abs() < 1e-6, "{x}: {} {exact}", exp_below(x));
        }
        assert_eq!(exp_below(0.0).to_bits(), 1.0_f32.to_bits());
    }

    #[test]
    fn the_greatest_come_first_and_of_equals_the_first() {
        let few = greatest_few([1.0, 3.0, 2.0, 3.0, 0.0].into_iter(), 3);
        assert_eq!(few, [(1, 3.0), (3, 3.0), (2, 2.0)]);
        assert_eq!(greatest_few([1.0].into_iter(), 3).len(), 1);
        assert!(greatest_few([1.0].into_iter(), 0).is_empty());
    }

    #[test]
    fn zeros_have_no_direction() {
        let mut zeros = [0.0; 4];
        normalize(&mut zeros);
        assert!(zeros.iter().all(|value| value.abs() < f32::EPSILON));
        assert_eq!(moments(&[]), (0.0, 1.0));
    }
}
