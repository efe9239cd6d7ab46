//! Just enough Markdown for answers: paragraphs, headings, lists, quotes of code, bold, italics and links. The result
//! is a tree that the console draws element by element: no HTML is ever taken from a text.

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading; its level is not kept, because the page has its own outline.
    Heading(Vec<Inline>),
    /// A list.
    List {
        /// Whether its items are steps.
        ordered: bool,
        /// The items.
        items: Vec<Vec<Inline>>,
    },
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Bold words.
    Strong(String),
    /// Words in italics.
    Emphasis(String),
    /// Something typed or shown by a machine.
    Code(String),
    /// A link to a web or mail address.
    Link {
        /// The words.
        text: String,
        /// The address.
        href: String,
    },
}

/// Reads a text into blocks.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            open = false;
            continue;
        }
        if let Some(heading) = heading(trimmed) {
            blocks.push(Block::Heading(inlines(heading)));
            open = false;
        } else if let Some((ordered, item)) = item(trimmed) {
            match blocks.last_mut() {
                Some(Block::List { ordered: same, items }) if *same == ordered => items.push(inlines(item)),
                _ => blocks.push(Block::List { ordered, items: vec![inlines(item)] }),
            }
            open = true;
        } else {
            match blocks.last_mut().filter(|_| open) {
                Some(Block::Paragraph(line)) => append(line, trimmed),
                Some(Block::List { items, .. }) => {
                    if let Some(last) = items.last_mut() {
                        append(last, trimmed);
                    }
                }
                _ => blocks.push(Block::Paragraph(inlines(trimmed))),
            }
            open = true;
        }
    }
    blocks
}

/// A text as it reads once it is drawn, for where only plain words go: paragraphs apart, each item of a list on a line of
/// its own, and an address behind the words that lead there.
pub fn plain(text: &str) -> String {
    let each = blocks(text).into_iter().map(|block| match block {
        Block::Paragraph(line) | Block::Heading(line) => words(line),
        Block::List { ordered, items } => {
            let items = items.into_iter().enumerate().map(|(index, item)| {
                let before = if ordered { format!("{}. ", index + 1) } else { "• ".to_owned() };
                format!("{before}{}", words(item))
            });
            items.collect::<Vec<_>>().join("\n")
        }
    });
    each.collect::<Vec<_>>().join("\n\n")
}

fn words(line: Vec<Inline>) -> String {
    let each = line.into_iter().map(|inline| match inline {
        Inline::Text(text) | Inline::Strong(text) | Inline::Emphasis(text) | Inline::Code(text) => text,
        Inline::Link { text, href } => {
            let address = href.trim_start_matches("mailto:").trim_start_matches("tel:");
            if text == address { text } else { format!("{text} ({address})") }
        }
    });
    each.collect()
}

fn append(line: &mut Vec<Inline>, text: &str) {
    line.push(Inline::Text(" ".to_owned()));
    line.extend(inlines(text));
}

fn heading(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    (rest.len() < line.len() && line.len() - rest.len() <= 6).then(|| rest.strip_prefix(' ')).flatten()
}

fn item(line: &str) -> Option<(bool, &str)> {
    if let Some(rest) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
        return Some((false, rest));
    }
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let rest = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))?;
    (1..=3).contains(&digits).then_some((true, rest))
}

fn inlines(line: &str) -> Vec<Inline> {
    let mut found = Vec::new();
    let mut plain = String::new();
    let mut rest = line;
    while let Some(next) = rest.chars().next() {
        if let Some((inline, after)) = marked(rest) {
            if !plain.is_empty() {
                found.push(Inline::Text(std::mem::take(&mut plain)));
            }
            found.push(inline);
            rest = after;
        } else {
            plain.push(next);
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
    }
    if !plain.is_empty() {
        found.push(Inline::Text(plain));
    }
    found
}

/// A marked piece at the start of the rest, and what follows it.
fn marked(rest: &str) -> Option<(Inline, &str)> {
    if let Some((text, after)) = between(rest, "**", "**") {
        return Some((Inline::Strong(text.to_owned()), after));
    }
    if let Some((text, after)) = between(rest, "`", "`") {
        return Some((Inline::Code(text.to_owned()), after));
    }
    if let Some((text, after)) = between(rest, "*", "*") {
        return Some((Inline::Emphasis(text.to_owned()), after));
    }
    let (text, after) = between(rest, "[", "]")?;
    let (href, after) = between(after, "(", ")")?;
    let safe = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| href.starts_with(scheme));
    safe.then(|| (Inline::Link { text: text.to_owned(), href: href.to_owned() }, after))
}

fn between<'t>(rest: &'t str, open: &str, close: &str) -> Option<(&'t str, &'t str)> {
    let (inner, after) = rest.strip_prefix(open)?.split_once(close)?;
    (!inner.is_empty() && inner.trim() == inner).then_some((inner, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    #[test]
    fn steps_and_paragraphs_are_read() {
        let found = blocks("Do this:\n1. Press **Reset**\n2. Wait\n   a minute\n\nDone.\nReally.");
        let expect = [
            Block::Paragraph(vec![said("Do this:")]),
            Block::List {
                ordered: true,
                items: vec![
                    vec![said("Press "), Inline::Strong("Reset".to_owned())],
                    vec![said("Wait"), said(" "), said("a minute")],
                ],
            },
            Block::Paragraph(vec![said("Done."), said(" "), said("Really.")]),
        ];
        assert_eq!(found, expect);
    }

    #[test]
    fn plain_words_read_as_what_is_drawn() {
        let text = "## Pay\nOpen **Account > Bills**:\n1. Press `Pay`\n2. *Wait*\n\nSee [the page](https://a.example/pay) or\n\
                    write to [pay@a.example](mailto:pay@a.example).\n\n- One\n- Two";
        let expect = "Pay\n\nOpen Account > Bills:\n\n1. Press Pay\n2. Wait\n\n\
                      See the page (https://a.example/pay) or write to pay@a.example.\n\n• One\n• Two";
        assert_eq!(plain(text), expect);
    }

    #[test]
    fn only_safe_links_become_links() {
        let link = |href: &str| blocks(&format!("[go]({href})"));
        let expect = Inline::Link { text: "go".to_owned(), href: "https://a.example".to_owned() };
        assert_eq!(link("https://a.example"), [Block::Paragraph(vec![expect])]);
        assert_eq!(link("javascript:x"), [Block::Paragraph(vec![said("[go](javascript:x)")])]);
    }

    #[test]
    fn anything_else_stays_as_it_is() {
        for text in ["2 * 3 * 4", "a ** b", "#tag", "<b>x</b>", "- ", "1.5 GB", "****", "[x]"] {
            let Some(Block::Paragraph(line)) = blocks(text).into_iter().next() else { panic!("{text}") };
            assert_eq!(line, [said(text.trim())], "{text}");
        }
    }
}
