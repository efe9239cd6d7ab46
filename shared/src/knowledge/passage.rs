//! Passages: what is answered is a section of an article, not the whole of it.

/// Longest passage in characters; a longer section is cut between paragraphs.
const MAX_CHARS: usize = 900;

/// A section, or a part of a long one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The section's heading; absent before the first.
    pub heading: Option<String>,
    /// Its Markdown.
    pub text: String,
}

/// Cuts Markdown into passages at `##` headings, and long sections between paragraphs.
pub fn passages(body: &str) -> Vec<Passage> {
    let mut found = Vec::new();
    let mut heading: Option<String> = None;
    let mut section = String::new();
    for line in body.lines() {
        if let Some(title) = line.strip_prefix("## ").or_else(|| line.strip_prefix("# ")) {
            close(heading.as_ref(), &section, &mut found);
            section.clear();
            heading = Some(title.trim().to_owned());
        } else {
            section.push_str(line);
            section.push('\n');
        }
    }
    close(heading.as_ref(), &section, &mut found);
    found
}

fn close(heading: Option<&String>, section: &str, found: &mut Vec<Passage>) {
    let mut text = String::new();
    for paragraph in section.trim().split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
        if !text.is_empty() && text.chars().count() + paragraph.chars().count() > MAX_CHARS {
            found.push(Passage { heading: heading.cloned(), text: std::mem::take(&mut text) });
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(paragraph.trim());
    }
    if !text.is_empty() {
        found.push(Passage { heading: heading.cloned(), text });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_become_passages() {
        let found = passages("Intro.\n\n## One\nFirst.\n\nSecond.\n\n## Two\n1. a\n2. b\n");
        let headings: Vec<_> = found.iter().map(|p| p.heading.as_deref()).collect();
        assert_eq!(headings, [None, Some("One"), Some("Two")]);
        assert_eq!(found[1].text, "First.\n\nSecond.");
    }
}
