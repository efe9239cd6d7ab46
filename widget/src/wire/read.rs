//! From the wire to `shared`'s types.

use baton_shared::conversation::{
    Attachment, BotLine, CustomerEvent, CustomerEventKind, EpisodeEnd, ErasedScope, PassedOn, ResolvedBy, Source,
    Unavailable, WaitChoice,
};
use baton_shared::protocol::{BrandPart, Events, Opened, Place, SocketFrame};
use baton_shared::text::Language;
use baton_shared::time::Timestamp;

use super::json::Json;
use crate::model::Earlier;

/// Body of commands' answers and of events.
pub fn events(text: &str) -> Option<Events> {
    let json = Json::parse(text)?;
    Some(Events {
        events: event_list(&json)?,
        place: place(json.get("place")),
        read: json.get("read").number(),
        present: json.get("present").flag(),
    })
}

/// Answer to an opening.
pub fn opened(text: &str) -> Option<Opened> {
    let json = Json::parse(text)?;
    Some(Opened { conversation: json.get("conversation").owned()?, events: event_list(&json)? })
}

/// A socket's ticket.
pub fn ticket(text: &str) -> Option<String> {
    Json::parse(text)?.get("ticket").owned()
}

/// What arrives on a socket; `None` for what this version does not know.
pub fn frame(text: &str) -> Option<SocketFrame> {
    let json = Json::parse(text)?;
    match json.get("frame").text()? {
        "events" => Some(SocketFrame::Events { events: event_list(&json)? }),
        "typing" => Some(SocketFrame::Typing { name: json.get("name").owned()? }),
        "place" => Some(SocketFrame::Place { place: place(&json)? }),
        "read" => Some(SocketFrame::Read { up_to: json.get("up_to").number()? }),
        "presence" => Some(SocketFrame::Presence { present: json.get("present").flag()? }),
        _ => None,
    }
}

/// A problem's code, and seconds after which to try again.
pub fn problem(text: &str) -> Option<(String, Option<u32>)> {
    let json = Json::parse(text)?;
    Some((json.get("code").owned()?, json.get("retry_after").small()))
}

/// How the company looks and speaks.
pub fn brand(text: &str) -> Option<BrandPart> {
    let json = Json::parse(text)?;
    let field = |name| json.get(name).owned();
    Some(BrandPart {
        name: field("name")?,
        accent: field("accent")?,
        on_accent: field("on_accent")?,
        greeting: field("greeting")?,
        suggestions: json.get("suggestions").list().iter().filter_map(Json::owned).collect(),
    })
}

fn place(json: &Json) -> Option<Place> {
    Some(Place { ahead: json.get("ahead").small()?, minutes: json.get("minutes").small() })
}

fn event_list(json: &Json) -> Option<Vec<CustomerEvent>> {
    json.get("events").list().iter().map(event).collect()
}

fn event(json: &Json) -> Option<CustomerEvent> {
    let seq = json.get("seq").number()?;
    // A kind that this version does not know keeps its number and shows nothing.
    let nothing = CustomerEventKind::Erased { scope: ErasedScope::One { seq: 0 } };
    Some(CustomerEvent { seq, at: Timestamp(json.get("at").number()?), kind: kind(json).unwrap_or(nothing) })
}

fn kind(json: &Json) -> Option<CustomerEventKind> {
    let text = || json.get("text").owned();
    let name = || json.get("name").owned();
    let kind = match json.get("type").text()? {
        "opened" => CustomerEventKind::Opened { language: language(json.get("language"))? },
        "you_wrote" => {
            CustomerEventKind::YouWrote { id: json.get("id").owned()?, text: text(), attachments: attachments(json) }
        }
        "answer" => CustomerEventKind::Answer { text: text(), source: source(json.get("source"))? },
        "question" => CustomerEventKind::Question { text: text() },
        "bot_line" => CustomerEventKind::BotLine {
            line: bot_line(json.get("line")),
            text: text(),
            offers_human: json.get("offers_human").flag()?,
        },
        "you_rated_answer" => CustomerEventKind::YouRatedAnswer {
            answer: json.get("answer").number()?,
            helpful: json.get("helpful").flag()?,
        },
        "handoff_started" => CustomerEventKind::HandoffStarted {
            episode: json.get("episode").small()?,
            team: json.get("team").owned()?,
            passed_on: json.get("passed_on").list().iter().filter_map(passed_on).collect(),
        },
        "nobody_available" => {
            CustomerEventKind::NobodyAvailable { episode: json.get("episode").small()?, unavailable: unavailable(json) }
        }
        "you_chose" => CustomerEventKind::YouChose {
            choice: choice(json.get("choice"))?,
            address: json.get("address").owned(),
            when: json.get("when").owned(),
        },
        "agent_joined" => CustomerEventKind::AgentJoined { name: name()? },
        "agent_wrote" => CustomerEventKind::AgentWrote { name: name()?, text: text(), attachments: attachments(json) },
        "you_asked_for_transcript" => CustomerEventKind::YouAskedForTranscript { address: json.get("address").owned() },
        "handoff_ended" => CustomerEventKind::HandoffEnded { end: end(json.get("end"))? },
        "resolved" => CustomerEventKind::Resolved { by: resolved_by(json.get("by"))? },
        "reopened" => CustomerEventKind::Reopened {},
        "you_rated" => {
            CustomerEventKind::YouRated { score: json.get("score").small()?, effort: json.get("effort").small() }
        }
        "erased" => CustomerEventKind::Erased { scope: scope(json.get("scope"))? },
        _ => return None,
    };
    Some(kind)
}

fn attachments(json: &Json) -> Vec<Attachment> {
    json.get("attachments").list().iter().filter_map(attachment).collect()
}

/// A file, as the edge knows it.
pub fn attachment(json: &Json) -> Option<Attachment> {
    Some(Attachment {
        id: json.get("id").owned()?,
        name: json.get("name").owned()?,
        media_type: json.get("media_type").owned()?,
        bytes: json.get("bytes").number()?,
        width: json.get("width").small(),
        height: json.get("height").small(),
    })
}

/// The conversations of an identified visitor.
pub fn mine(text: &str) -> Vec<Earlier> {
    let json = Json::parse(text).unwrap_or(Json::Null);
    let row = |json: &Json| {
        Some(Earlier {
            id: json.get("conversation").owned()?,
            token: None,
            preview: json.get("preview").owned().unwrap_or_default(),
            updated_at: json.get("updated_at").number()?,
            open: json.get("open").flag()?,
            who: None,
        })
    };
    json.get("conversations").list().iter().filter_map(row).collect()
}

/// An article: its Markdown, and where the company publishes it.
pub fn article(text: &str) -> Option<(String, Option<String>)> {
    let json = Json::parse(text)?;
    Some((json.get("body").owned()?, json.get("url").owned()))
}

/// Questions that can be answered.
pub fn questions(text: &str) -> Vec<String> {
    let json = Json::parse(text).unwrap_or(Json::Null);
    json.get("questions").list().iter().filter_map(Json::owned).collect()
}

/// The address of a published part, by its name.
pub fn part(manifest: &str, name: &str) -> Option<String> {
    Json::parse(manifest)?.get("parts").get(name).owned()
}

fn source(json: &Json) -> Option<Source> {
    Some(Source {
        article: json.get("article").owned()?,
        version: json.get("version").small()?,
        title: json.get("title").owned()?,
        heading: json.get("heading").owned(),
        url: json.get("url").owned(),
    })
}

fn language(json: &Json) -> Option<Language> {
    json.text()?.parse().ok()
}

/// Which line it is matters to nobody here; its words do.
fn bot_line(json: &Json) -> BotLine {
    match json.text() {
        Some("nothing_found") => BotLine::NothingFound,
        Some("try_another_way") => BotLine::TryAnotherWay,
        Some("greeting") => BotLine::Greeting,
        Some("welcome") => BotLine::Welcome,
        Some("gather_details") => BotLine::GatherDetails,
        Some("file_received") => BotLine::FileReceived,
        _ => BotLine::Approved,
    }
}

fn passed_on(json: &Json) -> Option<PassedOn> {
    match json.text()? {
        "transcript" => Some(PassedOn::Transcript),
        "question" => Some(PassedOn::Question),
        "tried" => Some(PassedOn::Tried),
        "identity" => Some(PassedOn::Identity),
        "page" => Some(PassedOn::Page),
        _ => None,
    }
}

fn unavailable(json: &Json) -> Unavailable {
    match json.get("why").text() {
        Some("nobody_accepted") => Unavailable::NobodyAccepted,
        _ => Unavailable::OutOfHours { opens_at: json.get("opens_at").number().map(Timestamp) },
    }
}

fn choice(json: &Json) -> Option<WaitChoice> {
    match json.text()? {
        "wait" => Some(WaitChoice::Wait),
        "email" => Some(WaitChoice::Email),
        "call" => Some(WaitChoice::Call),
        _ => None,
    }
}

pub(super) fn choice_of(json: &Json) -> Option<WaitChoice> {
    choice(json)
}

fn end(json: &Json) -> Option<EpisodeEnd> {
    match json.text()? {
        "given_back" => Some(EpisodeEnd::GivenBack),
        "resolved" => Some(EpisodeEnd::Resolved),
        _ => None,
    }
}

fn resolved_by(json: &Json) -> Option<ResolvedBy> {
    match json.text()? {
        "bot" => Some(ResolvedBy::Bot),
        "agent" => Some(ResolvedBy::Agent),
        "customer" => Some(ResolvedBy::Customer),
        _ => None,
    }
}

fn scope(json: &Json) -> Option<ErasedScope> {
    match json.get("scope").text()? {
        "all" => Some(ErasedScope::All),
        "one" => Some(ErasedScope::One { seq: json.get("seq").number()? }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One example of each kind at least. The match makes the compiler list a new one.
    fn examples() -> Vec<CustomerEventKind> {
        use CustomerEventKind as K;
        let text = Some("您好 \"x\"\n".to_owned());
        let source = Source {
            article: "a".to_owned(),
            version: 2,
            title: "T".to_owned(),
            heading: Some("H".to_owned()),
            url: None,
        };
        let lines = [
            BotLine::NothingFound,
            BotLine::TryAnotherWay,
            BotLine::Approved,
            BotLine::Greeting,
            BotLine::Welcome,
            BotLine::GatherDetails,
            BotLine::FileReceived,
        ];
        let file = Attachment {
            id: "f".to_owned(),
            name: "a.png".to_owned(),
            media_type: "image/png".to_owned(),
            bytes: 7,
            width: Some(2),
            height: None,
        };
        let passed_on =
            vec![PassedOn::Transcript, PassedOn::Question, PassedOn::Tried, PassedOn::Identity, PassedOn::Page];
        let mut all = vec![
            K::Opened { language: Language::Zh },
            K::YouWrote { id: "i".to_owned(), text: None, attachments: vec![file.clone()] },
            K::Answer { text: text.clone(), source },
            K::Question { text: text.clone() },
            K::YouRatedAnswer { answer: 3, helpful: false },
            K::HandoffStarted { episode: 1, team: "T".to_owned(), passed_on },
            K::NobodyAvailable { episode: 1, unavailable: Unavailable::NobodyAccepted },
            K::NobodyAvailable { episode: 1, unavailable: Unavailable::OutOfHours { opens_at: None } },
            K::NobodyAvailable {
                episode: 1,
                unavailable: Unavailable::OutOfHours { opens_at: Some(Timestamp(1_800_000_000_000)) },
            },
            K::AgentJoined { name: "Mei".to_owned() },
            K::AgentWrote { name: "Mei".to_owned(), text: text.clone(), attachments: vec![file] },
            K::YouAskedForTranscript { address: text.clone() },
            K::Reopened {},
            K::YouRated { score: 4, effort: Some(1) },
            K::YouRated { score: 4, effort: None },
            K::Erased { scope: ErasedScope::All },
            K::Erased { scope: ErasedScope::One { seq: 2 } },
        ];
        all.extend(lines.map(|line| K::BotLine { line, text: text.clone(), offers_human: true }));
        all.extend([WaitChoice::Wait, WaitChoice::Email, WaitChoice::Call].map(|choice| K::YouChose {
            choice,
            address: text.clone(),
            when: None,
        }));
        all.extend([EpisodeEnd::GivenBack, EpisodeEnd::Resolved].map(|end| K::HandoffEnded { end }));
        all.extend([ResolvedBy::Bot, ResolvedBy::Agent, ResolvedBy::Customer].map(|by| K::Resolved { by }));
        for kind in &all {
            match kind {
                K::Opened { .. }
                | K::YouWrote { .. }
                | K::Answer { .. }
                | K::Question { .. }
                | K::BotLine { .. }
                | K::YouRatedAnswer { .. }
                | K::HandoffStarted { .. }
                | K::NobodyAvailable { .. }
                | K::YouChose { .. }
                | K::AgentJoined { .. }
                | K::AgentWrote { .. }
                | K::HandoffEnded { .. }
                | K::Resolved { .. }
                | K::Reopened {}
                | K::YouRated { .. }
                | K::YouAskedForTranscript { .. }
                | K::Erased { .. } => {}
            }
        }
        all
    }

    #[test]
    fn every_kind_of_event_is_read_as_it_is_written_elsewhere() {
        let events: Vec<CustomerEvent> =
            (1..).zip(examples()).map(|(seq, kind)| CustomerEvent { seq, at: Timestamp(seq), kind }).collect();
        let sent =
            Events { events, place: Some(Place { ahead: 1, minutes: None }), read: Some(3), present: Some(false) };
        assert_eq!(super::events(&serde_json::to_string(&sent).unwrap()), Some(sent.clone()));
        let sent = Opened { conversation: "c".to_owned(), events: sent.events };
        assert_eq!(opened(&serde_json::to_string(&sent).unwrap()), Some(sent));
    }

    #[test]
    fn frames_and_the_rest() {
        let event = CustomerEvent { seq: 1, at: Timestamp(1), kind: CustomerEventKind::Reopened {} };
        for sent in [
            SocketFrame::Events { events: vec![event] },
            SocketFrame::Typing { name: "Mei".to_owned() },
            SocketFrame::Place { place: Place { ahead: 2, minutes: Some(4) } },
            SocketFrame::Read { up_to: 3 },
            SocketFrame::Presence { present: true },
        ] {
            assert_eq!(frame(&serde_json::to_string(&sent).unwrap()), Some(sent));
        }
        let part = BrandPart {
            name: "N".to_owned(),
            accent: "#0f6e64".to_owned(),
            on_accent: "#ffffff".to_owned(),
            greeting: "Hi".to_owned(),
            suggestions: vec!["a".to_owned(), "b".to_owned()],
        };
        assert_eq!(brand(&serde_json::to_string(&part).unwrap()), Some(part));
        assert_eq!(ticket(r#"{"ticket":"t"}"#).as_deref(), Some("t"));
        assert_eq!(frame("pong"), None);
    }

    #[test]
    fn what_is_not_known_yet_keeps_its_number() {
        let read = events(r#"{"events":[{"seq":1,"at":1,"type":"flow_began"},{"seq":2,"at":1,"type":"reopened"}]}"#);
        let seqs: Vec<u64> = read.unwrap().events.iter().map(|event| event.seq).collect();
        assert_eq!(seqs, [1, 2]);
        assert_eq!(events(r#"{"events":[{"at":1}]}"#), None);
    }
}
