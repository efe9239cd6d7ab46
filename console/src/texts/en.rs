//! English.

use std::borrow::Cow;

use baton_shared::conversation::{EpisodeEnd, ErasedScope, MoodPoint, PassedOn, ResolutionOutcome, ResolvedBy};
use baton_shared::conversation::{Status, Unavailable, Via, WaitChoice};
use baton_shared::policy::{Outcome, Priority, reason_in_words};
use baton_shared::text::Language;
use baton_shared::triage::{Complexity, Urgency};

use super::{Keys, Text, problems};
use crate::model::ago::Ago;
use crate::model::explain::Mood;
use crate::model::inbox::{Filter, Standing};
use crate::model::link::Link;
use crate::model::trouble::Trouble;
use crate::model::upload::FileTrouble;

#[expect(clippy::too_many_lines, reason = "a table: one line a text")]
pub(super) fn say(text: &Text) -> Cow<'static, str> {
    let words = match text {
        Text::Title => "Baton console",
        Text::TitleWaiting(count) => return format!("({count}) Baton console").into(),
        Text::SkipToContent => "Skip to content",
        Text::Places => "Places",
        Text::Inbox => "Inbox",
        Text::Deliveries => "Deliveries",
        Text::SignOut => "Sign out",
        Text::Help => "Keys and help",
        Text::OtherLanguage => "中文",
        Text::Presence => "Available for customers",
        Text::PresenceIs(link) => match link {
            Link::Connecting => "Connecting",
            Link::Live => "Available",
            Link::Polling => "Reconnecting",
            Link::Lost => "No connection",
            Link::Away => "Away",
        },
        Text::PresenceHint(true) => "New conversations may be proposed to you. Switch off when you step away.",
        Text::PresenceHint(false) => "No conversation is proposed to you. You can still read and reply.",
        Text::Loading => "Loading",
        Text::Close => "Close",
        Text::Cancel => "Cancel",
        Text::TryAgain => "Try again",
        Text::Trouble(trouble) => return self::trouble(trouble),
        Text::SignInHeading => "Sign in with a link",
        Text::SignInHow => "This is the machine that runs Baton: type this here, and open the link that it prints.",
        Text::SignInThen => "A link works once. Open it in this browser; you then stay signed in for 12 hours.",
        Text::SignInAsk => "Ask an owner of your team for a link. They make one under Team, in your entry.",
        Text::SignedOutMeanwhile => {
            "You have been signed out. What you wrote is kept in this tab. Open a new sign-in link in this browser, and it goes on here."
        }
        Text::Conversations => "Conversations",
        Text::Filters => "Which conversations",
        Text::Filter(filter) => match filter {
            Filter::Waiting => "Waiting",
            Filter::Mine => "Mine",
            Filter::WithBot => "Bot",
            Filter::All => "All",
            Filter::Resolved => "Resolved",
        },
        Text::Empty(filter) => match filter {
            Filter::Waiting => "Nobody is waiting.",
            Filter::Mine => "You have no conversation at the moment.",
            Filter::WithBot => "The bot has no conversation at the moment.",
            Filter::All => "No conversation yet.",
            Filter::Resolved => "Nothing is resolved yet.",
        },
        Text::EmptyHint => "Open the demo site and ask something to see one arrive.",
        Text::Older => "Show older",
        Text::Visitor => "Visitor",
        Text::Status(status) => match status {
            Status::WithBot => "With the bot",
            Status::Waiting => "Waiting",
            Status::WithHuman => "With a person",
            Status::Resolved => "Resolved",
        },
        Text::Standing(standing) => match standing {
            Standing::As(status) => return say(&Text::Status(*status)),
            Standing::WithMe => "With you",
            Standing::With(name) => return format!("With {name}").into(),
            Standing::Closed(outcome) => return format!("Closed: {}", resolved_as(*outcome).to_lowercase()).into(),
        },
        Text::Priority(priority) => match priority {
            Priority::Normal => "Normal",
            Priority::High => "High",
            Priority::Urgent => "Urgent",
        },
        Text::Revenue => "Revenue at stake",
        Text::RevenueHint => "Money or a customer may be lost here; the rule that handed it over says so.",
        Text::LanguageName(Language::En) => "English",
        Text::LanguageName(Language::Zh) => "Chinese",
        Text::WaitingSince(ago) => {
            return match ago {
                Ago::Now => "just now".into(),
                Ago::Minutes(n) => format!("waiting {n} min").into(),
                Ago::Hours(n) => format!("waiting {n} h").into(),
                Ago::Days(n) => format!("waiting {n} d").into(),
            };
        }
        Text::Ago(ago) => {
            return match ago {
                Ago::Now => "just now".into(),
                Ago::Minutes(n) => format!("{n} min ago").into(),
                Ago::Hours(n) => format!("{n} h ago").into(),
                Ago::Days(n) => format!("{n} d ago").into(),
            };
        }
        Text::CameBack => "Wrote again",
        Text::CameBackHint => "A colleague had closed this. The customer wrote again, and the bot answers.",
        Text::HeldBy(name) => return format!("with {name}").into(),
        Text::NoPreview => "Nothing written",
        Text::NothingOpen => "No conversation is open",
        Text::NothingOpenHint => "Choose one from the list, or press j and Enter.",
        Text::NothingHereHint => "New conversations come into the list by themselves.",
        Text::Back => "Back to the list",
        Text::ShowDetails | Text::Details => "Details",
        Text::Transcript => "Transcript",
        Text::ShowAll => "Show every step",
        Text::NewMessages => "New messages",
        Text::LinkIs(link) => match link {
            Link::Connecting => "Connecting",
            Link::Live => "Live",
            Link::Polling => "No live connection. New messages arrive every few seconds.",
            Link::Lost => "No connection. What you see may be old; trying again.",
            Link::Away => "Away",
        },
        Text::Customer => "Customer",
        Text::Bot => "Bot",
        Text::You(name) => return format!("{name} (you)").into(),
        Text::Erased => "This text was erased.",
        Text::SourceIs(title) => return format!("Source: {title}").into(),
        Text::Helpful(true) => "The customer said: this helped",
        Text::Helpful(false) => "The customer said: this did not help",
        Text::NoteBy(name) => return format!("Note by {name}, for colleagues only").into(),
        Text::Save => "Save",
        Text::CustomerTypes => "The customer is typing",
        Text::MarkOpened(Language::En) => "Opened in the widget, in English",
        Text::MarkOpened(Language::Zh) => "Opened in the widget, in Chinese",
        Text::MarkIdentified => "Identity verified by the company",
        Text::MarkPageUpdated => "The page said more about the visitor",
        Text::MarkAnswerRated(true) => "The customer says that the answer helped",
        Text::MarkAnswerRated(false) => "The customer says that the answer did not help",
        Text::MarkProposed(agent) => return format!("Proposed to {agent}").into(),
        Text::MarkNobody(Unavailable::OutOfHours { .. }) => "The customer was told that the team is closed now",
        Text::MarkNobody(Unavailable::NobodyAccepted) => "The customer was told that nobody is free yet",
        Text::MarkChose(WaitChoice::Wait) => "The customer chose to wait",
        Text::MarkChose(WaitChoice::Email) => "The customer asked for an answer by email",
        Text::MarkChose(WaitChoice::Call) => "The customer asked for a call",
        Text::MarkJoined(name, Via::Console) => return format!("{name} took over").into(),
        Text::MarkJoined(name, Via::ReplyLink) => return format!("{name} took over by reply link").into(),
        Text::MarkJoined(name, Via::Api) => return format!("{name} took over from another desk").into(),
        Text::MarkFirstReply(ms) => return format!("First reply after {}", seconds(*ms)).into(),
        Text::MarkEnded(EpisodeEnd::GivenBack) => "Given back to the bot",
        Text::MarkEnded(EpisodeEnd::Transferred) => "Transferred",
        Text::MarkEnded(EpisodeEnd::Resolved) => "The handoff is over",
        Text::MarkDelivered(endpoint) => return format!("Handoff delivered to {endpoint}").into(),
        Text::MarkUndelivered => "The handoff has not been delivered to any endpoint. Look at Deliveries.",
        Text::MarkRevoked => "Reply links revoked",
        Text::MarkMood(point, mood) => {
            let when = if *point == MoodPoint::Start { "start" } else { "end" };
            return format!("Mood at the {when}: {}", say(&Text::MoodIs(Mood::of(*mood))).to_lowercase()).into();
        }
        Text::MarkResolved(by, outcome, name) => {
            let who = match (by, name) {
                (ResolvedBy::Bot, _) => "Resolved by the bot".to_owned(),
                (ResolvedBy::Agent, Some(name)) => format!("Resolved by {name}"),
                (ResolvedBy::Agent, None) => "Resolved by an agent".to_owned(),
                (ResolvedBy::Customer, _) => "Ended by the customer".to_owned(),
            };
            return format!("{who}: {}", resolved_as(*outcome).to_lowercase()).into();
        }
        Text::MarkReopened => "The customer came back; reopened",
        Text::MarkRated(score, effort, comment) => {
            let effort = effort.map_or("", |effort| match effort {
                1 => ", no effort for them",
                2 => ", little effort",
                3 => ", some effort",
                4 => ", much effort",
                _ => ", too much effort",
            });
            let comment = comment.as_ref().map_or(String::new(), |comment| format!(": “{comment}”"));
            return format!("Rated {score} of 5{effort}{comment}").into();
        }
        Text::MarkTranscript(Some(address)) => {
            return format!("The customer asked for the transcript by email, to {address}").into();
        }
        Text::MarkTranscript(None) => "The customer asked for the transcript by email",
        Text::MarkErased(ErasedScope::All) => "All content was erased",
        Text::MarkErased(ErasedScope::One { .. }) => "One text was erased",
        Text::HandedTo(team) => return format!("Handed over to {team}").into(),
        Text::PassedOnLabel => "The team sees",
        Text::PassedOn(what) => match what {
            PassedOn::Transcript => "Transcript",
            PassedOn::Question => "Question",
            PassedOn::Tried => "What was tried",
            PassedOn::Identity => "Identity",
            PassedOn::Page => "Page",
        },
        Text::Outcome(outcome) => match outcome {
            Outcome::Answer => "Answered",
            Outcome::Clarify => "Asked a clarifying question",
            Outcome::Assist => "Gathers details for a person",
            Outcome::HandOver => "Handed over",
            Outcome::OfferHuman => "Offered a person",
            Outcome::SmallTalk => "Greeted back",
        },
        Text::Reason(code) => return reason_in_words(code, Language::En).into(),
        Text::Why => "Why",
        Text::Rule => "Rule",
        Text::Evidence => "Evidence",
        Text::NoEvidence => "no words of the customer",
        Text::EvidenceErased => "The words behind this decision were erased.",
        Text::Measured => "Measured",
        Text::Topic => "Topic",
        Text::MoodLabel => "Mood",
        Text::MoodIs(mood) => match mood {
            Mood::VeryBad => "very bad",
            Mood::Bad => "bad",
            Mood::Even => "even",
            Mood::Good => "good",
        },
        Text::UrgencyLabel => "Urgency",
        Text::UrgencyIs(urgency) => match urgency {
            Urgency::Low => "low",
            Urgency::Normal => "normal",
            Urgency::High => "high",
        },
        Text::ComplexityLabel => "Complexity",
        Text::ComplexityIs(Complexity::Simple) => "simple",
        Text::ComplexityIs(Complexity::Complex) => "complex",
        Text::Closest(percent) => return format!("closest article fits {percent} %").into(),
        Text::Sure(percent) => return format!("({percent} % certain)").into(),
        Text::Notice => "Notice",
        Text::Fits(percent) => return format!("fits {percent} %").into(),
        Text::Technical => "Technical details",
        Text::Signals => "Also noticed",
        Text::NothingConsidered => "none",
        Text::Considered => "Articles looked at",
        Text::Matched(words) => return format!("Same words: {words}").into(),
        Text::Versions => "Made with",
        Text::VersionsAre(workspace, engine) => return format!("workspace {workspace}, engine {engine}").into(),
        Text::HashesAre(policy, knowledge) => return format!("policy {policy}, knowledge {knowledge}").into(),
        Text::DraftPrepared => "Suggested reply",
        Text::DraftHint => "Taken from an approved article. Not sent: read it, change it, then send.",
        Text::InsertDraft => "Use this text",
        Text::ConfirmFirst => "Confirm with the customer first",
        Text::ConfirmHint => "Say these first, so that the customer need not repeat them.",
        Text::OnlyReads => "You can read this conversation. Replying takes the role of an agent.",
        Text::InsertFirstWords => "Write a greeting",
        Text::VerifiedBy => "Verified by the company",
        Text::NotVerified => "Not signed in. Nothing about this person is verified.",
        Text::Unverified => "Said by the customer, not checked",
        Text::Name => "Name",
        Text::Email => "Email",
        Text::CustomerId => "Customer ID",
        Text::Tier => "Tier",
        Text::Tenure => "Customer for",
        Text::Months(months) => return months_en(*months).into(),
        Text::Contact => "Reach at",
        Text::ContactWhen(when) => return format!("suits: {when}").into(),
        Text::Page => "Page",
        Text::Order => "Order",
        Text::Brief => "In short",
        Text::OpeningQuestion => "First question",
        Text::Tried => "Tried",
        Text::NothingTried => "No answer was given.",
        Text::TriedResult(Some(true)) => "helped",
        Text::TriedResult(Some(false)) => "did not help",
        Text::TriedResult(None) => "no word on it",
        Text::LatestMessage => "Latest message",
        Text::Handoff => "Handoff",
        Text::LastHandoff => "Last handoff",
        Text::Ended => "Ended",
        Text::Queue => "Queue",
        Text::Since => "Since",
        Text::Colleague => "Colleague",
        Text::Result => "Outcome",
        Text::More => "More",
        Text::Actions => "Actions",
        Text::TakeOver => "Take over",
        Text::TakenOver => "Taken over",
        Text::Reopen => "Reopen",
        Text::GiveBack => "Give back to the bot",
        Text::GiveBackHeading => "Give back to the bot?",
        Text::GiveBackWhat => {
            "The customer is told that the assistant is back, and it answers from here on. You can take over again."
        }
        Text::Resolve => "Resolve",
        Text::Revoke => "Revoke reply links",
        Text::RevokeHint => {
            "Messages about this handoff in your other systems hold links to reply without signing in. This makes them void."
        }
        Text::EraseContent => "Erase content",
        Text::HeldByOther(name) => return format!("{name} has this conversation. You can leave a note.").into(),
        Text::ResolveHeading => "What came of it?",
        Text::ResolveHint => {
            "The conversation closes. If the customer writes again, it opens again, and the assistant answers first."
        }
        Text::ResolvedAs(outcome) => resolved_as(*outcome),
        Text::ResolvedAsHint(outcome) => match outcome {
            ResolutionOutcome::Solved => "The matter is settled.",
            ResolutionOutcome::Unsolved => "Nothing more can be done here.",
            ResolutionOutcome::NoAnswerNeeded => "The customer left, or there was nothing to answer.",
        },
        Text::RevokeHeading => "Revoke the reply links?",
        Text::RevokeWhat => {
            "Every reply link that was sent out for this handoff stops working at once. Colleagues can still reply here."
        }
        Text::EraseHeading => "Erase everything that was written?",
        Text::EraseGoes => {
            "Gone for good: all messages, notes and drafts, the name, email and customer id, the page, addresses that were left, and the words behind decisions. Connected systems are told to erase theirs."
        }
        Text::EraseStays => "Kept: when things happened, which rules fired and the figures, without any words.",
        Text::EraseFinal => "This cannot be undone.",
        Text::EraseNow => "Erase for good",
        Text::Composer => "Write",
        Text::ModeReply => "Reply",
        Text::ModeNote => "Internal note",
        Text::WriteReply => "Reply to the customer",
        Text::WriteNote => "Note for colleagues; the customer never sees it",
        Text::Send => "Send",
        Text::TakeAndSend => "Take over and send",
        Text::ReopenAndSend => "Reopen and send",
        Text::SaveNote => "Save note",
        Text::Sending => "Sending",
        Text::SendKeys(true) => "⌘ Enter sends",
        Text::SendKeys(false) => "Ctrl Enter sends",
        Text::NoteKeys(true) => "⌘ Enter saves",
        Text::NoteKeys(false) => "Ctrl Enter saves",
        Text::AddFile => "Add a file",
        Text::FilesToSend => "Files to send",
        Text::DropHere => "Drop files here to send them with your reply",
        Text::Uploading(percent) => return format!("Uploading, {percent} %").into(),
        Text::FileTrouble(trouble) => return file_trouble(trouble),
        Text::RemoveFile(name) => return format!("Remove {name}").into(),
        Text::SendFileAgain(name) => return format!("Try again: {name}").into(),
        Text::Sent => "Sent",
        Text::CustomerSaid(words) => return format!("The customer: {words}").into(),
        Text::CustomerSentFiles(1) => "The customer sent a file",
        Text::CustomerSentFiles(count) => return format!("The customer sent {count} files").into(),
        Text::CustomerSaidSeveral(count) => return format!("{count} new messages from the customer").into(),
        Text::NowWaiting(1) => "One conversation needs a person",
        Text::NowWaiting(count) => return format!("{count} conversations need a person").into(),
        Text::DeliveriesHint => {
            "Webhooks to your own systems, the latest first. What has not arrived can be sent again."
        }
        Text::NoDeliveries => "Nothing was delivered yet. Once there is an endpoint, what happens is told there.",
        Text::ColumnState => "State",
        Text::ColumnKind => "Event",
        Text::ColumnEndpoint => "Endpoint",
        Text::ColumnConversation => "Conversation",
        Text::ColumnAttempts => "Attempts",
        Text::ColumnAnswer => "Last answer",
        Text::ColumnWhen => "Last tried",
        Text::ColumnAction => "Action",
        Text::NoAnswer => "No answer",
        Text::Replay => "Send again",
        Text::Replayed => "It is being sent again.",
        Text::OpenConversation => "Open",
        Text::HelpFor(keys) => match keys {
            Keys::Move => "Next and previous conversation",
            Keys::Open => "Open the conversation",
            Keys::Back => "Back to the list",
            Keys::Reply => "Write a reply",
            Keys::Note => "Write an internal note",
            Keys::Send => "Send",
            Keys::NewLine => "New line while writing",
            Keys::Help => "This help",
            Keys::Find => "Find a page, a customer, an action",
        },
        Text::SingleKeys => "Use single keys",
        Text::Verbatim(words) => return words.clone().into(),
        Text::Office(office) => return office.say(Language::En),
        Text::Rules(said) => return said.say(Language::En),
        Text::Know(know) => return know.say(Language::En),
        Text::SingleKeysHint => "Switch off if you use speech input or another tool that types.",
    };
    Cow::Borrowed(words)
}

fn resolved_as(outcome: ResolutionOutcome) -> &'static str {
    match outcome {
        ResolutionOutcome::Solved => "Solved",
        ResolutionOutcome::Unsolved => "Not solved",
        ResolutionOutcome::NoAnswerNeeded => "No answer needed",
    }
}

fn seconds(ms: u64) -> String {
    let seconds = ms / 1000;
    if seconds < 120 { format!("{seconds} s") } else { format!("{} min", seconds / 60) }
}

fn months_en(months: u32) -> String {
    match (months / 12, months % 12) {
        (0, 1) => "1 month".to_owned(),
        (0, months) => format!("{months} months"),
        (1, 0) => "1 year".to_owned(),
        (years, 0) => format!("{years} years"),
        (1, months) => format!("1 year, {months} months"),
        (years, months) => format!("{years} years, {months} months"),
    }
}

fn trouble(trouble: &Trouble) -> Cow<'static, str> {
    let words = match trouble {
        Trouble::Offline => "No connection. Nothing was lost; try again in a moment.",
        Trouble::SignedOut => "You are signed out.",
        Trouble::NotAllowed => "Your role does not allow this.",
        Trouble::Taken { name: Some(name) } => {
            return format!("{name} has taken this conversation. Your text is kept; you can leave it as a note.")
                .into();
        }
        Trouble::Taken { name: None } => {
            "A colleague has taken this conversation. Your text is kept; you can leave it as a note."
        }
        Trouble::EpisodeOver => {
            "This handoff is over. Your text is kept; sending again takes the conversation over first."
        }
        Trouble::NotNow => "This is not possible as the conversation stands now.",
        Trouble::FileGone => {
            "A file is no longer there: it is kept for a day until it is sent. Remove it, add it again, then send."
        }
        Trouble::TooLong => "This text is too long. Please send it in parts.",
        Trouble::TooMany { seconds: Some(seconds) } => {
            return format!("Too many requests. Your text is kept; try again in {seconds} seconds.").into();
        }
        Trouble::TooMany { seconds: None } => "Too many requests. Your text is kept; try again in a moment.",
        Trouble::NotFound => "This does not exist, or no longer.",
        Trouble::Stale => "Somebody else has changed this meanwhile. Nothing was overwritten.",
        Trouble::Refused(refused) => return problems::say(refused, Language::En),
        Trouble::Unreadable => "The answer cannot be read. Reload the page and look again.",
    };
    Cow::Borrowed(words)
}

fn file_trouble(trouble: &FileTrouble) -> Cow<'static, str> {
    let words = match trouble {
        FileTrouble::TooMany => "A reply carries five files. Send these first, then the rest.",
        FileTrouble::TooLarge => "Larger than 10 MB. Send a smaller copy, or a link to it.",
        FileTrouble::Empty => "This file is empty. Choose another.",
        FileTrouble::Kind => {
            "This kind of file cannot be sent. Send a picture (PNG, JPEG, GIF, WebP), a PDF, a text, or a Word, Excel, PowerPoint or OpenDocument file."
        }
        FileTrouble::Unsafe => {
            "It holds macros, scripts or other files, or is locked by a password. Save it without them, or print it to a PDF, and add that."
        }
        FileTrouble::Broken => "It is damaged, or not what its name says. Save it anew and add it again.",
        FileTrouble::Full => "This conversation holds 20 files from your side already. Send a link instead.",
        FileTrouble::Erased => "What was written here was erased, so no file can be added.",
        FileTrouble::NotSetUp => "This installation keeps no files yet. Ask whoever runs Baton to set up the storage.",
        FileTrouble::OnNote => "Files go to the customer. Switch to the reply to add one.",
        FileTrouble::Other(trouble) => return self::trouble(trouble),
    };
    Cow::Borrowed(words)
}
