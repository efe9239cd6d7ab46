//! The Markdown of approved answers: paragraphs, lists, bold and links. It becomes data here and elements in
//! `ui`; no text is ever read as HTML.

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading, whatever its level.
    Heading(String),
    /// A picture that stands by itself.
    Picture {
        /// What it shows.
        alt: String,
        /// Where it lies.
        src: String,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list, one entry for each item.
    List {
        /// Whether it is numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Vec<Inline>>,
    },
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain words.
    Text(String),
    /// Strong words.
    Bold(String),
    /// Stressed words.
    Stressed(String),
    /// A link with `http` or `https`.
    Link {
        /// What it says.
        text: String,
        /// Where it goes.
        href: String,
    },
}

/// Reads Markdown. What is not known stays as it was written.
pub fn parse(markdown: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut paragraph = String::new();
    // Whether the next line without a marker belongs to the last item.
    let mut in_item = false;
    for line in markdown.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            close(&mut paragraph, &mut blocks);
            in_item = false;
        } else if let Some((ordered, item)) = item(trimmed) {
            close(&mut paragraph, &mut blocks);
            match blocks.last_mut() {
                Some(Block::List { ordered: same, items }) if *same == ordered => items.push(inlines(item)),
                _ => blocks.push(Block::List { ordered, items: vec![inlines(item)] }),
            }
            in_item = true;
        } else if let (true, Some(Block::List { items, .. })) = (in_item, blocks.last_mut()) {
            if let Some(last) = items.last_mut() {
                last.push(Inline::Text(" ".to_owned()));
                last.extend(inlines(trimmed));
            }
        } else if trimmed.starts_with('#') {
            close(&mut paragraph, &mut blocks);
            let title = trimmed.trim_start_matches('#').trim();
            blocks.push(Block::Heading(title.to_owned()));
        } else if let Some((alt, src)) = picture(trimmed) {
            close(&mut paragraph, &mut blocks);
            blocks.push(Block::Picture { alt: alt.to_owned(), src: src.to_owned() });
        } else {
            join(&mut paragraph, trimmed);
        }
    }
    close(&mut paragraph, &mut blocks);
    blocks
}

/// The words alone, for those who listen.
pub fn plain(markdown: &str) -> String {
    let mut text = String::new();
    for block in parse(markdown) {
        let lines = match block {
            Block::Heading(words) | Block::Picture { alt: words, .. } => vec![vec![Inline::Text(words)]],
            Block::Paragraph(line) => vec![line],
            Block::List { items, .. } => items,
        };
        for piece in lines.into_iter().flat_map(|line| line.into_iter().chain([Inline::Text(" ".to_owned())])) {
            match piece {
                Inline::Text(words)
                | Inline::Bold(words)
                | Inline::Stressed(words)
                | Inline::Link { text: words, .. } => text.push_str(&words),
            }
        }
    }
    text.trim_end().to_owned()
}

fn close(paragraph: &mut String, blocks: &mut Vec<Block>) {
    if !paragraph.is_empty() {
        blocks.push(Block::Paragraph(inlines(paragraph)));
        paragraph.clear();
    }
}

/// Puts the next line on; between Chinese characters a line's end is no space.
fn join(paragraph: &mut String, line: &str) {
    let is_wide = |c: char| c >= '\u{2e80}';
    let wide = paragraph.chars().next_back().is_some_and(is_wide) && line.chars().next().is_some_and(is_wide);
    if !paragraph.is_empty() && !wide {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

/// `![what it shows](where it lies)`, alone in its line.
fn picture(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("![")?.strip_suffix(')')?.split_once("](")
}

/// `- item`, `* item`, `1. item` or `1) item`.
fn item(line: &str) -> Option<(bool, &str)> {
    if let Some(rest) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
        return Some((false, rest.trim_start()));
    }
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let rest = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))?;
    (1..=3).contains(&digits).then_some((true, rest.trim_start()))
}

fn inlines(line: &str) -> Vec<Inline> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '*' => bold(rest).or_else(|| stressed(rest)),
            '[' => link(rest),
            _ => None,
        };
        if let Some((piece, after)) = taken {
            if !text.is_empty() {
                pieces.push(Inline::Text(std::mem::take(&mut text)));
            }
            pieces.push(piece);
            rest = after;
        } else {
            text.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    if !text.is_empty() {
        pieces.push(Inline::Text(text));
    }
    pieces
}

fn bold(rest: &str) -> Option<(Inline, &str)> {
    let (words, after) = rest.strip_prefix("**")?.split_once("**")?;
    (!words.is_empty()).then(|| (Inline::Bold(words.to_owned()), after))
}

fn stressed(rest: &str) -> Option<(Inline, &str)> {
    let (words, after) = rest.strip_prefix('*')?.split_once('*')?;
    let tight = !words.is_empty() && !words.starts_with(' ') && !words.ends_with(' ') && !after.starts_with('*');
    tight.then(|| (Inline::Stressed(words.to_owned()), after))
}

fn link(rest: &str) -> Option<(Inline, &str)> {
    let (text, after) = rest.strip_prefix('[')?.split_once("](")?;
    let (href, after) = after.split_once(')')?;
    let safe = ["https://", "http://"].iter().any(|scheme| href.starts_with(scheme));
    let plain = !text.is_empty() && !text.contains(['[', ']']) && !href.contains(char::is_whitespace);
    (safe && plain).then(|| (Inline::Link { text: text.to_owned(), href: href.to_owned() }, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks in a short notation: `p(…)`, `ol(…|…)`, `ul(…|…)`, `*bold*`, `<text→href>`.
    fn short(markdown: &str) -> String {
        let line = |pieces: &Vec<Inline>| -> String {
            pieces
                .iter()
                .map(|piece| match piece {
                    Inline::Text(text) => text.clone(),
                    Inline::Bold(text) => format!("*{text}*"),
                    Inline::Stressed(text) => format!("/{text}/"),
                    Inline::Link { text, href } => format!("<{text}→{href}>"),
                })
                .collect()
        };
        let blocks: Vec<String> = parse(markdown)
            .iter()
            .map(|block| match block {
                Block::Heading(text) => format!("h({text})"),
                Block::Picture { alt, src } => format!("img({alt}→{src})"),
                Block::Paragraph(pieces) => format!("p({})", line(pieces)),
                Block::List { ordered, items } => {
                    let items: Vec<String> = items.iter().map(line).collect();
                    format!("{}({})", if *ordered { "ol" } else { "ul" }, items.join("|"))
                }
            })
            .collect();
        blocks.join(" ")
    }

    #[track_caller]
    fn check(markdown: &str, expect: &str) {
        assert_eq!(short(markdown), expect);
    }

    #[test]
    fn blocks() {
        check("One\ntwo.\n\nThree.", "p(One two.) p(Three.)");
        check("第一行\n第二行", "p(第一行第二行)");
        check("1. a\n2. b\n\nThen\n- c\n  more\n* d", "ol(a|b) p(Then) ul(c more|d)");
        check("Do:\n1. a", "p(Do:) ol(a)");
        check("### Title\ntext", "h(Title) p(text)");
        check("a\n![A plug](/files/plug.png)\nb", "p(a) img(A plug→/files/plug.png) p(b)");
        check("2026. A year\n1.5 litres", "p(2026. A year 1.5 litres)");
        check("", "");
    }

    #[test]
    fn pieces() {
        check("Press **Reset** now", "p(Press *Reset* now)");
        check("until it is *steady* white", "p(until it is /steady/ white)");
        check("See [the page](https://a.example/x).", "p(See <the page→https://a.example/x>.)");
        check("[x](javascript:alert(1))", "p([x](javascript:alert(1)))");
        check("[x](data:text/html,1) **open [y](", "p([x](data:text/html,1) **open [y]()");
        check("a * b ** c", "p(a * b ** c)");
        check("<img src=x onerror=alert(1)>", "p(<img src=x onerror=alert(1)>)");
    }

    #[test]
    fn for_those_who_listen() {
        assert_eq!(plain("Do **this**:\n1. a\n2. [b](https://x.example)"), "Do this: a b");
    }
}
