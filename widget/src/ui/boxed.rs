//! What changes and what is pressed, boxed. Leptos compiles a form of its own for each closure's type, some two
//! kilobytes each; through one box a kind, one form serves every place. Bytes before speed.

use leptos::prelude::*;
use web_sys::MouseEvent;

/// Draws anew whenever what it reads changes.
pub fn changing(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let draw: Box<dyn Fn() -> AnyView + Send> = Box::new(draw);
    draw.into_any()
}

/// Draws something, or nothing.
pub fn maybe(draw: impl Fn() -> Option<AnyView> + Send + 'static) -> AnyView {
    changing(move || draw().unwrap_or_else(|| ().into_any()))
}

/// Words that change.
pub fn says(read: impl Fn() -> String + Send + 'static) -> AnyView {
    let read: Box<dyn Fn() -> String + Send> = Box::new(read);
    read.into_any()
}

/// An attribute that changes; left out where there is none.
pub fn value(read: impl Fn() -> Option<&'static str> + Send + 'static) -> Box<dyn Fn() -> Option<&'static str> + Send> {
    Box::new(read)
}

/// What a press does.
pub fn press(run: impl Fn() + 'static) -> Box<dyn FnMut(MouseEvent)> {
    Box::new(move |_| run())
}
