//! The page that shows what was received: plain, newest first, asking again every few seconds.

use std::fmt::Write;

use baton_shared::handoff::{MemberInvited, Payload};

use super::book::Book;

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta http-equiv=\"refresh\" content=\"3\">
<title>Webhooks received</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
  ol { list-style: none; padding: 0 }
  li { border-top: 1px solid #8886; padding: .75rem 0 }
  li.handoff { border-left: 4px solid #c2410c; padding-left: .75rem }
  p { margin: .25rem 0 }
  .quiet { opacity: .7 }
  details { margin-top: .25rem }
</style>
<h1>Webhooks received</h1>
";

/// The page as HTML.
pub fn page(book: &Book) -> String {
    let mut html = HEAD.to_owned();
    let (processed, repeats, refused) = (book.ids.len(), book.repeats, book.forged + book.unreadable);
    let _ = write!(
        html,
        "<p>{processed} processed, each signature verified. {repeats} repeats, {refused} refused. Newest first.</p>\n<ol>\n"
    );
    for invited in &book.invited {
        invitation(&mut html, invited);
    }
    for payload in &book.recent {
        item(&mut html, payload);
    }
    html.push_str("</ol>\n");
    if book.recent.is_empty() && book.invited.is_empty() {
        html.push_str("<p>Nothing yet. Ask something on the demo site.</p>\n");
    }
    html
}

fn item(html: &mut String, payload: &Payload) {
    let class = if payload.handoff.is_some() { " class=\"handoff\"" } else { "" };
    let kind = escape(payload.kind.as_str());
    let (at, id) = (escape(&payload.timestamp), escape(&payload.conversation.id));
    let _ = writeln!(
        html,
        "<li{class}>\n<p><strong>{kind}</strong> <span class=\"quiet\">{at}, conversation {id}, event {}</span></p>",
        payload.sequence
    );
    if let Some(text) = payload.message.as_ref().and_then(|message| message.text.as_deref()) {
        let author = payload.message.as_ref().map_or("", |message| message.author.as_str());
        let _ = writeln!(html, "<p>{}: {}</p>", escape(author), escape(text));
    }
    if let Some(handoff) = &payload.handoff {
        let _ = writeln!(html, "<p>Queue {}, episode {}. Why:</p>\n<ul>", escape(&handoff.queue), handoff.episode);
        for reason in &handoff.reasons {
            let words = reason.evidence.iter().map(|words| format!("“{}”", escape(words))).collect::<Vec<_>>();
            let _ = writeln!(html, "<li>{} {}</li>", escape(&reason.code), words.join(", "));
        }
        html.push_str("</ul>\n");
    }
    if let Some(reply) = &payload.links.reply {
        let _ = writeln!(html, "<p><a href=\"{}\">Reply to the customer</a></p>", escape(reply));
    }
    let body = serde_json::to_string_pretty(payload).unwrap_or_default();
    let _ = writeln!(html, "<details><summary>Whole payload</summary><pre>{}</pre></details>\n</li>", escape(&body));
}

/// What a mailer would send; here the link can be followed.
fn invitation(html: &mut String, invited: &MemberInvited) {
    let (kind, at, name) = (escape(invited.kind.as_str()), escape(&invited.timestamp), escape(&invited.member.name));
    let _ = writeln!(html, "<li>\n<p><strong>{kind}</strong> <span class=\"quiet\">{at}</span></p>");
    let _ = writeln!(html, "<p><a href=\"{}\">Sign in as {name}</a></p>\n</li>", escape(&invited.link));
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
