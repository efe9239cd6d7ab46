//! Draws an answer's Markdown as elements.

use baton_ui::{El, el};

use super::Ui;
use crate::model::{Block, Inline, parse};

/// Blocks as elements, in one.
pub fn markdown(chat: Ui, text: &str) -> El {
    el("div", "blocks").children(parse(text).into_iter().map(|part| block(chat, part)))
}

fn block(chat: Ui, block: Block) -> El {
    match block {
        Block::Heading(text) => el("h4", "").text(&text),
        Block::Paragraph(pieces) => inlines(el("p", ""), pieces),
        Block::List { ordered, items } => {
            let items = items.into_iter().map(|item| inlines(el("li", ""), item));
            el(if ordered { "ol" } else { "ul" }, "").children(items)
        }
        Block::Picture { alt, src } => {
            // Drawn on a canvas: a company's page may forbid pictures from elsewhere.
            let place = el("div", "picture").attrs(&[("role", "img"), ("aria-label", &alt)]);
            if let Some(element) = place.cast() {
                chat.session.draw_picture(&element, &src);
            }
            place
        }
    }
}

fn inlines(into: El, pieces: Vec<Inline>) -> El {
    pieces.into_iter().fold(into, |into, piece| match piece {
        Inline::Text(text) => into.text(&text),
        Inline::Bold(text) => into.child(el("strong", "").text(&text)),
        Inline::Stressed(text) => into.child(el("em", "").text(&text)),
        Inline::Link { text, href } => into.child(
            el("a", "").attrs(&[("href", &href), ("target", "_blank"), ("rel", "noopener noreferrer")]).text(&text),
        ),
    })
}
