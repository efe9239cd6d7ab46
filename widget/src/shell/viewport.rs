//! Sizes that change: the part of a phone's screen that the keyboard leaves free, and the transcript's own.

use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::wasm_bindgen::JsCast;
use js_sys::wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, ResizeObserver};

use super::{Sheet, window};

/// Keeps two lengths in a stylesheet while the panel is open: height of what can be seen, and where it begins. The
/// first is called at once, whenever the panel opens; the listeners live as long as they are held.
pub fn follow_viewport(sheet: Sheet, is_open: impl Fn() -> bool + 'static) -> (Rc<dyn Fn()>, Vec<EventListener>) {
    let Some(viewport) = window().and_then(|window| window.visual_viewport()) else {
        return (Rc::new(|| ()), Vec::new());
    };
    let target = viewport.clone();
    let fit: Rc<dyn Fn()> = Rc::new(move || {
        if is_open() {
            // Whole pixels, so that no code to print fractions is needed.
            #[allow(clippy::cast_possible_truncation)]
            let (height, top) = (viewport.height() as i32, viewport.offset_top() as i32);
            sheet.replace(&format!(".panel{{--seen-height:{height}px;--seen-top:{top}px}}"));
        }
    });
    let listen = |name| {
        let fit = Rc::clone(&fit);
        EventListener::new(&target, name, move |_| fit())
    };
    let listeners = ["resize", "scroll"].map(listen).into();
    (fit, listeners)
}

/// Watches sizes until it is dropped.
pub struct SizeWatch {
    observer: Option<ResizeObserver>,
    _changed: Closure<dyn Fn()>,
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// Runs something whenever the transcript's frame or what is in it changes its size: a new row, a form that
/// opens, a composer that grows, a keyboard that comes.
pub fn follow_size(elements: &[Option<HtmlElement>; 2], then: impl Fn() + 'static) -> SizeWatch {
    let changed = Closure::<dyn Fn()>::new(then);
    let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok();
    if let Some(observer) = &observer {
        elements.iter().flatten().for_each(|element| observer.observe(element));
    }
    SizeWatch { observer, _changed: changed }
}
