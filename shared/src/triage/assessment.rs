//! What triage finds, and the narrow interface behind which it is found.

use serde::{Deserialize, Serialize};

use crate::customer::CustomerFacts;
use crate::knowledge::{Asker, Hit};
use crate::text::{Detected, Language};
use crate::time::Timestamp;

/// How soon somebody should act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// It can wait.
    Low,
    /// As usual.
    #[default]
    Normal,
    /// Soon.
    High,
}

/// Whether one answer can settle a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Complexity {
    /// One question.
    #[default]
    Simple,
    /// Several requests, or a long story.
    Complex,
}

macro_rules! signals {
    ($($(#[$doc:meta])* $name:ident => $word:literal),+ $(,)?) => {
        /// Something in a message that rules may ask about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum SignalKind { $($(#[$doc])* $name),+ }

        impl SignalKind {
            /// Every signal.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its stable word.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

signals! {
    /// Asks for a person.
    AsksForHuman => "asks_for_human",
    /// Is angry or desperate.
    Angry => "angry",
    /// Says that something is wrong, but not what.
    Vague => "vague",
    /// Disputes money.
    FinancialDispute => "financial_dispute",
    /// Wants to close an account or cancel for good.
    AccountClosure => "account_closure",
    /// Touches health.
    Medical => "medical",
    /// Touches law or compliance.
    Legal => "legal",
    /// Somebody may be in danger.
    Safety => "safety",
    /// Nothing approved supports an answer.
    BeyondKnowledge => "beyond_knowledge",
    /// Asks what was asked before.
    SameQuestionAgain => "same_question_again",
    /// Says that an answer did not help.
    NotHelpful => "not_helpful",
    /// Greets.
    Greeting => "greeting",
    /// Says thanks.
    Thanks => "thanks",
    /// Asks for several things at once.
    SeveralRequests => "several_requests",
    /// Lost something through an outage.
    OutageLoss => "outage_loss",
    /// Reports a defect of a product.
    ProductDefect => "product_defect",
    /// Is written in a language that the bot does not speak.
    OtherLanguage => "other_language",
    /// Says that it cannot wait.
    Urgent => "urgent",
}

/// A signal with the words that carry it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Signal {
    /// What was found.
    pub kind: SignalKind,
    /// How strongly, in `[0, 1]`.
    pub strength: f32,
    /// The customer's words; personal content.
    pub evidence: Vec<String>,
}

/// What is known beside the message.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Language of the interface.
    pub language: Language,
    /// What the customer wrote before, oldest first.
    pub earlier_customer_messages: &'a [String],
    /// Answers that failed so far.
    pub answers_rejected: u32,
    /// Clarifying questions asked so far.
    pub clarifications_asked: u32,
    /// Who asks.
    pub asker: Asker<'a>,
    /// When: what should have been reviewed by then answers no more.
    pub now: Timestamp,
    /// The topic of the bot's latest answer in its turn, which a follow-up stays with.
    pub answered: Option<&'a str>,
    /// Notices that may answer now, by the ids of their documents.
    pub notices: &'a [String],
    /// Verified facts.
    pub customer: Option<&'a CustomerFacts>,
}

impl<'a> Context<'a> {
    /// Of a message that stands alone: nothing was said before it, and nothing more is known of who asks.
    pub fn alone(language: Language, asker: Asker<'a>, now: Timestamp, notices: &'a [String]) -> Self {
        Self {
            language,
            earlier_customer_messages: &[],
            answers_rejected: 0,
            clarifications_asked: 0,
            asker,
            now,
            answered: None,
            notices,
            customer: None,
        }
    }
}

/// What triage makes of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Assessment {
    /// What it is written in.
    pub language: Detected,
    /// The subject, in the workspace's words.
    pub topic: Option<String>,
    /// From -1 (angry, desperate) to 1 (delighted).
    pub mood: f32,
    /// How soon somebody should act.
    pub urgency: Urgency,
    /// Whether one answer can settle it.
    pub complexity: Complexity,
    /// Strongest first.
    pub signals: Vec<Signal>,
    /// The best passages, best first, at most three.
    pub hits: Vec<Hit>,
}

/// The narrow interface of understanding. Pure: the same message and context give the same assessment.
pub trait Understand {
    /// Assesses one message.
    fn assess(&self, message: &str, context: &Context<'_>) -> Assessment;
}
