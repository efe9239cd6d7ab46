//! Sizes that change: the part of a phone's screen that the keyboard leaves free, and the transcript's own.

use gloo_events::EventListener;
use js_sys::wasm_bindgen::JsCast;
use js_sys::wasm_bindgen::closure::Closure;
use leptos::html::Div;
use leptos::prelude::*;
use web_sys::ResizeObserver;

use super::{Sheet, window};

/// Keeps two lengths in a stylesheet while the panel is open: height of what can be seen, and where it begins.
pub fn follow_viewport(sheet: Sheet, open: RwSignal<bool>) {
    let Some(viewport) = window().and_then(|window| window.visual_viewport()) else { return };
    let target = viewport.clone();
    let fit = std::rc::Rc::new(move || {
        if open.try_get_untracked() == Some(true) {
            // Whole pixels, so that no code to print fractions is needed.
            #[allow(clippy::cast_possible_truncation)]
            let (height, top) = (viewport.height() as i32, viewport.offset_top() as i32);
            sheet.replace(&format!(":host{{--seen-height:{height}px;--seen-top:{top}px}}"));
        }
    });
    let listeners = ["resize", "scroll"].map(|name| {
        let fit = std::rc::Rc::clone(&fit);
        EventListener::new(&target, name, move |_| fit())
    });
    // Held by the panel's owner, and let go with it.
    StoredValue::new_local(listeners);
    Effect::new(move |_| {
        if open.get() {
            fit();
        }
    });
}

/// Runs something whenever the transcript's frame or what is in it changes its size: a new row, a form that
/// opens, a composer that grows, a keyboard that comes.
pub fn follow_size(frame: NodeRef<Div>, content: NodeRef<Div>, then: impl Fn() + 'static) {
    let changed = Closure::<dyn Fn()>::new(then);
    let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) else { return };
    let watcher = observer.clone();
    Effect::new(move |_| {
        for element in [frame.get(), content.get()].into_iter().flatten() {
            watcher.observe(&element);
        }
    });
    let held = StoredValue::new_local((observer, changed));
    on_cleanup(move || held.with_value(|(observer, _)| observer.disconnect()));
}
