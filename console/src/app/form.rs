//! Fields of forms: each with its label, what is wrong with it, and a hint. What is wrong shows once somebody has tried to
//! save, and goes as it is mended.

use std::rc::Rc;

use baton_ui::component::Words;
use baton_ui::{El, el, react};
use leptos::prelude::*;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use super::console::Console;
use crate::model::form::{Faults, Wrong, words};
use crate::shell::page;
use crate::texts::{Office, Text};

/// Where a field's value is read and written.
#[derive(Clone)]
pub struct Bind<T> {
    read: Rc<dyn Fn() -> T>,
    write: Rc<dyn Fn(T)>,
}

impl<T> Bind<T> {
    /// Reads with one function and writes with another.
    pub fn new(read: impl Fn() -> T + 'static, write: impl Fn(T) + 'static) -> Self {
        Self { read: Rc::new(read), write: Rc::new(write) }
    }
}

/// What the fields of one form share.
#[derive(Clone)]
pub struct Form {
    /// What all components share.
    pub console: Console,
    /// In front of the ids of its fields.
    name: &'static str,
    faults: Rc<dyn Fn() -> Faults>,
    tried: RwSignal<bool>,
    locked: bool,
}

impl Form {
    /// A form; `tried` says whether somebody has tried to save.
    pub fn new(
        console: Console,
        name: &'static str,
        tried: RwSignal<bool>,
        faults: impl Fn() -> Faults + 'static,
    ) -> Self {
        Self { console, name, faults: Rc::new(faults), tried, locked: false }
    }

    /// The same, only to look at.
    pub fn locked(self, locked: bool) -> Self {
        Self { locked, ..self }
    }

    /// Whether it may only be looked at.
    pub fn is_locked(&self) -> bool {
        self.locked
    }

    /// Whether everything is right. Where it is not, what is wrong shows from now on.
    pub fn check(&self) -> bool {
        self.tried.set(true);
        let right = untrack(|| (self.faults)().is_empty());
        if !right {
            page::focus_wrong();
        }
        right
    }

    fn id(&self, field: &str) -> String {
        format!("{}-{}", self.name, field.replace('.', "-"))
    }

    fn wrong(&self, field: &str) -> impl Fn() -> Option<Wrong> + Clone + 'static {
        let (faults, tried, field) = (Rc::clone(&self.faults), self.tried, field.to_owned());
        move || if tried.get() { faults().get(&field).copied() } else { None }
    }

    fn bad(&self, field: &str) -> El {
        let (console, wrong) = (self.console, self.wrong(field));
        let said =
            move || wrong().map(|wrong| Text::from(Office::Wrong(wrong)).say(console.language.get()).into_owned());
        el("p", "bad")
            .attrs(&[("id", &format!("{}-bad", self.id(field))), ("role", "alert")])
            .says(move || said().unwrap_or_default())
    }

    /// What is wrong with a field that stands elsewhere.
    pub fn only_bad(&self, field: &str) -> El {
        self.bad(field)
    }

    fn input(&self, field: &str, kind: &str) -> El {
        let (id, wrong) = (self.id(field), self.wrong(field));
        let made = el("input", "input").attrs(&[("type", kind), ("id", &id), ("autocomplete", "off")]);
        let made = made.attrs(&[("aria-describedby", &format!("{id}-bad {id}-hint"))]);
        let made = if self.locked { made.attr("disabled", "") } else { made };
        made.attr_when("aria-invalid", move || wrong().map(|_| "true".to_owned()))
    }

    fn block(&self, field: &str, label: impl Words, input: El, hint: Option<Text>) -> El {
        let id = self.id(field);
        let label = label.on(el("label", "label").attr("for", &id));
        let hint = hint.map(|hint| el("p", "hint").attr("id", &format!("{id}-hint")).says(self.console.words(hint)));
        el("div", "field").child(label).child(input).maybe(hint).child(self.bad(field))
    }

    /// A line of text.
    pub fn line(&self, field: &str, label: impl Words, kind: &str, bind: Bind<String>, hint: Option<Text>) -> El {
        let input = bound(self.input(field, kind), "input", bind);
        self.block(field, label, input, hint)
    }

    /// Several lines of text, read at each key or once they are left.
    pub fn area(
        &self,
        (field, event): (&str, &str),
        label: impl Words,
        rows: u32,
        bind: Bind<String>,
        hint: Option<Text>,
    ) -> El {
        let Bind { read, write } = bind;
        let (id, wrong) = (self.id(field), self.wrong(field));
        let made = el("textarea", "input area").attrs(&[("id", &id), ("rows", &rows.to_string())]);
        let made = made.attrs(&[("aria-describedby", &format!("{id}-bad {id}-hint"))]);
        let made = if self.locked { made.attr("disabled", "") } else { made };
        let made = made.attr_when("aria-invalid", move || wrong().map(|_| "true".to_owned()));
        let area = made.cast::<HtmlTextAreaElement>();
        let typed = area.clone();
        let made = made.on(event, move |_| write(typed.as_ref().map(HtmlTextAreaElement::value).unwrap_or_default()));
        let made = made.hold(react(move || {
            let value = read();
            if let Some(area) = area.as_ref().filter(|area| area.value() != value) {
                area.set_value(&value);
            }
        }));
        self.block(field, label, made, hint)
    }

    /// Words with commas between them, read once the line is left.
    pub fn words(&self, field: &str, label: impl Words, bind: Bind<Vec<String>>, hint: Option<Text>) -> El {
        let Bind { read, write } = bind;
        let text = Bind::new(move || read().join(", "), move |text: String| write(words(&text)));
        let input = bound(self.input(field, "text"), "change", text);
        self.block(field, label, input, hint)
    }

    /// A line of text that is read once it is left.
    pub fn late(&self, field: &str, label: impl Words, bind: Bind<String>) -> El {
        let input = label.name(bound(self.input(field, "text"), "change", bind));
        el("div", "field").child(input).child(self.bad(field))
    }

    /// A line of text whose label is heard only, as in a table.
    pub fn bare(&self, field: &str, label: impl Words, kind: &str, bind: Bind<String>) -> El {
        let input = label.name(bound(self.input(field, kind), "input", bind));
        el("div", "field").child(input).child(self.bad(field))
    }

    /// A whole number; nothing where it may be left out.
    pub fn number(&self, field: &str, label: impl Words, bind: Bind<Option<u32>>, hint: Option<Text>) -> El {
        let Bind { read, write } = bind;
        let text = Bind::new(
            move || read().map(|number| number.to_string()).unwrap_or_default(),
            move |text: String| write(text.trim().parse().ok()),
        );
        let input = bound(self.input(field, "number").attrs(&[("min", "1"), ("inputmode", "numeric")]), "input", text);
        self.block(field, label, input.class("short"), hint)
    }

    /// One of several that are shown in a list that opens.
    pub fn select(
        &self,
        field: &str,
        label: impl Words,
        options: &[(String, String)],
        bind: Bind<String>,
        hint: Option<Text>,
    ) -> El {
        let Bind { read, write } = bind;
        let made = el("select", "input").attrs(&[("id", &self.id(field))]);
        let made =
            made.children(options.iter().map(|(value, words)| el("option", "").attr("value", value).text(words)));
        let made = if self.locked { made.attr("disabled", "") } else { made };
        let select = made.cast::<HtmlSelectElement>();
        let changed = select.clone();
        let made =
            made.on("change", move |_| write(changed.as_ref().map(HtmlSelectElement::value).unwrap_or_default()));
        let made = made.hold(react(move || {
            let value = read();
            if let Some(select) = &select {
                select.set_value(&value);
            }
        }));
        self.block(field, label, made, hint)
    }

    /// A box that is ticked or not.
    pub fn tick(&self, words: impl Words, bind: Bind<bool>) -> El {
        self.mark("checkbox", words, None, bind)
    }

    /// One of a few choices; `group` is the same for all of them.
    pub fn choice(&self, group: &str, words: impl Words, hint: Option<Text>, bind: Bind<bool>) -> El {
        let marked = self.mark("radio", words, hint, bind);
        let input = marked.part("input").attr("name", &self.id(group));
        marked.keep(input)
    }

    fn mark(&self, kind: &str, words: impl Words, hint: Option<Text>, bind: Bind<bool>) -> El {
        let Bind { read, write } = bind;
        let made = el("input", "").attr("type", kind);
        let made = if self.locked { made.attr("disabled", "") } else { made };
        let input = made.cast::<HtmlInputElement>();
        let changed = input.clone();
        let made = made.on("change", move |_| write(changed.as_ref().is_some_and(HtmlInputElement::checked)));
        let made = made.hold(react(move || {
            let checked = read();
            if let Some(input) = &input {
                input.set_checked(checked);
            }
        }));
        let hint = hint.map(|hint| el("span", "way-hint").says(self.console.words(hint)));
        let words = el("span", "").child(words.on(el("span", ""))).maybe(hint);
        el("label", "switch-line").child(made).child(words)
    }

    /// Several fields under one name.
    pub fn group(&self, field: &str, label: impl Words, fields: impl IntoIterator<Item = El>) -> El {
        let legend = label.on(el("legend", "label"));
        el("fieldset", "group").child(legend).children(fields).child(self.bad(field))
    }
}

/// Keeps an input and what it is bound to alike.
fn bound(made: El, event: &str, bind: Bind<String>) -> El {
    let Bind { read, write } = bind;
    let input = made.cast::<HtmlInputElement>();
    let typed = input.clone();
    let made = made.on(event, move |_| write(typed.as_ref().map(HtmlInputElement::value).unwrap_or_default()));
    made.hold(react(move || {
        let value = read();
        if let Some(input) = input.as_ref().filter(|input| input.value() != value) {
            input.set_value(&value);
        }
    }))
}

/// Whether a value is in a list, to tick it on and off.
pub fn listed<T: PartialEq + Clone + 'static>(
    value: T,
    read: impl Fn() -> Vec<T> + 'static,
    write: impl Fn(Vec<T>) + 'static,
) -> Bind<bool> {
    let read = Rc::new(read);
    let (shown, wanted) = (Rc::clone(&read), value.clone());
    Bind::new(
        move || shown().contains(&wanted),
        move |on| {
            let mut all = untrack(|| read());
            all.retain(|other| *other != value);
            if on {
                all.push(value.clone());
            }
            write(all);
        },
    )
}
