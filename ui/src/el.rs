//! An element, and the effects that keep it true. Building is eager: the element exists as soon as it is written
//! down. Whatever reacts is held by the element and ends when that is dropped.

use reactive_graph::effect::RenderEffect;
use reactive_graph::graph::untrack;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, Event, Node, Text};

const SVG: &str = "http://www.w3.org/2000/svg";

// The page's document, straight. No call is refused: tags are written in this code, and each can be one.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = document, js_name = createElement)]
    fn create_element(tag: &str) -> Element;
    #[wasm_bindgen(js_namespace = document, js_name = createElementNS)]
    fn create_element_ns(space: &str, tag: &str) -> Element;
    #[wasm_bindgen(js_namespace = document, js_name = createTextNode)]
    fn create_text_node(text: &str) -> Text;
}

/// An element with what it holds. One pointer: it is handed from call to call, and each call is compiled once and never
/// inlined, because a panel is some hundreds of them.
#[derive(Debug)]
#[must_use = "an element that is dropped no longer reacts"]
pub struct El(Box<Inner>);

#[derive(Debug)]
struct Inner {
    node: Element,
    held: Vec<RenderEffect<()>>,
}

/// An element with a class; the empty one is left out.
#[inline(never)]
pub fn el(tag: &str, class: &str) -> El {
    let made = El::of(create_element(tag));
    if class.is_empty() { made } else { made.attr("class", class) }
}

/// A drawing of one path on a square of 24; it says nothing to those who listen.
#[inline(never)]
pub fn svg(class: &str, path: &str) -> El {
    let make = |tag| El::of(create_element_ns(SVG, tag));
    let (drawing, line) = (make("svg"), make("path"));
    drawing.attr("class", class).attr("viewBox", "0 0 24 24").attr("aria-hidden", "true").child(line.attr("d", path))
}

/// Runs now, and again after whatever it read has changed, for as long as what it returns is held.
pub fn react(run: impl FnMut() + 'static) -> RenderEffect<()> {
    reacting(Box::new(run))
}

#[inline(never)]
fn reacting(mut run: Box<dyn FnMut()>) -> RenderEffect<()> {
    RenderEffect::new(move |_| run())
}

impl El {
    /// An element that is there already.
    #[inline(never)]
    pub fn of(node: Element) -> Self {
        Self(Box::new(Inner { node, held: Vec::new() }))
    }

    /// The first descendant that a selector names; where there is none, something that is shown nowhere.
    #[inline(never)]
    pub fn part(&self, selector: &str) -> Self {
        self.0.node.query_selector(selector).ok().flatten().map_or_else(|| el("div", ""), Self::of)
    }

    /// Holds what another one held, which stands elsewhere.
    #[inline(never)]
    pub fn keep(mut self, other: El) -> Self {
        self.0.held.extend(other.0.held);
        self
    }

    /// Puts an element in the place of a descendant, and holds what it held.
    #[inline(never)]
    pub fn put(self, selector: &str, new: El) -> Self {
        let old = self.part(selector);
        let _ = old.0.node.replace_with_with_node_1(&new.0.node);
        self.keep(new)
    }

    /// The element itself.
    pub fn node(&self) -> &Element {
        &self.0.node
    }

    /// The element as the type that it is; `None` where it is another.
    pub fn cast<T: JsCast + Clone>(&self) -> Option<T> {
        self.0.node.dyn_ref::<T>().cloned()
    }

    /// Takes it off the page. Not by the element's own `remove`, which old libraries write over.
    #[inline(never)]
    pub fn leave(&self) {
        if let Some(parent) = self.0.node.parent_node() {
            let _ = parent.remove_child(&self.0.node);
        }
    }

    /// Holds an effect.
    #[inline(never)]
    pub fn hold(mut self, effect: RenderEffect<()>) -> Self {
        self.0.held.push(effect);
        self
    }

    /// Sets an attribute.
    #[inline(never)]
    pub fn attr(self, name: &str, value: &str) -> Self {
        let _ = self.0.node.set_attribute(name, value);
        self
    }

    /// Sets attributes.
    #[inline(never)]
    pub fn attrs(self, all: &[(&str, &str)]) -> Self {
        all.iter().fold(self, |made, (name, value)| made.attr(name, value))
    }

    /// An attribute that changes; left out where there is none.
    pub fn attr_when(self, name: &'static str, read: impl Fn() -> Option<String> + 'static) -> Self {
        self.keep_attr(name, Box::new(read))
    }

    /// An attribute that is `true` or `false`, as ARIA's states are.
    pub fn state(self, name: &'static str, read: impl Fn() -> bool + 'static) -> Self {
        self.attr_when(name, move || Some(if read() { "true" } else { "false" }.to_owned()))
    }

    /// Hidden while `read` says so.
    pub fn hidden_when(self, read: impl Fn() -> bool + 'static) -> Self {
        self.attr_when("hidden", move || read().then(String::new))
    }

    /// Cannot be pressed while `read` says so.
    pub fn disabled_when(self, read: impl Fn() -> bool + 'static) -> Self {
        self.attr_when("disabled", move || read().then(String::new))
    }

    /// Adds another class.
    pub fn class(self, class: &str) -> Self {
        let classes = self.0.node.get_attribute("class").unwrap_or_default();
        self.attr("class", &format!("{classes} {class}"))
    }

    /// Adds text.
    #[inline(never)]
    pub fn text(self, text: &str) -> Self {
        self.append(&create_text_node(text))
    }

    /// Adds text that changes.
    pub fn says(self, read: impl Fn() -> String + 'static) -> Self {
        self.keep_text(Box::new(read))
    }

    /// Adds a child, and holds what it held.
    #[inline(never)]
    pub fn child(mut self, child: El) -> Self {
        let Inner { node, held } = *child.0;
        self.0.held.extend(held);
        let _ = self.0.node.append_child(&node);
        self
    }

    /// Adds a child where there is one.
    #[inline(never)]
    pub fn maybe(self, child: Option<El>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Adds children.
    pub fn children(self, children: impl IntoIterator<Item = El>) -> Self {
        children.into_iter().fold(self, Self::child)
    }

    /// Adds a child that is there while `read` says so.
    pub fn when(self, read: impl Fn() -> bool + 'static, draw: impl Fn() -> El + 'static) -> Self {
        self.keep_child(Box::new(move || u64::from(read())), Box::new(move |there| (there > 0).then(&draw)))
    }

    /// Adds a child that is drawn anew whenever its key changes; where `draw` returns none, nothing is there.
    pub fn switch(self, key: impl Fn() -> u64 + 'static, draw: impl Fn(u64) -> Option<El> + 'static) -> Self {
        self.keep_child(Box::new(key), Box::new(draw))
    }

    /// Adds children by keys: one that stays is kept as it is, so that nothing in it loses its focus.
    pub fn each(self, keys: impl Fn() -> Vec<String> + 'static, draw: impl Fn(&str) -> El + 'static) -> Self {
        self.keep_list(Box::new(keys), Box::new(draw))
    }

    /// Does something on an event.
    pub fn on(self, event: &str, run: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Box::new(run))
    }

    /// Does something on a press.
    pub fn press(self, mut run: impl FnMut() + 'static) -> Self {
        self.listen("click", Box::new(move |_| run()))
    }

    // One compiled form each, whatever closures they are given.

    #[inline(never)]
    fn append(self, node: &Node) -> Self {
        let _ = self.0.node.append_child(node);
        self
    }

    #[inline(never)]
    fn listen(self, event: &str, run: Box<dyn FnMut(Event)>) -> Self {
        // Let go of together with the element, by the browser.
        let run = Closure::<dyn FnMut(Event)>::wrap(run).into_js_value();
        let _ = self.0.node.add_event_listener_with_callback(event, run.unchecked_ref());
        self
    }

    #[inline(never)]
    fn keep_attr(self, name: &'static str, read: Box<dyn Fn() -> Option<String>>) -> Self {
        let node = self.0.node.clone();
        let mut before = None;
        let effect = react(move || {
            let now = read();
            if now != before {
                let _ = match &now {
                    Some(value) => node.set_attribute(name, value),
                    None => node.remove_attribute(name),
                };
                before = now;
            }
        });
        self.hold(effect)
    }

    #[inline(never)]
    fn keep_text(self, read: Box<dyn Fn() -> String>) -> Self {
        let text = create_text_node("");
        let made = self.append(&text);
        let mut before = String::new();
        let effect = react(move || {
            let now = read();
            if now != before {
                text.set_data(&now);
                before = now;
            }
        });
        made.hold(effect)
    }

    #[inline(never)]
    fn keep_child(self, key: Box<dyn Fn() -> u64>, draw: Box<dyn Fn(u64) -> Option<El>>) -> Self {
        // Marks the place while nothing is there.
        let place: Node = create_text_node("").into();
        let made = self.append(&place);
        let mut drawn: Option<(u64, Option<El>)> = None;
        let effect = react(move || {
            let key = key();
            if drawn.as_ref().is_some_and(|(before, _)| *before == key) {
                return;
            }
            if let Some((_, Some(old))) = drawn.take() {
                old.leave();
            }
            let new = untrack(|| draw(key));
            if let (Some(new), Some(parent)) = (&new, place.parent_node()) {
                let _ = parent.insert_before(&new.0.node, Some(&place));
            }
            drawn = Some((key, new));
        });
        made.hold(effect)
    }

    #[inline(never)]
    fn keep_list(self, keys: Box<dyn Fn() -> Vec<String>>, draw: Box<dyn Fn(&str) -> El>) -> Self {
        let end: Node = create_text_node("").into();
        let made = self.append(&end);
        let mut drawn: Vec<(String, El)> = Vec::new();
        let effect = react(move || {
            let wanted = keys();
            let Some(parent) = end.parent_node() else { return };
            let mut old = std::mem::take(&mut drawn);
            old.retain(|(key, row)| {
                let stays = wanted.contains(key);
                if !stays {
                    row.leave();
                }
                stays
            });
            let mut next: Node = old.first().map_or_else(|| end.clone(), |(_, row)| row.0.node.clone().into());
            for key in wanted {
                let row = match old.iter().position(|(held, _)| *held == key) {
                    Some(at) => old.remove(at).1,
                    None => untrack(|| draw(&key)),
                };
                // What stands in its place already is not touched: moving an element takes its focus away.
                let node: &Node = &row.0.node;
                if next == *node {
                    next = node.next_sibling().unwrap_or_else(|| end.clone());
                } else {
                    let _ = parent.insert_before(node, Some(&next));
                }
                drawn.push((key, row));
            }
        });
        made.hold(effect)
    }
}
