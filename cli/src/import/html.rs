//! Text out of HTML, as help desks keep messages in it.

use html5gum::{Token, Tokenizer};

/// Tags that end a line.
const LINES: [&[u8]; 9] = [b"br", b"p", b"div", b"li", b"tr", b"h1", b"h2", b"h3", b"blockquote"];

/// The words of a message; one without tags stays as it is.
pub fn plain(text: &str) -> String {
    let has_tags = text.contains("</") || text.contains("<br") || text.contains("/>") || text.contains("<p>");
    if !has_tags {
        return text.to_owned();
    }
    let mut out = Vec::new();
    let mut quoted = 0_usize;
    for token in Tokenizer::new(text).flatten() {
        match token {
            Token::String(words) if quoted == 0 => out.extend_from_slice(&words),
            Token::StartTag(tag) => {
                let name: &[u8] = &tag.name;
                if name == b"blockquote" {
                    quoted += 1;
                } else if name == b"li" {
                    out.extend_from_slice(b"\n- ");
                } else if LINES.contains(&name) {
                    out.push(b'\n');
                }
            }
            Token::EndTag(tag) => {
                let name: &[u8] = &tag.name;
                if name == b"blockquote" {
                    quoted = quoted.saturating_sub(1);
                }
                if LINES.contains(&name) {
                    out.push(b'\n');
                }
            }
            _ => {}
        }
    }
    String::from_utf8_lossy(&out).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn tags_go_and_lines_stay() {
        assert_eq!(plain("<p>Hold it &amp; wait.</p><ul><li>One</li></ul>"), "Hold it & wait.\n\n- One");
        assert_eq!(plain("<p>Yes</p><blockquote>On Monday you wrote</blockquote>"), "Yes");
        assert_eq!(plain("a < b and c > d"), "a < b and c > d");
    }
}
