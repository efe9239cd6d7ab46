//! The size of the transcript's frame and of what is in it, as it changes.

use js_sys::wasm_bindgen::JsCast;
use js_sys::wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, ResizeObserver};

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
