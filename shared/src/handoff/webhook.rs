//! Webhooks: what happened, told to the company's own systems. Each payload carries the whole state, so that a
//! receiver needs no earlier one, and a sequence number, so that it can put them in order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::brief::{Brief, brief};
use crate::conversation::{
    Attachment, Author, Content, Conversation, EpisodeEnd, Event, Measured, Recorded, ResolvedBy, Status, Unavailable,
    WaitChoice,
};
use crate::policy::{Priority, Reason};
use crate::text::Language;

/// Version of the payloads. Raise it with new schemas.
pub const PAYLOAD_VERSION: u32 = 1;

/// What a webhook tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub enum WebhookKind {
    /// A conversation began.
    #[serde(rename = "conversation.opened")]
    Opened,
    /// Somebody wrote.
    #[serde(rename = "message.created")]
    Message,
    /// A person is needed.
    #[serde(rename = "conversation.handoff")]
    Handoff,
    /// The customer wants to be answered by email or called back.
    #[serde(rename = "conversation.callback_requested")]
    CallbackRequested,
    /// Nobody could come in time.
    #[serde(rename = "conversation.unattended")]
    Unattended,
    /// An agent took it.
    #[serde(rename = "conversation.assigned")]
    Assigned,
    /// An agent gave it back to the bot.
    #[serde(rename = "conversation.given_back")]
    GivenBack,
    /// It was closed.
    #[serde(rename = "conversation.resolved")]
    Resolved,
    /// The customer came back.
    #[serde(rename = "conversation.reopened")]
    Reopened,
    /// The customer rated it.
    #[serde(rename = "conversation.rated")]
    Rated,
    /// The customer wants the transcript by email: the company's own mailer sends it.
    #[serde(rename = "conversation.transcript_requested")]
    TranscriptRequested,
    /// A handoff reached nobody within two minutes.
    #[serde(rename = "handoff.undelivered")]
    Undelivered,
    /// Personal content was erased; receivers erase theirs.
    #[serde(rename = "conversation.erased")]
    Erased,
    /// Somebody was invited into the team: the company's own mailer sends the link. It belongs to no conversation.
    #[serde(rename = "member.invited")]
    MemberInvited,
}

impl WebhookKind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Opened,
        Self::Message,
        Self::Handoff,
        Self::CallbackRequested,
        Self::Unattended,
        Self::Assigned,
        Self::GivenBack,
        Self::Resolved,
        Self::Reopened,
        Self::Rated,
        Self::TranscriptRequested,
        Self::Undelivered,
        Self::Erased,
        Self::MemberInvited,
    ];

    /// Whether it tells of a conversation, and so carries its whole state.
    pub fn is_of_conversation(self) -> bool {
        self != Self::MemberInvited
    }

    /// Its stable word, `conversation.handoff` say.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "conversation.opened",
            Self::Message => "message.created",
            Self::Handoff => "conversation.handoff",
            Self::CallbackRequested => "conversation.callback_requested",
            Self::Unattended => "conversation.unattended",
            Self::Assigned => "conversation.assigned",
            Self::GivenBack => "conversation.given_back",
            Self::Resolved => "conversation.resolved",
            Self::Reopened => "conversation.reopened",
            Self::Rated => "conversation.rated",
            Self::TranscriptRequested => "conversation.transcript_requested",
            Self::Undelivered => "handoff.undelivered",
            Self::Erased => "conversation.erased",
            Self::MemberInvited => "member.invited",
        }
    }
}

/// The body of a webhook.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Payload {
    /// What is told.
    #[serde(rename = "type")]
    pub kind: WebhookKind,
    /// [`PAYLOAD_VERSION`].
    pub version: u32,
    /// When it happened, RFC 3339.
    pub timestamp: String,
    /// The workspace.
    pub workspace: String,
    /// The number of the event in the conversation: greater is later.
    pub sequence: u64,
    /// The event told of: `message.created` has the message here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<TranscriptLine>,
    /// Where to send the transcript: `conversation.transcript_requested` alone has it. Given by the customer, not
    /// checked; null once erased. The language to write in is the conversation's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The conversation's whole state.
    pub conversation: ConversationState,
    /// The handoff, while there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoff: Option<HandoffState>,
    /// Where to go on.
    pub links: Links,
}

/// The body of `member.invited`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct MemberInvited {
    /// What is told: `member.invited`.
    #[serde(rename = "type")]
    pub kind: WebhookKind,
    /// [`PAYLOAD_VERSION`].
    pub version: u32,
    /// When it happened, RFC 3339.
    pub timestamp: String,
    /// The workspace.
    pub workspace: String,
    /// Who was invited.
    pub member: Invitee,
    /// Who invited them: a member's id, or `tool`.
    pub by: String,
    /// Signs them in, once. Whoever has it is taken for them: send it to nobody else, and write it into no log.
    pub link: String,
    /// When the link ends, RFC 3339.
    pub until: String,
}

/// Who was invited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Invitee {
    /// Their id in the team.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Where to send the link; null where none is known.
    pub email: Option<String>,
    /// Languages that they write, the first to write to them in.
    pub languages: Vec<Language>,
}

/// The conversation's state in a payload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct ConversationState {
    /// Its id.
    pub id: String,
    /// `with_bot`, `waiting`, `with_human` or `resolved`.
    pub status: String,
    /// Language of the interface.
    pub language: Language,
    /// When it began, RFC 3339.
    pub opened_at: String,
    /// Who the customer is.
    pub customer: CustomerState,
    /// The page where it began.
    pub page: Option<PageState>,
    /// Everything that was said, oldest first.
    pub transcript: Vec<TranscriptLine>,
    /// Satisfaction, 1 to 5.
    pub score: Option<u8>,
    /// Effort, 1 to 5.
    pub effort: Option<u8>,
    /// Who closed it.
    pub resolved_by: Option<String>,
}

/// One line of a transcript.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct TranscriptLine {
    /// The number of its event.
    pub sequence: u64,
    /// When, RFC 3339.
    pub at: String,
    /// `customer`, `bot` or `agent`.
    pub author: String,
    /// The agent's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The words; null once erased, empty where files stand for them.
    pub text: Option<String>,
    /// Files that went with it: what they are, never their content.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentState>,
    /// The article that answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// What the customer said of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helpful: Option<bool>,
}

/// A file in a transcript. Its content stays with Baton; staff see it in the console.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct AttachmentState {
    /// The file's name.
    pub name: String,
    /// What it is: `image/png` say.
    pub media_type: String,
    /// How large it is, in bytes.
    pub bytes: u64,
}

/// What is known of the customer: what the company's backend vouched for, apart from what was merely said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct CustomerState {
    /// From the signed identity; null for an anonymous visitor.
    pub verified: Option<VerifiedCustomer>,
    /// Said by the customer or by the page, not checked.
    pub unverified: UnverifiedCustomer,
}

/// Verified attributes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct VerifiedCustomer {
    /// The company's own id for the person.
    pub subject: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Email.
    pub email: Option<String>,
    /// Level of service.
    pub tier: Option<String>,
    /// Whole months as a customer.
    pub tenure_months: Option<u32>,
}

/// What the customer gave, and what the company's page said of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct UnverifiedCustomer {
    /// Email address or telephone number.
    pub contact: Option<String>,
    /// When a call suits.
    pub when: Option<String>,
    /// What the page said of the visitor or of itself (`Baton.update`). Whoever holds the browser can say it too.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
}

/// The page where the conversation began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct PageState {
    /// Address without query and fragment.
    pub url: String,
    /// Title.
    pub title: Option<String>,
}

/// A reason with the words that it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct ReasonState {
    /// A stable word.
    pub code: String,
    /// The customer's words.
    pub evidence: Vec<String>,
}

/// What triage measured on the latest message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct AssessmentState {
    /// Subject.
    pub topic: Option<String>,
    /// From -1 to 1.
    pub mood: f32,
    /// `low`, `normal` or `high`.
    pub urgency: String,
    /// `simple` or `complex`.
    pub complexity: String,
    /// Stable words of all signals, strongest first.
    pub signals: Vec<String>,
}

/// The handoff in a payload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct HandoffState {
    /// Its number in the conversation, from 1.
    pub episode: u32,
    /// When it began, RFC 3339.
    pub started_at: String,
    /// The queue.
    pub queue: String,
    /// How soon it should be taken.
    pub priority: Priority,
    /// Whether revenue is at stake.
    pub revenue_at_stake: bool,
    /// Why, strongest first.
    pub reasons: Vec<ReasonState>,
    /// The rule that fired.
    pub rule: Option<String>,
    /// What triage measured.
    pub assessment: Option<AssessmentState>,
    /// Opening question, what was tried, latest message.
    pub summary: Brief,
    /// Articles that were shown.
    pub articles_shown: Vec<String>,
    /// Articles that the customer called unhelpful.
    pub articles_rejected: Vec<String>,
    /// A reply to approve, taken from an article.
    pub draft: Option<String>,
    /// Who has it.
    pub agent: Option<String>,
    /// Why nobody could come: `out_of_hours` or `nobody_accepted`.
    pub unavailable: Option<String>,
    /// What the customer chose then: `wait`, `email` or `call`.
    pub choice: Option<WaitChoice>,
}

/// Where to go on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Links {
    /// Baton's console.
    pub console: String,
    /// The reply page: for this handoff and this endpoint alone, void when the handoff ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
}

/// Which webhook an event leads to, if any.
pub fn webhook_kind(event: &Event) -> Option<WebhookKind> {
    match event {
        Event::Opened { .. } => Some(WebhookKind::Opened),
        Event::CustomerWrote { .. }
        | Event::BotAnswered { .. }
        | Event::BotAskedToClarify {}
        | Event::BotSaid { .. }
        | Event::AgentWrote { .. } => Some(WebhookKind::Message),
        Event::HandoffStarted { .. } => Some(WebhookKind::Handoff),
        Event::NobodyAvailable { .. } => Some(WebhookKind::Unattended),
        Event::CustomerChose { choice: WaitChoice::Email | WaitChoice::Call, .. } => {
            Some(WebhookKind::CallbackRequested)
        }
        Event::AgentJoined { .. } => Some(WebhookKind::Assigned),
        Event::HandoffEnded { end: EpisodeEnd::GivenBack, .. } => Some(WebhookKind::GivenBack),
        Event::Resolved { .. } => Some(WebhookKind::Resolved),
        Event::Reopened {} => Some(WebhookKind::Reopened),
        Event::Rated { .. } => Some(WebhookKind::Rated),
        Event::TranscriptRequested {} => Some(WebhookKind::TranscriptRequested),
        Event::HandoffUndelivered { .. } => Some(WebhookKind::Undelivered),
        Event::ContentErased { .. } => Some(WebhookKind::Erased),
        Event::CustomerIdentified { .. }
        | Event::PageUpdated {}
        | Event::Decided { .. }
        | Event::AnswerRated { .. }
        | Event::DraftPrepared { .. }
        | Event::AgentProposed { .. }
        | Event::CustomerChose { choice: WaitChoice::Wait, .. }
        | Event::FirstHumanReply { .. }
        | Event::NoteWritten { .. }
        | Event::HandoffEnded { end: EpisodeEnd::Resolved | EpisodeEnd::Transferred, .. }
        | Event::HandoffDelivered { .. }
        | Event::ReplyLinksRevoked { .. }
        | Event::MoodMeasured { .. } => None,
    }
}

/// The payload for an event. `after` is the conversation with it applied, `log` its whole log so far.
pub fn payload(
    kind: WebhookKind,
    id: &str,
    workspace: &str,
    after: &Conversation,
    log: &[Recorded],
    event: &Recorded,
    links: Links,
) -> Payload {
    let message = (kind == WebhookKind::Message).then(|| after.line(event.seq).map(line)).flatten();
    let address = match &event.content {
        Some(Content::Contact { address, .. }) if kind == WebhookKind::TranscriptRequested => Some(address.clone()),
        _ => None,
    };
    Payload {
        kind,
        version: PAYLOAD_VERSION,
        timestamp: event.at.rfc3339(),
        workspace: workspace.to_owned(),
        sequence: event.seq,
        message,
        address,
        conversation: conversation_state(id, after),
        handoff: after.open_episode().is_some().then(|| handoff_state(after, log)).flatten(),
        links,
    }
}

fn conversation_state(id: &str, state: &Conversation) -> ConversationState {
    let known = &state.known;
    let verified = known.subject_hash.is_some().then(|| VerifiedCustomer {
        subject: known.subject.clone(),
        name: known.name.clone(),
        email: known.email.clone(),
        tier: known.facts.as_ref().and_then(|facts| facts.tier.clone()),
        tenure_months: known.facts.as_ref().and_then(|facts| facts.tenure_months),
    });
    let status = match state.status {
        Status::WithBot => "with_bot",
        Status::Waiting => "waiting",
        Status::WithHuman => "with_human",
        Status::Resolved => "resolved",
    };
    let resolved_by = state.resolved_by.filter(|_| state.status == Status::Resolved).map(|by| match by {
        ResolvedBy::Bot => "bot".to_owned(),
        ResolvedBy::Agent => "agent".to_owned(),
        ResolvedBy::Customer => "customer".to_owned(),
    });
    ConversationState {
        id: id.to_owned(),
        status: status.to_owned(),
        language: state.language,
        opened_at: state.opened_at.rfc3339(),
        customer: CustomerState {
            verified,
            unverified: UnverifiedCustomer {
                contact: known.contact.clone(),
                when: known.contact_when.clone(),
                attributes: known.attributes.clone(),
            },
        },
        page: known.page_url.clone().map(|url| PageState { url, title: known.page_title.clone() }),
        transcript: state.lines.iter().map(line).collect(),
        score: state.score,
        effort: state.effort,
        resolved_by,
    }
}

fn line(line: &crate::conversation::Line) -> TranscriptLine {
    let (author, name) = match &line.author {
        Author::Customer => ("customer", None),
        Author::Bot => ("bot", None),
        Author::Agent { agent } => ("agent", Some(agent.name.clone())),
    };
    TranscriptLine {
        sequence: line.seq,
        at: line.at.rfc3339(),
        author: author.to_owned(),
        name,
        text: line.text.clone(),
        attachments: line.attachments.iter().map(attachment).collect(),
        article: line.source.as_ref().map(|source| source.article.clone()),
        helpful: line.helpful,
    }
}

fn attachment(file: &Attachment) -> AttachmentState {
    AttachmentState { name: file.name.clone(), media_type: file.media_type.clone(), bytes: file.bytes }
}

fn handoff_state(state: &Conversation, log: &[Recorded]) -> Option<HandoffState> {
    let episode = state.open_episode()?;
    let (rule, reasons) = decision_of(episode.started_seq, &episode.reasons, log);
    let summary = brief(state);
    let shown: Vec<String> = unique(summary.tried.iter().map(|tried| tried.article.clone()));
    let rejected =
        unique(summary.tried.iter().filter(|tried| tried.helpful == Some(false)).map(|tried| tried.article.clone()));
    let draft = log.iter().rev().find_map(|recorded| match (&recorded.event, &recorded.content) {
        (Event::DraftPrepared { episode: id, .. }, Some(Content::Text { text, .. })) if *id == episode.id => {
            Some(text.clone())
        }
        _ => None,
    });
    Some(HandoffState {
        episode: episode.id,
        started_at: episode.started_at.rfc3339(),
        queue: episode.queue.clone(),
        priority: episode.priority,
        revenue_at_stake: episode.revenue_at_stake,
        reasons,
        rule,
        assessment: state.measured.as_ref().map(assessment),
        summary,
        articles_shown: shown,
        articles_rejected: rejected,
        draft,
        agent: episode.agent.as_ref().map(|agent| agent.name.clone()),
        unavailable: episode.unavailable.map(|unavailable| match unavailable {
            Unavailable::OutOfHours { .. } => "out_of_hours".to_owned(),
            Unavailable::NobodyAccepted => "nobody_accepted".to_owned(),
        }),
        choice: episode.choice,
    })
}

/// The decision that led to a handoff: the last one before it. Reasons keep their words until these are erased.
fn decision_of(started: u64, reasons: &[Reason], log: &[Recorded]) -> (Option<String>, Vec<ReasonState>) {
    let decided = log.iter().rev().find_map(|recorded| match &recorded.event {
        Event::Decided { rule, reasons: same, .. } if recorded.seq < started && same == reasons => {
            Some((rule.clone(), recorded.content.as_ref()))
        }
        _ => None,
    });
    let (rule, content) = decided.map_or((None, None), |(rule, content)| (Some(rule), content));
    let words = match content {
        Some(Content::Evidence { words, .. }) => words.as_slice(),
        _ => &[],
    };
    // A rule's own reason is often the word of the signal that carried it: told once, with its evidence.
    let mut told: Vec<ReasonState> = Vec::new();
    for (index, reason) in reasons.iter().enumerate() {
        let evidence = words.get(index).cloned().unwrap_or_default();
        match told.iter_mut().find(|one| one.code == reason.code) {
            Some(one) => one.evidence.extend(evidence),
            None => told.push(ReasonState { code: reason.code.clone(), evidence }),
        }
    }
    (rule, told)
}

fn assessment(measured: &Measured) -> AssessmentState {
    let urgency = match measured.urgency {
        crate::triage::Urgency::Low => "low",
        crate::triage::Urgency::Normal => "normal",
        crate::triage::Urgency::High => "high",
    };
    let complexity = match measured.complexity {
        crate::triage::Complexity::Simple => "simple",
        crate::triage::Complexity::Complex => "complex",
    };
    AssessmentState {
        topic: measured.topic.clone(),
        mood: measured.mood,
        urgency: urgency.to_owned(),
        complexity: complexity.to_owned(),
        signals: measured.findings.iter().map(|finding| finding.kind.as_str().to_owned()).collect(),
    }
}

fn unique(ids: impl Iterator<Item = String>) -> Vec<String> {
    let mut unique = Vec::new();
    for id in ids {
        if !unique.contains(&id) {
            unique.push(id);
        }
    }
    unique
}
