//! Draws an answer's Markdown as elements.

use leptos::prelude::*;

use crate::model::{Block, Inline, parse};

/// Blocks as elements.
pub fn markdown(text: &str) -> AnyView {
    parse(text).into_iter().map(block).collect::<Vec<_>>().into_any()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Paragraph(pieces) => view! { <p>{inlines(pieces)}</p> }.into_any(),
        Block::List { ordered: true, items } => view! { <ol>{rows(items)}</ol> }.into_any(),
        Block::List { ordered: false, items } => view! { <ul>{rows(items)}</ul> }.into_any(),
    }
}

fn rows(items: Vec<Vec<Inline>>) -> Vec<AnyView> {
    items.into_iter().map(|item| view! { <li>{inlines(item)}</li> }.into_any()).collect()
}

fn inlines(pieces: Vec<Inline>) -> Vec<AnyView> {
    let draw = |piece| match piece {
        Inline::Text(text) => text.into_any(),
        Inline::Bold(text) => view! { <strong>{text}</strong> }.into_any(),
        Inline::Stressed(text) => view! { <em>{text}</em> }.into_any(),
        Inline::Link { text, href } => {
            view! { <a href={href} target="_blank" rel="noopener noreferrer">{text}</a> }.into_any()
        }
    };
    pieces.into_iter().map(draw).collect()
}
