//! An [`El`] as a Leptos view, so that components drawn once stand in a `view!` too.

use leptos::prelude::{Mountable, Render, RenderHtml};
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::no_attrs;
use leptos::tachys::view::{Position, PositionState};
use send_wrapper::SendWrapper;
use web_sys::{Element, Node};

use super::El;

/// An [`El`] in a `view!`. Drawn in the browser alone: on a server it is empty.
#[derive(Debug)]
pub struct View(SendWrapper<El>);

impl El {
    /// As a view.
    pub fn view(self) -> View {
        View(SendWrapper::new(self))
    }
}

impl Mountable for View {
    fn unmount(&mut self) {
        self.0.leave();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        let _ = parent.insert_before(self.0.node(), marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let node = self.0.node();
        let Some(parent) = node.parent_element() else { return false };
        child.mount(&parent, Some(node));
        true
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.0.node().clone()]
    }
}

impl Render for View {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(self, state: &mut Self) {
        let before = std::mem::replace(state, self);
        if let Some(parent) = before.0.node().parent_node() {
            let _ = parent.replace_child(state.0.node(), before.0.node());
        }
    }
}

no_attrs!(View);

impl RenderHtml for View {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Self {
        self
    }

    fn into_owned(self) -> Self {
        self
    }
}
