//! Pages that the edge itself serves: the reply page, the console's sign-in, and the frames around the customer's app.
//! The first two are plain HTML with forms, no script at all, so that they work in a mail client's browser and have
//! nothing to attack. Text from outside reaches a page through [`Html::text`] alone; markup must be a literal, which
//! the type checks.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use baton_shared::text::Language;
use sha2::{Digest as _, Sha256};

pub mod hosted;
pub mod reply;
pub mod sign_in;
mod sections;
mod words;

/// The one style sheet, embedded and allowed by its hash: the tokens that the widget and the console are drawn with too,
/// and what these pages make of them.
const STYLE: &str = concat!(include_str!("../../../ui/style/tokens.css"), include_str!("style.css"));

/// A page with the headers that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// HTTP status.
    pub status: u16,
    /// The page.
    pub html: String,
    /// Headers to set.
    pub headers: Vec<(&'static str, String)>,
}

/// HTML in the making. Whatever is not a literal is escaped.
#[derive(Default)]
struct Html(String);

impl Html {
    /// Markup, which stands in this program.
    fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Text from anywhere, within an element or a quoted attribute.
    fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                '\n' | '\t' => self.0.push(c),
                // Not allowed in HTML, and nothing to see.
                c if c.is_control() => self.0.push('\u{fffd}'),
                c => self.0.push(c),
            }
        }
        self
    }

    /// Text between markup.
    fn put(&mut self, before: &'static str, text: &str, after: &'static str) -> &mut Self {
        self.raw(before).text(text).raw(after)
    }
}

/// How much a page may tell the next one of where it was.
#[derive(Clone, Copy)]
enum Referrer {
    /// Nothing: its address is a secret. Browsers then send `origin: null` with its forms.
    Nothing,
    /// The same origin alone, so that a form's `origin` is the true one.
    SameOrigin,
}

/// A whole page around its main part.
fn document(status: u16, language: Language, company: &str, title: &str, referrer: Referrer, main: &Html) -> Rendered {
    let mut html = Html::default();
    html.raw("<!doctype html>\n").raw(match language {
        Language::En => "<html lang=\"en\">\n",
        Language::Zh => "<html lang=\"zh-Hans\">\n",
    });
    html.raw(
        "<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
    );
    html.raw(
        "<meta name=\"robots\" content=\"noindex, nofollow\">\n<meta name=\"color-scheme\" content=\"light dark\">\n",
    );
    html.put("<title>", title, "").put(" · ", company, "</title>\n");
    html.raw("<style>").raw(STYLE).raw("</style>\n</head>\n<body>\n");
    html.0.push_str(&main.0);
    html.raw("</body>\n</html>\n");
    Rendered { status, html: html.0, headers: headers(referrer) }
}

/// What a policy allows the style sheet by.
fn style_hash() -> String {
    STANDARD.encode(Sha256::digest(STYLE))
}

fn headers(referrer: Referrer) -> Vec<(&'static str, String)> {
    let style = style_hash();
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    );
    let referrer = match referrer {
        Referrer::Nothing => "no-referrer",
        Referrer::SameOrigin => "same-origin",
    };
    let fixed = [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "private, no-store"),
        ("x-robots-tag", "noindex, nofollow"),
        ("referrer-policy", referrer),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
    ];
    let mut headers: Vec<_> = fixed.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
    headers.push(("content-security-policy", policy));
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of all tags in a page, in order; fails where they do not match each other.
    #[track_caller]
    pub(super) fn tags(html: &str) -> Vec<String> {
        const VOID: [&str; 5] = ["meta", "link", "input", "br", "hr"];
        let mut names = Vec::new();
        let mut open: Vec<String> = Vec::new();
        let body = html.strip_prefix("<!doctype html>").expect("a doctype");
        // The style sheet holds `>` and no tags.
        let (before, rest) = body.split_once("<style>").expect("a style sheet");
        let (_, after) = rest.split_once("</style>").expect("its end");
        let body = format!("{before}{after}");
        for tag in body.split('<').skip(1) {
            let (tag, _) = tag.split_once('>').expect("a closed tag");
            let name: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            if let Some(closed) = name.strip_prefix('/') {
                assert_eq!(open.pop().as_deref(), Some(closed), "{tag}");
            } else if !VOID.contains(&name.as_str()) {
                open.push(name.clone());
            }
            names.push(name);
        }
        assert_eq!(open, Vec::<String>::new());
        names
    }

    #[test]
    fn text_is_escaped_for_elements_and_attributes() {
        let mut html = Html::default();
        html.text("<img src=x onerror=\"alert('1')\"> & co\u{0}\u{7f}\n中");
        let expect = "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co\u{fffd}\u{fffd}\n中";
        assert_eq!(html.0, expect);
    }

    #[test]
    fn headers_shut_everything_that_is_not_needed() {
        let headers = headers(Referrer::Nothing);
        let of = |name: &str| headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
        assert_eq!(of("cache-control"), Some("private, no-store"));
        assert_eq!(of("referrer-policy"), Some("no-referrer"));
        let policy = of("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"));
        assert!(!STYLE.contains('<') && !STYLE.contains("url(") && !STYLE.contains("@import"));
    }

    /// Relative luminance as WCAG 2.2 defines it.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    #[test]
    fn colours_reach_aa_in_light_and_dark() {
        /// The colour as the last of these sheets says it.
        fn colour<'s>(sheets: &[&'s str], name: &str) -> &'s str {
            let set = format!("--{name}: ");
            let said =
                sheets.iter().rev().find_map(|sheet| sheet.split_once(&set)).unwrap_or_else(|| panic!("no {set}"));
            let value = said.1.split_once(';').unwrap().0;
            match value.strip_prefix("var(--") {
                Some(other) => colour(sheets, other.trim_end_matches(')')),
                None => value,
            }
        }
        let halves = [include_str!("../../../ui/style/tokens.css"), include_str!("style.css")]
            .map(|sheet| sheet.split_once("@media (prefers-color-scheme: dark)").unwrap());
        let light = halves.map(|(light, _)| light);
        let [tokens, page] = halves.map(|(_, dark)| dark);
        let dark = [light[0], light[1], tokens, page];
        for sheets in [&light[..], &dark] {
            let colour = |name: &str| colour(sheets, name);
            let texts = [
                ("ink", "floor"),
                ("ink", "ground"),
                ("ink-soft", "floor"),
                ("ink-soft", "ground"),
                ("accent", "floor"),
                ("accent", "ground"),
                ("on-accent", "accent"),
                ("danger", "danger-ground"),
                ("warning", "warning-ground"),
                ("success", "success-ground"),
                ("ink", "ground-low"),
                ("ink-soft", "ground-low"),
            ];
            let check = |front: &str, back: &str, least: f64| {
                let (a, b) = (luminance(colour(front)), luminance(colour(back)));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= least, "{front} on {back}: {contrast:.2}");
            };
            for (front, back) in texts {
                check(front, back, 4.5);
            }
            check("control-line", "ground", 3.0);
            check("accent", "floor", 3.0);
        }
    }
}
