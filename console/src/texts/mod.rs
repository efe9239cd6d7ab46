//! The console's words: one enum of everything it says, one function a language. A text that is missing in a
//! language does not compile.

use std::borrow::Cow;

use baton_shared::conversation::{EpisodeEnd, ErasedScope, MoodPoint, PassedOn, ResolutionOutcome, ResolvedBy};
use baton_shared::conversation::{Status, Unavailable, Via, WaitChoice};
use baton_shared::policy::{Outcome, Priority};
use baton_shared::text::Language;
use baton_shared::triage::{Complexity, Urgency};

use crate::model::ago::Ago;
use crate::model::explain::Mood;
use crate::model::inbox::{Filter, Standing};
use crate::model::link::Link;
use crate::model::trouble::Trouble;
use crate::model::upload::FileTrouble;

mod en;
mod zh;
mod knowledge;
mod office;
mod paths;
mod problems;
mod rules;

pub use knowledge::Know;
pub use office::Office;
pub use rules::Said;

/// Something that the console says.
#[derive(Clone, Debug, PartialEq)]
pub enum Text {
    // The frame.
    /// Title of the page.
    Title,
    /// Title of the page while so many wait.
    TitleWaiting(usize),
    /// Skip link.
    SkipToContent,
    /// Name of the navigation.
    Places,
    /// The place.
    Inbox,
    /// The place.
    Deliveries,
    /// Button.
    SignOut,
    /// Button and dialog.
    Help,
    /// Label of the button that switches languages, in the other language.
    OtherLanguage,
    /// Label of the presence switch.
    Presence,
    /// How the desk sees the agent.
    PresenceIs(Link),
    /// What the presence switch does.
    PresenceHint(bool),
    /// While something loads.
    Loading,
    /// Button.
    Close,
    /// Button.
    Cancel,
    /// Button.
    TryAgain,
    /// Something went wrong.
    Trouble(Trouble),
    // Signed out.
    /// Heading.
    SignInHeading,
    /// What to do.
    SignInHow,
    /// Then what.
    SignInThen,
    /// For those without a terminal.
    SignInAsk,
    /// The session ended while something was written.
    SignedOutMeanwhile,
    // The inbox.
    /// Name of the list.
    Conversations,
    /// Name of the group of filters.
    Filters,
    /// A filter.
    Filter(Filter),
    /// An empty list.
    Empty(Filter),
    /// What brings the first conversation in.
    EmptyHint,
    /// Button.
    Older,
    /// A customer without a verified name.
    Visitor,
    /// Where a conversation stands.
    Status(Status),
    /// Where a conversation stands, seen by one agent.
    Standing(Standing),
    /// How soon.
    Priority(Priority),
    /// Flag.
    Revenue,
    /// What the flag means.
    RevenueHint,
    /// A language's name.
    LanguageName(Language),
    /// Since when somebody waits.
    WaitingSince(Ago),
    /// When something happened.
    Ago(Ago),
    /// Who has it.
    HeldBy(String),
    /// A mark: the customer wrote again after a person had closed it.
    CameBack,
    /// What that means.
    CameBackHint,
    /// No text, or it was erased.
    NoPreview,
    /// Nothing is open.
    NothingOpen,
    /// What to do then.
    NothingOpenHint,
    /// Hint where the list is empty.
    NothingHereHint,
    // A conversation.
    /// Button on narrow screens.
    Back,
    /// Button.
    ShowDetails,
    /// Heading of the details.
    Details,
    /// Name of the transcript.
    Transcript,
    /// Switch for the machinery between messages.
    ShowAll,
    /// Button.
    NewMessages,
    /// Line at the foot while there is no socket.
    LinkIs(Link),
    /// Sender.
    Customer,
    /// Sender.
    Bot,
    /// Sender.
    You(String),
    /// Content that is gone.
    Erased,
    /// Label of a source.
    SourceIs(String),
    /// What the customer said of an answer.
    Helpful(bool),
    /// A note's heading.
    NoteBy(String),
    /// In front of a file's name, for a screen reader.
    Save,
    /// The customer is typing.
    CustomerTypes,
    // Marks between messages.
    /// Mark.
    MarkOpened(Language),
    /// Mark.
    MarkIdentified,
    /// Mark.
    MarkPageUpdated,
    /// Mark.
    MarkAnswerRated(bool),
    /// Mark.
    MarkProposed(String),
    /// Mark.
    MarkNobody(Unavailable),
    /// Mark.
    MarkChose(WaitChoice),
    /// Mark.
    MarkJoined(String, Via),
    /// Mark.
    MarkFirstReply(u64),
    /// Mark.
    MarkEnded(EpisodeEnd),
    /// Mark.
    MarkDelivered(String),
    /// Mark.
    MarkUndelivered,
    /// Mark.
    MarkRevoked,
    /// Mark.
    MarkMood(MoodPoint, f32),
    /// Mark, with the agent's name where it is known.
    MarkResolved(ResolvedBy, ResolutionOutcome, Option<String>),
    /// Mark.
    MarkReopened,
    /// Mark.
    MarkRated(u8, Option<u8>, Option<String>),
    /// Mark: to this address, until erased.
    MarkTranscript(Option<String>),
    /// Mark.
    MarkErased(ErasedScope),
    // Handoff and decision.
    /// Heading: to this team.
    HandedTo(String),
    /// Label.
    PassedOnLabel,
    /// Something that was passed on.
    PassedOn(PassedOn),
    /// What the bot decided.
    Outcome(Outcome),
    /// A reason's stable word, said plainly.
    Reason(String),
    /// Label.
    Why,
    /// Label.
    Rule,
    /// Label.
    Evidence,
    /// Reasons without words.
    NoEvidence,
    /// The words behind a decision are gone.
    EvidenceErased,
    /// Label.
    Measured,
    /// How well the closest article fits, in percent.
    Closest(u8),
    /// How surely something was noticed, in percent.
    Sure(u8),
    /// Marks a notice among articles.
    Notice,
    /// How well an article fits, in percent.
    Fits(u8),
    /// Heading over what only the makers of rules need.
    Technical,
    /// Label.
    Topic,
    /// Label.
    MoodLabel,
    /// How a mood reads.
    MoodIs(Mood),
    /// Label.
    UrgencyLabel,
    /// How soon.
    UrgencyIs(Urgency),
    /// Label.
    ComplexityLabel,
    /// One answer or several.
    ComplexityIs(Complexity),
    /// Label.
    Signals,
    /// Label.
    Considered,
    /// No passage.
    NothingConsidered,
    /// Column: words that matched.
    Matched(String),
    /// Label.
    Versions,
    /// The versions in one line: workspace, engine.
    VersionsAre(u64, String),
    /// The content hashes of a decision's versions: policy, knowledge.
    HashesAre(String, String),
    // The draft.
    /// Heading.
    DraftPrepared,
    /// What it is.
    DraftHint,
    /// Button.
    InsertDraft,
    // Details.
    /// Heading.
    ConfirmFirst,
    /// What to do with them.
    ConfirmHint,
    /// Button.
    InsertFirstWords,
    /// Why there is nothing to write in.
    OnlyReads,
    /// Heading.
    VerifiedBy,
    /// Nothing is verified.
    NotVerified,
    /// Heading.
    Unverified,
    /// Label.
    Name,
    /// Label.
    Email,
    /// Label.
    CustomerId,
    /// Label.
    Tier,
    /// Label.
    Tenure,
    /// Months as a customer.
    Months(u32),
    /// Label.
    Contact,
    /// When a call suits.
    ContactWhen(String),
    /// Label.
    Page,
    /// Label.
    Order,
    /// Heading.
    Brief,
    /// Label.
    OpeningQuestion,
    /// Label.
    Tried,
    /// Nothing was tried.
    NothingTried,
    /// What the customer said of it.
    TriedResult(Option<bool>),
    /// Label.
    LatestMessage,
    /// Heading.
    Handoff,
    /// Heading of one that is over.
    LastHandoff,
    /// Label: when it was over.
    Ended,
    /// Label.
    Queue,
    /// Label.
    Since,
    /// Label: who has or had it.
    Colleague,
    /// Label: what came of it.
    Result,
    /// Heading.
    More,
    // Actions.
    /// Name of the group of buttons.
    Actions,
    /// Button.
    TakeOver,
    /// In place of the button, once it was pressed.
    TakenOver,
    /// Button: taking over what is closed.
    Reopen,
    /// Button.
    GiveBack,
    /// Dialog.
    GiveBackHeading,
    /// Dialog.
    GiveBackWhat,
    /// Button.
    Resolve,
    /// Button.
    Revoke,
    /// What that button voids.
    RevokeHint,
    /// Button.
    EraseContent,
    /// Who may act.
    HeldByOther(String),
    /// Dialog.
    ResolveHeading,
    /// Dialog.
    ResolveHint,
    /// A choice.
    ResolvedAs(ResolutionOutcome),
    /// What a choice means.
    ResolvedAsHint(ResolutionOutcome),
    /// Dialog.
    RevokeHeading,
    /// Dialog.
    RevokeWhat,
    /// Dialog.
    EraseHeading,
    /// Dialog: what goes.
    EraseGoes,
    /// Dialog: what stays.
    EraseStays,
    /// Dialog: it is final.
    EraseFinal,
    /// Button.
    EraseNow,
    // The composer.
    /// Name of the form.
    Composer,
    /// Tab.
    ModeReply,
    /// Tab.
    ModeNote,
    /// Placeholder.
    WriteReply,
    /// Placeholder.
    WriteNote,
    /// Button.
    Send,
    /// Button.
    TakeAndSend,
    /// Button.
    ReopenAndSend,
    /// Button.
    SaveNote,
    /// While it is on its way.
    Sending,
    /// Which keys send.
    SendKeys(bool),
    /// Which keys save a note.
    NoteKeys(bool),
    /// Button.
    AddFile,
    /// Name of the list of files beside the reply.
    FilesToSend,
    /// Where files are dropped.
    DropHere,
    /// How far a file got, in percent.
    Uploading(u8),
    /// A file did not get there, and what to do.
    FileTrouble(FileTrouble),
    /// Button that takes a file away.
    RemoveFile(String),
    /// Button that sends a file again.
    SendFileAgain(String),
    /// Sent, for a screen reader.
    Sent,
    // Live region.
    /// The customer wrote one message.
    CustomerSaid(String),
    /// The customer sent files without words.
    CustomerSentFiles(usize),
    /// The customer wrote several.
    CustomerSaidSeveral(usize),
    /// More people wait than before.
    NowWaiting(usize),
    // Deliveries.
    /// What the page shows.
    DeliveriesHint,
    /// Empty.
    NoDeliveries,
    /// Column.
    ColumnState,
    /// Column.
    ColumnKind,
    /// Column.
    ColumnEndpoint,
    /// Column.
    ColumnConversation,
    /// Column.
    ColumnAttempts,
    /// Column.
    ColumnAnswer,
    /// Column.
    ColumnWhen,
    /// Column.
    ColumnAction,
    /// Nobody answered.
    NoAnswer,
    /// Button.
    Replay,
    /// It will be tried again.
    Replayed,
    /// Link.
    OpenConversation,
    // Help.
    /// A line of the help: what the keys do.
    HelpFor(Keys),
    /// Switch.
    SingleKeys,
    /// What the switch is for.
    SingleKeysHint,
    /// What stands for itself in every language: a name, say.
    Verbatim(String),
    /// Team, settings, deliveries in detail, audit, palette.
    Office(Office),
    /// The rules.
    Rules(Said),
    /// What the Knowledge page says.
    Know(Know),
}

/// Keys that the help explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// j, k and the arrows.
    Move,
    /// Enter.
    Open,
    /// Escape.
    Back,
    /// r.
    Reply,
    /// n.
    Note,
    /// Ctrl or Command with Enter.
    Send,
    /// Enter in the composer.
    NewLine,
    /// The question mark.
    Help,
    /// Ctrl or Command with K.
    Find,
}

impl Keys {
    /// Every line of the help, in order.
    pub const ALL: [Self; 9] = [
        Self::Find,
        Self::Move,
        Self::Open,
        Self::Back,
        Self::Reply,
        Self::Note,
        Self::Send,
        Self::NewLine,
        Self::Help,
    ];
}

impl Text {
    /// The words in a language.
    pub fn say(&self, language: Language) -> Cow<'static, str> {
        match language {
            Language::En => en::say(self),
            Language::Zh => zh::say(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_names_stand_apart_in_chinese() {
        let held = |name: &str| Text::HeldBy(name.to_owned()).say(Language::Zh).into_owned();
        assert_eq!([held("Mei"), held("小林")], ["Mei 接待中", "小林接待中"]);
        assert_eq!(Text::HandedTo("Billing".to_owned()).say(Language::Zh), "转给 Billing");
    }

    #[test]
    fn an_unknown_reason_is_still_readable() {
        let own = Text::Reason("our_own_rule".to_owned());
        assert_eq!(own.say(Language::En), "our own rule");
        assert_eq!(own.say(Language::Zh), "our own rule");
    }

    #[test]
    fn no_text_shouts_or_joins_with_dashes() {
        let texts = [
            Text::SignInHow,
            Text::EraseGoes,
            Text::EraseStays,
            Text::Trouble(Trouble::Offline),
            Text::Trouble(Trouble::Taken { name: None }),
            Text::PresenceHint(true),
            Text::DraftHint,
            Text::FileTrouble(FileTrouble::Unsafe),
            Text::FileTrouble(FileTrouble::OnNote),
        ];
        for text in texts {
            for language in Language::ALL {
                let said = text.say(language);
                assert!(!said.contains(['!', '！', '—', '–']), "{said}");
            }
        }
    }
}
