//! Sections of the reply page that only tell: key details, reasons, what was tried, the conversation. What was
//! verified stands apart from what was merely said.

use baton_shared::conversation::WaitChoice;
use baton_shared::handoff::{AttachmentState, Brief, ConversationState, HandoffState};
use baton_shared::policy::reason_in_words;
use baton_shared::text::Language;

use super::Html;
use super::words::{Word, priority, tenure};

/// What must be seen at a glance: priority, revenue.
pub(super) fn tags(html: &mut Html, handoff: &HandoffState, language: Language) {
    let revenue = handoff.revenue_at_stake.then(|| Word::RevenueAtStake.say(language));
    let words: Vec<&str> = priority(handoff.priority, language).into_iter().chain(revenue).collect();
    if words.is_empty() {
        return;
    }
    html.raw("<p class=\"tags\">");
    for word in words {
        html.put("<span class=\"tag\">", word, "</span> ");
    }
    html.raw("</p>\n");
}

/// Who the customer is and where they are.
pub(super) fn key_details(
    html: &mut Html,
    state: &ConversationState,
    handoff: Option<&HandoffState>,
    language: Language,
) {
    let say = |word: Word| word.say(language);
    html.put("<section>\n<h2>", say(Word::KeyDetails), "</h2>\n");
    match &state.customer.verified {
        Some(verified) => {
            let tenure = verified.tenure_months.map(|months| tenure(months, language));
            html.put("<h3>", say(Word::Verified), "</h3>\n");
            details(
                html,
                &[
                    (say(Word::Name), verified.name.as_deref()),
                    (say(Word::Email), verified.email.as_deref()),
                    (say(Word::CustomerId), verified.subject.as_deref()),
                    (say(Word::Tier), verified.tier.as_deref()),
                    (say(Word::Tenure), tenure.as_deref()),
                ],
            );
        }
        None => {
            html.put("<p>", say(Word::NotVerified), "</p>\n");
        }
    }
    let said = &state.customer.unverified;
    if said.contact.is_some() || said.when.is_some() || !said.attributes.is_empty() {
        html.put("<h3>", say(Word::Unverified), "</h3>\n");
        let typed = [(say(Word::Contact), said.contact.as_deref()), (say(Word::SuitableTime), said.when.as_deref())];
        let by_page = said.attributes.iter().map(|(name, value)| (name.as_str(), Some(value.as_str())));
        details(html, &typed.into_iter().chain(by_page).collect::<Vec<_>>());
    }
    let wish = handoff.and_then(|handoff| handoff.choice).and_then(|choice| match choice {
        WaitChoice::Wait => None,
        WaitChoice::Email => Some(Word::WantsEmail),
        WaitChoice::Call => Some(Word::WantsCall),
    });
    if let Some(wish) = wish {
        html.put("<p>", say(wish), "</p>\n");
    }
    if let Some(page) = &state.page {
        html.put("<h3>", say(Word::Page), "</h3>\n<p>");
        let title = page.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(&page.url);
        // Only what is surely a web address becomes a link.
        if page.url.starts_with("https://") || page.url.starts_with("http://") {
            html.put("<a rel=\"noopener noreferrer nofollow\" dir=\"auto\" href=\"", &page.url, "\">");
            html.text(title).raw("</a>");
        } else {
            html.put("<span dir=\"auto\">", title, "</span>");
        }
        html.raw("</p>\n");
    }
    html.raw("</section>\n");
}

fn details(html: &mut Html, rows: &[(&str, Option<&str>)]) {
    let present: Vec<_> = rows.iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect();
    if present.is_empty() {
        return;
    }
    html.raw("<dl>\n");
    for (name, value) in present {
        html.put("<dt>", name, "</dt>").put("<dd dir=\"auto\">", value, "</dd>\n");
    }
    html.raw("</dl>\n");
}

/// Why a person was called, in words, with the customer's own.
pub(super) fn reasons(html: &mut Html, handoff: &HandoffState, language: Language) {
    if handoff.reasons.is_empty() {
        return;
    }
    html.put("<section>\n<h2>", Word::Why.say(language), "</h2>\n<ul>\n");
    for one in &handoff.reasons {
        html.put("<li>", &reason_in_words(&one.code, language), "");
        for words in &one.evidence {
            html.put(" <q class=\"muted\"><bdi>", words, "</bdi></q>");
        }
        html.raw("</li>\n");
    }
    html.raw("</ul>\n</section>\n");
}

/// The opening question, what was tried, the latest message.
pub(super) fn brief(html: &mut Html, brief: &Brief, language: Language) {
    let say = |word: Word| word.say(language);
    html.put("<section>\n<h2>", say(Word::Brief), "</h2>\n");
    if let Some(question) = &brief.opening_question {
        html.put("<h3>", say(Word::OpeningQuestion), "</h3>\n");
        said(html, Some(question), language);
    }
    html.put("<h3>", say(Word::Tried), "</h3>\n");
    if brief.tried.is_empty() {
        html.put("<p>", say(Word::NothingTried), "</p>\n");
    } else {
        html.raw("<ul>\n");
        for tried in &brief.tried {
            let result = match tried.helpful {
                Some(true) => Word::Helped,
                Some(false) => Word::DidNotHelp,
                None => Word::NotRated,
            };
            html.put("<li><bdi>", &tried.title, "</bdi> ").put("<span class=\"muted\">", say(result), "</span></li>\n");
        }
        html.raw("</ul>\n");
    }
    if let Some(latest) = &brief.latest_message {
        html.put("<h3>", say(Word::LatestMessage), "</h3>\n");
        said(html, Some(latest), language);
    }
    html.raw("</section>\n");
}

/// The whole conversation.
pub(super) fn transcript(html: &mut Html, state: &ConversationState, language: Language) {
    let say = |word: Word| word.say(language);
    html.put("<section>\n<h2>", say(Word::Conversation), "</h2>\n<ol class=\"transcript\">\n");
    for line in &state.transcript {
        let (open, who) = match line.author.as_str() {
            "customer" => ("<li class=\"customer\">", Word::Customer),
            "bot" => ("<li class=\"bot\">", Word::Bot),
            _ => ("<li class=\"agent\">", Word::Colleague),
        };
        html.raw(open).put("<p class=\"by\"><b><bdi>", line.name.as_deref().unwrap_or(say(who)), "</bdi></b> ");
        time(html, &line.at);
        let judged = line.helpful.map(|helpful| if helpful { Word::Helped } else { Word::DidNotHelp });
        if let Some(judged) = judged {
            html.put(" <span>", say(judged), "</span>");
        }
        html.raw("</p>\n");
        said(html, line.text.as_deref(), language);
        files(html, &line.attachments, language);
        html.raw("</li>\n");
    }
    html.raw("</ol>\n</section>\n");
}

/// What somebody said, with its line breaks; its direction follows its own letters.
pub(super) fn said(html: &mut Html, text: Option<&str>, language: Language) {
    match text {
        // Files may stand for words.
        Some("") => return,
        Some(text) => html.put("<p class=\"said\" dir=\"auto\">", text, "</p>\n"),
        None => html.put("<p class=\"muted\">", Word::Erased.say(language), "</p>\n"),
    };
}

/// The files that went with a message, by name, kind and size. They are opened in the console.
pub(super) fn files(html: &mut Html, files: &[AttachmentState], language: Language) {
    if files.is_empty() {
        return;
    }
    html.put("<p class=\"muted\">", Word::Attached.say(language), "</p>\n<ul>\n");
    for file in files {
        html.put("<li><bdi>", &file.name, "</bdi> ");
        html.put("<span class=\"muted\">", &file.media_type, ", ").put("", &size(file.bytes), "</span></li>\n");
    }
    html.raw("</ul>\n");
}

/// A size as people read it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// A time as it is known without a script: in UTC.
pub(super) fn time(html: &mut Html, rfc3339: &str) {
    let shown: String = rfc3339.chars().take(16).map(|c| if c == 'T' { ' ' } else { c }).collect();
    html.put("<time datetime=\"", rfc3339, "\">").put("", &shown, " UTC</time>");
}
