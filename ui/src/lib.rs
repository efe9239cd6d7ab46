//! What the widget and the console are drawn with: values and styles (`style/`), elements that react, and the base
//! components. Nothing here knows of conversations.
//!
//! ```text
//! Watched, react ─▶ El (an element, and what keeps it true) ─▶ components ─▶ widget, console
//! ```
//!
//! Leptos compiles a form of its own for each shape of a `view!`, which a console can afford and a widget cannot: on a
//! company's page each kilobyte counts. So the widget is drawn with [`El`], one concrete type over Leptos's signals and
//! effects; in the console's `view!` an [`El`] stands like any other view.

mod watched;
mod el;
#[cfg(feature = "view")]
mod view;
mod executor;
pub mod component;
pub mod icon;

pub use el::{El, el, react, svg};
pub use executor::prepare;
#[cfg(feature = "view")]
pub use view::View;
pub use watched::Watched;

/// Lengths, type and colours: the values that both apps are drawn with.
pub const TOKENS: &str = include_str!("../style/tokens.css");
/// Styles of the base components.
pub const COMPONENTS: &str = include_str!("../style/components.css");

/// Runs something before the next frame is drawn.
pub fn next_frame(run: impl FnOnce() + 'static) {
    let run = wasm_bindgen::closure::Closure::once_into_js(run);
    if let Some(window) = web_sys::window() {
        let _ = window.request_animation_frame(wasm_bindgen::JsCast::unchecked_ref(&run));
    }
}
