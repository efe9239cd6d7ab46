//! Runs Leptos's effects, each of which is a future that waits for a change. The executor of `wasm-bindgen-futures` makes
//! a promise of every future, and is several times as large.

use std::cell::RefCell;
use std::sync::Arc;
use std::task::{Context, Wake, Waker};

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Futures by their number. A place is empty while its future runs, and once it has ended.
#[derive(Default)]
struct Tasks {
    all: Vec<Option<PinnedLocalFuture<()>>>,
    /// Numbers of those that have ended.
    free: Vec<usize>,
    /// Numbers of those that may go on.
    ready: Vec<usize>,
}

thread_local! {
    static TASKS: RefCell<Tasks> = RefCell::default();
}

impl Tasks {
    fn put(&mut self, number: usize, future: PinnedLocalFuture<()>) {
        if let Some(place) = self.all.get_mut(number) {
            *place = Some(future);
        }
    }
}

struct Microtasks;

impl CustomExecutor for Microtasks {
    fn spawn(&self, future: PinnedFuture<()>) {
        self.spawn_local(future);
    }

    fn spawn_local(&self, future: PinnedLocalFuture<()>) {
        let number = TASKS.with_borrow_mut(|tasks| {
            let number = tasks.free.pop().unwrap_or(tasks.all.len());
            if number == tasks.all.len() {
                tasks.all.push(None);
            }
            tasks.put(number, future);
            number
        });
        ready(number);
    }

    fn poll_local(&self) {}
}

/// Wakes the future with this number; one that has ended meanwhile is not there any more, and another that has its
/// number is polled once too often, which does no harm.
struct Turn(usize);

impl Wake for Turn {
    fn wake(self: Arc<Self>) {
        ready(self.0);
    }
}

fn ready(number: usize) {
    let was_idle = TASKS.with_borrow_mut(|tasks| {
        tasks.ready.push(number);
        tasks.ready.len() == 1
    });
    if was_idle && let Some(window) = web_sys::window() {
        window.queue_microtask(Closure::once_into_js(run).unchecked_ref());
    }
}

/// Lets each future that may go on do so, once.
fn run() {
    let turn = TASKS.with_borrow_mut(|tasks| std::mem::take(&mut tasks.ready));
    for number in turn {
        let task = TASKS.with_borrow_mut(|tasks| tasks.all.get_mut(number).and_then(Option::take));
        let Some(mut task) = task else { continue };
        let waker = Waker::from(Arc::new(Turn(number)));
        // Whatever it calls may spawn and wake: nothing is borrowed here.
        if task.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
            TASKS.with_borrow_mut(|tasks| tasks.put(number, task));
        } else {
            drop(task);
            TASKS.with_borrow_mut(|tasks| tasks.free.push(number));
        }
    }
}

/// Makes it the one that Leptos uses. Once is enough; more changes nothing.
pub fn prepare() {
    // The only error is that it was done already.
    let _ = Executor::init_custom_executor(Microtasks);
}
