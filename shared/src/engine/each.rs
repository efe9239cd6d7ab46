//! Doing the same with several things: at the same time where there are threads, one after the other in a browser. What
//! comes out is the same, as long as none asks what becomes of another.

/// What `run` makes of each item, in the order of the items.
#[cfg(not(target_family = "wasm"))]
pub fn each<I: Send, T: Send>(items: Vec<I>, run: impl Fn(I) -> T + Sync + Send) -> Vec<T> {
    use rayon::prelude::*;
    items.into_par_iter().map(run).collect()
}

/// What `run` makes of each item, in the order of the items.
#[cfg(target_family = "wasm")]
pub fn each<I, T>(items: Vec<I>, run: impl Fn(I) -> T) -> Vec<T> {
    items.into_iter().map(run).collect()
}
