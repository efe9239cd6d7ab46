//! `cargo baton triage`: one message, and all that is made of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use baton_shared::conversation::{
    Channel, Command, Considered, Content, Conversation, Event, Measured, World, decide, evolve,
};
use baton_shared::policy::reason_in_words;
use baton_shared::text::{Detected, Language, detect};
use baton_shared::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::evaluate::published;
use crate::arguments::Triage;
use crate::{clock, weights};

/// The whole reasoning.
#[derive(Serialize)]
struct Reasoning {
    message: String,
    language: Detected,
    outcome: String,
    rule: String,
    reasons: Vec<Because>,
    #[serde(flatten)]
    measured: Option<Measured>,
    /// How negative the message is, from 0 to 1.
    negative: f32,
    /// How negative the customer's messages were, oldest first, this one last.
    course: Vec<f32>,
    considered: Vec<Considered>,
    /// What the customer would read.
    says: Vec<String>,
}

#[derive(Serialize)]
struct Because {
    code: String,
    in_words: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
struct Said {
    from: String,
    text: String,
}

#[derive(Deserialize)]
struct Dialogue {
    turns: Vec<Said>,
}

/// Plays the history, then the message, and prints what the last one led to.
pub fn run(arguments: &Triage) -> Result<ExitCode> {
    let history = arguments.history.as_deref().map_or_else(|| Ok(Vec::new()), read)?;
    let reasoning = reason(arguments, &history)?;
    if arguments.json {
        println!("{}", serde_json::to_string(&reasoning)?);
    } else {
        print!("{}", readable(&reasoning));
    }
    Ok(ExitCode::SUCCESS)
}

/// What the customer said before: one turn a line, or one dialogue.
fn read(file: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut said = Vec::new();
    for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if let Ok(dialogue) = serde_json::from_str::<Dialogue>(line) {
            said.extend(dialogue.turns);
        } else {
            let turn = serde_json::from_str::<Said>(line)
                .with_context(|| format!("{}:{}: this is neither a turn nor a dialogue", file.display(), place + 1))?;
            said.push(turn);
        }
    }
    Ok(said.into_iter().filter(|turn| turn.from == "customer").map(|turn| turn.text).collect())
}

fn reason(arguments: &Triage, history: &[String]) -> Result<Reasoning> {
    let published = published(&arguments.workspace)?;
    let now = Timestamp(clock::unix_ms());
    let world = World { now, published: &published };
    let (table, emotion) = (weights::table()?, weights::emotion()?);
    let language = detect(&arguments.message);
    let spoken = if language == Detected::Zh { Language::Zh } else { Language::En };
    let open = Command::Open { language: spoken, channel: Channel::Widget, page: None, attributes: BTreeMap::new() };
    let mut state = Conversation::default();
    let mut recorded = Vec::new();
    let says = history.iter().chain([&arguments.message]).enumerate().map(|(place, text)| Command::Say {
        message: format!("m{place}"),
        text: text.clone(),
        attachments: Vec::new(),
    });
    for command in std::iter::once(open).chain(says) {
        let decision =
            decide(&state, command, &world).map_err(|refusal| anyhow!("the message is refused: {refusal:?}"))?;
        state = decision.events.iter().fold(state, evolve);
        recorded = decision.events;
    }
    let Some((decided, content)) = recorded.iter().find_map(|one| match &one.event {
        Event::Decided { .. } => Some((&one.event, &one.content)),
        _ => None,
    }) else {
        bail!("a person has been called before this message, so the bot is silent; give a shorter history");
    };
    let Event::Decided { outcome, rule, reasons, measured, .. } = decided else { bail!("nothing was decided") };
    let (words, considered) = match content {
        Some(Content::Evidence { words, considered }) => (words.clone(), considered.clone()),
        _ => (Vec::new(), Vec::new()),
    };
    let because = reasons.iter().enumerate().map(|(place, reason)| Because {
        code: reason.code.clone(),
        in_words: reason_in_words(&reason.code, spoken),
        words: words.get(place).cloned().unwrap_or_default(),
    });
    let says = recorded.iter().filter_map(|one| match (&one.event, &one.content) {
        (
            Event::BotAnswered { .. } | Event::BotAskedToClarify {} | Event::BotSaid { .. },
            Some(Content::Text { text, .. }),
        ) => Some(text.clone()),
        _ => None,
    });
    let course: Vec<f32> =
        history.iter().chain([&arguments.message]).map(|text| emotion.negative(&table, text)).collect();
    Ok(Reasoning {
        message: arguments.message.clone(),
        language,
        outcome: serde_json::to_value(outcome)?.as_str().unwrap_or_default().to_owned(),
        rule: rule.clone(),
        reasons: because.collect(),
        measured: measured.clone(),
        negative: course.last().copied().unwrap_or_default(),
        course,
        considered,
        says: says.collect(),
    })
}

fn readable(reasoning: &Reasoning) -> String {
    let mut lines = vec![format!("{} by the rule “{}”", reasoning.outcome, reasoning.rule)];
    for reason in &reasoning.reasons {
        let words = reason.words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ");
        let words = if words.is_empty() { words } else { format!(": {words}") };
        lines.push(format!("  because    {}{words}", reason.in_words));
    }
    lines.push(format!("language     {:?}", reasoning.language));
    if let Some(measured) = &reasoning.measured {
        lines.push(format!("topic        {}", measured.topic.as_deref().unwrap_or("none")));
        lines.push(format!("urgency      {:?}, {:?}", measured.urgency, measured.complexity));
        lines.push(format!("mood         {:.2}", measured.mood));
        for found in &measured.findings {
            lines.push(format!("  signal     {} {:.2}", found.kind.as_str(), found.strength));
        }
    }
    let course: Vec<String> = reasoning.course.iter().map(|value| format!("{value:.2}")).collect();
    lines.push(format!("negative     {} (0 to 1, over the conversation)", course.join(", ")));
    for passage in &reasoning.considered {
        let heading = passage.source.heading.as_deref().map_or_else(String::new, |heading| format!(", {heading}"));
        lines.push(format!(
            "considered   {:.2} {}{heading} [{}]",
            passage.support,
            passage.source.title,
            passage.matched.join(" ")
        ));
    }
    for text in &reasoning.says {
        lines.push(format!("says         {}", text.replace('\n', "\n             ")));
    }
    lines.join("\n") + "\n"
}
