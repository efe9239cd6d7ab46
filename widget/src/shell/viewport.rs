//! The part of a phone's screen that the keyboard leaves free.

use gloo_events::EventListener;
use leptos::prelude::*;

use super::{Sheet, window};

/// Keeps two lengths in a stylesheet while the panel is open: height of what can be seen, and where it begins.
pub fn follow_viewport(sheet: Sheet, open: RwSignal<bool>) {
    let Some(viewport) = window().and_then(|window| window.visual_viewport()) else { return };
    let target = viewport.clone();
    let fit = std::rc::Rc::new(move || {
        if open.try_get_untracked() == Some(true) {
            let (height, top) = (viewport.height(), viewport.offset_top());
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
