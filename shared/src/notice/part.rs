//! What is published of notices, and what is told to identified visitors alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::condition::{Condition, Facts, Known, Three, decide};
use super::model::{Form, Link, Notice, Tone};
use crate::customer::CustomerFacts;
use crate::knowledge::{Article, Audience, Status};
use crate::text::Language;
use crate::time::Timestamp;

/// What a notice's id has before it where it stands among articles.
pub const NOTICE: &str = "notice:";

/// The part `notices.<language>`: what anybody may see now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct NoticesPart {
    /// The notices, the most important first.
    pub notices: Vec<PublicNotice>,
    /// Whether there are more for identified visitors, to be asked for at `POST /v1/notices`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub verified: bool,
}

/// A notice in one language, as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct PublicNotice {
    /// Stable id.
    pub id: String,
    /// Eight hexadecimal digits that change with what is shown.
    pub version: String,
    /// How it looks.
    pub tone: Tone,
    /// How it is shown.
    pub form: Form,
    /// What is the matter.
    pub title: String,
    /// What to know, and what can be done.
    pub text: String,
    /// Where to read more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// What is asked of those of whom it is not known whether they are concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// What is known of a visitor who says yes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, String>,
    /// What a visitor asks who wants to know more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Not from this time on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Whether it is shown only once.
    #[serde(default, skip_serializing_if = "is_false")]
    pub once: bool,
    /// Whom it concerns; absent where that has been decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_false(value: &bool) -> bool {
    !value
}

/// The notices that may be shown at a time, the most important first: by kind, then in their files' order.
pub fn live(notices: &[Notice], now: Timestamp) -> Vec<&Notice> {
    let mut live: Vec<&Notice> = notices.iter().filter(|notice| notice.is_live(now)).collect();
    live.sort_by_key(|notice| notice.kind);
    live
}

/// The part `notices.<language>` at a time; none where nothing is live. `otherwise` is the workspace's own language.
pub fn notices_part(
    notices: &[Notice],
    language: Language,
    otherwise: Language,
    now: Timestamp,
) -> Option<NoticesPart> {
    let live = live(notices, now);
    let verified = live.iter().any(|notice| notice.verified);
    let public = live.iter().filter(|notice| !notice.verified);
    let shown = |notice: &&Notice| public_notice(notice, language, otherwise, Some(notice.when.compile()));
    (!live.is_empty()).then(|| NoticesPart { notices: public.filter_map(shown).collect(), verified })
}

/// What an identified visitor sees beside the public notices. Of attributes, only those count that the identity
/// vouches for: what a page says of its visitor opens nothing.
pub fn for_visitor(
    notices: &[Notice],
    facts: &Facts,
    verified: &CustomerFacts,
    otherwise: Language,
) -> Vec<PublicNotice> {
    let facts = Facts { attributes: verified.all_attributes(), ..facts.clone() };
    let live = live(notices, facts.now).into_iter().filter(|notice| notice.verified);
    let meant = live.filter(|notice| decide(&notice.when.compile(), &facts) == Three::Yes);
    meant.filter_map(|notice| public_notice(notice, facts.language, otherwise, None)).collect()
}

fn public_notice(
    notice: &Notice,
    language: Language,
    otherwise: Language,
    when: Option<Condition>,
) -> Option<PublicNotice> {
    let words = notice.words(language, otherwise)?;
    Some(PublicNotice {
        id: notice.id.clone(),
        version: format!("{:08x}", notice.version()),
        tone: notice.tone,
        form: notice.form,
        title: words.title.clone(),
        text: words.text.clone(),
        link: words.link.clone(),
        ask: words.ask.clone(),
        set: notice.set.clone(),
        question: words.questions.first().cloned(),
        until: notice.until,
        once: notice.once,
        when,
    })
}

/// The notices that answer questions, as documents to search, whether they are live or not.
pub fn documents(notices: &[Notice]) -> Vec<Article> {
    let answering = notices.iter().filter(|notice| notice.answers());
    let texts =
        answering.flat_map(|notice| notice.texts.iter().map(move |(language, words)| (notice, language, words)));
    let document = |(notice, language, words): (&Notice, &Language, &super::model::Words)| Article {
        id: format!("{NOTICE}{}", notice.id),
        language: *language,
        title: words.title.clone(),
        topic: notice.topic.clone().unwrap_or_default(),
        tags: Vec::new(),
        questions: words.questions.clone(),
        body: words.text.clone(),
        audience: Audience::Everyone,
        status: Status::Approved,
        owner: None,
        review_by: None,
        sources: Vec::new(),
        // A path leads somewhere on the company's own pages alone; a source is also read elsewhere.
        url: words.link.as_ref().map(|link| link.url.clone()).filter(|url| !url.starts_with('/')),
        version: notice.version(),
    };
    texts.map(document).collect()
}

/// The ids of the documents that may answer now: live, and not known to concern others alone. Where the
/// customer is on the company's pages does not matter to a question, so of a condition only what it says of
/// attributes counts.
pub fn answering(notices: &[Notice], attributes: &BTreeMap<String, String>, now: Timestamp) -> Vec<String> {
    let known = Known { path: None, language: None, device: None, attributes, events: None };
    let answering = live(notices, now).into_iter().filter(|notice| notice.answers());
    let may = answering.filter(|notice| notice.when.compile().with(&known) >= Three::Maybe);
    may.map(|notice| format!("{NOTICE}{}", notice.id)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::super::condition::Device;
    use super::super::model::Kind;
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_428_000_000);

    fn notice(id: &str, kind: Kind) -> Notice {
        let texts = json!({
            "en": { "title": format!("{id} in English"), "text": "Words.", "questions": ["What is it?"] },
            "zh": { "title": format!("{id} 中文"), "text": "文字。" },
        });
        Notice {
            id: id.to_owned(),
            kind,
            form: kind.form(),
            tone: kind.tone(),
            topic: None,
            texts: serde_json::from_value(texts).unwrap(),
            set: BTreeMap::new(),
            when: serde_json::from_value(json!({})).unwrap(),
            from: None,
            until: None,
            once: false,
            verified: false,
        }
    }

    fn renewal() -> Notice {
        let when = json!({ "attributes": { "tier": "gold" }, "paths": ["/account*"] });
        Notice { verified: true, when: serde_json::from_value(when).unwrap(), ..notice("renewal", Kind::Renewal) }
    }

    fn facts(path: &str) -> Facts {
        Facts {
            path: path.to_owned(),
            language: Language::Zh,
            device: Device::Desktop,
            attributes: BTreeMap::from([("tier".to_owned(), "gold".to_owned())]),
            events: BTreeSet::new(),
            now: NOW,
        }
    }

    fn ids(part: &NoticesPart) -> Vec<&str> {
        part.notices.iter().map(|notice| notice.id.as_str()).collect()
    }

    #[test]
    fn what_is_live_is_published_in_order_of_importance() {
        let later = Notice { from: Some(NOW.plus_ms(1)), ..notice("later", Kind::Outage) };
        let over = Notice { until: Some(NOW), ..notice("over", Kind::Outage) };
        let on = Notice { from: Some(NOW), until: Some(NOW.plus_ms(1)), ..notice("on", Kind::Delay) };
        let all = [notice("tip", Kind::Tip), later, over, on, notice("outage", Kind::Outage), renewal()];
        let part = notices_part(&all, Language::Zh, Language::En, NOW).unwrap();
        assert_eq!(ids(&part), ["outage", "on", "tip"]);
        assert!(part.verified);
        assert_eq!(part.notices[0].title, "outage 中文");
        let next = notices_part(&all, Language::En, Language::En, NOW.plus_ms(1)).unwrap();
        assert_eq!(ids(&next), ["later", "outage", "tip"]);
        assert_eq!(next.notices[2].question.as_deref(), Some("What is it?"));
        assert_eq!(notices_part(&all[2..3], Language::En, Language::En, NOW), None);
        let hidden = notices_part(&all[5..], Language::En, Language::En, NOW).unwrap();
        assert_eq!(serde_json::to_value(hidden).unwrap(), json!({ "notices": [], "verified": true }));
    }

    #[test]
    fn the_version_is_that_of_what_is_shown() {
        let one = notice("tip", Kind::Tip);
        let longer = Notice { until: Some(NOW), when: renewal().when, ..one.clone() };
        assert_eq!(one.version(), longer.version(), "whom it concerns, and for how long, is not shown");
        let other = Notice { tone: Tone::Warning, ..one.clone() };
        assert_ne!(one.version(), other.version());
    }

    #[test]
    fn a_verified_notice_believes_the_identity_alone() {
        let all = [renewal(), notice("tip", Kind::Tip)];
        let told = |tier: Option<&str>, path: &str| {
            let verified = CustomerFacts { tier: tier.map(str::to_owned), ..CustomerFacts::default() };
            let told = for_visitor(&all, &facts(path), &verified, Language::En);
            told.into_iter().map(|notice| (notice.id, notice.title, notice.when)).collect::<Vec<_>>()
        };
        let shown = ("renewal".to_owned(), "renewal 中文".to_owned(), None);
        assert_eq!(told(Some("gold"), "/account/plan"), [shown]);
        assert_eq!(told(Some("gold"), "/"), []);
        assert_eq!(told(Some("iron"), "/account"), []);
        assert_eq!(told(None, "/account"), [], "what the page says opens nothing");
    }

    #[test]
    fn a_question_is_answered_unless_it_concerns_others() {
        let north = json!({ "attributes": { "region": "north" }, "paths": ["/orders"], "devices": ["phone"] });
        let outage = Notice { when: serde_json::from_value(north).unwrap(), ..notice("north", Kind::Outage) };
        let all = [Notice { until: Some(NOW.plus_ms(1000)), ..outage }, renewal()];
        let answers = |region: Option<&str>, now| {
            let known = region.map(|region| ("region".to_owned(), region.to_owned()));
            answering(&all, &known.into_iter().collect(), now)
        };
        assert_eq!(answers(None, NOW), ["notice:north"]);
        assert_eq!(answers(Some("north"), NOW), ["notice:north"]);
        assert_eq!(answers(Some("south"), NOW), [""; 0]);
        assert_eq!(answers(Some("north"), NOW.plus_ms(1000)), [""; 0]);
        assert_eq!(documents(&all).len(), 2, "a document for each language, none of the verified one");
    }
}
