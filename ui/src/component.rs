//! The base components: button, field, list, dialog, toast, card, badge, menu. Each is a function that returns an
//! element with its classes, roles and keyboard; their styles are in `style/components.css`.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlDialogElement, HtmlElement, HtmlInputElement};

use super::icon::{BACK, CLOSE, icon};
use super::{El, Watched, el, react};

/// Words on a component: fixed, or read again as they change, as where somebody switches the language of an app.
pub trait Words {
    /// Adds them to an element as text.
    fn on(self, element: El) -> El;
    /// Names an element with them, for those who listen and those who point.
    fn name(self, element: El) -> El;
}

impl Words for &str {
    fn on(self, element: El) -> El {
        element.text(self)
    }

    fn name(self, element: El) -> El {
        element.attrs(&[("aria-label", self), ("title", self)])
    }
}

impl<F: Fn() -> String + Clone + 'static> Words for F {
    fn on(self, element: El) -> El {
        element.says(self)
    }

    fn name(self, element: El) -> El {
        let title = self.clone();
        element.attr_when("aria-label", move || Some(self())).attr_when("title", move || Some(title()))
    }
}

/// A button with words on it.
pub fn button(words: impl Words) -> El {
    words.on(bare_button("button"))
}

/// The one button that a state is about.
pub fn strong_button(words: impl Words) -> El {
    words.on(bare_button("button strong"))
}

/// A button that is an icon; `name` is what those who listen hear.
pub fn round_button(name: impl Words, path: &str) -> El {
    name.name(bare_button("round")).child(icon(path))
}

/// A small button for one of a few choices.
pub fn chip(words: impl Words) -> El {
    words.on(bare_button("chip"))
}

/// A button with a class of its own.
pub fn bare_button(class: &str) -> El {
    el("button", class).attr("type", "button")
}

/// A card with a title.
pub fn card(title: impl Words) -> El {
    el("section", "card").child(title.on(el("p", "card-title")))
}

/// A short word or a number beside something.
pub fn badge(words: impl Words) -> El {
    words.on(el("span", "badge"))
}

/// A list; its items are added as `li`.
pub fn list(class: &str, items: impl IntoIterator<Item = El>) -> El {
    // Safari takes the role away from lists without bullets.
    el("ul", class).attr("role", "list").children(items.into_iter().map(|item| el("li", "").child(item)))
}

/// A line that appears by itself and is heard; `read` is empty while there is none.
pub fn toast(class: &str, read: impl Fn() -> String + 'static) -> El {
    el("p", class).attr("role", "status").says(read)
}

/// What a field is for.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// Its label.
    pub label: &'a str,
    /// `type` and `name` of the input: `email`, `tel`, `text`.
    pub kind: &'a str,
    /// What browsers may fill in; empty for nothing.
    pub complete: &'a str,
    /// Most characters.
    pub longest: &'a str,
    /// An example, shown while it is empty.
    pub example: &'a str,
}

/// A field with its label, and a place for what is wrong with it, which is heard and belongs to the input.
pub fn field(of: Field<'_>, wrong: impl Fn() -> Option<String> + Clone + 'static) -> (El, Option<HtmlInputElement>) {
    let id = format!("baton-bad-{}", of.kind);
    let shown = wrong.clone();
    let input = el("input", "input")
        .attrs(&[
            ("type", of.kind),
            ("name", of.kind),
            ("autocomplete", of.complete),
            ("maxlength", of.longest),
            ("placeholder", of.example),
            ("aria-describedby", &id),
        ])
        .attr_when("aria-invalid", move || wrong().map(|_| "true".to_owned()));
    let element = input.cast();
    let label = el("label", "field").child(el("span", "label").text(of.label)).child(input);
    let bad = el("p", "bad").attrs(&[("id", &id), ("role", "alert")]).says(move || shown().unwrap_or_default());
    (el("div", "").child(label).child(bad), element)
}

/// A dialog within something larger: a title, the way back, and what it holds. Escape and the button leave it; the
/// caller makes what lies below inert, and gives the focus back.
pub fn dialog(title: &str, back: &str, leave: impl Fn() + Clone + 'static, content: El) -> El {
    let (on_key, on_press) = (leave.clone(), leave);
    let head = el("div", "dialog-head")
        .child(round_button(back, BACK).press(on_press))
        .child(el("h3", "dialog-title").attr("id", "baton-dialog").text(title));
    el("div", "dialog")
        .attrs(&[("role", "dialog"), ("aria-labelledby", "baton-dialog"), ("tabindex", "-1")])
        .child(head)
        .child(el("div", "dialog-body").child(content))
        .on("keydown", move |event| {
            if key(&event) == "Escape" {
                event.stop_propagation();
                on_key();
            }
        })
}

/// A dialog over the whole page: the browser keeps the focus in it, gives it back, and closes it with Escape. What it
/// holds is drawn each time that it opens.
pub fn modal(
    title: impl Words,
    close: impl Words,
    open: impl Fn() -> bool + Clone + 'static,
    leave: impl Fn() + Clone + 'static,
    draw: impl Fn() -> El + 'static,
) -> El {
    let (is_open, on_close, on_press) = (open.clone(), leave.clone(), leave);
    let heading = title.on(el("h2", "dialog-title"));
    let id = format!("baton-modal-{}", js_sys::Math::random());
    let head =
        el("div", "dialog-head").child(heading.attr("id", &id)).child(round_button(close, CLOSE).press(on_press));
    let made = el("dialog", "modal")
        .attr("aria-labelledby", &id)
        .child(head)
        .child(el("div", "dialog-body").when(open, draw))
        .on("close", move |_| on_close());
    let Some(dialog) = made.cast::<HtmlDialogElement>() else { return made };
    made.hold(react(move || {
        let (dialog, shown) = (dialog.clone(), is_open());
        // Not before it stands in the page, where alone it can be shown.
        super::next_frame(move || {
            if shown && !dialog.open() {
                let _ = dialog.show_modal();
            } else if !shown && dialog.open() {
                dialog.close();
            }
        });
    }))
}

/// One thing that a menu offers: what is shown, and what it does.
pub struct Item(pub El, pub Rc<dyn Fn()>);

/// An item that shows words.
pub fn item(words: impl Words, run: Rc<dyn Fn()>) -> Item {
    Item(words.on(bare_button("menu-item")), run)
}

/// A button that opens a menu. `items` is asked each time, so that it offers what can be done now. Arrows, Home and End
/// move; Escape and a press elsewhere close, and the button has the focus again.
pub fn menu(opener: El, items: impl Fn() -> Vec<Item> + 'static) -> El {
    let open = Rc::new(Watched::new(false));
    let (shown, toggled, key_open, blur_open, drawn) =
        (Rc::clone(&open), Rc::clone(&open), Rc::clone(&open), Rc::clone(&open), Rc::clone(&open));
    let opener = opener
        .attr("aria-haspopup", "menu")
        .state("aria-expanded", move || shown.get())
        .press(move || toggled.update(|open| *open = !*open));
    let button = opener.cast::<HtmlElement>();
    let back = button.clone();
    let draw = move || {
        let rows = items().into_iter().map(|Item(row, run)| {
            let (open, back) = (Rc::clone(&drawn), back.clone());
            row.attr("role", "menuitem").press(move || {
                open.set(false);
                focus(back.as_ref());
                run();
            })
        });
        let rows: Vec<El> = rows.collect();
        let first = rows.first().and_then(El::cast::<HtmlElement>);
        super::next_frame(move || focus(first.as_ref()));
        el("div", "menu").attr("role", "menu").children(rows)
    };
    el("div", "menu-place")
        .child(opener)
        .when(move || open.get(), draw)
        .on("keydown", move |event| {
            if !key_open.peeked() {
                return;
            }
            match key(&event).as_str() {
                "Escape" => {
                    event.stop_propagation();
                    key_open.set(false);
                    focus(button.as_ref());
                }
                "ArrowDown" => step(&event, 1),
                "ArrowUp" => step(&event, -1),
                "Home" => step(&event, i32::MIN),
                "End" => step(&event, i32::MAX),
                _ => {}
            }
        })
        // A press keeps the focus where it is, or the menu would be gone before the click arrives.
        .on("mousedown", |event| event.prevent_default())
        .on("focusout", move |event| {
            let to = js_sys::Reflect::get(&event, &"relatedTarget".into()).ok();
            let to = to.and_then(|to| to.dyn_into::<web_sys::Node>().ok());
            let place = event.current_target().and_then(|place| place.dyn_into::<web_sys::Node>().ok());
            if place.is_some_and(|place| !place.contains(to.as_ref())) {
                blur_open.set(false);
            }
        })
}

/// Moves the focus among the siblings of what has it.
fn step(event: &Event, by: i32) {
    event.prevent_default();
    let Some(now) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else { return };
    let parent = now.parent_element();
    let to = match by {
        i32::MIN => parent.and_then(|parent| parent.first_element_child()),
        i32::MAX => parent.and_then(|parent| parent.last_element_child()),
        1 => now.next_element_sibling(),
        _ => now.previous_element_sibling(),
    };
    focus(to.and_then(|to| to.dyn_into().ok()).as_ref());
}

/// Puts the focus somewhere, where there is something.
pub fn focus(element: Option<&HtmlElement>) {
    if let Some(element) = element {
        let _ = element.focus();
    }
}

/// The key of a keyboard event; empty for other events.
pub fn key(event: &Event) -> String {
    js_sys::Reflect::get(event, &"key".into()).ok().and_then(|key| key.as_string()).unwrap_or_default()
}
