//! A value that effects can watch. It does what Leptos's `ArcRwSignal` does within one thread, in fewer bytes: the
//! trigger has no type parameter, so that a new type of value costs next to nothing.

use std::cell::RefCell;

use reactive_graph::signal::ArcTrigger;
use reactive_graph::traits::{Notify, Track};

/// A value, and who watches it.
#[derive(Debug, Default)]
pub struct Watched<T> {
    value: RefCell<T>,
    changed: ArcTrigger,
}

impl<T> Watched<T> {
    /// Of a value.
    pub fn new(value: T) -> Self {
        Self { value: RefCell::new(value), changed: ArcTrigger::new() }
    }

    /// Reads it; an effect that does runs again once it changes. What reads must not write.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.changed.track();
        read(&self.value.borrow())
    }

    /// Reads it without watching.
    pub fn peek<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.value.borrow())
    }

    /// Changes it, and tells.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.value.borrow_mut());
        self.changed.notify();
    }

    /// Changes it, and tells where `change` says that something has changed.
    pub fn maybe_update(&self, change: impl FnOnce(&mut T) -> bool) {
        let changed = change(&mut self.value.borrow_mut());
        if changed {
            self.changed.notify();
        }
    }
}

impl<T: Clone> Watched<T> {
    /// A copy; watched.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    /// A copy; not watched.
    pub fn peeked(&self) -> T {
        self.peek(T::clone)
    }
}

impl<T: PartialEq> Watched<T> {
    /// Puts another value in its place, and tells if it differs.
    pub fn set(&self, value: T) {
        self.maybe_update(|held| {
            let differs = *held != value;
            *held = value;
            differs
        });
    }
}
