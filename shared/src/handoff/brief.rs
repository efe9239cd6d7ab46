//! The brief: what a human should know before the first reply. First form: the opening question, what was tried
//! and what came of it, and the latest message.

use serde::{Deserialize, Serialize};

use crate::conversation::{Author, Conversation, Line, Source};

/// What was tried, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Tried {
    /// The article's id.
    pub article: String,
    /// Its title, and the section.
    pub title: String,
    /// What the customer said of it: absent where they said nothing.
    pub helpful: Option<bool>,
}

/// A summary in three parts, each absent once erased.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Brief {
    /// The customer's first message.
    pub opening_question: Option<String>,
    /// Answers that were given.
    pub tried: Vec<Tried>,
    /// The customer's latest message, where it is another.
    pub latest_message: Option<String>,
}

/// The brief of a conversation as it stands.
pub fn brief(conversation: &Conversation) -> Brief {
    // A file without words opens nothing and says nothing here; it stands in the transcript.
    let silent = |line: &&Line| line.text.as_ref().is_some_and(String::is_empty);
    let mut theirs =
        conversation.lines.iter().filter(|line| line.author == Author::Customer).filter(|line| !silent(line));
    let first = theirs.next();
    let latest = theirs.next_back();
    let tried = conversation.lines.iter().filter_map(|line| line.source.as_ref().map(|source| tried(source, line)));
    Brief {
        opening_question: first.and_then(|line| line.text.clone()),
        tried: tried.collect(),
        latest_message: latest.and_then(|line| line.text.clone()),
    }
}

fn tried(source: &Source, line: &Line) -> Tried {
    let title = match &source.heading {
        Some(heading) => format!("{}: {heading}", source.title),
        None => source.title.clone(),
    };
    Tried { article: source.article.clone(), title, helpful: line.helpful }
}
