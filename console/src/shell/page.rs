//! The page itself: title, language, address, focus, and small facts about the browser.

use std::time::Duration;

use baton_shared::text::Language;
use leptos::prelude::{request_animation_frame, set_timeout};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Blob, BlobPropertyBag, CssMediaRule, CssStyleSheet, Document, Element, FocusOptions, HtmlAnchorElement,
    HtmlElement, ResizeObserver, ScrollIntoViewOptions, ScrollLogicalPosition, Url,
};

use crate::model::place::Place;
use crate::model::scheme::Scheme;

fn document() -> Option<Document> {
    web_sys::window().and_then(|window| window.document())
}

/// Sets the title.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Says which language the page is in.
pub fn set_language(language: Language) {
    let root = document().and_then(|document| document.document_element());
    let tag = match language {
        Language::En => "en",
        Language::Zh => "zh-Hans",
    };
    if let Some(root) = root {
        let _ = root.set_attribute("lang", tag);
    }
}

/// Draws the page with the company's accent; with none before somebody has signed in.
pub fn set_accent(accent: &str, on_accent: &str) {
    let root = document().and_then(|document| document.document_element());
    let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok()) else { return };
    for (name, value) in [("--accent", accent), ("--on-accent", on_accent)] {
        // An empty value takes the property away.
        let _ = root.style().set_property(name, value);
    }
}

thread_local! {
    /// The rules of the page's styles that are for dark pages.
    static FOR_DARK: Vec<CssMediaRule> = rules_for_dark();
}

fn rules_for_dark() -> Vec<CssMediaRule> {
    let sheets = document().map(|document| document.style_sheets());
    let sheets = sheets.into_iter().flat_map(|all| (0..all.length()).filter_map(move |index| all.get(index)));
    let rules = sheets.filter_map(|sheet| sheet.dyn_into::<CssStyleSheet>().ok()?.css_rules().ok());
    let each = rules.flat_map(|all| (0..all.length()).filter_map(move |index| all.get(index)));
    let media = each.filter_map(|rule| rule.dyn_into::<CssMediaRule>().ok());
    media.filter(|rule| rule.media().media_text().contains("prefers-color-scheme")).collect()
}

/// Draws the page light, dark, or as the system is. The styles ask the system; what they ask is what changes, so that every
/// colour is written once.
pub fn set_scheme(scheme: Scheme) {
    FOR_DARK.with(|rules| {
        for rule in rules {
            rule.media().set_media_text(scheme.asks());
        }
    });
}

/// Where the address says that the agent is.
pub fn place() -> Place {
    let fragment = web_sys::window().and_then(|window| window.location().hash().ok());
    Place::parse(fragment.as_deref().unwrap_or_default())
}

/// Goes somewhere; the browser's own back button leads back.
pub fn go(place: &Place) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_hash(&place.fragment());
    }
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Moves the focus to an element, once the page has been drawn.
pub fn focus_soon(id: String) {
    request_animation_frame(move || focus(&id));
}

/// Moves the focus to an element.
pub fn focus(id: &str) {
    if let Some(element) = element(id) {
        let _ = element.focus();
    }
}

/// Brings an element into sight within what scrolls, once the page has been drawn.
pub fn show_soon(id: String) {
    request_animation_frame(move || {
        if let Some(element) = element(&id) {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

/// Brings an element to the top of what scrolls, and the focus with it.
pub fn show(id: &str) {
    if let Some(element) = element(id) {
        element.scroll_into_view();
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Moves the focus to the first field that is wrong, once that has been drawn.
pub fn focus_wrong() {
    request_animation_frame(|| {
        let wrong = document().and_then(|document| document.query_selector("[aria-invalid=true]").ok().flatten());
        if let Some(wrong) = wrong.and_then(|wrong| wrong.dyn_into::<HtmlElement>().ok()) {
            let _ = wrong.focus();
        }
    });
}

/// Whether the focus is inside an element.
pub fn focus_within(id: &str) -> bool {
    let active = document().and_then(|document| document.active_element());
    element(id).zip(active).is_some_and(|(element, active)| element.contains(Some(&active)))
}

/// The id of the element that has the focus.
pub fn focused_id() -> Option<String> {
    document().and_then(|document| document.active_element()).map(|active| active.id())
}

/// Somebody who hears when an element's size changes, until this is dropped.
pub struct SizeWatch {
    observer: Option<ResizeObserver>,
    /// What is called back, kept for as long as it may be.
    _changed: Closure<dyn FnMut()>,
}

impl SizeWatch {
    /// Watches an element. It is called back once at the start, too.
    pub fn new(element: &Element, changed: impl FnMut() + 'static) -> Self {
        let changed = Closure::<dyn FnMut()>::new(changed);
        let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self { observer, _changed: changed }
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// Whether a dialog is open.
pub fn dialog_open() -> bool {
    document().and_then(|document| document.query_selector("dialog[open]").ok().flatten()).is_some()
}

/// Whether this dialog is open.
pub fn is_open(id: &str) -> bool {
    element(id).is_some_and(|dialog| dialog.has_attribute("open"))
}

/// Whether the console is served by the machine that it is looked at on.
pub fn is_local() -> bool {
    let host = web_sys::window().and_then(|window| window.location().hostname().ok()).unwrap_or_default();
    host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "[::1]"
}

/// Whether the window has room for the details beside a conversation, 1180 px.
pub fn wide() -> bool {
    let width = web_sys::window().and_then(|window| window.inner_width().ok());
    width.and_then(|width| width.as_f64()).is_none_or(|width| width >= 1180.0)
}

/// Puts a text where it can be pasted from. Whether the browser let it.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let promise = window.navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(promise).await.is_ok()
}

/// Saves a text as a file, where the browser saves files.
pub fn save(name: &str, kind: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&text.into()), &options);
    let Some(url) = blob.and_then(|blob| Url::create_object_url_with_blob(&blob)).ok() else { return };
    let link = document().and_then(|document| document.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // By then it has been read.
    set_timeout(move || drop(Url::revoke_object_url(&url)), Duration::from_mins(1));
}

/// Whether the page is in sight.
pub fn visible() -> bool {
    document().is_none_or(|document| !document.hidden())
}

/// Whether the browser knows that it has no network.
pub fn offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}

/// Whether this is an Apple system, whose keyboards have a command key.
pub fn has_command_key() -> bool {
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default();
    ["Mac", "iPhone", "iPad"].iter().any(|name| agent.contains(name))
}

/// A random id of 32 hexadecimal digits.
pub fn random_id() -> String {
    let mut bytes = [0_u8; 16];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let filled = crypto.is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        // Only uniqueness is needed of the id of a message.
        return format!("m{}-{}", js_sys::Date::now(), js_sys::Math::random()).replace('.', "");
    }
    format!("{:032x}", u128::from_be_bytes(bytes))
}

fn element(id: &str) -> Option<HtmlElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}
