//! The reply page: where a person who received a handoff by webhook reads the conversation and answers it.
//!
//! ```text
//! GET /reply/<token>            before    the latest message and nothing else; changes nothing
//! POST /reply/<token>/continue  whole     key details, reasons, brief, conversation, form
//! POST /reply/<token>           state     sent; or why not, with what was written
//! ```

use baton_shared::handoff::{Payload, TranscriptLine};
use baton_shared::protocol::Problem;
use baton_shared::text::Language;

use super::sections::{brief, files, key_details, reasons, said, tags, time, transcript};
use super::words::Word;
use super::{Html, Referrer, Rendered, document};

/// What every state of the page has.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// The company's name.
    pub company: &'a str,
    /// The language to show.
    pub language: Language,
    /// The token of this address.
    pub token: &'a str,
    /// What stands before `/reply/` in this address's path.
    pub prefix: &'static str,
}

/// Who has the conversation.
#[derive(Clone, Copy, Debug)]
pub enum Standing<'a> {
    /// Nobody yet: the first reply claims it.
    Open,
    /// Whoever replied through this address, under this name.
    Yours {
        /// The name.
        name: &'a str,
    },
    /// Somebody else: there is no form.
    Taken {
        /// Who.
        by: &'a str,
    },
}

/// What stands in the form.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// Random and new for each form: sending the form twice sends one reply.
    pub idempotency_key: &'a str,
    /// The name.
    pub author: &'a str,
    /// The text.
    pub text: &'a str,
    /// Why it was not sent.
    pub error: Option<&'a Problem>,
}

/// What became of a visit.
#[derive(Clone, Copy, Debug)]
pub enum State<'a> {
    /// The reply was sent.
    Sent {
        /// Whether it claimed the conversation.
        first: bool,
    },
    /// Somebody else was faster.
    Taken {
        /// Who.
        by: &'a str,
        /// What was written, so that it is not lost.
        text: &'a str,
    },
    /// The handoff has ended.
    Over,
    /// The address was revoked.
    Revoked,
    /// The address is none.
    Unknown,
    /// Our fault.
    TryAgain,
}

/// Before continuing: the company, the latest message, one button.
pub fn before(site: &Site<'_>, last: Option<&TranscriptLine>) -> Rendered {
    let say = |word: Word| word.say(site.language);
    let mut html = Html::default();
    top(&mut html, site, Switch::Get);
    html.raw("<main>\n").put("<h1>", say(Word::ReplyTitle), "</h1>\n");
    match last {
        Some(line) => {
            html.put("<p>", say(Word::CustomerWaits), "</p>\n<section>\n");
            html.put("<h2>", say(Word::LastMessageOnly), "</h2>\n");
            said(&mut html, line.text.as_deref(), site.language);
            files(&mut html, &line.attachments, site.language);
            html.put("<p class=\"muted\">", "", "");
            time(&mut html, &line.at);
            html.raw("</p>\n</section>\n");
        }
        None => {
            html.put("<p>", say(Word::NoMessage), "</p>\n");
        }
    }
    go_on(&mut html, site, Word::Continue);
    html.raw("</main>\n");
    finish(site, 200, say(Word::ReplyTitle), &html)
}

/// The whole conversation, with the form unless somebody else has it.
pub fn whole(site: &Site<'_>, payload: &Payload, standing: &Standing<'_>, draft: &Draft<'_>) -> Rendered {
    let language = site.language;
    let say = |word: Word| word.say(language);
    let mut html = Html::default();
    top(&mut html, site, Switch::Post);
    html.raw("<main>\n").put("<h1>", say(Word::ReplyTitle), "</h1>\n");
    match standing {
        Standing::Open => {}
        Standing::Yours { name } => {
            html.put("<div class=\"note success\"><p><bdi>", name, "</bdi> ")
                .text(say(Word::YoursNow))
                .raw("</p></div>\n");
        }
        Standing::Taken { by } => {
            html.put("<div class=\"note notice\"><p><bdi>", by, "</bdi> ").text(say(Word::TakenBy));
            html.put("</p>\n<p>", say(Word::TakenHint), "</p></div>\n");
        }
    }
    if let Some(problem) = draft.error {
        html.put("<div class=\"note danger\" role=\"alert\" id=\"error\"><p>", say(Word::NotSent), " ");
        html.text(say(error_word(problem))).raw("</p></div>\n");
    }
    if let Some(handoff) = &payload.handoff {
        tags(&mut html, handoff, language);
    }
    key_details(&mut html, &payload.conversation, payload.handoff.as_ref(), language);
    if let Some(handoff) = &payload.handoff {
        reasons(&mut html, handoff, language);
        brief(&mut html, &handoff.summary, language);
    }
    transcript(&mut html, &payload.conversation, language);
    if !matches!(standing, Standing::Taken { .. }) {
        let prepared = payload.handoff.as_ref().and_then(|handoff| handoff.draft.as_deref());
        form(&mut html, site, standing, draft, prepared);
    }
    html.raw("</main>\n");
    finish(site, draft.error.map_or(200, |problem| problem.status), say(Word::ReplyTitle), &html)
}

/// What became of a visit, in plain words, with the next step.
pub fn state(site: &Site<'_>, state: &State<'_>) -> Rendered {
    let say = |word: Word| word.say(site.language);
    let mut html = Html::default();
    let taken;
    let (status, title, text, next) = match state {
        State::Sent { first: true } => (200, say(Word::SentTitle), Word::SentFirst, Some(Word::BackToConversation)),
        State::Sent { first: false } => (200, say(Word::SentTitle), Word::SentAgain, Some(Word::BackToConversation)),
        State::Taken { by, .. } => {
            taken = format!("{by} {}", say(Word::TakenBy));
            (409, taken.as_str(), Word::TakenNotSent, Some(Word::SeeConversation))
        }
        State::Over => (410, say(Word::OverTitle), Word::OverText, None),
        State::Revoked => (410, say(Word::RevokedTitle), Word::RevokedText, None),
        State::Unknown => (404, say(Word::UnknownTitle), Word::UnknownText, None),
        State::TryAgain => (503, say(Word::TryAgainTitle), Word::TryAgainText, Some(Word::TryAgain)),
    };
    top(&mut html, site, Switch::None);
    html.raw("<main>\n").put("<h1>", title, "</h1>\n").put("<p>", say(text), "</p>\n");
    if let State::Taken { text, .. } = state
        && !text.trim().is_empty()
    {
        html.put("<label for=\"text\">", say(Word::WhatYouWrote), "</label>\n");
        // The first line break after the tag is dropped by browsers, so one is put there.
        html.put("<textarea id=\"text\" readonly>\n", text, "</textarea>\n");
    }
    if let Some(next) = next {
        go_on(&mut html, site, next);
    }
    html.raw("</main>\n");
    finish(site, status, title, &html)
}

fn finish(site: &Site<'_>, status: u16, title: &str, html: &Html) -> Rendered {
    document(status, site.language, site.company, title, Referrer::Nothing, html)
}

/// How the other language is asked for.
#[derive(Clone, Copy)]
enum Switch {
    Get,
    Post,
    None,
}

fn top(html: &mut Html, site: &Site<'_>, switch: Switch) {
    html.put("<header>\n<p>", site.company, "</p>\n");
    let post = match switch {
        Switch::Get => action(html.raw("<form method=\"get\" action=\""), site, "\">"),
        Switch::Post => action(html.raw("<form method=\"post\" action=\""), site, "/continue\">"),
        Switch::None => {
            html.raw("</header>\n");
            return;
        }
    };
    post.raw(match site.language {
        Language::En => "<input type=\"hidden\" name=\"language\" value=\"zh\"><button class=\"quiet\" lang=\"zh-Hans\">中文</button>",
        Language::Zh => "<input type=\"hidden\" name=\"language\" value=\"en\"><button class=\"quiet\" lang=\"en\">English</button>",
    });
    html.raw("</form>\n</header>\n");
}

/// This page's own address, with what ends the attribute that it stands in.
fn action<'h>(html: &'h mut Html, site: &Site<'_>, end: &'static str) -> &'h mut Html {
    html.text(site.prefix).put("/reply/", site.token, end)
}

/// The button that leads to the whole conversation.
fn go_on(html: &mut Html, site: &Site<'_>, word: Word) {
    action(html.raw("<form method=\"post\" action=\""), site, "/continue\">");
    html.put("<input type=\"hidden\" name=\"language\" value=\"", site.language.as_str(), "\">");
    html.put("<button>", word.say(site.language), "</button></form>\n");
}

fn form(html: &mut Html, site: &Site<'_>, standing: &Standing<'_>, draft: &Draft<'_>, prepared: Option<&str>) {
    let say = |word: Word| word.say(site.language);
    let wrong = draft.error.and_then(|problem| problem.field.as_deref());
    html.put("<section>\n<h2>", say(Word::YourReply), "</h2>\n");
    html.put("<p class=\"hint\">", say(Word::ConfirmFirst), "</p>\n");
    action(html.raw("<form method=\"post\" action=\""), site, "\">\n");
    html.put("<input type=\"hidden\" name=\"idempotency_key\" value=\"", draft.idempotency_key, "\">");
    html.put("<input type=\"hidden\" name=\"language\" value=\"", site.language.as_str(), "\">\n");

    let author = match (draft.author, standing) {
        ("", Standing::Yours { name }) => name,
        (author, _) => author,
    };
    html.put("<label for=\"author\">", say(Word::YourName), "</label>\n");
    html.put("<p class=\"hint\" id=\"author-hint\">", say(Word::YourNameHint), "</p>\n");
    html.put(
        "<input id=\"author\" name=\"author\" required maxlength=\"80\" autocomplete=\"name\" value=\"",
        author,
        "\"",
    );
    html.raw(if wrong == Some("author") {
        " aria-invalid=\"true\" aria-describedby=\"author-hint error\">\n"
    } else {
        " aria-describedby=\"author-hint\">\n"
    });

    html.put("<label for=\"text\">", say(Word::Text), "</label>\n");
    // A draft is for the first reply, and offered once: what a person has written or cleared is theirs.
    let first = matches!(standing, Standing::Open) && draft.text.is_empty() && draft.error.is_none();
    let prepared = prepared.filter(|_| first);
    let described = match (prepared.is_some(), wrong == Some("text")) {
        (true, _) => {
            html.put("<p class=\"hint\" id=\"text-hint\">", say(Word::DraftHint), "</p>\n");
            " aria-describedby=\"text-hint\""
        }
        (false, true) => " aria-invalid=\"true\" aria-describedby=\"error\"",
        (false, false) => "",
    };
    html.raw("<textarea id=\"text\" name=\"text\" required").raw(described).raw(">\n");
    html.text(prepared.unwrap_or(draft.text)).raw("</textarea>\n");
    html.put("<button>", say(Word::Send), "</button>\n</form>\n</section>\n");
}

/// Why a reply was not sent, in the page's own words.
fn error_word(problem: &Problem) -> Word {
    match (problem.code.as_str(), problem.field.as_deref()) {
        ("too_long" | "too_large", _) => Word::ErrorTooLong,
        ("empty_message", _) | ("invalid", Some("text")) => Word::ErrorEmpty,
        ("invalid", Some("author")) => Word::ErrorAuthor,
        ("malformed_form" | "malformed_json" | "wrong_media_type" | "invalid", _) => Word::ErrorForm,
        _ => Word::ErrorOther,
    }
}

#[cfg(test)]
mod tests {
    use baton_shared::conversation::WaitChoice;
    use baton_shared::handoff::{
        AttachmentState, Brief, ConversationState, CustomerState, HandoffState, Links, PageState, ReasonState, Tried,
        UnverifiedCustomer, VerifiedCustomer, WebhookKind,
    };
    use baton_shared::policy::Priority;
    use proptest::prelude::*;

    use super::super::tests::tags as tags_of;
    use super::*;
    use crate::parse::problem::{Code, field, problem};

    const SITE: Site<'static> = Site { company: "Northline", language: Language::En, token: "AQAAAAI-_x", prefix: "" };
    const FORM: Draft<'static> = Draft { idempotency_key: "k-1234567", author: "", text: "", error: None };

    fn line(author: &str, text: Option<&str>) -> TranscriptLine {
        TranscriptLine {
            sequence: 2,
            at: "2026-11-24T09:30:00Z".to_owned(),
            author: author.to_owned(),
            name: (author == "agent").then(|| "Mei".to_owned()),
            text: text.map(str::to_owned),
            attachments: text.map(file).into_iter().collect(),
            article: None,
            helpful: (author == "bot").then_some(false),
        }
    }

    fn file(name: &str) -> AttachmentState {
        AttachmentState { name: name.to_owned(), media_type: "image/png".to_owned(), bytes: 48_213 }
    }

    /// A handoff in which every text from outside is the same.
    fn payload(text: &str) -> Payload {
        let own = || Some(text.to_owned());
        Payload {
            kind: WebhookKind::Handoff,
            version: 1,
            timestamp: "2026-11-24T09:30:00Z".to_owned(),
            workspace: "northline".to_owned(),
            sequence: 9,
            message: None,
            address: None,
            conversation: ConversationState {
                id: "c1".to_owned(),
                status: "waiting".to_owned(),
                language: Language::En,
                opened_at: "2026-11-24T09:30:00Z".to_owned(),
                customer: CustomerState {
                    verified: Some(VerifiedCustomer {
                        subject: own(),
                        name: own(),
                        email: own(),
                        tier: own(),
                        tenure_months: Some(31),
                    }),
                    unverified: UnverifiedCustomer {
                        contact: own(),
                        when: own(),
                        attributes: [("plan".to_owned(), text.to_owned())].into(),
                    },
                },
                page: Some(PageState { url: format!("https://shop.example.com/{text}"), title: own() }),
                transcript: vec![
                    line("customer", Some(text)),
                    line("bot", Some(text)),
                    line("customer", None),
                    line("agent", Some(text)),
                ],
                score: None,
                effort: None,
                resolved_by: None,
            },
            handoff: Some(HandoffState {
                episode: 1,
                started_at: "2026-11-24T09:30:00Z".to_owned(),
                queue: "billing".to_owned(),
                priority: Priority::Urgent,
                revenue_at_stake: true,
                reasons: vec![
                    ReasonState { code: "financial_dispute".to_owned(), evidence: vec![text.to_owned()] },
                    ReasonState { code: format!("own.{text}"), evidence: Vec::new() },
                ],
                rule: Some("billing_dispute".to_owned()),
                assessment: None,
                summary: Brief {
                    opening_question: own(),
                    tried: vec![Tried { article: "a".to_owned(), title: text.to_owned(), helpful: Some(false) }],
                    latest_message: own(),
                },
                articles_shown: Vec::new(),
                articles_rejected: Vec::new(),
                draft: own(),
                agent: None,
                unavailable: None,
                choice: Some(WaitChoice::Call),
            }),
            links: Links::default(),
        }
    }

    fn whole_of(text: &str, standing: &Standing<'_>, draft: &Draft<'_>) -> Rendered {
        whole(&SITE, &payload(text), standing, draft)
    }

    #[test]
    fn before_continuing_only_the_latest_message_is_shown() {
        let page = before(&SITE, Some(&line("customer", Some("I was charged twice"))));
        assert_eq!(page.status, 200);
        tags_of(&page.html);
        for shown in [
            "Northline",
            "I was charged twice",
            "action=\"/reply/AQAAAAI-_x/continue\"",
            "中文",
            "2026-11-24 09:30 UTC",
        ] {
            assert!(page.html.contains(shown), "{shown}");
        }
        assert!(!page.html.contains("<textarea"));
        assert!(before(&SITE, Some(&line("customer", None))).html.contains("Erased"));
        assert!(before(&SITE, None).html.contains("without writing anything"));
        let zh = before(&Site { language: Language::Zh, ..SITE }, None);
        assert!(zh.html.contains("<html lang=\"zh-Hans\">") && zh.html.contains(">English</button>"));
    }

    #[test]
    fn the_whole_conversation_with_all_that_helps() {
        let page = whole_of("fiber", &Standing::Open, &FORM).html;
        tags_of(&page);
        for shown in [
            "Verified by your company",
            "Said by the customer, not verified",
            "2 years, 7 months",
            "Asked to be called back",
            "Disputes money",
            "<q class=\"muted\"><bdi>fiber</bdi></q>",
            "own fiber",
            "did not help",
            "Urgent",
            "Revenue at stake",
            "Prepared from an approved article",
            "name=\"idempotency_key\" value=\"k-1234567\"",
            "<textarea id=\"text\" name=\"text\" required aria-describedby=\"text-hint\">\nfiber</textarea>",
        ] {
            assert!(page.contains(shown), "{shown}");
        }
    }

    #[test]
    fn who_has_it_decides_what_can_be_done() {
        let yours = whole_of("x", &Standing::Yours { name: "Mei" }, &FORM).html;
        assert!(yours.contains("autocomplete=\"name\" value=\"Mei\"") && yours.contains("<bdi>Mei</bdi> has this"));
        assert!(!yours.contains("Prepared from"), "the draft was for the first reply");
        let taken = whole_of("x", &Standing::Taken { by: "Jun" }, &FORM).html;
        assert!(taken.contains("<bdi>Jun</bdi> has this conversation") && !taken.contains("<textarea"));
    }

    #[test]
    fn an_error_keeps_what_was_written_and_says_what_to_do() {
        let check = |problem: Problem, words: &str| {
            let draft = Draft { author: "Mei", text: "My words", error: Some(&problem), ..FORM };
            let page = whole_of("x", &Standing::Open, &draft);
            assert_eq!(page.status, problem.status);
            assert!(page.html.contains(words) && page.html.contains("Not sent."), "{words}");
            assert!(page.html.contains(">\nMy words</textarea>") && page.html.contains("value=\"Mei\""));
            tags_of(&page.html);
        };
        check(field(problem(Code::Invalid, ""), "author"), "Give your name");
        check(field(problem(Code::Invalid, ""), "text"), "Write something first");
        check(field(problem(Code::TooLong, ""), "text"), "in several parts");
        check(problem(Code::MalformedForm, ""), "did not arrive whole");
        check(problem(Code::Internal, ""), "Try again in a moment");
    }

    #[test]
    fn each_state_has_its_own_words_and_status() {
        let cases = [
            (State::Sent { first: true }, 200, "The conversation is yours now"),
            (State::Sent { first: false }, 200, "The customer sees your reply."),
            (State::Taken { by: "Jun", text: "My words" }, 409, "Jun has this conversation"),
            (State::Over, 410, "has ended"),
            (State::Revoked, 410, "was revoked"),
            (State::Unknown, 404, "leads nowhere"),
            (State::TryAgain, 503, "Try again"),
        ];
        for (one, status, words) in cases {
            let page = state(&SITE, &one);
            assert_eq!(page.status, status);
            assert!(page.html.contains(words), "{words}");
            tags_of(&page.html);
            tags_of(&state(&Site { language: Language::Zh, ..SITE }, &one).html);
        }
        let taken = state(&SITE, &State::Taken { by: "Jun", text: "My words" });
        assert!(taken.html.contains("readonly>\nMy words</textarea>"));
    }

    #[test]
    fn only_web_addresses_become_links() {
        let mut payload = payload("x");
        payload.conversation.page = Some(PageState { url: "javascript:alert(1)".to_owned(), title: None });
        let page = whole(&SITE, &payload, &Standing::Open, &FORM).html;
        assert!(page.contains("<span dir=\"auto\">javascript:alert(1)</span>") && !page.contains("href=\"javascript"));
    }

    #[test]
    fn a_bare_handoff_has_a_page_too() {
        let mut payload = payload("x");
        payload.handoff = None;
        payload.conversation.page = None;
        payload.conversation.customer = CustomerState::default();
        payload.conversation.transcript = Vec::new();
        let page = whole(&SITE, &payload, &Standing::Open, &FORM).html;
        tags_of(&page);
        assert!(page.contains("Nobody has vouched") && page.contains("<textarea"));
    }

    fn hostile() -> impl Strategy<Value = String> {
        prop_oneof![
            "\\PC{1,60}",
            "[<>&\"'/ a-z=-]{1,60}",
            Just("</textarea></style><script>alert(1)</script>".to_owned()),
            Just("\" onfocus=alert(1) autofocus x=\"".to_owned()),
            Just("]]>--><!--\u{202e}\u{0}\r\n".to_owned()),
        ]
    }

    #[test]
    fn on_a_companys_site_forms_stay_below_its_path() {
        let site = Site { prefix: "/baton", ..SITE };
        let page = before(&site, None);
        assert!(page.html.contains("method=\"get\" action=\"/baton/reply/AQAAAAI-_x\""));
        assert!(page.html.contains("method=\"post\" action=\"/baton/reply/AQAAAAI-_x/continue\""));
        assert!(!page.html.contains("\"/reply/"));
    }

    proptest! {
        #[test]
        fn no_text_becomes_markup(text in hostile()) {
            let problem = problem(Code::Internal, text.clone());
            let hostile = Draft { idempotency_key: &text, author: &text, text: &text, error: Some(&problem) };
            let plain = Draft { idempotency_key: "x", author: "x", text: "x", error: Some(&problem) };
            let site = Site { company: &text, token: &text, ..SITE };
            let page = whole(&site, &payload(&text), &Standing::Yours { name: &text }, &hostile);
            prop_assert_eq!(tags_of(&page.html), tags_of(&whole_of("x", &Standing::Yours { name: "x" }, &plain).html));
            prop_assert!(!page.html.contains("<script") && !page.html.contains(" onfocus=alert(1) autofocus x=\""));

            let page = before(&site, Some(&line("customer", Some(&text))));
            prop_assert_eq!(tags_of(&page.html), tags_of(&before(&SITE, Some(&line("customer", Some("x")))).html));
            let taken = state(&site, &State::Taken { by: &text, text: &format!("x{text}") });
            prop_assert_eq!(tags_of(&taken.html), tags_of(&state(&SITE, &State::Taken { by: "x", text: "x" }).html));
        }
    }
}
