//! Pages in which the customer's app runs on the edge's own origin. The page is only a frame around it: all that the
//! app needs to begin stands in attributes, because no script stands in a page.
//!
//! ```text
//! GET /embed             for a frame on a company's page whose policy allows no WebAssembly
//! GET /chat?language=    the whole window, for a plain link
//! ```

use std::collections::BTreeMap;

use baton_shared::text::Language;
use serde::Deserialize;

use super::words::Word;
use super::{Html, Rendered, STYLE, style_hash};

/// File names of the app, as the build gave them: each holds the hash of its content.
#[derive(Clone, Debug, Deserialize)]
pub struct Names {
    /// The app's script.
    pub app: String,
    /// The app's module.
    pub module: String,
    /// What starts the app in a frame.
    pub embed: String,
    /// What starts the app in a window of its own.
    pub chat: String,
    /// Pieces that the app brings in on demand, by what they are.
    #[serde(default)]
    pub pieces: BTreeMap<String, String>,
}

/// What both pages have.
#[derive(Clone, Copy, Debug)]
pub struct Stage<'a> {
    /// The company's name.
    pub company: &'a str,
    /// The language to show.
    pub language: Language,
    /// Origins of this page, as sources of a policy.
    pub own: &'a [String],
    /// The files.
    pub names: &'a Names,
}

/// What the window of its own has besides.
#[derive(Clone, Copy, Debug)]
pub struct Chat<'a> {
    /// The workspace's id: part of the name under which the conversation is kept.
    pub workspace: &'a str,
    /// The workspace's languages.
    pub languages: &'a [Language],
    /// The published brand, as JSON.
    pub brand: &'a str,
    /// The company's colour, `#rrggbb`.
    pub accent: &'a str,
}

/// The page for a frame. `allowed` are the origins whose pages may hold it; they stand in the page too, so that its
/// script believes messages of these alone.
pub fn embed(stage: &Stage<'_>, allowed: &[String]) -> Rendered {
    let mut html = Html::default();
    open(&mut html, stage);
    html.raw(" data-origins=\"");
    for origin in allowed {
        html.text(origin).raw(" ");
    }
    html.raw("\">\n");
    head(&mut html, stage, &stage.names.embed);
    html.raw("</head>\n<body>\n</body>\n</html>\n");
    let ancestors: Vec<&str> = std::iter::once("'self'").chain(allowed.iter().map(String::as_str)).collect();
    Rendered { status: 200, html: html.0, headers: headers(stage, &ancestors.join(" ")) }
}

/// The whole window. What stands in it is seen before the app is there, after the chat was closed, and where no
/// script may run.
pub fn chat(stage: &Stage<'_>, chat: &Chat<'_>) -> Rendered {
    let say = |word: Word| word.say(stage.language);
    let mut html = Html::default();
    open(&mut html, stage);
    html.put(" data-workspace=\"", chat.workspace, "\"").put(" data-brand=\"", chat.brand, "\">\n");
    head(&mut html, stage, &stage.names.chat);
    // A speech bubble in the company's colour.
    html.put(
        "<link rel=\"icon\" type=\"image/svg+xml\" href=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' \
         viewBox='0 0 24 24' fill='%23",
        chat.accent.trim_start_matches('#'),
        "'%3E%3Cpath d='M12 3c5.5 0 10 3.6 10 8.5S17.5 20 12 20c-1 0-2-.1-3-.3L4 22l1-4.1c-1.9-1.6-3-3.8-3-6.4C2 \
         6.6 6.5 3 12 3z'/%3E%3C/svg%3E\">\n",
    );
    html.raw("</head>\n<body>\n<header>\n").put("<p>", stage.company, "</p>\n");
    if chat.languages.len() > 1 {
        html.raw(match stage.language {
            Language::En => "<p><a href=\"?language=zh\" hreflang=\"zh-Hans\" lang=\"zh-Hans\">中文</a></p>\n",
            Language::Zh => "<p><a href=\"?language=en\" hreflang=\"en\" lang=\"en\">English</a></p>\n",
        });
    }
    html.raw("</header>\n<main>\n").put("<h1>", say(Word::ChatTitle), "</h1>\n");
    html.put("<p id=\"said\" role=\"status\" hidden data-failed=\"", say(Word::ChatFailed), "\">");
    html.put("", say(Word::ChatKept), "</p>\n");
    html.put("<button type=\"button\" id=\"open\" hidden>", say(Word::ChatOpen), "</button>\n");
    html.put("<noscript><p>", say(Word::ChatNeedsScript), "</p></noscript>\n");
    html.raw("</main>\n</body>\n</html>\n");
    let mut headers = headers(stage, "'none'");
    headers.push(("x-frame-options", "DENY".to_owned()));
    Rendered { status: 200, html: html.0, headers }
}

/// The beginning, up to where attributes of the page's own may stand.
fn open(html: &mut Html, stage: &Stage<'_>) {
    html.raw("<!doctype html>\n").raw(match stage.language {
        Language::En => "<html lang=\"en\"",
        Language::Zh => "<html lang=\"zh-Hans\"",
    });
    html.put(" data-language=\"", stage.language.as_str(), "\"");
    let pieces: Vec<String> = stage.names.pieces.iter().map(|(name, file)| format!("\"{name}\":\"{file}\"")).collect();
    html.put(" data-pieces=\"{", &pieces.join(","), "}\"");
    html.put(" data-app=\"widget/", &stage.names.app, "\"").put(" data-module=\"widget/", &stage.names.module, "\"");
}

/// Every address is relative: the page may stand under a path of the company's site.
fn head(html: &mut Html, stage: &Stage<'_>, script: &str) {
    html.raw("<head>\n<meta charset=\"utf-8\">\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw("<meta name=\"robots\" content=\"noindex, nofollow\">\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.put("<title>", Word::ChatTitle.say(stage.language), "").put(" · ", stage.company, "</title>\n");
    html.raw("<style>").raw(STYLE).raw("</style>\n");
    html.put("<link rel=\"modulepreload\" href=\"widget/", &stage.names.app, "\">\n");
    html.put("<script type=\"module\" src=\"widget/", script, "\"></script>\n");
}

/// What a page of the edge may do in which the app runs: load its own files, WebAssembly among them, and speak to its
/// own origin. Sockets are named, because not every browser takes `'self'` for them.
fn headers(stage: &Stage<'_>, ancestors: &str) -> Vec<(&'static str, String)> {
    let mut connect = vec!["'self'".to_owned()];
    for origin in stage.own.iter().filter_map(|own| own.strip_prefix("http").map(|rest| format!("ws{rest}"))) {
        if !connect.contains(&origin) {
            connect.push(origin);
        }
    }
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'sha256-{}'; img-src 'self' data:; \
         connect-src {}; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        style_hash(),
        connect.join(" "),
    );
    let fixed = [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "private, no-store"),
        ("x-robots-tag", "noindex, nofollow"),
        ("referrer-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
    ];
    let mut headers: Vec<_> = fixed.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
    headers.push(("content-security-policy", policy));
    headers
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::tags;
    use super::*;

    fn names() -> Names {
        let name = |text: &str| text.to_owned();
        Names {
            app: name("app.1.js"),
            module: name("app_bg.2.wasm"),
            embed: name("embed.3.js"),
            chat: name("chat.4.js"),
            pieces: BTreeMap::from([(name("emoji"), name("emoji.5.js"))]),
        }
    }

    fn owned(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    fn header<'r>(page: &'r Rendered, name: &str) -> Option<&'r str> {
        page.headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }

    #[track_caller]
    fn directive<'r>(page: &'r Rendered, name: &str) -> &'r str {
        let policy = header(page, "content-security-policy").unwrap();
        let found = policy.split("; ").find_map(|one| one.strip_prefix(name)?.strip_prefix(' '));
        found.unwrap_or_else(|| panic!("no {name} in {policy}"))
    }

    #[test]
    fn the_allowed_origins_alone_may_hold_the_frame() {
        let (names, own) = (names(), owned(&["https://baton.example.com", "https://baton.example.com"]));
        let stage = Stage { company: "Northline", language: Language::En, own: &own, names: &names };
        let page = embed(&stage, &owned(&["https://www.example.com", "http://localhost:8788"]));
        let ancestors = "'self' https://www.example.com http://localhost:8788";
        assert_eq!(directive(&page, "frame-ancestors"), ancestors);
        assert_eq!(header(&page, "x-frame-options"), None);
        assert!(page.html.contains("data-origins=\"https://www.example.com http://localhost:8788 \""));
        assert_eq!(directive(&embed(&stage, &[]), "frame-ancestors"), "'self'");
        tags(&page.html);
    }

    #[test]
    fn the_pages_load_their_own_files_and_nothing_else() {
        let (names, own) = (names(), owned(&["http://127.0.0.1:8787", "https://baton.example.com"]));
        let stage = Stage { company: "Northline", language: Language::En, own: &own, names: &names };
        let asked = Chat {
            workspace: "northline",
            languages: &[Language::En, Language::Zh],
            brand: "{\"name\":\"N\"}",
            accent: "#0f6e64",
        };
        for page in [embed(&stage, &[]), chat(&stage, &asked)] {
            assert_eq!(directive(&page, "default-src"), "'none'");
            assert_eq!(directive(&page, "script-src"), "'self' 'wasm-unsafe-eval'");
            let connect = "'self' ws://127.0.0.1:8787 wss://baton.example.com";
            assert_eq!(directive(&page, "connect-src"), connect);
            assert!(directive(&page, "style-src").starts_with("'sha256-"));
            assert_eq!(directive(&page, "require-trusted-types-for"), "'script'");
            assert_eq!(header(&page, "cache-control"), Some("private, no-store"));
            // Under a path of the company's site, an address from the root would lead elsewhere.
            assert!(!page.html.contains("=\"/") && page.html.contains("data-module=\"widget/app_bg.2.wasm\""));
            assert!(!page.html.contains("onclick") && !page.html.contains("</script><"));
        }
    }

    #[test]
    fn the_window_of_its_own_speaks_both_languages_and_is_held_by_nobody() {
        let (names, own) = (names(), owned(&["https://baton.example.com"]));
        let asked = Chat {
            workspace: "northline",
            languages: &[Language::En, Language::Zh],
            brand: "{\"name\":\"N\"}",
            accent: "#0f6e64",
        };
        let stage = Stage { company: "Northline", language: Language::En, own: &own, names: &names };
        let page = chat(&stage, &asked);
        assert_eq!(directive(&page, "frame-ancestors"), "'none'");
        assert_eq!(header(&page, "x-frame-options"), Some("DENY"));
        assert!(page.html.contains("<title>Chat · Northline</title>") && page.html.contains("?language=zh"));
        assert!(page.html.contains("data-brand=\"{&quot;name&quot;:&quot;N&quot;}\""));
        assert!(page.html.contains("data-pieces=\"{&quot;emoji&quot;:&quot;emoji.5.js&quot;}\""));
        assert!(page.html.contains("<noscript><p>This chat needs JavaScript"));
        tags(&page.html);
        let zh = chat(&Stage { language: Language::Zh, ..stage }, &asked);
        assert!(zh.html.contains("<html lang=\"zh-Hans\"") && zh.html.contains("?language=en"));
        assert!(zh.html.contains("在线客服"));
        let one = chat(&stage, &Chat { languages: &[Language::En], ..asked });
        assert!(!one.html.contains("?language="));
    }

    proptest! {
        #[test]
        fn no_text_becomes_markup(text in "\\PC{0,60}|[<>&\"'/ a-z=-]{0,60}") {
            let (names, own) = (names(), owned(&["https://baton.example.com"]));
            let stage = Stage { company: &text, language: Language::En, own: &own, names: &names };
            let plain = Stage { company: "Northline", ..stage };
            let asked = Chat { workspace: &text, languages: &[Language::En], brand: &text, accent: &text };
            let known = Chat { workspace: "northline", brand: "{}", accent: "#0f6e64", ..asked };
            prop_assert_eq!(tags(&chat(&stage, &asked).html), tags(&chat(&plain, &known).html));
            prop_assert_eq!(tags(&embed(&stage, &[]).html), tags(&embed(&plain, &[]).html));
        }
    }
}
