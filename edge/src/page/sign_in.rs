//! The console's sign-in: a link shows who would be signed in and asks, because mail programs open links by
//! themselves; the button uses the link up.

use baton_shared::text::Language;

use super::words::Word;
use super::{Html, Referrer, Rendered, document};

/// What every state of the page has.
#[derive(Clone, Copy, Debug)]
pub struct SignInSite<'a> {
    /// The company's name.
    pub company: &'a str,
    /// The language to show.
    pub language: Language,
}

/// Why a link does not sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Its time is over.
    Expired,
    /// It was used before.
    Used,
    /// It is no link of ours.
    Invalid,
    /// The agent has left the team.
    NoLongerThere,
}

/// Who would be signed in.
#[derive(Clone, Copy, Debug)]
pub struct Newcomer<'a> {
    /// Their name.
    pub name: &'a str,
    /// Who invited them, where that is a colleague.
    pub inviter: Option<&'a str>,
    /// Where the console is.
    pub console: &'a str,
}

/// Asks whether to go on as this person.
pub fn ask(site: &SignInSite<'_>, of: &Newcomer<'_>, token: &str) -> Rendered {
    let say = |word: Word| word.say(site.language);
    let mut html = top(site, say(Word::SignInTitle));
    if let Some(inviter) = of.inviter {
        html.put("<p>", say(Word::InvitedBy), " ").put("<bdi>", inviter, "</bdi></p>\n");
    }
    html.put("<p>", say(Word::SignInText), "</p>\n<form method=\"post\" action=\"/console/sign-in\">");
    html.put("<input type=\"hidden\" name=\"token\" value=\"", token, "\">");
    html.put("<button>", say(Word::ContinueAs), " ").put("<bdi>", of.name, "</bdi></button></form>\n");
    html.put("<p class=\"hint\">", say(Word::ComeBack), " ").put("<bdi>", of.console, "</bdi></p>\n");
    html.put("<p class=\"hint\">", say(Word::ComeBackThen), "</p>\n</main>\n");
    document(200, site.language, site.company, say(Word::SignInTitle), Referrer::SameOrigin, &html)
}

/// Says why the link does not sign in, and how to get one that does.
pub fn refused(site: &SignInSite<'_>, because: Refused) -> Rendered {
    let (status, title, text) = match because {
        Refused::Expired => (410, Word::ExpiredTitle, Word::ExpiredText),
        Refused::Used => (410, Word::UsedTitle, Word::UsedText),
        Refused::Invalid => (400, Word::InvalidTitle, Word::InvalidText),
        Refused::NoLongerThere => (403, Word::GoneTitle, Word::GoneText),
    };
    let title = title.say(site.language);
    let mut html = top(site, title);
    html.put("<p>", text.say(site.language), "</p>\n");
    // Whoever used the link in this browser is signed in there.
    html.put("<p><a href=\"/console/\">", Word::ToConsole.say(site.language), "</a></p>\n</main>\n");
    document(status, site.language, site.company, title, Referrer::SameOrigin, &html)
}

fn top(site: &SignInSite<'_>, title: &str) -> Html {
    let mut html = Html::default();
    html.put("<header>\n<p>", site.company, "</p>\n</header>\n<main>\n").put("<h1>", title, "</h1>\n");
    html
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::tags;
    use super::*;

    const MEI: Newcomer<'static> =
        Newcomer { name: "Mei", inviter: Some("Ruth"), console: "https://help.example/console/" };
    const SITE: SignInSite<'static> = SignInSite { company: "Northline", language: Language::En };

    #[test]
    fn the_page_asks_before_it_signs_in() {
        let page = ask(&SITE, &MEI, "a.b.c");
        assert_eq!(page.status, 200);
        assert!(
            page.html.contains("Invited by <bdi>Ruth</bdi>") && page.html.contains("https://help.example/console/")
        );
        assert!(!ask(&SITE, &Newcomer { inviter: None, ..MEI }, "a.b.c").html.contains("Invited by"));
        assert!(page.html.contains("Continue as <bdi>Mei</bdi></button>"));
        assert!(page.html.contains("name=\"token\" value=\"a.b.c\""));
        assert!(page.headers.contains(&("referrer-policy", "same-origin".to_owned())));
        tags(&page.html);
    }

    #[test]
    fn each_refusal_says_what_to_do() {
        let cases = [
            (Refused::Expired, 410, "expired"),
            (Refused::Used, 410, "used already"),
            (Refused::Invalid, 400, "not complete"),
            (Refused::NoLongerThere, 403, "not in this team"),
        ];
        for (because, status, words) in cases {
            let page = refused(&SITE, because);
            assert_eq!(page.status, status);
            assert!(page.html.contains(words) && page.html.contains("whoever runs Baton"), "{words}");
            tags(&page.html);
            tags(&refused(&SignInSite { language: Language::Zh, ..SITE }, because).html);
        }
    }

    proptest! {
        #[test]
        fn no_text_becomes_markup(text in "\\PC{0,60}|[<>&\"'/ a-z=-]{0,60}") {
            let somebody = Newcomer { name: &text, inviter: Some(&text), console: &text };
            let page = ask(&SignInSite { company: &text, ..SITE }, &somebody, &text);
            prop_assert_eq!(tags(&page.html), tags(&ask(&SITE, &MEI, "a.b.c").html));
        }
    }
}
